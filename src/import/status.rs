//! States and results in the words of each source, and what they stand for.

use crate::domain::ObservedResult;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::normalized;
use crate::import::decode::running::has_running_word;
use crate::import::records::{ExportedState, TaskProgress};
use crate::import::warnings::Place;

/// The state of a session, or the number that old PowerShell writes.
pub fn session_state(
    value: &str,
    has_ended: bool,
    place: Place,
    context: &mut Context<'_>,
) -> ExportedState {
    let word = normalized(value);
    match &*word {
        "running" | "starting" | "stopping" | "working" | "pausing" | "resuming"
        | "postprocessing" | "3" | "4" | "5" | "6" | "7" | "8" | "10" | "11" => {
            ExportedState::Running
        }
        _ if word.starts_with("waiting") => ExportedState::Running,
        "idle" | "9" => ExportedState::Idle,
        "stopped" => ExportedState::Ended,
        // Normalised values have no sign.
        "1" if value.trim() == "-1" => ExportedState::Ended,
        // It has begun, and waits for resources.
        "pending" if !has_ended => ExportedState::Running,
        "actionrequired" => {
            context.assume(place, "state", Assumption::StateNotRunning(value.into()));
            ExportedState::Idle
        }
        word if has_ended && is_end(word) => ExportedState::Ended,
        _ => {
            context.assume(place, "state", Assumption::UnknownStateRunning(value.into()));
            ExportedState::Running
        }
    }
}

/// Whether a word, as normalised, says of what has an end that it is over.
pub fn is_end(word: &str) -> bool {
    matches!(
        word,
        "success"
            | "succeeded"
            | "failed"
            | "warning"
            | "completed"
            | "finished"
            | "ended"
            | "canceled"
            | "cancelled"
    )
}

/// The status of a job, which is that of its latest session: its state and, if stated, its result.
pub fn job_status(
    value: &str,
    place: Place,
    context: &mut Context<'_>,
) -> (ExportedState, ObservedResult) {
    match &*normalized(value) {
        "running" | "starting" | "stopping" | "waitingrepository" | "waitingtape" => {
            (ExportedState::Running, ObservedResult::Unknown)
        }
        "success" | "warning" => (ExportedState::Ended, ObservedResult::Success),
        "failed" => (ExportedState::Ended, ObservedResult::Failed),
        "none" | "idle" | "disabling" | "enabling" | "inactive" | "disabled" | "enabled"
        | "stopped" => (ExportedState::Ended, ObservedResult::Unknown),
        _ => {
            context.assume(place, "status", Assumption::UnknownStateRunning(value.into()));
            (ExportedState::Running, ObservedResult::Unknown)
        }
    }
}

/// The result of a session; a warning counts as success.
pub fn result(value: &str, place: Place, context: &mut Context<'_>) -> ObservedResult {
    match &*normalized(value) {
        "success" | "succeeded" | "warning" | "0" => ObservedResult::Success,
        "1" if value.trim() == "1" => ObservedResult::Success,
        "failed" | "error" | "2" => ObservedResult::Failed,
        "" | "none" | "unknown" | "1" | "inprogress" | "pending" => ObservedResult::Unknown,
        _ => {
            context.assume(place, "result", Assumption::UnknownResult(value.into()));
            ObservedResult::Unknown
        }
    }
}

/// Whether the result of a session says that it has none yet.
pub fn is_in_progress(value: &str) -> bool {
    has_running_word(value)
}

/// The state of a session of which another member may say that it is still open.
pub fn unless_open(
    state: ExportedState,
    is_open: bool,
    place: Place,
    context: &mut Context<'_>,
) -> ExportedState {
    if state == ExportedState::Ended && is_open {
        context.unused(place, "", CONTRADICTS);
        return ExportedState::Running;
    }
    state
}

/// What is wrong with an element of which one member says that something is running, and another one
/// that it is not.
pub const CONTRADICTS: &str = "its members differ on whether it is running; running counts";

/// How far a task has come, by all members of its row. As for sessions, whichever says that it runs counts.
pub fn task_progress(
    status: &str,
    state: Option<&str>,
    has_ended: bool,
    place: Place,
    context: &mut Context<'_>,
) -> TaskProgress {
    let progress = task_status(status, place, context);
    let has_result = matches!(progress, TaskProgress::Success | TaskProgress::Failed);
    let state = state.filter(|state| !matches!(&*normalized(state), "" | "none" | "unknown"));
    let waits = state.is_some_and(|state| normalized(state) == "pending");
    // Beside a result, a state that is a word for an end is none of something running.
    let state = match state {
        Some(_) if waits => Some(ExportedState::Running),
        Some(state) => Some(session_state(state, has_ended || has_result, place, context)),
        None => None,
    };
    let is_open = state == Some(ExportedState::Running)
        || matches!(progress, TaskProgress::Running | TaskProgress::Pending);
    if is_open && (has_ended || has_result || state == Some(ExportedState::Ended)) {
        context.unused(place, "", CONTRADICTS);
        return TaskProgress::Running;
    }
    match progress {
        TaskProgress::Unknown | TaskProgress::Pending if is_open && state.is_some() && !waits => {
            TaskProgress::Running
        }
        TaskProgress::Unknown if waits => TaskProgress::Pending,
        progress => progress,
    }
}

/// The status of a task, or the number that old PowerShell writes.
fn task_status(value: &str, place: Place, context: &mut Context<'_>) -> TaskProgress {
    match &*normalized(value) {
        "success" | "succeeded" | "warning" | "0" | "3" => TaskProgress::Success,
        "failed" | "error" | "2" => TaskProgress::Failed,
        "running" | "inprogress" | "working" | "starting" | "stopping" | "5" => {
            TaskProgress::Running
        }
        "pausing" | "resuming" | "postprocessing" => TaskProgress::Running,
        word if word.starts_with("waiting") => TaskProgress::Running,
        "pending" | "6" => TaskProgress::Pending,
        "" | "unknown" | "none" => TaskProgress::Unknown,
        _ => {
            context.assume(place, "status", Assumption::UnknownTaskState(value.into()));
            TaskProgress::Unrecognised
        }
    }
}
