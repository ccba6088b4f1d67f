//! The scenario that a command works on: that of a file, or the present of the store.

use std::path::{Path, PathBuf};

use crate::domain::{Instant, Span, Toward, When};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::ops::forecast::{Proposal, assumed, stored_model};
use crate::ops::input;
use crate::ops::outlook::{Outlook, look_ahead};
use crate::ops::server_status::ServerStatus;
use crate::scenario::{Action, Event, Horizon, Model};
use crate::simulator::{Keep, Outcome, simulate};
use crate::store::Snapshot;

/// The maintenance to be simulated, and in which scenario.
#[derive(Debug)]
pub struct Source {
    /// A file, `-` for standard input; `None`: the store.
    pub file: Option<PathBuf>,
    /// When the mode is switched on.
    pub at: Option<When>,
    /// How long it stays on.
    pub length: Option<Span>,
    pub horizon: Option<Span>,
}

/// A simulation with its outlook.
pub struct Simulation {
    pub model: Model,
    pub outcome: Outcome,
    pub outlook: Outlook,
}

impl Source {
    /// Reads the scenario with the maintenance in it, and simulates it.
    pub fn simulate(&self, app: &App, keep: Keep) -> Result<Simulation> {
        let finish = |model: Model| {
            let outcome = simulate(&model, keep);
            let outlook = Outlook::of(&model, &outcome);
            Simulation { model, outcome, outlook }
        };
        let Some(path) = &self.file else {
            return app.look(|snapshot| {
                let status = ServerStatus::of(snapshot, app.now())?;
                let mut simulation = finish(self.model_of_store(app, snapshot, &status)?);
                let outlook = simulation.outlook.of_store(&simulation.model);
                simulation.outlook = outlook.with_evidence(app, snapshot, &status)?;
                Ok(simulation)
            });
        };
        Ok(finish(self.model_of_file(app, path)?))
    }

    fn model_of_file(&self, app: &App, path: &Path) -> Result<Model> {
        input::model(path, |scenario| {
            self.horizon.map_or(Horizon::Open, Horizon::After).apply(scenario);
            if self.at.is_some() || self.length.is_some() {
                let at = self.switched_on_at(app, scenario.start)?;
                let until = self.length.map(|length| at + length);
                scenario.events.push(Event { at, action: Action::Enable { until } });
                // The look-ahead reaches the end of the maintenance.
                scenario.end = scenario.end.map(|end| end.max(until.unwrap_or(at)));
            }
            Ok(())
        })
    }

    fn model_of_store(
        &self,
        app: &App,
        snapshot: &Snapshot<'_>,
        status: &ServerStatus,
    ) -> Result<Model> {
        let now = app.now();
        let at = self.switched_on_at(app, now)?;
        let current =
            status.maintenance.as_ref().filter(|_| self.length.is_none() && self.at.is_none());
        let until = match current {
            Some(current) => current.until.filter(|until| *until > now),
            None => self.length.map(|length| at + length),
        };
        let end = match self.horizon {
            None => look_ahead(at, until),
            Some(horizon) => (now + horizon).max(until.unwrap_or(at)).min(Instant::LAST),
        };
        let before = snapshot.declared(now, end)?;
        let mut after = before.clone();
        if current.is_none() {
            after.push(assumed(at, until));
        }
        let proposal = Proposal { before: &before, after: &after, end, asked: Some(at) };
        let events = proposal.events(now, status.server.message.as_deref());
        let mut model = stored_model(snapshot, status, end, events)?.model;
        model.asked = proposal.asked;
        Ok(model)
    }

    fn switched_on_at(&self, app: &App, start: Instant) -> Result<Instant> {
        let at = match self.at {
            Some(at) => app.when("--at", at, Toward::Future)?,
            None => start,
        };
        if at < start {
            return Err(Error::usage(format!("--at {at} is before the start, {start}")));
        }
        Ok(at)
    }
}

/// Reads a scenario in which no maintenance is added. It ends `length` after its start, or after
/// `from`, unless the file says otherwise.
pub fn unchanged(
    app: &App,
    file: Option<&Path>,
    from: Option<Instant>,
    length: Span,
) -> Result<Model> {
    if let Some(path) = file {
        let horizon = match from {
            Some(from) => Horizon::OpenUntil(from + length),
            None => Horizon::OpenFor(length),
        };
        return input::model(path, |scenario| {
            horizon.apply(scenario);
            Ok(())
        });
    }
    app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let end = (from.unwrap_or(app.now()).max(app.now()) + length).min(Instant::LAST);
        Ok(stored_model(snapshot, &status, end, Vec::new())?.model)
    })
}
