//! What imports and refreshes observed of running sessions: numbered observations, and which of them found each job.

use rusqlite::params;

use crate::domain::maintenance::Maintenance;
use crate::domain::{Instant, JobType, Target, spelled};
use crate::error::Result;
use crate::store::change::Observer;
use crate::store::columns::{JsonList, first_row, json, rows, spelled_columns};
use crate::store::snapshot::Snapshot;

spelled! {
    /// What an observation speaks of.
    pub enum ObservationKind: "kind of observation" {
        /// Listed jobs, each running or not.
        Jobs = "jobs",
        /// The running sessions of the server.
        Sessions = "sessions",
    }
}

spelled_columns!(ObservationKind);

/// What is stored of one import or refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Counts up, whatever clocks say.
    pub id: i64,
    /// When the reading of the source began.
    pub at: Instant,
    /// When it was stored.
    pub recorded: Instant,
    pub kind: ObservationKind,
    /// Whether it holds everything that can run.
    pub complete: bool,
    /// Why it is not complete.
    pub lost: Vec<String>,
    /// A later one was stored at an earlier time: the clock was ahead, and was set back since.
    pub is_overtaken: bool,
}

impl Observation {
    /// Whether its time can be believed. A clock that was ahead when it was stored shows later, as
    /// a time in the future.
    pub fn is_dated(&self, now: Instant) -> bool {
        self.at <= self.recorded && self.recorded <= now && !self.is_overtaken
    }
}

/// A job, and what was last seen of it.
#[derive(Debug, Clone)]
pub struct JobSight {
    pub job: i64,
    pub tenant: String,
    pub name: String,
    pub job_type: JobType,
    pub target: Target,
    /// The kind of listing that it came from; `None`: it was made by hand.
    pub listing: Option<String>,
    /// An import did not know its type, so that it counts as covered.
    pub is_type_unknown: bool,
    /// A complete listing of that kind no longer had it.
    pub is_gone: bool,
    /// The last observation in which the server had its tenant disabled.
    pub tenant_disabled: Option<i64>,
    /// It was never run but by `mm run`, whose lock speaks for it.
    pub is_only_run_by_mm: bool,
    /// The last observation that found it with a usable state.
    pub observed: Option<i64>,
}

impl Snapshot<'_> {
    /// All observations, oldest first.
    pub fn observations(&self) -> Result<Vec<Observation>> {
        let sql = "SELECT id, at, recorded, kind, complete, lost FROM observation ORDER BY id";
        let mut observations = rows(self.connection, sql, [], |row| {
            Ok(Observation {
                id: row.get("id")?,
                at: row.get("at")?,
                recorded: row.get("recorded")?,
                kind: row.get("kind")?,
                complete: row.get("complete")?,
                lost: row.get::<_, JsonList<String>>("lost")?.0,
                is_overtaken: false,
            })
        })?;
        let mut earliest: Option<Instant> = None;
        for each in observations.iter_mut().rev() {
            each.is_overtaken = earliest.is_some_and(|later| later < each.recorded);
            earliest = Some(earliest.map_or(each.recorded, |later| later.min(each.recorded)));
        }
        Ok(observations)
    }

    /// Until when a clock that was ahead, and was set back since, is known to have run. Until the clock
    /// has passed that, the time of a file does not tell when it was written.
    pub fn clock_was_ahead_until(
        &self,
        maintenance: Option<&Maintenance>,
    ) -> Result<Option<Instant>> {
        let switch = match maintenance {
            Some(each) => Some((each.since, self.observation_at_switch(each.since)?)),
            None => None,
        };
        let is_ahead = |each: &Observation| {
            each.is_overtaken
                || switch.is_some_and(|(since, last)| each.id <= last && each.recorded > since)
        };
        let observations = self.observations()?;
        Ok(observations.iter().filter(|each| is_ahead(each)).map(|each| each.recorded).max())
    }

    /// The instant of the latest complete observation up to `now`. An observation that was dated in
    /// the future, now or when it was imported, proves nothing.
    pub fn observed_at(&self, now: Instant) -> Result<Option<Instant>> {
        let sql = "SELECT max(at) AS at FROM observation
            WHERE complete AND at <= recorded AND recorded <= ?";
        Ok(first_row(self.connection, sql, [now], |row| row.get("at"))?.flatten())
    }

    /// The instant of the latest observation, complete or not, whose time can be believed.
    pub fn last_observed_at(&self, now: Instant) -> Result<Option<Instant>> {
        let sql = "SELECT max(at) AS at FROM observation WHERE at <= recorded AND recorded <= ?";
        Ok(first_row(self.connection, sql, [now], |row| row.get("at"))?.flatten())
    }

    /// Whether a command of `mm run` was running at `at` or has run since.
    pub fn has_run_since(&self, at: Instant) -> Result<bool> {
        let sql = "SELECT 1 FROM session WHERE origin = 'run' AND (ended IS NULL OR ended >= ?)";
        Ok(self.connection.prepare_cached(sql)?.exists([at])?)
    }

    /// What was last seen of every job.
    pub fn job_sights(&self) -> Result<Vec<JobSight>> {
        let sql = "SELECT job.id, tenant.name AS tenant, job.name, type, target, listing,
                type_unknown AND type = 'other' AS is_type_unknown,
                gone IS NOT NULL AS is_gone, disabled_on_server, observed,
                listing IS NULL AND observed IS NULL
                    AND EXISTS (SELECT 1 FROM session WHERE job = job.id AND origin = 'run')
                    AND NOT EXISTS (SELECT 1 FROM session WHERE job = job.id AND origin <> 'run')
                    AS only_run
            FROM job JOIN tenant ON tenant.id = job.tenant ORDER BY job.id";
        // By place: there are many rows.
        rows(self.connection, sql, [], |row| {
            Ok(JobSight {
                job: row.get(0)?,
                tenant: row.get(1)?,
                name: row.get(2)?,
                job_type: row.get(3)?,
                target: row.get(4)?,
                listing: row.get(5)?,
                is_type_unknown: row.get(6)?,
                is_gone: row.get(7)?,
                tenant_disabled: row.get(8)?,
                observed: row.get(9)?,
                is_only_run_by_mm: row.get(10)?,
            })
        })
    }

    /// The last observation before the mode was switched on by hand at `since`; 0 for a planned
    /// window, about which only times say what was before.
    pub fn observation_at_switch(&self, since: Instant) -> Result<i64> {
        let sql =
            "SELECT max(observation) AS id FROM maintenance WHERE since = ? AND ended IS NULL";
        Ok(first_row(self.connection, sql, [since], |row| row.get("id"))?.flatten().unwrap_or(0))
    }

    pub fn last_observation(&self) -> Result<i64> {
        let sql = "SELECT ifnull(max(id), 0) AS id FROM observation";
        Ok(first_row(self.connection, sql, [], |row| row.get("id"))?.unwrap_or(0))
    }
}

