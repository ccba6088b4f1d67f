//! `mm wait`: wait until a state is reached, and report what is missing.

use std::time::Duration;

use super::prelude::*;
use crate::clock;
use crate::commands::jobs::import;
use crate::ops::apply::observe::observe;
use crate::ops::apply::run_drained_hook;
use crate::ops::reached::Reached;
use crate::output::{Format, Progress, print_json};
use crate::platform::interruption::Interruption;
use crate::store::Snapshot;
use crate::views::wait::Poll;

/// Wait until a state is reached, with an estimate
#[derive(Debug, clap::Args)]
#[command(
    after_help = "On a terminal `mm wait` shows a progress bar; elsewhere it prints a line every minute; with --json it prints a line of JSON at every poll. Interrupting it changes nothing: run it again to go on.\nExit statuses: 0 reached, 3 cannot be reached (drained, while the mode is off), 124 timed out, 130 interrupted, 1 not known.\n\nExamples:\n  mm wait drained --timeout 2h --refresh ./export-sessions\n  mm wait active --timeout 30m || mm status"
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
    #[arg(long, value_name = "DURATION", value_parser = Span::parse)]
    pub timeout: Option<Span>,
    /// Command whose output is imported before each poll
    #[arg(long, value_name = "COMMAND")]
    pub refresh: Option<String>,
    /// Polling interval
    #[arg(long, value_name = "DURATION", value_parser = Span::parse, default_value = "5s")]
    pub poll: Span,
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    wait_for(&App::of(global)?, global, args.state, &args.options)
}

pub fn wait_for(
    app: &App,
    global: &Global,
    state: Reached,
    options: &WaitOptions,
) -> Result<Response> {
    let interruption = Interruption::catch();
    let begun = clock::now();
    // A present given by --now moves on with the clock.
    let shift = app.now() - begun;
    let is_json = matches!(global.format(), Format::Json | Format::Jsonl);
    let progress = Progress::new(0, global.quiet || is_json);
    let mut reporter = Reporter { last_line: None, most_tasks: 0 };
    let mut first_origin = None;
    let mut observed: Option<Instant> = None;
    loop {
        app.set_now(clock::now() + shift);
        if let Some(command) = &options.refresh
            && let Err(error) = refresh(app, command)
        {
            progress.say(&format!("--refresh: {error}"));
        }
        let is_due = observed.is_none_or(|at| clock::now() - at >= OBSERVE_EVERY);
        if is_due {
            observed = Some(clock::now());
            observe_server(app, &progress)?;
        }
        let mut read = || {
            app.look(|snapshot| {
                expect_same_store(snapshot, &mut first_origin)?;
                Poll::read(snapshot, app, state)
            })
        };
        let mut poll = read()?;
        if state == Reached::Drained && poll.answer == Some(true) && !is_due {
            // The last word on the server's mode must not be older than the answer.
            observe_server(app, &progress)?;
            poll = read()?;
        }
        if is_json && !global.quiet && print_json(&poll).is_err() {
            // A closed pipe ends the wait without a message.
            return Ok(Response::empty(Exit::Done));
        }
        let exit = if poll.answer == Some(true) {
            Exit::Done
        } else if poll.is_impossible {
            Exit::No
        } else if interruption.happened() {
            Exit::Interrupted
        } else if options.timeout.is_some_and(|timeout| clock::now() - begun >= timeout) {
            Exit::TimedOut
        } else {
            reporter.report(&poll, &progress);
            sleep(options, begun, &interruption);
            continue;
        };
        if exit == Exit::Done
            && state == Reached::Drained
            && let Some(failure) = run_drained_hook(app)?.and_then(|run| run.failure)
        {
            progress.say(&failure);
        }
        progress.end();
        let notes = match exit {
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

/// Runs the hook `observe`, if there is one.
fn observe_server(app: &App, progress: &Progress) -> Result<()> {
    let warnings = observe(app)?.map(|observed| observed.warnings).unwrap_or_default();
    warnings.iter().for_each(|warning| progress.say(warning));
    Ok(())
}

/// Fails if another store took the place of the first: it says nothing about the wait.
fn expect_same_store(snapshot: &Snapshot<'_>, first: &mut Option<Option<String>>) -> Result<()> {
    let identity = snapshot.identity()?;
    if first.get_or_insert_with(|| identity.clone()) != &identity {
        let message = "another store was put in this place during the wait";
        return Err(Error::new(Code::OtherStore, message)
            .hint("see `mm history` to find out whether it is the right one, then wait again"));
    }
    Ok(())
}

/// Sleeps until the next poll, the time limit or an interruption.
fn sleep(options: &WaitOptions, begun: Instant, interruption: &Interruption) {
    const STEP: i64 = 100;
    let mut left = options.poll.millis();
    if let Some(timeout) = options.timeout {
        left = left.min((begun + timeout - clock::now()).millis());
    }
    while left > 0 && !interruption.happened() {
        let step = left.min(STEP);
        std::thread::sleep(Duration::from_millis(step.unsigned_abs()));
        left -= step;
    }
}

/// Imports what a command prints.
fn refresh(app: &App, command: &str) -> Result<()> {
    let shell = if cfg!(unix) { ["sh", "-c"] } else { ["cmd", "/C"] };
    let failed = |what: String| Error::new(Code::Refresh, what);
    let output = std::process::Command::new(shell[0])
        .args([shell[1], command])
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| failed(format!("the command cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(failed(format!("the command ended with {}", output.status)));
    }
    import::import_output(app, "--refresh", &output.stdout)
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
            progress.at(self.most_tasks - left, self.most_tasks, &poll.in_words());
        } else if self.last_line.is_none_or(|at| poll.now - at >= minute) {
            self.last_line = Some(poll.now);
            progress.say(&poll.in_words());
        }
    }
}
