//! Rehearse: a copy of the store to try things out in, while the original stays as it is.

use std::io;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::Done;
use super::context::Context;
use super::settle::{Act, settle};
use super::shell::command_with_store;
use super::state::State;
use crate::cli::Global;
use crate::output::{Page, Show, Sink, plural, safe};
use crate::store::{Deed, Founding, Kind, Location, Result, Store};

/// What `mm rehearse` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Sessions that work go on in the copy with the clock, by their planned durations; the history is kept.\n\nExamples:\n  mm rehearse tonight.db\n  mm --store tonight.db enable --for 2h\n  mm --store tonight.db --now +30m status    how it would stand in half an hour"
)]
pub struct Arguments {
    /// Make the copy here; the file must not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Makes the copy.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let store = Store::open(&context.location)?;
    let copy = store.copy(&context.location, &arguments.file)?;
    let to = Location(arguments.file.clone());
    let rehearsal = begin(&context, &copy.location(), &to).map_err(|problem| to.about(problem))?;
    copy.keep()?;
    Ok(context.done(rehearsal))
}

/// Makes a rehearsal of a copy, which lies at `draft` until it gets its name.
fn begin(context: &Context, draft: &Location, to: &Location) -> Result<Rehearsal> {
    let mut store = Store::open_to_change(draft, None)?;
    let founding = Founding { server: "", kind: None, group: None, actor: &context.actor };
    let change = store.change(|_| context.now(), &founding)?;
    let before = change.view().server()?;
    let settled = settle(&change.view(), context.now(), Act::default())?;
    let deed = Deed {
        action: "rehearse",
        reason: None,
        before: json!({"store": before.kind, "path": context.location.0}),
        after: json!({"store": Kind::Rehearsal, "path": to.0}),
    };
    let writer = change.record(&context.actor, &deed)?;
    settled.write(&writer)?;
    let taken_over = writer.begin_rehearsal()?;
    // A night that cannot go on is told now, not at the first look.
    let state = State::of(&writer.view(), context.now())?;
    let rehearsal = Rehearsal {
        schema: "mm.store/1",
        revision: writer.revision(),
        path: context.location.0.clone(),
        copy: to.0.clone(),
        server: before.name,
        store: Kind::Rehearsal,
        working: state.settled.working.len(),
        taken_over,
    };
    writer.commit()?;
    Ok(rehearsal)
}

/// The document `mm.store/1`, of a rehearsal copy.
#[derive(Serialize)]
struct Rehearsal {
    schema: &'static str,
    revision: u64,
    path: PathBuf,
    copy: PathBuf,
    server: String,
    store: Kind,
    working: usize,
    taken_over: usize,
}

impl Show for Rehearsal {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        page.strong(format!("A rehearsal was made at {}.", safe(&self.copy.to_string_lossy())));
        page.line(match self.working {
            0 => "No session works in it. The original stays as it is.".to_owned(),
            working => format!(
                "{} in it, with the clock and by planned durations. The original stays as it is.",
                plural(working as u64, "session goes on", "sessions go on")
            ),
        });
        page.line("Try, for example:");
        for command in ["status", "enable --for 2h", "--now +30m status"] {
            let command = command_with_store(&self.copy, command);
            page.line(format!("  {}", safe(&command)));
        }
    }
}
