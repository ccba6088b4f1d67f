//! Enabling: a hook may refuse maintenance that is in force already; then it is taken back.

use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::hook_run::{document, in_turn, release, run};
use crate::ops::catch_up::catch_up;
use crate::ops::mode_change::as_json;
use crate::platform::this_process;
use crate::scenario::Event;
use crate::store::{HookPhase, NewEntry, Observer};

/// How it is called in the history when maintenance is taken back.
pub const TAKE_BACK: &str = "take-back";

/// Marks that this process asks whether maintenance may be.
pub fn begin(observer: &Observer<'_>, hooks: &Hooks) -> Result<()> {
    if hooks.has(Hook::PreEnable) {
        observer.set_busy(HookPhase::Enabling, this_process().as_ref())?;
    }
    Ok(())
}

/// Asks the hook, and confirms the maintenance that began at `since` or takes it back.
pub fn confirm(app: &App, hooks: &Hooks, since: Instant) -> Result<()> {
    if !hooks.has(Hook::PreEnable) {
        return Ok(());
    }
    let asked = in_turn(app, hooks.limit(), |change| {
        let snapshot = change.snapshot();
        let wanted = crate::ops::apply::standing::wanted(&snapshot, app.now())?;
        let document = document(app, &snapshot, Hook::PreEnable, &wanted)?;
        let observer = change.observe();
        observer.set_busy(HookPhase::Telling, this_process().as_ref())?;
        observer.commit()?;
        Ok(document)
    })?;
    let answer = match asked {
        Some(document) => run(app, hooks, &document).1,
        None => {
            Err(Error::new(Code::HooksBusy, "another process runs hooks, and did not end in time"))
        }
    };
    let Err(mut problem) = answer else {
        return app.lock(|change| {
            let own = change.snapshot().busy(HookPhase::Enabling)? == this_process();
            let mut kept = change.snapshot().applied()?;
            kept.entered = true;
            let observer = change.observe();
            observer.set_applied(&kept)?;
            if own {
                observer.set_busy(HookPhase::Enabling, None)?;
            }
            observer.set_busy(HookPhase::Telling, None)?;
            observer.commit()
        });
    };
    let taken_back = take_back(app, since, &problem.message)?;
    release(app)?;
    problem.message.push_str(if taken_back {
        ": maintenance was taken back"
    } else {
        "; the mode was switched off meanwhile"
    });
    Err(problem)
}

/// Maintenance that was switched on here was ended before the real server was told of it.
pub fn taken_back() -> Error {
    let message = "maintenance was switched off or taken back by somebody else meanwhile";
    Error::new(Code::TakenBack, message).hint("mm history tells by whom")
}

/// Ends the maintenance that began at `since`, if it is still in force. Returns whether it was.
fn take_back(app: &App, since: Instant, why: &str) -> Result<bool> {
    app.lock(|change| {
        let snapshot = change.snapshot();
        let own = snapshot.busy(HookPhase::Enabling)? == this_process();
        let by_hand = snapshot.declared_by_hand()?.filter(|each| each.since == since);
        let in_force = snapshot.in_force(app.now())?.filter(|each| each.since == since);
        let (Some(_), Some(before)) = (by_hand, in_force) else {
            let observer = change.observe();
            if own {
                observer.set_busy(HookPhase::Enabling, None)?;
            }
            observer.commit()?;
            return Ok(false);
        };
        let message = snapshot.server()?.message;
        let events = Event::mode_change(app.now(), None, message.as_deref());
        let caught_up = catch_up(&snapshot, app.now(), events)?;
        let entry = NewEntry {
            action: TAKE_BACK,
            reason: Some(why.to_owned()),
            before: as_json(Some(&before)),
            after: as_json(None),
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.end_declared(app.now())?;
        caught_up.write(&writer)?;
        if own {
            writer.set_busy(HookPhase::Enabling, None)?;
        }
        writer.commit()?;
        Ok(true)
    })
}
