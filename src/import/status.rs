//! States and results in the words of each source, and what they stand for.

use crate::domain::KnownResult;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::normalized;
use crate::import::records::{Progress, RunState};
use crate::import::warnings::Place;

/// The state of a session, or the number that old PowerShell writes.
pub fn session_state(
    value: &str,
    has_ended: bool,
    place: Place,
    context: &mut Context<'_>,
) -> RunState {
    let word = normalized(value);
    match &*word {
        "running" | "starting" | "stopping" | "working" | "pausing" | "resuming"
        | "postprocessing" | "3" | "4" | "5" | "6" | "7" | "8" | "10" | "11" => RunState::Running,
        _ if word.starts_with("waiting") => RunState::Running,
        "idle" | "9" => RunState::Idle,
        "stopped" => RunState::Ended,
        // Normalised values have no sign.
        "1" if value.trim() == "-1" => RunState::Ended,
        // It has begun, and waits for resources.
        "pending" if !has_ended => RunState::Running,
        "actionrequired" => {
            context.assume(place, "state", Assumption::StateNotRunning(value.into()));
            RunState::Idle
        }
        "success" | "failed" | "warning" | "completed" | "finished" | "ended" | "canceled"
        | "cancelled"
            if has_ended =>
        {
            RunState::Ended
        }
        _ => {
            context.assume(place, "state", Assumption::UnknownStateRunning(value.into()));
            RunState::Running
        }
    }
}

/// The status of a job, which is that of its latest session: its state and, if stated, its result.
pub fn job_status(value: &str, place: Place, context: &mut Context<'_>) -> (RunState, KnownResult) {
    match &*normalized(value) {
        "running" | "starting" | "stopping" | "waitingrepository" | "waitingtape" => {
            (RunState::Running, KnownResult::Unknown)
        }
        "success" | "warning" => (RunState::Ended, KnownResult::Success),
        "failed" => (RunState::Ended, KnownResult::Failed),
        "none" | "unknown" | "idle" | "disabling" | "enabling" | "inactive" | "disabled"
        | "enabled" | "stopped" => (RunState::Ended, KnownResult::Unknown),
        _ => {
            context.assume(place, "status", Assumption::UnknownStateRunning(value.into()));
            (RunState::Running, KnownResult::Unknown)
        }
    }
}

/// The result of a session; a warning counts as success.
pub fn result(value: &str, place: Place, context: &mut Context<'_>) -> KnownResult {
    match &*normalized(value) {
        "success" | "succeeded" | "warning" | "0" => KnownResult::Success,
        "1" if value.trim() == "1" => KnownResult::Success,
        "failed" | "error" | "2" => KnownResult::Failed,
        "" | "none" | "unknown" | "1" | "inprogress" | "pending" => KnownResult::Unknown,
        _ => {
            context.assume(place, "result", Assumption::UnknownResult(value.into()));
            KnownResult::Unknown
        }
    }
}

/// The status of a task, or the number that old PowerShell writes.
pub fn task_status(value: &str, place: Place, context: &mut Context<'_>) -> Progress {
    match &*normalized(value) {
        "success" | "succeeded" | "warning" | "0" | "3" => Progress::Success,
        "failed" | "error" | "2" => Progress::Failed,
        "running" | "inprogress" | "working" | "starting" | "stopping" | "5" => Progress::Running,
        "pending" | "6" => Progress::Pending,
        "" | "unknown" | "none" => Progress::Unknown,
        _ => {
            context.assume(place, "status", Assumption::UnknownTaskState(value.into()));
            Progress::Unknown
        }
    }
}
