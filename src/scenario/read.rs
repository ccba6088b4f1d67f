//! Read: from the text of a scenario to a checked one, every mistake with its place.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _};

use serde::Deserialize;
use serde_json::de::{Deserializer, SliceRead};

use super::check::Checker;
use super::checked::Scenario;
use super::document::{Document, Object};
use super::stream;
use crate::domain::{Instant, Span};

/// A mistake in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where, as in `jobs[3].tasks[0].duration`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Wrong {
    pub(super) fn new(place: impl Into<String>, what: impl fmt::Display) -> Wrong {
        Wrong { place: place.into(), what: what.to_string() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for Wrong {}

/// Reads a document; strings are borrowed from `json` where they need no unescaping.
pub fn read(json: &[u8]) -> Result<Document<'_>, Wrong> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let read: Result<Object<Document<'_>>, _> = serde_json::from_slice(json);
    read.map(|object| object.0).map_err(|error| located(json, &error))
}

/// Checks a document and lays it out for the engine.
pub fn check(document: &Document<'_>) -> Result<Scenario, Wrong> {
    let mut checker = Checker::new(document)?;
    let jobs = document.jobs.as_deref().unwrap_or_default();
    let tasks = jobs.iter().map(|job| job.tasks.as_ref().map_or(0, Vec::len)).sum();
    checker.reserve(jobs.len(), tasks);
    document.tenants.iter().flatten().try_for_each(|tenant| checker.tenant(tenant))?;
    jobs.iter().try_for_each(|job| checker.job(job))?;
    let replicas = document.replicas_in_failover.as_deref().unwrap_or_default();
    checker.finish(replicas, document.events.as_deref().unwrap_or_default())
}

/// Where a scenario ends whose document does not say.
#[derive(Debug, Clone, Copy)]
pub enum Horizon {
    /// When nothing is left to happen.
    Open,
    /// So long after its start.
    After(Span),
    /// Then, but not before its start.
    At(Instant),
}

impl Horizon {
    pub(super) fn complete(self, document: &mut Document<'_>) {
        if let (None, Some(start)) = (document.end, document.start) {
            document.end = match self {
                Horizon::Open => None,
                Horizon::After(span) => Some((start + span).min(Instant::LAST)),
                Horizon::At(end) => Some(end.clamp(start, Instant::LAST.max(start))),
            };
        }
    }
}

/// Reads and checks a document.
pub fn scenario(json: &[u8], horizon: Horizon) -> Result<Scenario, Wrong> {
    stream::scenario(json, horizon).map_or_else(|| whole(json, horizon), Ok)
}

/// Reads and checks a document in a file, which is plain: a pipe could not be read again.
pub fn from_file(file: &mut File, horizon: Horizon) -> io::Result<Result<Scenario, Wrong>> {
    if let Some(scenario) = stream::scenario(&mut *file, horizon) {
        return Ok(Ok(scenario));
    }
    let mut json = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut json)?;
    Ok(whole(&json, horizon))
}

/// Reads a document as a whole, then checks it.
fn whole(json: &[u8], horizon: Horizon) -> Result<Scenario, Wrong> {
    let mut document = read(json)?;
    horizon.complete(&mut document);
    check(&document)
}

/// Reads again, slowly, to learn where the mistake lies.
fn located(json: &[u8], error: &serde_json::Error) -> Wrong {
    let position = format!("line {} column {}", error.line(), error.column());
    if error.is_syntax() || error.is_eof() {
        return Wrong::new(position, format!("not JSON: {}", without_position(error)));
    }
    let mut track = serde_path_to_error::Track::new();
    let mut again = Deserializer::new(SliceRead::new(json));
    let tracked = serde_path_to_error::Deserializer::new(&mut again, &mut track);
    let Err(error) = Object::<Document<'_>>::deserialize(tracked) else {
        return Wrong::new(position, without_position(error));
    };
    let place = track.path().to_string();
    let place = if place == "." { position } else { place };
    Wrong::new(place, without_position(&error))
}

/// The text of an error without the position that `serde_json` adds to it.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}
