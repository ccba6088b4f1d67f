//! When the windows of a plan are drained, by the estimate that all commands share.

use crate::domain::{Instant, LOOK_AHEAD};
use crate::ops::app::App;
use crate::ops::estimate::{Estimate, drain_forecast};
use crate::scenario::{Action, Event, Model};
use crate::simulator::Candidate;

/// When a window is drained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowDrain {
    At(Instant),
    NotInTime,
    /// It is not known what runs then, or for how long.
    NotKnown,
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
