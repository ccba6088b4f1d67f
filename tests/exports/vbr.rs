//! Veeam Backup & Replication: REST answers of the four tenants' servers, one after the other in a
//! file, with the tenant added to each element.

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::lines;
use super::provider::{Cadence, Job, OBSERVED, Provider, Session, TENANTS, Task, id};

/// The files of this format.
pub fn files(provider: &Provider) -> Vec<(String, String)> {
    let mut texts = [const { String::new() }; 5];
    for (tenant, (name, _)) in TENANTS.iter().enumerate() {
        let jobs: Vec<&Job> = provider.of(tenant).filter(|job| kind(job).is_some()).collect();
        let named = |mut element: Value| {
            element["tenant"] = json!(name);
            element
        };
        let sessions = || jobs.iter().flat_map(|job| job.sessions.iter().map(move |s| (*job, s)));
        let lists: [Vec<Value>; 5] = [
            jobs.iter().map(|job| named(job_of(job))).collect(),
            jobs.iter().map(|job| named(state(job))).collect(),
            sessions().map(|(job, session)| named(session_of(job, session))).collect(),
            sessions().flat_map(|(job, session)| task_sessions(job, session)).collect(),
            repositories(tenant),
        ];
        for (text, list) in texts.iter_mut().zip(lists) {
            let count = list.len();
            let paging = json!({"total": count, "count": count, "skip": 0, "limit": 500});
            text.push_str(&format!("{{\"data\":{},\"pagination\":{paging}}}\n", lines(&list)));
        }
    }
    let names = ["jobs", "jobs-states", "sessions", "taskSessions", "repositories"];
    names.iter().map(|name| format!("vbr/{name}.json")).zip(texts).collect()
}

/// The type of a job, if the server lists such jobs.
fn kind(job: &Job) -> Option<&'static str> {
    Some(match job.kind {
        "vsphere-backup" | "vm-backup" => "VSphereBackup",
        "hyperv-backup" => "HyperVBackup",
        "cloud-director-backup" => "CloudDirectorBackup",
        "vsphere-replication" | "vm-replication" => "VSphereReplica",
        "managed-agent-backup" => "WindowsAgentBackup",
        "windows-agent-backup" => "WindowsAgentBackupWorkstationPolicy",
        "linux-agent-backup" => "LinuxAgentBackupServerPolicy",
        "other" => "FileBackup",
        kind if kind.ends_with("backup-copy") => "BackupCopy",
        // Macs, CDP policies and replication of other platforms.
        _ => return None,
    })
}

/// A time with milliseconds and the server's offset, which is UTC.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.120+00:00").to_string()
}

/// A time of a task, with microseconds and without an offset.
fn bare(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.480312").to_string()
}

fn clock(secs: i64) -> String {
    format!("{:02}:{:02}:{:02}", secs / 3600, secs / 60 % 60, secs % 60)
}

fn repository(job: &Job) -> String {
    id(8, job.tenant * 2 + usize::from(job.cloud))
}

fn job_of(job: &Job) -> Value {
    let machine = |name: &&str| json!({"type": "VirtualMachine", "hostName": "vcenter.example", "name": name, "size": "40 GB"});
    let machines: Vec<Value> = job.machines.iter().map(machine).collect();
    let mut element = json!({
        "id": job.id(),
        "name": job.name,
        "type": kind(job),
        "isDisabled": !job.enabled,
        "isHighPriority": false,
        "description": "Created by BACKUP\\Administrator",
        "schedule": schedule(job),
    });
    match kind(job).unwrap() {
        "BackupCopy" => {
            element["target"] = json!({"backupRepositoryId": repository(job)});
            element["sourceObjects"] = json!({"includes": {"jobs": []}});
        }
        "WindowsAgentBackup" => {
            element["computers"] = machines.into();
            element["storage"] = json!({"backupRepositoryId": repository(job)});
        }
        "WindowsAgentBackupWorkstationPolicy" | "LinuxAgentBackupServerPolicy" => {
            element["computers"] = json!([]);
        }
        _ => {
            element["virtualMachines"] = json!({"includes": machines, "excludes": {"vms": []}});
            element["storage"] = json!({"backupRepositoryId": repository(job)});
        }
    }
    element
}

