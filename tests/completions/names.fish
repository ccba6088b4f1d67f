# Offers names from the store; fish quotes them.
function __mm_names
    command mm complete-names $argv[1] 2>/dev/null
end
