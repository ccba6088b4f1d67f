//! `mm rehearse`: copy the store to a rehearsal, to try things out.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use crate::commands::Response;
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, View, plural, sanitize};
use crate::store::{HistoryAction, Location, NewEntry, Store, StoreKind};
use crate::views::shell::command_with_store;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "In the copy, running sessions continue for their planned durations. The copy has the same history.\n\nExamples:\n  mm rehearse tonight.db\n  mm --store tonight.db enable --for 2h\n  mm --store tonight.db --now +30m status    the state in half an hour"
)]
pub struct Args {
    /// Path of the copy; the file must not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let store = Store::open(&app.location)?;
    let copy = store.copy(&app.location, &args.file)?;
    let to = Location(args.file.clone());
    let rehearsal = begin(app, &copy.location(), &to).map_err(|problem| to.about(problem))?;
    copy.keep()?;
    app.set_changed();
    Ok(Response::new(rehearsal))
}

/// Turns a copy into a rehearsal. It lies at `draft` until it gets its name.
fn begin(app: &App, draft: &Location, to: &Location) -> Result<Rehearsal> {
    let mut file = Store::open_to_change(draft)?;
    let store = file.lock(|_| app.now())?;
    let before = store.snapshot().server()?;
    let caught_up = catch_up(&store.snapshot(), app.now(), Vec::new())?;
    let entry = NewEntry {
        action: HistoryAction::Rehearse,
        reason: None,
        before: json!({"store": before.kind, "path": app.location.0}),
        after: json!({"store": StoreKind::Rehearsal, "path": to.0}),
    };
    let writer = store.record(&app.actor, &entry)?;
    caught_up.write(&writer)?;
    let taken_over = writer.begin_rehearsal()?;
    // A store that cannot be simulated fails now, not at the first command.
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

/// The document `mm.store/1` of a rehearsal.
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
        page.strong(format!("Created the rehearsal {}.", sanitize(&self.copy.to_string_lossy())));
        page.line(match self.working {
            0 => "No session is known to be running. The original store is not changed.".to_owned(),
            working => format!(
                "{} for the planned durations. The original store is not changed.",
                plural(working as u64, "running session goes on", "running sessions go on")
            ),
        });
        page.line("For example:");
        for command in ["status", "enable --for 2h", "--now +30m status"] {
            let command = command_with_store(&self.copy, command);
            page.line(format!("  {}", sanitize(&command)));
        }
    }
}
