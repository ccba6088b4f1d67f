//! Removing a planned window: it opens no more.

use std::io;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::Row;
use crate::cli::Global;
use crate::command::Done;
use crate::command::context::Context;
use crate::command::switch::expect_revision;
use crate::exit::Problem;
use crate::output::{Page, Show, Sink};
use crate::store::Deed;

/// What `mm schedule remove` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "A window that is open stays open until its end; mm disable ends it.\n\nExamples:\n  mm schedule list\n  mm schedule remove 3"
)]
pub struct Arguments {
    /// The number of the window, as mm schedule list tells it
    #[arg(value_name = "ID")]
    id: i64,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Plans a window no more.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let removed = context.change_existing(|change| {
        expect_revision(&change.view(), arguments.if_revision)?;
        let known = change.view().windows()?;
        let Some(window) = known.iter().find(|window| window.id == arguments.id) else {
            let message = format!("no window has the number {}", arguments.id);
            return Err(Problem::failed("unknown-window", message)
                .hint("mm schedule list tells the numbers"));
        };
        if window.removed.is_some() {
            let revision = change.view().server()?.revision;
            change.leave()?;
            return Ok(Removed::of(revision, false, arguments.id));
        }
        let row = Row::of(window, context.now())?;
        let deed = Deed {
            action: "schedule remove",
            reason: None,
            before: json!({"window": row}),
            after: serde_json::Value::Null,
        };
        let writer = change.record(&context.actor, &deed)?;
        writer.remove_window(arguments.id, context.now())?;
        let revision = writer.revision();
        writer.commit()?;
        Ok(Removed::of(revision, true, arguments.id))
    })?;
    Ok(context.done(removed))
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

impl Show for Removed {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        page.strong(if self.changed {
            format!("Window {} is planned no more.", self.id)
        } else {
            format!("Window {} was removed before; nothing was changed.", self.id)
        });
    }
}
