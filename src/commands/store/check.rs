//! `mm store check`: check everything in the store.

use std::path::PathBuf;

use serde::Serialize;

use crate::commands::Response;
use crate::domain::{Instant, LOOK_AHEAD, Spelled as _};
use crate::error::{Exit, Result};
use crate::ops::app::App;
use crate::ops::forecast::stored_model;
use crate::ops::server_status::{ServerStatus, known_present};
use crate::output::{Page, View, sanitize};
use crate::store::{CheckPart, Finding, Location, Snapshot, Store};

/// The document `mm.store/1` of a check.
#[derive(Serialize)]
pub struct StoreCheckDocument {
    schema: &'static str,
    pub revision: Option<u64>,
    path: PathBuf,
    sound: bool,
    pub head: Option<String>,
    parts: Vec<PartRow>,
}

#[derive(Serialize)]
struct PartRow {
    part: CheckPart,
    found: String,
    faults: Vec<String>,
}

pub fn run(app: &App) -> Result<Response> {
    let checked = StoreCheckDocument::of(app, &app.location)?;
    let is_sound = checked.sound;
    let mut response = Response::new(checked);
    if is_sound {
        response.notes.extend(app.look(|snapshot| {
            let mut notes = future_times(snapshot, app)?;
            notes.extend(snapshot.missing_locks()?);
            Ok(notes)
        })?);
    }
    if !is_sound {
        response.notes.push("a copy made by `mm store backup` can replace the store".to_owned());
        response.exit = Exit::Failed;
    }
    Ok(response)
}

impl StoreCheckDocument {
    /// Checks the store at a location.
    pub fn of(app: &App, location: &Location) -> Result<StoreCheckDocument> {
        let store = Store::open(location)?;
        let snapshot = store.snapshot()?;
        let mut findings = store.check();
        let has_valid_values =
            findings.iter().all(|part| part.part != CheckPart::Values || part.faults.is_empty());
        if has_valid_values {
            findings.push(Finding::of(CheckPart::Scenario, scenario(&snapshot, app)));
        }
        let parts: Vec<PartRow> = findings
            .into_iter()
            .map(|Finding { part, found, faults }| PartRow { part, found, faults })
            .collect();
        Ok(StoreCheckDocument {
            schema: "mm.store/1",
            revision: snapshot.server().ok().map(|server| server.revision),
            path: location.0.clone(),
            sound: parts.iter().all(|part| part.faults.is_empty()),
            head: snapshot.head().ok(),
            parts,
        })
    }

    /// The first fault in some parts.
    pub fn first_fault(&self, is_asked: impl Fn(CheckPart) -> bool) -> Option<&str> {
        let mut parts = self.parts.iter().filter(|part| is_asked(part.part));
        parts.find_map(|part| part.faults.first()).map(String::as_str)
    }
}

/// Times that lie in the future, on a live store: the clock was ahead when they were stored.
fn future_times(snapshot: &Snapshot<'_>, app: &App) -> Result<Vec<String>> {
    let server = snapshot.server()?;
    if server.is_rehearsal() {
        Ok(Vec::new())
    } else {
        snapshot.future_times(known_present(&server, app.now()))
    }
}

/// Whether the store forms a scenario that can be simulated.
fn scenario(snapshot: &Snapshot<'_>, app: &App) -> Result<(String, Vec<String>)> {
    let status = ServerStatus::of(snapshot, app.now())?;
    let end = (app.now() + LOOK_AHEAD).min(Instant::LAST);
    let model = stored_model(snapshot, &status, end, Vec::new())?.model;
    Ok((format!("{} jobs can be simulated", model.jobs.len()), Vec::new()))
}

impl View for StoreCheckDocument {
    fn page(&self, page: &mut Page) {
        let path = self.path.to_string_lossy();
        let verdict = if self.sound { "sound" } else { "NOT SOUND" };
        page.strong(format!("The store {} is {verdict}.", sanitize(&path)));
        let mut fields = Vec::new();
        for part in &self.parts {
            let name = match part.part {
                // Scripts know it by an older name.
                CheckPart::Scenario => "scenario",
                other => other.spelling(),
            };
            if part.faults.is_empty() {
                fields.push((name, format!("sound: {}", part.found)));
            }
            fields.extend(part.faults.iter().map(|fault| (name, format!("WRONG: {fault}"))));
        }
        page.fields(&fields);
    }
}
