//! Scenario: a night described in a document, read, checked and laid out for the engine.

mod check;
mod checked;
mod cron;
mod cursor;
#[cfg(test)]
pub mod damage;
mod document;
mod events;
mod jobs;
#[cfg(test)]
mod mistakes;
mod names;
mod owned;
#[cfg(test)]
pub mod random;
mod read;
mod running;
mod stream;
mod texts;
mod window;

pub use crate::scenario::check::Checker;
#[cfg(test)]
pub use crate::scenario::checked::Event;
pub use crate::scenario::checked::{
    Happening, IndexedJob, IndexedPolicy, IndexedRetry, IndexedSession, Scenario,
};
pub use crate::scenario::cron::{next_start, starts};
pub use crate::scenario::document::{
    Document, EventDoc, JobDoc, ReplicaDoc, RetryDoc, RunningDoc, RunningTaskDoc, ScheduleDoc,
    TaskDoc, TenantDoc, Text,
};
pub use crate::scenario::read::{Horizon, Wrong, all_of, check, from_file, read, scenario};
