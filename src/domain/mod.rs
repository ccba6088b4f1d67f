//! Decide: the words of the field and the rules of maintenance mode, pure and total.

pub mod control;
pub mod facts;
mod job;
mod message;
mod mode;
mod operation;
mod policy;
mod quoted;
mod rulebook;
mod rules;
mod session;
pub(crate) mod spelling;
mod time;
mod verdict;
mod when;
mod zone;

#[cfg(test)]
pub use job::Class;
pub use job::{Coverage, JobType, Target};
pub use message::{DEFAULT_REASON, Template, Words};
pub use mode::{Access, Mode, Service};
pub use operation::{Operation, Product, Replica, Side};
pub use policy::PolicyStatus;
pub use quoted::{Quoted, SHOWN};
pub use rulebook::{Rule, decision_tables};
pub use rules::{
    Notice, come_up, coverage, notice, processes, request, start, switched_on, terminates,
};
pub use session::{KnownResult, RunState, SessionResult, TaskState};
pub use spelling::Spelled;
pub(crate) use spelling::spelled;
pub use time::{Instant, Span};
pub use verdict::{Answer, Code, Verdict};
pub use when::{Look, When};
pub use zone::zone_named;
