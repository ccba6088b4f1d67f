//! Applying what is recorded to the real server, through the operator's hooks.
//!
//! A change is in force in the store before the first hook runs. Hooks run outside of any
//! transaction, one at a time; the result of each is stored. A process that is killed while it
//! runs a hook leaves a phase that was begun, and the next process tells the server again.

pub mod comparison;
pub mod confirm_enable;
pub mod hook_run;
pub mod hook_turn;
pub mod observe;
pub mod refresh;
pub mod status;
pub mod trial;

use crate::clock::Deadline;
use crate::domain::{Instant, Mode};
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, HookInput, Hooks};
use crate::ops::app::App;
use crate::ops::apply::comparison::ServerComparison;
use crate::ops::apply::hook_run::{HookRun, hook_input, run_hook};
use crate::ops::apply::hook_turn::{HookOrder, HookTurn, is_unfinished};
use crate::ops::apply::observe::observe;
use crate::ops::apply::status::{Applied, ApplyStatus, wanted};
use crate::ops::change::Change;
use crate::ops::server_status::ServerStatus;
use crate::store::{AppliedMode, HistoryAction, HookPhase, Snapshot, Success};

/// The result of running the hooks.
pub struct ApplyOutcome {
    pub ran: Vec<HookRun>,
    /// The mode that is recorded in the end.
    pub mode: Mode,
    pub status: ApplyStatus,
    pub failures: Vec<String>,
    pub warnings: Vec<String>,
    /// How the real server differs although it was told.
    pub drift: Option<String>,
    /// The revision of a change of the service that was observed; `None` without one.
    pub service_revision: Option<u64>,
}

/// Whether to run the hook `apply` if the real server is known to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    No,
    Yes,
}

/// What the hook `apply` has to tell the real server.
pub struct DueApply {
    wanted: AppliedMode,
    pub ends_maintenance: bool,
}

impl ApplyOutcome {
    /// The revision to report after a change that led to `revision`. An observed service raises it
    /// by one more; if others changed the store in between, it stays, so that `--if-revision` notices.
    pub fn revision_after(&self, revision: u64) -> u64 {
        self.service_revision.filter(|after| *after == revision + 1).unwrap_or(revision)
    }

    /// Applies a change that was just recorded; `None` if no store can have hooks.
    pub fn after(app: &App) -> Result<Option<ApplyOutcome>> {
        if !app.may_have_hooks() {
            return Ok(None);
        }
        let mut outcome = apply(app, Force::No).map_err(|error| {
            error.context("the change is recorded, but the real server was not told")
        })?;
        let drift = outcome.drift.as_ref().map(|drift| format!("drift: {drift}"));
        match outcome.status.applied {
            // Nothing told the server, so that it may differ until somebody switches it.
            Applied::Unmanaged => outcome.warnings.extend(drift),
            Applied::Yes | Applied::Pending | Applied::Failed => outcome.failures.extend(drift),
        }
        Ok(Some(outcome))
    }
}

