//! Imports a scenario, or what `mm jobs export` writes.

use std::collections::HashMap;

use crate::domain::{Instant, Session};
use crate::import::incoming::{Extent, Incoming, ObservedFrom, ServerFacts, Told};
use crate::import::warnings::Warning;
use crate::scenario::{
    self, Action, Event, JobName, Model, PolicyAction, Scenario, ScenarioError, ScenarioJob,
};

/// Reads a scenario, which must be valid.
pub(super) fn read(text: &str, file: &str) -> Result<Incoming, ScenarioError> {
    let mut scenario = scenario::read(text.as_bytes())?;
    Model::new(scenario.clone())?;
    let mut unused = Vec::new();
    let mut leave_out = |place: String, what: String| {
        unused.push(Warning { file: file.into(), place, what, count: 1 });
    };
    for (at, event) in std::mem::take(&mut scenario.events).iter().enumerate() {
        if !apply_to_policy(event, scenario.start, &mut scenario.jobs) {
            let what =
                format!("{:?} will happen, and an import takes what is", event.action.name());
            leave_out(format!("events[{at}]"), what);
        }
    }
    let mut jobs = Vec::new();
    let mut sessions = Vec::new();
    for (at, ScenarioJob { job, running, created_by_event }) in
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
        jobs.push(job);
    }
    let Scenario { start, mode, until, message, reason, service, tenants, .. } = scenario;
    let replicas = scenario.replicas_in_failover.into_iter();
    Ok(Incoming {
        tenants,
        told: vec![Told::ALL; jobs.len()],
        jobs,
        sessions,
        replicas: replicas.map(|replica| (replica.tenant, replica.name)).collect(),
        state: Some(ServerFacts { mode, until, message, reason, service }),
        observed_at: start,
        observed_from: ObservedFrom::File,
        complete: Extent::Everything,
        unused,
        guessed: Vec::new(),
    })
}

/// Applies an event at the very start that creates, enables or disables a policy. Returns whether
/// it is one.
fn apply_to_policy(event: &Event, start: Instant, jobs: &mut [ScenarioJob]) -> bool {
    let Action::Policy(JobName { tenant, job: name }, action) = &event.action else {
        return false;
    };
    let is_meant = |job: &&mut ScenarioJob| {
        job.job.name == *name && tenant.as_ref().is_none_or(|tenant| *tenant == job.job.tenant)
    };
    let Some(job) = jobs.iter_mut().find(is_meant).filter(|_| event.at == start) else {
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
