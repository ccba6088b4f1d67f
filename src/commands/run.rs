//! `mm run`: run a real command as a session of a job, if the job may run.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::ExitStatus;

use super::prelude::*;
use crate::domain::ObservedResult;
use crate::domain::spelled as spelled_enum;
use crate::error::Code;
use crate::ops::gate::{Admission, EndRecord, admit, end};
use crate::platform::child::{ChildEnd, is_out_of_descriptors, run_child};

spelled_enum! {
    /// What to do if `mm` itself fails.
    pub enum OnError: "choice on errors" {
        Stop = "stop",
        /// Run the command without a gate and without a record.
        Run = "run",
    }
}

#[derive(Debug, clap::Args)]
#[command(
    override_usage = "mm run [OPTIONS] JOB -- COMMAND [ARGUMENT]...",
    after_help = "Output, signals and exit status of the command pass through unchanged. The session lasts as long as any process of the command, even if mm is killed; see docs/gate.md. Exit statuses of mm itself: 75 refused (--refused-status), 125 mm failed and started nothing, 126 the command cannot be executed, 127 the command was not found.\n\nExamples:\n  mm run \"Acme/Backup Job 1\" -- /usr/local/bin/backup --full\n  mm run nightly --refused-status 0 -- backup.sh     no mail from cron when refused\n  mm run nightly --on-error run -- backup.sh         back up even if mm fails"
)]
pub struct Args {
    /// Job of the session: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
    /// Exit status if the job is refused
    #[arg(long, value_name = "N", default_value_t = 75)]
    refused_status: u8,
    /// Action if mm itself fails: stop, or run the command anyway
    #[arg(long, value_name = "ACTION", value_parser = spelled::<OnError>(), default_value = "stop")]
    on_error: OnError,
    /// Command and its arguments
    #[arg(value_name = "COMMAND", last = true, required = true)]
    command: Vec<OsString>,
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global);
    let admission = app.and_then(|app| admit(&app, &args.job).map(|admission| (app, admission)));
    match admission {
        Ok((_, Admission::Refused { code, notification })) => {
            let text = notification.map(|text| format!(": {text}")).unwrap_or_default();
            let notes = vec![format!("{:?} is refused: {code}{text}", args.job)];
            Ok(Response { notes, ..Response::empty(Exit::Passed(args.refused_status)) })
        }
        Ok((app, Admission::Admitted(session))) => {
            let child_end = run_child(&args.command, Some(&session.lock.lock));
            let mut response = outcome(&child_end);
            response.notes.extend(match end(&app, session, result(&child_end)) {
                Ok(EndRecord::Written) => None,
                Ok(EndRecord::StillRunning) => Some(
                    "processes that the command started are still running; the session ends with them"
                        .to_owned(),
                ),
                Ok(EndRecord::NotThere) => Some(
                    "the result was not recorded: the store has no such running session any more"
                        .to_owned(),
                ),
                Err(error) => Some(format!("the result was not recorded: {error}")),
            });
            Ok(response)
        }
        // A job that is running already is not an error of `mm`.
        Err(error) if args.on_error == OnError::Run && error.code != Code::AlreadyRunning => {
            let mut response = outcome(&run_child(&args.command, None));
            let note = format!("the command ran without a gate and without a record: {error}");
            response.notes.insert(0, note);
            Ok(response)
        }
        Err(error) if error.exit == Exit::Usage => Err(error),
        Err(error) => Err(error.with_exit(Exit::NotRun)),
    }
}

fn result(child_end: &ChildEnd) -> ObservedResult {
    match child_end {
        ChildEnd::Ended(status) if status.success() => ObservedResult::Success,
        ChildEnd::Ended(_) | ChildEnd::NotStarted(_) => ObservedResult::Failed,
        ChildEnd::Lost(_) => ObservedResult::Unknown,
    }
}

fn outcome(child_end: &ChildEnd) -> Response {
    let (exit, note) = match child_end {
        ChildEnd::Ended(status) => (Exit::Passed(exit_status(*status)), None),
        ChildEnd::NotStarted(error) => {
            (not_started(error), Some(format!("the command cannot be run: {error}")))
        }
        // The command ran, so this is none of the statuses that promise it did not.
        ChildEnd::Lost(error) => {
            (Exit::Failed, Some(format!("it is not known how the command ended: {error}")))
        }
    };
    Response { notes: note.into_iter().collect(), ..Response::empty(exit) }
}

/// The exit status if the command could not be started: 125 if the system has no process, descriptor
/// or memory for it.
fn not_started(error: &io::Error) -> Exit {
    match error.kind() {
        ErrorKind::NotFound => Exit::NotFound,
        ErrorKind::WouldBlock
        | ErrorKind::OutOfMemory
        | ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded => Exit::NotRun,
        _ if is_out_of_descriptors(error) => Exit::NotRun,
        _ => Exit::NotExecutable,
    }
}

/// The exit status as shells report it: 128 and the signal, if one ended the command.
fn exit_status(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
