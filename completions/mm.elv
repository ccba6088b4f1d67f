# Made from the command line by MM_BLESS=1 cargo test.

use builtin;
use str;

set edit:completion:arg-completer[mm] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'mm'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'mm'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand status 'Show the state: mode, reason, end, message, drain'
            cand is 'Answer with the exit status whether a state is reached'
            cand enable 'Switch maintenance mode on'
            cand extend 'Move the planned end'
            cand disable 'Switch maintenance mode off'
            cand set-message 'Set the notification that tenants read'
            cand message 'Show the notification, and how a tenant reads it'
            cand service 'Record whether the Cloud Connect Service runs'
            cand history 'Show who did what, when and why'
            cand simulate 'Show what maintenance would do to whom, and when all is drained'
            cand explain 'Explain a rule, a code, or how a job is treated and why'
            cand init 'Make the store, or change what it is for and who shares it'
            cand rehearse 'Make a rehearsal copy of the store, to try things out'
            cand store 'Check the store, back it up, tell where it lies'
        }
        &'mm;status'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;is'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --predicted 'Take what is expected for what is so, where nobody looked since the mode was switched on'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;enable'= {
            cand --reason 'Say why'
            cand --message 'Show tenants this notification, for this maintenance alone'
            cand --for 'Plan the end so long from now'
            cand --until 'Plan the end at this time'
            cand --on-expiry 'At the planned end, stay on and be overdue, or end by itself [default: alarm]'
            cand --if-revision 'Do it only if the store is at this revision'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --dry-run 'Show what it would do, and do nothing'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;extend'= {
            cand --if-revision 'Do it only if the store is at this revision'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;disable'= {
            cand --reason 'Say why'
            cand --if-revision 'Do it only if the store is at this revision'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --dry-run 'Show what it would do, and do nothing'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;set-message'= {
            cand --file 'Read the text from this file; `-` is standard input'
            cand --if-revision 'Do it only if the store is at this revision'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --default 'Go back to the default text'
            cand --dry-run 'Show it rendered, and set nothing'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;message'= {
            cand --tenant 'Read it as this tenant'
            cand --job 'Read it for this job'
            cand --at 'Read it at this time [default: now]'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;service'= {
            cand --if-revision 'Do it only if the store is at this revision'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;history'= {
            cand --limit 'Show so many entries, the latest'
            cand --since 'Show none before this time'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --verify 'Make sure that every entry fits those before it'
            cand --head 'Print the hash of the last entry'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;simulate'= {
            cand --scenario 'Simulate the scenario in this file; `-` is standard input'
            cand --by 'Put the counts together by tenant, job or type'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --timeline 'Tell what happens, in order, a line each'
            cand --summary 'In JSON, leave out sessions, policies, requests and skipped starts'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;explain'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;init'= {
            cand --server 'Name the server [default: the name of this host]'
            cand --group 'Share the store with this group: folder 2770, file 0660'
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --rehearsal 'Keep a rehearsal: its sessions are simulated, and its time may be set'
            cand --live 'Observe and gate a real server'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;rehearse'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;store'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand check 'Look at everything in the store: file, schema, history, every value'
            cand backup 'Copy the whole store into a new file, while others may change it'
            cand path 'Tell where the store lies'
        }
        &'mm;store;check'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;store;backup'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'mm;store;path'= {
            cand --store 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]'
            cand --output 'Write results in this format; jsonl and csv where there are rows'
            cand --color 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed'
            cand --now 'Take this instant as the present; changes under it are only for a rehearsal store'
            cand --as 'Act under this name in the history [default: SUDO_USER as root, else the user]'
            cand --json 'Write JSON: the same as --output json'
            cand -q 'Write nothing to standard output; the exit status still answers'
            cand --quiet 'Write nothing to standard output; the exit status still answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
    ]
    # Names from the store; elvish quotes them.
    var places = [
        &'mm;message --tenant'= 'tenants'
        &'mm;message --job'= 'jobs'
        &'mm;explain '= 'rules,jobs'
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
}
