//! Veeam Service Provider Console: its REST answers.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::lines;
use super::provider::{Cadence, Job, Provider, Session, TENANTS, id};

/// The files of this format.
pub fn files(provider: &Provider) -> Vec<(String, String)> {
    let (agents, servers): (Vec<&Job>, Vec<&Job>) =
        provider.jobs.iter().partition(|job| is_agent(job));
    let listed: Vec<Value> = servers.iter().map(|job| server_job(job)).collect();
    let mut files = Vec::new();
    // The console answers in pages; these are small ones.
    for (at, page) in listed.chunks(20).enumerate() {
        let text = answer(page, at * 20, listed.len());
        files.push((format!("vspc/backupServers-jobs-{}.json", at + 1), text));
    }
    let listed: Vec<Value> = agents.iter().map(|job| agent_job(job)).collect();
    files.push(("vspc/backupAgents-jobs.json".into(), answer(&listed, 0, listed.len())));
    let of = |part: fn(&Job) -> Option<Value>| -> Vec<Value> {
        servers.iter().filter_map(|job| part(job)).collect()
    };
    let parts = [
        ("backupVmJobs", of(|job| vm_job(job, "backup"))),
        ("replicationVmJobs", of(|job| vm_job(job, "replication"))),
        ("agentJobs", of(server_agent_job)),
    ];
    for (name, part) in parts {
        files.push((format!("vspc/{name}.json"), answer(&part, 0, part.len())));
    }
    let tenants: Vec<Value> = (0..TENANTS.len()).map(tenant).collect();
    files.push(("vspc/sites-tenants.json".into(), answer(&tenants, 0, tenants.len())));
    files
}

fn answer(page: &[Value], offset: usize, total: usize) -> String {
    let paging = json!({"pagingInfo": {"total": total, "count": page.len(), "offset": offset}});
    format!("{{\"meta\":{paging},\"data\":{},\"errors\":null}}\n", lines(page))
}

/// Whether the job is in the listing of agents, which are configured on the computer.
fn is_agent(job: &Job) -> bool {
    job.kind.ends_with("-agent-backup") && job.kind != "managed-agent-backup" && !is_policy(job)
}

/// Whether an agent runs a policy of the tenant's backup server.
fn is_policy(job: &Job) -> bool {
    ["Court Linux", "Classroom laptops"].contains(&job.name)
}

fn kind(job: &Job) -> &'static str {
    match job.kind {
        _ if is_policy(job) => "AgentPolicy",
        "managed-agent-backup" => "AgentBackupJob",
        "cdp-policy" => "CdpReplicationVM",
        "other" if job.name.contains("Tape") => "BackupToTape",
        "other" => "BackupFile",
        kind if kind.ends_with("backup-copy") => "SimpleBackupCopy",
        kind if kind.ends_with("replication") => "ReplicationVM",
        _ => "BackupVm",
    }
}

/// A time with seven digits and the console's offset.
fn time(at: Timestamp) -> String {
    let zone = TimeZone::fixed(Offset::constant(1));
    at.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S.0000000%:z").to_string()
}

fn status(session: Option<&Session>) -> &'static str {
    match session {
        None => "None",
        Some(session) if session.running() => "Running",
        Some(session) if session.failed() => "Failed",
        Some(_) => "Success",
    }
}

fn server_job(job: &Job) -> Value {
    let last = job.last();
    let started = last.map(|session| session.started);
    json!({
        "instanceUid": job.id(),
        "uniqueUid": id(2, job.number),
        "backupServerUid": id(3, job.tenant),
        "organizationUid": id(4, job.tenant),
        "siteUid": id(5, 0),
        "name": job.name,
        "type": kind(job),
        "status": status(last),
        "isEnabled": job.enabled,
        "targetType": if job.cloud { "Cloud" } else { "Local" },
        "destination": if job.cloud { "Cloud repository" } else { "Default Backup Repository" },
        "lastRun": started.map(time),
        "lastEndTime": last.and_then(Session::ended).map(time),
        "lastDuration": last.map(Session::secs).filter(|secs| *secs > 0),
        "avgDuration": job.average(),
        "scheduleType": if job.cadence == Cadence::ByHand { "NotScheduled" } else { "Daily" },
        "failureMessage": null,
        "lastSessionTasks": last.map_or_else(Vec::new, session_tasks),
    })
}

