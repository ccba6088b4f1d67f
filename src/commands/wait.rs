//! `mm wait`: wait until a state is reached, and report what is missing.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::io::ErrorKind;
use std::time::Duration;

use super::prelude::*;
use crate::clock::{self, Deadline};
use crate::hooks::Hook;
use crate::import::Warning;
use crate::ops::apply::observe::observe;
use crate::ops::apply::refresh::run_refresh_hook;
use crate::ops::apply::run_drained_hook;
use crate::ops::drain::{Missing, SERVER_UNCHECKED};
use crate::ops::reached::Reached;
use crate::ops::refresh_import::import_output;
use crate::ops::session_diff::Declared;
use crate::output::{Format, Progress, print_json};
use crate::platform;
use crate::platform::interruption::Interruption;
use crate::platform::output::output_of;
use crate::store::{LockDeadline, Snapshot};
use crate::views::shell::command_with_store;
use crate::views::wait::Poll;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "On a terminal `mm wait` shows a progress bar. Elsewhere it prints a line every minute, and with --json a line of JSON at every poll. You can interrupt it and run it again.\nExit statuses: 0 reached, 3 cannot be reached (drained, while the mode is off), 124 timed out (also while the answer is not known), 130 interrupted, 1 failed.\n\nExamples:\n  mm wait drained --timeout 2h --refresh ./export-sessions\n  mm wait active --timeout 30m || mm status"
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
    let deadline = Deadline::new(options.timeout.map(Span::duration));
    let _lock_deadline = LockDeadline::set(deadline);
    let is_json = matches!(global.format(), Format::Json | Format::Jsonl);
    let wait = Wait {
        app,
        state,
        options,
        deadline,
        interruption: Interruption::catch(),
        shift: app.now() - clock::now(),
        progress: Progress::new(0, global.quiet || is_json),
        reporter: Reporter { last_line: None, most_tasks: 0 },
        is_json,
        is_printing: is_json && !global.quiet,
        first_identity: OnceCell::new(),
        observed: None,
        failures: 0,
        said: HashSet::new(),
        is_warned: false,
    };
    wait.run()
}

struct Wait<'w> {
    app: &'w App,
    state: Reached,
    options: &'w WaitOptions,
    deadline: Deadline,
    interruption: Interruption,
    /// A present given by --now moves on with the clock, at this distance.
    shift: Span,
    progress: Progress,
    reporter: Reporter,
    is_json: bool,
    /// Whether each poll is printed as JSON.
    is_printing: bool,
    first_identity: OnceCell<Option<String>>,
    /// When the hook `observe` last ran.
    observed: Option<Instant>,
    /// How many refreshes failed in a row.
    failures: u32,
    /// What was said of refreshes.
    said: HashSet<String>,
    /// Whether it was said that nothing tells what runs.
    is_warned: bool,
}

