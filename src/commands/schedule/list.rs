//! List of planned windows, with the next time each opens.

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Response;
use crate::commands::schedule::{Row, planned};
use crate::domain::Instant;
use crate::error::Result;
use crate::ops::app::App;
use crate::output::{Align, Page, Rows, Table, View};

/// What `mm schedule list` takes: nothing of its own.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Lists.
pub fn run(global: &Global, _: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let listed = app.look(|snapshot| {
        Ok(Listed {
            schema: "mm.windows/1",
            revision: snapshot.server()?.revision,
            windows: planned(snapshot, app.now())?,
            now: app.now(),
        })
    })?;
    Ok(Response::of(&app, listed))
}

/// The document `mm.windows/1`.
#[derive(Serialize)]
struct Listed {
    schema: &'static str,
    revision: u64,
    windows: Vec<Row>,
    #[serde(skip)]
    now: Instant,
}

impl View for Listed {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&[
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
        ]);
        for row in &self.windows {
            rows.push(vec![
                json!(row.id),
                json!(row.at),
                json!(row.cron),
                json!(row.timezone),
                json!(row.length),
                json!(row.on_expiry),
                json!(row.reason),
                json!(row.message),
                json!(row.by),
                json!(row.from),
                json!(row.until),
            ]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        if self.windows.is_empty() {
            page.line("No window is planned. mm schedule add plans one.");
            return;
        }
        let mut table = Table::new(&[
            ("ID", Align::Right),
            ("OPENS", Align::Left),
            ("FOR", Align::Left),
            ("NEXT", Align::Left),
            ("THEN", Align::Left),
            ("REASON", Align::Left),
        ]);
        for row in &self.windows {
            let next = match row.from {
                Some(from) if from <= self.now => "open now".to_owned(),
                Some(from) => page.time(from),
                None => "never".to_owned(),
            };
            table.push([
                row.id.to_string(),
                row.opens_in_words(page),
                row.length.to_string(),
                next,
                row.on_expiry.to_string(),
                row.reason.clone().unwrap_or_default(),
            ]);
        }
        page.table(table);
    }
}
