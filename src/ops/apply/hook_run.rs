//! Hooked: one hook, run with what is recorded, while no other process runs one.

use std::time::Duration;

use serde::Serialize;

use crate::clock::Stopwatch;
use crate::domain::Instant;
use crate::error::Result;
use crate::hooks::{Change as Document, Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::standing::is_at_work;
use crate::platform::{self, this_process};
use crate::store::{AppliedMode, Change, HookPhase, Snapshot, StoreKind};

/// How often it is looked whether another process is done.
const STEP: Duration = Duration::from_millis(50);
/// A change runs so many hooks at most.
const MOST_HOOKS: u32 = 4;

/// A hook that was run.
#[derive(Debug, Clone, Serialize)]
pub struct Ran {
    /// Which one.
    pub hook: Hook,
    /// Why it failed; `None`: it did not.
    pub failure: Option<String>,
}

/// What a process may do that wants to run hooks.
pub enum Turn<T> {
    /// Another process runs one.
    Busy,
    /// It is this one's turn, with what it decided.
    Mine(T),
}

/// Decides in a transaction what to run, as soon as no other process runs a hook. `None`: others
/// did not end in time.
pub fn in_turn<T>(
    app: &App,
    limit: Duration,
    mut decide: impl FnMut(Change<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let watch = Stopwatch::start();
    loop {
        let turn = app.lock(|change| {
            let snapshot = change.snapshot();
            let others = [HookPhase::Telling, HookPhase::Enabling];
            for doing in others {
                if is_at_work(snapshot.busy(doing)?.as_ref()) {
                    return Ok(Turn::Busy);
                }
            }
            decide(change).map(Turn::Mine)
        })?;
        match turn {
            Turn::Mine(decided) => return Ok(Some(decided)),
            // The hook that began this process would wait for it, and it for the hook.
            Turn::Busy if platform::is_within_a_hook() => return Ok(None),
            Turn::Busy if watch.elapsed() > limit * MOST_HOOKS => return Ok(None),
            Turn::Busy => std::thread::sleep(STEP),
        }
    }
}

/// No hook is run by this process any more.
pub fn release(app: &App) -> Result<()> {
    app.lock(|change| {
        if change.snapshot().busy(HookPhase::Telling)? != this_process() {
            return change.leave();
        }
        let observer = change.observe();
        observer.set_busy(HookPhase::Telling, None)?;
        observer.commit()
    })
}

/// What a hook is told at the present.
pub fn document(
    app: &App,
    snapshot: &Snapshot<'_>,
    hook: Hook,
    wanted: &AppliedMode,
) -> Result<Document> {
    let server = snapshot.server()?;
    let maintenance = snapshot.in_force(app.now())?;
    let mut document = Document::new(hook, wanted.mode, wanted.message.clone());
    document.revision = server.revision;
    document.store = match server.kind {
        Some(StoreKind::Rehearsal) => "rehearsal",
        Some(StoreKind::Live) | None => "live",
    };
    document.server = server.name;
    document.since = maintenance.as_ref().map(|each| each.since);
    document.until = maintenance.as_ref().and_then(|each| each.until);
    document.reason = maintenance.and_then(|each| each.reason);
    document.actor.clone_from(&app.actor.name);
    Ok(document)
}

/// The same where it is drained.
pub fn drained(mut document: Document, at: Option<Instant>) -> Document {
    document.drained_at = at;
    document
}

/// Runs a hook. What it writes goes to standard error, with its name before each line.
pub fn run(app: &App, hooks: &Hooks, document: &Document) -> (Ran, Result<()>) {
    let hook = document.hook;
    let mut say = |line: &str| {
        (app.hook_output)(&format!("{hook}: {line}"));
    };
    let result = hooks.run(document, &app.location.0, &mut say);
    let failure = result.as_ref().err().map(|problem| problem.message.clone());
    (Ran { hook, failure }, result)
}
