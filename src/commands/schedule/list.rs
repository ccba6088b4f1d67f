//! `mm schedule list`: list planned windows, with the next time that each opens.

use super::super::prelude::*;
use crate::commands::schedule::WindowRow;
use crate::output::{CalendarEvent, Format, Rows, Table, icalendar, utc};
use crate::store::PlannedWindow;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm schedule list\n  mm schedule list --output ics >windows.ics    a calendar of the next year"
)]
pub struct Args {}

/// How far ahead a calendar goes.
const CALENDAR: Span = Span::from_secs(366 * 86_400);

pub fn run(app: &App) -> Result<Response> {
    let list = app.look(|snapshot| {
        let now = app.now();
        let server = snapshot.server()?;
        let (mut windows, mut events) = (Vec::new(), Vec::new());
        for window in snapshot.windows()?.iter().filter(|window| window.removed.is_none()) {
            let row = WindowRow::of(window, app.now())?;
            if row.cron.is_some() || row.from.is_some() {
                windows.push(row);
                add_events(window, &server.name, now, &mut events)?;
            }
        }
        events.sort_by_key(|event| event.from);
        let schema = "mm.windows/1";
        Ok(WindowList { schema, revision: server.revision, windows, now, events })
    })?;
    Ok(Response::new(list))
}

/// Adds every time within a year at which a window opens, and one that is open.
fn add_events(
    window: &PlannedWindow,
    server: &str,
    now: Instant,
    events: &mut Vec<CalendarEvent>,
) -> Result<()> {
    let earliest = window.added.max(now - window.length);
    let latest = (now + CALENDAR).min(Instant::LAST);
    for from in window.opens.between(earliest, latest)? {
        let until = from + window.length;
        if until > now && until <= Instant::LAST {
            events.push(CalendarEvent {
                uid: format!("mm-window-{}-{}@{server}", window.id, utc(from)),
                from,
                until,
                summary: format!("Maintenance of {server}"),
                description: window.reason.clone(),
            });
        }
    }
    Ok(())
}

/// The document `mm.windows/1`.
#[derive(Serialize)]
struct WindowList {
    schema: &'static str,
    revision: u64,
    windows: Vec<WindowRow>,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    events: Vec<CalendarEvent>,
}

const COLUMNS: &str = "id at cron timezone for on_expiry reason message by from until";

impl View for WindowList {
    fn text(&self, format: Format) -> Option<String> {
        (format == Format::Ics).then(|| icalendar(self.now, &self.events))
    }

    fn rows(&self) -> Option<Rows> {
        Some(Rows::of(COLUMNS.split(' '), &self.windows))
    }

    fn page(&self, page: &mut Page) {
        if self.windows.is_empty() {
            page.line("No window is planned. `mm schedule add` plans one.");
            return;
        }
        let mut table = Table::of("ID: | OPENS | FOR | NEXT | AT END | REASON");
        let dates = page.dates();
        for window in &self.windows {
            let next = match window.from {
                Some(from) if from <= self.now => format!("{}, open now", dates.at(from)),
                Some(from) => dates.at(from),
                None => "never".to_owned(),
            };
            table.push([
                window.id.to_string(),
                window.opens_in_words(),
                window.length.to_string(),
                next,
                window.on_expiry.to_string(),
                window.reason.clone().unwrap_or_default(),
            ]);
        }
        page.table(table);
    }
}
