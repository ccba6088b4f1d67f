//! One run of one hook: its input, its output, and whether it failed.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::hooks::{Hook, HookFailed, HookInput, Hooks};
use crate::ops::app::App;
use crate::ops::apply::hook_turn::HookTurn;
use crate::ops::apply::status::wanted;
use crate::store::{LastHookRun, Snapshot, StoreKind};

#[derive(Debug, Clone, Serialize)]
pub struct HookRun {
    pub hook: Hook,
    /// Why it failed; `None`: it did not.
    pub failure: Option<String>,
}

/// The input of a hook at the present.
pub fn hook_input(app: &App, snapshot: &Snapshot<'_>, hook: Hook) -> Result<HookInput> {
    let wanted = wanted(snapshot, app.now())?;
    let server = snapshot.server()?;
    let maintenance = snapshot.in_force(app.now())?;
    let maintenance = maintenance.as_ref();
    Ok(HookInput {
        schema: "mm.hook/1",
        revision: server.revision,
        hook,
        store: match server.kind {
            Some(StoreKind::Rehearsal) => "rehearsal",
            Some(StoreKind::Live) | None => "live",
        },
        server: server.name,
        mode: wanted.mode,
        since: maintenance.map(|each| each.since),
        until: maintenance.and_then(|each| each.until),
        reason: maintenance.and_then(|each| each.reason.clone()),
        message: wanted.text().to_owned(),
        actor: app.actor.name.clone(),
        drained_at: None,
    })
}

/// Runs a hook, and passes on each line that it writes.
pub fn run_hook(
    app: &App,
    hooks: &Hooks,
    turn: &HookTurn,
    input: &HookInput,
) -> (HookRun, Result<()>) {
    let hook = input.hook;
    let result =
        run_recorded(app, hook, |pass_on| hooks.run(input, &app.location.0, &turn.lock, pass_on));
    let failure = result.as_ref().err().map(Error::message);
    (HookRun { hook, failure }, result)
}

/// Runs a hook, passes on each line that it writes, and records how it ended.
pub fn run_recorded<T>(
    app: &App,
    hook: Hook,
    run: impl FnOnce(&mut dyn FnMut(&str) -> bool) -> Result<T, HookFailed>,
) -> Result<T> {
    let result = run(&mut |line| (app.hook_output)(&format!("{hook}: {line}")));
    let failed = result.as_ref().err();
    let record = app.lock(|store| {
        let observer = store.observe();
        observer.set_last_hook_run(&LastHookRun {
            hook: hook.to_string(),
            at: observer.now(),
            status: failed.map_or(Some(0), |failed| failed.status),
            error: failed.map(|failed| failed.error.message()),
        })?;
        observer.commit()
    });
    let result = result?;
    record.map(|()| result)
}
