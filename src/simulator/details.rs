//! Details: what became of every session and task, kept only where somebody will read it.

use std::ops::Range;

use crate::domain::{FailureCode, Instant, Rule, RunState, SessionResult, TaskState};

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
    pub code: Option<FailureCode>,
    /// The rule that treated it.
    pub rule: Option<Rule>,
    /// Whether and in which words its statistics carry the notification.
    pub wording: Option<Wording>,
    /// Where its tasks lie.
    pub tasks: Range<u32>,
    pub(super) order: Order,
}

impl SessionRecord {
    /// A session that works, without tasks as yet.
    pub(super) fn new(job: u32, attempt: u32, started: Instant, order: Order) -> SessionRecord {
        SessionRecord {
            job,
            attempt,
            started,
            ended: None,
            result: None,
            code: None,
            rule: None,
            wording: None,
            tasks: 0..0,
            order,
        }
    }

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
    /// The task, as an index into the tasks of its job.
    pub task: u32,
    /// Where it stands at the end.
    pub state: TaskState,
    /// Why it failed.
    pub code: Option<FailureCode>,
    /// When it began, if it ever did.
    pub started: Option<Instant>,
    /// When it ended, if it has.
    pub ended: Option<Instant>,
    /// Whether and in which words it carries the notification.
    pub wording: Option<Wording>,
}

impl TaskRecord {
    /// A task that has not come up yet.
    fn pending(task: u32) -> TaskRecord {
        let state = TaskState::Pending;
        TaskRecord { task, state, code: None, started: None, ended: None, wording: None }
    }
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

/// Which sessions are noted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Which {
    /// Those that ran at the start.
    Found,
    /// All.
    #[default]
    All,
}

/// Everything that was kept of some tenants.
#[derive(Debug, Default)]
pub(super) struct Details {
    pub(super) which: Which,
    pub(super) sessions: Vec<SessionRecord>,
    pub(super) tasks: Vec<TaskRecord>,
    pub(super) skipped: Vec<Skipped>,
    /// The session of every job of the tenant that is run, as an index; `None`: it is not noted.
    current: Vec<Option<u32>>,
}

impl Details {
    /// Nothing yet.
    pub(super) fn of(which: Which) -> Details {
        Details { which, ..Details::default() }
    }

    /// A tenant's run begins.
    pub(super) fn open(&mut self, jobs: usize) {
        self.current.clear();
        self.current.resize(jobs, None);
    }

    /// A session of a job begins; `local` is the job's place among those of its tenant. Its tasks
    /// are given by their indices within the job.
    pub(super) fn begin(
        &mut self,
        local: u32,
        mut session: SessionRecord,
        tasks: impl Iterator<Item = u32>,
    ) {
        if self.which == Which::Found && !session.ran_already() {
            self.current[local as usize] = None;
            return;
        }
        let index = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let first = index(self.tasks.len());
        self.tasks.extend(tasks.map(TaskRecord::pending));
        session.tasks = first..index(self.tasks.len());
        self.current[local as usize] = Some(index(self.sessions.len()));
        self.sessions.push(session);
    }

    /// The session of a job.
    pub(super) fn session(&mut self, local: u32) -> Option<&mut SessionRecord> {
        let at = self.current[local as usize]?;
        Some(&mut self.sessions[at as usize])
    }

    /// A task of the session of a job, by its index within the job.
    pub(super) fn task(&mut self, local: u32, task: u32) -> Option<&mut TaskRecord> {
        let tasks = self.session(local)?.tasks.clone();
        let tasks = &mut self.tasks[tasks.start as usize..tasks.end as usize];
        let at = tasks.binary_search_by_key(&task, |record| record.task).ok()?;
        Some(&mut tasks[at])
    }

    /// A start does not happen.
    pub(super) fn skip(&mut self, skipped: Skipped) {
        if self.which == Which::All {
            self.skipped.push(skipped);
        }
    }

    /// Adds what was kept of further tenants.
    pub(super) fn append(mut self, mut other: Details) -> Details {
        let shift = u32::try_from(self.tasks.len()).unwrap_or(u32::MAX);
        for session in &mut other.sessions {
            session.tasks = session.tasks.start + shift..session.tasks.end + shift;
        }
        self.sessions.append(&mut other.sessions);
        self.tasks.append(&mut other.tasks);
        self.skipped.append(&mut other.skipped);
        self
    }
}
