# Offers what is generated above, or names from the store where one is wanted. A name is quoted as
# the word is that was begun: nothing in it is ever carried out.
_mm_or_names() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local path="" kinds="" words="" store="" place=1 value="" i word typed name
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        [[ $word == "=" ]] && continue
        if [[ -n $value ]]; then
            [[ $value == --store ]] && store=$word
            value=""
            continue
        fi
        case "$word" in
        VALUED) value=$word && continue ;;
        -*) continue ;;
        esac
        case "${path:+$path }$word" in
        COMMANDS) path="${path:+$path }$word" ;;
        *) ((place++)) ;;
        esac
    done
    if [[ $cur == "=" ]]; then
        cur=""
    elif [[ $prev == "=" ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case "$path $prev" in
        OPTIONS) ;;
    *)
        case "$path $place" in
        POSITIONALS) ;;
        esac
        [[ $cur == -* || -n $value ]] && kinds="" words=""
        ;;
    esac
    if [[ -n $words ]]; then
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
        return 0
    fi
    if [[ -z $kinds ]]; then
        _mm "$@"
        # What stands for a value is no value.
        for i in "${!COMPREPLY[@]}"; do
            case "${COMPREPLY[i]}" in
            "["*"]" | "<"*">" | "["*"]..." | "<"*">...") unset "COMPREPLY[i]" ;;
            esac
        done
        COMPREPLY=("${COMPREPLY[@]}")
        return 0
    fi
    compopt +o default +o bashdefault 2>/dev/null
    COMPREPLY=()
    typed=${cur#[\"\']}
    [[ $cur == \'* ]] || typed=${typed//\\/}
    while IFS= read -r name; do
        [[ $name == "$typed"* ]] || continue
        case "$cur" in
        \"*)
            # Nothing keeps an interactive shell from expanding this within double quotes.
            [[ $name == *\!* ]] && continue
            name=${name//\\/\\\\}
            name=${name//\"/\\\"}
            name=${name//\$/\\\$}
            name=${name//\`/\\\`}
            ;;
        \'*) name=${name//\'/\'\\\'\'} ;;
        *) printf -v name %q "$name" ;;
        esac
        COMPREPLY+=("$name")
    done < <(command mm ${store:+--store "$store"} complete-names "$kinds" --beginning "$typed" 2>/dev/null)
    return 0
}