impl Observer<'_> {
    /// Stores an observation under the next number, which it returns.
    pub fn observed(
        &self,
        at: Instant,
        kind: ObservationKind,
        complete: bool,
        lost: &[String],
    ) -> Result<i64> {
        self.sql().execute(
            "INSERT INTO observation (at, recorded, kind, complete, lost) VALUES (?, ?, ?, ?, ?)",
            params![at, self.now(), kind, complete, json(lost)?],
        )?;
        let id = self.sql().last_insert_rowid();
        // Polls make many observations, of which the old ones prove nothing any more.
        self.sql().execute(
            "DELETE FROM observation WHERE id <= ? - 2000
                AND NOT EXISTS (SELECT 1 FROM job WHERE observed = observation.id)",
            [id],
        )?;
        Ok(id)
    }

    /// Records that an import does not know the type of a job.
    pub fn job_type_unknown(&self, job: i64) -> Result<()> {
        self.sql().execute("UPDATE job SET type_unknown = 1 WHERE id = ?", [job])?;
        Ok(())
    }

    /// Records that an observation found a job, in a kind of listing.
    pub fn job_seen(&self, job: i64, observation: i64, listing: Option<&str>) -> Result<()> {
        let mut statement = self.sql().prepare_cached(
            "UPDATE job SET observed = ?2, listing = ifnull(?3, listing), gone = NULL WHERE id = ?1",
        )?;
        statement.execute(params![job, observation, listing])?;
        Ok(())
    }

    /// Records that a job which was gone is listed again.
    pub fn job_listed(&self, job: i64) -> Result<()> {
        self.sql().execute("UPDATE job SET gone = NULL WHERE id = ?", [job])?;
        Ok(())
    }

    /// Records that the server does not have a tenant disabled any more.
    pub fn tenant_enabled(&self, name: &str) -> Result<()> {
        let sql = "UPDATE tenant SET disabled_on_server = NULL WHERE name = ?";
        self.sql().execute(sql, [name])?;
        Ok(())
    }

    /// Records that an observation, a complete listing of the kind that a job came from, no longer
    /// had it.
    pub fn job_gone(&self, job: i64, observation: i64) -> Result<()> {
        self.sql().execute("UPDATE job SET gone = ? WHERE id = ?", params![observation, job])?;
        Ok(())
    }

    /// Records that the server had a tenant disabled in an observation.
    pub fn tenant_disabled(&self, name: &str, observation: i64) -> Result<()> {
        self.sql().execute(
            "UPDATE tenant SET disabled_on_server = ? WHERE name = ?",
            params![observation, name],
        )?;
        Ok(())
    }

    /// Gives running sessions of unknown jobs to jobs of their names that are known now.
    pub fn adopt_sessions(&self) -> Result<()> {
        self.sql().execute(
            "UPDATE session SET job = known.id, tenant = NULL, job_name = NULL, job_type = NULL,
                target = NULL
             FROM (SELECT job.id, job.name, tenant.name AS tenant
                FROM job JOIN tenant ON tenant.id = job.tenant) AS known
             WHERE session.job IS NULL AND session.ended IS NULL
                AND known.tenant = session.tenant AND known.name = session.job_name
                AND NOT EXISTS (SELECT 1 FROM session AS other
                    WHERE other.job = known.id AND other.ended IS NULL)
                AND NOT EXISTS (SELECT 1 FROM session AS other
                    WHERE other.job IS NULL AND other.ended IS NULL AND other.id < session.id
                        AND other.tenant = session.tenant AND other.job_name = session.job_name)",
            [],
        )?;
        Ok(())
    }
}