fn schedule(job: &Job) -> Value {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let (kind, days) = match job.cadence {
        Cadence::Daily => ("Everyday", DAYS.to_vec()),
        Cadence::Weekly(day) => ("SelectedDays", vec![DAYS[usize::try_from(day).unwrap()]]),
        Cadence::ByHand => return json!({"runAutomatically": false}),
    };
    json!({
        "runAutomatically": true,
        "daily": {
            "isEnabled": true,
            "dailyKind": kind,
            "days": days,
            "localTime": format!("{:02}:{:02}", job.hour, job.minute),
        },
        "monthly": {"isEnabled": false},
        "periodically": {"isEnabled": false},
        "retry": {"isEnabled": true, "retryCount": 3, "awaitMinutes": 10},
    })
}

fn state(job: &Job) -> Value {
    let last = job.last();
    let status = match last {
        _ if !job.enabled => "Disabled",
        Some(session) if session.running() => "Running",
        _ => "Inactive",
    };
    json!({
        "id": job.id(),
        "name": job.name,
        "type": kind(job),
        "status": status,
        "lastResult": last.map_or("None", result),
        "lastRun": last.map(|session| time(session.started)),
        "nextRun": null,
        "workload": "Vm",
        "repositoryId": repository(job),
        "repositoryName": if job.cloud { "Cloud repository" } else { "Default Backup Repository" },
        "objectsCount": job.machines.len(),
        "sessionId": last.map(|session| id(9, session.number)),
        "sessionProgress": {"duration": clock(last.map_or(0, Session::secs))},
    })
}

fn result(session: &Session) -> &'static str {
    match session {
        session if session.running() => "None",
        session if session.failed() => "Failed",
        _ => "Success",
    }
}

fn session_of(job: &Job, session: &Session) -> Value {
    let kind = match kind(job).unwrap() {
        "VSphereReplica" => "ReplicaJob",
        "BackupCopy" => "BackupCopyJob",
        "WindowsAgentBackup" => "AgentBackup",
        "WindowsAgentBackupWorkstationPolicy" | "LinuxAgentBackupServerPolicy" => "AgentPolicy",
        _ => "BackupJob",
    };
    json!({
        "id": id(9, session.number),
        "jobId": job.id(),
        "name": job.name,
        "sessionType": kind,
        "state": if session.running() { "Working" } else { "Stopped" },
        "creationTime": time(session.started),
        "endTime": session.ended().map(time),
        "result": {"result": result(session), "isCanceled": false},
    })
}

/// Tasks of the last two weeks.
fn task_sessions(job: &Job, session: &Session) -> Vec<Value> {
    let since = OBSERVED.parse::<Timestamp>().unwrap() - (14 * 24).hours();
    if session.started < since || job.machines.is_empty() {
        return Vec::new();
    }
    let tasks = session.tasks.iter().enumerate();
    tasks.map(|(at, task)| task_session(session, at, task)).collect()
}

fn task_session(session: &Session, at: usize, task: &Task) -> Value {
    let state = match (task.started, task.ended) {
        (None, _) => "WaitingSlot",
        (Some(_), None) => "Working",
        (Some(_), Some(_)) => "Stopped",
    };
    let result = match task.ended {
        None => "None",
        Some(_) if task.failed => "Failed",
        Some(_) => "Success",
    };
    let secs = task.started.zip(task.ended).map_or(0, |(a, b)| b.duration_since(a).as_secs());
    json!({
        "id": id(10, session.number * 16 + at),
        "sessionId": id(9, session.number),
        "sessionType": "BackupJob",
        "type": "Backup",
        "name": task.name,
        "state": state,
        "creationTime": task.started.map(bare),
        "endTime": task.ended.map(bare),
        "result": {"result": result, "isCanceled": false},
        "progress": {"duration": clock(secs)},
    })
}

fn repositories(tenant: usize) -> Vec<Value> {
    let local = json!({
        "id": id(8, tenant * 2),
        "name": "Default Backup Repository",
        "type": "WinLocal",
        "hostId": id(3, tenant),
        "repository": {"path": "D:\\Backup"},
        "mountServer": {},
    });
    let cloud = json!({
        "id": id(8, tenant * 2 + 1),
        "name": "Cloud repository",
        "type": "Cloud",
        "uniqueId": "cloud",
    });
    vec![local, cloud]
}
