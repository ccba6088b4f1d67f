//! Value: what stands in a column, in the words of the domain; an unknown one is an error.

use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};

use crate::domain::{Instant, Span, Spelled};
use crate::error::Result;
use crate::store::sql_error::damaged;

/// The columns of a row, one after the other as they stand in its statement: nothing is looked up
/// by its name where there are many rows.
pub struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl<'r> Columns<'r> {
    /// Those of this row, from the first one on.
    pub fn of(row: &'r Row<'r>) -> Columns<'r> {
        Columns { row, next: 0 }
    }

    /// The next one, which has this name.
    pub fn next(&mut self, name: &'static str) -> Column<'r> {
        let at = self.next;
        self.next += 1;
        debug_assert_eq!(self.row.as_ref().column_name(at), Ok(name));
        Column { row: self.row, name, at: Some(at) }
    }
}

/// A column of a row.
pub struct Column<'r> {
    row: &'r Row<'r>,
    name: &'static str,
    /// `None`: it is found by its name.
    at: Option<usize>,
}

impl<'r> Column<'r> {
    /// The one of this name.
    pub fn named(row: &'r Row<'r>, name: &'static str) -> Column<'r> {
        Column { row, name, at: None }
    }

    /// A text, as it lies in the row.
    pub fn str(&self) -> Result<&'r str> {
        self.maybe_str()?.ok_or_else(|| self.wrong("nothing"))
    }

    /// A text, as it lies in the row, where there is one.
    pub fn maybe_str(&self) -> Result<Option<&'r str>> {
        let text = self.value()?.as_str_or_null();
        text.map_err(|_| self.wrong("something that is no text"))
    }

    /// A text.
    pub fn text(&self) -> Result<String> {
        self.get()
    }

    /// A text, where there is one.
    pub fn maybe_text(&self) -> Result<Option<String>> {
        self.get()
    }

    /// A count.
    pub fn count(&self) -> Result<u32> {
        self.whole(self.get()?)
    }

    /// A count, where there is one.
    pub fn maybe_count(&self) -> Result<Option<u32>> {
        self.get::<Option<i64>>()?.map(|number| self.whole(number)).transpose()
    }

    /// Yes or no.
    pub fn flag(&self) -> Result<bool> {
        Ok(self.get::<i64>()? != 0)
    }

    /// A number of SQLite's own.
    pub fn number(&self) -> Result<i64> {
        self.get()
    }

    /// An instant.
    pub fn instant(&self) -> Result<Instant> {
        self.at(self.number()?)
    }

    /// An instant, where there is one.
    pub fn maybe_instant(&self) -> Result<Option<Instant>> {
        self.get::<Option<i64>>()?.map(|millis| self.at(millis)).transpose()
    }

    /// A duration, where there is one.
    pub fn maybe_span(&self) -> Result<Option<Span>> {
        let secs: Option<i64> = self.get()?;
        secs.map(|secs| span(secs).ok_or_else(|| self.wrong(&secs.to_string()))).transpose()
    }

    /// A value of a closed set.
    pub fn spelled<T: Spelled + std::str::FromStr>(&self) -> Result<T> {
        let text = self.str()?;
        text.parse().map_err(|_| self.wrong(text))
    }

    /// A value of a closed set, where there is one.
    pub fn maybe_spelled<T: Spelled + std::str::FromStr>(&self) -> Result<Option<T>> {
        let text = self.maybe_str()?;
        text.map(|text| text.parse().map_err(|_| self.wrong(text))).transpose()
    }

    /// Says that this column holds what nobody understands.
    pub fn wrong(&self, found: &str) -> crate::error::Error {
        let found: String = found.chars().take(80).collect();
        let statement = self.row.as_ref();
        let table = statement.expanded_sql().and_then(|sql| {
            let (_, after) = sql.split_once("FROM ")?;
            after.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned)
        });
        let table = table.map(|table| format!("{table}.")).unwrap_or_default();
        damaged(format!("column {table}{} holds {found:?}, which this mm does not know", self.name))
    }

    fn value(&self) -> Result<ValueRef<'r>> {
        Ok(match self.at {
            Some(at) => self.row.get_ref(at)?,
            None => self.row.get_ref(self.name)?,
        })
    }

    fn get<T: FromSql>(&self) -> Result<T> {
        Ok(match self.at {
            Some(at) => self.row.get(at)?,
            None => self.row.get(self.name)?,
        })
    }

    fn whole(&self, number: i64) -> Result<u32> {
        u32::try_from(number).map_err(|_| self.wrong(&number.to_string()))
    }

    fn at(&self, millis: i64) -> Result<Instant> {
        instant(millis).ok_or_else(|| self.wrong(&millis.to_string()))
    }
}

/// An instant within the calendar.
pub fn instant(millis: i64) -> Option<Instant> {
    (Instant::FIRST.millis()..=Instant::LAST.millis())
        .contains(&millis)
        .then(|| Instant::from_millis(millis))
}

/// A duration of so many seconds, larger than zero.
pub fn span(secs: i64) -> Option<Span> {
    let longest = Span::LONGEST.millis() / 1000;
    (1..=longest).contains(&secs).then(|| Span::from_secs(secs))
}

/// How a duration stands in a column: whole seconds, a part of one counting as one.
pub fn seconds(span: Span) -> i64 {
    span.millis().div_euclid(1000) + i64::from(span.millis().rem_euclid(1000) > 0)
}
