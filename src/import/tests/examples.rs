//! The exports in `docs/examples`, which agree on one provider.

use std::collections::BTreeMap;

use crate::domain::{
    DurationSource, Instant, RecordedDuration, Schedule, Session, Span, TaskState,
};
use crate::import::imported::{ImportOptions, Imported, ImportedJob, ListedJobs, SourceFile};
use crate::import::tests::invariants::check;
use crate::import::tests::options;
use crate::import::{document, read};
use crate::scenario::{Replica, Running, Scenario, ScenarioJob, random};

macro_rules! examples {
    ($folder:literal: $($name:literal)+) => {
        [$(($name, &include_bytes!(concat!("../../../docs/examples/exports/", $folder, "/", $name))[..])),+]
    };
}

#[track_caller]
fn import(files: &[(&str, &[u8])]) -> Imported {
    let sources: Vec<SourceFile<'_>> =
        files.iter().map(|(name, bytes)| SourceFile { name, bytes: (*bytes).into() }).collect();
    let utc = jiff::tz::TimeZone::UTC;
    let options = ImportOptions { timezone: utc, tenant: None, ..options() };
    let imported = read(sources, &options).unwrap_or_else(|wrong| panic!("{wrong}"));
    check(&imported);
    assert!(imported.unused.is_empty(), "{:#?}", imported.unused);
    imported
}

/// How many jobs there are of each type.
fn types(imported: &Imported) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for job in imported.jobs.iter().map(|each| &each.job) {
        *counts.entry(job.job_type.to_string()).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    counts.join(", ")
}

/// Names of the jobs that run, with how many of their tasks are done, running and pending.
fn running(imported: &Imported) -> Vec<String> {
    let of = |session: &Session| {
        let count = |state| session.tasks.iter().filter(|task| task.state == state).count();
        let states = [TaskState::Success, TaskState::Running, TaskState::Pending].map(count);
        format!("{}/{} {states:?}", session.tenant, session.job)
    };
    let mut running: Vec<String> =
        imported.sessions.iter().filter(|session| session.ended.is_none()).map(of).collect();
    running.sort();
    running
}

