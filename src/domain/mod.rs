//! Words of the field and rules of maintenance mode, without any input, output or clock.

mod decision_tables;
mod job;
mod job_run;
pub mod maintenance;
mod message;
mod operation;
mod phrase;
mod placeholders;
mod rule;
mod rules;
mod session;
pub(crate) mod spelling;
mod tenant;
mod time;
mod verdict;
mod when;
mod zone;

pub use crate::domain::decision_tables::decision_tables;
#[cfg(test)]
pub use crate::domain::job::Class;
pub use crate::domain::job::{
    Coverage, DurationSource, Job, JobType, PolicySettings, PolicyStatus, RecordedDuration, Retry,
    Schedule, Target, Task, has_covered_sessions, median,
};
pub use crate::domain::job_run::{
    JobRun, LOOK_AHEAD, RunCounts, RunEffect, RunOutcome, RunProgress,
};
pub use crate::domain::maintenance::{Maintenance, Mode, OnExpiry, Service};
pub use crate::domain::message::{DEFAULT_REASON, DEFAULT_TEXT, PlaceholderValues, Template};
pub use crate::domain::operation::{Operation, Product, ReplicaState, Side};
pub use crate::domain::phrase::{Quoted, SHOWN, delay, plural, rough};
pub use crate::domain::placeholders::{Mistake, MistakeKind, Piece, pieces};
pub use crate::domain::rule::{FailureCode, Rule};
pub use crate::domain::rules::{
    notify, on_enable, processes, request, start_session, start_task, terminates,
};
pub use crate::domain::session::{
    Ended, ObservedResult, Origin, Session, SessionResult, SessionState, SessionTask, TaskState,
};
pub use crate::domain::spelling::Spelled;
pub(crate) use crate::domain::spelling::spelled;
pub use crate::domain::tenant::{Access, Tenant};
pub use crate::domain::time::{Instant, Span};
pub use crate::domain::verdict::{Verdict, VerdictKind, decision_behind};
pub use crate::domain::when::{Toward, When};
pub use crate::domain::zone::zone_named;
