//! Domain types as SQLite values, and queries whose errors name the column that holds a wrong value.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Params, Row};
use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use smol_str::SmolStr;

use crate::domain::{
    Access, DurationSource, FailureCode, Instant, JobType, Mode, ObservedResult, OnExpiry, Origin,
    RecordedDuration, Rule, Service, SessionTask, Span, Target, Task, TaskState,
};
use crate::error::{Error, Result};
use crate::store::sql_error::damaged;

/// Reads every row of a query.
pub fn rows<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    each_row(connection, sql, params, read, |row| {
        found.push(row);
        Ok(())
    })?;
    Ok(found)
}

/// Hands over the rows of a query one by one.
pub fn each_row<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        take(read(row).map_err(|error| naming_the_column(row, error))?)?;
    }
    Ok(())
}

/// Reads the first row of a query, if there is one.
pub fn first_row<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    read(row).map(Some).map_err(|error| naming_the_column(row, error))
}

fn naming_the_column(row: &Row<'_>, error: rusqlite::Error) -> Error {
    use rusqlite::Error as E;
    let (index, what) = match &error {
        E::FromSqlConversionFailure(index, _, wrong) => (*index, wrong.to_string()),
        E::InvalidColumnType(index, _, found) => (*index, format!("holds a value of type {found}")),
        E::IntegralValueOutOfRange(index, number) => (*index, format!("holds {number}")),
        E::Utf8Error(index, _) => (*index, "holds text that is not UTF-8".to_owned()),
        _ => return error.into(),
    };
    let statement = row.as_ref();
    let sql = statement.expanded_sql().unwrap_or_default();
    let table = sql.split_once("FROM ").and_then(|(_, rest)| rest.split_whitespace().next());
    let column = statement.column_name(index).unwrap_or("?");
    damaged(format!("column {}.{column} {what}", table.unwrap_or("?")))
}

#[derive(Debug)]
struct WrongValue(String);

impl fmt::Display for WrongValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongValue {}

/// An error about a value, as a predicate: "holds …".
pub fn wrong(why: String) -> FromSqlError {
    FromSqlError::other(WrongValue(why))
}

/// As much of a text as an error quotes.
fn beginning(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Stores the types of a list by the spelling of their values.
macro_rules! spelled_columns {
    ($($type:ty),+ $(,)?) => {
        $(
            impl rusqlite::types::FromSql for $type {
                fn column_result(
                    value: rusqlite::types::ValueRef<'_>,
                ) -> rusqlite::types::FromSqlResult<Self> {
                    $crate::store::columns::parsed(value)
                }
            }

            impl rusqlite::types::ToSql for $type {
                fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                    Ok($crate::domain::Spelled::spelling(*self).into())
                }
            }
        )+
    };
}
pub(super) use spelled_columns;

pub(super) fn parsed<T: FromStr>(value: ValueRef<'_>) -> FromSqlResult<T> {
    let text = value.as_str()?;
    text.parse()
        .map_err(|_| wrong(format!("holds {:?}, which this mm does not know", beginning(text))))
}

spelled_columns!(
    Access,
    DurationSource,
    FailureCode,
    JobType,
    ObservedResult,
    Mode,
    OnExpiry,
    Origin,
    Rule,
    Service,
    Target,
);

/// Milliseconds since 1970.
impl FromSql for Instant {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        instant(value.as_i64()?).map_err(wrong)
    }
}

impl ToSql for Instant {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.millis().into())
    }
}

/// Whole seconds; a part of a second counts as one when it is written.
impl FromSql for Span {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        span(value.as_i64()?).map_err(wrong)
    }
}

impl ToSql for Span {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(seconds(*self).into())
    }
}

fn instant(millis: i64) -> Result<Instant, String> {
    (Instant::FIRST.millis()..=Instant::LAST.millis())
        .contains(&millis)
        .then(|| Instant::from_millis(millis))
        .ok_or_else(|| format!("holds the instant {millis}, which no calendar has"))
}

fn span(secs: i64) -> Result<Span, String> {
    (1..=Span::LONGEST.millis() / 1000)
        .contains(&secs)
        .then(|| Span::from_secs(secs))
        .ok_or_else(|| format!("holds a duration of {secs} seconds"))
}

fn seconds(span: Span) -> i64 {
    span.millis().div_euclid(1000) + i64::from(span.millis().rem_euclid(1000) > 0)
}

/// A list in one column, as JSON.
pub struct JsonList<T>(pub Vec<T>);

/// One value of a [`JsonList`].
pub trait Cell: Sized {
    type Json: Serialize + DeserializeOwned;
    fn from_json(json: Self::Json) -> Result<Self, String>;
    fn to_json(&self) -> Self::Json;
}

impl<T: Cell> FromSql for JsonList<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        JsonList::parse(value.as_str()?).map_err(wrong)
    }
}

impl<T: Cell> JsonList<T> {
    /// Reads the text of a column. An error is a predicate: "holds …".
    fn parse(text: &str) -> Result<JsonList<T>, String> {
        let list: Result<CheckedList<T>, _> = serde_json::from_str(text);
        list.map_err(|error| format!("cannot be read: {error}: {:?}", beginning(text)))?.0
    }
}

/// A list of which each value is checked when it is read; large stores have many.
struct CheckedList<T>(Result<JsonList<T>, String>);

