//! Tests with whole files: the ways in which exports differ from each other.

mod cases;
pub mod damaged;
mod examples;
pub mod invariants;
mod jobs;
mod rejected;
mod sessions;
mod spelling;

use jiff::tz::TimeZone;

use crate::domain::Job;
use crate::domain::{Instant, Span};
use crate::import::imported::{ImportError, ImportOptions, Imported, SourceFile};
use crate::import::read;
use crate::import::tests::invariants::check;

/// Options of somebody in Berlin who imports the tenant acme.
pub fn options() -> ImportOptions {
    ImportOptions {
        format: None,
        tenant: Some("acme".into()),
        target: None,
        dates: None,
        kind: None,
        timezone: TimeZone::get("Europe/Berlin").unwrap(),
        default_duration: Span::from_secs(1800),
        observed_at: None,
        begun: Instant::parse("2026-11-23T21:00:00Z").unwrap(),
        now: Instant::parse("2026-11-23T21:00:00Z").unwrap(),
        notifications: Vec::new(),
        site: None,
        known_jobs: std::collections::HashSet::new(),
        known_tenants: Vec::new(),
    }
}

fn try_read(texts: &[&str], options: &ImportOptions) -> Result<Imported, ImportError> {
    let names = ["a", "b", "c", "d", "e"];
    let source = |(name, text): (&&'static str, &&str)| (*name, (*text).to_owned().into_bytes());
    let files: Vec<(&str, Vec<u8>)> = names.iter().zip(texts).map(source).collect();
    let source = |(name, bytes): (&'static str, Vec<u8>)| SourceFile { name, bytes: bytes.into() };
    read(files.into_iter().map(source).collect(), options)
}

#[track_caller]
fn import(texts: &[&str]) -> Imported {
    let imported = try_read(texts, &options()).unwrap_or_else(|wrong| panic!("{wrong}"));
    check(&imported);
    imported
}

/// A job in one line: `tenant/name type target slots: task duration, … (source)`.
fn in_one_line(job: &Job) -> String {
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

fn jobs(imported: &Imported) -> Vec<String> {
    imported.jobs.iter().map(|each| in_one_line(&each.job)).collect()
}

/// Sessions in one line each: `name since start: task state, …` or `name until end: result`.
fn sessions(imported: &Imported) -> Vec<String> {
    let clock = |at: Instant| at.to_string()[11..19].to_owned();
    let sessions = imported.sessions.iter().map(|session| {
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

fn assumed(imported: &Imported) -> Vec<String> {
    imported.assumed.iter().map(ToString::to_string).collect()
}

fn unused(imported: &Imported) -> Vec<String> {
    imported.unused.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn has(texts: &[String], part: &str) {
    assert!(texts.iter().any(|text| text.contains(part)), "{part:?} is not among {texts:#?}");
}

pub const STATE: &str = r#"{"id":"1","name":"Nightly","type":"VSphereBackup","status":"Running",
    "lastResult":"None","lastRun":"2026-11-23T21:30:00+01:00","repositoryId":"7"}"#;
