//! Row: a session as it is told everywhere: in JSON, in rows, in tables.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::facts::Origin;
use crate::domain::{
    FailureCode, Instant, JobType, KnownResult, Rule, RunState, Target, TaskState,
};
use crate::error::Result;
use crate::ops::expected::{Estimated, Expected, expected};
use crate::ops::server_status::ServerStatus;
use crate::store::{Snapshot, StoredSession};

/// A session.
#[derive(Debug, Serialize)]
pub struct SessionRow {
    /// Its number.
    pub id: i64,
    pub(super) job: String,
    pub(super) tenant: String,
    #[serde(rename = "type")]
    pub(super) job_type: JobType,
    pub(super) target: Target,
    pub(super) origin: Origin,
    pub(super) source_id: Option<String>,
    pub(super) attempt: u32,
    pub(super) started: Instant,
    pub(super) ended: Option<Instant>,
    pub(super) state: RunState,
    pub(super) result: Option<KnownResult>,
    pub(super) code: Option<FailureCode>,
    pub(super) notification: Option<String>,
    pub(super) rule: Option<Rule>,
    pub(super) observed_at: Instant,
    pub(super) tasks: Vec<TaskRow>,
    pub(super) expected: Option<ExpectedRow>,
    #[serde(skip)]
    pub(super) now: Instant,
}

/// A task of a session.
#[derive(Debug, Serialize)]
pub(super) struct TaskRow {
    pub(super) name: String,
    pub(super) state: TaskState,
    pub(super) started: Option<Instant>,
    pub(super) ended: Option<Instant>,
    pub(super) code: Option<FailureCode>,
    pub(super) notification: Option<String>,
}

/// What is expected of a session.
#[derive(Debug, Serialize)]
pub(super) struct ExpectedRow {
    pub(super) estimate: Estimated,
    pub(super) state: RunState,
    pub(super) tasks_ended: u32,
    pub(super) ends: Option<Instant>,
}

/// What is needed to tell sessions.
pub struct Telling {
    kinds: HashMap<i64, (JobType, Target)>,
    expected: HashMap<i64, Expected>,
    now: Instant,
}

impl Telling {
    /// Asks what is expected of the sessions that work.
    pub fn of(snapshot: &Snapshot<'_>, state: &ServerStatus) -> Result<Telling> {
        Ok(Telling {
            kinds: snapshot.job_kinds()?,
            expected: expected(snapshot, state)?,
            now: state.now,
        })
    }

    /// Tells a session.
    pub fn row(&self, session: &StoredSession) -> SessionRow {
        let facts = &session.facts;
        let kind = self.kinds.get(&session.job).copied();
        let (job_type, target) = kind.unwrap_or((JobType::Other, Target::Cloud));
        let said = session.task_notifications.iter().cloned().chain(std::iter::repeat(None));
        let tasks = facts.tasks.iter().zip(said).map(|(task, notification)| TaskRow {
            name: task.name.clone(),
            state: task.state,
            started: task.started,
            ended: task.ended,
            code: task.code,
            notification,
        });
        let expected = self.expected.get(&session.id).filter(|_| session.works());
        SessionRow {
            id: session.id,
            job: facts.job.clone(),
            tenant: facts.tenant.clone(),
            job_type,
            target,
            origin: session.origin,
            source_id: facts.source_id.clone(),
            attempt: facts.attempt,
            started: facts.started,
            ended: facts.ended.map(|ended| ended.at),
            state: if session.works() { RunState::Working } else { RunState::Stopped },
            result: facts.ended.map(|ended| ended.result),
            code: facts.ended.and_then(|ended| ended.code),
            notification: session.notification.clone(),
            rule: session.rule,
            observed_at: session.observed_at,
            tasks: tasks.collect(),
            expected: expected.map(|expected| ExpectedRow {
                estimate: expected.estimate,
                state: expected.state,
                tasks_ended: expected.tasks_ended,
                ends: expected.ends,
            }),
            now: self.now,
        }
    }
}

/// The columns of rows.
pub const COLUMNS: [&str; 21] = [
    "id",
    "job",
    "tenant",
    "type",
    "target",
    "origin",
    "source_id",
    "attempt",
    "started",
    "ended",
    "state",
    "result",
    "code",
    "notification",
    "rule",
    "observed_at",
    "tasks",
    "tasks_ended",
    "expected_estimate",
    "expected_tasks_ended",
    "expected_end",
];

impl SessionRow {
    /// The cells of a row.
    pub fn cells(&self) -> Vec<Value> {
        let expected = self.expected.as_ref();
        vec![
            json!(self.id),
            json!(self.job),
            json!(self.tenant),
            json!(self.job_type),
            json!(self.target),
            json!(self.origin),
            json!(self.source_id),
            json!(self.attempt),
            json!(self.started),
            json!(self.ended),
            json!(self.state),
            json!(self.result),
            json!(self.code),
            json!(self.notification),
            json!(self.rule),
            json!(self.observed_at),
            json!(self.tasks.len()),
            json!(self.tasks_ended()),
            json!(expected.map(|expected| expected.estimate)),
            json!(expected.map(|expected| expected.tasks_ended)),
            json!(expected.and_then(|expected| expected.ends)),
        ]
    }
}
