//! Details: what became of every session and task, kept only where somebody will read it.

use std::ops::Range;

use crate::domain::{Code, Instant, Rule, RunState, SessionResult, TaskState};

/// What became of a session.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// The job, as an index into the scenario's jobs.
    pub job: u32,
    /// 0, or which retry it is.
    pub attempt: u32,
    /// When it began.
    pub started: Instant,
    /// When it ended, if it has.
    pub ended: Option<Instant>,
    /// Whether all its tasks succeeded; `None` while it works.
    pub result: Option<SessionResult>,
    /// Why it failed.
    pub code: Option<Code>,
    /// The rule that treated it.
    pub rule: Option<Rule>,
    /// Whether and in which words its statistics carry the notification.
    pub wording: Option<Wording>,
    /// Where its tasks lie.
    pub tasks: Range<u32>,
    pub(super) order: Order,
}

impl SessionRecord {
    /// Whether it ran at the start already.
    pub fn ran_already(&self) -> bool {
        matches!(self.order.cause, Cause::Found(_))
    }

    /// Whether it works or has stopped.
    pub fn state(&self) -> RunState {
        match self.result {
            None => RunState::Working,
            Some(_) => RunState::Stopped,
        }
    }
}

/// What became of a task.
#[derive(Debug, Clone, Copy)]
pub struct TaskRecord {
    /// The task, as an index into the scenario's tasks.
    pub task: u32,
    /// Where it stands at the end.
    pub state: TaskState,
    /// Why it failed.
    pub code: Option<Code>,
    /// When it began, if it ever did.
    pub started: Option<Instant>,
    /// When it ended, if it has.
    pub ended: Option<Instant>,
    /// Whether and in which words it carries the notification.
    pub wording: Option<Wording>,
}

/// The notification in the words of one moment: which control was in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording(pub(super) std::num::NonZeroU32);

impl Wording {
    pub(super) fn of(control: u32) -> Option<Wording> {
        std::num::NonZeroU32::new(control.saturating_add(1)).map(Wording)
    }

    pub(super) fn control(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// What makes sessions of one instant, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// It ran at the start; by job.
    Found(u32),
    /// It was started by hand; by event.
    ByHand(u32),
    /// It was scheduled; by job.
    Scheduled(u32),
    /// It is a retry; by job.
    Retry(u32),
}

/// When something was made, among all that was: the order of creation over all tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order {
    pub(super) at: Instant,
    pub(super) cause: Cause,
}

/// A start that did not happen since the job's session still worked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skipped {
    pub(super) order: Order,
    pub(super) job: u32,
}

/// Everything that was kept of some tenants.
#[derive(Debug, Default)]
pub(super) struct Details {
    pub(super) sessions: Vec<SessionRecord>,
    pub(super) tasks: Vec<TaskRecord>,
    pub(super) skipped: Vec<Skipped>,
}
