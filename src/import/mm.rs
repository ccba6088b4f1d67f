//! Scenario: takes a scenario document, or what `mm jobs export` writes, for what it is: facts.

use std::collections::HashMap;

use crate::domain::facts::{
    DurationSource, Job, PolicySettings, RecordedDuration, Retry, Schedule, Session, SessionTask,
    Task, Tenant,
};
use crate::domain::{Access, FailureCode, Instant, Mode, Service, Span, Target, TaskState};
use crate::import::incoming::{Extent, Incoming, ObservedFrom, Options, ServerFacts, Told};
use crate::import::warnings::Warning;
use crate::scenario::{self, Document, EventDoc, JobDoc, RunningDoc, Wrong};

/// Reads a document. It must be a scenario without mistakes.
pub(super) fn read(text: &str, file: &str, options: &Options) -> Result<Incoming, Wrong> {
    let document = scenario::read(text.as_bytes())?;
    scenario::check(&document)?;
    let observed_at = document.start.unwrap_or(options.now);
    let all = document.jobs.as_deref().unwrap_or_default();
    // An import takes what exists at the start.
    let (later, jobs): (Vec<(usize, &JobDoc<'_>)>, Vec<_>) =
        all.iter().enumerate().partition(|(_, job)| job.created_by_event == Some(true));
    let jobs: Vec<&JobDoc<'_>> = jobs.into_iter().map(|(_, job)| job).collect();
    let mut incoming = Incoming {
        tenants: tenants(&document),
        jobs: jobs.iter().map(|each| job(each)).collect(),
        told: vec![Told::ALL; jobs.len()],
        sessions: jobs.iter().filter_map(|each| session(each)).collect(),
        replicas: replicas(&document),
        state: Some(state(&document)),
        observed_at,
        observed_from: ObservedFrom::File,
        complete: Extent::Everything,
        unused: Vec::new(),
        guessed: Vec::new(),
    };
    incoming.unused.extend(later.iter().map(|(at, job)| Warning {
        file: file.into(),
        place: format!("jobs[{at}]"),
        what: format!(
            "policy {:?} does not exist until an event creates it, so it is not imported",
            job.name.as_deref().unwrap_or_default()
        ),
        count: 1,
    }));
    for (at, event) in document.events.iter().flatten().enumerate() {
        if !policy_event(event, observed_at, &mut incoming.jobs) {
            let kind = event.event.as_deref().unwrap_or_default();
            incoming.unused.push(Warning {
                file: file.into(),
                place: format!("events[{at}]"),
                what: format!("{kind:?} will happen, and an import takes what is"),
                count: 1,
            });
        }
    }
    Ok(incoming)
}

fn tenants(document: &Document<'_>) -> Vec<Tenant> {
    let tenant = |tenant: &scenario::TenantDoc<'_>| Tenant {
        name: owned(tenant.name.as_deref()),
        access: if tenant.enabled == Some(false) { Access::Disabled } else { Access::Enabled },
        slots: tenant.slots,
        source_id: None,
    };
    document.tenants.iter().flatten().map(tenant).collect()
}

fn replicas(document: &Document<'_>) -> Vec<(String, String)> {
    let pair = |replica: &scenario::ReplicaDoc<'_>| {
        (owned(replica.tenant.as_deref()), owned(replica.replica.as_deref()))
    };
    document.replicas_in_failover.iter().flatten().map(pair).collect()
}

fn state(document: &Document<'_>) -> ServerFacts {
    ServerFacts {
        mode: document.mode.unwrap_or(Mode::Active),
        until: document.until,
        message: document.message.as_deref().map(str::to_owned),
        reason: document.reason.as_deref().map(str::to_owned),
        service: document.service.unwrap_or(Service::Running),
    }
}

