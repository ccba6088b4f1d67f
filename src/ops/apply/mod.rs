//! Bring: brings the real server to what is recorded, through hooks.
//!
//! A change is in force in the store before the first hook runs. Hooks run outside of any
//! transaction, one at a time; what came of each is written down. Whoever is killed on the way
//! leaves a mark, by which the next one begins anew.

pub mod confirm_enable;
pub mod hook_run;
pub mod standing;

use crate::commands::Response;
use crate::domain::{Instant, Mode};
use crate::error::{Code, Error, Exit, Result};
use crate::hooks::{Change as Document, Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::hook_run::{Ran, document, drained, in_turn, release, run};
use crate::ops::apply::standing::{Applied, Standing, wanted};
use crate::ops::server_status::ServerStatus;
use crate::platform::this_process;
use crate::store::{AppliedMode, HookPhase, Snapshot};

/// What came of it.
pub struct ApplyOutcome {
    /// The hooks that were run, in order.
    pub ran: Vec<Ran>,
    /// The mode that was recorded at last.
    pub mode: Mode,
    /// Whether the server was told.
    pub standing: Standing,
    /// What went wrong, for standard error.
    pub failures: Vec<String>,
}

/// Whether to tell what is known to have been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Only what differs, failed or was interrupted.
    IfNeeded,
    /// In any case.
    Forced,
}

/// What the hook is told next.
struct Next {
    document: Document,
    wanted: AppliedMode,
    ends: bool,
}

/// Brings it there. What was recorded before stays recorded, whatever goes wrong here.
pub fn bring(app: &App, how: How) -> Result<ApplyOutcome> {
    let hooks = app.look(|snapshot| app.hooks(snapshot))?;
    let mut ran = Vec::new();
    let mut failures = Vec::new();
    if hooks.has(Hook::Apply) {
        let told = tell(app, &hooks, how, &mut ran);
        if let Err(problem) = told {
            failures.push(problem.message);
        }
    }
    let (mode, standing) = app.look(|snapshot| {
        let wanted = wanted(snapshot, app.now())?;
        Ok((wanted.mode, Standing::with(snapshot, &hooks, &wanted)?))
    })?;
    if standing.applied == Applied::Failed {
        failures.push("what is recorded stays so; mm apply tries again".to_owned());
    }
    Ok(ApplyOutcome { ran, mode, standing, failures })
}

fn tell(app: &App, hooks: &Hooks, how: How, ran: &mut Vec<Ran>) -> Result<()> {
    hooks.check()?;
    let mut how = how;
    loop {
        let next = in_turn(app, hooks.limit(), |change| {
            let snapshot = change.snapshot();
            let Some((wanted, ends)) = due(app, &snapshot, how)? else {
                return Ok(None);
            };
            let document = document(app, &snapshot, Hook::Apply, &wanted)?;
            let mut kept = snapshot.applied()?;
            kept.entered |= wanted.mode == Mode::Maintenance;
            let observer = change.observe();
            observer.set_applied(&kept)?;
            observer.set_busy(HookPhase::Telling, this_process().as_ref())?;
            // One that was killed there has nothing more to say.
            observer.set_busy(HookPhase::Enabling, None)?;
            observer.commit()?;
            Ok(Some(Next { document, wanted, ends }))
        })?;
        let Some(next) = next else {
            let message = "another process runs hooks, and did not end in time";
            return Err(Error::new(Code::HooksBusy, message));
        };
        let Some(Next { document, wanted, ends }) = next else {
            return Ok(());
        };
        let (told, result) = run(app, hooks, &document);
        ran.push(told);
        let outcome = Outcome { told: wanted, failed: result.as_ref().err(), ends };
        outcome.write_down(app)?;
        result?;
        if ends {
            let result = if hooks.has(Hook::PostDisable) {
                let after = document.at(Hook::PostDisable);
                let (told, result) = run(app, hooks, &after);
                ran.push(told);
                result
            } else {
                Ok(())
            };
            left(app)?;
            result?;
        }
        // Somebody may have changed something meanwhile.
        how = How::IfNeeded;
    }
}

/// What the server is to be told, if anything, and whether that ends a maintenance.
pub fn due(app: &App, snapshot: &Snapshot<'_>, how: How) -> Result<Option<(AppliedMode, bool)>> {
    let kept = snapshot.applied()?;
    let wanted = wanted(snapshot, app.now())?;
    // Whoever was at it and is gone was killed on the way.
    let killed =
        snapshot.busy(HookPhase::Telling)?.or(snapshot.busy(HookPhase::Enabling)?).is_some();
    let is_told = kept.error.is_none() && kept.told.as_ref() == Some(&wanted);
    if how == How::IfNeeded && is_told && !killed {
        return Ok(None);
    }
    let ends = kept.entered && wanted.mode == Mode::Active;
    Ok(Some((wanted, ends)))
}

