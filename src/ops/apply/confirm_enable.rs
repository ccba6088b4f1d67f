//! The hook `pre-enable`: it may refuse a maintenance that is in force, which is then taken back.

use anyhow::anyhow;

use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::hook_run::{hook_input, run_hook};
use crate::ops::apply::hook_turn::{HookOrder, HookTurn};
use crate::ops::change::ChangeRecord;
use crate::ops::records::mode_json;
use crate::scenario::Event;
use crate::store::{HistoryAction, HookPhase, Observer};

/// Records that the hook is about to be asked.
pub fn begin(observer: &Observer<'_>, hooks: &Hooks) -> Result<()> {
    if hooks.has(Hook::PreEnable) {
        observer.begin_phase(HookPhase::Enabling)?;
    }
    Ok(())
}

/// Asks the hook about the maintenance that began at `since`, and takes it back if the hook fails.
pub fn confirm(app: &App, hooks: &Hooks, since: Instant) -> Result<()> {
    if !hooks.has(Hook::PreEnable) {
        return Ok(());
    }
    let begun = [HookPhase::Telling, HookPhase::Enabling];
    let (turn, asked) = match HookTurn::wait(app, hooks, HookOrder::PreEnable) {
        Ok(turn) => {
            let asked = ask(app, hooks, &turn);
            (Some(turn), asked)
        }
        Err(error) => (None, Err(error)),
    };
    let mut error = match (&turn, asked) {
        (_, Err(error)) => error,
        (Some(turn), Ok(())) => {
            return turn.update_applied(app, &begun, |applied| applied.entered = true);
        }
        (None, Ok(())) => return Ok(()),
    };
    // The turn lasts until then: nobody tells the server what is about to be taken back.
    let ended = if turn.is_some() { &begun[..] } else { &[] };
    let is_taken_back = take_back(app, since, &error.message(), ended)?;
    let outcome = if is_taken_back {
        "the maintenance was taken back"
    } else {
        "the mode had been switched off meanwhile"
    };
    error.problem = anyhow!("{error}; {outcome}");
    Err(error)
}

fn ask(app: &App, hooks: &Hooks, turn: &HookTurn) -> Result<()> {
    let input = app.lock(|store| {
        let snapshot = store.snapshot();
        let input = hook_input(app, &snapshot, Hook::PreEnable)?;
        let observer = store.observe();
        observer.begin_phase(HookPhase::Telling)?;
        observer.commit()?;
        Ok(input)
    })?;
    run_hook(app, hooks, turn, &input).1
}

/// The error if a maintenance that was just switched on is off before the real server was told.
pub fn taken_back() -> Error {
    let message = "the maintenance was switched off or taken back by another command meanwhile";
    Error::new(Code::TakenBack, message).hint("`mm history` shows by whom")
}

/// Ends the maintenance that began at `since`, and phases of hooks. Returns whether it was still in
/// force.
fn take_back(app: &App, since: Instant, reason: &str, ended: &[HookPhase]) -> Result<bool> {
    app.change(HistoryAction::TakeBack, None, |change, now| {
        let snapshot = change.snapshot();
        let end_phases =
            |observer: &Observer<'_>| ended.iter().try_for_each(|phase| observer.end_phase(*phase));
        let by_hand = snapshot.declared_by_hand()?.filter(|each| each.since == since);
        let current = snapshot.in_force(now)?.filter(|each| each.since == since);
        let (Some(_), Some(before)) = (by_hand, current) else {
            change.observe(end_phases)?;
            return Ok(false);
        };
        let message = snapshot.server()?.message;
        let record = ChangeRecord {
            before: mode_json(Some(&before)),
            after: mode_json(None),
            reason: Some(reason.to_owned()),
            events: Event::mode_change(now, None, message.as_deref()),
        };
        change.record(record, |writer| {
            writer.end_declared(now)?;
            end_phases(writer)?;
            Ok(true)
        })
    })
}
