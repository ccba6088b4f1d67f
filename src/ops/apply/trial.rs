//! A harmless trial of hooks: whether they are safe, and what the ones that only read report.

use std::path::PathBuf;

use crate::clock;
use crate::domain::{Instant, Spelled as _};
use crate::error::{Error, Result};
use crate::hooks::{Hook, Hooks, ServerReport};
use crate::ops::app::App;
use crate::ops::apply::hook_run::hook_input;
use crate::ops::apply::hook_turn::{HookOrder, HookTurn};

pub struct HookTrial {
    pub hook: Hook,
    /// `None`: it is not installed.
    pub path: Option<PathBuf>,
    /// The error if it is not safe, or if the trial failed.
    pub error: Option<Error>,
    pub is_safe: bool,
    pub found: Option<TrialOutput>,
}

/// What a hook that only reads printed.
pub enum TrialOutput {
    Report(ServerReport),
    /// An export, and when its reading began.
    Export(Vec<u8>, Instant),
}

/// Examines every hook, and runs those that only read. Nothing of what they report is stored.
pub fn try_hooks(app: &App, hooks: &Hooks) -> Result<Vec<HookTrial>> {
    Hook::ALL
        .iter()
        .map(|&hook| {
            let Some((path, checked)) = hooks.examine(hook) else {
                let (path, error, found) = (None, None, None);
                return Ok(HookTrial { hook, path, error, is_safe: false, found });
            };
            let is_safe = checked.is_ok();
            let tried = match checked {
                Ok(()) => try_hook(app, hooks, hook)?,
                Err(error) => Err(error),
            };
            let (found, error) = match tried {
                Ok(found) => (found, None),
                Err(error) => (None, Some(error)),
            };
            Ok(HookTrial { hook, path: Some(path), error, is_safe, found })
        })
        .collect()
}

/// Runs a hook if it only reads. The outer error is one of `mm`, the inner one of the hook.
fn try_hook(app: &App, hooks: &Hooks, hook: Hook) -> Result<Result<Option<TrialOutput>>> {
    if !matches!(hook, Hook::Observe | Hook::Refresh) {
        return Ok(Ok(None));
    }
    let turn = HookTurn::wait(app, hooks, HookOrder::AnyOther)?;
    let input = app.look(|snapshot| hook_input(app, snapshot, hook))?;
    let begun = app.now().min(clock::now());
    let store = &app.location.0;
    let mut pass_on = |line: &str| (app.hook_output)(&format!("{}: {line}", hook.spelling()));
    let found = if hook == Hook::Observe {
        hooks.observe(&input, store, &turn.lock, &mut pass_on).map(TrialOutput::Report)
    } else {
        let export = hooks.refresh(&input, store, &turn.lock, &mut pass_on);
        export.map(|bytes| TrialOutput::Export(bytes, begun))
    };
    Ok(found.map(Some).map_err(Error::from))
}
