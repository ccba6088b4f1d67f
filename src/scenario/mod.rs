//! Scenarios: a server, its tenants and jobs at one instant, and the events that follow.
//!
//! A [`Scenario`] comes from a JSON file, from the store or from a test. [`Model::new`] checks it and
//! indexes it for the simulator.

mod batch;
mod cron;
#[cfg(test)]
pub mod damage;
mod event;
mod format;
#[cfg(test)]
mod mistakes;
mod model;
mod model_builder;
mod model_checks;
mod model_events;
#[cfg(test)]
pub mod random;
mod read;
mod until_switch;

use std::fmt;

use smol_str::SmolStr;

use crate::domain::{
    FailureCode, Instant, Job, Mode, OnExpiry, Service, SessionTask, Span, Tenant,
};
pub use crate::scenario::cron::{LAST_SCHEDULED_YEAR, next_start, starts};
pub use crate::scenario::event::{Action, Event, JobName, PolicyAction, Request};
pub use crate::scenario::model::{Model, ModelJob, ModelRetry, ModelSession, ModelTask};
pub use crate::scenario::model_builder::ModelBuilder;
pub use crate::scenario::read::{ScenarioReader, all_of, read};

type Checked<T> = Result<T, ScenarioError>;

/// Everything that a simulation starts from, with names; nothing of it is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    pub start: Instant,
    /// The horizon: the last instant that is simulated.
    pub end: Option<Instant>,
    /// The mode at the start.
    pub mode: Mode,
    /// The planned end of a maintenance that is on at the start.
    pub until: Option<Instant>,
    /// What happens at a planned end; not part of the format, where every planned end disables.
    pub on_expiry: OnExpiry,
    /// The notification; `None`: the default text.
    pub message: Option<String>,
    /// Why there is maintenance; `None`: the default reason.
    pub reason: Option<String>,
    pub service: Service,
    pub replicas_in_failover: Vec<Replica>,
    /// Tenants; one that only jobs name is enabled and has no limit.
    pub tenants: Vec<Tenant>,
    pub jobs: Vec<ScenarioJob>,
    pub events: Vec<Event>,
}

impl Scenario {
    /// A scenario in which nothing is known but its start.
    pub fn new(start: Instant) -> Scenario {
        Scenario {
            start,
            end: None,
            mode: Mode::Active,
            until: None,
            on_expiry: OnExpiry::Disable,
            message: None,
            reason: None,
            service: Service::Running,
            replicas_in_failover: Vec::new(),
            tenants: Vec::new(),
            jobs: Vec::new(),
            events: Vec::new(),
        }
    }
}

/// A replica that is in failover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replica {
    pub tenant: String,
    pub name: String,
}

/// A job with what only a scenario says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioJob {
    pub job: Job,
    /// The session that runs at the start.
    pub running: Option<Running>,
    /// The retry that a failed session waits for; not part of the format.
    pub waiting: Option<Waiting>,
    /// Whether a policy does not exist until an event creates it.
    pub created_by_event: bool,
}

impl From<Job> for ScenarioJob {
    fn from(job: Job) -> ScenarioJob {
        ScenarioJob { job, running: None, waiting: None, created_by_event: false }
    }
}

/// A session that runs at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    pub started: Instant,
    pub attempt: u32,
    pub tasks: Vec<SessionTask>,
    /// Its place in the order of creation, before that of jobs; not part of the format, where all
    /// are equal.
    pub place: u32,
}

/// A retry that is due after the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub at: Instant,
    /// When maintenance first refused one of the tasks; if it refused none, when the session ended.
    pub refused_at: Instant,
    /// The number of the attempt that failed.
    pub attempt: u32,
    /// The tasks that failed, and why.
    pub tasks: Vec<(SmolStr, FailureCode)>,
}

/// Where a scenario ends.
#[derive(Debug, Clone, Copy)]
pub enum Horizon {
    /// Where it says itself; if it does not, when nothing is left to happen.
    Open,
    /// This long after its start, whatever it says itself.
    After(Span),
    /// This long after its start, if it does not say.
    OpenFor(Span),
    /// Then, but not before its start, if it does not say.
    OpenUntil(Instant),
}

impl Horizon {
    /// Sets the end of a scenario.
    pub fn apply(self, scenario: &mut Scenario) {
        let start = scenario.start;
        let end = match self {
            Horizon::Open => return,
            Horizon::After(span) => start + span,
            Horizon::OpenFor(span) => scenario.end.unwrap_or(start + span),
            Horizon::OpenUntil(end) => scenario.end.unwrap_or(end.max(start)),
        };
        scenario.end = Some(end.min(Instant::LAST.max(start)));
    }
}

/// A mistake in a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// The place, as in `jobs[3].tasks[0].duration`.
    pub place: String,
    pub what: String,
}

impl ScenarioError {
    fn new(place: impl Into<String>, what: impl fmt::Display) -> ScenarioError {
        ScenarioError { place: place.into(), what: what.to_string() }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for ScenarioError {}

#[cfg(test)]
mod tests {
    use crate::domain::{Instant, Span};
    use crate::scenario::{Horizon, Scenario};

    #[test]
    fn a_horizon_replaces_the_end_or_only_adds_one() {
        #[track_caller]
        fn case(end: Option<&str>, horizon: Horizon, want: Option<&str>) {
            let parse = |text| Instant::parse(text).unwrap();
            let mut scenario = Scenario::new(parse("2026-11-23T20:00:00Z"));
            scenario.end = end.map(parse);
            horizon.apply(&mut scenario);
            assert_eq!(scenario.end, want.map(parse), "{end:?} {horizon:?}");
        }
        let (hour, day) = (Span::from_secs(3600), Some("2026-11-24T20:00:00Z"));
        let soon = Some("2026-11-23T21:00:00Z");
        let until = Instant::parse("2026-11-23T21:00:00Z").unwrap();
        case(None, Horizon::Open, None);
        case(day, Horizon::Open, day);
        case(None, Horizon::After(hour), soon);
        case(day, Horizon::After(hour), soon);
        case(None, Horizon::OpenFor(hour), soon);
        case(day, Horizon::OpenFor(hour), day);
        case(None, Horizon::OpenUntil(until), soon);
        case(None, Horizon::OpenUntil(until - hour - hour), Some("2026-11-23T20:00:00Z"));
        case(day, Horizon::OpenUntil(until), day);
        let far = Horizon::After(Span::from_secs(i64::from(u32::MAX) * 100));
        case(None, far, Some("9999-12-30T22:00:00.999Z"));
    }
}
