//! Encoded: lists that stand in one column as JSON, so that a job or a session is one row.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::trouble::{Result, damaged};
use super::value;
use crate::domain::facts::{RecordedFacts, SessionTaskFacts, TaskFacts};
use crate::domain::{Code, Instant, TaskState};

/// `["task", seconds, fails]`
#[derive(Serialize, Deserialize)]
pub struct TaskCell<'a>(#[serde(borrow)] pub Cow<'a, str>, pub i64, pub bool);

/// `["task", started or null, seconds]`
#[derive(Serialize, Deserialize)]
struct RecordedCell<'a>(#[serde(borrow)] Cow<'a, str>, Option<i64>, i64);

/// `["task", "state", started or null, ended or null, code or null, notification or null]`
#[derive(Serialize, Deserialize)]
struct SessionTaskCell<'a>(
    #[serde(borrow)] Cow<'a, str>,
    TaskState,
    Option<i64>,
    Option<i64>,
    Option<Code>,
    #[serde(borrow)] Option<Cow<'a, str>>,
);

fn parse<'a, T: Deserialize<'a>>(json: &'a str, what: &str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|error| damaged(format!("{what} cannot be read: {error}: {json:.60?}")))
}

fn write(list: &impl Serialize) -> Result<String> {
    serde_json::to_string(list)
        .map_err(|error| crate::exit::Problem::failed("store", error.to_string()))
}

/// Reads `job.tasks`.
pub fn tasks(json: &str) -> Result<Vec<TaskFacts>> {
    let cells: Vec<TaskCell<'_>> = parse(json, "job.tasks")?;
    cells
        .into_iter()
        .map(|TaskCell(name, secs, fails)| {
            let duration = value::span(secs)
                .ok_or_else(|| damaged(format!("job.tasks holds a duration of {secs} seconds")))?;
            Ok(TaskFacts { name: name.into_owned(), duration, fails })
        })
        .collect()
}

/// Writes `job.tasks`.
pub fn from_tasks(tasks: &[TaskFacts]) -> Result<String> {
    let cell = |task: &'_ TaskFacts| (task.name.clone(), value::seconds(task.duration), task.fails);
    write(&tasks.iter().map(cell).collect::<Vec<_>>())
}

/// Reads `job.recorded`.
pub fn recorded(json: &str) -> Result<Vec<RecordedFacts>> {
    let cells: Vec<RecordedCell<'_>> = parse(json, "job.recorded")?;
    cells
        .into_iter()
        .map(|RecordedCell(task, started, secs)| {
            let took = value::span(secs).ok_or_else(|| {
                damaged(format!("job.recorded holds a duration of {secs} seconds"))
            })?;
            Ok(RecordedFacts { task: task.into_owned(), started: maybe(started)?, took })
        })
        .collect()
}

/// Writes `job.recorded`.
pub fn from_recorded(recorded: &[RecordedFacts]) -> Result<String> {
    let cell = |each: &RecordedFacts| {
        (each.task.clone(), each.started.map(Instant::millis), value::seconds(each.took))
    };
    write(&recorded.iter().map(cell).collect::<Vec<_>>())
}

/// Reads `job.starts`.
pub fn starts(json: &str) -> Result<Vec<Instant>> {
    let millis: Vec<i64> = parse(json, "job.starts")?;
    millis.into_iter().map(|millis| maybe(Some(millis))).filter_map(Result::transpose).collect()
}

/// Writes `job.starts`.
pub fn from_starts(starts: &[Instant]) -> Result<String> {
    write(&starts.iter().map(|at| at.millis()).collect::<Vec<_>>())
}

/// Reads `session.tasks`, with the notification that each carries.
pub fn session_tasks(json: &str) -> Result<Vec<(SessionTaskFacts, Option<String>)>> {
    let cells: Vec<SessionTaskCell<'_>> = parse(json, "session.tasks")?;
    cells
        .into_iter()
        .map(|SessionTaskCell(name, state, started, ended, code, notification)| {
            let facts = SessionTaskFacts {
                name: name.into_owned(),
                state,
                started: maybe(started)?,
                ended: maybe(ended)?,
                code,
            };
            Ok((facts, notification.map(Cow::into_owned)))
        })
        .collect()
}

/// Writes `session.tasks`.
pub fn from_session_tasks<'t>(
    tasks: impl Iterator<Item = (&'t SessionTaskFacts, Option<&'t str>)>,
) -> Result<String> {
    let cell = |(task, notification): (&'t SessionTaskFacts, Option<&'t str>)| {
        SessionTaskCell(
            Cow::Borrowed(&task.name),
            task.state,
            task.started.map(Instant::millis),
            task.ended.map(Instant::millis),
            task.code,
            notification.map(Cow::Borrowed),
        )
    };
    write(&tasks.map(cell).collect::<Vec<_>>())
}

fn maybe(millis: Option<i64>) -> Result<Option<Instant>> {
    millis
        .map(|millis| {
            value::instant(millis)
                .ok_or_else(|| damaged(format!("an instant of {millis} lies in no year")))
        })
        .transpose()
}
