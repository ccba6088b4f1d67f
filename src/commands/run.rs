//! Run: gates a real command, and runs it as a session of a job.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::{Child, ExitStatus};

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::domain::{Ended, Job, Origin, Session};
use crate::domain::{FailureCode, Instant, KnownResult, Verdict, spelled as declare};
use crate::error::{Code, Error, Exit, Result};
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::platform;
use crate::simulator::{found, may_start, notified};

use crate::store::{SessionFilter, StoreKind, Stored, StoredSession};

declare! {
    /// What to do where mm itself is in trouble.
    pub enum OnError: "choice on trouble" {
        /// Do not run the command.
        Stop = "stop",
        /// Run the command all the same, without a gate and without a record.
        Run = "run",
    }
}

/// What `mm run` takes.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "mm run [OPTIONS] JOB -- COMMAND [ARGUMENT]...",
    after_help = "Output, signals and exit status of the command pass through untouched. Exit statuses of mm itself: 75 refused (--refused-status), 125 mm is in trouble, 126 the command cannot be executed, 127 it is not found.\n\nExamples:\n  mm run \"Acme/Backup Job 1\" -- /usr/local/bin/backup --full\n  mm run nightly --refused-status 0 -- backup.sh     quiet where cron mails failures\n  mm run nightly --on-error run -- backup.sh         back up even if mm cannot tell"
)]
pub struct Args {
    /// The job of which this is a session: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
    /// End with this status where it is refused
    #[arg(long, value_name = "N", default_value_t = 75)]
    refused_status: u8,
    /// Where mm itself is in trouble, stop, or run the command all the same
    #[arg(long, value_name = "WHAT", value_parser = spelled::<OnError>(), default_value = "stop")]
    on_error: OnError,
    /// The command with its arguments
    #[arg(value_name = "COMMAND", last = true, required = true)]
    command: Vec<OsString>,
}

/// Runs the command if it may run.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let signals = Signals::new();
    let registered = App::of(global).and_then(|app| register(&app, args));
    match registered {
        Ok(Registered::Refused { code, notification }) => {
            let mut done = Response::empty(Exit::Passed(args.refused_status));
            let said = notification.map(|text| format!(": {text}")).unwrap_or_default();
            done.notes.push(format!("{:?} is refused: {code}{said}", args.job));
            Ok(done)
        }
        Ok(Registered::May(session)) => {
            let ran = run_command(&args.command, signals, |child| {
                // The session lives as long as the command, even if mm is killed.
                App::of(global).and_then(|app| adopt(&app, session, child))
            });
            let ended = App::of(global).and_then(|app| end(&app, session, &ran));
            let mut done = ran.done();
            if let Err(problem) = ended {
                done.notes.push(format!("the result could not be recorded: {problem}"));
            }
            Ok(done)
        }
        Err(problem) => match args.on_error {
            OnError::Stop if problem.exit == Exit::Usage => Err(problem),
            OnError::Stop => Err(problem.with_exit(Exit::NotRun)),
            OnError::Run => {
                let ran = run_command(&args.command, signals, |_| Ok(()));
                let mut done = ran.done();
                done.notes.insert(0, format!("run without a gate and a record: {problem}"));
                Ok(done)
            }
        },
    }
}

enum Registered {
    May(i64),
    Refused { code: FailureCode, notification: Option<String> },
}

/// Checks and registers in one transaction: nothing slips in after the mode was switched on.
fn register(app: &App, args: &Args) -> Result<Registered> {
    app.lock(|change| {
        change.only_for(StoreKind::Live, "mm run gates a real command")?;
        let snapshot = change.snapshot();
        let job = job_ref::find(&snapshot, &args.job)?;
        if job.facts.policy.is_some() {
            let message = format!("{:?} is a policy, which has no sessions", job.facts.name);
            return Err(Error::new(Code::IsAPolicy, message));
        }
        let state = ServerStatus::of(&snapshot, app.now())?;
        let caught_up = catch_up(&snapshot, app.now(), Vec::new())?;
        let other = caught_up.working.iter().find(|session| session.job == job.id).cloned();
        if other.as_ref().is_some_and(|session| session.origin == Origin::Run) {
            let message = format!("a session of {:?} works already", args.job);
            return Err(Error::new(Code::AlreadyRunning, message)
                .hint("mm sessions --working tells which process runs it"));
        }
        let access = snapshot.access_of(&job.facts.tenant)?;
        let mode = state.mode();
        let verdict = may_start(job.facts.job_type, job.facts.target, access, mode);
        let mut session = fresh(&job, app.now());
        session.rule = verdict.rule();
        let registered = match verdict {
            Verdict::Allowed(_) | Verdict::Undocumented(_) => None,
            Verdict::Refused(code, _) => {
                let (job_type, target) = (job.facts.job_type, job.facts.target);
                if notified(job_type, target, code, mode, state.server.service) {
                    let text = state.message(&job.facts.tenant, &job.facts.name)?;
                    session.notification = Some(text);
                }
                session.facts.ended =
                    Some(Ended { at: app.now(), result: KnownResult::Failed, code: Some(code) });
                let notification = session.notification.clone();
                Some(Registered::Refused { code, notification })
            }
        };
        let observer = change.observe();
        caught_up.write(&observer)?;
        if let (None, Some(mut imported)) = (&registered, other) {
            // What was seen before is over: the command runs now.
            let since = imported.facts.started;
            let at = app.now().max(since);
            let ended = Ended { at, result: KnownResult::Unknown, code: None };
            imported.facts.ended = Some(ended);
            observer.update_session(&imported)?;
        }
        let id = observer.add_session(&session)?;
        observer.commit()?;
        Ok(registered.unwrap_or(Registered::May(id)))
    })
}

