//! Removing a planned window: it opens no more.

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Response;
use crate::commands::schedule::Row;
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::change::expect_revision;
use crate::output::{Page, View};
use crate::store::NewEntry;

/// What `mm schedule remove` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A window that is open stays open until its end; mm disable ends it.\n\nExamples:\n  mm schedule list\n  mm schedule remove 3"
)]
pub struct Args {
    /// The number of the window, as mm schedule list tells it
    #[arg(value_name = "ID")]
    id: i64,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Plans a window no more.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let removed = app.lock(|change| {
        expect_revision(&change.snapshot(), args.if_revision)?;
        let known = change.snapshot().windows()?;
        let Some(window) = known.iter().find(|window| window.id == args.id) else {
            let message = format!("no window has the number {}", args.id);
            return Err(
                Error::new(Code::UnknownWindow, message).hint("mm schedule list tells the numbers")
            );
        };
        if window.removed.is_some() {
            let revision = change.snapshot().server()?.revision;
            change.leave()?;
            return Ok(Removed::of(revision, false, args.id));
        }
        let row = Row::of(window, app.now())?;
        let entry = NewEntry {
            action: "schedule remove",
            reason: None,
            before: json!({"window": row}),
            after: serde_json::Value::Null,
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.remove_window(args.id, app.now())?;
        let revision = writer.revision();
        writer.commit()?;
        Ok(Removed::of(revision, true, args.id))
    })?;
    Ok(Response::of(&app, removed))
}

/// The document `mm.window/1`, of a window that is no more.
#[derive(Serialize)]
struct Removed {
    schema: &'static str,
    revision: u64,
    changed: bool,
    window: Option<Row>,
    id: i64,
}

impl Removed {
    fn of(revision: u64, changed: bool, id: i64) -> Removed {
        Removed { schema: "mm.window/1", revision, changed, window: None, id }
    }
}

impl View for Removed {
    fn page(&self, page: &mut Page) {
        page.strong(if self.changed {
            format!("Window {} is planned no more.", self.id)
        } else {
            format!("Window {} was removed before; nothing was changed.", self.id)
        });
    }
}
