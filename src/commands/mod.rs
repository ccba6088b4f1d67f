//! One file per command: its arguments, the call into the application, and its result.

pub mod apply;
pub mod can;
pub mod check;
pub mod complete_names;
pub mod confirm;
pub mod disable;
pub mod enable;
pub mod explain;
pub mod extend;
pub mod history;
pub mod hooks;
pub mod init;
pub mod is;
pub mod jobs;
pub mod message;
pub mod notice;
pub mod overview;
pub mod plan;
mod prelude;
pub mod rehearse;
pub mod report;
pub mod run;
pub mod schedule;
pub mod service;
pub mod sessions;
pub mod set_message;
pub mod simulate;
pub mod status;
pub mod store;
pub mod tenants;
pub mod undo;
pub mod wait;

use std::io;

use crate::args::Global;
use crate::error::{Exit, Result};
use crate::ops::app::{App, AppOptions};
use crate::ops::mode_outcome::{ModeOutcome, SERVER_NOT_TOLD};
use crate::output::{ResultWriter, View, sanitize, stderr};
use crate::views::shell::program_with_store;

impl App {
    /// The app that the global options describe.
    pub fn of(global: &Global) -> Result<App> {
        App::new(AppOptions {
            store: global.store.clone(),
            now: global.now,
            actor: global.actor.clone(),
            hooks: global.hooks.clone(),
            hook_timeout: global.hook_timeout,
            hook_output: |line| stderr::queue_line(&sanitize(line)),
        })
    }
}

/// How commands to copy call `mm`: with the store that the global options name.
pub fn program(global: &Global) -> String {
    global.store.as_deref().map_or_else(|| "mm".to_owned(), program_with_store)
}

/// Writes a result.
type Write = Box<dyn Fn(&ResultWriter, &mut dyn io::Write) -> io::Result<()>>;
/// Continues a command once its result is written.
type Next = Box<dyn FnOnce() -> Result<Response>>;

/// What a command returns to the command line.
pub struct Response {
    pub write: Write,
    /// Notes for standard error.
    pub notes: Vec<String>,
    /// Notes for standard error if nothing is written to standard output.
    pub quiet_notes: Vec<String>,
    /// The exit status.
    pub exit: Exit,
    /// Whether something was changed, even if the result cannot be written.
    pub is_change: bool,
    /// Runs once the result is written, such as a wait.
    pub next: Option<Next>,
}

impl Response {
    /// Nothing to write.
    pub fn empty(exit: Exit) -> Response {
        Response {
            write: Box::new(|_, _| Ok(())),
            notes: Vec::new(),
            quiet_notes: Vec::new(),
            exit,
            is_change: false,
            next: None,
        }
    }

    /// A result.
    pub fn new(view: impl View + 'static) -> Response {
        let write = move |writer: &ResultWriter, to: &mut dyn io::Write| writer.write(&view, to);
        Response { write: Box::new(write), ..Response::empty(Exit::Done) }
    }

    /// A result of which hooks failed to do a part.
    pub fn with_failures(view: impl View + 'static, failures: Vec<String>) -> Response {
        let exit = if failures.is_empty() { Exit::Done } else { Exit::Failed };
        Response { notes: failures, exit, ..Response::new(view) }
    }

    /// A result, with notes about the clock.
    pub fn of(app: &App, view: impl View + 'static) -> Response {
        Response { notes: app.notes(), is_change: app.has_changed(), ..Response::new(view) }
    }
}

impl From<ModeOutcome> for Response {
    fn from(mut outcome: ModeOutcome) -> Response {
        let failures = std::mem::take(&mut outcome.failures);
        let is_only_recorded =
            outcome.changed && outcome.warnings.iter().any(|each| each == SERVER_NOT_TOLD);
        let quiet_notes = is_only_recorded.then(|| format!("warning: {SERVER_NOT_TOLD}"));
        let quiet_notes = quiet_notes.into_iter().collect();
        Response { quiet_notes, ..Response::with_failures(outcome, failures) }
    }
}

/// Runs a command with the app that the global options describe, and adds notes about the clock.
pub fn with_app<T: Into<Response>>(
    global: &Global,
    run: impl FnOnce(&App) -> Result<T>,
) -> Result<Response> {
    let app = App::of(global)?;
    let mut response: Response = run(&app)?.into();
    response.is_change |= app.has_changed();
    response.notes.splice(0..0, app.notes());
    Ok(response)
}
