//! Decide: the words of the field and the rules of maintenance mode, pure and total.

pub mod control;
pub mod facts;
mod job;
mod message;
mod mode;
mod operation;
mod phrase;
mod policy;
mod quoted;
mod rule;
mod rules;
mod session;
pub(crate) mod spelling;
mod time;
mod verdict;
mod when;
mod zone;

#[cfg(test)]
pub use crate::domain::job::Class;
pub use crate::domain::job::{Coverage, JobType, Target};
pub use crate::domain::message::{DEFAULT_REASON, Template, Words};
pub use crate::domain::mode::{Access, Mode, Service};
pub use crate::domain::operation::{Operation, Product, Replica, Side};
pub use crate::domain::phrase::{plural, rough};
pub use crate::domain::policy::PolicyStatus;
pub use crate::domain::quoted::{Quoted, SHOWN};
pub use crate::domain::rule::{Rule, decision_tables};
pub use crate::domain::rules::{
    Notice, come_up, coverage, notice, processes, request, start, switched_on, terminates,
};
pub use crate::domain::session::{KnownResult, RunState, SessionResult, TaskState};
pub use crate::domain::spelling::Spelled;
pub(crate) use crate::domain::spelling::spelled;
pub use crate::domain::time::{Instant, Span};
pub use crate::domain::verdict::{Answer, FailureCode, Verdict};
pub use crate::domain::when::{Look, When};
pub use crate::domain::zone::zone_named;
