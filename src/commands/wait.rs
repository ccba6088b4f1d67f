//! Wait: until a state is reached, saying what it waits for and how old that knowledge is.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::Serialize;

use crate::args::{Global, spelled};
use crate::clock;
use crate::commands::Response;
use crate::commands::is::{Reached, reached};
use crate::commands::jobs::import;
use crate::domain::Span;
use crate::domain::{Instant, Mode};
use crate::error::{Code, Error, Exit, Result};
use crate::ops::app::App;
use crate::ops::apply::tell_drained;
use crate::ops::estimate::Estimate;
use crate::ops::server_status::{Drain, ServerStatus};
use crate::output::{Format, Progress, plural, print_json, rough};

/// What `mm wait` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "At a terminal it shows a bar, elsewhere a line a minute, with --json a line of JSON at each look. Interrupting changes nothing; run again, it goes on.\nExit statuses: 0 reached, 3 it cannot be reached (drained, while the mode is off), 124 timed out, 130 interrupted, 1 it cannot be known.\n\nExamples:\n  mm wait drained --timeout 2h --refresh ./export-sessions\n  mm wait active --timeout 30m || mm status"
)]
pub struct Args {
    /// The state to wait for
    #[arg(value_name = "STATE", value_parser = spelled::<Reached>())]
    state: Reached,
    #[command(flatten)]
    how: How,
}

/// How to wait.
#[derive(Debug, Clone, clap::Args)]
pub struct How {
    /// Give up after so long, with status 124
    #[arg(long, value_name = "DUR", value_parser = Span::parse)]
    pub timeout: Option<Span>,
    /// Import what this command prints before each look, so that the knowledge is fresh
    #[arg(long, value_name = "COMMAND")]
    pub refresh: Option<String>,
    /// Look so often
    #[arg(long, value_name = "DUR", value_parser = Span::parse, default_value = "5s")]
    pub poll: Span,
}

/// Waits.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    wait_for(global, args.state, &args.how)
}

/// Waits until `state` is reached.
pub fn wait_for(global: &Global, state: Reached, how: &How) -> Result<Response> {
    let interrupted = interruption()?;
    let first = App::of(global)?;
    // A given present goes on with the clock while it is waited.
    let begun = clock::now();
    let shift = first.now() - begun;
    let is_json = matches!(global.format(), Format::Json | Format::Jsonl);
    let progress = Progress::new(0, global.quiet || is_json);
    let mut waiting = Waiting { said_at: None, most: 0, origin: None };
    loop {
        let app = App::of(global)?;
        app.set_now(clock::now() + shift);
        if let Some(command) = &how.refresh
            && let Err(problem) = refresh(&app, command)
        {
            progress.say(&format!("--refresh: {problem}"));
        }
        let look = app.look(|snapshot| {
            waiting.same_store(snapshot)?;
            Look::of(snapshot, &app, state)
        })?;
        if is_json && !global.quiet {
            // A closed pipe ends the wait quietly.
            if print_json(&look).is_err() {
                return Ok(Response::empty(Exit::Done));
            }
        }
        let exit = if look.answer == Some(true) {
            Some(Exit::Done)
        } else if look.cannot_be {
            Some(Exit::No)
        } else if interrupted.load(Ordering::Relaxed) {
            Some(Exit::Interrupted)
        } else if how.timeout.is_some_and(|timeout| clock::now() - begun >= timeout) {
            Some(Exit::TimedOut)
        } else {
            None
        };
        if exit == Some(Exit::Done)
            && state == Reached::Drained
            && let Some(failure) = tell_drained(&app)?.and_then(|ran| ran.failure)
        {
            progress.say(&failure);
        }
        if let Some(exit) = exit {
            progress.end();
            let mut done = Response::empty(exit);
            if exit != Exit::Done && !is_json {
                done.notes.push(look.why_not(exit));
            }
            return Ok(done);
        }
        waiting.tell(&look, &progress, app.now());
        pause(how, begun, &interrupted);
    }
}

/// Sleeps until the next look, the end of the patience or an interruption.
fn pause(how: &How, begun: Instant, interrupted: &AtomicBool) {
    const STEP: i64 = 100;
    let mut left = how.poll.millis();
    if let Some(timeout) = how.timeout {
        left = left.min((begun + timeout - clock::now()).millis());
    }
    while left > 0 && !interrupted.load(Ordering::Relaxed) {
        let step = left.min(STEP);
        std::thread::sleep(Duration::from_millis(step.unsigned_abs()));
        left -= step;
    }
}

#[cfg(unix)]
fn interruption() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&flag))
            .map_err(|error| Error::new(Code::Signals, error.to_string()))?;
    }
    Ok(flag)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it may fail on other systems")]
fn interruption() -> Result<Arc<AtomicBool>> {
    Ok(Arc::new(AtomicBool::new(false)))
}

