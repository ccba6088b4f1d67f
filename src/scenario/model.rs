//! The model that the simulator runs: a scenario without mistakes, with indices for names.

use std::ops::Range;

use hashbrown::HashMap;
use jiff::tz::TimeZone;

use crate::domain::{
    Coverage, DurationSource, FailureCode, Instant, JobType, Mode, OnExpiry, PolicySettings, Retry,
    Service, Span, Target, TaskState, Template, Tenant,
};
use crate::scenario::event::Event;

/// A scenario without mistakes, laid out in little memory. Its indices are `u32`, and valid.
#[derive(Debug, Clone)]
pub struct Model {
    pub start: Instant,
    /// The horizon: the last instant that is simulated.
    pub end: Option<Instant>,
    /// Whether the last instant is cut after its ends and events, before its starts.
    pub stops_before_starts: bool,
    /// The mode at the start.
    pub mode: Mode,
    /// When the maintenance began that is on at the start, if that is known; a task that was refused
    /// earlier is none of its harm.
    pub since: Option<Instant>,
    /// The planned end of a maintenance that is on at the start.
    pub until: Option<Instant>,
    /// What happens at a planned end.
    pub on_expiry: OnExpiry,
    /// The maintenance that is asked about: the one that is on at this instant; `None`: all are.
    pub asked: Option<Instant>,
    pub reason: String,
    pub service: Service,
    /// Notifications; the first is the one at the start.
    pub messages: Vec<Template>,
    /// Tenants: those listed first, then those that only jobs name, each in order of appearance.
    pub tenants: Vec<Tenant>,
    /// Jobs and policies, in the order of the scenario.
    pub jobs: Vec<ModelJob>,
    /// The durations of the tasks of all jobs; each job holds a range.
    pub durations: Vec<Span>,
    /// Whether the same tasks end in an error of their own.
    pub task_fails: Vec<bool>,
    pub(super) task_names: TaskNames,
    /// What the tasks took in past sessions, by index, for those of which it is recorded.
    pub(super) recorded: HashMap<u32, Vec<Span>>,
    /// The starts of all jobs; each job holds a range: in order, each once, from start to end.
    pub starts: Vec<Instant>,
    /// Events in the order in which they happen, from the start on.
    pub events: Vec<Event<u32, u32, u32>>,
    /// Replicas in failover at the start, as (tenant, replica).
    pub replicas: Vec<(u32, String)>,
    /// The zone of planned ends in notifications; `None`: UTC in RFC 3339.
    pub zone: Option<TimeZone>,
}

#[derive(Debug, Clone)]
pub struct ModelJob {
    pub name: Box<str>,
    pub tenant: u32,
    pub job_type: JobType,
    pub target: Target,
    pub slots: u32,
    /// Where its tasks lie.
    pub tasks: Range<u32>,
    /// Where the planned durations come from.
    pub durations: DurationSource,
    /// Where its starts lie.
    pub starts: Range<u32>,
    pub retry: Option<Retry>,
    /// Whether it does not start by itself.
    pub is_disabled: bool,
    /// Whether it is known when it starts: by a schedule, at an instant that has not passed, or never.
    pub has_known_starts: bool,
    /// The retry that a failed session waits for at the start.
    pub waiting: Option<Box<ModelRetry>>,
    pub policy: Option<PolicySettings>,
    /// The session that runs at the start.
    pub running: Option<Box<ModelSession>>,
    /// Whether a policy does not exist until an event creates it.
    pub created_by_event: bool,
}

impl ModelJob {
    pub fn coverage(&self) -> Coverage {
        self.job_type.coverage(self.target)
    }
}

/// The names of the tasks of all jobs, one after the other in one text: there are many, and few are
/// ever shown.
#[derive(Debug, Clone, Default)]
pub(super) struct TaskNames {
    text: String,
    /// Where each name ends.
    ends: Vec<usize>,
}

impl TaskNames {
    pub(super) fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, at: u32) -> &str {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }
}

/// A retry that is due after the start.
#[derive(Debug, Clone)]
pub struct ModelRetry {
    pub at: Instant,
    /// When maintenance first refused one of the tasks; if it refused none, when the session ended.
    pub refused_at: Instant,
    /// The number of the attempt that failed.
    pub attempt: u32,
    /// The tasks that failed, as indices into the tasks of the job, and why.
    pub tasks: Vec<(u32, FailureCode)>,
}

/// A session that runs at the start.
#[derive(Debug, Clone)]
pub struct ModelSession {
    pub started: Instant,
    pub attempt: u32,
    /// Its tasks in the order of the job.
    pub tasks: Vec<ModelTask>,
    /// Its place in the order of creation, before that of jobs.
    pub place: u32,
}

/// A task of a session that runs at the start.
#[derive(Debug, Clone, Copy)]
pub struct ModelTask {
    /// The task, as an index into the tasks of the job.
    pub task: u32,
    pub state: TaskState,
    pub started: Option<Instant>,
    pub ended: Option<Instant>,
    pub code: Option<FailureCode>,
}

impl Model {
    /// The name of a job, and that of its tenant.
    pub fn names(&self, job: u32) -> (&str, &str) {
        let job = &self.jobs[job as usize];
        (&job.name, &self.tenants[job.tenant as usize].name)
    }

    /// The name of a task of a job.
    pub fn task_name(&self, job: u32, task: u32) -> &str {
        self.task_names.get(self.jobs[job as usize].tasks.start + task)
    }

    /// The planned duration of a task of a job.
    pub fn duration(&self, job: u32, task: u32) -> Span {
        self.durations[(self.jobs[job as usize].tasks.start + task) as usize]
    }

    /// What a task took in past sessions, by its index among all tasks.
    pub fn recorded(&self, task: u32) -> &[Span] {
        self.recorded.get(&task).map_or(&[], |took| took)
    }

    pub fn has_recorded(&self) -> bool {
        !self.recorded.is_empty()
    }
}
