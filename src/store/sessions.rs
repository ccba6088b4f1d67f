//! Sessions: what was observed, run and simulated, one row each.

use std::collections::HashMap;

use rusqlite::{Row, params};

use crate::domain::{Ended, Origin, Session, SessionTask};
use crate::domain::{Instant, KnownResult, Rule};
use crate::error::Result;
use crate::platform::Process;
use crate::store::change::Observer;
use crate::store::json_columns;
use crate::store::snapshot::Snapshot;
use crate::store::value::Columns;

/// A session as it stands in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Its number.
    pub id: i64,
    /// Its job's number.
    pub job: i64,
    /// How it came to be known.
    pub origin: Origin,
    /// What is known of it.
    pub facts: Session,
    /// The rule that treated it, where that is known.
    pub rule: Option<Rule>,
    /// The notification in its statistics.
    pub notification: Option<String>,
    /// The notifications that its tasks carry, in their order.
    pub task_notifications: Vec<Option<String>>,
    /// When it was last seen so.
    pub observed_at: Instant,
    /// The process that runs it, for `run`.
    pub process: Option<Process>,
}

/// Which sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionFilter {
    /// All, oldest first.
    All,
    /// Those that work.
    Running,
    /// Those of one job.
    OfJob(i64),
    /// The one of this number.
    Id(i64),
    /// Those that ended since an instant.
    EndedSince(Instant),
}

macro_rules! sessions {
    ($which:literal) => {
        concat!(
            "SELECT session.id, session.job, origin, session.source_id, attempt, started, ended, \
             result, code, rule, notification, observed_at, session.tasks, pid, pid_started, boot, \
             job.name AS name, tenant.name AS tenant \
             FROM session JOIN job ON job.id = session.job JOIN tenant ON tenant.id = job.tenant ",
            $which
        )
    };
}

impl Snapshot<'_> {
    /// How the session of each job that ended last ended, by the job's number, and when.
    pub fn last_ends(&self) -> Result<HashMap<i64, (KnownResult, Instant)>> {
        let mut statement = self.c.prepare_cached(
            "SELECT job, result, ended FROM session WHERE id = (SELECT id FROM session AS other WHERE other.job = session.job AND other.ended IS NOT NULL ORDER BY other.ended DESC, other.id DESC LIMIT 1)",
        )?;
        let mut rows = statement.query([])?;
        let mut ends = HashMap::new();
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let job = columns.next("job").number()?;
            let result = columns.next("result").spelled()?;
            ends.insert(job, (result, columns.next("ended").instant()?));
        }
        Ok(ends)
    }

    /// Sessions.
    pub fn sessions(&self, which: SessionFilter) -> Result<Vec<StoredSession>> {
        let (sql, id) = match which {
            SessionFilter::All => (sessions!("WHERE ?1 IS NULL ORDER BY session.id"), None),
            SessionFilter::Running => {
                (sessions!("WHERE ?1 IS NULL AND ended IS NULL ORDER BY session.id"), None)
            }
            SessionFilter::OfJob(job) => {
                (sessions!("WHERE job.id = ?1 ORDER BY session.id"), Some(job))
            }
            SessionFilter::Id(id) => (sessions!("WHERE session.id = ?1"), Some(id)),
            SessionFilter::EndedSince(at) => {
                (sessions!("WHERE ended >= ?1 ORDER BY session.id"), Some(at.millis()))
            }
        };
        let mut statement = self.c.prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        let mut sessions = Vec::new();
        while let Some(row) = rows.next()? {
            sessions.push(session(row)?);
        }
        Ok(sessions)
    }
}

