//! Pretend: a scenario in, what would happen out, instant by instant.
//!
//! The engine asks the rules and has none of its own. It knows no clock, no storage and no chance:
//! a scenario gives one result. Tenants share nothing but the mode, so each is run by itself once
//! the course of the mode is known.

mod details;
mod drain_times;
mod groups;
mod merge;
mod mode_timeline;
mod monte_carlo;
mod outcome;
mod policies;
mod policy;
#[cfg(test)]
mod properties;
mod queue;
mod requests;
mod sessions;
#[cfg(test)]
mod splitting;
mod summary;
mod tenant;
mod tenant_run;
mod tenant_state;
mod tenants;
mod timeline;
mod trace;
mod window_harm;
mod window_search;

pub use crate::simulator::details::{SessionRecord, TaskRecord, Wording};
#[cfg(test)]
pub use crate::simulator::mode_timeline::Window;
pub use crate::simulator::monte_carlo::{Drain, Draws, MonteCarlo, Ranks, Spread, chances};
pub use crate::simulator::outcome::{Outcome, PolicyRecord, RequestRecord, SkippedRecord, Totals};
pub use crate::simulator::summary::{By, Drained, Line, everybody, preview};
pub use crate::simulator::timeline::{Entry, What, timeline};
pub use crate::simulator::window_search::{Candidate, Hit, plan};

use crate::scenario::Model;

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
pub fn simulate(scenario: &Model, keep: Keep) -> Outcome {
    let course = mode_timeline::ModeTimeline::of(scenario);
    let runs = tenants::run_all(scenario, &course, keep);
    outcome::gather(scenario, &course, runs, keep)
}
