//! Enabling: a hook may refuse maintenance that is in force already; then it is taken back.

use super::applied::this_process;
use super::context::Context;
use super::hooked::{document, in_turn, release, run};
use super::settle::{Act, settle};
use super::switch::{as_json, switching};
use crate::domain::Instant;
use crate::exit::Problem;
use crate::hook::{Hook, Hooks};
use crate::store::{Deed, Doing, Observer, Result};

/// How it is called in the history when maintenance is taken back.
pub const TAKE_BACK: &str = "take-back";

/// Marks that this process asks whether maintenance may be.
pub fn begin(observer: &Observer<'_>, hooks: &Hooks) -> Result<()> {
    if hooks.has(Hook::PreEnable) {
        observer.set_busy(Doing::Enabling, this_process().as_ref())?;
    }
    Ok(())
}

/// Asks the hook, and confirms the maintenance that began at `since` or takes it back.
pub fn confirm(context: &Context, hooks: &Hooks, since: Instant) -> Result<()> {
    if !hooks.has(Hook::PreEnable) {
        return Ok(());
    }
    let asked = in_turn(context, hooks.limit(), |change| {
        let view = change.view();
        let wanted = super::applied::wanted(&view, context.now())?;
        let document = document(context, &view, Hook::PreEnable, &wanted)?;
        let observer = change.observe();
        observer.set_busy(Doing::Telling, this_process().as_ref())?;
        observer.commit()?;
        Ok(document)
    })?;
    let answer = match asked {
        Some(document) => run(context, hooks, &document).1,
        None => Err(Problem::failed(
            "hooks-busy",
            "another process runs hooks, and did not end in time",
        )),
    };
    let Err(mut problem) = answer else {
        return context.change_existing(|change| {
            let own = change.view().busy(Doing::Enabling)? == this_process();
            let mut kept = change.view().applied()?;
            kept.entered = true;
            let observer = change.observe();
            observer.set_applied(&kept)?;
            if own {
                observer.set_busy(Doing::Enabling, None)?;
            }
            observer.set_busy(Doing::Telling, None)?;
            observer.commit()
        });
    };
    let taken_back = take_back(context, since, &problem.message)?;
    release(context)?;
    problem.message.push_str(if taken_back {
        ": maintenance was taken back"
    } else {
        "; the mode was switched off meanwhile"
    });
    Err(problem)
}

/// Maintenance that was switched on here was ended before the real server was told of it.
pub fn taken_back() -> Problem {
    let message = "maintenance was switched off or taken back by somebody else meanwhile";
    Problem::failed("taken-back", message).hint("mm history tells by whom")
}

/// Ends the maintenance that began at `since`, if it is still in force. Returns whether it was.
fn take_back(context: &Context, since: Instant, why: &str) -> Result<bool> {
    context.change_existing(|change| {
        let view = change.view();
        let own = view.busy(Doing::Enabling)? == this_process();
        let by_hand = view.declared_by_hand()?.filter(|each| each.since == since);
        let in_force = view.in_force(context.now())?.filter(|each| each.since == since);
        let (Some(_), Some(before)) = (by_hand, in_force) else {
            let observer = change.observe();
            if own {
                observer.set_busy(Doing::Enabling, None)?;
            }
            observer.commit()?;
            return Ok(false);
        };
        let message = view.server()?.message;
        let events = switching(context.now(), None, message.as_deref());
        let settled = settle(&view, context.now(), Act { events, starts: None })?;
        let deed = Deed {
            action: TAKE_BACK,
            reason: Some(why.to_owned()),
            before: as_json(Some(&before)),
            after: as_json(None),
        };
        let writer = change.record(&context.actor, &deed)?;
        writer.end_declared(context.now())?;
        settled.write(&writer)?;
        if own {
            writer.set_busy(Doing::Enabling, None)?;
        }
        writer.commit()?;
        Ok(true)
    })
}
