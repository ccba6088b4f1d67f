//! `mm apply`: tell the real server what is recorded, through hooks.

use super::prelude::*;
use crate::clock::Deadline;
use crate::hooks::Hook;
use crate::ops::apply::comparison::{ServerComparison, drift};
use crate::ops::apply::hook_run::HookRun;
use crate::ops::apply::observe::observe;
use crate::ops::apply::status::wanted;
use crate::ops::apply::{Force, apply, due, due_drain, run_drained_hook};
use crate::views::applied::AppliedDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "`mm apply` runs the hook apply if the mode or the notification differs from what the real server was last told, or if the last attempt failed or was interrupted. The mode also changes when a planned end passes or a window opens, so run it from a timer and after a reboot: see docs/hooks.md.\nThen the hook observe asks the server. If it differs although it was told, `mm apply` changes nothing and ends with status 1, code drift; --force brings it to the recorded state.\nExit statuses of --check: 0 the server is as recorded, 3 it differs, 1 not known.\n\nExamples:\n  mm apply --dry-run    show which hooks would run\n  mm apply              tell the real server what is recorded\n  mm apply --check      compare the real server with what is recorded\n  mm apply --force      tell it again, for example after it was restored from a backup"
)]
pub struct Args {
    /// Run the hook apply even if the real server was told already
    #[arg(long)]
    force: bool,
    /// Ask the real server for its mode, and tell it nothing
    #[arg(long, conflicts_with_all = ["force", "dry_run"])]
    check: bool,
    /// Show which hooks would run, and run none
    #[arg(long)]
    dry_run: bool,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    if args.check {
        return check(app);
    }
    let force = if args.force { Force::Yes } else { Force::No };
    let mut document = app.look(|snapshot| {
        let hooks = app.hooks(snapshot)?;
        if !hooks.has(Hook::Apply) {
            return Err(Error::new(Code::NoHooks, "no apply hook is installed for this store")
                .hint("see docs/hooks.md; a rehearsal names its hooks with --hooks"));
        }
        hooks.check()?;
        let mut due_hooks = Vec::new();
        if let Some(due) = due(app, snapshot, force)? {
            due_hooks.push(Hook::Apply);
            if due.ends_maintenance && hooks.has(Hook::PostDisable) {
                due_hooks.push(Hook::PostDisable);
            }
        }
        if hooks.has(Hook::Observe) {
            due_hooks.push(Hook::Observe);
        }
        if due_drain(app, snapshot, &hooks)?.is_some() {
            due_hooks.push(Hook::Drained);
        }
        AppliedDocument::of(app, snapshot, due_hooks)
    })?;
    if args.dry_run {
        document.dry_run = true;
        document.would_change = Some(document.due.iter().any(|hook| *hook != Hook::Observe));
        return Ok(Response::new(document));
    }
    let applied = apply(app, force)?;
    if let Some(difference) = applied.drift {
        return Err(drift(&difference));
    }
    let drained = run_drained_hook(app, Deadline::new(None))?;
    let mut failures = applied.failures;
    failures.extend(drained.as_ref().and_then(|run| run.failure.clone()));
    let ran: Vec<HookRun> = applied.ran.into_iter().chain(drained).collect();
    document = app.look(|snapshot| AppliedDocument::of(app, snapshot, document.due))?;
    let changed = ran.iter().any(|run| run.hook != Hook::Observe);
    (document.changed, document.ran, document.warnings) = (changed, ran, applied.warnings);
    Ok(Response::with_failures(document, failures))
}

/// Compares the real server with what is recorded.
fn check(app: &App) -> Result<Response> {
    let Some(observed) = observe(app, Deadline::new(None))? else {
        let is_installed = app.look(|snapshot| Ok(app.hooks(snapshot)?.has(Hook::Observe)))?;
        return Err(if is_installed {
            Error::new(
                Code::NotObserved,
                "the real server is being told right now, or a hook was killed before it was told",
            )
            .hint("run `mm apply`, then check again")
        } else {
            Error::new(Code::NoHooks, "no observe hook is installed for this store")
                .hint("see docs/hooks.md; a rehearsal names its hooks with --hooks")
        });
    };
    if let Some(failure) = observed.run.failure {
        return Err(Error::new(Code::NotObserved, failure));
    }
    let (mut document, comparison) = app.look(|snapshot| {
        let observation = snapshot.server_observation()?;
        let wanted = wanted(snapshot, app.now())?;
        let comparison = ServerComparison::of(observation.as_ref(), &wanted);
        Ok((AppliedDocument::of(app, snapshot, Vec::new())?, comparison))
    })?;
    let exit = match &comparison {
        ServerComparison::Same => Exit::Done,
        ServerComparison::Different(_) => Exit::No,
        ServerComparison::NotKnown => {
            let message = "the real server's mode is not known: the observe hook did not report it, or it was changed meanwhile";
            return Err(Error::new(Code::NotObserved, message));
        }
    };
    (document.ran, document.warnings) = (vec![observed.run], observed.warnings);
    document.check = Some(comparison);
    Ok(Response { exit, ..Response::new(document) })
}
