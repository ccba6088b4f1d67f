//! When the windows of a plan are drained, by the estimate that all commands share.

use crate::domain::{Instant, LOOK_AHEAD};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::drain::{self, DrainState, Scope, decide};
use crate::ops::estimate::{Estimate, drain_forecast};
use crate::ops::server_status::ServerStatus;
use crate::scenario::{Action, Event, Model};
use crate::simulator::Candidate;
use crate::store::Snapshot;

/// When a window is drained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowDrain {
    At(Instant),
    NotInTime,
    /// It is not known what runs then, or for how long.
    NotKnown,
}

/// Why it is not known which sessions run now.
pub fn not_observed(app: &App, snapshot: &Snapshot<'_>) -> Result<Option<String>> {
    let status = ServerStatus::of(snapshot, app.now())?;
    Ok(match decide(app, snapshot, &status, Scope::Covered)? {
        DrainState::NotKnown(missing) => Some(drain::in_words(&missing, &app.times())),
        DrainState::Yes { .. } | DrainState::No { .. } => None,
    })
}

/// When a window is drained, by the estimate that all commands share.
pub fn drained_by_estimate(
    app: &App,
    model: &mut Model,
    window: &Candidate,
    is_unseen: bool,
) -> WindowDrain {
    let is_soon = window.from <= app.now() + LOOK_AHEAD;
    model.events.push(Event { at: window.from, action: Action::Enable { until: None } });
    let estimate = drain_forecast(model, window.from).estimate;
    model.events.pop();
    match estimate {
        Some(Estimate::Overdue | Estimate::Unknown) => WindowDrain::NotKnown,
        Some(estimate) if is_unseen && is_soon && estimate.is_at_once(window.from) => {
            WindowDrain::NotKnown
        }
        Some(Estimate::About { at, .. }) if at <= window.until => WindowDrain::At(at),
        Some(Estimate::About { .. }) | None => WindowDrain::NotInTime,
    }
}
