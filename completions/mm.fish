# Made from the command line by MM_BLESS=1 cargo test.
# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_mm_global_optspecs
    string join \n store= json output= q/quiet color= as= now= hooks= hook-timeout= h/help V/version
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

complete -c mm -n "__fish_mm_needs_command" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_needs_command" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_needs_command" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_needs_command" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_needs_command" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_needs_command" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_needs_command" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_needs_command" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_needs_command" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_needs_command" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_needs_command" -s V -l version -d 'Print version'
complete -c mm -n "__fish_mm_needs_command" -f -a "status" -d 'Show the mode, its planned end, the notification and the drain'
complete -c mm -n "__fish_mm_needs_command" -f -a "simulate" -d 'Show what maintenance would do to jobs and tenants'
complete -c mm -n "__fish_mm_needs_command" -f -a "plan" -d 'Find the maintenance windows that do the least harm'
complete -c mm -n "__fish_mm_needs_command" -f -a "explain" -d 'Explain a word, a rule, an error code, or the treatment of a job'
complete -c mm -n "__fish_mm_needs_command" -f -a "schedule" -d 'Plan maintenance windows: add, list, remove'
complete -c mm -n "__fish_mm_needs_command" -f -a "notice" -d 'Write a notice for each tenant about a coming maintenance'
complete -c mm -n "__fish_mm_needs_command" -f -a "enable" -d 'Switch maintenance mode on'
complete -c mm -n "__fish_mm_needs_command" -f -a "extend" -d 'Move the planned end of the maintenance'
complete -c mm -n "__fish_mm_needs_command" -f -a "wait" -d 'Wait until the server is drained, or until another state is reached'
complete -c mm -n "__fish_mm_needs_command" -f -a "disable" -d 'Switch maintenance mode off'
complete -c mm -n "__fish_mm_needs_command" -f -a "undo" -d 'Undo the latest change of mode, notification, service or tenant access'
complete -c mm -n "__fish_mm_needs_command" -f -a "report" -d 'Report what a maintenance did to every run'
complete -c mm -n "__fish_mm_needs_command" -f -a "history" -d 'Show who changed what, when and why'
complete -c mm -n "__fish_mm_needs_command" -f -a "set-message" -d 'Set the notification that tenants read'
complete -c mm -n "__fish_mm_needs_command" -f -a "message" -d 'Show the notification as a tenant reads it'
complete -c mm -n "__fish_mm_needs_command" -f -a "jobs" -d 'Manage jobs: status, show, add, edit, remove, import, export, start'
complete -c mm -n "__fish_mm_needs_command" -f -a "sessions" -d 'Show sessions, observed and expected'
complete -c mm -n "__fish_mm_needs_command" -f -a "tenants" -d 'Manage tenants: list, show, add, edit, disable, enable, failover'
complete -c mm -n "__fish_mm_needs_command" -f -a "service" -d 'Record whether the Cloud Connect Service is running'
complete -c mm -n "__fish_mm_needs_command" -f -a "is" -d 'Test whether the server is in a state; the exit status answers'
complete -c mm -n "__fish_mm_needs_command" -f -a "check" -d 'Report the state as a monitoring plugin'
complete -c mm -n "__fish_mm_needs_command" -f -a "can" -d 'Test whether a job or an operation is allowed; the exit status answers'
complete -c mm -n "__fish_mm_needs_command" -f -a "run" -d 'Run a command as a session of a job, if the job may start'
complete -c mm -n "__fish_mm_needs_command" -f -a "apply" -d 'Bring the real server to the recorded state, through hooks'
complete -c mm -n "__fish_mm_needs_command" -f -a "hooks" -d 'Check the installed hooks'
complete -c mm -n "__fish_mm_needs_command" -f -a "init" -d 'Create the store, or change its server name, kind and group'
complete -c mm -n "__fish_mm_needs_command" -f -a "rehearse" -d 'Copy the store to a rehearsal, to try things out'
complete -c mm -n "__fish_mm_needs_command" -f -a "store" -d 'Check the store, back it up, or print its path'
complete -c mm -n "__fish_mm_using_subcommand status" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand status" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand status" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand status" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand status" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand status" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand status" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand status" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand status" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand status" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand simulate" -l scenario -d 'Scenario file; `-` is standard input [default: the store]' -r -F
complete -c mm -n "__fish_mm_using_subcommand simulate" -l at -d 'Time to switch the mode on [default: now, or the scenario\'s own events]' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l for -d 'Length of the maintenance [default: no planned end]' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l horizon -d 'Time to simulate [default: until 24h after the maintenance, or the scenario\'s end]' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l max-failed -d 'Refuse if more runs than this are lost, or still pending 24h after the end; runs at unknown times do not count' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l max-drain -d 'Refuse if the upper end of the drain estimate is longer than this, or not known' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l by -d 'Show one line per tenant, job, type or session' -r -f -a "tenant\t''
job\t''
type\t''
session\t''"
complete -c mm -n "__fish_mm_using_subcommand simulate" -l chart -d 'Also write a picture: a lane for each job, or for each tenant if there are many jobs' -r -F
complete -c mm -n "__fish_mm_using_subcommand simulate" -l runs -d 'Draw durations from the recorded ones and simulate, N times' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l seed -d 'Seed of the draws; equal seeds give equal draws' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand simulate" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand simulate" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand simulate" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand simulate" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand simulate" -l timeline -d 'Show every event in order; JSON always lists the events'
complete -c mm -n "__fish_mm_using_subcommand simulate" -l summary -d 'Leave sessions, policies, requests and skipped starts out of the JSON'
complete -c mm -n "__fish_mm_using_subcommand simulate" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand simulate" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand simulate" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand plan" -l scenario -d 'Scenario file; `-` is standard input [default: the store]' -r -F
complete -c mm -n "__fish_mm_using_subcommand plan" -l duration -d 'Length of the window' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l within -d 'Time in which the window may start' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l from -d 'Earliest start of the window [default: the next full step from now, or the start of the scenario]' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l between -d 'Hours of the local day that the window must fit in, such as 20:00-06:00' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l step -d 'Time between two starts to try' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l top -d 'Number of windows to show' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand plan" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand plan" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand plan" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand plan" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand plan" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand plan" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand plan" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand explain" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand explain" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand explain" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand explain" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand explain" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand explain" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand explain" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand explain" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand explain" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand explain" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -f -a "add" -d 'Plan a window, once or recurring'
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -f -a "list" -d 'List planned windows'
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -f -a "remove" -d 'Remove a planned window'
complete -c mm -n "__fish_mm_using_subcommand schedule; and not __fish_seen_subcommand_from add list remove rm" -f -a "rm" -d 'Remove a planned window'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l at -d 'Time at which the window opens once' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l cron -d 'Times at which the window opens: minute, hour, day of month, month, day of week' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l timezone -d 'Time zone of --cron [default: that of the machine]' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l for -d 'Length of the window' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l reason -d 'Reason, for the history and for {reason} in the notification' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l message -d 'Notification for this window only' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l on-expiry -d 'Action at the end: switch off, or stay on and count as overdue' -r -f -a "alarm\t''
disable\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand schedule; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand notice" -l at -d 'Time at which the maintenance begins' -r -f
complete -c mm -n "__fish_mm_using_subcommand notice" -l for -d 'Length of the maintenance' -r -f
complete -c mm -n "__fish_mm_using_subcommand notice" -l window -d 'Number of a planned window, from `mm schedule list`; the text is about its next opening' -r -f
complete -c mm -n "__fish_mm_using_subcommand notice" -l reason -d 'Reason, for {reason} [default: that of the window]' -r -f
complete -c mm -n "__fish_mm_using_subcommand notice" -l template -d 'File with the text and its placeholders; `-` is standard input' -r -F
complete -c mm -n "__fish_mm_using_subcommand notice" -l tenant -d 'Only this tenant; the beginning of its name is enough; may be repeated' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand notice" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand notice" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand notice" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand notice" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand notice" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand notice" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand notice" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand notice" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand notice" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand notice" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand enable" -l reason -d 'Reason, for the history and for {reason} in the notification' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l message -d 'Notification for this maintenance only' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l for -d 'Planned length, from now on' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l until -d 'Planned end' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l on-expiry -d 'Action at the planned end: stay on and count as overdue, or switch off [default: alarm]' -r -f -a "alarm\t''
disable\t''"
complete -c mm -n "__fish_mm_using_subcommand enable" -l max-failed -d 'Refuse if more runs than this are lost, or still pending 24h after the end; runs at unknown times do not count' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l max-drain -d 'Refuse if the upper end of the drain estimate is longer than this, or not known' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l timeout -d 'Time limit, after which the exit status is 124' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l refresh -d 'Command whose output is imported before each poll [default: the hook `refresh`, if there is one]' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l poll -d 'Polling interval' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand enable" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand enable" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand enable" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand enable" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand enable" -l dry-run -d 'Show what would happen, and change nothing'
complete -c mm -n "__fish_mm_using_subcommand enable" -l wait -d 'Wait until the server is drained'
complete -c mm -n "__fish_mm_using_subcommand enable" -l complete -d 'Declare that each refresh lists every job that can run against the cloud, or every running session'
complete -c mm -n "__fish_mm_using_subcommand enable" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand enable" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand enable" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand extend" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand extend" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand extend" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand extend" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand extend" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand extend" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand extend" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand extend" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand extend" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand extend" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand extend" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand wait" -l timeout -d 'Time limit, after which the exit status is 124' -r -f
complete -c mm -n "__fish_mm_using_subcommand wait" -l refresh -d 'Command whose output is imported before each poll [default: the hook `refresh`, if there is one]' -r -f
complete -c mm -n "__fish_mm_using_subcommand wait" -l poll -d 'Polling interval' -r -f
complete -c mm -n "__fish_mm_using_subcommand wait" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand wait" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand wait" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand wait" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand wait" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand wait" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand wait" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand wait" -l complete -d 'Declare that each refresh lists every job that can run against the cloud, or every running session'
complete -c mm -n "__fish_mm_using_subcommand wait" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand wait" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand wait" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand disable" -l reason -d 'Reason, for the history' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand disable" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand disable" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand disable" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand disable" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand disable" -l dry-run -d 'Show what would happen, and change nothing'
complete -c mm -n "__fish_mm_using_subcommand disable" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand disable" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand disable" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand undo" -l entry -d 'Undo this entry of the history instead of the latest change' -r -f
complete -c mm -n "__fish_mm_using_subcommand undo" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand undo" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand undo" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand undo" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand undo" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand undo" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand undo" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand undo" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand undo" -l dry-run -d 'Show what would be undone, and change nothing'
complete -c mm -n "__fish_mm_using_subcommand undo" -s y -l yes -d 'Do not ask for confirmation'
complete -c mm -n "__fish_mm_using_subcommand undo" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand undo" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand undo" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand report" -l since -d 'Report every maintenance that was on since this time' -r -f
complete -c mm -n "__fish_mm_using_subcommand report" -l tenant -d 'Report the sessions of this tenant only; the beginning of its name is enough' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand report" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand report" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand report" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand report" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand report" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand report" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand report" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand report" -l html -d 'Write an HTML page: same as --output html'
complete -c mm -n "__fish_mm_using_subcommand report" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand report" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand report" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand history" -l limit -d 'Number of entries to show, the latest ones' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l since -d 'Show entries since this time' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand history" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand history" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand history" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand history" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand history" -l verify -d 'Check that every entry fits the ones before it'
complete -c mm -n "__fish_mm_using_subcommand history" -l head -d 'Print the hash of the last entry'
complete -c mm -n "__fish_mm_using_subcommand history" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand history" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand history" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand set-message" -l file -d 'Read the text from this file; `-` is standard input' -r -F
complete -c mm -n "__fish_mm_using_subcommand set-message" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand set-message" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand set-message" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand set-message" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand set-message" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand set-message" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand set-message" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand set-message" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand set-message" -l default -d 'Restore the default text'
complete -c mm -n "__fish_mm_using_subcommand set-message" -l dry-run -d 'Show the rendered text, and set nothing'
complete -c mm -n "__fish_mm_using_subcommand set-message" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand set-message" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand set-message" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand message" -l tenant -d 'Show it as this tenant reads it' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand message" -l job -d 'Show it for this job' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l at -d 'Show it as of this time [default: now]' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand message" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand message" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand message" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand message" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand message" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand message" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand message" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l tenant -d 'Show only jobs of this tenant; the beginning of its name is enough' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l type -d 'Show only jobs of this type' -r -f -a "vsphere-backup\t''
cloud-director-backup\t''
hyperv-backup\t''
managed-agent-backup\t''
vsphere-backup-copy\t''
cloud-director-backup-copy\t''
hyperv-backup-copy\t''
agent-backup-copy\t''
vsphere-replication\t''
cloud-director-replication\t''
hyperv-replication\t''
vm-backup\t''
backup-copy\t''
vm-replication\t''
windows-agent-backup\t''
linux-agent-backup\t''
mac-agent-backup\t''
cdp-policy\t''
other\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l state -d 'Show only jobs in this state' -r -f -a "idle\t''
working\t''
initial-sync\t''
syncing\t''
disabled\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l affected -d 'Show only jobs that maintenance affects'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l watch -d 'On a terminal, show the list again every few seconds until you press Ctrl+C'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "status" -d 'List jobs: their state, and how maintenance treats or would treat them'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "list" -d 'List jobs: their state, and how maintenance treats or would treat them'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "show" -d 'Show a job: schedule, tasks, sessions, treatment, notification'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "add" -d 'Add a job or a CDP policy'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "edit" -d 'Change the settings of a job'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "remove" -d 'Remove jobs with their sessions'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "rm" -d 'Remove jobs with their sessions'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "import" -d 'Import jobs and sessions from exports of other systems'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "export" -d 'Write the present store as a scenario'
complete -c mm -n "__fish_mm_using_subcommand jobs; and not __fish_seen_subcommand_from status list show add edit remove rm import export start" -f -a "start" -d 'Start a simulated session in a rehearsal'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l tenant -d 'Show only jobs of this tenant; the beginning of its name is enough' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l type -d 'Show only jobs of this type' -r -f -a "vsphere-backup\t''
cloud-director-backup\t''
hyperv-backup\t''
managed-agent-backup\t''
vsphere-backup-copy\t''
cloud-director-backup-copy\t''
hyperv-backup-copy\t''
agent-backup-copy\t''
vsphere-replication\t''
cloud-director-replication\t''
hyperv-replication\t''
vm-backup\t''
backup-copy\t''
vm-replication\t''
windows-agent-backup\t''
linux-agent-backup\t''
mac-agent-backup\t''
cdp-policy\t''
other\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l state -d 'Show only jobs in this state' -r -f -a "idle\t''
working\t''
initial-sync\t''
syncing\t''
disabled\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l affected -d 'Show only jobs that maintenance affects'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l watch -d 'On a terminal, show the list again every few seconds until you press Ctrl+C'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l tenant -d 'Show only jobs of this tenant; the beginning of its name is enough' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l type -d 'Show only jobs of this type' -r -f -a "vsphere-backup\t''
cloud-director-backup\t''
hyperv-backup\t''
managed-agent-backup\t''
vsphere-backup-copy\t''
cloud-director-backup-copy\t''
hyperv-backup-copy\t''
agent-backup-copy\t''
vsphere-replication\t''
cloud-director-replication\t''
hyperv-replication\t''
vm-backup\t''
backup-copy\t''
vm-replication\t''
windows-agent-backup\t''
linux-agent-backup\t''
mac-agent-backup\t''
cdp-policy\t''
other\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l state -d 'Show only jobs in this state' -r -f -a "idle\t''
working\t''
initial-sync\t''
syncing\t''
disabled\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l affected -d 'Show only jobs that maintenance affects'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l watch -d 'On a terminal, show the list again every few seconds until you press Ctrl+C'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l target -d 'Place to which the job writes' -r -f -a "cloud\t''
local\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l slots -d 'Number of tasks of one session that may run at once' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l task -d 'Task with its planned duration; add `:fails` if the task fails by itself' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l start -d 'Time at which a session starts besides the schedule' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l cron -d 'Schedule of sessions: minute, hour, day of month, month, day of week' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l timezone -d 'Time zone of the schedule' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l retry -d 'Number of automatic retries of a failed session' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l retry-wait -d 'Time from a failure to its retry' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l recorded -d 'Durations of a task in past sessions' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l initial-sync -d 'Time that the initial synchronisation of a policy still takes' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l tenant -d 'Tenant that owns the job; mm adds an unknown tenant, enabled and without a limit' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l type -d 'Type of the job' -r -f -a "vsphere-backup\t''
cloud-director-backup\t''
hyperv-backup\t''
managed-agent-backup\t''
vsphere-backup-copy\t''
cloud-director-backup-copy\t''
hyperv-backup-copy\t''
agent-backup-copy\t''
vsphere-replication\t''
cloud-director-replication\t''
hyperv-replication\t''
vm-backup\t''
backup-copy\t''
vm-replication\t''
windows-agent-backup\t''
linux-agent-backup\t''
mac-agent-backup\t''
cdp-policy\t''
other\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l disabled -d 'Disable the job or policy: it does not start by itself'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l name -d 'New name of the job' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l tenant -d 'Tenant that owns the job; mm adds an unknown tenant, enabled and without a limit' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l type -d 'Type of the job' -r -f -a "vsphere-backup\t''
cloud-director-backup\t''
hyperv-backup\t''
managed-agent-backup\t''
vsphere-backup-copy\t''
cloud-director-backup-copy\t''
hyperv-backup-copy\t''
agent-backup-copy\t''
vsphere-replication\t''
cloud-director-replication\t''
hyperv-replication\t''
vm-backup\t''
backup-copy\t''
vm-replication\t''
windows-agent-backup\t''
linux-agent-backup\t''
mac-agent-backup\t''
cdp-policy\t''
other\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l target -d 'Place to which the job writes' -r -f -a "cloud\t''
local\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l slots -d 'Number of tasks of one session that may run at once' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l task -d 'Task with its planned duration; add `:fails` if the task fails by itself' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l start -d 'Time at which a session starts besides the schedule' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l cron -d 'Schedule of sessions: minute, hour, day of month, month, day of week' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l timezone -d 'Time zone of the schedule' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l retry -d 'Number of automatic retries of a failed session' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l retry-wait -d 'Time from a failure to its retry' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l recorded -d 'Durations of a task in past sessions' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l initial-sync -d 'Time that the initial synchronisation of a policy still takes' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l remove-task -d 'Remove this task' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l disabled -d 'Disable the job or policy: it does not start by itself'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l no-starts -d 'Remove all starts besides the schedule'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l no-schedule -d 'Remove the schedule'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l no-retry -d 'Remove the retries'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l no-recorded -d 'Remove the durations in past sessions'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l no-initial-sync -d 'Record that the initial synchronisation of the policy is complete'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l enabled -d 'Enable the job or policy'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do not ask for confirmation'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do not ask for confirmation'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l format -d 'Format of all files [default: recognise each file]' -r -f -a "mm\t''
vspc\t''
vbr\t''
powershell\t''
provider-sessions\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l tenant -d 'Tenant of jobs for which the files name none' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l target -d 'Target of jobs for which the files name none [default: cloud]' -r -f -a "cloud\t''
local\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l timezone -d 'Time zone of times without a UTC offset [default: that of the machine]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l dates -d 'Order of day and month in dates with slashes [default: by the dates of all files]' -r -f -a "month-first\t''
day-first\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l kind -d 'Contents of files that do not name them' -r -f -a "jobs\t''
agent-jobs\t''
job-states\t''
sessions\t''
tasks\t''
objects\t''
tenants\t''
companies\t''
repositories\t''
machines\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l default-duration -d 'Planned duration of tasks for which the files give none' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l observed-at -d 'Time of the observation, if the files do not state it [default: when the oldest was written]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l replace -d 'Also remove jobs that are not in the files; asks first'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l complete -d 'Declare that the files together list every job that can run against the cloud, or every running session'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l strict -d 'Fail if a line or element cannot be used, or if pages or parts of the files are missing'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l dry-run -d 'Show what would change, and change nothing'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -s y -l yes -d 'Do not ask for confirmation'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l horizon -d 'Length of the scenario, from now on' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l job -d 'Show only sessions of this job' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l tenant -d 'Show only sessions of this tenant; the beginning of its name is enough' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l origin -d 'Show only sessions of this origin' -r -f -a "imported\t''
run\t''
simulated\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l result -d 'Show only sessions with this result' -r -f -a "success\t''
failed\t''
unknown\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l code -d 'Show only sessions that failed with this code' -r -f -a "tenant-disabled\t''
maintenance\t''
task-failed\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l since -d 'Show only sessions that are running or ended since this time' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l working -d 'Show only running sessions'
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -f -a "list" -d 'List sessions, in the order of their numbers'
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -f -a "show" -d 'Show a session with its tasks'
complete -c mm -n "__fish_mm_using_subcommand sessions; and not __fish_seen_subcommand_from list show clear" -f -a "clear" -d 'Delete sessions that ended long ago'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l job -d 'Show only sessions of this job' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l tenant -d 'Show only sessions of this tenant; the beginning of its name is enough' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l origin -d 'Show only sessions of this origin' -r -f -a "imported\t''
run\t''
simulated\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l result -d 'Show only sessions with this result' -r -f -a "success\t''
failed\t''
unknown\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l code -d 'Show only sessions that failed with this code' -r -f -a "tenant-disabled\t''
maintenance\t''
task-failed\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l since -d 'Show only sessions that are running or ended since this time' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l working -d 'Show only running sessions'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l before -d 'Delete sessions that ended before this time' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Do not ask for confirmation'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -f -a "list" -d 'List tenants'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -f -a "show" -d 'Show a tenant: jobs, running sessions, replicas in failover'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -f -a "add" -d 'Add a tenant'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -f -a "edit" -d 'Change the slots and the time zone of a tenant'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -f -a "disable" -d 'Disable a tenant: terminate its sessions to the cloud and refuse new ones'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -f -a "enable" -d 'Enable a disabled tenant'
complete -c mm -n "__fish_mm_using_subcommand tenants; and not __fish_seen_subcommand_from list show add edit disable enable failover" -f -a "failover" -d 'Record that a replica entered failover, or left it'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l slots -d 'Number of tasks of all its jobs that may run at once against the cloud [default: none]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l timezone -d 'Zone of the times that `mm notice` shows this tenant [default: that of the machine]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l slots -d 'Number of tasks of all its jobs that may run at once against the cloud' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l timezone -d 'Zone of the times that `mm notice` shows this tenant; none: that of the machine' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l reason -d 'Reason, for the history' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l dry-run -d 'Show which sessions would be terminated, and change nothing'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -s y -l yes -d 'Do not ask for confirmation'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l reason -d 'Reason, for the history' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l at -d 'Time at which it entered failover [default: now]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l ended -d 'Record that it is no longer in failover'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand service" -l if-revision -d 'Fail unless the store is at this revision' -r -f
complete -c mm -n "__fish_mm_using_subcommand service" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand service" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand service" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand service" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand service" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand service" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand service" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand service" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand service" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand service" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand is" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand is" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand is" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand is" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand is" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand is" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand is" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand is" -l predicted -d 'Answer from planned durations where no observation proves it, and say so; needs a session that is known to be running, or an observation since the switch'
complete -c mm -n "__fish_mm_using_subcommand is" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand is" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand is" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand check" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand check" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand check" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand check" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand check" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand check" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand check" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand check" -l warn-in-maintenance -d 'Answer WARNING while the mode is on'
complete -c mm -n "__fish_mm_using_subcommand check" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand check" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand check" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand can" -l tenant -d 'Tenant whose backups or replicas the operation uses' -r -f -a "(__fish_complete_users)"
complete -c mm -n "__fish_mm_using_subcommand can" -l replica -d 'Replica, for operations that finish a failover' -r -f
complete -c mm -n "__fish_mm_using_subcommand can" -l product -d 'Agent that restores, for restore-agent' -r -f -a "windows-agent\t''
linux-agent\t''
mac-agent\t''"
complete -c mm -n "__fish_mm_using_subcommand can" -l side -d 'Side that starts the operation' -r -f -a "tenant\t''
provider\t''"
complete -c mm -n "__fish_mm_using_subcommand can" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand can" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand can" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand can" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand can" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand can" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand can" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand can" -l exec-condition -d 'End with 255 on errors, for systemd\'s ExecCondition='
complete -c mm -n "__fish_mm_using_subcommand can" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand can" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand can" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand run" -l refused-status -d 'Exit status if the job is refused' -r -f
complete -c mm -n "__fish_mm_using_subcommand run" -l on-error -d 'Action if mm itself fails: stop, or run the command anyway' -r -f -a "stop\t''
run\t''"
complete -c mm -n "__fish_mm_using_subcommand run" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand run" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand run" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand run" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand run" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand run" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand run" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand run" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand run" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand run" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand apply" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand apply" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand apply" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand apply" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand apply" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand apply" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand apply" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand apply" -l force -d 'Run the hook apply even if the real server was told already'
complete -c mm -n "__fish_mm_using_subcommand apply" -l check -d 'Ask the real server for its mode, and tell it nothing'
complete -c mm -n "__fish_mm_using_subcommand apply" -l dry-run -d 'Show which hooks would run, and run none'
complete -c mm -n "__fish_mm_using_subcommand apply" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand apply" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand apply" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand hooks; and not __fish_seen_subcommand_from check" -f -a "check" -d 'Check that hooks are safe, try those that only read, and say what works'
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand hooks; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand init" -l server -d 'Name of the server [default: the host name]' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l site -d 'Site of the server in the console (siteUid); imports leave out rows of other sites' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l group -d 'Group to share the store with: folder mode 2770, file mode 0660' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand init" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand init" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand init" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand init" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand init" -l rehearsal -d 'Make the store a rehearsal: sessions are simulated, and --now sets the time'
complete -c mm -n "__fish_mm_using_subcommand init" -l live -d 'Make the store live: it keeps the state of a real server'
complete -c mm -n "__fish_mm_using_subcommand init" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand init" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand init" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand rehearse" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand rehearse" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand rehearse" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -f -a "check" -d 'Check everything in the store: file, schema, history, every value'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -f -a "backup" -d 'Copy the store to a new file, while others may change it'
complete -c mm -n "__fish_mm_using_subcommand store; and not __fish_seen_subcommand_from check backup path" -f -a "path" -d 'Print the path of the store'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l store -d 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l output -d 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
html\t''
openmetrics\t''
ics\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l color -d 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l as -d 'Name to record in the history [default: SUDO_USER for root, otherwise the user]' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l now -d 'Act as if it were this time; a change with it needs a rehearsal' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l hooks -d 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks' -r -F
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l hook-timeout -d 'Time limit for each hook; a hook that takes longer is killed' -r -f
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -l json -d 'Write JSON; the same as --output json, but overrides MM_OUTPUT'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Write nothing to standard output; only the exit status answers'
complete -c mm -n "__fish_mm_using_subcommand store; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'