fn fresh(job: &Stored<Job>, now: Instant) -> StoredSession {
    StoredSession {
        id: 0,
        job: job.id,
        origin: Origin::Run,
        facts: Session {
            tenant: job.facts.tenant.clone(),
            job: job.facts.name.clone(),
            source_id: None,
            attempt: 0,
            started: now,
            ended: None,
            tasks: Vec::new(),
        },
        rule: None,
        notification: None,
        task_notifications: Vec::new(),
        observed_at: now,
        process: platform::process(std::process::id()),
    }
}

/// The session is the command's from now on.
fn adopt(app: &App, session: i64, child: &Child) -> Result<()> {
    let Some(process) = platform::process(child.id()) else {
        return Ok(());
    };
    app.lock(|change| {
        let observer = change.observe();
        observer.set_process(session, &process)?;
        observer.commit()
    })
}

/// Writes down how the command ended.
fn end(app: &App, session: i64, ran: &Ran) -> Result<()> {
    app.lock(|change| {
        let snapshot = change.snapshot();
        let Some(mut session) = snapshot.sessions(SessionFilter::Id(session))?.pop() else {
            return Ok(());
        };
        let state = ServerStatus::of(&snapshot, app.now())?;
        let job = snapshot.jobs(crate::store::JobFilter::Id(session.job))?.pop();
        let succeeded = ran.succeeded();
        let at = app.now().max(session.facts.started);
        session.facts.ended = Some(Ended {
            at,
            result: if succeeded { KnownResult::Success } else { KnownResult::Failed },
            code: (!succeeded).then_some(FailureCode::TaskFailed),
        });
        session.observed_at = at;
        if let Some(job) = job {
            let (job_type, target) = (job.facts.job_type, job.facts.target);
            let switched = state.maintenance.as_ref().map(|each| each.since);
            if switched.is_some_and(|since| since >= session.facts.started) {
                session.rule = Some(found(job_type, target));
            }
            let (mode, service) = (state.mode(), state.server.service);
            if !succeeded && notified(job_type, target, FailureCode::TaskFailed, mode, service) {
                session.notification = Some(state.message(&job.facts.tenant, &job.facts.name)?);
            }
        }
        let observer = change.observe();
        observer.update_session(&session)?;
        observer.commit()
    })
}

/// What became of the command.
enum Ran {
    Ended(ExitStatus),
    NotStarted(io::Error),
    Lost(io::Error),
}

impl Ran {
    fn succeeded(&self) -> bool {
        matches!(self, Ran::Ended(status) if status.success())
    }

    fn done(&self) -> Response {
        let mut done = Response::empty(match self {
            Ran::Ended(status) => Exit::Passed(status_of(*status)),
            Ran::NotStarted(error) if error.kind() == ErrorKind::NotFound => Exit::NotFound,
            Ran::NotStarted(_) => Exit::NotExecutable,
            Ran::Lost(_) => Exit::NotRun,
        });
        match self {
            Ran::NotStarted(error) => done.notes.push(format!("cannot run the command: {error}")),
            Ran::Lost(error) => done.notes.push(format!("lost sight of the command: {error}")),
            Ran::Ended(_) => {}
        }
        done
    }
}

fn status_of(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

fn run_command(
    command: &[OsString],
    signals: Signals,
    started: impl FnOnce(&Child) -> Result<()>,
) -> Ran {
    let Some((program, args)) = command.split_first() else {
        return Ran::NotStarted(ErrorKind::NotFound.into());
    };
    let mut child = match std::process::Command::new(program).args(args).spawn() {
        Ok(child) => child,
        Err(error) => return Ran::NotStarted(error),
    };
    signals.pass_on_to(child.id());
    // Where this cannot be written, the session is known by mm's own process.
    let _ = started(&child);
    match child.wait() {
        Ok(status) => Ran::Ended(status),
        Err(error) => Ran::Lost(error),
    }
}

/// Signals that are passed on to the command.
struct Signals {
    #[cfg(unix)]
    caught:
        Option<signal_hook::iterator::SignalsInfo<signal_hook::iterator::exfiltrator::WithOrigin>>,
}

impl Signals {
    #[cfg(unix)]
    fn new() -> Signals {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
        let caught = signal_hook::iterator::SignalsInfo::new([
            SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2,
        ]);
        Signals { caught: caught.ok() }
    }

    #[cfg(not(unix))]
    fn new() -> Signals {
        Signals {}
    }

    /// Passes on what others send. What the terminal sends, it sends to the command, too.
    #[cfg(unix)]
    fn pass_on_to(self, pid: u32) {
        use signal_hook::low_level::siginfo::{Cause, Sent};
        let Some(mut caught) = self.caught else {
            return;
        };
        std::thread::spawn(move || {
            for origin in &mut caught {
                let by_somebody = matches!(origin.cause, Cause::Sent(Sent::User | Sent::TKill));
                if by_somebody {
                    platform::send(pid, origin.signal);
                }
            }
        });
    }

    #[cfg(not(unix))]
    fn pass_on_to(self, _: u32) {}
}
