# Offers names from the store; compadd quotes them.
_mm_names() {
    local -a names store
    local at=${words[(I)--store]}
    (( at )) && store=(--store "${(Q)words[at + 1]}")
    names=(${(f)"$(command mm $store complete-names ${@[-1]} 2>/dev/null)"})
    compadd "${@[1,-2]}" -a names
}
