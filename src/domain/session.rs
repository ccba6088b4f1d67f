//! Sessions of jobs, and the states that they and their tasks pass through.

use serde::Serialize;
use smol_str::SmolStr;

use crate::domain::rule::FailureCode;
use crate::domain::spelling::spelled;
use crate::domain::time::Instant;

spelled! {
    /// Whether a session has tasks left that are pending or running.
    pub enum SessionState: "session state" {
        Working = "working",
        Stopped = "stopped",
    }
}

spelled! {
    /// How a simulated session ended: `success` if every task succeeded.
    pub enum SessionResult: "result" {
        Success = "success",
        Failed = "failed",
    }
}

spelled! {
    /// How an observed session ended: the source may not say.
    pub enum ObservedResult: "result" {
        Success = "success",
        Failed = "failed",
        Unknown = "unknown",
    }
}

spelled! {
    pub enum TaskState: "task state" {
        /// The task waits for a slot.
        Pending = "pending",
        Running = "running",
        Success = "success",
        /// The task ended in an error, or was refused.
        Failed = "failed",
    }
}

impl TaskState {
    /// Whether the task is pending or running.
    pub fn is_open(self) -> bool {
        match self {
            TaskState::Pending | TaskState::Running => true,
            TaskState::Success | TaskState::Failed => false,
        }
    }
}

spelled! {
    /// How a session came to be known.
    pub enum Origin: "origin" {
        Imported = "imported",
        /// `mm run` ran it.
        Run = "run",
        /// It is simulated, in a rehearsal.
        Simulated = "simulated",
    }
}

/// One attempt of a job to do its tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub tenant: String,
    pub job: String,
    /// The identifier in the source that the session was imported from.
    pub source_id: Option<String>,
    /// 0, or the number of the retry.
    pub attempt: u32,
    pub started: Instant,
    /// `None` while the session is working.
    pub ended: Option<Ended>,
    /// Its tasks in the order of the job; empty where the source lists none.
    pub tasks: Vec<SessionTask>,
}

impl Session {
    /// A session that has just started.
    pub fn new(tenant: &str, job: &str, started: Instant) -> Session {
        Session {
            tenant: tenant.to_owned(),
            job: job.to_owned(),
            source_id: None,
            attempt: 0,
            started,
            ended: None,
            tasks: Vec::new(),
        }
    }
}

/// The end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    pub at: Instant,
    pub result: ObservedResult,
    /// Why it failed, if that is known.
    pub code: Option<FailureCode>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionTask {
    pub name: SmolStr,
    pub state: TaskState,
    pub started: Option<Instant>,
    pub ended: Option<Instant>,
    /// Why the task failed, if it did.
    pub code: Option<FailureCode>,
}
