# Made from the command line by MM_BLESS=1 cargo test.

using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'mm' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'mm'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'mm' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the state: mode, reason, end, message, drain')
            [CompletionResult]::new('is', 'is', [CompletionResultType]::ParameterValue, 'Answer with the exit status whether a state is reached')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Switch maintenance mode on')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Move the planned end')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Switch maintenance mode off')
            [CompletionResult]::new('set-message', 'set-message', [CompletionResultType]::ParameterValue, 'Set the notification that tenants read')
            [CompletionResult]::new('message', 'message', [CompletionResultType]::ParameterValue, 'Show the notification, and how a tenant reads it')
            [CompletionResult]::new('service', 'service', [CompletionResultType]::ParameterValue, 'Record whether the Cloud Connect Service runs')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show who did what, when and why')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Show what maintenance would do to whom, and when all is drained')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a rule, a code, or how a job is treated and why')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the store, or change what it is for and who shares it')
            [CompletionResult]::new('rehearse', 'rehearse', [CompletionResultType]::ParameterValue, 'Make a rehearsal copy of the store, to try things out')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Check the store, back it up, tell where it lies')
            break
        }
        'mm;status' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;is' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--predicted', '--predicted', [CompletionResultType]::ParameterName, 'Take what is expected for what is so, where nobody looked since the mode was switched on')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;enable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Say why')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Show tenants this notification, for this maintenance alone')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Plan the end so long from now')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Plan the end at this time')
            [CompletionResult]::new('--on-expiry', '--on-expiry', [CompletionResultType]::ParameterName, 'At the planned end, stay on and be overdue, or end by itself [default: alarm]')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what it would do, and do nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;extend' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;disable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Say why')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what it would do, and do nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;set-message' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from this file; `-` is standard input')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Go back to the default text')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show it rendered, and set nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;message' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Read it as this tenant')
            [CompletionResult]::new('--job', '--job', [CompletionResultType]::ParameterName, 'Read it for this job')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read it at this time [default: now]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;service' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;history' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show so many entries, the latest')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show none before this time')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Make sure that every entry fits those before it')
            [CompletionResult]::new('--head', '--head', [CompletionResultType]::ParameterName, 'Print the hash of the last entry')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;simulate' {
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'Simulate the scenario in this file; `-` is standard input')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Put the counts together by tenant, job or type')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--timeline', '--timeline', [CompletionResultType]::ParameterName, 'Tell what happens, in order, a line each')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'In JSON, leave out sessions, policies, requests and skipped starts')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;explain' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;init' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Name the server [default: the name of this host]')
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'Share the store with this group: folder 2770, file 0660')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--rehearsal', '--rehearsal', [CompletionResultType]::ParameterName, 'Keep a rehearsal: its sessions are simulated, and its time may be set')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Observe and gate a real server')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;rehearse' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Look at everything in the store: file, schema, history, every value')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the whole store into a new file, while others may change it')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Tell where the store lies')
            break
        }
        'mm;store;check' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store;backup' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store;path' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    # Names from the store, quoted so that nothing in them is ever carried out.
    $places = @{
        'mm;message --tenant' = 'tenants'
        'mm;message --job' = 'jobs'
        'mm;explain ' = 'rules,jobs'
    }
    $words = @($commandElements | ForEach-Object { "$_" })
    $before = if ($wordToComplete) { $words[-2] } else { $words[-1] }
    $kinds = $places["$command $before"]
    if (-not $kinds -and $wordToComplete -notlike '-*' -and $before -notlike '--*') {
        $kinds = $places["$command "]
    }
    if ($kinds) {
        $typed = $wordToComplete.Trim("'`"")
        mm complete-names $kinds 2>$null | Where-Object { $_.StartsWith($typed) } | ForEach-Object {
            $quoted = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($_)
            [CompletionResult]::new("'$quoted'", $_, [CompletionResultType]::ParameterValue, $_)
        }
        return
    }

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
