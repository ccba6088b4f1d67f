//! The outcome of a simulation: windows, counts, sessions, policies and requests.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::ops::Range;

use crate::domain::{
    FailureCode, Instant, Operation, PlaceholderValues, PolicyStatus, Product, Rule, RunCounts,
    SessionResult, SessionState, Side, TaskState, VerdictKind,
};
use crate::scenario::Model;
use crate::simulator::mode_timeline::{Control, HarmedBy, Window};

/// How much of a simulation is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Windows, counts and the rules of policies.
    Counts,
    /// The same, and the sessions that ran at the start with their tasks.
    Found,
    /// The same, and all sessions, changes of policies, requests and skipped starts.
    Everything,
}

pub struct Outcome {
    pub start: Instant,
    /// The last instant at which something was due.
    pub end: Instant,
    /// Each time that the mode was on.
    pub windows: Vec<Window>,
    /// Counts by job.
    pub totals: Vec<Totals>,
    /// How windows were drained of the sessions of each tenant. If only counts are kept, this holds
    /// the first window and the last one of each tenant.
    pub drains: Vec<TenantDrain>,
    /// Policies in the order of creation.
    pub policies: Vec<PolicyRecord>,
    /// Sessions in the order of creation.
    pub sessions: Vec<SessionRecord>,
    /// Tasks; each session holds a range of them.
    pub tasks: Vec<TaskRecord>,
    pub requests: Vec<RequestRecord>,
    /// Starts that did not happen, in order.
    pub skipped: Vec<SkippedRecord>,
    /// What maintenance does to runs that is not asked about.
    pub other_harm: BTreeMap<HarmedBy, RunCounts>,
    /// The window that is asked about, as an index; `None`: all are.
    pub asked: Option<u32>,
    pub(super) controls: Vec<Control>,
}

impl Outcome {
    /// The window that is asked about, or the first of all.
    pub fn asked_window(&self) -> Option<Window> {
        self.windows.get(self.asked.unwrap_or(0) as usize).copied()
    }

    /// The tasks of a session.
    pub fn tasks_of(&self, session: &SessionRecord) -> &[TaskRecord] {
        &self.tasks[session.tasks.start as usize..session.tasks.end as usize]
    }

    /// The notification as it was worded at its moment, for a job.
    pub fn text(&self, model: &Model, job: u32, wording: Wording) -> String {
        let control = &self.controls[wording.control()];
        let (job, tenant) = model.names(job);
        model.messages[control.message as usize].render(PlaceholderValues {
            tenant,
            job,
            until: control.until,
            zone: model.zone.as_ref(),
            reason: &model.reason,
        })
    }
}

/// A window that found covered sessions of a tenant running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenantDrain {
    pub tenant: u32,
    pub window: u32,
    /// When the last of these sessions ended; `None`: not before the window did.
    pub drained_at: Option<Instant>,
}

/// Counts of sessions and tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// All sessions, including those that are working at the end.
    pub sessions: u32,
    pub succeeded: u32,
    pub failed: u32,
    /// Sessions that are working at the end.
    pub working: u32,
    /// Sessions with the code `maintenance`: those cut and those refused.
    pub failed_by_maintenance: u32,
    /// Sessions that the mode refused at their start.
    pub refused: u32,
    /// Sessions that lost tasks to the mode while they ran.
    pub cut: u32,
    /// Sessions failed by maintenance of which a later retry succeeded.
    pub healed: u32,
    /// Runs, each a start with its retries, and what the maintenance asked about does to them.
    pub runs: RunCounts,
    /// Sessions that failed since their tenant was disabled.
    pub tenant_disabled: u32,
    pub tasks_succeeded: u32,
    /// Tasks that the mode refused.
    pub tasks_failed_by_maintenance: u32,
}

