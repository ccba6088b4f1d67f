//! The hook `pre-enable`: it may refuse a maintenance that is in force, which is then taken back.

use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::hook_run::{hook_input, run_hook};
use crate::ops::apply::hook_turn::{end_turn, in_turn, mark, update_applied};
use crate::ops::apply::status::wanted;
use crate::ops::change::ChangeRecord;
use crate::ops::mode_change::as_json;
use crate::platform::this_process;
use crate::scenario::Event;
use crate::store::{HookPhase, Observer, Snapshot};

/// The action of the history entry when a maintenance is taken back.
pub const TAKE_BACK: &str = "take-back";

/// Marks that this process is about to ask the hook.
pub fn begin(observer: &Observer<'_>, hooks: &Hooks) -> Result<()> {
    if hooks.has(Hook::PreEnable) {
        mark(observer, HookPhase::Enabling)?;
    }
    Ok(())
}

/// Asks the hook about the maintenance that began at `since`, and takes it back if the hook fails.
pub fn confirm(app: &App, hooks: &Hooks, since: Instant) -> Result<()> {
    if !hooks.has(Hook::PreEnable) {
        return Ok(());
    }
    let Err(mut error) = ask(app, hooks) else {
        let unmark = [HookPhase::Telling, HookPhase::Enabling];
        let is_own = app.look(is_own_mark)?;
        let unmark = if is_own { &unmark[..] } else { &unmark[..1] };
        return update_applied(app, unmark, |applied| applied.entered = true);
    };
    let is_taken_back = take_back(app, since, &error.message)?;
    end_turn(app)?;
    error.message.push_str(if is_taken_back {
        "; the maintenance was taken back"
    } else {
        "; the mode had been switched off meanwhile"
    });
    Err(error)
}

fn ask(app: &App, hooks: &Hooks) -> Result<()> {
    let input = in_turn(app, hooks.limit(), |change| {
        let snapshot = change.snapshot();
        let wanted = wanted(&snapshot, app.now())?;
        let input = hook_input(app, &snapshot, Hook::PreEnable, &wanted)?;
        let observer = change.observe();
        mark(&observer, HookPhase::Telling)?;
        observer.commit()?;
        Ok(input)
    })?;
    run_hook(app, hooks, &input).1
}

/// The error if a maintenance that was just switched on is off before the real server was told.
pub fn taken_back() -> Error {
    let message = "the maintenance was switched off or taken back by another command meanwhile";
    Error::new(Code::TakenBack, message).hint("`mm history` shows by whom")
}

/// Ends the maintenance that began at `since`, and returns whether it was still in force.
fn take_back(app: &App, since: Instant, reason: &str) -> Result<bool> {
    app.change(TAKE_BACK, None, |change, now| {
        let snapshot = change.snapshot();
        let is_own = is_own_mark(&snapshot)?;
        let unmark = |observer: &Observer<'_>| match is_own {
            true => observer.set_busy(HookPhase::Enabling, None),
            false => Ok(()),
        };
        let by_hand = snapshot.declared_by_hand()?.filter(|each| each.since == since);
        let current = snapshot.in_force(now)?.filter(|each| each.since == since);
        let (Some(_), Some(before)) = (by_hand, current) else {
            change.observe(unmark)?;
            return Ok(false);
        };
        let message = snapshot.server()?.message;
        let record = ChangeRecord {
            before: as_json(Some(&before)),
            after: as_json(None),
            reason: Some(reason.to_owned()),
            events: Event::mode_change(now, None, message.as_deref()),
        };
        change.record(record, |writer| {
            writer.end_declared(now)?;
            unmark(writer)?;
            Ok(true)
        })
    })
}

fn is_own_mark(snapshot: &Snapshot<'_>) -> Result<bool> {
    Ok(snapshot.busy(HookPhase::Enabling)? == this_process())
}
