//! Encoded: lists that stand in one column as JSON, so that a job or a session is one row.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::facts::{RecordedDuration, SessionTask, Task};
use crate::domain::{FailureCode, Instant, Span, TaskState};
use crate::error::{Code, Error, Result};
use crate::scenario::{TaskDoc, Text};
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

/// Reads `job.tasks`.
pub fn tasks(json: &str) -> Result<Vec<Task>> {
    each_task(json, |name, duration, fails| Task { name: name.into_owned(), duration, fails })
}

/// Reads `job.tasks` as they stand in a scenario; names lie in `json` where they can.
pub fn task_docs(json: &str) -> Result<Vec<TaskDoc<'_>>> {
    each_task(json, |name, duration, fails| TaskDoc {
        name: Some(Text(name)),
        duration: Some(duration),
        fails: fails.then_some(true),
    })
}

fn each_task<'j, T>(json: &'j str, make: impl Fn(Cow<'j, str>, Span, bool) -> T) -> Result<Vec<T>> {
    if let Some(tasks) = plain_tasks(json, &make) {
        return Ok(tasks);
    }
    let cells: Vec<TaskCell<'_>> = parse(json, "job.tasks")?;
    cells
        .into_iter()
        .map(|TaskCell(name, secs, fails)| {
            let duration = value::span(secs)
                .ok_or_else(|| damaged(format!("job.tasks holds a duration of {secs} seconds")))?;
            Ok(make(name, duration, fails))
        })
        .collect()
}

/// The same of a list as it is written here, of names in which nothing is escaped: of nearly all,
/// and most of the time it takes to read a large store.
fn plain_tasks<'j, T>(
    json: &'j str,
    make: impl Fn(Cow<'j, str>, Span, bool) -> T,
) -> Option<Vec<T>> {
    /// So many tasks have most jobs, at most.
    const FEW: usize = 8;
    let mut tasks = Vec::with_capacity(FEW);
    let mut rest = json.strip_prefix('[')?;
    loop {
        rest = rest.strip_prefix("[\"")?;
        let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
        let (name, after) = rest.split_at_checked(end)?;
        rest = after.strip_prefix("\",")?;
        let end = rest.bytes().position(|byte| !byte.is_ascii_digit())?;
        let (secs, after) = rest.split_at_checked(end)?;
        // JSON knows no number that begins with a zero and goes on.
        let secs = secs.parse().ok().filter(|_| !secs.starts_with('0'))?;
        let (fails, after) = match after.strip_prefix(",false]") {
            Some(after) => (false, after),
            None => (true, after.strip_prefix(",true]")?),
        };
        tasks.push(make(name.into(), value::span(secs)?, fails));
        if after == "]" {
            return Some(tasks);
        }
        rest = after.strip_prefix(',')?;
    }
}

/// Writes `job.tasks`.
pub fn from_tasks(tasks: &[Task]) -> Result<String> {
    let cell = |task: &'_ Task| (task.name.clone(), value::seconds(task.duration), task.fails);
    write(&tasks.iter().map(cell).collect::<Vec<_>>())
}

/// Reads `job.recorded`.
pub fn recorded(json: &str) -> Result<Vec<RecordedDuration>> {
    let cells: Vec<RecordedCell<'_>> = parse(json, "job.recorded")?;
    cells
        .into_iter()
        .map(|RecordedCell(task, started, secs)| {
            let took = value::span(secs).ok_or_else(|| {
                damaged(format!("job.recorded holds a duration of {secs} seconds"))
            })?;
            Ok(RecordedDuration { task: task.into_owned(), started: maybe(started)?, took })
        })
        .collect()
}

/// Writes `job.recorded`.
pub fn from_recorded(recorded: &[RecordedDuration]) -> Result<String> {
    let cell = |each: &RecordedDuration| {
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
    use crate::domain::Span;
    use crate::domain::facts::Task;
    use crate::store::json_columns::{from_tasks, plain_tasks, task_docs, tasks};

    #[test]
    fn tasks_that_are_read_fast_are_what_was_written() {
        #[track_caller]
        fn case(names: &[&str], is_plain: bool) {
            let task = |(place, name): (i64, &&str)| Task {
                name: (*name).to_owned(),
                duration: Span::from_secs(60 + place),
                fails: place % 2 == 1,
            };
            let given: Vec<Task> = (0..).zip(names).map(task).collect();
            let json = from_tasks(&given).unwrap();
            let plain = plain_tasks(&json, |_, _, _| ());
            assert_eq!(plain.is_some(), is_plain, "{json}");
            assert_eq!(tasks(&json).unwrap(), given);
            let read = task_docs(&json).unwrap().into_iter().map(|task| Task {
                name: task.name.unwrap().to_string(),
                duration: task.duration.unwrap(),
                fails: task.fails == Some(true),
            });
            assert_eq!(read.collect::<Vec<_>>(), given);
        }
        case(&["vm"], true);
        case(&["vm-1", "夜", "a,b]", "[", "'", ""], true);
        case(&["a\"b", "c"], false);
        case(&["a\\"], false);
        case(&["line\nbreak", "\u{1b}[0m"], false);
        case(&[], false);
    }

    #[test]
    fn what_is_no_list_of_tasks_is_not_read_fast() {
        #[track_caller]
        fn case(json: &str) {
            assert!(plain_tasks(json, |_, _, _| ()).is_none(), "{json}");
            assert!(task_docs(json).is_err(), "{json}");
        }
        case("");
        case("[");
        case(r#"[["a",1,false]"#);
        case(r#"[["a",1,false]]]"#);
        case(r#"[["a",1,false],]"#);
        case(r#"[["a",1,no]]"#);
        case(r#"[["a",0,false]]"#);
        case(r#"[["a",-1,false]]"#);
        case(r#"[["a",+1,false]]"#);
        case(r#"[["a",007,false]]"#);
        case(r#"[["a",99999999999999999999,false]]"#);
        case("[[\"a\u{1}\",1,false]]");
        case(r#"[["a",1]]"#);
    }
}