fn session(row: &Row<'_>) -> Result<StoredSession> {
    let mut columns = Columns::of(row);
    let mut column = |name| columns.next(name);
    let (id, job, origin) =
        (column("id").number()?, column("job").number()?, column("origin").spelled()?);
    let (source_id, attempt) = (column("source_id").maybe_text()?, column("attempt").count()?);
    let (started, ended) = (column("started").instant()?, column("ended").maybe_instant()?);
    let result = column("result").maybe_spelled()?;
    let code = column("code").maybe_spelled()?;
    let (rule, notification) =
        (column("rule").maybe_spelled()?, column("notification").maybe_text()?);
    let observed_at = column("observed_at").instant()?;
    let tasks = json_columns::session_tasks(column("tasks").str()?)?;
    let (tasks, task_notifications) = tasks.into_iter().unzip();
    let pid = column("pid").maybe_count()?;
    let (pid_started, boot) = (column("pid_started"), column("boot"));
    let process = match pid {
        Some(pid) => Some(Process { pid, started: pid_started.number()?, boot: boot.text()? }),
        None => None,
    };
    let (name, tenant) = (column("name").text()?, column("tenant").text()?);
    Ok(StoredSession {
        id,
        job,
        origin,
        facts: Session {
            tenant,
            job: name,
            source_id,
            attempt,
            started,
            ended: ended.zip(result).map(|(at, result)| Ended { at, result, code }),
            tasks,
        },
        rule,
        notification,
        task_notifications,
        observed_at,
        process,
    })
}

impl Observer<'_> {
    /// Adds a session; its `id` is not looked at. Returns its number.
    pub fn add_session(&self, session: &StoredSession) -> Result<i64> {
        let mut statement = self.sql().prepare_cached(
            "INSERT INTO session (ended, result, code, rule, notification, observed_at, tasks, job, origin, source_id, attempt, started, pid, pid_started, boot)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        bind(&mut statement, session)?;
        let process = session.process.as_ref();
        statement.raw_bind_parameter(8, session.job)?;
        statement.raw_bind_parameter(9, session.origin.to_string())?;
        statement.raw_bind_parameter(10, &session.facts.source_id)?;
        statement.raw_bind_parameter(11, session.facts.attempt)?;
        statement.raw_bind_parameter(12, session.facts.started.millis())?;
        statement.raw_bind_parameter(13, process.map(|process| process.pid))?;
        statement.raw_bind_parameter(14, process.map(|process| process.started))?;
        statement.raw_bind_parameter(15, process.map(|process| &process.boot))?;
        statement.raw_execute()?;
        Ok(self.sql().last_insert_rowid())
    }

    /// Writes down how a session goes on, or ended.
    pub fn update_session(&self, session: &StoredSession) -> Result<()> {
        let mut statement = self.sql().prepare_cached(
            "UPDATE session SET ended = ?1, result = ?2, code = ?3, rule = ?4, notification = ?5, observed_at = ?6, tasks = ?7 WHERE id = ?8",
        )?;
        bind(&mut statement, session)?;
        statement.raw_bind_parameter(8, session.id)?;
        statement.raw_execute()?;
        Ok(())
    }

    /// Another process runs a session from now on.
    pub fn set_process(&self, session: i64, process: &Process) -> Result<()> {
        self.sql().execute(
            "UPDATE session SET pid = ?, pid_started = ?, boot = ? WHERE id = ? AND ended IS NULL",
            params![process.pid, process.started, process.boot, session],
        )?;
        Ok(())
    }

    /// Forgets sessions that ended before an instant. Returns how many.
    pub fn clear_sessions(&self, before: Instant) -> Result<usize> {
        Ok(self.sql().execute("DELETE FROM session WHERE ended < ?", [before.millis()])?)
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, session: &StoredSession) -> Result<()> {
    let ended = session.facts.ended;
    let notifications = session.task_notifications.iter().map(Option::as_deref);
    let notifications = notifications.chain(std::iter::repeat(None));
    let tasks: Vec<(&SessionTask, Option<&str>)> =
        session.facts.tasks.iter().zip(notifications).collect();
    statement.raw_bind_parameter(1, ended.map(|ended| ended.at.millis()))?;
    statement.raw_bind_parameter(2, ended.map(|ended| ended.result.to_string()))?;
    statement.raw_bind_parameter(3, ended.and_then(|ended| ended.code).map(|x| x.to_string()))?;
    statement.raw_bind_parameter(4, session.rule.map(|rule| rule.to_string()))?;
    statement.raw_bind_parameter(5, &session.notification)?;
    statement.raw_bind_parameter(6, session.observed_at.millis())?;
    statement.raw_bind_parameter(7, json_columns::from_session_tasks(tasks.into_iter())?)?;
    Ok(())
}

impl StoredSession {
    /// Whether it works, as far as is known.
    pub fn works(&self) -> bool {
        self.facts.ended.is_none()
    }
}
