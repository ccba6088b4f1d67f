//! Examples: the exports of `docs/examples`, held to what their makers meant.

use std::collections::BTreeMap;

use crate::domain::facts::{DurationSource, Job};
use crate::domain::{Instant, TaskState};
use crate::import::incoming::{Extent, Incoming, Options, Source};
use crate::import::real::options;
use crate::import::sound::sound;
use crate::import::{mm, read};
use crate::scenario::{self, Document, JobDoc, random};

macro_rules! examples {
    ($folder:literal: $($name:literal)+) => {
        [$(($name, &include_bytes!(concat!("../../docs/examples/exports/", $folder, "/", $name))[..])),+]
    };
}

#[track_caller]
fn import(files: &[(&str, &[u8])]) -> Incoming {
    let sources: Vec<Source<'_>> =
        files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
    let utc = jiff::tz::TimeZone::UTC;
    let options = Options { timezone: utc, tenant: None, ..options() };
    let incoming = read(&sources, &options).unwrap_or_else(|wrong| panic!("{wrong}"));
    sound(&incoming);
    assert!(incoming.unused.is_empty(), "{:#?}", incoming.unused);
    incoming
}

/// How many jobs there are of each type.
fn types(incoming: &Incoming) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for job in &incoming.jobs {
        *counts.entry(job.job_type.to_string()).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    counts.join(", ")
}

/// Names of the jobs that run, with how many of their tasks are done, running and pending.
fn running(incoming: &Incoming) -> Vec<String> {
    let of = |session: &crate::domain::facts::Session| {
        let count = |state| session.tasks.iter().filter(|task| task.state == state).count();
        let states = [TaskState::Success, TaskState::Running, TaskState::Pending].map(count);
        format!("{}/{} {states:?}", session.tenant, session.job)
    };
    let mut running: Vec<String> =
        incoming.sessions.iter().filter(|session| session.ended.is_none()).map(of).collect();
    running.sort();
    running
}

/// How many jobs know the durations of their tasks from where.
fn sources(incoming: &Incoming) -> [usize; 3] {
    [DurationSource::Recorded, DurationSource::Average, DurationSource::Default].map(|source| {
        let from = |job: &&Job| job.durations == source;
        incoming.jobs.iter().filter(from).count()
    })
}

const RUNNING: [&str; 5] = [
    "Brightwater Schools/Backup Job 1 [2, 2, 0]",
    "Larkfield Dental/Backup Job 1 [1, 2, 1]",
    "Larkfield Dental/Reception PCs [0, 1, 0]",
    "Northquay Logistics/Backup Job 1 [4, 2, 2]",
    "Northquay Logistics/ERP copy [0, 2, 1]",
];

#[test]
fn the_console_tells_types_targets_tenants_and_running_tasks() {
    let incoming =
        import(&examples!("vspc": "backupServers-jobs-1.json" "backupServers-jobs-2.json"
        "backupAgents-jobs.json" "backupVmJobs.json" "replicationVmJobs.json" "agentJobs.json"
        "sites-tenants.json"));
    assert_eq!(
        types(&incoming),
        "backup-copy 6, cdp-policy 3, cloud-director-backup 2, cloud-director-replication 1, \
         hyperv-backup 4, hyperv-replication 1, linux-agent-backup 3, mac-agent-backup 2, \
         managed-agent-backup 3, other 4, vm-backup 3, vm-replication 1, vsphere-backup 5, \
         vsphere-replication 2, windows-agent-backup 4"
    );
    assert_eq!(running(&incoming), RUNNING);
    assert_eq!(incoming.complete, Extent::Everything);
    let slots: Vec<_> = incoming.tenants.iter().map(|tenant| tenant.slots).collect();
    assert_eq!(slots, [Some(4), Some(2), Some(8), Some(3)]);
    assert_eq!(sources(&incoming), [31, 8, 2]);
    assert!(incoming.told.iter().all(|told| told.tenant && told.job_type && told.target));
}