/// What the check has seen to be there.
fn owned(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn job(job: &JobDoc<'_>) -> Job {
    let job_type = job.job_type.unwrap_or(crate::domain::JobType::Other);
    let tasks = job.tasks.iter().flatten().map(|task| Task {
        name: owned(task.name.as_deref()),
        duration: task.duration.unwrap_or(Span::from_secs(1)),
        fails: task.fails == Some(true),
    });
    let tasks: Vec<Task> = tasks.collect();
    Job {
        tenant: owned(job.tenant.as_deref()),
        name: owned(job.name.as_deref()),
        job_type,
        target: job.target.unwrap_or(Target::Cloud),
        slots: job.slots.unwrap_or(1),
        durations: DurationSource::Given,
        starts: job.starts.clone().unwrap_or_default(),
        schedule: job.schedule.as_ref().map(|schedule| Schedule {
            cron: owned(schedule.cron.as_deref()),
            timezone: schedule.timezone.as_deref().map(str::to_owned),
        }),
        retry: job.retry.and_then(|retry| Some(Retry { times: retry.times?, wait: retry.wait? })),
        recorded: recorded(job, &tasks),
        policy: job_type
            .is_policy()
            .then(|| PolicySettings { initial_sync: job.initial_sync, enabled: true }),
        source_id: None,
        tasks,
    }
}

/// Recorded durations in the order of the tasks.
fn recorded(job: &JobDoc<'_>, tasks: &[Task]) -> Vec<RecordedDuration> {
    let Some(recorded) = &job.recorded else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    for task in tasks {
        let took = recorded.get(&scenario::Text::from(&*task.name)).into_iter().flatten();
        facts.extend(took.map(|took| RecordedDuration {
            task: task.name.clone(),
            started: None,
            took: *took,
        }));
    }
    facts
}

fn session(job: &JobDoc<'_>) -> Option<Session> {
    let running: &RunningDoc<'_> = job.running.as_ref()?;
    let listed = running.tasks.as_deref().unwrap_or_default();
    let mut by_name: HashMap<&str, SessionTask> = HashMap::with_capacity(listed.len());
    for task in listed {
        let name = task.name.as_deref().unwrap_or_default();
        let state = task.state.unwrap_or(TaskState::Pending);
        let failed = state == TaskState::Failed;
        by_name.insert(
            name,
            SessionTask {
                name: name.to_owned(),
                state,
                started: task.started,
                ended: task.ended,
                code: failed.then(|| task.code.unwrap_or(FailureCode::TaskFailed)),
            },
        );
    }
    let order = job.tasks.iter().flatten().filter_map(|task| task.name.as_deref());
    Some(Session {
        tenant: owned(job.tenant.as_deref()),
        job: owned(job.name.as_deref()),
        source_id: None,
        attempt: running.attempt.unwrap_or(0),
        started: running.started?,
        ended: None,
        tasks: order.filter_map(|name| by_name.remove(name)).collect(),
    })
}

/// Takes an event at the very start that says whether a policy is enabled. Returns whether it is
/// one.
fn policy_event(event: &EventDoc<'_>, start: Instant, jobs: &mut [Job]) -> bool {
    let enabled = match event.event.as_deref() {
        Some("disable-policy") => false,
        Some("enable-policy") => true,
        _ => return false,
    };
    let tenant = event.tenant.as_deref();
    let is_meant = |job: &&mut Job| {
        event.job.as_deref() == Some(&*job.name) && tenant.is_none_or(|name| name == job.tenant)
    };
    let policy = jobs.iter_mut().find(is_meant).and_then(|job| job.policy.as_mut());
    match policy {
        Some(policy) if event.at == Some(start) => {
            policy.enabled = enabled;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::real::options;

    fn import(rest: &str) -> Incoming {
        let text = format!(r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z",{rest}}}"#);
        read(&text, "night", &options()).unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    #[test]
    fn a_policy_that_is_disabled_at_the_start_is_disabled() {
        #[track_caller]
        fn case(event: &str, enabled: bool, unused: &[&str]) {
            let incoming = import(&format!(
                r#""jobs":[{{"name":"p","tenant":"t","type":"cdp-policy"}}],"events":[{event}]"#
            ));
            assert_eq!(incoming.jobs[0].policy.unwrap().enabled, enabled);
            let said: Vec<_> = incoming.unused.iter().map(ToString::to_string).collect();
            assert_eq!(said, unused);
        }
        let at = |time: &str, event: &str| {
            format!(r#"{{"at":"2026-11-23T{time}:00Z","event":"{event}","job":"p"}}"#)
        };
        case(&at("20:00", "disable-policy"), false, &[]);
        let both = [at("20:00", "disable-policy"), at("20:00", "enable-policy")].join(",");
        case(&both, true, &[]);
        case(
            &at("20:01", "disable-policy"),
            true,
            &["night: events[0]: \"disable-policy\" will happen, and an import takes what is"],
        );
        case(
            r#"{"at":"2026-11-23T20:00:00Z","event":"enable"}"#,
            true,
            &["night: events[0]: \"enable\" will happen, and an import takes what is"],
        );
    }

    #[test]
    fn a_policy_that_an_event_creates_is_not_imported() {
        let incoming = import(
            r#""jobs":[{"name":"p","tenant":"t","type":"cdp-policy","initial_sync":"1h","created_by_event":true},
            {"name":"q","tenant":"t","type":"cdp-policy"}]"#,
        );
        assert_eq!(incoming.jobs.iter().map(|job| &*job.name).collect::<Vec<_>>(), ["q"]);
        assert_eq!(incoming.told.len(), 1);
        assert!(
            incoming.unused[0].to_string().contains("jobs[0]: policy \"p\" does not exist until")
        );
    }

    #[test]
    fn the_state_of_the_server_comes_along() {
        let incoming = import(
            r#""mode":"maintenance","until":"2026-11-23T22:00:00Z","message":"back at {until}",
            "reason":"disks","service":"stopped",
            "replicas_in_failover":[{"tenant":"t","replica":"r"}],
            "tenants":[{"name":"t","enabled":false,"slots":3}]"#,
        );
        let state = incoming.state.unwrap();
        assert_eq!((state.mode, state.service), (Mode::Maintenance, Service::Stopped));
        assert_eq!(state.until.unwrap().to_string(), "2026-11-23T22:00:00Z");
        assert_eq!(state.message.as_deref(), Some("back at {until}"));
        assert_eq!(state.reason.as_deref(), Some("disks"));
        assert_eq!(incoming.replicas, [("t".to_owned(), "r".to_owned())]);
        assert_eq!(incoming.tenants[0].access, Access::Disabled);
        assert_eq!(incoming.observed_at.to_string(), "2026-11-23T20:00:00Z");
    }
}
