//! What is checked of each part of a scenario before it becomes a model.

use hashbrown::HashSet;

use crate::domain::{
    FailureCode, Instant, Job, Mode, Quoted, SessionTask, TaskState, Template, Tenant, zone_named,
};
use crate::scenario::{Checked, Scenario, ScenarioError};

/// The most retries; every one is a session that is kept.
const MOST_RETRIES: u32 = 1_000_000;

pub(super) fn check_name(name: &str, place: impl Fn() -> String) -> Checked<()> {
    if name.chars().all(char::is_whitespace) {
        return Err(ScenarioError::new(place(), "a name must not be blank"));
    }
    Ok(())
}

pub(super) fn check_times(scenario: &Scenario) -> Checked<()> {
    let start = scenario.start;
    if scenario.end.is_some_and(|end| end < start) {
        return Err(ScenarioError::new("end", "before the start"));
    }
    match (scenario.until, scenario.mode) {
        (Some(_), Mode::Active) => {
            Err(ScenarioError::new("until", "needs \"mode\": \"maintenance\""))
        }
        (Some(until), Mode::Maintenance) if until <= start => {
            Err(ScenarioError::new("until", "not later than the start"))
        }
        (Some(_) | None, Mode::Maintenance) | (None, Mode::Active) => Ok(()),
    }
}

pub(super) fn check_tenant(at: usize, tenant: &Tenant) -> Checked<()> {
    check_name(&tenant.name, || format!("tenants[{at}].name"))?;
    if tenant.slots == Some(0) {
        return Err(ScenarioError::new(format!("tenants[{at}].slots"), "must be 1 or more"));
    }
    if let Some(zone) = tenant.timezone.as_deref().filter(|zone| zone_named(zone).is_none()) {
        let place = format!("tenants[{at}].timezone");
        return Err(ScenarioError::new(place, format!("unknown time zone {}", Quoted(zone))));
    }
    Ok(())
}

/// Checks that a job has what its type needs and nothing that its type does not take.
pub(super) fn check_members(
    job: &Job,
    is_running: bool,
    created_by_event: bool,
) -> Result<(), (&'static str, String)> {
    const NO_SESSIONS: &str = "a cdp-policy has no sessions, so it does not take this";
    const NO_POLICY: &str = "only a cdp-policy takes this";
    let initial_sync = job.policy.and_then(|policy| policy.initial_sync);
    let refused: &[(&str, bool, &str)] = if job.job_type.is_policy() {
        &[
            ("tasks", !job.tasks.is_empty(), NO_SESSIONS),
            ("slots", job.slots != 1, NO_SESSIONS),
            ("starts", !job.starts.is_empty(), NO_SESSIONS),
            ("schedule", job.schedule.is_some(), NO_SESSIONS),
            ("retry", job.retry.is_some(), NO_SESSIONS),
            ("running", is_running, NO_SESSIONS),
            (
                "created_by_event",
                created_by_event && initial_sync.is_none(),
                "needs \"initial_sync\"",
            ),
        ]
    } else {
        let times = job.retry.map_or(0, |retry| retry.times);
        &[
            ("slots", job.slots == 0, "must be 1 or more"),
            ("initial_sync", initial_sync.is_some(), NO_POLICY),
            ("created_by_event", created_by_event, NO_POLICY),
            ("tasks", job.tasks.is_empty(), "a job needs at least one task"),
            (
                "retry.times",
                times > MOST_RETRIES,
                "more than 1000000 retries would never be waited for",
            ),
        ]
    };
    match refused.iter().find(|(_, is_wrong, _)| *is_wrong) {
        Some((member, _, what)) => Err((member, (*what).to_owned())),
        None => Ok(()),
    }
}

pub(super) fn check_tasks(at: usize, job: &Job) -> Checked<()> {
    // Names in ascending order are all different, so that most jobs need no set.
    let is_ascending = job.tasks.is_sorted_by(|before, after| before.name < after.name);
    let mut seen = HashSet::with_capacity(if is_ascending { 0 } else { job.tasks.len() });
    for (k, task) in job.tasks.iter().enumerate() {
        let place = || format!("jobs[{at}].tasks[{k}].name");
        check_name(&task.name, place)?;
        if !is_ascending && !seen.insert(&*task.name) {
            let what = format!("a second task of this job named {}", Quoted(&task.name));
            return Err(ScenarioError::new(place(), what));
        }
    }
    Ok(())
}

/// Checks the times and the code of a task of a running session against its state.
pub(super) fn check_running_task(
    task: &SessionTask,
    start: Instant,
) -> Result<(), (&'static str, String)> {
    // Only a task that was refused has never started.
    let (needs_started, takes_started) = match task.state {
        TaskState::Pending => (false, false),
        TaskState::Running | TaskState::Success => (true, true),
        TaskState::Failed => (task.code == Some(FailureCode::TaskFailed), true),
    };
    let has_ended = !task.state.is_open();
    let is_failed = task.state == TaskState::Failed;
    let members = [
        ("started", task.started.is_some(), needs_started, takes_started),
        ("ended", task.ended.is_some(), has_ended, has_ended),
        ("code", task.code.is_some(), false, is_failed),
    ];
    for (member, is_given, is_needed, is_taken) in members {
        if is_given && !is_taken {
            return Err((member, format!("a {} task has none", task.state)));
        }
        if !is_given && is_needed {
            return Err((member, "missing".to_owned()));
        }
    }
    for (member, time) in [("started", task.started), ("ended", task.ended)] {
        if time.is_some_and(|time| time > start) {
            return Err((member, "later than the scenario's start".to_owned()));
        }
    }
    if task.started.zip(task.ended).is_some_and(|(started, ended)| ended < started) {
        return Err(("ended", "before it started".to_owned()));
    }
    Ok(())
}

/// Arrays are indexed with 32 bits; no scenario that fits into memory comes near.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

pub(super) fn template(text: Option<&str>, place: &str) -> Checked<Template> {
    Template::parse(text).map_err(|error| ScenarioError::new(place, error))
}
