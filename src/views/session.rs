//! A session as a JSON object and as a row.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;

use crate::domain::{
    FailureCode, Instant, JobType, ObservedResult, Origin, Rule, SessionState, SessionTask, Target,
};
use crate::error::Result;
use crate::ops::expected::{ExpectedSession, expected};
use crate::ops::server_status::ServerStatus;
use crate::output::Rows;
use crate::store::{Snapshot, StoredSession};

#[derive(Debug, Serialize)]
pub struct SessionRow {
    pub id: i64,
    pub job: String,
    pub tenant: String,
    #[serde(rename = "type")]
    pub job_type: JobType,
    pub target: Target,
    pub origin: Origin,
    pub source_id: Option<String>,
    pub attempt: u32,
    pub started: Instant,
    pub ended: Option<Instant>,
    pub state: SessionState,
    pub result: Option<ObservedResult>,
    pub code: Option<FailureCode>,
    pub notification: Option<String>,
    pub rule: Option<Rule>,
    pub observed_at: Instant,
    pub tasks: Vec<TaskRow>,
    /// `None` unless the session is running.
    pub expected: Option<ExpectedSession>,
    #[serde(skip)]
    pub now: Instant,
}

#[derive(Debug, Serialize)]
pub struct TaskRow {
    #[serde(flatten)]
    pub task: SessionTask,
    pub notification: Option<String>,
}

/// The facts besides a stored session that its row needs.
pub struct SessionContext {
    expected: HashMap<i64, ExpectedSession>,
    now: Instant,
}

impl SessionContext {
    pub fn of(snapshot: &Snapshot<'_>, status: &ServerStatus) -> Result<SessionContext> {
        Ok(SessionContext { expected: expected(snapshot, status)?, now: status.now })
    }

    pub fn row(&self, session: &StoredSession) -> SessionRow {
        let facts = &session.facts;
        let notifications = session.task_notifications.iter().cloned();
        let tasks = facts.tasks.iter().zip(notifications.chain(std::iter::repeat(None)));
        SessionRow {
            id: session.id,
            job: facts.job.clone(),
            tenant: facts.tenant.clone(),
            job_type: session.job_type.unwrap_or(JobType::Other),
            target: session.target,
            origin: session.origin,
            source_id: facts.source_id.clone(),
            attempt: facts.attempt,
            started: facts.started,
            ended: facts.ended.map(|ended| ended.at),
            state: if session.works() { SessionState::Working } else { SessionState::Stopped },
            result: facts.ended.map(|ended| ended.result),
            code: facts.ended.and_then(|ended| ended.code),
            notification: session.notification.clone(),
            rule: session.rule,
            observed_at: session.observed_at,
            tasks: tasks
                .map(|(task, notification)| TaskRow { task: task.clone(), notification })
                .collect(),
            expected: self.expected.get(&session.id).filter(|_| session.works()).copied(),
            now: self.now,
        }
    }
}

const COLUMNS: &str = "id job tenant type target origin source_id attempt started ended state \
    result code notification rule observed_at tasks tasks_ended \
    expected_estimate expected_tasks_ended expected_end";

/// Rows with numbers of tasks in place of the tasks.
pub fn session_rows(sessions: &[SessionRow]) -> Rows {
    let rows = sessions.iter().map(|session| {
        let mut row = json!(session);
        row["tasks"] = json!(session.tasks.len());
        row["tasks_ended"] = json!(session.tasks_ended());
        let mut expected = row["expected"].take();
        if session.expected.is_some() {
            row["expected_estimate"] = expected["estimate"].take();
            row["expected_tasks_ended"] = expected["tasks_ended"].take();
            row["expected_end"] = expected["ends"].take();
        }
        row
    });
    Rows::of(COLUMNS.split(' '), rows)
}

impl SessionRow {
    pub fn tasks_ended(&self) -> usize {
        self.tasks.iter().filter(|row| row.task.ended.is_some()).count()
    }
}
