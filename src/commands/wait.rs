//! `mm wait`: wait until a state is reached, and report what is missing.

use std::cell::OnceCell;
use std::io::ErrorKind;
use std::time::Duration;

use super::prelude::*;
use crate::clock::{self, Deadline};
use crate::hooks::Hook;
use crate::ops::apply::observe::observe;
use crate::ops::apply::refresh::run_refresh_hook;
use crate::ops::apply::run_drained_hook;
use crate::ops::drain::SERVER_UNCHECKED;
use crate::ops::reached::Reached;
use crate::ops::refresh_import::import_output;
use crate::ops::session_diff::Declared;
use crate::output::{Format, Progress, print_json};
use crate::platform;
use crate::platform::interruption::Interruption;
use crate::platform::output::output_of;
use crate::store::{LockDeadline, Snapshot};
use crate::views::wait::Poll;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "On a terminal `mm wait` shows a progress bar. Elsewhere it prints a line every minute, and with --json a line of JSON at every poll. You can interrupt it and run it again.\nExit statuses: 0 reached, 3 cannot be reached (drained, while the mode is off), 124 timed out, 130 interrupted, 1 not known.\n\nExamples:\n  mm wait drained --timeout 2h --refresh ./export-sessions\n  mm wait active --timeout 30m || mm status"
)]
pub struct Args {
    /// State to wait for
    #[arg(value_name = "STATE", value_parser = spelled::<Reached>())]
    state: Reached,
    #[command(flatten)]
    options: WaitOptions,
}

#[derive(Debug, Clone, clap::Args)]
pub struct WaitOptions {
    /// Time limit, after which the exit status is 124
    #[arg(long, value_name = "DURATION", value_parser = Span::typed)]
    pub timeout: Option<Span>,
    /// Command whose output is imported before each poll [default: the hook `refresh`, if there is one]
    #[arg(long, value_name = "COMMAND")]
    pub refresh: Option<String>,
    /// Declare that each refresh lists every job that can run against the cloud, or every running
    /// session
    #[arg(long)]
    pub complete: bool,
    /// Polling interval
    #[arg(long, value_name = "DURATION", value_parser = Span::typed, default_value = "5s")]
    pub poll: Span,
}

impl WaitOptions {
    fn declared(&self) -> Declared {
        if self.complete { Declared::Complete } else { Declared::Partial }
    }
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    check_refresh(&args.options)?;
    wait_for(&App::of(global)?, global, args.state, &args.options)
}

/// A wait ends after this many failed refreshes in a row.
const MOST_FAILURES: u32 = 5;

/// Refuses `--refresh` under `sudo` and the like: a rule that allows `mm enable` or `mm wait` to a user
/// must not let that user run any command as root.
pub fn check_refresh(options: &WaitOptions) -> Result<()> {
    if options.refresh.is_some() && platform::has_borrowed_rights() {
        let message = "--refresh is refused with borrowed rights (sudo, doas, pkexec)";
        return Err(Error::new(Code::BorrowedRights, message)
            .hint("install the command as the hook `refresh`, or run `mm` without sudo"));
    }
    Ok(())
}

pub fn wait_for(
    app: &App,
    global: &Global,
    state: Reached,
    options: &WaitOptions,
) -> Result<Response> {
    let interruption = Interruption::catch();
    let deadline = Deadline::new(options.timeout.map(Span::duration));
    let _lock_deadline = LockDeadline::set(deadline);
    // A present given by --now moves on with the clock.
    let shift = app.now() - clock::now();
    let is_json = matches!(global.format(), Format::Json | Format::Jsonl);
    let progress = Progress::new(0, global.quiet || is_json);
    let mut reporter = Reporter { last_line: None, most_tasks: 0 };
    let first_identity = OnceCell::new();
    let mut observed: Option<Instant> = None;
    let mut is_closed = false;
    let mut failures = 0;
    loop {
        app.set_now(clock::now() + shift);
        match refresh(app, options, deadline, &interruption) {
            Ok(()) => failures = 0,
            Err(_) if deadline.has_passed() || interruption.happened() => {}
            Err(error) if failures + 1 == MOST_FAILURES => {
                return Err(Error::from_cause(Code::Refresh, error)
                    .context(format!("refresh failed {MOST_FAILURES} times in a row"))
                    .hint("run the command by hand to see what is wrong"));
            }
            Err(error) => {
                failures += 1;
                progress.say(&format!("refresh: {error}"));
            }
        }
        let is_due = observed.is_none_or(|at| clock::now() - at >= OBSERVE_EVERY);
        let mut is_checked = is_due && !deadline.has_passed();
        if is_checked {
            observed = Some(clock::now());
            observe_server(app, deadline, &progress)?;
        }
        let read = || {
            app.look(|snapshot| {
                expect_same_store(snapshot, &first_identity)?;
                Poll::read(snapshot, app, state)
            })
        };
        let mut poll = match read() {
            Err(error) if error.code == Code::Locked && deadline.has_passed() => {
                progress.end();
                let note = format!("not {state} within the time limit; the store is locked");
                return Ok(Response { notes: vec![note], ..Response::empty(Exit::TimedOut) });
            }
            read => read?,
        };
        if state == Reached::Drained && poll.answer == Some(true) && !is_checked {
            // The last word on the server's mode must not be older than the answer.
            is_checked = !deadline.has_passed() || !has_observe_hook(app)?;
            if is_checked {
                observe_server(app, deadline, &progress)?;
                poll = read()?;
            }
        }
        if is_json && !global.quiet && !is_closed {
            match print_json(&poll) {
                Ok(()) => {}
                // The wait goes on for its exit status.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => is_closed = true,
                Err(error) => return Err(Error::failed("cannot write to standard output", error)),
            }
        }
        let is_reached = poll.answer == Some(true) && (is_checked || state != Reached::Drained);
        let exit = if is_reached {
            Exit::Done
        } else if poll.is_impossible {
            Exit::No
        } else if interruption.happened() {
            Exit::Interrupted
        } else if deadline.has_passed() {
            Exit::TimedOut
        } else {
            reporter.report(&poll, &progress);
            sleep(options.poll, &deadline, &interruption);
            continue;
        };
        if exit == Exit::Done
            && state == Reached::Drained
            && let Some(failure) = run_drained_hook(app, deadline)?.and_then(|run| run.failure)
        {
            progress.say(&failure);
        }
        progress.end();
        let notes = match exit {
            Exit::Done if poll.is_server_unchecked => vec![SERVER_UNCHECKED.to_owned()],
            Exit::Done => Vec::new(),
            _ if is_json => Vec::new(),
            Exit::No => vec!["the mode is off, so there is no drain to wait for".to_owned()],
            Exit::Interrupted => {
                vec![format!("interrupted; nothing was changed; {}", poll.in_words())]
            }
            _ => vec![format!("not {state} within the time limit; {}", poll.in_words())],
        };
        return Ok(Response { notes, ..Response::empty(exit) });
    }
}