impl<'de, T: Cell> Deserialize<'de> for CheckedList<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);
        impl<'de, T: Cell> Visitor<'de> for ListVisitor<T> {
            type Value = CheckedList<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                let mut wrong = None;
                while let Some(cell) = list.next_element()? {
                    match T::from_json(cell) {
                        Ok(value) => values.push(value),
                        Err(error) => wrong = wrong.or(Some(error)),
                    }
                }
                Ok(CheckedList(wrong.map_or(Ok(JsonList(values)), Err)))
            }
        }
        from.deserialize_seq(ListVisitor(PhantomData))
    }
}

/// Writes what [`JsonList`] reads.
pub fn json<T: Cell>(values: &[T]) -> rusqlite::Result<String> {
    let cells: Vec<T::Json> = values.iter().map(T::to_json).collect();
    serde_json::to_string(&cells)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

impl Cell for Instant {
    type Json = i64;

    fn from_json(millis: i64) -> Result<Self, String> {
        instant(millis)
    }

    fn to_json(&self) -> i64 {
        self.millis()
    }
}

impl Cell for String {
    type Json = String;

    fn from_json(text: String) -> Result<Self, String> {
        Ok(text)
    }

    fn to_json(&self) -> String {
        self.clone()
    }
}

impl Cell for Task {
    /// `["task", seconds, fails]`
    type Json = (SmolStr, i64, bool);

    fn from_json((name, secs, fails): Self::Json) -> Result<Self, String> {
        Ok(Task { name, duration: span(secs)?, fails, recorded: Vec::new() })
    }

    fn to_json(&self) -> Self::Json {
        (self.name.clone(), seconds(self.duration), self.fails)
    }
}

/// A recorded duration after the name of its task.
pub type TaskDuration = (SmolStr, RecordedDuration);

impl Cell for TaskDuration {
    /// `["task", started or null, seconds]`
    type Json = (SmolStr, Option<i64>, i64);

    fn from_json((task, started, secs): Self::Json) -> Result<Self, String> {
        let started = started.map(instant).transpose()?;
        Ok((task, RecordedDuration { started, took: span(secs)? }))
    }

    fn to_json(&self) -> Self::Json {
        let (task, recorded) = self;
        (task.clone(), recorded.started.map(Instant::millis), seconds(recorded.took))
    }
}

/// A task of a session, with the notification that it carries.
pub type NotifiedTask = (SessionTask, Option<String>);

impl Cell for NotifiedTask {
    /// `["task", "state", started or null, ended or null, code or null, notification or null]`
    type Json = (SmolStr, TaskState, Option<i64>, Option<i64>, Option<FailureCode>, Option<String>);

    fn from_json(
        (name, state, started, ended, code, notification): Self::Json,
    ) -> Result<Self, String> {
        let (started, ended) = (started.map(instant).transpose()?, ended.map(instant).transpose()?);
        Ok((SessionTask { name, state, started, ended, code }, notification))
    }

    fn to_json(&self) -> Self::Json {
        let (task, notification) = self;
        let (started, ended) = (task.started.map(Instant::millis), task.ended.map(Instant::millis));
        (task.name.clone(), task.state, started, ended, task.code, notification.clone())
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::error::Code;

    fn read<T: Cell>(json: &str) -> Result<Vec<T>> {
        let connection = Connection::open_in_memory()?;
        let sql = "SELECT value AS tasks FROM (SELECT ? AS value)";
        let list = first_row(&connection, sql, [json], |row| row.get::<_, JsonList<T>>("tasks"))?;
        Ok(list.unwrap().0)
    }

    #[test]
    fn tasks_are_read_as_they_were_written() {
        let names = ["vm-1", "夜", "a,b]", "[", "'", "", "a\"b", "a\\", "line\nbreak", "\u{1b}[0m"];
        let task = |(place, name): (i64, &&str)| Task {
            name: (*name).into(),
            duration: Span::from_secs(60 + place),
            fails: place % 2 == 1,
            recorded: Vec::new(),
        };
        let given: Vec<Task> = (0..).zip(&names).map(task).collect();
        assert_eq!(read::<Task>(&json(&given).unwrap()).unwrap(), given);
    }

    #[test]
    fn a_wrong_list_is_damage() {
        for wrong in [
            "",
            "[",
            r#"[["a",1,false]"#,
            r#"[["a",1,false],]"#,
            r#"[["a",1,no]]"#,
            r#"[["a",0,false]]"#,
            r#"[["a",-1,false]]"#,
            r#"[["a",007,false]]"#,
            r#"[["a",99999999999999999999,false]]"#,
            r#"[["a",1]]"#,
        ] {
            assert_eq!(read::<Task>(wrong).unwrap_err().code, Code::Damaged, "{wrong}");
        }
    }

    #[test]
    fn a_wrong_value_names_its_table_and_column() {
        #[track_caller]
        fn case<T: FromSql>(value: &str, want: &str) {
            let connection = Connection::open_in_memory().unwrap();
            connection
                .execute_batch(&format!(
                    "CREATE TABLE job (type); INSERT INTO job VALUES ({value})"
                ))
                .unwrap();
            let read = first_row(&connection, "SELECT type FROM job", [], |row| row.get::<_, T>(0));
            let error = read.err().unwrap();
            assert_eq!((error.code, &*error.message()), (Code::Damaged, want));
        }
        case::<JobType>("'tape'", r#"column job.type holds "tape", which this mm does not know"#);
        case::<JobType>("NULL", "column job.type holds a value of type Null");
        case::<Span>("0", "column job.type holds a duration of 0 seconds");
        case::<u32>("-1", "column job.type holds -1");
        case::<Instant>(
            "9223372036854775807",
            "column job.type holds the instant 9223372036854775807, which no calendar has",
        );
        case::<String>("CAST(x'ff' AS TEXT)", "column job.type holds text that is not UTF-8");
    }
}
