//! The state of the sessions of one tenant at an instant.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::domain::{FailureCode, Instant, Rule, TaskState};
use crate::simulator::mode_timeline::HarmedBy;
use crate::simulator::outcome::Cause;
use crate::simulator::tenant_plan::{TenantJob, TenantPlan};

/// Everything that changes while a tenant is run. A job has at most one session that is working or
/// waits to be retried.
#[derive(Default, Clone)]
pub(super) struct State {
    /// Whether the first instant was simulated.
    pub(super) begun: bool,
    pub(super) now: Instant,
    /// Running tasks against the cloud.
    pub(super) used_slots: u32,
    pub(super) disabled: bool,
    /// The session of every job.
    pub(super) sessions: Vec<Session>,
    /// Every task of the session of its job; `None`: the session does not have it.
    pub(super) tasks: Vec<Option<TaskState>>,
    /// Whether maintenance harmed the same task, and it has not succeeded since.
    pub(super) harmed: Vec<bool>,
    /// The jobs whose sessions are working.
    pub(super) working: Vec<u32>,
    /// How many of these are covered.
    pub(super) covered_working: u32,
    pub(super) next_start: usize,
    pub(super) next_change: usize,
    pub(super) next_event: usize,
    /// Ends of running tasks.
    pub(super) ends: BinaryHeap<Reverse<Due>>,
    /// Retries; one that its session does not wait for any more is stale.
    pub(super) retries: BinaryHeap<Reverse<Due>>,
    /// Sessions to the cloud with a pending task and a free slot of their own, to be dispatched in the
    /// order of creation: those that were queued in this order, and the others.
    pub(super) queued_in_order: VecDeque<u32>,
    pub(super) queued_again: BinaryHeap<Reverse<Creation>>,
    /// The same for local targets, where sessions do not compete for slots.
    pub(super) queued_local: Vec<u32>,
    /// The drain of the window that is on and not drained, as an index into the drains of the run.
    pub(super) draining: Option<u32>,
    /// The control in force, as an index.
    pub(super) control: u32,
}

impl State {
    /// Becomes the state in which nothing works, and reuses the memory.
    pub(super) fn reset(&mut self, tenant: &TenantPlan) {
        self.begun = false;
        self.used_slots = 0;
        self.disabled = tenant.disabled;
        self.sessions.clear();
        self.sessions.resize(tenant.jobs.len(), Session::default());
        self.tasks.clear();
        self.tasks.resize(tenant.durations.len(), None);
        self.harmed.clear();
        self.harmed.resize(tenant.durations.len(), false);
        self.working.clear();
        self.covered_working = 0;
        (self.next_start, self.next_change, self.next_event) = (0, 0, 0);
        self.ends.clear();
        self.retries.clear();
        self.queued_in_order.clear();
        self.queued_again.clear();
        self.queued_local.clear();
        self.draining = None;
        self.control = 0;
    }

    /// The tasks of the session of a job.
    pub(super) fn tasks_of(&mut self, job: &TenantJob) -> &mut [Option<TaskState>] {
        &mut self.tasks[job.first as usize..(job.first + job.count) as usize]
    }

    /// Begins a run of a job, all of whose tasks are pending.
    pub(super) fn begin_run(&mut self, job: u32, of: &TenantJob) {
        self.tasks_of(of).fill(Some(TaskState::Pending));
        let harm = std::mem::take(&mut self.sessions[job as usize].harm);
        if harm.open > 0 {
            self.harmed[of.first as usize..(of.first + of.count) as usize].fill(false);
        }
    }