impl App {
    /// Changes what the real server has to know, then runs the hooks that pass it on. The closure
    /// also returns when the maintenance starts that begins with the change, which the hook
    /// `pre-enable` may refuse.
    pub fn change_and_apply<T>(
        &self,
        action: HistoryAction,
        expected_revision: Option<u64>,
        decide: impl FnOnce(Change<'_>, &Hooks) -> Result<(T, Option<Instant>)>,
    ) -> Result<(T, Option<ApplyOutcome>)> {
        let (outcome, begins, hooks, enabling) =
            self.change(action, expected_revision, |change, _| {
                let hooks = change.hooks()?;
                // Held before anybody can see the mode: no other hook runs before `pre-enable`.
                let is_asked = hooks.has(Hook::PreEnable);
                let enabling = is_asked.then(|| self.location.enabling_lock()).transpose()?;
                let (outcome, begins) = decide(change, &hooks)?;
                Ok((outcome, begins, hooks, enabling))
            })?;
        if let Some(since) = begins {
            confirm_enable::confirm(self, &hooks, since)?;
        }
        drop(enabling);
        let applied = ApplyOutcome::after(self)?;
        if begins.is_some() && applied.as_ref().is_some_and(|each| each.mode == Mode::Active) {
            return Err(confirm_enable::taken_back());
        }
        Ok((outcome, applied))
    }
}

/// Runs the hooks `apply` and `post-disable` until the real server knows what is recorded, then
/// `observe`.
pub fn apply(app: &App, force: Force) -> Result<ApplyOutcome> {
    let hooks = app.look(|snapshot| app.hooks(snapshot))?;
    let mut ran = Vec::new();
    let mut failures = Vec::new();
    if hooks.has(Hook::Apply)
        && let Err(error) = run_until_told(app, &hooks, force, &mut ran)
    {
        failures.push(error.message());
    }
    let mut warnings = Vec::new();
    let mut service_revision = None;
    if let Some(observed) = observe(app, Deadline::new(None))? {
        ran.push(observed.run);
        warnings = observed.warnings;
        service_revision = observed.service_revision;
    }
    let (mode, status, drift) = app.look(|snapshot| {
        let wanted = wanted(snapshot, app.now())?;
        let status = ApplyStatus::of(snapshot, &hooks, app.now())?;
        let observation = snapshot.server_observation()?.filter(|_| status.drift == Some(true));
        let drift = ServerComparison::of(observation.as_ref(), &wanted).difference();
        Ok((wanted.mode, status, drift))
    })?;
    if status.applied == Applied::Failed {
        failures.push("the change stays recorded; `mm apply` tries again".to_owned());
    }
    Ok(ApplyOutcome { ran, mode, status, failures, warnings, drift, service_revision })
}

/// A hook that itself changes what it passes on would run without end.
const MOST_ROUNDS: u32 = 20;

fn run_until_told(
    app: &App,
    hooks: &Hooks,
    mut force: Force,
    ran: &mut Vec<HookRun>,
) -> Result<()> {
    hooks.check()?;
    let turn = HookTurn::wait(app, hooks, HookOrder::AnyOther)?;
    let mut rounds = 0;
    while let Some((input, due)) = begin_apply(app, force)? {
        if rounds == MOST_ROUNDS {
            let what = format!(
                "something was changed during each of {MOST_ROUNDS} runs of the hook apply"
            );
            return Err(Error::new(Code::HookFailed, what));
        }
        rounds += 1;
        let (run, result) = run_hook(app, hooks, &turn, &input);
        ran.push(run);
        // The phase goes on with `post-disable`.
        let is_last = result.is_err() || !due.ends_maintenance;
        let ended: &[HookPhase] = if is_last { &[HookPhase::Telling] } else { &[] };
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method does not take a snapshot of any lifetime, as the closure does"
        )]
        let observation = app.look(|snapshot| snapshot.last_observation())?;
        turn.update_applied(app, ended, |applied| {
            applied.at = Some(app.now());
            applied.error = result.as_ref().err().map(Error::message);
            if result.is_ok() {
                applied.told = Some(due.wanted);
                applied.success =
                    Some(Success { at: app.now(), maintenance: input.since, observation });
            }
        })?;
        result?;
        if due.ends_maintenance {
            let mut result = Ok(());
            if hooks.has(Hook::PostDisable) {
                let input = HookInput { hook: Hook::PostDisable, ..input };
                let (run, post_disable) = run_hook(app, hooks, &turn, &input);
                ran.push(run);
                result = post_disable;
            }
            turn.update_applied(app, &[HookPhase::Telling], |applied| applied.entered = false)?;
            result?;
        }
        // Another command may have changed something meanwhile.
        force = Force::No;
    }
    Ok(())
}

