//! Everything that happens in a simulation, in order, one entry each.

use crate::domain::{Access, FailureCode, Instant, Mode, Rule, Service, TaskState};
use crate::scenario::{Action, Model};
use crate::simulator::mode_timeline::{ControlChange, ModeTimeline, Switch};
use crate::simulator::outcome::{Outcome, PolicyChange, SessionRecord, TaskRecord};

#[derive(Debug, Clone, Copy)]
pub struct Entry<'o> {
    pub at: Instant,
    pub what: What<'o>,
}

#[derive(Debug, Clone, Copy)]
pub enum What<'o> {
    /// The mode was on already, with this planned end.
    FoundOn(Option<Instant>),
    /// The mode was switched on, with this planned end.
    SwitchedOn(Option<Instant>),
    /// The planned end of the mode was moved.
    Moved(Option<Instant>),
    /// No covered session worked any more.
    Drained,
    /// The mode was switched off.
    SwitchedOff,
    /// The notification changed: which of the scenario's messages is in force from now on, and
    /// the planned end of the mode.
    Message(u32, Option<Instant>),
    /// The Cloud Connect Service started or stopped.
    Service(Service),
    /// A tenant was enabled or disabled.
    Access(u32, Access),
    /// A replica of a tenant entered failover.
    Failover(u32, &'o str),
    /// A session ran already.
    Found(&'o SessionRecord),
    /// A session started.
    Started(&'o SessionRecord),
    /// A session was refused at its start.
    Refused(&'o SessionRecord, FailureCode),
    /// A task began.
    TaskStarted(&'o SessionRecord, &'o TaskRecord),
    /// A task succeeded.
    TaskSucceeded(&'o SessionRecord, &'o TaskRecord),
    /// Tasks of a session that failed for one reason: their number, and the first of them.
    TasksFailed(&'o SessionRecord, &'o TaskRecord, FailureCode, usize),
    /// A session ended.
    Ended(&'o SessionRecord),
    /// A start was skipped.
    Skipped(u32),
    /// A policy changed.
    Policy(u32, PolicyChange),
    /// A request was answered, by its place among the requests.
    Request(usize),
    /// The last instant at which something was due.
    End,
    /// The horizon, where the simulation ends, and the number of sessions still running.
    Horizon(u32),
}

impl What<'_> {
    /// The place within an instant: ends first, then events, starts, dispatch.
    fn step(&self) -> u8 {
        match self {
            What::FoundOn(_) | What::Found(_) => 0,
            What::TaskSucceeded(..) | What::TasksFailed(_, _, FailureCode::TaskFailed, _) => 1,
            // Events stand in their own order.
            What::SwitchedOn(_)
            | What::Moved(_)
            | What::SwitchedOff
            | What::Message(..)
            | What::Service(_)
            | What::Access(..)
            | What::Failover(..)
            | What::Request(_) => 2,
            What::Policy(..) => 3,
            What::Skipped(_) => 4,
            What::Started(_) => 5,
            What::Refused(..) => 6,
            What::TasksFailed(..) => 7,
            What::TaskStarted(..) => 8,
            What::Ended(_) => 9,
            What::Drained => 10,
            What::End | What::Horizon(_) => 11,
        }
    }
}

/// Everything that happened, in order.
pub fn timeline<'o>(model: &'o Model, outcome: &'o Outcome) -> Vec<Entry<'o>> {
    let timeline = ModeTimeline::of(model);
    let mut entries = Vec::new();
    let mut add = |at, what| entries.push(Entry { at, what });
    event_entries(model, &timeline, &mut add);
    for at in outcome.windows.iter().filter_map(|window| window.drained_at) {
        add(at, What::Drained);
    }
    for session in &outcome.sessions {
        let tasks = outcome.tasks_of(session);
        let refused = matches!(session.rule, Some(Rule::RefuseNewSession | Rule::TenantDisabled))
            && session.ended == Some(session.started);
        if let (true, Some(code)) = (refused, session.code) {
            add(session.started, What::Refused(session, code));
            continue;
        }
        if session.ran_already() {
            add(model.start, What::Found(session));
        } else {
            add(session.started, What::Started(session));
        }
        task_entries(model, session, tasks, &mut add);
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
    let working = outcome.totals.iter().map(|totals| totals.working).sum();
    match (model.end, working) {
        (None, 0) => add(outcome.end, What::End),
        (Some(_) | None, _) => add(timeline.horizon, What::Horizon(working)),
    }
    entries.sort_by_key(|entry| (entry.at, entry.what.step()));
    entries
}

/// Events that changed something, ends that came by plan, and requests.
fn event_entries<'o>(
    model: &'o Model,
    timeline: &ModeTimeline,
    add: &mut impl FnMut(Instant, What<'o>),
) {
    if model.mode == Mode::Maintenance {
        add(model.start, What::FoundOn(model.until));
    }
    let mut access: Vec<Access> = model.tenants.iter().map(|tenant| tenant.access).collect();
    let mut changes = timeline.changes.iter().peekable();
    let mut requests = 0;
    for (event, control) in model.events.iter().zip(&timeline.control_at) {
        // What led to the control that the event found came before it.
        while let Some(change) = changes.next_if(|change| change.control <= *control) {
            control_entries(timeline, *change, add);
        }
        match &event.action {
            Action::SetAccess(tenant, now) => {
                if std::mem::replace(&mut access[*tenant as usize], *now) != *now {
                    add(event.at, What::Access(*tenant, *now));
                }
            }
            Action::Failover { tenant, replica } => add(event.at, What::Failover(*tenant, replica)),
            Action::Request(_) => {
                add(event.at, What::Request(requests));
                requests += 1;
            }
            Action::Enable { .. }
            | Action::Disable
            | Action::SetMessage(_)
            | Action::SetService(_)
            | Action::Start(_)
            | Action::Policy(..) => {}
        }
    }
    for change in changes {
        control_entries(timeline, *change, add);
    }
}

/// What a change of the control consists of; nothing where all stayed as it was.
fn control_entries<'o>(
    timeline: &ModeTimeline,
    change: ControlChange,
    add: &mut impl FnMut(Instant, What<'o>),
) {
    let before = timeline.controls[change.control as usize - 1];
    let now = timeline.controls[change.control as usize];
    match change.switch {
        Some(Switch::On(_)) => return add(change.at, What::SwitchedOn(now.until)),
        Some(Switch::Off) => return add(change.at, What::SwitchedOff),
        None => {}
    }
    if now.until != before.until {
        add(change.at, What::Moved(now.until));
    }
    if now.message != before.message {
        add(change.at, What::Message(now.message, now.until));
    }
    if now.service != before.service {
        add(change.at, What::Service(now.service));
    }
}

/// What happened to the tasks of a session; those that failed together stand together.
fn task_entries<'o>(
    model: &Model,
    session: &'o SessionRecord,
    tasks: &'o [TaskRecord],
    add: &mut impl FnMut(Instant, What<'o>),
) {
    let mut rest = tasks;
    while let Some((task, others)) = rest.split_first() {
        rest = others;
        if let Some(at) = task.started.filter(|at| *at >= model.start) {
            add(at, What::TaskStarted(session, task));
        }
        let Some(at) = task.ended.filter(|at| *at >= model.start) else {
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
