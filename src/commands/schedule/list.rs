//! `mm schedule list`: list planned windows, with the next time that each opens.

use serde_json::json;

use super::super::prelude::*;
use crate::commands::schedule::WindowRow;
use crate::output::{Align, Rows, Table};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(app: &App) -> Result<Response> {
    let list = app.look(|snapshot| {
        let mut windows = Vec::new();
        for window in snapshot.windows()?.iter().filter(|window| window.removed.is_none()) {
            let row = WindowRow::of(window, app.now())?;
            if row.cron.is_some() || row.from.is_some() {
                windows.push(row);
            }
        }
        let revision = snapshot.server()?.revision;
        Ok(WindowList { schema: "mm.windows/1", revision, windows, now: app.now() })
    })?;
    Ok(Response::new(list))
}

/// The document `mm.windows/1`.
#[derive(Serialize)]
struct WindowList {
    schema: &'static str,
    revision: u64,
    windows: Vec<WindowRow>,
    #[serde(skip)]
    now: Instant,
}

const COLUMNS: [&str; 11] = [
    "id",
    "at",
    "cron",
    "timezone",
    "for",
    "on_expiry",
    "reason",
    "message",
    "by",
    "from",
    "until",
];

impl View for WindowList {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&COLUMNS);
        for window in &self.windows {
            let values = json!(window);
            rows.push(COLUMNS.iter().map(|column| values[*column].clone()).collect());
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        if self.windows.is_empty() {
            page.line("No window is planned. `mm schedule add` plans one.");
            return;
        }
        let mut table = Table::new(&[
            ("ID", Align::Right),
            ("OPENS", Align::Left),
            ("FOR", Align::Left),
            ("NEXT", Align::Left),
            ("AT END", Align::Left),
            ("REASON", Align::Left),
        ]);
        for window in &self.windows {
            let next = match window.from {
                Some(from) if from <= self.now => "open now".to_owned(),
                Some(from) => page.time(from),
                None => "never".to_owned(),
            };
            table.push([
                window.id.to_string(),
                window.opens_in_words(page),
                window.length.to_string(),
                next,
                window.on_expiry.to_string(),
                window.reason.clone().unwrap_or_default(),
            ]);
        }
        page.table(table);
    }
}
