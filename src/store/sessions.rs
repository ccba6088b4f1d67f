//! Sessions: imported, run by `mm run` or simulated, one row each.

use std::collections::HashMap;

use rusqlite::{Row, ToSql, params};

use crate::domain::{
    Ended, Instant, JobType, ObservedResult, Origin, Rule, Session, Target, has_covered_sessions,
};
use crate::error::Result;
use crate::store::change::Observer;
use crate::store::columns::{JsonList, NotifiedTask, first_row, json, rows};
use crate::store::snapshot::Snapshot;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    pub id: i64,
    /// The number of its job; `None`: the job is not known, or was removed.
    pub job: Option<i64>,
    /// `None`: its type is not known.
    pub job_type: Option<JobType>,
    pub target: Target,
    /// A source says that it runs against the cloud, whatever is known of its job.
    pub seen_in_cloud: bool,
    /// A source says that maintenance covers it, whatever is known of its job.
    pub seen_covered: bool,
    pub origin: Origin,
    pub facts: Session,
    /// The rule that decided about it, where that is known.
    pub rule: Option<Rule>,
    /// The notification in its statistics.
    pub notification: Option<String>,
    /// The notifications of its tasks, in their order.
    pub task_notifications: Vec<Option<String>>,
    /// When it was last seen in this state.
    pub observed_at: Instant,
    /// The file whose lock its command holds, for sessions of `mm run`.
    pub lock: Option<String>,
}

impl StoredSession {
    /// A session that is not stored yet, as it was seen when it started.
    pub fn new(
        origin: Origin,
        job: Option<i64>,
        job_type: Option<JobType>,
        target: Target,
        facts: Session,
    ) -> StoredSession {
        StoredSession {
            id: 0,
            job,
            job_type,
            target,
            seen_in_cloud: false,
            seen_covered: false,
            origin,
            observed_at: facts.started,
            facts,
            rule: None,
            notification: None,
            task_notifications: Vec::new(),
            lock: None,
        }
    }

    pub fn works(&self) -> bool {
        self.facts.ended.is_none()
    }

    /// Whether maintenance mode waits for it.
    pub fn is_covered(&self) -> bool {
        has_covered_sessions(self.job_type, self.target)
    }
}

/// How many sessions run that are alike.
pub struct WorkingCount {
    pub origin: Origin,
    pub is_covered: bool,
    pub sessions: usize,
}

/// Which sessions to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionFilter<'a> {
    All,
    Running,
    /// Sessions of the job with this number.
    OfJob(i64),
    Id(i64),
    /// The one with this id of the source.
    Source(&'a str),
    EndedSince(Instant),
}

const SELECT: &str = "SELECT session.id, session.job, origin, session.source_id, attempt, started, \
    ended, result, code, rule, notification, observed_at, session.tasks, lock, \
    ifnull(job.name, job_name) AS name, ifnull(tenant.name, session.tenant) AS tenant, \
    CASE WHEN job.type_unknown AND job.type = 'other' THEN NULL ELSE ifnull(job.type, job_type) END AS type, coalesce(session.target, job.target, 'cloud') AS target, \
    session.job IS NOT NULL AND session.target IS NOT NULL AS seen_in_cloud, \
    CASE WHEN session.job IS NOT NULL THEN job_type END AS seen_type \
    FROM session LEFT JOIN job ON job.id = session.job LEFT JOIN tenant ON tenant.id = job.tenant";

impl Snapshot<'_> {
    /// Sessions, oldest first.
    pub fn sessions(&self, filter: SessionFilter<'_>) -> Result<Vec<StoredSession>> {
        let (condition, params): (&str, Vec<&dyn ToSql>) = match &filter {
            SessionFilter::All => ("", vec![]),
            SessionFilter::Running => ("WHERE ended IS NULL", vec![]),
            SessionFilter::OfJob(job) => ("WHERE session.job = ?", vec![job]),
            SessionFilter::Id(id) => ("WHERE session.id = ?", vec![id]),
            SessionFilter::Source(id) => ("WHERE session.source_id = ?", vec![id]),
            SessionFilter::EndedSince(at) => ("WHERE ended >= ?", vec![at]),
        };
        let sql = format!("{SELECT} {condition} ORDER BY session.id");
        rows(self.connection, &sql, &*params, session)
    }

    /// How many sessions run, covered ones and others, by their origin.
    pub fn working_counts(&self) -> Result<Vec<WorkingCount>> {
        let sql = format!(
            "SELECT origin, type, target, seen_type, count(*) FROM ({SELECT} WHERE ended IS NULL)
             GROUP BY 1, 2, 3, 4"
        );
        rows(self.connection, &sql, [], |row| {
            let target = row.get(2)?;
            let job_type = type_of(row.get(1)?, target, row.get(3)?);
            Ok(WorkingCount {
                origin: row.get(0)?,
                is_covered: has_covered_sessions(job_type, target),
                sessions: row.get(4)?,
            })
        })
    }

    /// The last session of each job, if it was simulated and failed: it may wait for a retry.
    pub fn failed_last(&self) -> Result<Vec<StoredSession>> {
        let condition = "WHERE origin = 'simulated' AND result = 'failed' AND session.id = (
                SELECT max(other.id) FROM session AS other WHERE other.job = session.job)";
        rows(self.connection, &format!("{SELECT} {condition} ORDER BY session.id"), [], session)
    }

    /// Whether a session may start by itself: by a schedule, at a given instant or as a retry.
    pub fn may_start_sessions(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM job
            WHERE cron IS NOT NULL OR starts IS NOT NULL OR retry_times IS NOT NULL)";
        Ok(first_row(self.connection, sql, [], |row| row.get(0))?.unwrap_or(false))
    }

    /// The number that the next new session gets.
    pub fn next_session_id(&self) -> Result<i64> {
        let sql = "SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'session'";
        Ok(first_row(self.connection, sql, [], |row| row.get(0))?.unwrap_or(1))
    }

    /// Result and end of the session of each job that ended last, by the number of the job.
    pub fn last_ends(&self) -> Result<HashMap<i64, (ObservedResult, Instant)>> {
        let sql = "SELECT job, result, ended FROM session WHERE job IS NOT NULL AND id = (
                SELECT id FROM session AS other
                WHERE other.job = session.job AND other.ended IS NOT NULL
                ORDER BY other.ended DESC, other.id DESC LIMIT 1)";
        let ends =
            rows(self.connection, sql, [], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        Ok(ends.into_iter().collect())
    }
}

