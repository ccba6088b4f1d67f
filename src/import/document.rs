//! Scenario documents, such as `mm jobs export` writes: jobs and the server at the start.

use std::collections::{BTreeSet, HashMap};

use serde_json::value::RawValue;

use crate::domain::{Instant, Session};
use crate::import::decode::Problem;
use crate::import::imported::{
    ExportFormat, ImportOptions, Imported, ImportedJob, ImportedServer, ListedJobs, ListedSessions,
    ObservedFrom, Stated, Warning,
};
use crate::scenario::{
    self, Action, Event, JobName, PolicyAction, Scenario, ScenarioError, ScenarioJob,
};

/// Members that only scenario documents have.
const OWN_MEMBERS: [&str; 4] = ["scenario", "replicas_in_failover", "jobs", "tenants"];

/// Members that only other exports have.
const FOREIGN_MEMBERS: [&str; 4] = ["data", "value", "id", "instanceUid"];

/// Whether a text is a scenario document, by the members of its object.
pub fn is_document(text: &str, options: &ImportOptions) -> bool {
    if options.format.is_some() {
        return options.format == Some(ExportFormat::Mm);
    }
    // Most files need not be parsed to answer this; `mm` writes this member first.
    let first = text.trim_start().strip_prefix('{').map_or("", str::trim_start);
    if first.starts_with("\"scenario\"") {
        return true;
    }
    if !OWN_MEMBERS.iter().any(|name| text.contains(&format!("{name:?}"))) {
        return false;
    }
    let mut documents = serde_json::Deserializer::from_str(text).into_iter();
    let Some(Ok(members)) = documents.next() else { return false };
    let members: HashMap<String, &RawValue> = members;
    let has = |name: &&str| members.contains_key(*name);
    OWN_MEMBERS.iter().any(has) && !FOREIGN_MEMBERS.iter().any(has)
}

/// Reads a scenario, which must be valid.
pub fn read(text: &str, file: &str) -> Result<Imported, Problem> {
    let problem = |error: ScenarioError| Problem { place: error.place, what: error.what };
    let mut scenario = scenario::read(text.as_bytes()).map_err(problem)?;
    let mut unused = Vec::new();
    let mut leave_out = |place: String, what: String| {
        unused.push(Warning { file: file.into(), place, what, count: 1 });
    };
    for (at, event) in std::mem::take(&mut scenario.events).iter().enumerate() {
        if !apply_to_policy(event, scenario.start, &mut scenario.jobs) {
            let event = event.action.name();
            let what = format!("{event:?} happens after the start, so it is not imported");
            leave_out(format!("events[{at}]"), what);
        }
    }
    let mut jobs = Vec::new();
    let mut sessions = Vec::new();
    for (at, ScenarioJob { job, running, created_by_event, .. }) in
        scenario.jobs.into_iter().enumerate()
    {
        if created_by_event {
            let what = format!(
                "policy {:?} does not exist until an event creates it, so it is not imported",
                job.name
            );
            leave_out(format!("jobs[{at}]"), what);
            continue;
        }
        sessions.extend(running.map(|mut running| {
            let order: HashMap<&str, usize> =
                job.tasks.iter().zip(0..).map(|(task, at)| (&*task.name, at)).collect();
            running.tasks.sort_by_key(|task| order.get(&*task.name).copied());
            Session {
                tenant: job.tenant.clone(),
                job: job.name.clone(),
                source_id: None,
                attempt: running.attempt,
                started: running.started,
                ended: None,
                tasks: running.tasks,
            }
        }));
        jobs.push(ImportedJob {
            job,
            stated: Stated::ALL,
            listing: None,
            site: None,
            is_type_unknown: false,
            is_seen_covered: false,
        });
    }
    let Scenario { start, mode, until, message, reason, service, tenants, .. } = scenario;
    let replicas = scenario.replicas_in_failover.into_iter();
    Ok(Imported {
        tenants,
        jobs,
        sessions,
        replicas: replicas.map(|replica| (replica.tenant, replica.name)).collect(),
        server: Some(ImportedServer { mode, until, message, reason, service }),
        observed_at: start,
        observed_from: ObservedFrom::File,
        listed_jobs: ListedJobs::AllTenants,
        lost: Vec::new(),
        hides_running: false,
        listings: BTreeSet::new(),
        listed_sessions: ListedSessions::None,
        is_document: true,
        is_declared_complete: false,
        unused,
        assumed: Vec::new(),
    })
}

