//! Encoded: lists that stand in one column as JSON, so that a job or a session is one row.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::{FailureCode, Instant, TaskState};
use crate::domain::{RecordedDuration, SessionTask, Task};
use crate::error::{Code, Error, Result};
use crate::store::sql_error::damaged;
use crate::store::value;

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
    Option<FailureCode>,
    #[serde(borrow)] Option<Cow<'a, str>>,
);

fn parse<'a, T: Deserialize<'a>>(json: &'a str, what: &str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|error| damaged(format!("{what} cannot be read: {error}: {json:.60?}")))
}

fn write(list: &impl Serialize) -> Result<String> {
    serde_json::to_string(list).map_err(|error| Error::new(Code::Store, error.to_string()))
}

/// Reads `job.tasks` and `job.recorded`. Recorded durations of tasks that the job no longer has are
/// left out.
pub fn tasks(tasks: &str, recorded: Option<&str>) -> Result<Vec<Task>> {
    let cells: Vec<TaskCell<'_>> = parse(tasks, "job.tasks")?;
    let task = |TaskCell(name, secs, fails): TaskCell<'_>| {
        let duration = value::span(secs)
            .ok_or_else(|| damaged(format!("job.tasks holds a duration of {secs} seconds")))?;
        Ok(Task { name: name.into_owned(), duration, fails, recorded: Vec::new() })
    };
    let mut tasks = cells.into_iter().map(task).collect::<Result<Vec<Task>>>()?;
    let Some(recorded) = recorded else {
        return Ok(tasks);
    };
    let places: HashMap<String, usize> =
        tasks.iter().enumerate().map(|(place, task)| (task.name.clone(), place)).collect();
    let cells: Vec<RecordedCell<'_>> = parse(recorded, "job.recorded")?;
    for RecordedCell(task, started, secs) in cells {
        let took = value::span(secs)
            .ok_or_else(|| damaged(format!("job.recorded holds a duration of {secs} seconds")))?;
        let started = maybe(started)?;
        if let Some(place) = places.get(&*task) {
            tasks[*place].recorded.push(RecordedDuration { started, took });
        }
    }
    Ok(tasks)
}

/// Writes `job.tasks`.
pub fn from_tasks(tasks: &[Task]) -> Result<String> {
    let cell = |task: &'_ Task| (task.name.clone(), value::seconds(task.duration), task.fails);
    write(&tasks.iter().map(cell).collect::<Vec<_>>())
}

/// Writes `job.recorded`.
pub fn from_recorded(tasks: &[Task]) -> Result<String> {
    let cells = tasks.iter().flat_map(|task| {
        task.recorded
            .iter()
            .map(|each| (&task.name, each.started.map(Instant::millis), value::seconds(each.took)))
    });
    write(&cells.collect::<Vec<_>>())
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
pub fn session_tasks(json: &str) -> Result<Vec<(SessionTask, Option<String>)>> {
    let cells: Vec<SessionTaskCell<'_>> = parse(json, "session.tasks")?;
    cells
        .into_iter()
        .map(|SessionTaskCell(name, state, started, ended, code, notification)| {
            let facts = SessionTask {
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
    tasks: impl Iterator<Item = (&'t SessionTask, Option<&'t str>)>,
) -> Result<String> {
    let cell = |(task, notification): (&'t SessionTask, Option<&'t str>)| {
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

#[cfg(test)]
mod tests {
    use crate::domain::{Instant, RecordedDuration, Span, Task};
    use crate::store::json_columns::{from_recorded, from_tasks, tasks};

    #[test]
    fn tasks_are_read_as_they_were_written() {
        let task = |(place, name): (i64, &&str)| Task {
            name: (*name).to_owned(),
            duration: Span::from_secs(60 + place),
            fails: place % 2 == 1,
            recorded: (0..place)
                .map(|at| RecordedDuration {
                    started: (at > 0).then(|| Instant::from_millis(at)),
                    took: Span::from_secs(at + 1),
                })
                .collect(),
        };
        let names = ["vm-1", "夜", "a,b]", "[", "'", "", "a\"b", "a\\", "line\nbreak", "\u{1b}[0m"];
        let given: Vec<Task> = (0..).zip(&names).map(task).collect();
        let (json, recorded) = (from_tasks(&given).unwrap(), from_recorded(&given).unwrap());
        assert_eq!(tasks(&json, Some(&recorded)).unwrap(), given);
        let of_others = r#"[["gone",null,7]]"#;
        assert!(tasks(&json, Some(of_others)).unwrap().iter().all(|task| task.recorded.is_empty()));
    }

    #[test]
    fn what_is_no_list_of_tasks_is_damage() {
        for json in [
            "",
            "[",
            r#"[["a",1,false]"#,
            r#"[["a",1,false]]]"#,
            r#"[["a",1,false],]"#,
            r#"[["a",1,no]]"#,
            r#"[["a",0,false]]"#,
            r#"[["a",-1,false]]"#,
            r#"[["a",+1,false]]"#,
            r#"[["a",007,false]]"#,
            r#"[["a",99999999999999999999,false]]"#,
            "[[\"a\u{1}\",1,false]]",
            r#"[["a",1]]"#,
        ] {
            assert!(tasks(json, None).is_err(), "{json}");
        }
    }
}
