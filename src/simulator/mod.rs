//! The simulator: what happens to a model, instant by instant.
//!
//! It asks the rules of the domain and has none of its own. It is deterministic: a model has one
//! outcome. Tenants share nothing but the mode, so each is run by itself along the timeline of the
//! mode.

mod drain_times;
mod groups;
mod mode_timeline;
mod monte_carlo;
mod outcome;
mod policies;
#[cfg(test)]
mod properties;
mod requests;
mod sessions;
#[cfg(test)]
mod splitting;
mod summary;
mod tenant_plan;
mod tenant_run;
mod tenant_state;
mod tenants;
mod timeline;
mod trace;
mod window_harm;
mod window_search;

pub use crate::simulator::mode_timeline::{HarmedBy, Window};
pub use crate::simulator::monte_carlo::{DrainTime, Draws, MonteCarlo, Ranks, Spread, monte_carlo};
#[cfg(test)]
pub use crate::simulator::outcome::TenantDrain;
pub use crate::simulator::outcome::{
    Keep, Outcome, PolicyRecord, RequestRecord, SessionRecord, SkippedRecord, TaskRecord, Wording,
};
pub use crate::simulator::summary::{By, Drained, Line, preview};
pub use crate::simulator::timeline::{Entry, What, timeline};
pub use crate::simulator::window_search::{AffectedTenant, Candidate, best_windows};

use crate::scenario::Model;
use crate::simulator::mode_timeline::{Asked, ModeTimeline};

/// Simulates a model from its start to its horizon, or until nothing is left to happen.
pub fn simulate(model: &Model, keep: Keep) -> Outcome {
    let timeline = ModeTimeline::of(model);
    let runs = tenants::run_all(model, &timeline, keep);
    let (policies, last_sync) = policies::run_policies(model, &timeline, keep);
    let mut windows = timeline.windows.clone();
    let drains = runs.drains.finish(&mut windows);
    let trace::Details { mut sessions, tasks, mut skipped, .. } = runs.details;
    sessions.sort_by_key(|session| session.order);
    skipped.sort_by_key(|skipped| skipped.order);
    let last = [Some(timeline.last), runs.last, last_sync].into_iter().flatten();
    Outcome {
        start: model.start,
        end: last.fold(model.start, Ord::max),
        windows,
        totals: runs.totals,
        drains,
        policies,
        sessions,
        tasks,
        other_harm: runs.others,
        asked: match timeline.asked {
            Asked::All => None,
            Asked::Window { index, .. } => Some(index),
        },
        requests: match keep {
            Keep::Everything => requests::decide_all(model, &timeline),
            Keep::Counts | Keep::Found => Vec::new(),
        },
        skipped: skipped
            .iter()
            .map(|each| SkippedRecord { job: each.job, at: each.order.at })
            .collect(),
        controls: timeline.controls,
    }
}
