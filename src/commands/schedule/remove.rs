//! `mm schedule remove`: remove a planned window.

use serde_json::json;

use super::super::prelude::*;
use crate::commands::schedule::WindowRow;
use crate::ops::change::ChangeRecord;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "A window that is open stays open until its end; `mm disable` ends it.\n\nExamples:\n  mm schedule list\n  mm schedule remove 3"
)]
pub struct Args {
    /// Number of the window, from `mm schedule list`
    #[arg(value_name = "ID")]
    id: i64,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let removed =
        app.change(HistoryAction::RemoveWindow, args.expect.revision, |change, now| {
            let windows = change.snapshot().windows()?;
            let window = windows.iter().find(|window| window.id == args.id).ok_or_else(|| {
                Error::new(
                    Code::UnknownWindow,
                    format!("no planned window has the number {}", args.id),
                )
                .hint("`mm schedule list` shows the numbers")
            })?;
            let revision = change.snapshot().server()?.revision;
            let removed = RemovedWindow {
                schema: "mm.window/1",
                revision,
                changed: false,
                window: None,
                id: args.id,
            };
            if window.removed.is_some() {
                return change.unchanged(removed);
            }
            let record = ChangeRecord {
                before: json!({"window": WindowRow::of(window, now)?}),
                ..ChangeRecord::default()
            };
            change.record(record, |writer| {
                writer.remove_window(args.id, now)?;
                Ok(RemovedWindow { revision: writer.revision(), changed: true, ..removed })
            })
        })?;
    Ok(Response::new(removed))
}

/// The document `mm.window/1` of a window that is no longer planned.
#[derive(Serialize)]
struct RemovedWindow {
    schema: &'static str,
    revision: u64,
    changed: bool,
    window: Option<WindowRow>,
    id: i64,
}

impl View for RemovedWindow {
    fn page(&self, page: &mut Page) {
        page.strong(if self.changed {
            format!("Window {} was removed.", self.id)
        } else {
            format!("Window {} had already been removed; nothing was changed.", self.id)
        });
    }
}
