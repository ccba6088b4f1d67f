//! Maintenances declared by hand, planned windows, and occurrences of windows that were ended early.

use rusqlite::params;

use crate::domain::maintenance::{Maintenance, OnExpiry, in_force, maintenances};
use crate::domain::{Instant, Span};
use crate::error::{Code, Error, Result};
use crate::scenario;
use crate::store::change::Writer;
use crate::store::columns::{first_row, rows};
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;

/// A window planned ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedWindow {
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
    pub fn windows(&self) -> Result<Vec<PlannedWindow>> {
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
            Ok(Some(PlannedWindow {
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
        let all: Option<Vec<PlannedWindow>> = windows.into_iter().collect();
        all.ok_or_else(|| damaged("a window has neither a time nor a cron expression"))
    }

    /// The occurrences of windows that matter from `from` to `to`: those that overlap it, and earlier
    /// ones that stay on past their end. Of those, the first and the last of each window stand for
    /// all, since they are on together.
    pub fn occurrences(&self, from: Instant, to: Instant) -> Result<Vec<Occurrence>> {
        let windows = self.windows()?;
        if windows.is_empty() {
            return Ok(Vec::new());
        }
        let ended = self.ended_occurrences()?;
        let mut found = Vec::new();
        for window in &windows {
            let first = ended.partition_point(|(id, _, _)| *id < window.id);
            let ended = &ended[first..];
            let ended = &ended[..ended.partition_point(|(id, _, _)| *id == window.id)];
            let to = window.removed.map_or(to, |removed| to.min(removed));
            match window.on_expiry {
                OnExpiry::Disable => window.passing(ended, from, to, &mut found)?,
                OnExpiry::Alarm => window.staying(ended, from, to, &mut found)?,
            }
        }
        Ok(found)
    }

    /// Occurrences that were ended early: the window, when it opened, when it ended.
    pub(super) fn ended_occurrences(&self) -> Result<Vec<EndedOccurrence>> {
        let sql = "SELECT window, since, ended FROM window_ended ORDER BY window, since";
        rows(self.connection, sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// All that was declared and planned and may matter from `from` to `to`.
    pub fn declared(&self, from: Instant, to: Instant) -> Result<Vec<Maintenance>> {
        let mut declared: Vec<Maintenance> = self.declared_by_hand()?.into_iter().collect();
        declared.extend(self.occurrences(from, to)?.into_iter().map(|each| each.maintenance));
        Ok(declared)
    }

    /// The next window that opens after `now`, and no later than `to`.
    pub fn next_window(&self, now: Instant, to: Instant) -> Result<Option<Maintenance>> {
        let mut next: Option<Maintenance> = None;
        for window in self.windows()? {
            let to = window.removed.map_or(to, |removed| to.min(removed));
            let first = window.opens.first(window.added.max(now + Span::SHORTEST), to)?;
            let opened = first.map(|since| window.occurrence(since, None).maintenance);
            next = next.into_iter().chain(opened).min_by_key(|each| each.since);
        }
        Ok(next)
    }

    /// The maintenances that were on after `since` and began by `now`, in order.
    pub fn past_maintenances(&self, since: Instant, now: Instant) -> Result<Vec<Maintenance>> {
        let by_hand = self.all_declared_by_hand()?;
        let created = self.server()?.created.min(now);
        let first = by_hand.iter().map(|each| each.since).fold(created, Instant::min);
        let mut from = since.max(first);
        loop {
            let mut declared = by_hand.clone();
            declared.extend(self.occurrences(from, now)?.into_iter().map(|each| each.maintenance));
            let mut past = maintenances(&declared, now);
            past.retain(|each| each.ends().is_none_or(|end| end > since));
            let Some(begun) = past.first().map(|each| each.since).filter(|_| from > first) else {
                return Ok(past);
            };
            // Windows that were over by `from` may have passed into the first one.
            if begun > from || self.in_force(begun - Span::SHORTEST)?.is_none() {
                return Ok(past);
            }
            from = (begun - (now - begun) - Span::SHORTEST).max(first);
        }
    }

    /// The latest maintenance that began by `now`.
    pub fn latest_maintenance(&self, now: Instant) -> Result<Option<Maintenance>> {
        let looks = DAYS.map(|days| now - Span::from_secs(days * 86_400));
        for since in looks.into_iter().chain([Instant::from_millis(i64::MIN)]) {
            if let Some(latest) = self.past_maintenances(since, now)?.pop() {
                return Ok(Some(latest));
            }
        }
        Ok(None)
    }

    pub fn in_force(&self, now: Instant) -> Result<Option<Maintenance>> {
        Ok(in_force(&self.declared(now, now)?, now))
    }
}

/// A maintenance that somebody ended before its time.
fn ended_at(maintenance: Maintenance, ended: Instant) -> Maintenance {
    Maintenance { until: Some(ended), on_expiry: OnExpiry::Disable, ..maintenance }
}

/// An occurrence that was ended early: the window, when it opened, when it ended.
type EndedOccurrence = (i64, Instant, Instant);

/// How far ahead the next occurrence of a window is searched.
const NEXT: Span = Span::from_secs(5 * 366 * 86_400);

impl PlannedWindow {
    /// When the occurrence opened that is open, or when the next one opens, within five years.
    pub fn open_or_next(&self, now: Instant) -> Result<Option<Instant>> {
        let earliest = self.added.max(now - self.length + Span::SHORTEST);
        self.opens.first(earliest, (now + NEXT).min(Instant::LAST))
    }

    /// Occurrences that end by themselves.
    fn passing(
        &self,
        ended: &[EndedOccurrence],
        from: Instant,
        to: Instant,
        found: &mut Vec<Occurrence>,
    ) -> Result<()> {
        let earliest = self.added.max(from - self.length);
        for since in self.opens.between(earliest, to)? {
            let row = ended.binary_search_by_key(&since, |(_, since, _)| *since).ok();
            let occurrence = self.occurrence(since, row.map(|row| ended[row].2));
            if occurrence.maintenance.ends().is_none_or(|end| end > from) {
                found.push(occurrence);
            }
        }
        Ok(())
    }

    /// Occurrences that stay on past their end. One that was ended ended all before it.
    fn staying(
        &self,
        ended: &[EndedOccurrence],
        from: Instant,
        to: Instant,
        found: &mut Vec<Occurrence>,
    ) -> Result<()> {
        let over = ended.partition_point(|(_, _, ended)| *ended <= from);
        let mut earliest = match ended[..over].last() {
            Some((_, since, _)) => *since + Span::SHORTEST,
            None => self.added,
        };
        let rows = ended[over..].iter().map(|(_, since, ended)| (*since, Some(*ended)));
        for (last, ended) in rows.chain([(to, None)]) {
            let last = last.min(to);
            let before = last.min(from - Span::SHORTEST);
            if let Some(first) = self.opens.first(earliest, before)? {
                found.push(self.occurrence(first, ended));
                let latest = self.opens.latest(first + Span::SHORTEST, before)?;
                found.extend(latest.map(|since| self.occurrence(since, ended)));
            }
            let starts = self.opens.between(earliest.max(from), last)?.into_iter();
            found.extend(starts.map(|since| self.occurrence(since, ended)));
            earliest = earliest.max(last + Span::SHORTEST);
        }
        Ok(())
    }

    fn occurrence(&self, since: Instant, ended: Option<Instant>) -> Occurrence {
        let maintenance = Maintenance {
            since,
            until: Some(since + self.length),
            on_expiry: self.on_expiry,
            by: self.by.clone(),
            reason: self.reason.clone(),
            message: self.message.clone(),
        };
        Occurrence {
            window: self.id,
            maintenance: match ended {
                Some(ended) => ended_at(maintenance, ended),
                None => maintenance,
            },
        }
    }
}

/// Days to look for an occurrence, before all are looked at.
const DAYS: [i64; 4] = [1, 32, 400, 4_000];

impl Opens {
    /// When it opens first from `from` to `to`.
    pub fn first(&self, from: Instant, to: Instant) -> Result<Option<Instant>> {
        if from > to {
            return Ok(None);
        }
        let ends = DAYS.iter().map(|days| from + Span::from_secs(days * 86_400));
        for end in ends.take_while(|end| *end < to).chain([to]) {
            if let Some(first) = self.between(from, end)?.first() {
                return Ok(Some(*first));
            }
        }
        Ok(None)
    }

    /// When it opens last from `from` to `to`.
    fn latest(&self, from: Instant, to: Instant) -> Result<Option<Instant>> {
        if from > to {
            return Ok(None);
        }
        let begins = DAYS.iter().map(|days| to - Span::from_secs(days * 86_400));
        for begin in begins.take_while(|begin| *begin > from).chain([from]) {
            if let Some(latest) = self.between(begin, to)?.last() {
                return Ok(Some(*latest));
            }
        }
        Ok(None)
    }

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
    pub fn add_window(&self, window: &PlannedWindow) -> Result<()> {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::random::Draw;

    fn minute(count: i64) -> Instant {
        Instant::from_millis(1_795_392_000_000 + count * 60_000)
    }

    fn window(cron: &str, length: i64, added: i64) -> PlannedWindow {
        PlannedWindow {
            id: 1,
            opens: Opens::Cron { cron: cron.to_owned(), timezone: "Europe/Berlin".to_owned() },
            length: Span::from_secs(length * 60),
            on_expiry: OnExpiry::Alarm,
            added: minute(added),
            by: "op".to_owned(),
            reason: None,
            message: None,
            removed: None,
        }
    }

    #[test]
    fn first_and_last_occurrence_stand_for_all_that_stay_on() {
        let mut draw = Draw::new(11);
        let (mut on, mut off) = (0, 0);
        for round in 0..120 {
            let cron = ["5 * * * *", "*/20 * * * *", "0 3 * * *", "0 0 1 * *"][round % 4];
            let window = window(cron, 10 + draw.below(120), draw.below(100));
            let all = |ended: &[EndedOccurrence], from: Instant, to: Instant| {
                let mut found = Vec::new();
                window.staying(ended, from, to, &mut found).unwrap();
                found.into_iter().map(|each| each.maintenance).collect::<Vec<_>>()
            };
            let mut ended: Vec<EndedOccurrence> = Vec::new();
            let mut now = 0;
            for _ in 0..8 {
                now += draw.below(3_000);
                let quick = in_force(&all(&ended, minute(now), minute(now)), minute(now));
                let whole = in_force(&all(&ended, minute(0), minute(now)), minute(now));
                assert_eq!(quick, whole, "{window:?} {ended:?} {}", minute(now));
                if quick.is_some() {
                    on += 1;
                } else {
                    off += 1;
                }
                // Whoever disables the mode ends those that were found.
                if draw.below(2) == 0 {
                    for each in all(&ended, minute(now), minute(now)) {
                        ended.push((1, each.since, minute(now)));
                    }
                    ended.sort_unstable();
                    ended.dedup();
                }
            }
        }
        assert!(on > 100 && off > 100, "{on} {off}");
    }
}