/// Applies an event at the very start that creates, enables or disables a policy. Returns whether
/// it is one.
fn apply_to_policy(event: &Event, start: Instant, jobs: &mut [ScenarioJob]) -> bool {
    let Action::Policy(JobName { tenant, job: name }, action) = &event.action else {
        return false;
    };
    let is_its_job = |job: &&mut ScenarioJob| {
        job.job.name == *name && tenant.as_ref().is_none_or(|tenant| *tenant == job.job.tenant)
    };
    let Some(job) = jobs.iter_mut().find(is_its_job).filter(|_| event.at == start) else {
        return false;
    };
    match (action, &mut job.job.policy) {
        (PolicyAction::Create, Some(_)) => job.created_by_event = false,
        (PolicyAction::Enable, Some(policy)) if !job.created_by_event => policy.enabled = true,
        (PolicyAction::Disable, Some(policy)) if !job.created_by_event => policy.enabled = false,
        (PolicyAction::Delete, Some(_)) | (_, _) => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Access, Mode, Service};

    fn import(rest: &str) -> Imported {
        let text = format!(r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z",{rest}}}"#);
        read(&text, "night").unwrap_or_else(|problem| panic!("{problem:?}"))
    }

    #[test]
    fn a_policy_that_is_disabled_at_the_start_is_disabled() {
        #[track_caller]
        fn case(event: &str, enabled: bool, unused: &[&str]) {
            let imported = import(&format!(
                r#""jobs":[{{"name":"p","tenant":"t","type":"cdp-policy"}}],"events":[{event}]"#
            ));
            assert_eq!(imported.jobs[0].job.policy.unwrap().enabled, enabled);
            let warnings: Vec<_> = imported.unused.iter().map(ToString::to_string).collect();
            assert_eq!(warnings, unused);
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
            &[
                "night: events[0]: \"disable-policy\" happens after the start, so it is not imported",
            ],
        );
        case(
            r#"{"at":"2026-11-23T20:00:00Z","event":"enable"}"#,
            true,
            &["night: events[0]: \"enable\" happens after the start, so it is not imported"],
        );
    }

    #[test]
    fn a_policy_that_an_event_creates_is_not_imported() {
        let imported = import(
            r#""jobs":[{"name":"p","tenant":"t","type":"cdp-policy","initial_sync":"1h","created_by_event":true},
            {"name":"q","tenant":"t","type":"cdp-policy"}]"#,
        );
        let names: Vec<&str> = imported.jobs.iter().map(|each| &*each.job.name).collect();
        assert_eq!(names, ["q"]);
        let warning = imported.unused[0].to_string();
        assert!(warning.contains("jobs[0]: policy \"p\" does not exist until"), "{warning}");
    }

    #[test]
    fn the_mode_notification_and_service_are_imported() {
        let imported = import(
            r#""mode":"maintenance","until":"2026-11-23T22:00:00Z","message":"back at {until}",
            "reason":"disks","service":"stopped",
            "replicas_in_failover":[{"tenant":"t","replica":"r"}],
            "tenants":[{"name":"t","enabled":false,"slots":3}]"#,
        );
        let server = imported.server.unwrap();
        assert_eq!((server.mode, server.service), (Mode::Maintenance, Service::Stopped));
        assert_eq!(server.until.unwrap().to_string(), "2026-11-23T22:00:00Z");
        assert_eq!(server.message.as_deref(), Some("back at {until}"));
        assert_eq!(server.reason.as_deref(), Some("disks"));
        assert_eq!(imported.replicas, [("t".to_owned(), "r".to_owned())]);
        assert_eq!(imported.tenants[0].access, Access::Disabled);
        assert_eq!(imported.observed_at.to_string(), "2026-11-23T20:00:00Z");
    }
}