/// The interval between two runs of the hook `observe`.
const OBSERVE_EVERY: Span = Span::from_secs(60);

fn has_observe_hook(app: &App) -> Result<bool> {
    Ok(app.may_have_hooks() && app.look(|snapshot| Ok(app.hooks(snapshot)?.has(Hook::Observe)))?)
}

/// Runs the hook `observe`, if there is one.
fn observe_server(app: &App, deadline: Deadline, progress: &Progress) -> Result<()> {
    for warning in observe(app, deadline)?.into_iter().flat_map(|observed| observed.warnings) {
        progress.say(&warning);
    }
    Ok(())
}

/// Fails if another store took the place of the first: it says nothing about the wait.
fn expect_same_store(snapshot: &Snapshot<'_>, first: &OnceCell<Option<String>>) -> Result<()> {
    let identity = snapshot.identity()?;
    if first.get_or_init(|| identity.clone()) != &identity {
        let message = "another store was put in this place during the wait";
        return Err(Error::new(Code::OtherStore, message)
            .hint("see `mm history` to find out whether it is the right one, then wait again"));
    }
    Ok(())
}

/// Sleeps until the next poll, the time limit or an interruption.
fn sleep(poll: Span, deadline: &Deadline, interruption: &Interruption) {
    const STEP: Duration = Duration::from_millis(100);
    let poll = poll.duration();
    let mut left = deadline.left().map_or(poll, |left| left.min(poll));
    while !left.is_zero() && !interruption.happened() {
        let step = left.min(STEP);
        std::thread::sleep(step);
        left -= step;
    }
}

/// Imports what a command prints, or else what the hook `refresh` prints, if it ends before the deadline of the wait.
fn refresh(
    app: &App,
    options: &WaitOptions,
    deadline: Deadline,
    interruption: &Interruption,
) -> Result<()> {
    let declared = options.declared();
    let Some(command) = &options.refresh else {
        let Some((output, begun)) = run_refresh_hook(app, deadline)? else { return Ok(()) };
        return import_output(app, "refresh", &output, begun, declared);
    };
    let begun = if app.is_rehearsing() { app.now() } else { clock::now() };
    let output = output_of(command, deadline.left(), || interruption.happened())
        .map_err(|error| Error::new(Code::Refresh, error.to_string()))?;
    import_output(app, "--refresh", &output, begun, declared)
}

/// Shows progress: a bar on a terminal, a line every minute elsewhere.
struct Reporter {
    last_line: Option<Instant>,
    /// The highest number of tasks left at any poll.
    most_tasks: u64,
}

impl Reporter {
    fn report(&mut self, poll: &Poll, progress: &Progress) {
        let minute = Span::from_secs(60);
        let left = poll.drain.as_ref().map_or(0, |drain| u64::from(drain.tasks));
        self.most_tasks = self.most_tasks.max(left);
        if progress.has_bar() {
            let (done, names) = (self.most_tasks - left, poll.job_names());
            progress.at(done, self.most_tasks, &poll.before_bar(), &names);
        } else if self.last_line.is_none_or(|at| poll.now - at >= minute) {
            self.last_line = Some(poll.now);
            progress.say(&poll.in_words());
        }
    }
}
