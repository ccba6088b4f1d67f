//! Pretend: a scenario in, what would happen out, instant by instant.
//!
//! The engine asks the rules and has none of its own. It knows no clock, no storage and no chance:
//! a scenario gives one result. Tenants share nothing but the mode, so each is run by itself once
//! the course of the mode is known.

mod answers;
mod chance;
mod course;
mod details;
mod drains;
mod groups;
mod ledger;
mod life;
mod merge;
mod outcome;
mod plan;
mod policies;
mod preview;
#[cfg(test)]
mod properties;
mod queue;
mod requests;
mod run;
mod sessions;
#[cfg(test)]
mod splitting;
mod state;
mod tenant;
mod tenants;
mod timeline;
mod weighing;

pub use answers::{found, may, may_start, notified, start_now};
pub use chance::{Chances, Drain, Draws, Ranks, Spread, chances};
#[cfg(test)]
pub use course::Window;
pub use details::{SessionRecord, TaskRecord, Wording};
pub use outcome::{Outcome, PolicyRecord, RequestRecord, SkippedRecord, Totals};
pub use plan::{Candidate, Hit, plan};
pub use preview::{By, Drained, Line, everybody, preview};
pub use timeline::{Entry, What, timeline};

use crate::scenario::Scenario;

/// How much of what happens is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Windows, counts and rules of policies: what a preview needs.
    Counts,
    /// Those, and the sessions that ran at the start with their tasks.
    Found,
    /// Every session with its tasks, changes of policies, requests and skipped starts, too.
    Everything,
}

/// Simulates a scenario from its start to its horizon, or until nothing is left to happen.
pub fn simulate(scenario: &Scenario, keep: Keep) -> Outcome {
    let course = course::Course::of(scenario);
    let runs = tenants::run_all(scenario, &course, keep);
    outcome::gather(scenario, &course, runs, keep)
}
