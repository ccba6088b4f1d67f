//! Scenario: a night described in a document, read, checked and laid out for the engine.

mod check;
mod checked;
mod cron;
mod document;
mod events;
mod read;
mod running;

pub use checked::{Event, Happening, Job, Policy, Retry, Running, RunningTask, Scenario, Tenant};
pub use document::{
    Document, EventDoc, JobDoc, ReplicaDoc, RetryDoc, RunningDoc, RunningTaskDoc, ScheduleDoc,
    TaskDoc, TenantDoc, Text,
};
pub use read::{Wrong, check, read};
