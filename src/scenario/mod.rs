//! Scenario: a night described in a document, read, checked and laid out for the engine.

mod check;
mod checked;
mod cron;
mod cursor;
mod document;
mod events;
mod jobs;
#[cfg(test)]
mod mistakes;
mod names;
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
pub use document::{Document, JobDoc, TaskDoc, Text};
#[cfg(test)]
pub use document::{EventDoc, RunningDoc, RunningTaskDoc};
pub use read::{Horizon, Wrong, from_file, scenario};
#[cfg(test)]
pub use read::{check, read};
