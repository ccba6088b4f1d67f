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
#[cfg(test)]
pub use document::RunningTaskDoc;
pub use document::{Document, EventDoc, JobDoc, ReplicaDoc, RunningDoc, TenantDoc, Text};
pub use read::{Wrong, check, read};
