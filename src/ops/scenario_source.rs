//! The scenario that a command works on: that of a file, or the present of the store.

use std::path::{Path, PathBuf};

use crate::domain::{Instant, Span, Toward, When};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::ops::forecast::{Proposal, assumed};
use crate::ops::input;
use crate::ops::server_status::ServerStatus;
use crate::scenario::{Action, Event, Horizon, Model};
use crate::store::Snapshot;

/// The default horizon of a scenario from the store.
pub const HORIZON: Span = Span::from_secs(24 * 3600);

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

impl Source {
    /// Reads the scenario with the maintenance in it.
    pub fn model(&self, app: &App) -> Result<Model> {
        match &self.file {
            Some(path) => self.model_of_file(app, path),
            None => app.look(|snapshot| self.model_of_store(app, snapshot)),
        }
    }

    fn model_of_file(&self, app: &App, path: &Path) -> Result<Model> {
        input::model(path, |scenario| {
            self.horizon.map_or(Horizon::Open, Horizon::After).apply(scenario);
            if self.at.is_some() || self.length.is_some() {
                let at = self.switched_on_at(app, scenario.start)?;
                let until = self.length.map(|length| at + length);
                scenario.events.push(Event { at, action: Action::Enable { until } });
            }
            Ok(())
        })
    }

    fn model_of_store(&self, app: &App, snapshot: &Snapshot<'_>) -> Result<Model> {
        let status = ServerStatus::of(snapshot, app.now())?;
        let end = (app.now() + self.horizon.unwrap_or(HORIZON)).min(Instant::LAST);
        let at = self.switched_on_at(app, app.now())?;
        if at > end {
            return Err(Error::usage("--at is after the horizon")
                .hint("simulate a longer time with --horizon"));
        }
        let before = snapshot.declared(app.now(), end)?;
        let mut after = before.clone();
        if status.maintenance.is_none() || self.length.is_some() || self.at.is_some() {
            after.push(assumed(at, self.length.map(|length| at + length)));
        }
        let proposal = Proposal { before: &before, after: &after, end };
        let events = proposal.events(app.now(), status.server.message.as_deref());
        stored_model(snapshot, &status, end, events)
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
        stored_model(snapshot, &status, end, Vec::new())
    })
}

/// The store as a model that ends at `end`, with further events.
pub fn stored_model(
    snapshot: &Snapshot<'_>,
    status: &ServerStatus,
    end: Instant,
    events: Vec<Event>,
) -> Result<Model> {
    let (working, maintenance) = (status.caught_up.working.clone(), status.maintenance.as_ref());
    Ok(snapshot.model(status.now, maintenance, working, end, events)?.model)
}
