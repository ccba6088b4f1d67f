//! Night: the scenario that a command looks at: a file's, or the present of the store.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::domain::facts::DurationSource;
use crate::domain::{Instant, Look, Span, When};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::ops::forecast::{Question, in_memory};
use crate::ops::input;
use crate::ops::mode_change::event;
use crate::ops::server_status::ServerStatus;
use crate::scenario::{self, Horizon, Scenario};
use crate::simulator::Keep;
use crate::store::Snapshot;

/// So far is looked ahead if nobody says otherwise.
pub const HORIZON: Span = Span::from_secs(24 * 3600);

/// Which night.
#[derive(Debug, Args)]
pub struct Night {
    /// Look at the scenario in this file; `-` is standard input [default: the store]
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// Switch the mode on at this time [default: now, or as the scenario says]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    pub at: Option<When>,
    /// Keep it on for so long [default: until further notice]
    #[arg(long = "for", value_name = "DUR", value_parser = Span::parse)]
    pub length: Option<Span>,
    /// Look so far ahead [default: 24h, or as the scenario says]
    #[arg(long, value_name = "DUR", value_parser = Span::parse)]
    pub horizon: Option<Span>,
}

/// A night, and where the durations of its jobs come from, as far as that is known.
pub type Loaded = (Scenario, Vec<DurationSource>);

/// Reads the night that is meant, with the mode switched on in it.
pub fn load(app: &App, arguments: &Night) -> Result<Loaded> {
    match &arguments.scenario {
        Some(path) => from_file(app, path, arguments),
        None => app.look(|snapshot| from_store(app, snapshot, arguments)),
    }
}

fn from_file(app: &App, path: &Path, arguments: &Night) -> Result<Loaded> {
    let horizon = arguments.horizon.map_or(Horizon::Open, Horizon::After);
    if arguments.at.is_none() && arguments.length.is_none() {
        return Ok((input::scenario(path, horizon)?, Vec::new()));
    }
    let json = input::bytes(path)?;
    let wrong = |mistake| input::wrong(path, &mistake);
    let mut document = scenario::read(&json).map_err(wrong)?;
    horizon.complete(&mut document);
    if let Some(start) = document.start {
        let at = switched_at(app, start, arguments)?;
        let mut event = event(at, "enable");
        event.until = arguments.length.map(|length| at + length);
        document.events.get_or_insert_default().push(event);
    }
    // Nobody writes a default into a scenario.
    Ok((scenario::check(&document).map_err(wrong)?, Vec::new()))
}

fn from_store(app: &App, snapshot: &Snapshot<'_>, arguments: &Night) -> Result<Loaded> {
    let state = ServerStatus::of(snapshot, app.now())?;
    let end = (app.now() + arguments.horizon.unwrap_or(HORIZON)).min(Instant::LAST);
    let at = switched_at(app, app.now(), arguments)?;
    if at > end {
        let message = "--at lies beyond the horizon, so that nothing would be seen";
        return Err(Error::usage(message).hint("look further with --horizon"));
    }
    let before = snapshot.declared(app.now(), end)?;
    let mut after = before.clone();
    if state.maintenance.is_none() || arguments.length.is_some() || arguments.at.is_some() {
        after.push(in_memory(at, arguments.length.map(|length| at + length)));
    }
    let question = Question { before: &before, after: &after, end, keep: Keep::Counts };
    let working = state.caught_up.working.clone();
    let maintenance = state.maintenance.as_ref();
    let events = question.events(app.now(), state.server.message.as_deref());
    let night = snapshot.night(app.now(), maintenance, working, end, events)?;
    Ok((night.scenario, night.durations))
}

/// Reads a time in which nothing is switched yet: a file's, or that of the store from now on. It
/// ends so long after its start, or after `from`, unless its document says otherwise.
pub fn untouched(
    app: &App,
    path: Option<&Path>,
    from: Option<Instant>,
    ahead: Span,
) -> Result<Scenario> {
    let Some(path) = path else {
        return app.look(|snapshot| {
            let state = ServerStatus::of(snapshot, app.now())?;
            let (working, maintenance) =
                (state.caught_up.working.clone(), state.maintenance.as_ref());
            let end = (from.unwrap_or(app.now()).max(app.now()) + ahead).min(Instant::LAST);
            Ok(snapshot.night(app.now(), maintenance, working, end, Vec::new())?.scenario)
        });
    };
    let horizon = match from {
        Some(from) => Horizon::OpenUntil(from + ahead),
        None => Horizon::OpenFor(ahead),
    };
    input::scenario(path, horizon)
}

/// When the mode is switched on in a night that starts at `start`.
fn switched_at(app: &App, start: Instant, arguments: &Night) -> Result<Instant> {
    let at = match arguments.at {
        Some(at) => app.when("--at", at, Look::Ahead)?,
        None => start,
    };
    if at < start {
        let message = format!("--at {at} lies before the start, {start}");
        return Err(Error::usage(message));
    }
    Ok(at)
}