# Offers names from the store; fish quotes them.
function __mm_names
    command mm complete-names $argv[1] 2>/dev/null
end
complete -c mm -n "__fish_mm_using_subcommand explain" -x -a "(__mm_names rules,jobs)"
complete -c mm -n "__fish_mm_using_subcommand notice" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand report" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand message" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand message" -l job -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand jobs" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from status" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from show" -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from add" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from edit" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from remove" -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from import" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand jobs; and __fish_seen_subcommand_from start" -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand sessions" -l job -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand sessions" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l job -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from list" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand sessions; and __fish_seen_subcommand_from show" -x -a "(__mm_names sessions)"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from show" -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from add" -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from edit" -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from disable" -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from enable" -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand tenants; and __fish_seen_subcommand_from failover" -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand can" -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand can" -l tenant -x -a "(__mm_names tenants)"
complete -c mm -n "__fish_mm_using_subcommand run" -x -a "(__mm_names jobs)"
complete -c mm -n "__fish_mm_using_subcommand wait" -x -a "active maintenance drained idle overdue"
complete -c mm -n "__fish_mm_using_subcommand service" -x -a "running stopped"
complete -c mm -n "__fish_mm_using_subcommand is" -x -a "active maintenance drained idle overdue"
complete -c mm -n "__fish_mm_using_subcommand can" -x -a "start restore-vm restore-vm-files restore-disks restore-guest-files restore-files-from-snapshot-replica restore-agent failback commit-failback permanent-failover undo-failover start-replication restore-files-from-cdp-replica delete-replica full-site-failover test-failover-plan manage-failover-plan partial-site-failover planned-failover"
