# Prints the running sessions of tenants on this Veeam Cloud Connect server as one JSON object, mm.provider-sessions/1.
# mm reads it as a complete listing: a session that is not in it does not run. See docs/connect.md.
#
# Run it on the provider's backup server, in powershell.exe for version 12 and in pwsh.exe for version 13:
#
#     .\Export-MmSessions.ps1 > sessions.json
#
# Not tested against a real server: mm's tests check its syntax and what mm makes of such output.

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

try {
    [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
    Import-Module Veeam.Backup.PowerShell -DisableNameChecking
    if (-not (Get-VBRServerSession)) {
        Connect-VBRServer -Server localhost
    }

    # When the reading begins: a session that ends meanwhile may still be listed.
    $observed = [DateTime]::UtcNow.ToString('o')

    # Version 13 lists what runs. Earlier versions list everything; what is not stopped counts as running.
    $type = [Veeam.Backup.Core.CCloudSession]
    if (@($type.GetMethods().Name) -contains 'GetRunning') {
        $found = @($type::GetRunning())
    } else {
        $found = @($type::GetAll() | Where-Object { "$($_.State)" -ne 'Stopped' })
    }

    $sessions = @(foreach ($session in $found) {
        # Whatever this version calls them: a session that cannot be named must not be left out.
        if (-not $session.JobName -or -not $session.State) {
            throw "session $($session.Id) has no job name or no state"
        }
        [ordered]@{
            id       = "$($session.Id)"
            job      = "$($session.JobName)"
            tenant   = "$($session.TenantName)"
            job_type = "$($session.JobType)"
            state    = "$($session.State)"
            started  = $session.CreationTime.ToUniversalTime().ToString('o')
        }
    })

    $listing = [ordered]@{
        schema      = 'mm.provider-sessions/1'
        observed_at = $observed
        count       = $found.Count
        sessions    = $sessions
    }
    ConvertTo-Json -InputObject $listing -Depth 5 -Compress
} catch {
    [Console]::Error.WriteLine("Export-MmSessions: $_")
    exit 1
}
