//! Store: whether the file is sound, a backup of it, and where it lies.

use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use crate::args::Global;
use crate::commands::Response;
use crate::domain::Instant;
use crate::error::{Code, Error, Exit, Result};
use crate::ops::app::App;
use crate::ops::scenario_source::{HORIZON, model_of_store};
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, View, sanitize};
use crate::store::{CheckPart, Finding, Location, Snapshot, Store};

/// What `mm store` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do with it
    #[command(subcommand)]
    verb: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Look at everything in the store: file, schema, history, every value
    #[command(
        after_help = "Exit statuses: 0 sound, 1 not.\n\nExamples:\n  mm store check\n  mm --store backup.db store check --quiet && echo sound"
    )]
    Check,
    /// Copy the whole store into a new file, while others may change it
    #[command(
        after_help = "The copy is checked. To go back to it, stop what uses mm and put the copy in the store's place.\n\nExamples:\n  mm store backup /var/backups/mm-2026-11-23.db"
    )]
    Backup {
        /// Make the copy here; the file must not exist yet
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Tell where the store lies
    #[command(
        after_help = "Examples:\n  sqlite3 -readonly \"$(mm store path)\" 'SELECT name FROM tenant'"
    )]
    Path,
}

/// Does it.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    match &args.verb {
        Command::Check => {
            let checked = Checked::of(&app, &app.location)?;
            let exit = if checked.sound { Exit::Done } else { Exit::Failed };
            let mut done = Response::of(&app, checked);
            if exit == Exit::Failed {
                done.notes.push("a backup made by mm store backup can take its place".to_owned());
            }
            done.exit = exit;
            Ok(done)
        }
        Command::Backup { file } => Ok(Response::of(&app, back_up(&app, file)?)),
        Command::Path => {
            let path = std::path::absolute(&app.location.0).unwrap_or(app.location.0.clone());
            let exists = path.exists();
            Ok(Response::of(&app, Place { schema: "mm.store/1", revision: None, path, exists }))
        }
    }
}

/// Copies the store, and looks at the copy.
fn back_up(app: &App, file: &std::path::Path) -> Result<BackedUp> {
    let store = Store::open(&app.location)?;
    let copy = store.copy(&app.location, file)?;
    let checked = Checked::of(app, &copy.location())?;
    let faults = |part: &PartLine| part.faults.first().cloned();
    if let Some(fault) =
        checked.parts.iter().filter(|part| part.part == CheckPart::File).find_map(faults)
    {
        let message = format!("the copy is not sound: {fault}; it was removed");
        return Err(
            Error::new(Code::Damaged, message).hint("mm store check tells all that is wrong")
        );
    }
    // Better a copy of a store that was tampered with than none.
    let fault = checked.parts.iter().find_map(faults);
    let warning = fault.map(|fault| format!("the store is not sound, nor is its copy: {fault}"));
    copy.keep()?;
    Ok(BackedUp {
        schema: "mm.store/1",
        revision: checked.revision,
        path: app.location.0.clone(),
        copy: file.to_owned(),
        head: checked.head,
        warnings: warning.into_iter().collect(),
    })
}

/// The document `mm.store/1`, of a check.
#[derive(Serialize)]
struct Checked {
    schema: &'static str,
    revision: Option<u64>,
    path: PathBuf,
    sound: bool,
    head: Option<String>,
    parts: Vec<PartLine>,
}

#[derive(Serialize)]
struct PartLine {
    part: CheckPart,
    found: String,
    faults: Vec<String>,
}

impl Checked {
    fn of(app: &App, location: &Location) -> Result<Checked> {
        let store = Store::open(location)?;
        let snapshot = store.snapshot()?;
        let mut findings = store.check();
        if findings.iter().all(|part| part.part != CheckPart::Values || part.faults.is_empty()) {
            findings.push(Finding::of(CheckPart::Night, night(&snapshot, app)));
        }
        let parts: Vec<PartLine> = findings
            .into_iter()
            .map(|Finding { part, found, faults }| PartLine { part, found, faults })
            .collect();
        Ok(Checked {
            schema: "mm.store/1",
            revision: snapshot.server().ok().map(|server| server.revision),
            path: location.0.clone(),
            sound: parts.iter().all(|part| part.faults.is_empty()),
            head: snapshot.head().ok(),
            parts,
        })
    }
}

/// Whether what the store tells can be simulated from here on.
fn night(snapshot: &Snapshot<'_>, app: &App) -> Result<(String, Vec<String>)> {
    let state = ServerStatus::of(snapshot, app.now())?;
    let end = (app.now() + HORIZON).min(Instant::LAST);
    let model = model_of_store(snapshot, &state, end, Vec::new())?;
    Ok((format!("{} jobs can be looked ahead", model.jobs.len()), Vec::new()))
}

impl View for Checked {
    fn page(&self, page: &mut Page) {
        let path = self.path.to_string_lossy();
        let state = if self.sound { "sound" } else { "NOT SOUND" };
        page.strong(format!("The store {} is {state}.", sanitize(&path)));
        let mut fields = Vec::new();
        for part in &self.parts {
            let name = crate::domain::Spelled::spelling(part.part);
            if part.faults.is_empty() {
                fields.push((name, format!("sound: {}", part.found)));
            }
            fields.extend(part.faults.iter().map(|fault| (name, format!("WRONG: {fault}"))));
        }
        page.fields(&fields);
    }
}

/// The document `mm.store/1`, of a backup.
#[derive(Serialize)]
struct BackedUp {
    schema: &'static str,
    revision: Option<u64>,
    path: PathBuf,
    copy: PathBuf,
    head: Option<String>,
    warnings: Vec<String>,
}

impl View for BackedUp {
    fn page(&self, page: &mut Page) {
        page.strong(format!("The store was copied to {}.", sanitize(&self.copy.to_string_lossy())));
        let head = self.head.clone().unwrap_or_default();
        let revision = self.revision.map(|revision| revision.to_string()).unwrap_or_default();
        page.fields(&[("revision", revision), ("last hash", head)]);
        for warning in &self.warnings {
            page.line(format!("warning: {}", sanitize(warning)));
        }
    }
}

/// The document `mm.store/1`, of a path.
#[derive(Serialize)]
struct Place {
    schema: &'static str,
    revision: Option<u64>,
    path: PathBuf,
    exists: bool,
}

impl View for Place {
    fn page(&self, page: &mut Page) {
        page.line(sanitize(&self.path.to_string_lossy()));
    }
}
