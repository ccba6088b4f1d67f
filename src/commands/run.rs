//! `mm run`: run a real command as a session of a job, if the job may run.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitStatus;

use super::prelude::*;
use crate::domain::spelled as spelled_enum;
use crate::ops::gate::{Admission, admit, end, hand_over};
use crate::platform::child::{CaughtSignals, ChildEnd, run_child};

spelled_enum! {
    /// What to do if `mm` itself fails.
    pub enum OnError: "choice on errors" {
        Stop = "stop",
        /// Run the command without a gate and without a record.
        Run = "run",
    }
}

/// Run a real command as a session of a job, if it may run
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "mm run [OPTIONS] JOB -- COMMAND [ARGUMENT]...",
    after_help = "Output, signals and exit status of the command pass through unchanged. Exit statuses of mm itself: 75 refused (--refused-status), 125 mm failed, 126 the command cannot be executed, 127 the command was not found.\n\nExamples:\n  mm run \"Acme/Backup Job 1\" -- /usr/local/bin/backup --full\n  mm run nightly --refused-status 0 -- backup.sh     no mail from cron when refused\n  mm run nightly --on-error run -- backup.sh         back up even if mm fails"
)]
pub struct Args {
    /// Job of the session: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
    /// Exit status if the job is refused
    #[arg(long, value_name = "N", default_value_t = 75)]
    refused_status: u8,
    /// If mm itself fails, stop, or run the command anyway
    #[arg(long, value_name = "ACTION", value_parser = spelled::<OnError>(), default_value = "stop")]
    on_error: OnError,
    /// Command and its arguments
    #[arg(value_name = "COMMAND", last = true, required = true)]
    command: Vec<OsString>,
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let signals = CaughtSignals::new();
    let app = App::of(global);
    let admission = app.and_then(|app| admit(&app, &args.job).map(|admission| (app, admission)));
    match admission {
        Ok((_, Admission::Refused { code, notification })) => {
            let text = notification.map(|text| format!(": {text}")).unwrap_or_default();
            let notes = vec![format!("{:?} is refused: {code}{text}", args.job)];
            Ok(Response { notes, ..Response::empty(Exit::Passed(args.refused_status)) })
        }
        Ok((app, Admission::Admitted(session))) => {
            let child_end = run_child(&args.command, signals, |child| {
                // If this fails, the session lasts as long as `mm` itself.
                let _ = hand_over(&app, session, child.id());
            });
            let mut response = outcome(&child_end);
            if let Err(error) = end(&app, session, child_end.is_success()) {
                response.notes.push(format!("the result was not recorded: {error}"));
            }
            Ok(response)
        }
        Err(error) if args.on_error == OnError::Run => {
            let mut response = outcome(&run_child(&args.command, signals, |_| ()));
            let note = format!("the command ran without a gate and without a record: {error}");
            response.notes.insert(0, note);
            Ok(response)
        }
        Err(error) if error.exit == Exit::Usage => Err(error),
        Err(error) => Err(error.with_exit(Exit::NotRun)),
    }
}

fn outcome(child_end: &ChildEnd) -> Response {
    let (exit, note) = match child_end {
        ChildEnd::Ended(status) => (Exit::Passed(exit_status(*status)), None),
        ChildEnd::NotStarted(error) => {
            let is_missing = error.kind() == ErrorKind::NotFound;
            let exit = if is_missing { Exit::NotFound } else { Exit::NotExecutable };
            (exit, Some(format!("the command cannot be run: {error}")))
        }
        ChildEnd::Lost(error) => {
            (Exit::NotRun, Some(format!("it is not known how the command ended: {error}")))
        }
    };
    Response { notes: note.into_iter().collect(), ..Response::empty(exit) }
}

/// The exit status as shells report it: 128 and the signal, if one ended the command.
fn exit_status(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