#[test]
fn a_backup_server_tells_states_past_durations_and_retries() {
    let incoming = import(&examples!("vbr": "jobs.json" "jobs-states.json" "sessions.json"
        "taskSessions.json" "repositories.json"));
    assert_eq!(
        types(&incoming),
        "backup-copy 6, cloud-director-backup 2, hyperv-backup 4, linux-agent-backup 3, \
         managed-agent-backup 3, other 4, vsphere-backup 8, vsphere-replication 3, \
         windows-agent-backup 4"
    );
    assert_eq!(running(&incoming), RUNNING);
    assert_eq!(incoming.complete, Extent::TheseTenants);
    assert_eq!(sources(&incoming), [35, 0, 2]);
    assert!(incoming.told.iter().all(|told| told.tenant && told.job_type && told.state));
    let with_retries = incoming.jobs.iter().filter(|job| job.retry.is_some()).count();
    let with_schedule = incoming.jobs.iter().filter(|job| job.schedule.is_some()).count();
    assert_eq!((with_retries, with_schedule), (35, 35));
}

#[test]
fn powershell_tells_platforms_of_copies_policies_and_a_long_past() {
    let incoming = import(&examples!("powershell": "jobs.csv" "computer-jobs.csv"
        "cdp-policies.csv" "objects.csv" "session-report.csv"));
    assert_eq!(
        types(&incoming),
        "agent-backup-copy 1, backup-copy 1, cdp-policy 3, cloud-director-backup 2, \
         cloud-director-backup-copy 1, cloud-director-replication 1, hyperv-backup 4, \
         hyperv-backup-copy 1, hyperv-replication 1, linux-agent-backup 3, mac-agent-backup 2, \
         managed-agent-backup 3, other 4, vm-backup 3, vm-replication 1, vsphere-backup 5, \
         vsphere-backup-copy 2, vsphere-replication 2, windows-agent-backup 4"
    );
    // Which tasks of a session run is not told.
    let names: Vec<String> = running(&incoming);
    let jobs = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| text.split(" [").next().unwrap().to_owned()).collect()
    };
    assert_eq!(jobs(&names), jobs(&RUNNING.map(str::to_owned)));
    assert_eq!(sources(&incoming), [39, 0, 2]);
    let policies: Vec<_> = incoming.jobs.iter().filter_map(|job| job.policy).collect();
    let states = policies.iter().map(|policy| (policy.enabled, policy.initial_sync.is_some()));
    assert_eq!(states.collect::<Vec<_>>(), [(true, false), (true, true), (false, false)]);
}

#[test]
fn what_several_formats_tell_of_the_same_jobs_is_joined() {
    let vspc = examples!("vspc": "backupServers-jobs-1.json" "backupServers-jobs-2.json"
        "backupAgents-jobs.json" "backupVmJobs.json" "sites-tenants.json");
    let vbr = examples!("vbr": "jobs.json" "sessions.json" "taskSessions.json");
    let incoming = import(&[&vspc[..], &vbr].concat());
    assert_eq!(incoming.jobs.len(), 44);
    let job = incoming.jobs.iter().find(|job| job.name == "ERP replica").unwrap();
    assert_eq!(job.job_type.to_string(), "vsphere-replication");
    assert!(job.retry.is_some() && job.recorded.len() > 30, "{job:?}");
    assert_eq!(running(&incoming), RUNNING);
}

#[test]
fn a_scenario_document_comes_back_as_it_was() {
    for seed in 0..1000 {
        let mut document = random::document(seed);
        enrich(&mut document);
        let text = serde_json::to_string(&document).unwrap();
        let incoming = mm::read(&text, "night", &options()).unwrap();
        sound(&incoming);
        let events = document.events.take().map_or(0, |events| events.len());
        let policies = incoming.jobs.iter().filter_map(|job| job.policy);
        let disabled = policies.filter(|policy| !policy.enabled).count();
        assert!(incoming.unused.len() + disabled <= events, "seed {seed}");
        let back = document_of(&incoming, document.end);
        let want = serde_json::to_value(&document).unwrap();
        assert_eq!(serde_json::to_value(&back).unwrap(), want, "seed {seed}");
    }
}