/// How many jobs know the durations of their tasks from where.
fn sources(imported: &Imported) -> [usize; 3] {
    [DurationSource::Recorded, DurationSource::Average, DurationSource::Default].map(|source| {
        let from = |each: &&ImportedJob| each.job.durations == source;
        imported.jobs.iter().filter(from).count()
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
fn the_console_lists_types_targets_tenants_and_running_tasks() {
    let imported =
        import(&examples!("vspc": "backupServers-jobs-1.json" "backupServers-jobs-2.json"
        "backupAgents-jobs.json" "backupVmJobs.json" "replicationVmJobs.json" "agentJobs.json"
        "sites-tenants.json"));
    assert_eq!(
        types(&imported),
        "backup-copy 6, cdp-policy 3, cloud-director-backup 2, cloud-director-replication 1, \
         hyperv-backup 4, hyperv-replication 1, linux-agent-backup 3, mac-agent-backup 2, \
         managed-agent-backup 3, other 4, vm-backup 3, vm-replication 1, vsphere-backup 5, \
         vsphere-replication 2, windows-agent-backup 4"
    );
    assert_eq!(running(&imported), RUNNING);
    assert_eq!(imported.listed_jobs, ListedJobs::AllTenants);
    let slots: Vec<_> = imported.tenants.iter().map(|tenant| tenant.slots).collect();
    assert_eq!(slots, [Some(4), Some(2), Some(8), Some(3)]);
    assert_eq!(sources(&imported), [31, 8, 2]);
    assert!(
        imported
            .jobs
            .iter()
            .all(|ImportedJob { stated, .. }| stated.tenant && stated.job_type && stated.target)
    );
}

#[test]
fn a_backup_server_lists_states_past_durations_and_retries() {
    let imported = import(&examples!("vbr": "jobs.json" "jobs-states.json" "sessions.json"
        "taskSessions.json" "repositories.json"));
    assert_eq!(
        types(&imported),
        "backup-copy 6, cloud-director-backup 2, hyperv-backup 4, linux-agent-backup 3, \
         managed-agent-backup 3, other 4, vsphere-backup 8, vsphere-replication 3, \
         windows-agent-backup 4"
    );
    assert_eq!(running(&imported), RUNNING);
    assert_eq!(imported.listed_jobs, ListedJobs::NamedTenants);
    assert_eq!(sources(&imported), [35, 0, 2]);
    assert!(
        imported
            .jobs
            .iter()
            .all(|ImportedJob { stated, .. }| stated.tenant && stated.job_type && stated.state)
    );
    let with_retries = imported.jobs.iter().filter(|each| each.job.retry.is_some()).count();
    let with_schedule = imported.jobs.iter().filter(|each| each.job.schedule.is_some()).count();
    assert_eq!((with_retries, with_schedule), (35, 35));
}

#[test]
fn powershell_lists_platforms_of_copies_policies_and_a_long_past() {
    let imported = import(&examples!("powershell": "jobs.csv" "computer-jobs.csv"
        "cdp-policies.csv" "objects.csv" "session-report.csv"));
    assert_eq!(
        types(&imported),
        "agent-backup-copy 1, backup-copy 1, cdp-policy 3, cloud-director-backup 2, \
         cloud-director-backup-copy 1, cloud-director-replication 1, hyperv-backup 4, \
         hyperv-backup-copy 1, hyperv-replication 1, linux-agent-backup 3, mac-agent-backup 2, \
         managed-agent-backup 3, other 4, vm-backup 3, vm-replication 1, vsphere-backup 5, \
         vsphere-backup-copy 2, vsphere-replication 2, windows-agent-backup 4"
    );
    // PowerShell does not say which tasks of a session are running.
    let names: Vec<String> = running(&imported);
    let jobs = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| text.split(" [").next().unwrap().to_owned()).collect()
    };
    assert_eq!(jobs(&names), jobs(&RUNNING.map(str::to_owned)));
    assert_eq!(sources(&imported), [39, 0, 2]);
    let policies: Vec<_> = imported.jobs.iter().filter_map(|each| each.job.policy).collect();
    let states = policies.iter().map(|policy| (policy.enabled, policy.initial_sync.is_some()));
    assert_eq!(states.collect::<Vec<_>>(), [(true, false), (true, true), (false, false)]);
}

#[test]
fn several_formats_of_the_same_jobs_are_merged() {
    let vspc = examples!("vspc": "backupServers-jobs-1.json" "backupServers-jobs-2.json"
        "backupAgents-jobs.json" "backupVmJobs.json" "sites-tenants.json");
    let vbr = examples!("vbr": "jobs.json" "sessions.json" "taskSessions.json");
    let imported = import(&[&vspc[..], &vbr].concat());
    assert_eq!(imported.jobs.len(), 44);
    let job =
        imported.jobs.iter().map(|each| &each.job).find(|job| job.name == "ERP replica").unwrap();
    assert_eq!(job.job_type.to_string(), "vsphere-replication");
    assert!(
        job.retry.is_some() && job.tasks.iter().flat_map(|task| &task.recorded).count() > 30,
        "{job:?}"
    );
    assert_eq!(running(&imported), RUNNING);
}

#[test]
fn a_scenario_comes_back_as_it_was() {
    for seed in 0..1000 {
        let mut scenario = with_more(random::scenario(seed));
        let text = serde_json::to_string(&scenario).unwrap();
        let imported = document::read(&text, "night").unwrap();
        check(&imported);
        let policies = imported.jobs.iter().filter_map(|each| each.job.policy);
        let disabled = policies.filter(|policy| !policy.enabled).count();
        assert!(imported.unused.len() + disabled <= scenario.events.len(), "seed {seed}");
        scenario.events.clear();
        for policy in scenario.jobs.iter_mut().filter_map(|job| job.job.policy.as_mut()) {
            policy.enabled = true;
        }
        assert_eq!(again(imported, scenario.end), scenario, "seed {seed}");
    }
}

/// Adds members that random scenarios do not have.
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
fn again(imported: Imported, end: Option<Instant>) -> Scenario {
    let server = imported.server.unwrap();
    let mut scenario = Scenario::new(imported.observed_at);
    scenario.end = end;
    (scenario.mode, scenario.until) = (server.mode, server.until);
    (scenario.message, scenario.reason) = (server.message, server.reason);
    scenario.service = server.service;
    scenario.tenants = imported.tenants;
    scenario.replicas_in_failover =
        imported.replicas.into_iter().map(|(tenant, name)| Replica { tenant, name }).collect();
    for ImportedJob { mut job, .. } in imported.jobs {
        if let Some(policy) = &mut job.policy {
            policy.enabled = true;
        }
        let is_its = |session: &&Session| session.job == job.name && session.tenant == job.tenant;
        let running = imported.sessions.iter().find(is_its).map(|session| Running {
            started: session.started,
            attempt: session.attempt,
            tasks: session.tasks.clone(),
            place: 0,
        });
        scenario.jobs.push(ScenarioJob { job, running, waiting: None, created_by_event: false });
    }
    scenario
}
