//! State: where the sessions of one tenant stand at an instant.

#![expect(clippy::cast_possible_truncation, reason = "numbers are put together and taken apart")]

use std::collections::VecDeque;

use crate::domain::{FailureCode, Instant, Rule, TaskState};
use crate::simulator::details::Cause;
use crate::simulator::queue::Queue;
use crate::simulator::tenant::{TenantJob, TenantPlan};

/// Everything that changes while a tenant is run. A job has one session alive at most: one that
/// works, or a failed one that waits to be retried.
#[derive(Default)]
pub(super) struct State {
    /// Whether the first instant was simulated.
    pub(super) begun: bool,
    /// The instant that was simulated last, once one was.
    pub(super) now: Instant,
    /// Tasks that run against the cloud.
    pub(super) used: u32,
    pub(super) disabled: bool,
    /// The session of every job.
    pub(super) sessions: Vec<Session>,
    /// Every task of the session of its job; `None`: the session does not have it.
    pub(super) tasks: Vec<Option<TaskState>>,
    /// The jobs whose sessions work.
    pub(super) working: Vec<u32>,
    /// How many of these are covered.
    pub(super) covered_working: u32,
    pub(super) next_start: usize,
    pub(super) next_step: usize,
    pub(super) next_act: usize,
    /// Ends of tasks: when, of which job, which of its tasks.
    pub(super) ends: Queue<Due>,
    /// Retries: when, of which job. One that the session does not wait for any more is stale.
    pub(super) retries: Queue<Due>,
    /// Sessions to the cloud with a pending task and a free slot of their own, to be looked at in
    /// the order of their creation: a queue of those that come in that order, and the others.
    pub(super) fresh: VecDeque<u32>,
    pub(super) again: Queue<Born>,
    /// The same for local targets, where sessions do not wait for each other.
    pub(super) local: Vec<u32>,
    /// The window that is on and not drained yet.
    pub(super) draining: Option<u32>,
    /// The control in force, as an index.
    pub(super) control: u32,
}

impl State {
    /// Takes the state of a tenant of which nothing works yet, and uses the memory again.
    pub(super) fn reset(&mut self, tenant: &TenantPlan) {
        self.begun = false;
        self.used = 0;
        self.disabled = tenant.disabled;
        self.sessions.clear();
        self.sessions.resize(tenant.jobs.len(), Session::default());
        self.tasks.clear();
        self.tasks.resize(tenant.durations.len(), None);
        self.working.clear();
        self.covered_working = 0;
        (self.next_start, self.next_step, self.next_act) = (0, 0, 0);
        self.ends.clear();
        self.retries.clear();
        self.fresh.clear();
        self.again.clear();
        self.local.clear();
        self.draining = None;
        self.control = 0;
    }

    /// Becomes a copy of another state of the same tenant, in the memory that it has.
    pub(super) fn copy(&mut self, other: &State) {
        self.begun = other.begun;
        self.now = other.now;
        self.used = other.used;
        self.disabled = other.disabled;
        self.sessions.clone_from(&other.sessions);
        self.tasks.clone_from(&other.tasks);
        self.working.clone_from(&other.working);
        self.covered_working = other.covered_working;
        self.next_start = other.next_start;
        self.next_step = other.next_step;
        self.next_act = other.next_act;
        self.ends.copy(&other.ends);
        self.retries.copy(&other.retries);
        self.fresh.clone_from(&other.fresh);
        self.again.copy(&other.again);
        self.local.clone_from(&other.local);
        self.draining = other.draining;
        self.control = other.control;
    }

    /// The tasks of the session of a job.
    pub(super) fn tasks_of(&mut self, job: &TenantJob) -> &mut [Option<TaskState>] {
        &mut self.tasks[job.first as usize..(job.first + job.count) as usize]
    }
}

/// The session of a job.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Session {
    pub(super) phase: Phase,
    pub(super) born: Born,
    pub(super) attempt: u32,
    /// No task before this one is pending.
    pub(super) next: u32,
    pub(super) pending: u32,
    pub(super) running: u32,
    /// Its place among those that work.
    pub(super) place: u32,
    /// Failed sessions before it that it heals if it succeeds.
    pub(super) hurt: u32,
    pub(super) codes: Codes,
    pub(super) rule: Option<Rule>,
    /// Whether it stands in a queue for dispatch.
    pub(super) queued: bool,
}

/// Whether a job's session is alive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// It is not.
    #[default]
    Idle,
    /// It works.
    Working,
    /// It failed, and is retried then.
    Waiting(Instant),
}

/// When something is due, of which job, and which of its tasks: one number, as queues compare it
/// more often than anything else is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due(u128);

impl Due {
    pub(super) fn new(at: Instant, job: u32, task: u32) -> Due {
        Due(high(at) | u128::from(job) << 32 | u128::from(task))
    }

    pub(super) fn at(self) -> Instant {
        Instant::from_millis(((self.0 >> 64) as u64 ^ SIGN).cast_signed())
    }

    pub(super) fn job(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub(super) fn task(self) -> u32 {
        self.0 as u32
    }
}

const SIGN: u64 = 1 << 63;

/// An instant as the high half of a number that is ordered as instants are.
fn high(at: Instant) -> u128 {
    u128::from(at.millis().cast_unsigned() ^ SIGN) << 64
}

/// The order in which sessions of a tenant are created, and whose the session is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Born(u128);

impl Born {
    /// A session of this job, made at an instant by a cause.
    pub(super) fn new(at: Instant, cause: Cause, job: u32) -> Born {
        let (kind, first) = match cause {
            Cause::Found(_) => (0_u128, job),
            Cause::ByHand(order) => (1, order),
            Cause::Scheduled(_) => (2, job),
            Cause::Retry(_) => (3, job),
        };
        // Of an instant, 30 bits tell the events by hand apart: more would fill all memory.
        Born(high(at) | kind << 62 | u128::from(first & 0x3fff_ffff) << 32 | u128::from(job))
    }

    /// Whose session it is.
    pub(super) fn job(self) -> u32 {
        self.0 as u32
    }
}

/// Which codes occur among a session's failed tasks.
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

    pub(super) fn has(self, code: FailureCode) -> bool {
        self.0 & Codes::bit(code) != 0
    }

    /// The code of the session: the gravest.
    pub(super) fn first(self) -> Option<FailureCode> {
        match self.0 {
            0 => None,
            bits if bits & 1 != 0 => Some(FailureCode::TenantDisabled),
            bits if bits & 2 != 0 => Some(FailureCode::Maintenance),
            _ => Some(FailureCode::TaskFailed),
        }
    }
}