/// Gives a document what random ones do not have.
fn enrich(document: &mut Document<'static>) {
    for (at, job) in document.jobs.iter_mut().flatten().enumerate() {
        job.target.get_or_insert(crate::domain::Target::Cloud);
        let policy = job.tasks.is_none();
        if policy {
            continue;
        }
        job.slots.get_or_insert(1);
        let name = job.tasks.as_ref().unwrap()[0].name.clone().unwrap();
        let took = [90, 60].map(crate::domain::Span::from_secs).to_vec();
        job.recorded = (at % 2 == 0).then(|| [(name, took)].into());
        if document.end.is_some() {
            let schedule = job.schedule.get_or_insert_default();
            schedule.timezone = Some("Europe/Berlin".into());
            schedule.cron = Some("5 2 * * *".into());
        }
    }
}

/// The document that facts would be exported as.
fn document_of(incoming: &Incoming, end: Option<Instant>) -> Document<'static> {
    let state = incoming.state.clone().unwrap();
    let text = |text: &str| Some(text.to_owned().into());
    Document {
        scenario: Some(1),
        start: Some(incoming.observed_at),
        end,
        mode: (state.mode == crate::domain::Mode::Maintenance).then_some(state.mode),
        until: state.until,
        message: state.message.map(Into::into),
        reason: state.reason.map(Into::into),
        service: (state.service == crate::domain::Service::Stopped).then_some(state.service),
        replicas_in_failover: Some(
            incoming
                .replicas
                .iter()
                .map(|(tenant, replica)| scenario::ReplicaDoc {
                    tenant: text(tenant),
                    replica: text(replica),
                })
                .collect(),
        ),
        tenants: Some(
            incoming
                .tenants
                .iter()
                .map(|tenant| scenario::TenantDoc {
                    name: text(&tenant.name),
                    enabled: None,
                    slots: tenant.slots,
                })
                .collect(),
        ),
        jobs: Some(incoming.jobs.iter().map(|job| job_of(job, incoming)).collect()),
        events: None,
    }
}

fn job_of(job: &Job, incoming: &Incoming) -> JobDoc<'static> {
    let text = |text: &str| Some(text.to_owned().into());
    let mut document = JobDoc {
        name: text(&job.name),
        tenant: text(&job.tenant),
        job_type: Some(job.job_type),
        target: Some(job.target),
        ..JobDoc::default()
    };
    if let Some(policy) = job.policy {
        document.initial_sync = policy.initial_sync;
        return document;
    }
    document.slots = Some(job.slots);
    let tasks = document.tasks.get_or_insert_default();
    for (at, task) in job.tasks.iter().enumerate() {
        tasks.resize_with(at + 1, Default::default);
        tasks[at].name = text(&task.name);
        tasks[at].duration = Some(task.duration);
        tasks[at].fails = task.fails.then_some(true);
    }
    document.starts = Some(job.starts.clone());
    if let Some(schedule) = &job.schedule {
        let written = document.schedule.get_or_insert_default();
        written.cron = text(&schedule.cron);
        written.timezone = schedule.timezone.as_deref().and_then(text);
    }
    if let Some(retry) = job.retry {
        let written = document.retry.get_or_insert_default();
        (written.times, written.wait) = (Some(retry.times), Some(retry.wait));
    }
    for record in &job.recorded {
        let recorded = document.recorded.get_or_insert_default();
        recorded.entry(record.task.clone().into()).or_default().push(record.took);
    }
    let is_its =
        |name: &&crate::domain::facts::Session| name.job == job.name && name.tenant == job.tenant;
    document.running = incoming.sessions.iter().find(is_its).map(|session| {
        let tasks = session.tasks.iter().map(|task| scenario::RunningTaskDoc {
            name: text(&task.name),
            state: Some(task.state),
            started: task.started,
            ended: task.ended,
            code: task.code.filter(|code| *code != crate::domain::FailureCode::TaskFailed),
        });
        scenario::RunningDoc {
            started: Some(session.started),
            attempt: None,
            tasks: Some(tasks.collect()),
        }
    });
    document
}
