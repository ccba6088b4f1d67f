//! Maintenance: what was declared and planned, with what became of it.

use rusqlite::params;

use crate::domain::maintenance::{Maintenance, OnExpiry, in_force};
use crate::domain::{Instant, Service, Span};
use crate::error::{Code, Error, Result};
use crate::scenario;
use crate::store::change::Writer;
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;
use crate::store::value::{Column, span};

/// A window planned ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its number.
    pub id: i64,
    /// When it opens.
    pub opens: Opens,
    /// How long it is open.
    pub length: Span,
    /// What happens at its end.
    pub on_expiry: OnExpiry,
    /// Since when it is planned: an occurrence before that never was.
    pub added: Instant,
    /// Who planned it.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// The notification for it alone.
    pub message: Option<String>,
    /// Since when it is not planned any more.
    pub removed: Option<Instant>,
}

/// When a window opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// Once.
    Once(Instant),
    /// Again and again.
    Cron {
        /// Five fields.
        cron: String,
        /// The time zone of the fields.
        timezone: String,
    },
}

/// An occurrence of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The window's number.
    pub window: i64,
    /// What it declares.
    pub maintenance: Maintenance,
}

impl Snapshot<'_> {
    /// The maintenance that was declared by hand and not ended, even if its end has passed.
    pub fn declared_by_hand(&self) -> Result<Option<Maintenance>> {
        Ok(self.by_hand("WHERE ended IS NULL")?.pop())
    }

    /// Every maintenance that was ever declared by hand, as it really was: one that was ended
    /// early until then.
    pub fn all_declared_by_hand(&self) -> Result<Vec<Maintenance>> {
        self.by_hand("")
    }

    fn by_hand(&self, which: &'static str) -> Result<Vec<Maintenance>> {
        const ALL: &str = "SELECT since, until, on_expiry, by, reason, message, ended FROM maintenance ORDER BY id";
        const OPEN: &str = "SELECT since, until, on_expiry, by, reason, message, ended FROM maintenance WHERE ended IS NULL";
        let mut statement = self.c.prepare_cached(if which.is_empty() { ALL } else { OPEN })?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let column = |name| Column::named(row, name);
            let mut maintenance = Maintenance {
                since: column("since").instant()?,
                until: column("until").maybe_instant()?,
                on_expiry: column("on_expiry").spelled()?,
                by: column("by").text()?,
                reason: column("reason").maybe_text()?,
                message: column("message").maybe_text()?,
            };
            if let Some(ended) = column("ended").maybe_instant()? {
                maintenance.until = Some(ended);
                maintenance.on_expiry = OnExpiry::Disable;
            }
            found.push(maintenance);
        }
        Ok(found)
    }

    /// Windows planned ahead, those that were removed included.
    pub fn windows(&self) -> Result<Vec<Window>> {
        let mut statement = self.c.prepare_cached(
            "SELECT id, at, cron, timezone, length, on_expiry, added, by, reason, message, removed FROM window ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut windows = Vec::new();
        while let Some(row) = rows.next()? {
            let column = |name| Column::named(row, name);
            let opens = match (column("at").maybe_instant()?, column("cron").maybe_text()?) {
                (Some(at), _) => Opens::Once(at),
                (None, Some(cron)) => {
                    let timezone = column("timezone").maybe_text()?;
                    Opens::Cron { cron, timezone: timezone.unwrap_or_else(|| "UTC".to_owned()) }
                }
                (None, None) => return Err(damaged("a window has neither time nor cron")),
            };
            let length = column("length").number()?;
            windows.push(Window {
                id: column("id").number()?,
                opens,
                length: span(length).ok_or_else(|| column("length").wrong(&length.to_string()))?,
                on_expiry: column("on_expiry").spelled()?,
                added: column("added").instant()?,
                by: column("by").text()?,
                reason: column("reason").maybe_text()?,
                message: column("message").maybe_text()?,
                removed: column("removed").maybe_instant()?,
            });
        }
        Ok(windows)
    }

    /// The occurrences of windows that may matter from `from` to `to`: those that overlap it, and
    /// earlier ones that stay on past their end.
    pub fn occurrences(&self, from: Instant, to: Instant) -> Result<Vec<Occurrence>> {
        let windows = self.windows()?;
        if windows.is_empty() {
            return Ok(Vec::new());
        }
        let ended = self.ended_occurrences()?;
        let mut found = Vec::new();
        for window in &windows {
            let earliest = match window.on_expiry {
                OnExpiry::Disable => window.added.max(from - window.length),
                OnExpiry::Alarm => window.added,
            };
            let last = window.removed.map_or(to, |removed| to.min(removed));
            for since in window.opens.between(earliest, last)? {
                let mut maintenance = Maintenance {
                    since,
                    until: Some(since + window.length),
                    on_expiry: window.on_expiry,
                    by: window.by.clone(),
                    reason: window.reason.clone(),
                    message: window.message.clone(),
                };
                let ended = ended.iter().find(|(id, at, _)| (*id, *at) == (window.id, since));
                if let Some((_, _, ended)) = ended {
                    maintenance.until = Some(*ended);
                    maintenance.on_expiry = OnExpiry::Disable;
                }
                if maintenance.ends().is_none_or(|end| end > from) {
                    found.push(Occurrence { window: window.id, maintenance });
                }
            }
        }
        Ok(found)
    }

    /// Occurrences that were ended before their time: the window, when it opened, when it ended.
    pub(super) fn ended_occurrences(&self) -> Result<Vec<(i64, Instant, Instant)>> {
        let mut statement = self.c.prepare_cached(
            "SELECT window, since, ended FROM window_ended ORDER BY window, since",
        )?;
        let mut rows = statement.query([])?;
        let mut ended = Vec::new();
        while let Some(row) = rows.next()? {
            let column = |name| Column::named(row, name);
            ended.push((
                column("window").number()?,
                column("since").instant()?,
                column("ended").instant()?,
            ));
        }
        Ok(ended)
    }

    /// All that was declared and planned and may matter from `from` to `to`.
    pub fn declared(&self, from: Instant, to: Instant) -> Result<Vec<Maintenance>> {
        let mut declared: Vec<Maintenance> = self.declared_by_hand()?.into_iter().collect();
        declared.extend(self.occurrences(from, to)?.into_iter().map(|each| each.maintenance));
        Ok(declared)
    }

    /// The maintenance in force at `now`.
    pub fn in_force(&self, now: Instant) -> Result<Option<Maintenance>> {
        Ok(in_force(&self.declared(now, now)?, now))
    }
}

