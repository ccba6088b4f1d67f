//! `mm schedule`: windows of maintenance that are planned ahead.

pub mod add;
pub mod list;
pub mod remove;

use clap::Subcommand;

use super::prelude::*;
use crate::domain::maintenance::OnExpiry;
use crate::store::{Opens, PlannedWindow};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plan a window, once or recurring
    Add(add::Args),
    /// List planned windows
    List(list::Args),
    /// Remove a planned window
    #[command(visible_alias = "rm")]
    Remove(remove::Args),
}

impl Args {
    pub fn has_rows(&self) -> bool {
        matches!(self.command, None | Some(Command::List(_)))
    }
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    match &args.command {
        Some(Command::Add(args)) => add::run(app, args),
        Some(Command::Remove(args)) => remove::run(app, args),
        Some(Command::List(_)) | None => list::run(app),
    }
}

/// A window in results and in the history.
#[derive(Debug, Clone, Serialize)]
struct WindowRow {
    id: i64,
    at: Option<Instant>,
    cron: Option<String>,
    timezone: Option<String>,
    #[serde(rename = "for")]
    length: Span,
    on_expiry: OnExpiry,
    reason: Option<String>,
    message: Option<String>,
    by: String,
    /// The occurrence that is open, or the next one.
    from: Option<Instant>,
    until: Option<Instant>,
}

impl WindowRow {
    fn of(window: &PlannedWindow, now: Instant) -> Result<WindowRow> {
        let (at, cron, timezone) = match &window.opens {
            Opens::Once(at) => (Some(*at), None, None),
            Opens::Cron { cron, timezone } => (None, Some(cron.clone()), Some(timezone.clone())),
        };
        let from = window.open_or_next(now)?;
        Ok(WindowRow {
            id: window.id,
            at,
            cron,
            timezone,
            length: window.length,
            on_expiry: window.on_expiry,
            reason: window.reason.clone(),
            message: window.message.clone(),
            by: window.by.clone(),
            from,
            until: from.map(|from| from + window.length),
        })
    }

    fn opens_in_words(&self) -> String {
        match (&self.cron, &self.timezone) {
            (Some(cron), Some(timezone)) => format!("{cron} {timezone}"),
            (_, _) => "once".to_owned(),
        }
    }
}
