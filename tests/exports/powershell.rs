//! PowerShell: CSV files that scripts on the four tenants' servers would write, with a column for
//! the tenant.

use jiff::Timestamp;

use super::provider::{Cadence, Job, Provider, Session, TENANTS, id};

/// The files of this format.
pub fn files(provider: &Provider) -> Vec<(String, String)> {
    vec![
        // Old PowerShell writes a byte order mark and the type of the objects.
        (
            "powershell/jobs.csv".into(),
            format!("\u{feff}#TYPE Selected.CBackupJob\n{}", jobs(provider)),
        ),
        ("powershell/computer-jobs.csv".into(), computers(provider)),
        ("powershell/cdp-policies.csv".into(), policies(provider)),
        ("powershell/objects.csv".into(), objects(provider)),
        ("powershell/session-report.csv".into(), report(provider)),
    ]
}

/// A CSV table in which every value is quoted.
fn table(delimiter: &str, names: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| {
        let cells = cells.iter().map(|cell| match &**cell {
            "" => String::new(),
            cell => format!("\"{}\"", cell.replace('"', "\"\"")),
        });
        format!("{}\n", cells.collect::<Vec<_>>().join(delimiter))
    };
    let head = line(names.split(' ').map(str::to_owned).collect());
    head + &rows.map(line).collect::<String>()
}

fn tenant(job: &Job) -> String {
    TENANTS[job.tenant].0.into()
}

/// A time in American format.
fn time(at: Timestamp) -> String {
    at.strftime("%-m/%-d/%Y %-I:%M:%S %p").to_string()
}

fn flag(so: bool) -> String {
    if so { "True".into() } else { "False".into() }
}

fn is_computers(job: &Job) -> bool {
    job.kind.ends_with("agent-backup")
}

/// `Get-VBRJob` with some more columns.
fn jobs(provider: &Provider) -> String {
    let rows = provider.jobs.iter().filter(|job| !is_computers(job) && job.kind != "cdp-policy");
    let names = "Tenant Id Name JobType TypeToString IsScheduleEnabled IsRunning LastResult \
                 SessionStart SessionEnd Target DailyStartTime RunAutomatically";
    table(",", names, rows.map(job_row))
}

fn job_row(job: &Job) -> Vec<String> {
    let (kind, phrase) = match job.kind {
        "vsphere-backup" => ("Backup", "VMware Backup"),
        "hyperv-backup" => ("Backup", "Hyper-V Backup"),
        "cloud-director-backup" => ("Backup", "Cloud Director Backup"),
        "vsphere-backup-copy" => ("BackupSync", "VMware Backup Copy"),
        "hyperv-backup-copy" => ("BackupSync", "Hyper-V Backup Copy"),
        "cloud-director-backup-copy" => ("SimpleBackupCopyPolicy", "Cloud Director Backup Copy"),
        "agent-backup-copy" => ("SimpleBackupCopyPolicy", "Windows Agent Backup Copy"),
        "backup-copy" => ("BackupSync", ""),
        "vsphere-replication" => ("Replica", "VMware Replication"),
        "hyperv-replication" => ("Replica", "Hyper-V Replication"),
        "cloud-director-replication" => ("Replica", "Cloud Director Replication"),
        "vm-replication" => ("Replica", ""),
        "other" => ("FileTapeBackup", "File to Tape Backup"),
        _ => ("Backup", ""),
    };
    let last = job.last();
    let result = match last {
        None => "None",
        Some(session) if session.running() => "None",
        Some(session) if session.failed() => "Failed",
        Some(_) => "Success",
    };
    let daily = job.cadence == Cadence::Daily;
    vec![
        tenant(job),
        job.id(),
        job.name.into(),
        kind.into(),
        phrase.into(),
        flag(job.enabled),
        flag(job.running()),
        result.into(),
        last.map(|session| time(session.started)).unwrap_or_default(),
        last.and_then(Session::ended).map(time).unwrap_or_default(),
        if job.cloud { "cloud".into() } else { "local".into() },
        if daily { format!("{:02}:{:02}", job.hour, job.minute) } else { String::new() },
        flag(job.cadence != Cadence::ByHand),
    ]
}

/// `Get-VBRComputerBackupJob`.
fn computers(provider: &Provider) -> String {
    let rows = provider.jobs.iter().filter(|job| is_computers(job)).map(|job| {
        let managed = job.kind == "managed-agent-backup";
        let system = match job.kind {
            "linux-agent-backup" => "Linux",
            "mac-agent-backup" => "Mac",
            _ => "Windows",
        };
        let mode = if managed { "ManagedByBackupServer" } else { "ManagedByAgent" };
        let target = if job.cloud { "cloud" } else { "local" };
        let cells = [&*tenant(job), &*job.id(), job.name, mode, system, "Server", target];
        let mut row: Vec<String> = cells.iter().map(ToString::to_string).collect();
        row.push(flag(job.enabled));
        row.push(flag(job.running()));
        row.push(job.last().map(|session| time(session.started)).unwrap_or_default());
        row
    });
    let names = "Tenant Id Name Mode OSPlatform Type Target JobEnabled IsRunning SessionStart";
    table(";", names, rows)
}

/// `Get-VBRCDPPolicy`.
fn policies(provider: &Provider) -> String {
    let rows = provider.jobs.iter().filter(|job| job.kind == "cdp-policy").map(|job| {
        let state = match job.name {
            "Gate continuous" => "InitialSync",
            "Mail continuous" => "Disabled",
            _ => "Running",
        };
        [&*tenant(job), &*job.id(), job.name, state, "cloud"].map(str::to_owned).to_vec()
    });
    table(",", "Tenant Id Name PolicyState Target", rows)
}

/// `Get-VBRJobObject` of every job.
fn objects(provider: &Provider) -> String {
    let jobs = provider.jobs.iter().filter(|job| job.kind != "cdp-policy");
    let objects = jobs.flat_map(|job| job.machines.iter().map(move |machine| (job, machine)));
    let rows = objects.enumerate().map(|(at, (job, machine))| {
        let cells = [&*id(11, at), &*job.id(), machine, "Include", "Virtual Machine"];
        cells.map(str::to_owned).to_vec()
    });
    table(",", "Id JobId Name Type TypeDisplayName", rows)
}

/// The session report, with a row for each task that ended within two months.
fn report(provider: &Provider) -> String {
    let sessions = provider.jobs.iter().flat_map(|job| job.sessions.iter().map(move |s| (job, s)));
    let tasks =
        sessions.flat_map(|(job, session)| session.tasks.iter().map(move |t| (job, session, t)));
    let rows = tasks.filter_map(|(job, session, task)| {
        let (started, ended) = task.started.zip(task.ended)?;
        let secs = ended.duration_since(started).as_secs();
        let status = if task.failed { "Failed" } else { "Success" };
        let took = format!("{:02}:{:02}:{:02}", secs / 3600, secs / 60 % 60, secs % 60);
        let begun = time(session.started);
        let cells =
            [&*tenant(job), job.name, task.name, status, "False", &*took, "Increment", &*begun];
        Some(cells.map(str::to_owned).to_vec())
    });
    let names = "Tenant JobName VMName Status IsRetry TaskDuration TaskAlgorithm CreationTime";
    table(",", names, rows)
}
