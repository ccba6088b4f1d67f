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

pub use check::Checker;
#[cfg(test)]
pub use checked::Event;
pub use checked::{Happening, Job, Policy, Retry, Running, Scenario};
pub use cron::{next_start, starts};
pub use document::{
    Document, EventDoc, JobDoc, ReplicaDoc, RetryDoc, RunningDoc, RunningTaskDoc, ScheduleDoc,
    TaskDoc, TenantDoc, Text,
};
pub use read::{Horizon, Wrong, all_of, check, from_file, read, scenario};