/// The type of a session: that of its job, if maintenance covers it, or else the one that a source
/// says. A session that was seen as covered, with a type that is not known, has the type `other`.
fn type_of(of_job: Option<JobType>, target: Target, seen: Option<JobType>) -> Option<JobType> {
    if seen.is_none() || has_covered_sessions(of_job, target) {
        return of_job;
    }
    seen.filter(|seen| has_covered_sessions(Some(*seen), target))
}

/// Reads by place, as [`SELECT`] lists the columns: to find them by name takes longer than the rest
/// where there are many rows.
fn session(row: &Row<'_>) -> rusqlite::Result<StoredSession> {
    let ended: Option<Instant> = row.get(6)?;
    let result: Option<ObservedResult> = row.get(7)?;
    let code = row.get(8)?;
    let (job_type, target) = (row.get(16)?, row.get(17)?);
    let seen_type: Option<JobType> = row.get(19)?;
    let JsonList::<NotifiedTask>(tasks) = row.get(12)?;
    let (tasks, task_notifications) = tasks.into_iter().unzip();
    Ok(StoredSession {
        id: row.get(0)?,
        job: row.get(1)?,
        job_type: type_of(job_type, target, seen_type),
        target,
        seen_in_cloud: row.get(18)?,
        seen_covered: seen_type.is_some(),
        origin: row.get(2)?,
        facts: Session {
            tenant: row.get(15)?,
            job: row.get(14)?,
            source_id: row.get(3)?,
            attempt: row.get(4)?,
            started: row.get(5)?,
            ended: ended.zip(result).map(|(at, result)| Ended { at, result, code }),
            tasks,
        },
        rule: row.get(9)?,
        notification: row.get(10)?,
        task_notifications,
        observed_at: row.get(11)?,
        lock: row.get(13)?,
    })
}

impl Observer<'_> {
    /// Adds a session; its `id` is ignored. Returns its number.
    pub fn add_session(&self, session: &StoredSession) -> Result<i64> {
        self.write_session(None, session)?;
        Ok(self.sql().last_insert_rowid())
    }

    /// Records how a session went on or ended.
    pub fn update_session(&self, session: &StoredSession) -> Result<()> {
        self.write_session(Some(session.id), session)
    }

    fn write_session(&self, id: Option<i64>, session: &StoredSession) -> Result<()> {
        let facts = &session.facts;
        let ended = facts.ended;
        let notifications =
            session.task_notifications.iter().cloned().chain(std::iter::repeat(None));
        let tasks: Vec<NotifiedTask> = facts.tasks.iter().cloned().zip(notifications).collect();
        let unknown = session.job.is_none();
        let seen_type = session.seen_covered.then(|| {
            let covered = session.job_type.filter(|_| session.is_covered());
            covered.unwrap_or(JobType::Other)
        });
        let mut statement = self.sql().prepare_cached(
            "INSERT INTO session (id, job, tenant, job_name, job_type, target, origin, source_id, attempt, started, ended, result,
                code, rule, notification, observed_at, tasks, lock)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, result = excluded.result,
                code = excluded.code, rule = excluded.rule, notification = excluded.notification,
                observed_at = excluded.observed_at, tasks = excluded.tasks,
                target = ifnull(excluded.target, target),
                job_type = ifnull(excluded.job_type, job_type)",
        )?;
        statement.execute(params![
            id,
            session.job,
            unknown.then_some(&facts.tenant),
            unknown.then_some(&facts.job),
            if unknown { session.job_type } else { seen_type },
            (unknown || session.seen_in_cloud).then_some(session.target),
            session.origin,
            facts.source_id,
            facts.attempt,
            facts.started,
            ended.map(|ended| ended.at),
            ended.map(|ended| ended.result),
            ended.and_then(|ended| ended.code),
            session.rule,
            session.notification,
            session.observed_at,
            json(&tasks)?,
            session.lock,
        ])?;
        Ok(())
    }

    /// Removes sessions that ended before an instant. Returns how many.
    pub fn clear_sessions(&self, before: Instant) -> Result<usize> {
        Ok(self.sql().execute("DELETE FROM session WHERE ended < ?", [before])?)
    }
}
