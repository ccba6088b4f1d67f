//! Examples: the exports of `docs/examples`, held to what their makers meant.

use std::collections::BTreeMap;

use crate::domain::{
    DurationSource, Instant, Job, RecordedDuration, Schedule, Session, Span, TaskState,
};
use crate::import::incoming::{Extent, Incoming, Options, Source};
use crate::import::real::options;
use crate::import::sound::sound;
use crate::import::{mm, read};
use crate::scenario::{Replica, Running, Scenario, ScenarioJob, random};

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
    let of = |session: &Session| {
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
    assert!(
        job.retry.is_some() && job.tasks.iter().map(|task| task.recorded.len()).sum::<usize>() > 30,
        "{job:?}"
    );
    assert_eq!(running(&incoming), RUNNING);
}

#[test]
fn a_scenario_comes_back_as_it_was() {
    for seed in 0..1000 {
        let mut scenario = with_more(random::scenario(seed));
        let text = serde_json::to_string(&scenario).unwrap();
        let incoming = mm::read(&text, "night").unwrap();
        sound(&incoming);
        let policies = incoming.jobs.iter().filter_map(|job| job.policy);
        let disabled = policies.filter(|policy| !policy.enabled).count();
        assert!(incoming.unused.len() + disabled <= scenario.events.len(), "seed {seed}");
        scenario.events.clear();
        for policy in scenario.jobs.iter_mut().filter_map(|job| job.job.policy.as_mut()) {
            policy.enabled = true;
        }
        assert_eq!(again(incoming, scenario.end), scenario, "seed {seed}");
    }
}

/// Gives a scenario what random ones do not have.
fn with_more(mut scenario: Scenario) -> Scenario {
    let has_end = scenario.end.is_some();
    for (at, ScenarioJob { job, .. }) in scenario.jobs.iter_mut().enumerate() {
        let Some(task) = job.tasks.first_mut() else {
            continue;
        };
        let record = |secs| RecordedDuration { started: None, took: Span::from_secs(secs) };
        task.recorded = if at % 2 == 0 { [90, 60].map(record).to_vec() } else { Vec::new() };
        job.schedule = has_end.then(|| Schedule {
            cron: "5 2 * * *".to_owned(),
            timezone: Some("Europe/Berlin".to_owned()),
        });
    }
    scenario
}

/// The scenario that an import describes.
fn again(incoming: Incoming, end: Option<Instant>) -> Scenario {
    let state = incoming.state.unwrap();
    let mut scenario = Scenario::new(incoming.observed_at);
    scenario.end = end;
    (scenario.mode, scenario.until) = (state.mode, state.until);
    (scenario.message, scenario.reason) = (state.message, state.reason);
    scenario.service = state.service;
    scenario.tenants = incoming.tenants;
    scenario.replicas_in_failover =
        incoming.replicas.into_iter().map(|(tenant, name)| Replica { tenant, name }).collect();
    for mut job in incoming.jobs {
        if let Some(policy) = &mut job.policy {
            policy.enabled = true;
        }
        let is_its = |session: &&Session| session.job == job.name && session.tenant == job.tenant;
        let running = incoming.sessions.iter().find(is_its).map(|session| Running {
            started: session.started,
            attempt: session.attempt,
            tasks: session.tasks.clone(),
        });
        scenario.jobs.push(ScenarioJob { job, running, created_by_event: false });
    }
    scenario
}
