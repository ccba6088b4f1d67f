//! Checked: a scenario laid out for the engine: indices for names, flat arrays, integers for time.

use std::ops::Range;

use crate::domain::control::OnExpiry;
use crate::domain::{
    Access, Coverage, FailureCode, Instant, JobType, Mode, Operation, Product, Service, Side, Span,
    Target, TaskState, Template, coverage,
};
use crate::scenario::texts::Texts;

/// A scenario without mistakes. Indices into its arrays are `u32`, and valid.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The instant at which the simulation starts.
    pub start: Instant,
    /// The horizon: the last instant that is simulated.
    pub end: Option<Instant>,
    /// The mode at the start.
    pub mode: Mode,
    /// When the mode that is on at the start ends by itself.
    pub until: Option<Instant>,
    /// Whether the mode ends by itself at its planned end: it does in every document; a store may
    /// hold it on until somebody ends it.
    pub on_expiry: OnExpiry,
    /// Why there is maintenance.
    pub reason: Box<str>,
    /// The Cloud Connect Service at the start.
    pub service: Service,
    /// Texts of the notification; the first is the one at the start.
    pub messages: Vec<Template>,
    /// Tenants: those listed first, then those that only jobs name, each in order of appearance.
    pub tenants: Vec<IndexedTenant>,
    /// Jobs and policies, in the order of the file.
    pub jobs: Vec<IndexedJob>,
    /// Durations of all tasks of all jobs; a job holds a range of it.
    pub durations: Vec<Span>,
    /// Whether the same tasks end in an error of their own.
    pub task_fails: Vec<bool>,
    /// Names of the same tasks.
    pub task_names: Texts,
    /// What the same tasks took in past sessions.
    pub recorded: Recorded,
    /// Starts of all jobs; a job holds a range of it: ordered, each once, from start to horizon.
    pub starts: Vec<Instant>,
    /// Events in the order in which they happen, from the start on.
    pub events: Vec<Event>,
    /// Replicas in failover at the start.
    pub replicas: Vec<(u32, Box<str>)>,
}

/// What tasks took in past sessions, laid out flat.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// Where those of each task begin; it reaches as far as tasks have some.
    bounds: Vec<u32>,
    took: Vec<Span>,
}

impl Recorded {
    /// What a task took in past sessions, by its index among all tasks; empty where nothing is
    /// recorded.
    pub fn of(&self, task: u32) -> &[Span] {
        let at = task as usize;
        match (self.bounds.get(at), self.bounds.get(at + 1)) {
            (Some(from), Some(to)) => &self.took[*from as usize..*to as usize],
            (None | Some(_), None) | (None, Some(_)) => &[],
        }
    }

    /// Whether nothing is recorded of any task.
    pub fn is_empty(&self) -> bool {
        self.took.is_empty()
    }

    /// Adds what a task took; tasks come in order, each once at most.
    pub(super) fn push(&mut self, task: u32, took: &[Span]) {
        let end = |took: &Vec<Span>| u32::try_from(took.len()).unwrap_or(u32::MAX);
        self.bounds.resize(task as usize + 1, end(&self.took));
        self.took.extend_from_slice(took);
        self.bounds.push(end(&self.took));
    }
}

/// A tenant.
#[derive(Debug, Clone)]
pub struct IndexedTenant {
    /// Its name.
    pub name: Box<str>,
    /// Whether it may use the cloud at the start.
    pub access: Access,
    /// How many tasks may run at once against the cloud over all its jobs; `None`: no limit.
    pub slots: Option<u32>,
}

/// A job or policy.
#[derive(Debug, Clone)]
pub struct IndexedJob {
    /// Its name.
    pub name: Box<str>,
    /// Whose it is.
    pub tenant: u32,
    /// What it does.
    pub job_type: JobType,
    /// Where it writes to.
    pub target: Target,
    /// How many tasks of one session may run at once.
    pub slots: u32,
    /// Where its tasks lie.
    pub tasks: Range<u32>,
    /// Where its starts lie.
    pub starts: Range<u32>,
    /// Automatic retries.
    pub retry: Option<IndexedRetry>,
    /// A session that runs at the start.
    pub running: Option<Box<IndexedSession>>,
    /// What only policies have; `None` for a job with sessions.
    pub policy: Option<IndexedPolicy>,
}

impl IndexedJob {
    /// How far the mode reaches into this job.
    pub fn coverage(&self) -> Coverage {
        coverage(self.job_type.class(), self.target)
    }
}

/// Automatic retries of a failed session.
#[derive(Debug, Clone, Copy)]
pub struct IndexedRetry {
    /// How many at most.
    pub times: u32,
    /// How long after the failure.
    pub wait: Span,
}

/// What only policies have.
#[derive(Debug, Clone, Copy)]
pub struct IndexedPolicy {
    /// What the initial synchronisation still takes; `None`: it has completed.
    pub initial_sync: Option<Span>,
    /// Whether it exists from the start on, or from an event on.
    pub created_by_event: bool,
}

/// A session that runs at the start.
#[derive(Debug, Clone)]
pub struct IndexedSession {
    /// When it began.
    pub started: Instant,
    /// Which attempt it is.
    pub attempt: u32,
    /// Its tasks in the order of the job.
    pub tasks: Vec<IndexedTask>,
}

/// A task of a session that runs at the start.
#[derive(Debug, Clone, Copy)]
pub struct IndexedTask {
    /// Its index among all tasks of the scenario.
    pub task: u32,
    /// Where it stands.
    pub state: TaskState,
    /// When it began, if it did.
    pub started: Option<Instant>,
    /// When it ended, if it has.
    pub ended: Option<Instant>,
    /// Why it failed, if it did.
    pub code: Option<FailureCode>,
}

/// Something that happens to the server, a tenant or a job.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// What.
    pub what: Happening,
}

/// What happens.
#[derive(Debug, Clone)]
pub enum Happening {
    /// The mode is switched on, or its planned end changed.
    Enable {
        /// When it ends by itself.
        until: Option<Instant>,
    },
    /// The mode is switched off.
    Disable,
    /// The notification changes; an index into `messages`.
    SetMessage(u32),
    /// The Cloud Connect Service starts or stops.
    Service(Service),
    /// A tenant is disabled or enabled.
    Tenant(u32, Access),
    /// A session of a job is started by hand.
    Start(u32),
    /// A policy is created.
    CreatePolicy(u32),
    /// A policy is disabled.
    DisablePolicy(u32),
    /// A policy is enabled.
    EnablePolicy(u32),
    /// A policy is deleted.
    DeletePolicy(u32),
    /// A replica of a tenant enters failover.
    Failover(u32, Box<str>),
    /// Somebody asks for an operation.
    Request(Box<Request>),
}

/// Somebody asks for an operation.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose backups or replicas it is about.
    pub tenant: u32,
    /// What is asked for.
    pub operation: Operation,
    /// Who asks.
    pub by: Side,
    /// The replica, for operations that finish a failover.
    pub replica: Option<Box<str>>,
    /// The agent that restores, for `restore-agent`.
    pub product: Option<Product>,
}
