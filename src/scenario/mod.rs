//! Scenario: a night described in a document, read, checked and laid out for the engine.

mod check;
mod checked;
mod cron;
mod document;
mod events;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
pub mod random;
mod read;
mod running;

pub use checked::{Happening, Job, Policy, Retry, Running, Scenario};
pub use cron::{next_start, starts};
pub use document::{
    Document, EventDoc, JobDoc, ReplicaDoc, RetryDoc, RunningDoc, RunningTaskDoc, ScheduleDoc,
    TaskDoc, TenantDoc, Text,
};
pub use read::{Wrong, check, read};