/// Records that the hook `apply` is about to run, if that is due.
fn begin_apply(app: &App, force: Force) -> Result<Option<(HookInput, DueApply)>> {
    app.lock(|store| {
        let snapshot = store.snapshot();
        let Some(due) = due(app, &snapshot, force)? else {
            return Ok(None);
        };
        let input = hook_input(app, &snapshot, Hook::Apply)?;
        let mut applied = snapshot.applied()?;
        applied.entered |= due.wanted.mode == Mode::Maintenance;
        let observer = store.observe();
        observer.set_applied(&applied)?;
        observer.begin_phase(HookPhase::Telling)?;
        observer.outdate_server_observation()?;
        // A process that was killed during `pre-enable` asks no more.
        observer.end_phase(HookPhase::Enabling)?;
        observer.commit()?;
        Ok(Some((input, due)))
    })
}

/// What the real server has to be told, if anything.
pub fn due(app: &App, snapshot: &Snapshot<'_>, force: Force) -> Result<Option<DueApply>> {
    let last = snapshot.applied()?;
    let wanted = wanted(snapshot, app.now())?;
    let is_told = last.error.is_none() && last.told.as_ref() == Some(&wanted);
    // A process that was killed while it ran a hook did not record what the server was told.
    if force == Force::No && is_told && !is_unfinished(snapshot)? {
        return Ok(None);
    }
    let ends_maintenance = last.entered && wanted.mode == Mode::Active;
    Ok(Some(DueApply { wanted, ends_maintenance }))
}

/// Runs the hook `drained`, once per maintenance.
pub fn run_drained_hook(app: &App, deadline: Deadline) -> Result<Option<HookRun>> {
    let hooks = app.look(|snapshot| app.hooks(snapshot))?.until(deadline);
    let is_due = |snapshot: &Snapshot<'_>| due_drain(app, snapshot, &hooks);
    if !hooks.has(Hook::Drained) || deadline.has_passed() || app.look(is_due)?.is_none() {
        return Ok(None);
    }
    hooks.check()?;
    let Some(turn) = HookTurn::wait_or_leave(app, &hooks)? else { return Ok(None) };
    let input = app.lock(|store| {
        let snapshot = store.snapshot();
        let Some(drain) = due_drain(app, &snapshot, &hooks)? else {
            return Ok(None);
        };
        let input = hook_input(app, &snapshot, Hook::Drained)?;
        let mut applied = snapshot.applied()?;
        applied.drained = Some(drain.maintenance_since);
        let observer = store.observe();
        // Stored before the hook runs, so that a killed process does not run it twice.
        observer.set_applied(&applied)?;
        observer.begin_phase(HookPhase::Telling)?;
        observer.commit()?;
        Ok(Some(HookInput { drained_at: drain.drained_at, ..input }))
    })?;
    let Some(input) = input else {
        return Ok(None);
    };
    let (run, _) = run_hook(app, &hooks, &turn, &input);
    turn.update_applied(app, &[HookPhase::Telling], |_| ())?;
    Ok(Some(run))
}

/// A drain that the hook `drained` has not been run for.
pub struct DueDrain {
    maintenance_since: Instant,
    drained_at: Option<Instant>,
}

pub fn due_drain(app: &App, snapshot: &Snapshot<'_>, hooks: &Hooks) -> Result<Option<DueDrain>> {
    if !hooks.has(Hook::Drained) {
        return Ok(None);
    }
    let maintenance = snapshot.in_force(app.now())?;
    let Some(maintenance_since) = maintenance.map(|each| each.since) else {
        return Ok(None);
    };
    let applied = ApplyStatus::of(snapshot, hooks, app.now())?.applied;
    if !matches!(applied, Applied::Yes | Applied::Unmanaged)
        || snapshot.applied()?.drained == Some(maintenance_since)
    {
        return Ok(None);
    }
    let server = ServerStatus::of(snapshot, app.now())?;
    let drain = server.drain(app, snapshot)?.filter(|drain| drain.drained == Some(true));
    Ok(drain.map(|drain| DueDrain { maintenance_since, drained_at: drain.drained_at }))
}
