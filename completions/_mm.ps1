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
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a state is reached, with an estimate')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Switch maintenance mode off')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Tell the real server what is recorded, through hooks')
            [CompletionResult]::new('can', 'can', [CompletionResultType]::ParameterValue, 'Ask whether a job may start, or an operation may be done')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'Windows planned ahead: add, list, remove')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a real command as a session of a job, if it may run')
            [CompletionResult]::new('jobs', 'jobs', [CompletionResultType]::ParameterValue, 'Jobs: status, show, add, edit, remove, import, export, start')
            [CompletionResult]::new('sessions', 'sessions', [CompletionResultType]::ParameterValue, 'List sessions: what was seen of them, and what is expected now')
            [CompletionResult]::new('tenants', 'tenants', [CompletionResultType]::ParameterValue, 'Keep tenants: list, add, disable, enable, and their replicas in failover')
            [CompletionResult]::new('set-message', 'set-message', [CompletionResultType]::ParameterValue, 'Set the notification that tenants read')
            [CompletionResult]::new('message', 'message', [CompletionResultType]::ParameterValue, 'Show the notification, and how a tenant reads it')
            [CompletionResult]::new('service', 'service', [CompletionResultType]::ParameterValue, 'Record whether the Cloud Connect Service runs')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Undo the latest change of mode, message, service or tenant access')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Tell what a maintenance did: every session refused or cut, and what healed since')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show who did what, when and why')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Show what maintenance would do to whom, and when all is drained')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Find the maintenance windows that would hurt least')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a rule, a code, or how a job is treated and why')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the store, or change what it is for and who shares it')
            [CompletionResult]::new('rehearse', 'rehearse', [CompletionResultType]::ParameterValue, 'Make a rehearsal copy of the store, to try things out')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Check the store, back it up, tell where it lies')
            break
        }
        'mm;status' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;is' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--predicted', '--predicted', [CompletionResultType]::ParameterName, 'Take what is expected for what is so, where nobody looked since the mode was switched on')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('--max-failed', '--max-failed', [CompletionResultType]::ParameterName, 'Refuse if maintenance fails more sessions than this that do not heal by 24h after its end')
            [CompletionResult]::new('--max-drain', '--max-drain', [CompletionResultType]::ParameterName, 'Refuse if the drain takes longer; an unknown estimate does')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after so long, with status 124')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Import what this command prints before each look, so that the knowledge is fresh')
            [CompletionResult]::new('--poll', '--poll', [CompletionResultType]::ParameterName, 'Look so often')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what it would do, and do nothing')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until it is drained')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;extend' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;wait' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after so long, with status 124')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Import what this command prints before each look, so that the knowledge is fresh')
            [CompletionResult]::new('--poll', '--poll', [CompletionResultType]::ParameterName, 'Look so often')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what it would do, and do nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;apply' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Tell it even if it is known to have been told')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be run, and run nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;can' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Whose backups or replicas the operation is about')
            [CompletionResult]::new('--replica', '--replica', [CompletionResultType]::ParameterName, 'The replica, for operations that finish a failover')
            [CompletionResult]::new('--product', '--product', [CompletionResultType]::ParameterName, 'The agent that restores, for restore-agent')
            [CompletionResult]::new('--side', '--side', [CompletionResultType]::ParameterName, 'Who asks')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--exec-condition', '--exec-condition', [CompletionResultType]::ParameterName, 'End with 255 where it cannot be known, for systemd''s ExecCondition=')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;schedule' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Plan a window: once, or again and again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the windows that are planned')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Plan a window no more')
            break
        }
        'mm;schedule;add' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Open once, at this time')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Open whenever these five fields say: minute, hour, day of month, month, day of week')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Take the fields in this time zone [default: UTC]')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Stay open for so long')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Say why')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Show tenants this notification while it is open')
            [CompletionResult]::new('--on-expiry', '--on-expiry', [CompletionResultType]::ParameterName, 'At the end, end by itself, or stay on and be overdue')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;schedule;list' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;schedule;remove' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;run' {
            [CompletionResult]::new('--refused-status', '--refused-status', [CompletionResultType]::ParameterName, 'End with this status where it is refused')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'Where mm itself is in trouble, stop, or run the command all the same')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'List jobs: their state, and how maintenance treats or would treat them')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a job: schedule, tasks, sessions, treatment, notification')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a job or a CDP policy')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change the settings of a job')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove jobs with their sessions')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import jobs and sessions from exports of other systems')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the present as a scenario')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a simulated session in a rehearsal')
            break
        }
        'mm;jobs;status' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only jobs of this tenant')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Show only jobs of this type')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Show only jobs in this state')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--affected', '--affected', [CompletionResultType]::ParameterName, 'Show only jobs from which maintenance takes something')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;add' {
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Where it writes to [default: cloud]')
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Run so many tasks of one session at once [default: 1]')
            [CompletionResult]::new('--task', '--task', [CompletionResultType]::ParameterName, 'A task and how long it is planned to run; `:fails` if it ends in an error of its own')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'Start a session at this time, too')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Start sessions again and again: minute, hour, day of month, month, day of week')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'The time zone of the schedule [default: UTC]')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Retry a failed session so often')
            [CompletionResult]::new('--retry-wait', '--retry-wait', [CompletionResultType]::ParameterName, 'Wait so long after the failure')
            [CompletionResult]::new('--recorded', '--recorded', [CompletionResultType]::ParameterName, 'What past sessions of a task took')
            [CompletionResult]::new('--initial-sync', '--initial-sync', [CompletionResultType]::ParameterName, 'What the initial synchronisation of a policy still takes')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Whose it is; a tenant whom nobody knows is added, enabled and without limit')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'What it does')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--created-by-event', '--created-by-event', [CompletionResultType]::ParameterName, 'The policy does not exist until an event of a scenario creates it')
            [CompletionResult]::new('--disabled', '--disabled', [CompletionResultType]::ParameterName, 'The policy is disabled')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;edit' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Give it this name')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Whose it is; a tenant whom nobody knows is added, enabled and without limit')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'What it does')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Where it writes to [default: cloud]')
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Run so many tasks of one session at once [default: 1]')
            [CompletionResult]::new('--task', '--task', [CompletionResultType]::ParameterName, 'A task and how long it is planned to run; `:fails` if it ends in an error of its own')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'Start a session at this time, too')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Start sessions again and again: minute, hour, day of month, month, day of week')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'The time zone of the schedule [default: UTC]')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Retry a failed session so often')
            [CompletionResult]::new('--retry-wait', '--retry-wait', [CompletionResultType]::ParameterName, 'Wait so long after the failure')
            [CompletionResult]::new('--recorded', '--recorded', [CompletionResultType]::ParameterName, 'What past sessions of a task took')
            [CompletionResult]::new('--initial-sync', '--initial-sync', [CompletionResultType]::ParameterName, 'What the initial synchronisation of a policy still takes')
            [CompletionResult]::new('--remove-task', '--remove-task', [CompletionResultType]::ParameterName, 'Take this task away')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--created-by-event', '--created-by-event', [CompletionResultType]::ParameterName, 'The policy does not exist until an event of a scenario creates it')
            [CompletionResult]::new('--disabled', '--disabled', [CompletionResultType]::ParameterName, 'The policy is disabled')
            [CompletionResult]::new('--no-starts', '--no-starts', [CompletionResultType]::ParameterName, 'Take all starts away that are not scheduled')
            [CompletionResult]::new('--no-schedule', '--no-schedule', [CompletionResultType]::ParameterName, 'Take the schedule away')
            [CompletionResult]::new('--no-retry', '--no-retry', [CompletionResultType]::ParameterName, 'Take the retries away')
            [CompletionResult]::new('--no-recorded', '--no-recorded', [CompletionResultType]::ParameterName, 'Forget what past sessions took')
            [CompletionResult]::new('--no-initial-sync', '--no-initial-sync', [CompletionResultType]::ParameterName, 'The initial synchronisation of the policy has completed')
            [CompletionResult]::new('--no-created-by-event', '--no-created-by-event', [CompletionResultType]::ParameterName, 'The policy exists already')
            [CompletionResult]::new('--enabled', '--enabled', [CompletionResultType]::ParameterName, 'The policy is enabled')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;remove' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;import' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Take all files to be of this format')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Take jobs to be this tenant''s where a source does not tell')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Take jobs to write there where a source does not tell [default: cloud]')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Take times without an offset to be of this time zone [default: local]')
            [CompletionResult]::new('--default-duration', '--default-duration', [CompletionResultType]::ParameterName, 'Plan tasks of which nothing is known to take so long')
            [CompletionResult]::new('--observed-at', '--observed-at', [CompletionResultType]::ParameterName, 'Take files that do not tell to show this time [default: when the oldest was written]')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Also remove jobs that the files no longer hold; asks')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Take a line that cannot be used for an error')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;export' {
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'End the scenario so long from now: schedules are laid out up to its end')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;start' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;sessions' {
            [CompletionResult]::new('--job', '--job', [CompletionResultType]::ParameterName, 'Show only sessions of this job')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only sessions of this tenant')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Show only sessions of this origin')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'Show only sessions with this result')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Show only sessions that failed with this code')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show only sessions that are running or ended since this time')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--working', '--working', [CompletionResultType]::ParameterName, 'Show only running sessions')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List sessions, oldest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a session with its tasks')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Delete sessions that ended long ago')
            break
        }
        'mm;sessions;list' {
            [CompletionResult]::new('--job', '--job', [CompletionResultType]::ParameterName, 'Show only sessions of this job')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only sessions of this tenant')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Show only sessions of this origin')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'Show only sessions with this result')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Show only sessions that failed with this code')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show only sessions that are running or ended since this time')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--working', '--working', [CompletionResultType]::ParameterName, 'Show only running sessions')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;sessions;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;sessions;clear' {
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Delete sessions that ended before this time')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tenants')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a tenant: jobs, running sessions, replicas in failover')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a tenant')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change how many tasks of a tenant may run at once')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Disable a tenant: terminate its sessions to the cloud and refuse new ones')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Enable a disabled tenant')
            [CompletionResult]::new('failover', 'failover', [CompletionResultType]::ParameterValue, 'Record that a replica entered failover, or left it')
            break
        }
        'mm;tenants;list' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;add' {
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Number of tasks of all its jobs that may run at once against the cloud [default: none]')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;edit' {
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Number of tasks of all its jobs that may run at once against the cloud')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;disable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for the history')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show which sessions would be terminated, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;enable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for the history')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;failover' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Time at which it entered failover [default: now]')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--ended', '--ended', [CompletionResultType]::ParameterName, 'Record that it is no longer in failover')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Go back to the default text')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show it rendered, and set nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;service' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;undo' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Do it only if the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what it would undo, and do nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;report' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Report every maintenance that was on since this time')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Report the sessions of this tenant only')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write an HTML page: same as --output html')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Make sure that every entry fits those before it')
            [CompletionResult]::new('--head', '--head', [CompletionResultType]::ParameterName, 'Print the hash of the last entry')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;simulate' {
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'Look at the scenario in this file; `-` is standard input [default: the store]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Switch the mode on at this time [default: now, or as the scenario says]')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Keep it on for so long [default: until further notice]')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Look so far ahead [default: 24h, or as the scenario says]')
            [CompletionResult]::new('--max-failed', '--max-failed', [CompletionResultType]::ParameterName, 'Refuse if maintenance fails more sessions than this that do not heal by 24h after its end')
            [CompletionResult]::new('--max-drain', '--max-drain', [CompletionResultType]::ParameterName, 'Refuse if the drain takes longer; an unknown estimate does')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Put the counts together by tenant, job or type')
            [CompletionResult]::new('--chart', '--chart', [CompletionResultType]::ParameterName, 'Draw a picture of it, too: tenants as lanes over time')
            [CompletionResult]::new('--runs', '--runs', [CompletionResultType]::ParameterName, 'Run it so many times with durations drawn from the recorded ones')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Draw from this seed: equal seeds give equal runs')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--timeline', '--timeline', [CompletionResultType]::ParameterName, 'Tell what happens, in order, a line each; JSON tells it without this, too')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'In JSON, leave out sessions, policies, requests and skipped starts')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;plan' {
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'Look ahead in the scenario in this file; `-` is standard input [default: the store]')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'How long the mode is to be on')
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'Open the window within so long')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Open the window then or later [default: now, or the start of the scenario]')
            [CompletionResult]::new('--between', '--between', [CompletionResultType]::ParameterName, 'Keep the window within these hours of the local day, as in 20:00-06:00')
            [CompletionResult]::new('--step', '--step', [CompletionResultType]::ParameterName, 'Try a window so often')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Show so many of the best')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;explain' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--rehearsal', '--rehearsal', [CompletionResultType]::ParameterName, 'Keep a rehearsal: its sessions are simulated, and its time may be set')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Observe and gate a real server')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;rehearse' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
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
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store;backup' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store;path' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep state in this SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write results in this format; jsonl and csv where there are rows, html for a report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Take this instant as the present; changes under it are only for a rehearsal store')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act under this name in the history [default: SUDO_USER as root, else the user]')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Kill a hook that takes longer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON: the same as --output json, whatever MM_OUTPUT says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; the exit status still answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    # Names from the store, quoted so that nothing in them is ever carried out.
    $places = @{
        'mm;can ' = 'jobs'
        'mm;can --tenant' = 'tenants'
        'mm;run ' = 'jobs'
        'mm;jobs;status ' = 'jobs'
        'mm;jobs;status --tenant' = 'tenants'
        'mm;jobs;show ' = 'jobs'
        'mm;jobs;add --tenant' = 'tenants'
        'mm;jobs;edit ' = 'jobs'
        'mm;jobs;edit --tenant' = 'tenants'
        'mm;jobs;remove ' = 'jobs'
        'mm;jobs;import --tenant' = 'tenants'
        'mm;jobs;start ' = 'jobs'
        'mm;sessions --job' = 'jobs'
        'mm;sessions --tenant' = 'tenants'
        'mm;sessions;list --job' = 'jobs'
        'mm;sessions;list --tenant' = 'tenants'
        'mm;sessions;show ' = 'sessions'
        'mm;tenants;show ' = 'tenants'
        'mm;tenants;add ' = 'tenants'
        'mm;tenants;edit ' = 'tenants'
        'mm;tenants;disable ' = 'tenants'
        'mm;tenants;enable ' = 'tenants'
        'mm;tenants;failover ' = 'tenants'
        'mm;message --tenant' = 'tenants'
        'mm;message --job' = 'jobs'
        'mm;report --tenant' = 'tenants'
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