    /// Whether two states at the same instant, under the same control from then on, lead to the same
    /// ends of the same sessions. Sessions that have ended do not count, nor do the rules of working
    /// ones: only a session refused at its start is counted by its rule.
    pub(super) fn has_same_future(&self, other: &State, tenant: &TenantPlan) -> bool {
        let counts = |s: &State| {
            let queued = (s.ends.len(), s.queued_local.len());
            (s.used_slots, s.disabled, s.working.len(), s.covered_working, queued)
        };
        if counts(self) != counts(other)
            || (self.next_start, self.next_event) != (other.next_start, other.next_event)
        {
            return false;
        }
        let sessions = self.sessions.iter().zip(&other.sessions);
        let same = |((a, b), job): ((&Session, &Session), &TenantJob)| {
            let tasks = job.first as usize..(job.first + job.count) as usize;
            match (a.phase, b.phase) {
                (Phase::Idle, Phase::Idle) => true,
                (Phase::Working, Phase::Working) | (Phase::Waiting(_), Phase::Waiting(_)) => {
                    a.future() == b.future()
                        && self.tasks[tasks.clone()] == other.tasks[tasks.clone()]
                        && (a.harm.open == 0 || self.harmed[tasks.clone()] == other.harmed[tasks])
                }
                (Phase::Idle | Phase::Working | Phase::Waiting(_), _) => false,
            }
        };
        let ends = |state: &State| {
            let mut ends: Vec<Due> = state.ends.iter().map(|Reverse(due)| *due).collect();
            ends.sort_unstable();
            ends
        };
        sessions.zip(&tenant.jobs).all(same) && ends(self) == ends(other)
    }
}

/// The session of a job.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Session {
    pub(super) phase: Phase,
    pub(super) creation: Creation,
    pub(super) attempt: u32,
    /// No task before this one is pending.
    pub(super) next: u32,
    pub(super) pending: u32,
    pub(super) running: u32,
    /// Its index among the working jobs.
    pub(super) place: u32,
    /// Failed sessions before it that it heals if it succeeds.
    pub(super) to_heal: u32,
    pub(super) harm: RunHarm,
    pub(super) codes: Codes,
    pub(super) rule: Option<Rule>,
    /// Whether it is queued for dispatch.
    pub(super) queued: bool,
}

impl Session {
    /// What the future of the session depends on, besides its tasks.
    fn future(&self) -> impl PartialEq {
        let waits = matches!(self.phase, Phase::Waiting(_));
        // A retry takes over nothing of how the failed session ran.
        let running =
            (!waits).then_some((self.creation, self.next, self.pending, self.running, self.queued));
        (self.phase, self.attempt, self.to_heal, self.harm, self.codes, running)
    }
}

/// What maintenance has done to the run that a session belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunHarm {
    /// `None`: it harmed no task.
    pub(super) by: Option<HarmedBy>,
    /// Whether tasks were refused in a session that was running when the mode was switched on.
    pub(super) is_cut: bool,
    /// Harmed tasks that have not succeeded since.
    pub(super) open: u32,
}

/// Whether a job has a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Phase {
    #[default]
    Idle,
    Working,
    /// The session failed, and is retried at this instant.
    Waiting(Instant),
}

/// The end of a task, or the retry of a job (whose `task` is 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    pub(super) at: Instant,
    pub(super) job: u32,
    pub(super) task: u32,
}

/// The place of a session in the order of creation within its tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Creation {
    pub(super) at: Instant,
    pub(super) cause: Cause,
    pub(super) job: u32,
}

impl Default for Creation {
    fn default() -> Creation {
        Creation { at: Instant::default(), cause: Cause::RanAlready(0, 0), job: 0 }
    }
}

/// The codes among the failed tasks of a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Codes(u8);

impl Codes {
    fn bit(code: FailureCode) -> u8 {
        match code {
            FailureCode::TenantDisabled => 1,
            FailureCode::Maintenance => 2,
            FailureCode::TaskFailed => 4,
        }
    }

    pub(super) fn add(&mut self, code: FailureCode) {
        self.0 |= Codes::bit(code);
    }

    /// The code of the session: the first of these in the order of precedence.
    pub(super) fn first(self) -> Option<FailureCode> {
        match self.0 {
            0 => None,
            bits if bits & 1 != 0 => Some(FailureCode::TenantDisabled),
            bits if bits & 2 != 0 => Some(FailureCode::Maintenance),
            _ => Some(FailureCode::TaskFailed),
        }
    }
}
