//! Forecast: a copy of the present in which the mode is switched on, and what the engine says of it.

use serde::Serialize;

use crate::domain::control::{Maintenance, OnExpiry, changes, in_force};
use crate::domain::{Instant, Span};
use crate::error::Result;
use crate::ops::mode_change::switching;
use crate::ops::server_status::ServerStatus;
use crate::output::Page;
use crate::scenario::EventDoc;
use crate::simulator::{By, Keep, Outcome, preview, simulate};
use crate::store::{Night, Snapshot};
use crate::views::preview::Preview;

/// So long after its end a maintenance may still be healed by retries.
pub const HEALING: Span = Span::from_secs(24 * 3600);

/// A look ahead.
pub struct Forecast {
    /// What is known, and what would be declared.
    pub night: Night,
    /// What would come of it.
    pub outcome: Outcome,
}

/// What is to be looked at: a copy of the present in which other things are declared.
pub struct Question<'q> {
    /// What is declared and planned.
    pub before: &'q [Maintenance],
    /// What would be instead, from now on.
    pub after: &'q [Maintenance],
    /// Up to when.
    pub end: Instant,
    /// How much is kept.
    pub keep: Keep,
}

impl Question<'_> {
    /// What happens to the mode from `now` on. A maintenance that stays on past its planned end
    /// until somebody ends it is taken to be ended then.
    pub fn events(&self, now: Instant, message: Option<&str>) -> Vec<EventDoc<'static>> {
        let as_planned = |each: &Maintenance| {
            let mut each = each.clone();
            if each.until.is_some_and(|until| until > now) {
                each.on_expiry = OnExpiry::Disable;
            }
            each
        };
        let before: Vec<Maintenance> = self.before.iter().map(as_planned).collect();
        let after: Vec<Maintenance> = self.after.iter().map(as_planned).collect();
        let is = in_force(&after, now);
        let mut events = Vec::new();
        if is != in_force(&before, now) {
            events.extend(switching(now, is.as_ref(), message));
        }
        for (at, maintenance) in changes(&after, now, self.end) {
            events.extend(switching(at, maintenance.as_ref(), message));
        }
        events
    }
}

/// What a maintenance does, in numbers.
#[derive(Debug, Clone, Serialize)]
pub struct Effect {
    /// Up to when was looked.
    pub horizon: Instant,
    /// When no covered session works any more.
    pub drained_at: Option<Instant>,
    /// By tenant.
    pub tenants: Vec<EffectLine>,
}

/// What a maintenance does to one tenant, in numbers.
#[derive(Debug, Clone, Serialize)]
pub struct EffectLine {
    /// Its name.
    pub name: String,
    /// Sessions until the horizon.
    pub sessions: u32,
    /// Sessions that finish.
    pub succeeded: u32,
    /// Sessions that lose tasks.
    pub cut: u32,
    /// Sessions refused at their start.
    pub refused: u32,
    /// Failed sessions that a retry heals.
    pub healed: u32,
    /// Failed sessions that no retry heals.
    pub lost: u32,
    /// Policies that stop processing.
    pub policies_paused: u32,
}

/// Looks ahead from the present.
pub fn look(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
    question: &Question<'_>,
) -> Result<Forecast> {
    let working = state.caught_up.working.clone();
    let maintenance = state.maintenance.as_ref();
    let events = question.events(state.now, state.server.message.as_deref());
    let night = snapshot.night(state.now, maintenance, working, question.end, events)?;
    let outcome = simulate(&night.scenario, question.keep);
    Ok(Forecast { night, outcome })
}

/// A maintenance that nobody declared, to see what it would do.
pub fn in_memory(since: Instant, until: Option<Instant>) -> Maintenance {
    Maintenance {
        since,
        until,
        on_expiry: OnExpiry::Disable,
        by: String::new(),
        reason: None,
        message: None,
    }
}

impl Forecast {
    /// What it does, in numbers; tenants that have no sessions and no policies are left out.
    pub fn effect(&self) -> Effect {
        let lines = preview(&self.night.scenario, &self.outcome, By::Tenant).into_iter();
        let tenants = lines
            .map(|line| EffectLine {
                sessions: line.totals.sessions,
                succeeded: line.totals.succeeded,
                cut: line.totals.cut,
                refused: line.totals.refused,
                healed: line.totals.healed,
                lost: line.lost(),
                policies_paused: line.policies_paused,
                name: line.tenant.unwrap_or_default().into(),
            })
            .filter(|line| line.sessions > 0 || line.policies_paused > 0)
            .collect();
        Effect {
            horizon: self.night.scenario.end.unwrap_or(self.outcome.end),
            drained_at: self.outcome.windows.first().and_then(|window| window.drained_at),
            tenants,
        }
    }

    /// Shows it to people.
    pub fn show(&self, page: &mut Page) {
        let (scenario, outcome) = (&self.night.scenario, &self.outcome);
        Preview { scenario, outcome, by: By::Tenant }.page(page);
    }
}