impl Wait<'_> {
    fn run(mut self) -> Result<Response> {
        loop {
            match self.poll() {
                Ok(Some(end)) => return Ok(end),
                Ok(None) => self.sleep(),
                Err(error) if error.code == Code::Locked => {
                    if let Some(end) = self.end_of_locked() {
                        return Ok(end);
                    }
                    self.sleep();
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// How the wait ends while other processes keep the store locked, if it does.
    fn end_of_locked(&self) -> Option<Response> {
        const LOCKED: &str = "other processes keep the store locked";
        let (exit, note) = if self.interruption.happened() {
            (Exit::Interrupted, format!("interrupted; the mode stays as it is; {LOCKED}"))
        } else if self.deadline.has_passed() {
            (Exit::TimedOut, self.timed_out(LOCKED))
        } else {
            self.progress.say(LOCKED);
            return None;
        };
        Some(self.end(exit, if self.is_json { Vec::new() } else { vec![note] }))
    }

    /// Looks once. Returns how the wait ends, if it does.
    fn poll(&mut self) -> Result<Option<Response>> {
        self.app.set_now(clock::now() + self.shift);
        self.refresh()?;
        let is_observed = self.observe_if_due()?;
        let poll = self.read()?;
        let poll = self.check_drained(poll, is_observed)?;
        self.print(&poll)?;
        let Some(exit) = self.exit(&poll) else {
            if poll.is_never_refreshed && self.options.refresh.is_none() && !self.is_warned {
                self.is_warned = true;
                self.progress.say(&self.never_refreshed());
            }
            self.reporter.report(&poll, &self.progress);
            return Ok(None);
        };
        self.run_drained_hook(exit);
        let notes = self.notes(exit, &poll);
        Ok(Some(self.end(exit, notes)))
    }

    /// Imports what runs. Fails after several failures in a row.
    fn refresh(&mut self) -> Result<()> {
        match refresh(self.app, self.options, self.deadline, &self.interruption) {
            Ok(warnings) => {
                self.failures = 0;
                for warning in warnings.iter().map(ToString::to_string) {
                    if self.said.insert(warning.clone()) {
                        self.progress.say(&format!("refresh: {warning}"));
                    }
                }
            }
            Err(_) if self.deadline.has_passed() || self.interruption.happened() => {}
            Err(error) if self.failures + 1 == MOST_FAILURES => {
                return Err(Error::from_cause(Code::Refresh, error)
                    .context(format!("refresh failed {MOST_FAILURES} times in a row"))
                    .hint("run the command by hand to see what is wrong"));
            }
            Err(error) => {
                self.failures += 1;
                self.progress.say(&format!("refresh: {error}"));
            }
        }
        Ok(())
    }

    /// Runs the hook `observe` if it ran long ago. Returns whether it did.
    fn observe_if_due(&mut self) -> Result<bool> {
        let is_due = self.observed.is_none_or(|at| clock::now() - at >= OBSERVE_EVERY);
        if !is_due || self.deadline.has_passed() {
            return Ok(false);
        }
        self.observed = Some(clock::now());
        self.observe_server()?;
        Ok(true)
    }

    /// Runs the hook `observe`, if there is one.
    fn observe_server(&self) -> Result<()> {
        let observed = observe(self.app, self.deadline)?;
        for warning in observed.into_iter().flat_map(|observed| observed.warnings) {
            self.progress.say(&warning);
        }
        Ok(())
    }

    /// Asks the server if it is drained: the last word on its mode must not be older than that.
    fn check_drained(&self, poll: Poll, is_observed: bool) -> Result<Poll> {
        let is_drained = self.state == Reached::Drained && poll.answer == Some(true);
        if !is_drained || is_observed {
            return Ok(poll);
        }
        if self.deadline.has_passed() && has_observe_hook(self.app)? {
            return Ok(poll.without_answer(Missing::Mode));
        }
        self.observe_server()?;
        self.read()
    }

    fn read(&self) -> Result<Poll> {
        self.app.look(|snapshot| {
            expect_same_store(snapshot, &self.first_identity)?;
            Poll::read(snapshot, self.app, self.state)
        })
    }

    fn print(&mut self, poll: &Poll) -> Result<()> {
        if !self.is_printing {
            return Ok(());
        }
        match print_json(poll) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                // The wait goes on for its exit status.
                self.is_printing = false;
                Ok(())
            }
            Err(error) => Err(Error::failed("cannot write to standard output", error)),
        }
    }

    /// The exit status, if the wait ends with this poll.
    fn exit(&self, poll: &Poll) -> Option<Exit> {
        if poll.answer == Some(true) {
            Some(Exit::Done)
        } else if poll.is_impossible {
            Some(Exit::No)
        } else if self.interruption.happened() {
            Some(Exit::Interrupted)
        } else {
            self.deadline.has_passed().then_some(Exit::TimedOut)
        }
    }

    /// What becomes of the hook does not change the answer.
    fn run_drained_hook(&self, exit: Exit) {
        if exit != Exit::Done || self.state != Reached::Drained {
            return;
        }
        match run_drained_hook(self.app, self.deadline) {
            Ok(run) => {
                if let Some(failure) = run.and_then(|run| run.failure) {
                    self.progress.say(&failure);
                }
            }
            Err(error) => self.progress.say(&format!("hook drained: {error}")),
        }
    }

    fn notes(&self, exit: Exit, poll: &Poll) -> Vec<String> {
        match exit {
            Exit::Done if poll.is_server_unchecked => vec![SERVER_UNCHECKED.to_owned()],
            Exit::Done => Vec::new(),
            _ if self.is_json => Vec::new(),
            Exit::No => vec!["the mode is off, so there is no drain to wait for".to_owned()],
            Exit::Interrupted => {
                vec![format!("interrupted; {}; {}", poll.mode_stays(), poll.in_words())]
            }
            _ => vec![self.timed_out(&poll.in_words())],
        }
    }

    /// What a wait says once if it does not ask the server.
    fn never_refreshed(&self) -> String {
        let import = command_with_store(&self.app.location.0, "jobs import");
        format!("no refresh hook is installed: only `{import}` changes this; see docs/connect.md")
    }

    fn timed_out(&self, why: &str) -> String {
        format!("not {} within the time limit; {why}", self.state)
    }

    fn end(&self, exit: Exit, notes: Vec<String>) -> Response {
        self.progress.end();
        Response { notes, ..Response::empty(exit) }
    }

    /// Sleeps until the next poll, the time limit or an interruption.
    fn sleep(&self) {
        const STEP: Duration = Duration::from_millis(100);
        let poll = self.options.poll.duration();
        let mut left = self.deadline.left().map_or(poll, |left| left.min(poll));
        while !left.is_zero() && !self.interruption.happened() {
            let step = left.min(STEP);
            std::thread::sleep(step);
            left -= step;
        }
    }
}

/// The interval between two runs of the hook `observe`.
const OBSERVE_EVERY: Span = Span::from_secs(60);

fn has_observe_hook(app: &App) -> Result<bool> {
    Ok(app.may_have_hooks() && app.look(|snapshot| Ok(app.hooks(snapshot)?.has(Hook::Observe)))?)
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

/// Imports what a command prints, or else what the hook `refresh` prints, if it ends before the deadline of the wait.
fn refresh(
    app: &App,
    options: &WaitOptions,
    deadline: Deadline,
    interruption: &Interruption,
) -> Result<Vec<Warning>> {
    let declared = options.declared();
    let Some(command) = &options.refresh else {
        let Some((output, begun)) = run_refresh_hook(app, deadline)? else { return Ok(Vec::new()) };
        return import_output(app, "refresh", &output, begun, declared);
    };
    let begun = app.clock();
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
        let left = poll.tasks_left();
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
