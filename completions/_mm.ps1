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
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the mode, its planned end, the notification and the drain')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Show what maintenance would do to jobs and tenants')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Find the maintenance windows that do the least harm')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a word, a rule, an error code, or the treatment of a job')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'Plan maintenance windows: add, list, remove')
            [CompletionResult]::new('notice', 'notice', [CompletionResultType]::ParameterValue, 'Write a notice for each tenant about a coming maintenance')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Switch maintenance mode on')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Move the planned end of the maintenance')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until the server is drained, or until another state is reached')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Switch maintenance mode off')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Undo the latest change of mode, notification, service or tenant access')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report what a maintenance did to every run')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show who changed what, when and why')
            [CompletionResult]::new('set-message', 'set-message', [CompletionResultType]::ParameterValue, 'Set the notification that tenants read')
            [CompletionResult]::new('message', 'message', [CompletionResultType]::ParameterValue, 'Show the notification as a tenant reads it')
            [CompletionResult]::new('jobs', 'jobs', [CompletionResultType]::ParameterValue, 'Manage jobs: status, show, add, edit, remove, import, export, start')
            [CompletionResult]::new('sessions', 'sessions', [CompletionResultType]::ParameterValue, 'Show sessions, observed and expected')
            [CompletionResult]::new('tenants', 'tenants', [CompletionResultType]::ParameterValue, 'Manage tenants: list, show, add, edit, disable, enable, failover')
            [CompletionResult]::new('service', 'service', [CompletionResultType]::ParameterValue, 'Record whether the Cloud Connect Service is running')
            [CompletionResult]::new('is', 'is', [CompletionResultType]::ParameterValue, 'Test whether the server is in a state; the exit status answers')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Report the state as a monitoring plugin')
            [CompletionResult]::new('can', 'can', [CompletionResultType]::ParameterValue, 'Test whether a job or an operation is allowed; the exit status answers')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a command as a session of a job, if the job may start')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Bring the real server to the recorded state, through hooks')
            [CompletionResult]::new('hooks', 'hooks', [CompletionResultType]::ParameterValue, 'Check the installed hooks')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create the store, or change its server name, kind and group')
            [CompletionResult]::new('rehearse', 'rehearse', [CompletionResultType]::ParameterValue, 'Copy the store to a rehearsal, to try things out')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Check the store, back it up, or print its path')
            break
        }
        'mm;status' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;simulate' {
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'Scenario file; `-` is standard input [default: the store]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Time to switch the mode on [default: now, or the scenario''s own events]')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Length of the maintenance [default: no planned end]')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Time to simulate [default: until 24h after the maintenance, or the scenario''s end]')
            [CompletionResult]::new('--max-failed', '--max-failed', [CompletionResultType]::ParameterName, 'Refuse if more runs than this are lost, or still pending 24h after the end; runs at unknown times do not count')
            [CompletionResult]::new('--max-drain', '--max-drain', [CompletionResultType]::ParameterName, 'Refuse if the upper end of the drain estimate is longer than this, or not known')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Show one line per tenant, job, type or session')
            [CompletionResult]::new('--chart', '--chart', [CompletionResultType]::ParameterName, 'Also write a picture: a lane for each job, or for each tenant if there are many jobs')
            [CompletionResult]::new('--runs', '--runs', [CompletionResultType]::ParameterName, 'Draw durations from the recorded ones and simulate, N times')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of the draws; equal seeds give equal draws')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--timeline', '--timeline', [CompletionResultType]::ParameterName, 'Show every event in order; JSON always lists the events')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Leave sessions, policies, requests and skipped starts out of the JSON')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;plan' {
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'Scenario file; `-` is standard input [default: the store]')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'Length of the window')
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'Time in which the window may start')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Earliest start of the window [default: the next full step from now, or the start of the scenario]')
            [CompletionResult]::new('--between', '--between', [CompletionResultType]::ParameterName, 'Hours of the local day that the window must fit in, such as 20:00-06:00')
            [CompletionResult]::new('--step', '--step', [CompletionResultType]::ParameterName, 'Time between two starts to try')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Number of windows to show')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;explain' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;schedule' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Plan a window, once or recurring')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List planned windows')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a planned window')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove a planned window')
            break
        }
        'mm;schedule;add' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Time at which the window opens once')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Times at which the window opens: minute, hour, day of month, month, day of week')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Time zone of --cron [default: that of the machine]')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Length of the window')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for the history and for {reason} in the notification')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Notification for this window only')
            [CompletionResult]::new('--on-expiry', '--on-expiry', [CompletionResultType]::ParameterName, 'Action at the end: switch off, or stay on and count as overdue')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;schedule;list' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;schedule;remove' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;schedule;rm' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;notice' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Time at which the maintenance begins')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Length of the maintenance')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Number of a planned window, from `mm schedule list`; the text is about its next opening')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for {reason} [default: that of the window]')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'File with the text and its placeholders; `-` is standard input')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Only this tenant; the beginning of its name is enough; may be repeated')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;enable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for the history and for {reason} in the notification')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Notification for this maintenance only')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Planned length, from now on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Planned end')
            [CompletionResult]::new('--on-expiry', '--on-expiry', [CompletionResultType]::ParameterName, 'Action at the planned end: stay on and count as overdue, or switch off [default: alarm]')
            [CompletionResult]::new('--max-failed', '--max-failed', [CompletionResultType]::ParameterName, 'Refuse if more runs than this are lost, or still pending 24h after the end; runs at unknown times do not count')
            [CompletionResult]::new('--max-drain', '--max-drain', [CompletionResultType]::ParameterName, 'Refuse if the upper end of the drain estimate is longer than this, or not known')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit, after which the exit status is 124')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Command whose output is imported before each poll [default: the hook `refresh`, if there is one]')
            [CompletionResult]::new('--poll', '--poll', [CompletionResultType]::ParameterName, 'Polling interval')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would happen, and change nothing')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the server is drained')
            [CompletionResult]::new('--complete', '--complete', [CompletionResultType]::ParameterName, 'Declare that each refresh lists every job that can run against the cloud, or every running session')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;extend' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;wait' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit, after which the exit status is 124')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Command whose output is imported before each poll [default: the hook `refresh`, if there is one]')
            [CompletionResult]::new('--poll', '--poll', [CompletionResultType]::ParameterName, 'Polling interval')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--complete', '--complete', [CompletionResultType]::ParameterName, 'Declare that each refresh lists every job that can run against the cloud, or every running session')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;disable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for the history')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would happen, and change nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;undo' {
            [CompletionResult]::new('--entry', '--entry', [CompletionResultType]::ParameterName, 'Undo this entry of the history instead of the latest change')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be undone, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;report' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Report every maintenance that was on since this time')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Report the sessions of this tenant only; the beginning of its name is enough')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write an HTML page: same as --output html')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;history' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Number of entries to show, the latest ones')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show entries since this time')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Check that every entry fits the ones before it')
            [CompletionResult]::new('--head', '--head', [CompletionResultType]::ParameterName, 'Print the hash of the last entry')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;set-message' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from this file; `-` is standard input')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Restore the default text')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the rendered text, and set nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;message' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show it as this tenant reads it')
            [CompletionResult]::new('--job', '--job', [CompletionResultType]::ParameterName, 'Show it for this job')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Show it as of this time [default: now]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only jobs of this tenant; the beginning of its name is enough')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Show only jobs of this type')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Show only jobs in this state')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--affected', '--affected', [CompletionResultType]::ParameterName, 'Show only jobs that maintenance affects')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'On a terminal, show the list again every few seconds until you press Ctrl+C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'List jobs: their state, and how maintenance treats or would treat them')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List jobs: their state, and how maintenance treats or would treat them')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a job: schedule, tasks, sessions, treatment, notification')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a job or a CDP policy')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change the settings of a job')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove jobs with their sessions')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove jobs with their sessions')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import jobs and sessions from exports of other systems')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the present store as a scenario')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a simulated session in a rehearsal')
            break
        }
        'mm;jobs;status' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only jobs of this tenant; the beginning of its name is enough')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Show only jobs of this type')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Show only jobs in this state')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--affected', '--affected', [CompletionResultType]::ParameterName, 'Show only jobs that maintenance affects')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'On a terminal, show the list again every few seconds until you press Ctrl+C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;list' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only jobs of this tenant; the beginning of its name is enough')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Show only jobs of this type')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Show only jobs in this state')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--affected', '--affected', [CompletionResultType]::ParameterName, 'Show only jobs that maintenance affects')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'On a terminal, show the list again every few seconds until you press Ctrl+C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;add' {
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Place to which the job writes')
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Number of tasks of one session that may run at once')
            [CompletionResult]::new('--task', '--task', [CompletionResultType]::ParameterName, 'Task with its planned duration; add `:fails` if the task fails by itself')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'Time at which a session starts besides the schedule')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Schedule of sessions: minute, hour, day of month, month, day of week')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Time zone of the schedule')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Number of automatic retries of a failed session')
            [CompletionResult]::new('--retry-wait', '--retry-wait', [CompletionResultType]::ParameterName, 'Time from a failure to its retry')
            [CompletionResult]::new('--recorded', '--recorded', [CompletionResultType]::ParameterName, 'Durations of a task in past sessions')
            [CompletionResult]::new('--initial-sync', '--initial-sync', [CompletionResultType]::ParameterName, 'Time that the initial synchronisation of a policy still takes')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Tenant that owns the job; mm adds an unknown tenant, enabled and without a limit')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Type of the job')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--disabled', '--disabled', [CompletionResultType]::ParameterName, 'Disable the job or policy: it does not start by itself')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;edit' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'New name of the job')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Tenant that owns the job; mm adds an unknown tenant, enabled and without a limit')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Type of the job')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Place to which the job writes')
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Number of tasks of one session that may run at once')
            [CompletionResult]::new('--task', '--task', [CompletionResultType]::ParameterName, 'Task with its planned duration; add `:fails` if the task fails by itself')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'Time at which a session starts besides the schedule')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Schedule of sessions: minute, hour, day of month, month, day of week')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Time zone of the schedule')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Number of automatic retries of a failed session')
            [CompletionResult]::new('--retry-wait', '--retry-wait', [CompletionResultType]::ParameterName, 'Time from a failure to its retry')
            [CompletionResult]::new('--recorded', '--recorded', [CompletionResultType]::ParameterName, 'Durations of a task in past sessions')
            [CompletionResult]::new('--initial-sync', '--initial-sync', [CompletionResultType]::ParameterName, 'Time that the initial synchronisation of a policy still takes')
            [CompletionResult]::new('--remove-task', '--remove-task', [CompletionResultType]::ParameterName, 'Remove this task')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--disabled', '--disabled', [CompletionResultType]::ParameterName, 'Disable the job or policy: it does not start by itself')
            [CompletionResult]::new('--no-starts', '--no-starts', [CompletionResultType]::ParameterName, 'Remove all starts besides the schedule')
            [CompletionResult]::new('--no-schedule', '--no-schedule', [CompletionResultType]::ParameterName, 'Remove the schedule')
            [CompletionResult]::new('--no-retry', '--no-retry', [CompletionResultType]::ParameterName, 'Remove the retries')
            [CompletionResult]::new('--no-recorded', '--no-recorded', [CompletionResultType]::ParameterName, 'Remove the durations in past sessions')
            [CompletionResult]::new('--no-initial-sync', '--no-initial-sync', [CompletionResultType]::ParameterName, 'Record that the initial synchronisation of the policy is complete')
            [CompletionResult]::new('--enabled', '--enabled', [CompletionResultType]::ParameterName, 'Enable the job or policy')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;remove' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;rm' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;import' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Format of all files [default: recognise each file]')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Tenant of jobs for which the files name none')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Target of jobs for which the files name none [default: cloud]')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Time zone of times without a UTC offset [default: that of the machine]')
            [CompletionResult]::new('--dates', '--dates', [CompletionResultType]::ParameterName, 'Order of day and month in dates with slashes [default: by the dates of all files]')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Contents of files that do not name them')
            [CompletionResult]::new('--default-duration', '--default-duration', [CompletionResultType]::ParameterName, 'Planned duration of tasks for which the files give none')
            [CompletionResult]::new('--observed-at', '--observed-at', [CompletionResultType]::ParameterName, 'Time of the observation, if the files do not state it [default: when the oldest was written]')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Also remove jobs that are not in the files; asks first')
            [CompletionResult]::new('--complete', '--complete', [CompletionResultType]::ParameterName, 'Declare that the files together list every job that can run against the cloud, or every running session')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Fail if a line or element cannot be used, or if pages or parts of the files are missing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;export' {
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Length of the scenario, from now on')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;jobs;start' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;sessions' {
            [CompletionResult]::new('--job', '--job', [CompletionResultType]::ParameterName, 'Show only sessions of this job')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only sessions of this tenant; the beginning of its name is enough')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Show only sessions of this origin')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'Show only sessions with this result')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Show only sessions that failed with this code')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show only sessions that are running or ended since this time')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--working', '--working', [CompletionResultType]::ParameterName, 'Show only running sessions')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List sessions, in the order of their numbers')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a session with its tasks')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Delete sessions that ended long ago')
            break
        }
        'mm;sessions;list' {
            [CompletionResult]::new('--job', '--job', [CompletionResultType]::ParameterName, 'Show only sessions of this job')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Show only sessions of this tenant; the beginning of its name is enough')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Show only sessions of this origin')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'Show only sessions with this result')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Show only sessions that failed with this code')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show only sessions that are running or ended since this time')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--working', '--working', [CompletionResultType]::ParameterName, 'Show only running sessions')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;sessions;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;sessions;clear' {
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Delete sessions that ended before this time')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tenants')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a tenant: jobs, running sessions, replicas in failover')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a tenant')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change the slots and the time zone of a tenant')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Disable a tenant: terminate its sessions to the cloud and refuse new ones')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Enable a disabled tenant')
            [CompletionResult]::new('failover', 'failover', [CompletionResultType]::ParameterValue, 'Record that a replica entered failover, or left it')
            break
        }
        'mm;tenants;list' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;add' {
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Number of tasks of all its jobs that may run at once against the cloud [default: none]')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Zone of the times that `mm notice` shows this tenant [default: that of the machine]')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;edit' {
            [CompletionResult]::new('--slots', '--slots', [CompletionResultType]::ParameterName, 'Number of tasks of all its jobs that may run at once against the cloud')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'Zone of the times that `mm notice` shows this tenant; none: that of the machine')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;disable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for the history')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show which sessions would be terminated, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;enable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason, for the history')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;tenants;failover' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Time at which it entered failover [default: now]')
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--ended', '--ended', [CompletionResultType]::ParameterName, 'Record that it is no longer in failover')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;service' {
            [CompletionResult]::new('--if-revision', '--if-revision', [CompletionResultType]::ParameterName, 'Fail unless the store is at this revision')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;is' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--predicted', '--predicted', [CompletionResultType]::ParameterName, 'Answer from planned durations where no observation proves it, and say so; needs a session that is known to be running, or an observation since the switch')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;check' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--warn-in-maintenance', '--warn-in-maintenance', [CompletionResultType]::ParameterName, 'Answer WARNING while the mode is on')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;can' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Tenant whose backups or replicas the operation uses')
            [CompletionResult]::new('--replica', '--replica', [CompletionResultType]::ParameterName, 'Replica, for operations that finish a failover')
            [CompletionResult]::new('--product', '--product', [CompletionResultType]::ParameterName, 'Agent that restores, for restore-agent')
            [CompletionResult]::new('--side', '--side', [CompletionResultType]::ParameterName, 'Side that starts the operation')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--exec-condition', '--exec-condition', [CompletionResultType]::ParameterName, 'End with 255 on errors, for systemd''s ExecCondition=')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;run' {
            [CompletionResult]::new('--refused-status', '--refused-status', [CompletionResultType]::ParameterName, 'Exit status if the job is refused')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'Action if mm itself fails: stop, or run the command anyway')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;apply' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Run the hook apply even if the real server was told already')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Ask the real server for its mode, and tell it nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show which hooks would run, and run none')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;hooks' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that hooks are safe, try those that only read, and say what works')
            break
        }
        'mm;hooks;check' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;init' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Name of the server [default: the host name]')
            [CompletionResult]::new('--site', '--site', [CompletionResultType]::ParameterName, 'Site of the server in the console (siteUid); imports leave out rows of other sites')
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'Group to share the store with: folder mode 2770, file mode 0660')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--rehearsal', '--rehearsal', [CompletionResultType]::ParameterName, 'Make the store a rehearsal: sessions are simulated, and --now sets the time')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Make the store live: it keeps the state of a real server')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;rehearse' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check everything in the store: file, schema, history, every value')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the store to a new file, while others may change it')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the store')
            break
        }
        'mm;store;check' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store;backup' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mm;store;path' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Path of the store, a SQLite file [default: /var/lib/mm/mm.db]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics for `mm status`, ics for `mm schedule list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Name to record in the history [default: SUDO_USER for root, otherwise the user]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Act as if it were this time; a change with it needs a rehearsal')
            [CompletionResult]::new('--hooks', '--hooks', [CompletionResultType]::ParameterName, 'Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks')
            [CompletionResult]::new('--hook-timeout', '--hook-timeout', [CompletionResultType]::ParameterName, 'Time limit for each hook; a hook that takes longer is killed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON; the same as --output json, but overrides MM_OUTPUT')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to standard output; only the exit status answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    # Names from the store, quoted so that nothing in them is ever carried out.
    $places = @{
        'mm;explain ' = 'rules,jobs'
        'mm;notice --tenant' = 'tenants'
        'mm;report --tenant' = 'tenants'
        'mm;message --tenant' = 'tenants'
        'mm;message --job' = 'jobs'
        'mm;jobs --tenant' = 'tenants'
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
        'mm;can ' = 'jobs'
        'mm;can --tenant' = 'tenants'
        'mm;run ' = 'jobs'
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
