//! Rehearse: a copy of the store to try things out in, while the original stays as it is.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Response;
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, View, plural, sanitize};
use crate::store::{Location, NewEntry, NewStore, Store, StoreKind};
use crate::views::shell::command_with_store;

/// What `mm rehearse` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Sessions that work go on in the copy with the clock, by their planned durations; the history is kept.\n\nExamples:\n  mm rehearse tonight.db\n  mm --store tonight.db enable --for 2h\n  mm --store tonight.db --now +30m status    how it would stand in half an hour"
)]
pub struct Args {
    /// Make the copy here; the file must not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Makes the copy.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let store = Store::open(&app.location)?;
    let copy = store.copy(&app.location, &args.file)?;
    let to = Location(args.file.clone());
    let rehearsal = begin(&app, &copy.location(), &to).map_err(|problem| to.about(problem))?;
    copy.keep()?;
    Ok(Response::of(&app, rehearsal))
}

/// Makes a rehearsal of a copy, which lies at `draft` until it gets its name.
fn begin(app: &App, draft: &Location, to: &Location) -> Result<Rehearsal> {
    let mut store = Store::open_to_change(draft, None)?;
    let founding = NewStore { server: "", kind: None, group: None, actor: &app.actor };
    let change = store.change(|_| app.now(), &founding)?;
    let before = change.snapshot().server()?;
    let caught_up = catch_up(&change.snapshot(), app.now(), Vec::new())?;
    let entry = NewEntry {
        action: "rehearse",
        reason: None,
        before: json!({"store": before.kind, "path": app.location.0}),
        after: json!({"store": StoreKind::Rehearsal, "path": to.0}),
    };
    let writer = change.record(&app.actor, &entry)?;
    caught_up.write(&writer)?;
    let taken_over = writer.begin_rehearsal()?;
    // A night that cannot go on is told now, not at the first look.
    let state = ServerStatus::of(&writer.snapshot(), app.now())?;
    let rehearsal = Rehearsal {
        schema: "mm.store/1",
        revision: writer.revision(),
        path: app.location.0.clone(),
        copy: to.0.clone(),
        server: before.name,
        store: StoreKind::Rehearsal,
        working: state.caught_up.working.len(),
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
    store: StoreKind,
    working: usize,
    taken_over: usize,
}

impl View for Rehearsal {
    fn page(&self, page: &mut Page) {
        page.strong(format!("A rehearsal was made at {}.", sanitize(&self.copy.to_string_lossy())));
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
            page.line(format!("  {}", sanitize(&command)));
        }
    }
}