/// What came of telling it.
struct Outcome<'o> {
    told: AppliedMode,
    failed: Option<&'o Error>,
    ends: bool,
}

impl Outcome<'_> {
    /// Writes it down. Where a maintenance ends, this process stays at it.
    fn write_down(self, app: &App) -> Result<()> {
        app.lock(|change| {
            let mut kept = change.snapshot().applied()?;
            kept.at = Some(app.now());
            kept.error = self.failed.map(|problem| problem.message.clone());
            let succeeded = self.failed.is_none();
            if succeeded {
                kept.told = Some(self.told);
            }
            let observer = change.observe();
            observer.set_applied(&kept)?;
            if !(succeeded && self.ends) {
                observer.set_busy(HookPhase::Telling, None)?;
            }
            observer.commit()
        })
    }
}

/// The hooks heard of the end.
fn left(app: &App) -> Result<()> {
    app.lock(|change| {
        let mut kept = change.snapshot().applied()?;
        kept.entered = false;
        let observer = change.observe();
        observer.set_applied(&kept)?;
        observer.set_busy(HookPhase::Telling, None)?;
        observer.commit()
    })
}

/// Runs the hook that hears of a drain, once a maintenance.
pub fn tell_drained(app: &App) -> Result<Option<Ran>> {
    let hooks = app.look(|snapshot| app.hooks(snapshot))?;
    if !hooks.has(Hook::Drained) || app.look(|snapshot| drain(app, snapshot, &hooks))?.is_none() {
        return Ok(None);
    }
    hooks.check()?;
    let next = in_turn(app, hooks.limit(), |change| {
        let snapshot = change.snapshot();
        let Some((since, at)) = drain(app, &snapshot, &hooks)? else {
            return Ok(None);
        };
        let wanted = wanted(&snapshot, app.now())?;
        let document = drained(document(app, &snapshot, Hook::Drained, &wanted)?, at);
        let mut kept = snapshot.applied()?;
        kept.drained = Some(since);
        let observer = change.observe();
        // Written before it runs: at most once, even if somebody kills it.
        observer.set_applied(&kept)?;
        observer.set_busy(HookPhase::Telling, this_process().as_ref())?;
        observer.commit()?;
        Ok(Some(document))
    })?;
    let Some(document) = next.flatten() else {
        return Ok(None);
    };
    let (ran, _) = run(app, &hooks, &document);
    release(app)?;
    Ok(Some(ran))
}

/// The maintenance that is drained and told, but whose drain no hook heard of: since when it is
/// on, and since when drained.
pub fn drain(
    app: &App,
    snapshot: &Snapshot<'_>,
    hooks: &Hooks,
) -> Result<Option<(Instant, Option<Instant>)>> {
    let state = ServerStatus::of(snapshot, app.now())?;
    let Some(since) = state.maintenance.as_ref().map(|each| each.since) else {
        return Ok(None);
    };
    let wanted = wanted(snapshot, app.now())?;
    let told = Standing::with(snapshot, hooks, &wanted)?.applied;
    let told = matches!(told, Applied::Yes | Applied::Unmanaged);
    if !hooks.has(Hook::Drained) || !told || snapshot.applied()?.drained == Some(since) {
        return Ok(None);
    }
    let drain = state.drain(snapshot)?.filter(|drain| drain.drained == Some(true));
    Ok(drain.map(|drain| (since, drain.drained_at)))
}

impl ApplyOutcome {
    /// What a command that changed something does next; `None`: there are no hooks.
    pub fn after(app: &App) -> Result<Option<ApplyOutcome>> {
        if !app.may_have_hooks() {
            return Ok(None);
        }
        let brought = bring(app, How::IfNeeded).map_err(|mut problem| {
            problem.message =
                format!("it is recorded, but the real server was not told: {}", problem.message);
            problem
        })?;
        Ok(Some(brought))
    }

    /// Says what went wrong, and ends with it.
    pub fn tell(brought: Option<&ApplyOutcome>, done: &mut Response) {
        if let Some(brought) = brought.filter(|brought| !brought.failures.is_empty()) {
            done.notes.extend(brought.failures.iter().cloned());
            done.exit = Exit::Failed;
            done.next = None;
        }
    }
}
