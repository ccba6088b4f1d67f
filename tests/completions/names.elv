    # Names from the store; elvish quotes them.
    var places = [
        # PLACES
    ]
    var place = $command' '$words[-2]
    if (not (has-key $places $place)) {
        set place = $command' '
        if (or (str:has-prefix $words[-1] '-') (str:has-prefix $words[-2] '--')) {
            set place = ''
        }
    }
    if (has-key $places $place) {
        try { e:mm complete-names $places[$place] 2>/dev/null | from-lines } catch { }
    } else {
        $completions[$command]
    }
