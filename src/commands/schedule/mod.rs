//! Schedule: windows planned ahead, once or again and again.

pub mod add;
pub mod list;
pub mod remove;

use clap::Subcommand;
use serde::Serialize;

use crate::args::Global;
use crate::commands::Response;
use crate::domain::maintenance::OnExpiry;
use crate::domain::{Instant, Span};
use crate::error::Result;
use crate::output::Page;
use crate::store::{Opens, Snapshot, Window};

/// What `mm schedule` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Command>,
}

impl Args {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self.verb, None | Some(Command::List(_)))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plan a window: once, or again and again
    Add(add::Args),
    /// List the windows that are planned
    List(list::Args),
    /// Plan a window no more
    Remove(remove::Args),
}

/// Carries out a verb about planned windows.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    match &args.verb {
        Some(Command::Add(args)) => add::run(global, args),
        Some(Command::Remove(args)) => remove::run(global, args),
        Some(Command::List(args)) => list::run(global, args),
        None => list::run(global, &list::Args::default()),
    }
}

/// So far ahead is looked for the next occurrence.
const AHEAD: Span = Span::from_secs(5 * 366 * 86_400);

/// A window as it is told.
#[derive(Debug, Clone, Serialize)]
struct Row {
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
    /// The occurrence that is on, or the next one.
    from: Option<Instant>,
    until: Option<Instant>,
}

impl Row {
    fn of(window: &Window, now: Instant) -> Result<Row> {
        let (at, cron, timezone) = match &window.opens {
            Opens::Once(at) => (Some(*at), None, None),
            Opens::Cron { cron, timezone } => (None, Some(cron.clone()), Some(timezone.clone())),
        };
        let earliest = window.added.max(now - window.length);
        let last = (now + AHEAD).min(Instant::LAST);
        let mut occurrences = window.opens.between(earliest, last)?.into_iter();
        let from = occurrences.find(|from| *from + window.length > now);
        Ok(Row {
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

    fn opens_in_words(&self, page: &Page) -> String {
        match (self.at, &self.cron, &self.timezone) {
            (Some(at), _, _) => page.time(at),
            (None, Some(cron), Some(timezone)) => format!("{cron} {timezone}"),
            (None, _, _) => "never".to_owned(),
        }
    }
}

/// The windows that are planned and may still open, or are open.
fn planned(snapshot: &Snapshot<'_>, now: Instant) -> Result<Vec<Row>> {
    let windows = snapshot.windows()?;
    let rows = windows.iter().filter(|window| window.removed.is_none());
    let rows: Vec<Row> = rows.map(|window| Row::of(window, now)).collect::<Result<_>>()?;
    Ok(rows.into_iter().filter(|row| row.cron.is_some() || row.from.is_some()).collect())
}
