//! Running: checks a session that runs at the start.

use hashbrown::{HashMap, HashSet};

use crate::domain::{Access, FailureCode, Instant, Quoted, Target, TaskState};
use crate::scenario::check::{index, require};
use crate::scenario::checked::{IndexedJob, IndexedSession, IndexedTask, Scenario};
use crate::scenario::document::{RunningDoc, RunningTaskDoc, TaskDoc};
use crate::scenario::read::Wrong;

/// Checks `session` of `job`, whose tasks are called `names`; `at` is the job's place.
pub(super) fn check(
    scenario: &Scenario,
    job: &IndexedJob,
    names: &[TaskDoc<'_>],
    session: &RunningDoc<'_>,
    at: usize,
) -> Result<IndexedSession, Wrong> {
    let place = |member: &str| format!("jobs[{at}].running{member}");
    let access = scenario.tenants[job.tenant as usize].access;
    if let (Target::Cloud, Access::Disabled) = (job.target, access) {
        let what = "the tenant is disabled, so that no session of its to the cloud can run";
        return Err(Wrong::new(place(""), what));
    }
    let started = require(session.started, || place(".started"))?;
    if started > scenario.start {
        return Err(Wrong::new(place(".started"), "later than the scenario's start"));
    }
    let tasks = require(session.tasks.as_ref(), || place(".tasks"))?;
    let known: HashMap<&str, u32> = names
        .iter()
        .enumerate()
        .filter_map(|(k, task)| Some((task.name.as_deref()?, job.tasks.start + index(k))))
        .collect();
    let mut checked = Vec::with_capacity(tasks.len());
    let mut seen = HashSet::with_capacity(tasks.len());
    for (k, task) in tasks.iter().enumerate() {
        let place = |member: &str| format!("jobs[{at}].running.tasks[{k}].{member}");
        let name = require(task.name.as_ref(), || place("name"))?;
        let Some(&which) = known.get(&**name) else {
            let what = format!("the job has no task named {}", Quoted(name));
            return Err(Wrong::new(place("name"), what));
        };
        if !seen.insert(which) {
            return Err(Wrong::new(place("name"), format!("{} is here twice", Quoted(name))));
        }
        checked.push(running_task(scenario.start, which, task, place)?);
    }
    let left = |task: &IndexedTask| matches!(task.state, TaskState::Pending | TaskState::Running);
    if !checked.iter().any(left) {
        let what = "none of them is pending or running, so the session does not run";
        return Err(Wrong::new(place(".tasks"), what));
    }
    checked.sort_by_key(|task| task.task);
    Ok(IndexedSession { started, attempt: session.attempt.unwrap_or(0), tasks: checked })
}

fn running_task(
    start: Instant,
    which: u32,
    task: &RunningTaskDoc<'_>,
    place: impl Fn(&str) -> String,
) -> Result<IndexedTask, Wrong> {
    let state = require(task.state, || place("state"))?;
    let refuse = |given: bool, member: &str| {
        let wrong = || Wrong::new(place(member), format!("a {state} task has none"));
        if given { Err(wrong()) } else { Ok(()) }
    };
    let mut code = None;
    match state {
        TaskState::Pending => {
            refuse(task.started.is_some(), "started")?;
            refuse(task.ended.is_some(), "ended")?;
            refuse(task.code.is_some(), "code")?;
        }
        TaskState::Running => {
            require(task.started, || place("started"))?;
            refuse(task.ended.is_some(), "ended")?;
            refuse(task.code.is_some(), "code")?;
        }
        TaskState::Success => {
            require(task.started, || place("started"))?;
            require(task.ended, || place("ended"))?;
            refuse(task.code.is_some(), "code")?;
        }
        TaskState::Failed => {
            require(task.ended, || place("ended"))?;
            let why = task.code.unwrap_or(FailureCode::TaskFailed);
            if why == FailureCode::TaskFailed {
                // Only a task that was refused has never begun.
                require(task.started, || place("started"))?;
            }
            code = Some(why);
        }
    }
    for (member, time) in [("started", task.started), ("ended", task.ended)] {
        if time.is_some_and(|time| time > start) {
            return Err(Wrong::new(place(member), "later than the scenario's start"));
        }
    }
    if task.started.zip(task.ended).is_some_and(|(started, ended)| ended < started) {
        return Err(Wrong::new(place("ended"), "before it started"));
    }
    Ok(IndexedTask { task: which, state, started: task.started, ended: task.ended, code })
}
