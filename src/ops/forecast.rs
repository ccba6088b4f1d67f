//! Forecasts: what the simulator says of the store if other maintenance is declared from now on.

use std::collections::HashMap;

use serde::Serialize;

use crate::clock;
use crate::domain::maintenance::{changes, in_force};
use crate::domain::{Instant, Maintenance, OnExpiry, RunCounts};
use crate::error::Result;
use crate::ops::estimate::Estimate;
use crate::ops::outlook::{OtherHarm, Outlook, beyond_schedules};
use crate::ops::server_status::ServerStatus;
use crate::scenario::{Event, Model};
use crate::simulator::{By, Keep, Outcome, preview, simulate};
use crate::store::{Snapshot, StoredModel, StoredSession};

pub struct Forecast {
    pub model: Model,
    /// The numbers of the jobs of the model.
    pub jobs: Vec<i64>,
    /// The sessions that run now, by the place of their job.
    pub sessions: HashMap<usize, StoredSession>,
    pub outcome: Outcome,
}

/// A change of what is declared and planned.
pub struct Proposal<'p> {
    pub before: &'p [Maintenance],
    pub after: &'p [Maintenance],
    /// The horizon of the forecast.
    pub end: Instant,
    /// The maintenance that is asked about: the one that is on at this instant; `None`: all are.
    pub asked: Option<Instant>,
}

impl Proposal<'_> {
    /// The events from `now` on. A maintenance that stays on past its planned end counts as ended
    /// then, since somebody will end it.
    pub fn events(&self, now: Instant, message: Option<&str>) -> Vec<Event> {
        let as_planned = |each: &Maintenance| {
            let mut each = each.clone();
            if each.until.is_some_and(|until| until > now) {
                each.on_expiry = OnExpiry::Disable;
            }
            each
        };
        let before: Vec<Maintenance> = self.before.iter().map(as_planned).collect();
        let after: Vec<Maintenance> = self.after.iter().map(as_planned).collect();
        let current = in_force(&after, now);
        let mut events = Vec::new();
        if current != in_force(&before, now) {
            events.extend(Event::mode_change(now, current.as_ref(), message));
        }
        for (at, maintenance) in changes(&after, now, self.end) {
            events.extend(Event::mode_change(at, maintenance.as_ref(), message));
        }
        events
    }
}

/// The effect of a maintenance, in numbers.
#[derive(Debug, Clone, Serialize)]
pub struct Effect {
    pub horizon: Instant,
    pub drained_at: Option<Instant>,
    /// When it is drained, as an interval.
    pub estimate: Option<Estimate>,
    /// What other maintenance does to runs meanwhile.
    pub others: Vec<OtherHarm>,
    /// Jobs whose runs are not counted, since their starts are not known.
    pub starts_not_known: u32,
    /// What the counts do not contain, in words.
    pub not_known: Vec<String>,
    /// Tenants that have sessions, paused policies or jobs of unknown starts.
    pub tenants: Vec<EffectLine>,
}

#[derive(Debug, Clone, Serialize)]
pub struct EffectLine {
    pub name: String,
    pub sessions: u32,
    pub succeeded: u32,
    pub cut: u32,
    pub refused: u32,
    pub healed: u32,
    pub lost: u32,
    #[serde(flatten)]
    pub runs: RunCounts,
    pub policies_paused: u32,
    pub starts_not_known: u32,
}

impl Forecast {
    /// Simulates the store from now on.
    pub fn of(
        snapshot: &Snapshot<'_>,
        status: &ServerStatus,
        proposal: &Proposal<'_>,
        keep: Keep,
    ) -> Result<Forecast> {
        let events = proposal.events(status.now, status.server.message.as_deref());
        let StoredModel { mut model, jobs, sessions } =
            stored_model(snapshot, status, proposal.end, events)?;
        model.asked = proposal.asked;
        let outcome = simulate(&model, keep);
        Ok(Forecast { model, jobs, sessions, outcome })
    }

    pub fn effect(&self, outlook: &Outlook) -> Effect {
        let startless = outlook.startless(&self.model, By::Tenant);
        let tenants = preview(&self.model, &self.outcome, By::Tenant)
            .into_iter()
            .map(|line| EffectLine {
                sessions: line.totals.sessions,
                succeeded: line.totals.succeeded,
                cut: line.totals.cut,
                refused: line.totals.refused,
                healed: line.totals.healed,
                lost: line.totals.runs.lost,
                runs: line.totals.runs,
                policies_paused: line.policies_paused,
                starts_not_known: startless.starts(&line).not_known,
                name: line.tenant.unwrap_or_default().into(),
            })
            .filter(|line| line.sessions + line.policies_paused + line.starts_not_known > 0)
            .collect();
        Effect {
            horizon: self.model.end.unwrap_or(self.outcome.end),
            drained_at: outlook.drained_at(),
            estimate: outlook.estimate(),
            others: outlook.others.clone(),
            starts_not_known: outlook.starts_not_known,
            not_known: outlook.not_known.clone(),
            tenants,
        }
    }
}

/// The store as a model that ends at `end`, with further events.
pub fn stored_model(
    snapshot: &Snapshot<'_>,
    status: &ServerStatus,
    end: Instant,
    events: Vec<Event>,
) -> Result<StoredModel> {
    let sessions = status.before_starts.open_sessions();
    let maintenance = status.maintenance.as_ref();
    let mut stored = snapshot
        .model(status.now, maintenance, sessions, end, events)
        .map_err(|error| beyond_schedules(end, error))?;
    stored.model.zone = Some(clock::zone().clone());
    Ok(stored)
}

/// A maintenance that is only assumed, from `since` on.
pub fn assumed(since: Instant, until: Option<Instant>) -> Maintenance {
    Maintenance {
        since,
        until,
        on_expiry: OnExpiry::Disable,
        by: String::new(),
        reason: None,
        message: None,
    }
}