/// Imports what a command prints.
fn refresh(app: &App, command: &str) -> Result<()> {
    #[cfg(unix)]
    let shell = ("sh", "-c");
    #[cfg(not(unix))]
    let shell = ("cmd", "/C");
    let failed = |what: String| Error::new(Code::Refresh, what);
    let output = std::process::Command::new(shell.0)
        .args([shell.1, command])
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| failed(format!("cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(failed(format!("ended with {}", output.status)));
    }
    import::take(app, "--refresh", &output.stdout)
}

/// What is known at one look. The document `mm.wait/1`.
#[derive(Serialize)]
struct Look {
    schema: &'static str,
    revision: u64,
    now: Instant,
    state: Reached,
    reached: bool,
    mode: Mode,
    drain: Option<Drain>,
    waiting_for: Vec<Session>,
    #[serde(skip)]
    answer: Option<bool>,
    #[serde(skip)]
    cannot_be: bool,
}

#[derive(Serialize)]
struct Session {
    tenant: String,
    job: String,
    started: Instant,
    observed_at: Instant,
}

impl Look {
    fn of(snapshot: &crate::store::Snapshot<'_>, app: &App, wanted: Reached) -> Result<Look> {
        let state = ServerStatus::of(snapshot, app.now())?;
        let answer = reached(snapshot, &state, wanted, false)?;
        let waiting_for = match wanted {
            Reached::Drained => state.working(snapshot)?.0,
            Reached::Idle => state.caught_up.working.iter().collect(),
            Reached::Active | Reached::Maintenance | Reached::Overdue => Vec::new(),
        };
        Ok(Look {
            schema: "mm.wait/1",
            revision: state.server.revision,
            now: app.now(),
            state: wanted,
            reached: answer == Some(true),
            mode: state.mode(),
            waiting_for: waiting_for
                .into_iter()
                .map(|session| Session {
                    tenant: session.facts.tenant.clone(),
                    job: session.facts.job.clone(),
                    started: session.facts.started,
                    observed_at: session.observed_at,
                })
                .collect(),
            drain: state.drain(snapshot)?,
            answer,
            cannot_be: wanted == Reached::Drained && state.mode() == Mode::Active,
        })
    }

    fn why_not(&self, exit: Exit) -> String {
        match exit {
            Exit::No => "the mode is off, so that nothing drains".to_owned(),
            Exit::Interrupted => format!("interrupted; nothing was changed; {}", self.in_words()),
            _ => format!("not {} in time; {}", self.state, self.in_words()),
        }
    }

    /// What is waited for, and how old that knowledge is.
    fn in_words(&self) -> String {
        const NAMED: usize = 3;
        let mut said = match self.state {
            Reached::Drained | Reached::Idle => {
                let count = self.waiting_for.len();
                let mut names: Vec<String> = self
                    .waiting_for
                    .iter()
                    .take(NAMED)
                    .map(|session| format!("{}/{}", session.tenant, session.job))
                    .collect();
                if count > NAMED {
                    names.push(format!("{} more", count - NAMED));
                }
                if count == 0 {
                    "no session is known to work, but nobody looked yet".to_owned()
                } else {
                    let sessions = plural(count as u64, "session", "sessions");
                    format!("{sessions} at work: {}", names.join(", "))
                }
            }
            Reached::Active | Reached::Maintenance | Reached::Overdue => {
                format!("the mode is {}", self.mode)
            }
        };
        if let Some(drain) = &self.drain {
            match drain.estimate {
                Some(about @ Estimate::About { .. }) => {
                    let _ = write!(said, "; {}", about.in_words(self.now));
                }
                Some(Estimate::Overdue) => said.push_str("; overdue"),
                Some(Estimate::Unknown) => said.push_str("; unknown for how long"),
                None => {}
            }
            if let Some(at) = drain.observed_at.filter(|at| *at <= self.now) {
                let _ = write!(said, "; observed {} ago", rough(self.now - at));
            }
        }
        said
    }
}

/// What was said while waiting.
struct Waiting {
    said_at: Option<Instant>,
    /// The most tasks that were left at any look.
    most: u64,
    /// Which store was looked at first.
    origin: Option<String>,
}

impl Waiting {
    /// Another store in the place of the first says nothing of what is waited for.
    fn same_store(&mut self, snapshot: &crate::store::Snapshot<'_>) -> Result<()> {
        let origin = snapshot.origin()?;
        if self.origin.is_some() && self.origin != origin {
            let message = "another store was put in its place while it was waited for";
            return Err(Error::new(Code::OtherStore, message)
                .hint("see whether it is the right one (mm history), and wait again"));
        }
        self.origin = origin;
        Ok(())
    }

    fn tell(&mut self, look: &Look, progress: &Progress, now: Instant) {
        let minute = Span::from_secs(60);
        let left = look.drain.as_ref().map_or(0, |drain| u64::from(drain.tasks));
        self.most = self.most.max(left);
        if progress.has_bar() {
            progress.at(self.most - left, self.most, &look.in_words());
        } else if self.said_at.is_none_or(|at| now - at >= minute) {
            self.said_at = Some(now);
            progress.say(&look.in_words());
        }
    }
}