impl Totals {
    /// Counts a session that ended.
    pub(super) fn count_end(&mut self, code: Option<FailureCode>, rule: Option<Rule>) {
        match code {
            None => self.succeeded += 1,
            Some(FailureCode::TaskFailed) => self.failed += 1,
            Some(FailureCode::TenantDisabled) => {
                self.failed += 1;
                self.tenant_disabled += 1;
            }
            Some(FailureCode::Maintenance) => {
                self.failed += 1;
                self.failed_by_maintenance += 1;
                if rule == Some(Rule::RefuseNewSession) {
                    self.refused += 1;
                } else {
                    self.cut += 1;
                }
            }
        }
    }

    pub fn add(&mut self, other: &Totals) {
        self.sessions += other.sessions;
        self.succeeded += other.succeeded;
        self.failed += other.failed;
        self.working += other.working;
        self.failed_by_maintenance += other.failed_by_maintenance;
        self.refused += other.refused;
        self.cut += other.cut;
        self.healed += other.healed;
        self.runs.add(&other.runs);
        self.tenant_disabled += other.tenant_disabled;
        self.tasks_succeeded += other.tasks_succeeded;
        self.tasks_failed_by_maintenance += other.tasks_failed_by_maintenance;
    }
}

#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// The job, as an index.
    pub job: u32,
    /// 0, or the number of the retry.
    pub attempt: u32,
    pub started: Instant,
    pub ended: Option<Instant>,
    /// `None` while the session is working.
    pub result: Option<SessionResult>,
    pub code: Option<FailureCode>,
    pub rule: Option<Rule>,
    /// The notification in its statistics.
    pub wording: Option<Wording>,
    /// Where its tasks lie.
    pub tasks: Range<u32>,
    pub(super) order: Order,
}

impl SessionRecord {
    /// A working session without tasks.
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

    /// Whether it was running at the start.
    pub fn ran_already(&self) -> bool {
        matches!(self.order.cause, Cause::RanAlready(..))
    }

    pub fn state(&self) -> SessionState {
        match self.result {
            None => SessionState::Working,
            Some(_) => SessionState::Stopped,
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct TaskRecord {
    /// The task, as an index into the tasks of its job.
    pub task: u32,
    pub state: TaskState,
    pub code: Option<FailureCode>,
    pub started: Option<Instant>,
    pub ended: Option<Instant>,
    /// The notification that it carries.
    pub wording: Option<Wording>,
}

impl TaskRecord {
    pub(super) fn pending(task: u32) -> TaskRecord {
        let state = TaskState::Pending;
        TaskRecord { task, state, code: None, started: None, ended: None, wording: None }
    }
}

/// The notification as it was worded under one control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording(NonZeroU32);

impl Wording {
    pub(super) fn of(control: u32) -> Option<Wording> {
        NonZeroU32::new(control.saturating_add(1)).map(Wording)
    }

    fn control(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The place of a session, or of a skipped start, in the order of creation over all tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order {
    pub(super) at: Instant,
    pub(super) cause: Cause,
}

/// What creates sessions, in the order in which it does so at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// It ran at the start; by its place in the order of creation, then by job.
    RanAlready(u32, u32),
    /// It was started by hand; by event.
    ByHand(u32),
    /// By job.
    Scheduled(u32),
    /// By job.
    Retry(u32),
}

/// What a policy shows and does from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyChange {
    pub at: Instant,
    pub status: PolicyStatus,
    pub processing: bool,
}

#[derive(Debug, Clone)]
pub struct PolicyRecord {
    /// The policy, as an index into the jobs.
    pub job: u32,
    /// The rule that was applied last.
    pub rule: Option<Rule>,
    /// Its changes, the first of which is its beginning; empty if only counts are kept.
    pub changes: Vec<PolicyChange>,
}

#[derive(Debug, Clone)]
pub struct RequestRecord {
    pub at: Instant,
    pub tenant: u32,
    pub operation: Operation,
    pub by: Side,
    pub replica: Option<String>,
    pub product: Option<Product>,
    pub verdict: VerdictKind,
    pub code: Option<FailureCode>,
    pub rule: Option<Rule>,
}

/// A start that did not happen, since a session of the job was working.
#[derive(Debug, Clone, Copy)]
pub struct SkippedRecord {
    pub job: u32,
    pub at: Instant,
}