impl Opens {
    /// When it opens from `from` to `to`, both included.
    pub fn between(&self, from: Instant, to: Instant) -> Result<Vec<Instant>> {
        match self {
            Opens::Once(at) => Ok((from..=to).contains(at).then_some(*at).into_iter().collect()),
            Opens::Cron { cron, timezone } => {
                let starts = |from, to| scenario::starts(cron, timezone, from, to);
                starts(from, to).map_err(|(member, what)| {
                    let what = format!("the {member} of a window: {what}");
                    let epoch = Instant::from_millis(0);
                    if starts(epoch, epoch).is_err() {
                        return damaged(what);
                    }
                    Error::new(Code::TooFar, what).hint("look less far ahead")
                })
            }
        }
    }
}

impl Writer<'_> {
    /// Declares a maintenance by hand, in place of the open one.
    pub fn declare(&self, maintenance: &Maintenance) -> Result<()> {
        self.sql().execute("DELETE FROM maintenance WHERE ended IS NULL", [])?;
        self.sql().execute(
            "INSERT INTO maintenance (since, until, on_expiry, by, reason, message) VALUES (?, ?, ?, ?, ?, ?)",
            params![
                maintenance.since.millis(),
                maintenance.until.map(Instant::millis),
                maintenance.on_expiry.to_string(),
                maintenance.by,
                maintenance.reason,
                maintenance.message,
            ],
        )?;
        Ok(())
    }

    /// Ends the maintenance that was declared by hand, at `at` or when it ended by itself.
    pub fn end_declared(&self, at: Instant) -> Result<()> {
        self.sql().execute(
            "UPDATE maintenance SET ended = max(since, CASE WHEN on_expiry = 'disable' THEN min(?1, ifnull(until, ?1)) ELSE ?1 END) WHERE ended IS NULL",
            [at.millis()],
        )?;
        Ok(())
    }

    /// Ends an occurrence of a window before its time.
    pub fn end_occurrence(&self, occurrence: &Occurrence, at: Instant) -> Result<()> {
        self.sql().execute(
            "INSERT OR REPLACE INTO window_ended (window, since, ended) VALUES (?, ?, ?)",
            [occurrence.window, occurrence.maintenance.since.millis(), at.millis()],
        )?;
        Ok(())
    }

    /// Plans a window under its number.
    pub fn add_window(&self, window: &Window) -> Result<()> {
        let (at, cron, timezone) = match &window.opens {
            Opens::Once(at) => (Some(at.millis()), None, None),
            Opens::Cron { cron, timezone } => (None, Some(cron), Some(timezone)),
        };
        self.sql().execute(
            "INSERT INTO window (id, at, cron, timezone, length, on_expiry, added, by, reason, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                window.id,
                at,
                cron,
                timezone,
                crate::store::value::seconds(window.length),
                window.on_expiry.to_string(),
                window.added.millis(),
                window.by,
                window.reason,
                window.message,
            ],
        )?;
        Ok(())
    }

    /// Plans a window no more, from `at` on.
    pub fn remove_window(&self, id: i64, at: Instant) -> Result<()> {
        self.sql().execute(
            "UPDATE window SET removed = ? WHERE id = ? AND removed IS NULL",
            [at.millis(), id],
        )?;
        Ok(())
    }

    /// Sets the notification text; `None`: the default.
    pub fn set_message(&self, text: Option<&str>) -> Result<()> {
        self.sql().execute("UPDATE server SET message = ?", [text])?;
        Ok(())
    }

    /// Sets whether the Cloud Connect Service runs.
    pub fn set_service(&self, service: Service) -> Result<()> {
        self.sql().execute("UPDATE server SET service = ?", [service.to_string()])?;
        Ok(())
    }
}
