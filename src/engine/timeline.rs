//! Timeline: what happens, in order, one entry each.

use super::details::{SessionRecord, TaskRecord};
use super::outcome::Outcome;
use super::policies::PolicyChange;
use crate::domain::{Code, Instant, Rule, TaskState};
use crate::scenario::Scenario;

/// Something that happened, at its instant.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'o> {
    /// When.
    pub at: Instant,
    /// What.
    pub what: What<'o>,
}

/// What happened.
#[derive(Debug, Clone, Copy)]
pub enum What<'o> {
    /// The mode was switched on.
    SwitchedOn,
    /// No covered session worked any more.
    Drained,
    /// The mode was switched off.
    SwitchedOff,
    /// A session ran already.
    Found(&'o SessionRecord),
    /// A session started.
    Started(&'o SessionRecord),
    /// A session was refused at its start.
    Refused(&'o SessionRecord, Code),
    /// A task began.
    TaskStarted(&'o SessionRecord, &'o TaskRecord),
    /// A task succeeded.
    TaskSucceeded(&'o SessionRecord, &'o TaskRecord),
    /// So many tasks of a session failed for one reason, and the first of them.
    TasksFailed(&'o SessionRecord, &'o TaskRecord, Code, usize),
    /// A session ended.
    Ended(&'o SessionRecord),
    /// A start was skipped.
    Skipped(u32),
    /// A policy changed.
    Policy(u32, PolicyChange),
    /// A request was answered, by its place among the requests.
    Request(usize),
    /// The last instant: nothing is due after it.
    End,
}

impl What<'_> {
    /// The place within an instant: ends first, then events, starts, dispatch.
    fn step(&self) -> u8 {
        match self {
            What::Found(_) => 0,
            What::TaskSucceeded(..) | What::TasksFailed(_, _, Code::TaskFailed, _) => 1,
            What::SwitchedOff => 3,
            What::SwitchedOn => 4,
            What::Policy(..) => 5,
            What::Request(_) => 6,
            What::Skipped(_) => 7,
            What::Started(_) => 8,
            What::Refused(..) => 9,
            What::TasksFailed(..) => 10,
            What::TaskStarted(..) => 11,
            What::Ended(_) => 12,
            What::Drained => 13,
            What::End => 14,
        }
    }
}

/// Everything that happened, in order.
pub fn timeline<'o>(scenario: &Scenario, outcome: &'o Outcome) -> Vec<Entry<'o>> {
    let mut entries = Vec::new();
    let mut add = |at, what| entries.push(Entry { at, what });
    for window in &outcome.windows {
        add(window.from, What::SwitchedOn);
        if let Some(at) = window.drained_at {
            add(at, What::Drained);
        }
        if let Some(at) = window.until {
            add(at, What::SwitchedOff);
        }
    }
    for session in &outcome.sessions {
        let tasks = &outcome.tasks[session.tasks.start as usize..session.tasks.end as usize];
        let refused = matches!(session.rule, Some(Rule::RefuseNewSession | Rule::TenantDisabled))
            && session.ended == Some(session.started);
        if let (true, Some(code)) = (refused, session.code) {
            add(session.started, What::Refused(session, code));
            continue;
        }
        if session.started < scenario.start
            || matches!(session.order.cause, super::details::Cause::Found(_))
        {
            add(scenario.start, What::Found(session));
        } else {
            add(session.started, What::Started(session));
        }
        of_tasks(scenario, session, tasks, &mut add);
        if let Some(at) = session.ended {
            add(at, What::Ended(session));
        }
    }
    for skipped in &outcome.skipped {
        add(skipped.at, What::Skipped(skipped.job));
    }
    for policy in &outcome.policies {
        for change in &policy.changes {
            add(change.at, What::Policy(policy.job, *change));
        }
    }
    for (place, request) in outcome.requests.iter().enumerate() {
        add(request.at, What::Request(place));
    }
    add(outcome.end, What::End);
    entries.sort_by_key(|entry| (entry.at, entry.what.step()));
    entries
}

/// What happened to the tasks of a session; those that failed together stand together.
fn of_tasks<'o>(
    scenario: &Scenario,
    session: &'o SessionRecord,
    tasks: &'o [TaskRecord],
    add: &mut impl FnMut(Instant, What<'o>),
) {
    let mut rest = tasks;
    while let Some((task, others)) = rest.split_first() {
        rest = others;
        if let Some(at) = task.started.filter(|at| *at >= scenario.start) {
            add(at, What::TaskStarted(session, task));
        }
        let Some(at) = task.ended.filter(|at| *at >= scenario.start) else {
            continue;
        };
        match (task.state, task.code) {
            (TaskState::Failed, Some(code)) => {
                let alike = |other: &&TaskRecord| {
                    (other.ended, other.code, other.started)
                        == (task.ended, task.code, task.started)
                };
                let more = rest.iter().take_while(alike).count();
                rest = &rest[more..];
                add(at, What::TasksFailed(session, task, code, more + 1));
            }
            (TaskState::Success, _) => add(at, What::TaskSucceeded(session, task)),
            (TaskState::Failed | TaskState::Pending | TaskState::Running, _) => {}
        }
    }
}
