//! Undo: the latest change of mode, message, service or tenant access, back to what was before.

#[cfg(test)]
mod tests;

use crate::args::Global;
use crate::commands::Response;
use crate::commands::confirm::Confirmation;
use crate::domain::Mode;
use crate::error::{Code, Error, Result};
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::apply::confirm_enable;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::ops::undo::latest::Latest;
use crate::ops::undo::step::Step;
use crate::store::{Change, NewEntry, Snapshot};
use crate::views::undo::Undone;

/// What `mm undo` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Changes of jobs, of windows and of tenants' slots are not undone. Undo twice goes back two changes; an undo itself is not undone. Where the mode was off meanwhile, a new maintenance begins now. It asks before it disables a tenant.\n\nExamples:\n  mm undo --dry-run    what would be undone\n  mm undo\n  mm undo --if-revision 17 --yes --json"
)]
pub struct Args {
    /// Show what it would undo, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Undoes it.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let plan = |snapshot: &Snapshot<'_>, revision| -> Result<(Latest, Step)> {
        expect_revision(snapshot, revision)?;
        let latest = Latest::of(snapshot)?;
        let step = Step::of(&app, snapshot, &latest)?;
        Ok((latest, step))
    };
    if args.dry_run {
        let undone = app.look(|snapshot| {
            let (latest, step) = plan(snapshot, args.if_revision)?;
            step.can_be_told(&app.hooks(snapshot)?, snapshot)?;
            Undone::of(&app, snapshot, &latest, &step)?.dry_run(&app, snapshot, &step)
        })?;
        return Ok(Response::of(&app, undone));
    }
    let mut revision = args.if_revision;
    let mut answered = args.confirmation.yes;
    if !answered {
        let (asked, seen) = app.look(|snapshot| {
            Ok((plan(snapshot, revision)?.1.asks(), snapshot.server()?.revision))
        })?;
        if let Some((lines, question)) = asked {
            args.confirmation.ask(&lines, &question)?;
            // What somebody said yes to is what is done.
            (answered, revision) = (true, Some(seen));
        }
    }
    let (mut undone, asked) = app.lock(|change| {
        let hooks = app.hooks_for(&change)?;
        let (latest, step) = plan(&change.snapshot(), revision)?;
        if !answered && step.asks().is_some() {
            let message = "somebody changed the store, so that the undo destroys something now";
            return Err(Error::new(Code::Conflict, message)
                .hint("look at it again (mm undo --dry-run), then decide anew"));
        }
        step.can_be_told(&hooks, &change.snapshot())?;
        let undone = carry_out(&app, change, &hooks, &latest, &step)?;
        Ok((undone, step.begins_at().map(|since| (hooks, since))))
    })?;
    if let Some((hooks, since)) = &asked {
        confirm_enable::confirm(&app, hooks, *since)?;
    }
    let brought = ApplyOutcome::after(&app)?;
    if asked.is_some() && brought.as_ref().is_some_and(|brought| brought.mode == Mode::Active) {
        return Err(confirm_enable::taken_back());
    }
    undone.brought(brought.as_ref());
    let mut done = Response::of(&app, undone);
    ApplyOutcome::tell(brought.as_ref(), &mut done);
    Ok(done)
}

fn carry_out(
    app: &App,
    change: Change<'_>,
    hooks: &Hooks,
    latest: &Latest,
    step: &Step,
) -> Result<Undone> {
    let snapshot = change.snapshot();
    let undone = Undone::of(app, &snapshot, latest, step)?;
    let caught_up = catch_up(&snapshot, app.now(), step.events(app, &snapshot)?)?;
    let mut after = step.after();
    after["undoes"] = latest.id.into();
    let entry = NewEntry {
        action: crate::ops::undo::latest::UNDO,
        reason: None,
        before: step.before(),
        after,
    };
    let writer = change.record(&app.actor, &entry)?;
    step.write(app, &writer)?;
    if step.begins_at().is_some() {
        confirm_enable::begin(&writer, hooks)?;
    }
    caught_up.write(&writer)?;
    let revision = writer.revision();
    let undone = undone.done(app, &writer.snapshot(), step, revision)?;
    writer.commit()?;
    Ok(undone)
}
