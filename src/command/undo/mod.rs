//! Undo: the latest change of mode, message, service or tenant access, back to what was before.

mod latest;
mod mode;
mod step;
mod told;

use clap::Args;

use super::Done;
use super::bring::Brought;
use super::confirm::Confirmation;
use super::context::Context;
use super::enabling;
use super::settle::settle;
use super::switch::expect_revision;
use crate::cli::Global;
use crate::domain::Mode;
use crate::exit::{Exit, Problem};
use crate::hook::Hooks;
use crate::store::{Change, Deed, Result, View};
use latest::Latest;
use step::Step;
use told::Undone;

/// What `mm undo` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Changes of jobs, of windows and of tenants' slots are not undone. Undo twice goes back two changes; an undo itself is not undone. Where the mode was off meanwhile, a new maintenance begins now. It asks before it disables a tenant.\n\nExamples:\n  mm undo --dry-run    what would be undone\n  mm undo\n  mm undo --if-revision 17 --yes --json"
)]
pub struct Arguments {
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
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let plan = |view: &View<'_>, revision| -> Result<(Latest, Step)> {
        expect_revision(view, revision)?;
        let latest = Latest::of(view)?;
        let step = Step::of(&context, view, &latest)?;
        Ok((latest, step))
    };
    if arguments.dry_run {
        let undone = context.look(|view| {
            let (latest, step) = plan(view, arguments.if_revision)?;
            step.can_be_told(&context.hooks(view)?, view)?;
            Undone::of(&context, view, &latest, &step)?.dry_run(&context, view, &step)
        })?;
        return Ok(context.done(undone));
    }
    let mut revision = arguments.if_revision;
    let mut answered = arguments.confirmation.yes;
    if !answered {
        let (asked, seen) =
            context.look(|view| Ok((plan(view, revision)?.1.asks(), view.server()?.revision)))?;
        if let Some((lines, question)) = asked {
            arguments.confirmation.ask(&lines, &question)?;
            // What somebody said yes to is what is done.
            (answered, revision) = (true, Some(seen));
        }
    }
    let (mut undone, asked) = context.change_existing(|change| {
        let hooks = context.hooks_for(&change)?;
        let (latest, step) = plan(&change.view(), revision)?;
        if !answered && step.asks().is_some() {
            let message = "somebody changed the store, so that the undo destroys something now";
            return Err(Problem::failed("conflict", message)
                .exit(Exit::Conflict)
                .hint("look at it again (mm undo --dry-run), then decide anew"));
        }
        step.can_be_told(&hooks, &change.view())?;
        let undone = carry_out(&context, change, &hooks, &latest, &step)?;
        Ok((undone, step.begins_at().map(|since| (hooks, since))))
    })?;
    if let Some((hooks, since)) = &asked {
        enabling::confirm(&context, hooks, *since)?;
    }
    let brought = Brought::after(&context)?;
    if asked.is_some() && brought.as_ref().is_some_and(|brought| brought.mode == Mode::Active) {
        return Err(enabling::taken_back().into());
    }
    undone.brought(brought.as_ref());
    let mut done = context.done(undone);
    Brought::tell(brought.as_ref(), &mut done);
    Ok(done)
}

fn carry_out(
    context: &Context,
    change: Change<'_>,
    hooks: &Hooks,
    latest: &Latest,
    step: &Step,
) -> Result<Undone> {
    let view = change.view();
    let undone = Undone::of(context, &view, latest, step)?;
    let settled = settle(&view, context.now(), step.act(context, &view)?)?;
    let mut after = step.after();
    after["undoes"] = latest.id.into();
    let deed = Deed { action: latest::UNDO, reason: None, before: step.before(), after };
    let writer = change.record(&context.actor, &deed)?;
    step.write(context, &writer)?;
    if step.begins_at().is_some() {
        enabling::begin(&writer, hooks)?;
    }
    settled.write(&writer)?;
    let revision = writer.revision();
    let undone = undone.done(context, &writer.view(), step, revision)?;
    writer.commit()?;
    Ok(undone)
}

#[cfg(test)]
mod tests;
