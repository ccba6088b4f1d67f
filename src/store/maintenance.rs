//! Maintenances declared by hand, planned windows, and occurrences of windows that were ended early.

use rusqlite::params;

use crate::domain::maintenance::{Maintenance, OnExpiry, in_force};
use crate::domain::{Instant, Service, Span};
use crate::error::{Code, Error, Result};
use crate::scenario;
use crate::store::change::Writer;
use crate::store::columns::{first_row, rows};
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;

/// A window planned ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    pub id: i64,
    pub opens: Opens,
    pub length: Span,
    pub on_expiry: OnExpiry,
    /// When it was planned: there are no occurrences before that.
    pub added: Instant,
    pub by: String,
    pub reason: Option<String>,
    /// The notification while it is open.
    pub message: Option<String>,
    /// When it was removed.
    pub removed: Option<Instant>,
}

/// When a window opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    Once(Instant),
    /// Again and again, by a cron expression of five fields.
    Cron {
        cron: String,
        timezone: String,
    },
}

/// An occurrence of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The number of the window.
    pub window: i64,
    pub maintenance: Maintenance,
}

impl Snapshot<'_> {
    /// The maintenance that was declared by hand and not ended, even if its end has passed.
    pub fn declared_by_hand(&self) -> Result<Option<Maintenance>> {
        Ok(self.by_hand("WHERE ended IS NULL")?.pop())
    }

    /// Every maintenance that was ever declared by hand; one that was ended early ends then.
    pub fn all_declared_by_hand(&self) -> Result<Vec<Maintenance>> {
        self.by_hand("")
    }

    fn by_hand(&self, which: &'static str) -> Result<Vec<Maintenance>> {
        let sql = format!(
            "SELECT since, until, on_expiry, by, reason, message, ended FROM maintenance {which} ORDER BY id"
        );
        rows(self.connection, &sql, [], |row| {
            let maintenance = Maintenance {
                since: row.get("since")?,
                until: row.get("until")?,
                on_expiry: row.get("on_expiry")?,
                by: row.get("by")?,
                reason: row.get("reason")?,
                message: row.get("message")?,
            };
            Ok(match row.get("ended")? {
                Some(ended) => ended_at(maintenance, ended),
                None => maintenance,
            })
        })
    }

    /// All windows, removed ones included.
    pub fn windows(&self) -> Result<Vec<Window>> {
        let sql =
            "SELECT id, at, cron, timezone, length, on_expiry, added, by, reason, message, removed
            FROM window ORDER BY id";
        let windows = rows(self.connection, sql, [], |row| {
            let opens = match (row.get("at")?, row.get("cron")?) {
                (Some(at), _) => Some(Opens::Once(at)),
                (None, Some(cron)) => {
                    let timezone: Option<String> = row.get("timezone")?;
                    Some(Opens::Cron {
                        cron,
                        timezone: timezone.unwrap_or_else(|| "UTC".to_owned()),
                    })
                }
                (None, None) => None,
            };
            let Some(opens) = opens else {
                return Ok(None);
            };
            Ok(Some(Window {
                id: row.get("id")?,
                opens,
                length: row.get("length")?,
                on_expiry: row.get("on_expiry")?,
                added: row.get("added")?,
                by: row.get("by")?,
                reason: row.get("reason")?,
                message: row.get("message")?,
                removed: row.get("removed")?,
            }))
        })?;
        let all: Option<Vec<Window>> = windows.into_iter().collect();
        all.ok_or_else(|| damaged("a window has neither a time nor a cron expression"))
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
                let maintenance = Maintenance {
                    since,
                    until: Some(since + window.length),
                    on_expiry: window.on_expiry,
                    by: window.by.clone(),
                    reason: window.reason.clone(),
                    message: window.message.clone(),
                };
                let ended = ended.iter().find(|(id, at, _)| (*id, *at) == (window.id, since));
                let maintenance = match ended {
                    Some((_, _, ended)) => ended_at(maintenance, *ended),
                    None => maintenance,
                };
                if maintenance.ends().is_none_or(|end| end > from) {
                    found.push(Occurrence { window: window.id, maintenance });
                }
            }
        }
        Ok(found)
    }

    /// Occurrences that were ended early: the window, when it opened, when it ended.
    pub(super) fn ended_occurrences(&self) -> Result<Vec<(i64, Instant, Instant)>> {
        let sql = "SELECT window, since, ended FROM window_ended ORDER BY window, since";
        rows(self.connection, sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// All that was declared and planned and may matter from `from` to `to`.
    pub fn declared(&self, from: Instant, to: Instant) -> Result<Vec<Maintenance>> {
        let mut declared: Vec<Maintenance> = self.declared_by_hand()?.into_iter().collect();
        declared.extend(self.occurrences(from, to)?.into_iter().map(|each| each.maintenance));
        Ok(declared)
    }

    pub fn in_force(&self, now: Instant) -> Result<Option<Maintenance>> {
        Ok(in_force(&self.declared(now, now)?, now))
    }
}

/// A maintenance that somebody ended before its time.
fn ended_at(maintenance: Maintenance, ended: Instant) -> Maintenance {
    Maintenance { until: Some(ended), on_expiry: OnExpiry::Disable, ..maintenance }
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
        self.outdate_server_observation()?;
        // What was observed before the mode was switched on stays what it is when the end moves.
        let known: Option<i64> = first_row(
            self.sql(),
            "SELECT observation FROM maintenance WHERE ended IS NULL AND since = ?",
            [maintenance.since],
            |row| row.get(0),
        )?;
        let observation = match known {
            Some(known) => known,
            None => self.snapshot().last_observation()?,
        };
        self.sql().execute("DELETE FROM maintenance WHERE ended IS NULL", [])?;
        self.sql().execute(
            "INSERT INTO maintenance (since, until, on_expiry, by, reason, message, observation) VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                maintenance.since,
                maintenance.until,
                maintenance.on_expiry,
                maintenance.by,
                maintenance.reason,
                maintenance.message,
                observation,
            ],
        )?;
        Ok(())
    }

    /// Ends the maintenance that was declared by hand, at `at` or when it ended by itself.
    pub fn end_declared(&self, at: Instant) -> Result<()> {
        self.outdate_server_observation()?;
        self.sql().execute(
            "UPDATE maintenance SET ended = max(since, CASE WHEN on_expiry = 'disable' THEN min(?1, ifnull(until, ?1)) ELSE ?1 END) WHERE ended IS NULL",
            [at],
        )?;
        Ok(())
    }

    /// Ends an occurrence of a window before its time.
    pub fn end_occurrence(&self, occurrence: &Occurrence, at: Instant) -> Result<()> {
        self.outdate_server_observation()?;
        self.sql().execute(
            "INSERT OR REPLACE INTO window_ended (window, since, ended) VALUES (?, ?, ?)",
            params![occurrence.window, occurrence.maintenance.since, at],
        )?;
        Ok(())
    }

    /// Plans a window under its number.
    pub fn add_window(&self, window: &Window) -> Result<()> {
        let (at, cron, timezone) = match &window.opens {
            Opens::Once(at) => (Some(at), None, None),
            Opens::Cron { cron, timezone } => (None, Some(cron), Some(timezone)),
        };
        self.sql().execute(
            "INSERT INTO window (id, at, cron, timezone, length, on_expiry, added, by, reason, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                window.id,
                at,
                cron,
                timezone,
                window.length,
                window.on_expiry,
                window.added,
                window.by,
                window.reason,
                window.message,
            ],
        )?;
        Ok(())
    }

    /// Removes a planned window at `at`.
    pub fn remove_window(&self, id: i64, at: Instant) -> Result<()> {
        self.sql().execute(
            "UPDATE window SET removed = ? WHERE id = ? AND removed IS NULL",
            params![at, id],
        )?;
        Ok(())
    }

    /// Sets the notification text; `None`: the default.
    pub fn set_message(&self, text: Option<&str>) -> Result<()> {
        self.outdate_server_observation()?;
        self.sql().execute("UPDATE server SET message = ?", [text])?;
        Ok(())
    }

    /// Sets whether the Cloud Connect Service runs.
    pub fn set_service(&self, service: Service) -> Result<()> {
        self.sql().execute("UPDATE server SET service = ?", [service])?;
        Ok(())
    }
}