fn session_tasks(session: &Session) -> Vec<Value> {
    let tasks = session.tasks.iter().map(|task| {
        let status = match (task.started, task.ended) {
            (None, _) => "Pending",
            (Some(_), None) => "Running",
            (Some(_), Some(_)) if task.failed => "Failed",
            (Some(_), Some(_)) => "Success",
        };
        let secs = task.started.zip(task.ended).map(|(a, b)| b.duration_since(a).as_secs());
        json!({
            "objectName": task.name,
            "status": status,
            "startTime": task.started.map(time),
            "endTime": task.ended.map(time),
            "duration": secs,
            "failureMessages": [],
        })
    });
    tasks.collect()
}

fn agent_job(job: &Job) -> Value {
    let last = job.last();
    let system = match job.kind {
        "linux-agent-backup" => "Linux",
        "mac-agent-backup" => "Mac",
        _ => "Windows",
    };
    json!({
        "instanceUid": job.id(),
        "backupAgentUid": id(6, job.number),
        "organizationUid": id(4, job.tenant),
        "name": job.name,
        "systemType": system,
        "operationMode": "Workstation",
        "backupMode": "EntireComputer",
        "status": status(last),
        "isEnabled": job.enabled,
        "targetType": if job.cloud { "CloudRepository" } else { "SharedFolder" },
        "lastRun": last.map(|session| time(session.started)),
        "lastEndTime": last.and_then(Session::ended).map(time),
        "lastDuration": last.map(Session::secs).filter(|secs| *secs > 0),
        "avgDuration": job.average(),
        "nextRun": next(job),
        "scheduleType": "Periodically",
        "failureMessage": "",
    })
}

/// A day or a week after the last start.
fn next(job: &Job) -> Option<String> {
    let days = if job.cadence == Cadence::Daily { 1 } else { 7 };
    Some(time(job.last()?.started + (24 * days).hours()))
}

fn vm_job(job: &Job, does: &str) -> Option<Value> {
    if !job.kind.ends_with(does) || job.kind.contains("agent") {
        return None;
    }
    let subtype = match job.kind.strip_suffix(does)?.trim_end_matches('-') {
        "vsphere" => "VSphere",
        "hyperv" => "HyperV",
        "cloud-director" => "Vcd",
        // The console does not always know the platform.
        _ => return None,
    };
    Some(json!({
        "instanceUid": job.id(),
        "uniqueUid": id(2, job.number),
        "subtype": subtype,
        "protectedVmCount": job.machines.len(),
    }))
}

fn server_agent_job(job: &Job) -> Option<Value> {
    let mode = match kind(job) {
        "AgentPolicy" => "ManagedByAgent",
        "AgentBackupJob" => "ManagedByBackupServer",
        _ => return None,
    };
    Some(json!({
        "instanceUid": job.id(),
        "uniqueUid": id(2, job.number),
        "jobMode": mode,
        "osType": if job.name.contains("Linux") { "Linux" } else { "Windows" },
        "licenseType": "Server",
    }))
}

fn tenant(at: usize) -> Value {
    let (name, slots) = TENANTS[at];
    json!({
        "instanceUid": id(7, at),
        "name": name,
        "siteUid": id(5, 0),
        "siteName": "cc-west",
        "type": "General",
        "isEnabled": true,
        "maxConcurrentTask": slots,
        "assignedForCompany": id(4, at),
        "isBackupResourcesEnabled": true,
    })
}
