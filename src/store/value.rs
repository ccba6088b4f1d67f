//! Value: what stands in a column, in the words of the domain; an unknown one is an error.

use rusqlite::Row;

use super::trouble::{Result, damaged};
use crate::domain::{Instant, Span, Spelled};

/// A column of a row, by its name.
pub struct Column<'r>(pub &'r Row<'r>, pub &'static str);

impl Column<'_> {
    /// A text.
    pub fn text(&self) -> Result<String> {
        Ok(self.0.get(self.1)?)
    }

    /// A text, where there is one.
    pub fn maybe_text(&self) -> Result<Option<String>> {
        Ok(self.0.get(self.1)?)
    }

    /// A count.
    pub fn count(&self) -> Result<u32> {
        self.whole(self.0.get(self.1)?)
    }

    /// A count, where there is one.
    pub fn maybe_count(&self) -> Result<Option<u32>> {
        self.0.get::<_, Option<i64>>(self.1)?.map(|number| self.whole(number)).transpose()
    }

    /// Yes or no.
    pub fn flag(&self) -> Result<bool> {
        Ok(self.0.get::<_, i64>(self.1)? != 0)
    }

    /// A number of SQLite's own.
    pub fn number(&self) -> Result<i64> {
        Ok(self.0.get(self.1)?)
    }

    /// An instant.
    pub fn instant(&self) -> Result<Instant> {
        self.at(self.number()?)
    }

    /// An instant, where there is one.
    pub fn maybe_instant(&self) -> Result<Option<Instant>> {
        self.0.get::<_, Option<i64>>(self.1)?.map(|millis| self.at(millis)).transpose()
    }

    /// A duration, where there is one.
    pub fn maybe_span(&self) -> Result<Option<Span>> {
        let secs: Option<i64> = self.0.get(self.1)?;
        secs.map(|secs| span(secs).ok_or_else(|| self.wrong(&secs.to_string()))).transpose()
    }

    /// A value of a closed set.
    pub fn spelled<T: Spelled + std::str::FromStr>(&self) -> Result<T> {
        let text = self.0.get_ref(self.1)?;
        let text = text.as_str().map_err(|_| self.wrong("something that is no text"))?;
        text.parse().map_err(|_| self.wrong(text))
    }

    /// A value of a closed set, where there is one.
    pub fn maybe_spelled<T: Spelled + std::str::FromStr>(&self) -> Result<Option<T>> {
        match self.0.get_ref(self.1)? {
            rusqlite::types::ValueRef::Null => Ok(None),
            _ => self.spelled().map(Some),
        }
    }

    /// Says that this column holds what nobody understands.
    pub fn wrong(&self, found: &str) -> crate::exit::Problem {
        let found: String = found.chars().take(80).collect();
        let statement = self.0.as_ref();
        let table = statement.expanded_sql().and_then(|sql| {
            let (_, after) = sql.split_once("FROM ")?;
            after.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned)
        });
        let table = table.map(|table| format!("{table}.")).unwrap_or_default();
        damaged(format!("column {table}{} holds {found:?}, which this mm does not know", self.1))
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
