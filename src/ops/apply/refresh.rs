//! The hook `refresh`: exports of what runs now.

use crate::clock;
use crate::clock::Deadline;
use crate::domain::Instant;
use crate::error::Result;
use crate::hooks::Hook;
use crate::ops::app::App;
use crate::ops::apply::hook_run::{hook_input, run_recorded};
use crate::ops::apply::hook_turn::{HookOrder, HookTurn};

/// Runs the hook `refresh`, until the deadline at most. Returns its output and when it was started;
/// `None` if there is no such hook.
pub fn run_refresh_hook(app: &App, deadline: Deadline) -> Result<Option<(Vec<u8>, Instant)>> {
    if !app.may_have_hooks() {
        return Ok(None);
    }
    let hooks = app.look(|snapshot| app.hooks(snapshot))?;
    if !hooks.has(Hook::Refresh) {
        return Ok(None);
    }
    hooks.check()?;
    let hooks = hooks.until(deadline);
    let turn = HookTurn::wait(app, &hooks, HookOrder::AnyOther)?;
    let input = app.look(|snapshot| hook_input(app, snapshot, Hook::Refresh))?;
    let begun = app.now().min(clock::now());
    let printed = run_recorded(app, Hook::Refresh, |pass_on| {
        hooks.refresh(&input, &app.location.0, &turn.lock, pass_on)
    })?;
    Ok(Some((printed, begun)))
}
