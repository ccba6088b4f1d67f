//! Decide: the words of the field and the rules of maintenance mode, pure and total.

mod job;
mod message;
mod mode;
mod operation;
mod policy;
mod rulebook;
mod rules;
mod session;
pub(crate) mod spelling;
mod time;
mod verdict;

pub use job::{Class, Coverage, JobType, Target};
pub use message::{ADVISED_LENGTH, DEFAULT_REASON, DEFAULT_TEXT, Template, TemplateError, Words};
pub use mode::{Access, Mode, Service};
pub use operation::{Operation, Product, Replica, Side};
pub use policy::PolicyStatus;
pub use rulebook::{Rule, decision_tables};
pub use rules::{Notice, come_up, coverage, notice, processes, request, start, switched_on, terminates};
pub use session::{RunState, SessionResult, TaskState};
pub(crate) use spelling::spelled;
pub use spelling::{Spelled, UnknownSpelling};
pub use time::{Instant, Span, TimeError};
pub use verdict::{Answer, Code, Verdict};
