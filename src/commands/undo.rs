//! `mm undo`: undo a change of mode, notification, service or tenant access.

#[cfg(test)]
mod tests;

use super::prelude::*;
use crate::commands::confirm::Confirmation;
use crate::ops::change::expect_revision;
use crate::ops::mode_change::CurrentMode;
use crate::ops::undo::UndoPlan;
use crate::views::undo::UndoDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The latest change must be of one of these four kinds; otherwise the error names the command that changes it back. --entry undoes an earlier change. Run `mm undo` twice to go back two changes: it never undoes an undo. If you undo the end of a maintenance, a new one starts now.\n\n`mm undo` asks before it switches the mode on or off and before it disables a tenant.\n\nExamples:\n  mm undo --dry-run    show what would be undone\n  mm undo --yes\n  mm undo --entry 12   undo entry 12 of `mm history`, if nothing changed its values since\n  mm undo --if-revision 17 --yes --json"
)]
pub struct Args {
    /// Undo this entry of the history instead of the latest change
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    entry: Option<i64>,
    /// Show what would be undone, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let mut revision = args.expect.revision;
    if args.dry_run {
        let document = app.look(|snapshot| {
            expect_revision(snapshot, revision)?;
            let hooks = app.hooks(snapshot)?;
            let current = CurrentMode::read(app, snapshot, &hooks)?;
            let mut plan = UndoPlan::new(app, &current, args.entry)?;
            UndoDocument::new(&current, &mut plan).dry_run(app, snapshot, &plan.restored)
        })?;
        return Ok(Response::new(document));
    }
    let mut is_confirmed = args.confirmation.yes;
    if !is_confirmed {
        let (question, read_revision) = app.look(|snapshot| {
            expect_revision(snapshot, revision)?;
            let hooks = app.hooks(snapshot)?;
            let current = CurrentMode::read(app, snapshot, &hooks)?;
            let plan = UndoPlan::new(app, &current, args.entry)?;
            Ok((plan.question(), current.status.server.revision))
        })?;
        if let Some((lines, question)) = question {
            args.confirmation.ask(&lines, &question)?;
            is_confirmed = true;
            // The answer holds for what was shown.
            revision = Some(read_revision);
        }
    }
    let (mut document, applied) =
        app.change_and_apply(HistoryAction::Undo, revision, |change, hooks| {
            let snapshot = change.snapshot();
            let current = CurrentMode::read(app, &snapshot, hooks)?;
            let mut plan = UndoPlan::new(app, &current, args.entry)?;
            if !is_confirmed && plan.question().is_some() {
                let message =
                    "another command changed the store, and the undo now needs a confirmation";
                return Err(Error::new(Code::Conflict, message)
                    .hint("see `mm undo --dry-run`, then decide again"));
            }
            let document = UndoDocument::new(&current, &mut plan);
            let UndoPlan { target, restored, mut record } = plan;
            record.after["undoes"] = target.id.into();
            change.record(record, |writer| {
                restored.write(writer, hooks)?;
                let document =
                    document.done(app, &writer.snapshot(), &restored, writer.revision())?;
                Ok((document, restored.begins()))
            })
        })?;
    let mut failures = Vec::new();
    if let Some(applied) = applied {
        document.set_applied(&applied);
        failures = applied.failures;
    }
    Ok(Response::with_failures(document, failures))
}
