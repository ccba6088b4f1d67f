//! Sessions and tasks: the states they pass through.

use crate::domain::spelling::spelled;

spelled! {
    /// Whether a session still works.
    pub enum RunState: "session state" {
        /// Some of its tasks are pending or running.
        Working = "working",
        /// All of its tasks have ended.
        Stopped = "stopped",
    }
}

spelled! {
    /// How a session ended.
    pub enum SessionResult: "result" {
        /// Every task succeeded.
        Success = "success",
        /// Some task failed.
        Failed = "failed",
    }
}

spelled! {
    /// Where a task stands.
    pub enum TaskState: "task state" {
        /// It waits for a slot.
        Pending = "pending",
        /// It runs.
        Running = "running",
        /// It ended well.
        Success = "success",
        /// It ended in an error, or was refused.
        Failed = "failed",
    }
}

spelled! {
    /// How a session is known to have ended: a source may not tell.
    pub enum KnownResult: "result" {
        /// Every task succeeded.
        Success = "success",
        /// Some task failed.
        Failed = "failed",
        /// It runs no more, and nobody told how it ended.
        Unknown = "unknown",
    }
}
