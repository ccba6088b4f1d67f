//! States: the tables from what sources call states and results to what they mean.

use crate::domain::{FailureCode, KnownResult, Template, Words};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::records::{Progress, Run, Standing};
use crate::import::warnings::Place;
use crate::import::words::Word;

/// What a state of a session means. `ended` is whether an end of it is told.
pub(super) fn standing(
    value: &str,
    ended: bool,
    place: Place,
    context: &mut Context<'_>,
) -> Standing {
    let word = Word::of(value);
    match word.as_str() {
        // Numbers as old PowerShell writes them come last.
        "running" | "starting" | "stopping" | "working" | "pausing" | "resuming"
        | "postprocessing" | "3" | "4" | "5" | "6" | "7" | "8" | "10" | "11" => Standing::Running,
        _ if word.as_str().starts_with("waiting") => Standing::Running,
        "idle" | "9" => Standing::Idle,
        "stopped" => Standing::Ended,
        // A minus is no part of a word.
        "1" if value.trim() == "-1" => Standing::Ended,
        "pending" | "actionrequired" => {
            context.notes.guessed(place, "state", Assumption::IdleState(value.into()));
            Standing::Idle
        }
        _ if ended => Standing::Ended,
        _ => {
            context.notes.guessed(place, "state", Assumption::RunningState(value.into()));
            Standing::Running
        }
    }
}

/// What a status of a job means, as the console and the listing of states write it: whether it
/// runs, and with what it ended last if it says so. `ended` is whether its latest session is told
/// to have ended.
pub(super) fn status(
    value: &str,
    ended: bool,
    place: Place,
    context: &mut Context<'_>,
) -> (Standing, KnownResult) {
    let word = Word::of(value);
    match word.as_str() {
        "running" | "starting" | "stopping" => (Standing::Running, KnownResult::Unknown),
        "success" | "warning" => (Standing::Ended, KnownResult::Success),
        "failed" => (Standing::Ended, KnownResult::Failed),
        "none" | "unknown" | "idle" | "disabling" | "enabling" | "inactive" | "disabled"
        | "enabled" | "stopped" => (Standing::Ended, KnownResult::Unknown),
        "waitingrepository" | "waitingtape" => {
            context.notes.guessed(place, "status", Assumption::IdleState(value.into()));
            (Standing::Ended, KnownResult::Unknown)
        }
        _ if ended => {
            context.notes.guessed(place, "status", Assumption::IdleState(value.into()));
            (Standing::Ended, KnownResult::Unknown)
        }
        _ => {
            context.notes.guessed(place, "status", Assumption::RunningState(value.into()));
            (Standing::Running, KnownResult::Unknown)
        }
    }
}

/// What a result means; a warning counts as success.
pub(super) fn result(value: &str, place: Place, context: &mut Context<'_>) -> KnownResult {
    let word = Word::of(value);
    match word.as_str() {
        "success" | "succeeded" | "warning" | "0" => KnownResult::Success,
        "1" if value.trim() == "1" => KnownResult::Success,
        "failed" | "error" | "2" => KnownResult::Failed,
        "" | "none" | "unknown" | "1" | "inprogress" | "pending" => KnownResult::Unknown,
        _ => {
            context.notes.guessed(place, "result", Assumption::Result(value.into()));
            KnownResult::Unknown
        }
    }
}

/// What a status of a task means, numbers of old PowerShell included.
pub(super) fn progress(value: &str, place: Place, context: &mut Context<'_>) -> Progress {
    let word = Word::of(value);
    match word.as_str() {
        "success" | "succeeded" | "warning" | "0" | "3" => Progress::Success,
        "failed" | "error" | "2" => Progress::Failed,
        "running" | "inprogress" | "working" | "starting" | "stopping" | "5" => Progress::Running,
        "pending" | "6" => Progress::Pending,
        "" | "unknown" | "none" => Progress::Unknown,
        _ => {
            context.notes.guessed(place, "status", Assumption::TaskState(value.into()));
            Progress::Unknown
        }
    }
}

/// Why something failed, where its message is the notification of maintenance.
pub(super) fn code(result: KnownResult, message: Option<&str>) -> Option<FailureCode> {
    let message = message.filter(|_| result == KnownResult::Failed)?;
    let words = Words { tenant: "", job: "", until: None, reason: "" };
    message.contains(&Template::default().render(words)).then_some(FailureCode::Maintenance)
}

/// The result of a task.
pub(super) fn failed(progress: Progress) -> KnownResult {
    match progress {
        Progress::Failed => KnownResult::Failed,
        Progress::Success => KnownResult::Success,
        Progress::Pending | Progress::Running | Progress::Unknown => KnownResult::Unknown,
    }
}

/// How far a task has come that is told like a session.
pub(super) fn progress_of(run: &Run) -> Progress {
    match (run.standing, run.result) {
        (Standing::Running, _) if run.started.is_some() => Progress::Running,
        (Standing::Running | Standing::Idle, _) => Progress::Pending,
        (Standing::Ended, KnownResult::Success) => Progress::Success,
        (Standing::Ended, KnownResult::Failed) => Progress::Failed,
        (Standing::Ended, KnownResult::Unknown) => Progress::Unknown,
    }
}
