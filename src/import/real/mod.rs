//! Real: the ways in which exports differ from each other and from their documentation.

mod jobs;
mod refused;
mod sessions;
mod spelling;

use jiff::tz::TimeZone;

use crate::domain::Job;
use crate::domain::{Instant, Span};
use crate::import::incoming::{Incoming, Options, Source, Wrong};
use crate::import::read;
use crate::import::sound::sound;

/// Options as somebody in Berlin gives them for the tenant acme.
pub(super) fn options() -> Options {
    Options {
        format: None,
        tenant: Some("acme".into()),
        target: None,
        timezone: TimeZone::get("Europe/Berlin").unwrap(),
        default_duration: Span::from_secs(1800),
        observed_at: None,
        now: Instant::parse("2026-11-23T21:00:00Z").unwrap(),
    }
}

fn try_read(texts: &[&str], options: &Options) -> Result<Incoming, Wrong> {
    let names = ["a", "b", "c", "d", "e"];
    let source = |(name, text): (&&'static str, &&str)| (*name, (*text).to_owned().into_bytes());
    let files: Vec<(&str, Vec<u8>)> = names.iter().zip(texts).map(source).collect();
    let sources: Vec<Source<'_>> =
        files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
    read(&sources, options)
}

#[track_caller]
fn import(texts: &[&str]) -> Incoming {
    let incoming = try_read(texts, &options()).unwrap_or_else(|wrong| panic!("{wrong}"));
    sound(&incoming);
    incoming
}

/// A job in one line: `tenant/name type target slots: task duration, … (source)`.
fn told(job: &Job) -> String {
    let tasks: Vec<String> =
        job.tasks.iter().map(|task| format!("{} {}", task.name, task.duration)).collect();
    format!(
        "{}/{} {} {} {}: {} ({})",
        job.tenant,
        job.name,
        job.job_type,
        job.target,
        job.slots,
        tasks.join(", "),
        job.durations
    )
}

fn jobs(incoming: &Incoming) -> Vec<String> {
    incoming.jobs.iter().map(told).collect()
}

/// Sessions in one line each: `name since start: task state, …` or `name until end: result`.
fn sessions(incoming: &Incoming) -> Vec<String> {
    let clock = |at: Instant| at.to_string()[11..19].to_owned();
    let sessions = incoming.sessions.iter().map(|session| {
        let started = clock(session.started);
        if let Some(ended) = session.ended {
            format!("{} {started} until {}: {}", session.job, clock(ended.at), ended.result)
        } else {
            let tasks = session.tasks.iter().map(|task| format!("{} {}", task.name, task.state));
            let tasks: Vec<String> = tasks.collect();
            format!("{} since {started}: {}", session.job, tasks.join(", "))
        }
    });
    sessions.collect()
}

fn guesses(incoming: &Incoming) -> Vec<String> {
    incoming.guessed.iter().map(ToString::to_string).collect()
}

fn unused(incoming: &Incoming) -> Vec<String> {
    incoming.unused.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn has(texts: &[String], part: &str) {
    assert!(texts.iter().any(|text| text.contains(part)), "{part:?} is not among {texts:#?}");
}

const STATE: &str = r#"{"id":"1","name":"Nightly","type":"VSphereBackup","status":"Running",
    "lastResult":"None","lastRun":"2026-11-23T21:30:00+01:00","repositoryId":"7"}"#;
