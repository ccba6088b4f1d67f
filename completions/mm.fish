# Made from the command line by MM_BLESS=1 cargo test.
# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_mm_global_optspecs
    string join \n store= output= json color= q/quiet now= as= h/help V/version
end

function __fish_mm_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_mm_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_mm_using_subcommand
    set -l cmd (__fish_mm_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c mm -n "__fish_mm_needs_command" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_needs_command" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_needs_command" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_needs_command" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_needs_command" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_needs_command" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_needs_command" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_needs_command" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_needs_command" -s V -l version -d 'Print version'
complete -c mm -n "__fish_mm_needs_command" -f -a "status" -d 'Show the state: mode, reason, end, message, drain'
complete -c mm -n "__fish_mm_needs_command" -f -a "is" -d 'Answer with the exit status whether a state is reached'
complete -c mm -n "__fish_mm_needs_command" -f -a "enable" -d 'Switch maintenance mode on'
complete -c mm -n "__fish_mm_needs_command" -f -a "extend" -d 'Move the planned end'
complete -c mm -n "__fish_mm_needs_command" -f -a "disable" -d 'Switch maintenance mode off'
complete -c mm -n "__fish_mm_needs_command" -f -a "set-message" -d 'Set the notification that tenants read'
complete -c mm -n "__fish_mm_needs_command" -f -a "message" -d 'Show the notification, and how a tenant reads it'
complete -c mm -n "__fish_mm_needs_command" -f -a "service" -d 'Record whether the Cloud Connect Service runs'
complete -c mm -n "__fish_mm_needs_command" -f -a "history" -d 'Show who did what, when and why'
complete -c mm -n "__fish_mm_needs_command" -f -a "simulate" -d 'Show what maintenance would do to whom, and when all is drained'
complete -c mm -n "__fish_mm_needs_command" -f -a "explain" -d 'Explain a rule, a code, or how a job is treated and why'
complete -c mm -n "__fish_mm_needs_command" -f -a "init" -d 'Make the store, or change what it is for and who shares it'
complete -c mm -n "__fish_mm_needs_command" -f -a "rehearse" -d 'Make a rehearsal copy of the store, to try things out'
complete -c mm -n "__fish_mm_needs_command" -f -a "store" -d 'Check the store, back it up, tell where it lies'
complete -c mm -n "__fish_mm_using_subcommand status" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand status" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand status" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand status" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand status" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand status" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand status" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand status" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand is" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand is" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand is" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand is" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand is" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand is" -l predicted -d 'Take what is expected for what is so, where nobody looked since the mode was switched on'
complete -c mm -n "__fish_mm_using_subcommand is" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand is" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand is" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand enable" -l reason -d 'Say why' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l message -d 'Show tenants this notification, for this maintenance alone' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l for -d 'Plan the end so long from now' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l until -d 'Plan the end at this time' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l on-expiry -d 'At the planned end, stay on and be overdue, or end by itself [default: alarm]' -r -f -a "alarm\t''
disable\t''"
complete -c mm -n "__fish_mm_using_subcommand enable" -l if-revision -d 'Do it only if the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand enable" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand enable" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand enable" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l dry-run -d 'Show what it would do, and do nothing'
complete -c mm -n "__fish_mm_using_subcommand enable" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand enable" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand enable" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand extend" -l if-revision -d 'Do it only if the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand extend" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand extend" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand extend" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand extend" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand extend" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand extend" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand extend" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand extend" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand disable" -l reason -d 'Say why' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l if-revision -d 'Do it only if the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand disable" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand disable" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand disable" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l dry-run -d 'Show what it would do, and do nothing'
complete -c mm -n "__fish_mm_using_subcommand disable" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand disable" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand disable" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand set-message" -l file -d 'Read the text from this file; `-` is standard input' -r -F
complete -c mm -n "__fish_mm_using_subcommand set-message" -l if-revision -d 'Do it only if the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand set-message" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand set-message" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand set-message" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand set-message" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand set-message" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand set-message" -l default -d 'Go back to the default text'
complete -c mm -n "__fish_mm_using_subcommand set-message" -l dry-run -d 'Show it rendered, and set nothing'
complete -c mm -n "__fish_mm_using_subcommand set-message" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand set-message" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand set-message" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand message" -l tenant -d 'Read it as this tenant' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand message" -l job -d 'Read it for this job' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l at -d 'Read it at this time [default: now]' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand message" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand message" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand message" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand message" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand message" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand service" -l if-revision -d 'Do it only if the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand service" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand service" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand service" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand service" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand service" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand service" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand service" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand service" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand history" -l limit -d 'Show so many entries, the latest' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l since -d 'Show none before this time' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand history" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand history" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand history" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l verify -d 'Make sure that every entry fits those before it'
complete -c mm -n "__fish_mm_using_subcommand history" -l head -d 'Print the hash of the last entry'
complete -c mm -n "__fish_mm_using_subcommand history" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand history" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand history" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand simulate" -l scenario -d 'Simulate the scenario in this file; `-` is standard input' -r -F
complete -c mm -n "__fish_mm_using_subcommand simulate" -l by -d 'Put the counts together by tenant, job or type' -r -f -a "tenant\t''
job\t''
type\t''"
complete -c mm -n "__fish_mm_using_subcommand simulate" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand simulate" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand simulate" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand simulate" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l timeline -d 'Tell what happens, in order, a line each'
complete -c mm -n "__fish_mm_using_subcommand simulate" -l summary -d 'In JSON, leave out sessions, policies, requests and skipped starts'
complete -c mm -n "__fish_mm_using_subcommand simulate" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand simulate" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand simulate" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand explain" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand explain" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand explain" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand explain" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand explain" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand explain" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand explain" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand explain" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand init" -l server -d 'Name the server [default: the name of this host]' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l group -d 'Share the store with this group: folder 2770, file 0660' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand init" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand init" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand init" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l rehearsal -d 'Keep a rehearsal: its sessions are simulated, and its time may be set'
complete -c mm -n "__fish_mm_using_subcommand init" -l live -d 'Observe and gate a real server'
complete -c mm -n "__fish_mm_using_subcommand init" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand init" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand init" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand rehearse" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand rehearse" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -f -a "check" -d 'Look at everything in the store: file, schema, history, every value'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -f -a "backup" -d 'Copy the whole store into a new file, while others may change it'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -f -a "path" -d 'Tell where the store lies'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l store -d 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l output -d 'Write results in this format; jsonl and csv where there are rows' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l color -d 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l now -d 'Take this instant as the present; changes under it are only for a rehearsal store' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l as -d 'Act under this name in the history [default: SUDO_USER as root, else the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l json -d 'Write JSON: the same as --output json'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Write nothing to standard output; the exit status still answers'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'

# Offers names from the store; fish quotes them.
function __mm_names
    command mm complete-names $argv[1] 2>/dev/null
end
complete -c mm -n "__fish_mm_using_subcommand message" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand message" -l job -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand explain" -x -a "(__mm_names rules,jobs)"
complete -c mm -n "__fish_mm_using_subcommand is" -x -a "active maintenance drained idle overdue"
complete -c mm -n "__fish_mm_using_subcommand service" -x -a "running stopped"
