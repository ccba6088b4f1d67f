//! Disable: switches the mode off, and says in short what it did.

use clap::Args;

use super::Done;
use super::aftermath::Short;
use super::ahead::{HEALING, Question, look};
use super::bring::Brought;
use super::context::Context;
use super::settle::{Act, settle};
use super::state::State;
use super::switch::{Switched, as_json, expect_revision, switching};
use super::text::check_text;
use crate::cli::Global;
use crate::domain::Instant;
use crate::engine::Keep;
use crate::store::{Deed, Result, View};

/// What `mm disable` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Off already, it changes nothing and ends with 0. Within a planned window it ends this occurrence.\n\nExamples:\n  mm disable\n  mm disable --reason \"upgrade done\" --json"
)]
pub struct Arguments {
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show what it would do, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Switches the mode off.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    if let Some(reason) = &arguments.reason {
        check_text("--reason", reason)?;
    }
    if arguments.dry_run {
        let switched = context.look(|view| {
            expect_revision(view, arguments.if_revision)?;
            let state = State::of(view, context.now())?;
            let mut told = told(&context, view, &state)?;
            if state.maintenance.is_some() {
                let end = (context.now() + HEALING).min(Instant::LAST);
                let before = view.declared(context.now(), end)?;
                let after: Vec<_> =
                    before.iter().filter(|each| each.since > context.now()).cloned().collect();
                let question =
                    Question { before: &before, after: &after, end, keep: Keep::Everything };
                told = told.with_effect(look(view, &state, &question)?);
            }
            Ok(told.dry_run())
        })?;
        return Ok(context.done(switched));
    }
    let mut switched = context.change_existing(|change| {
        let view = change.view();
        context.hooks_for(&change)?;
        expect_revision(&view, arguments.if_revision)?;
        let state = State::of(&view, context.now())?;
        let told = told(&context, &view, &state)?;
        let Some(maintenance) = &state.maintenance else {
            change.leave()?;
            return Ok(told);
        };
        let events = switching(context.now(), None, state.server.message.as_deref());
        let settled = settle(&view, context.now(), Act { events, starts: None })?;
        let occurrences = view.occurrences(context.now(), context.now())?;
        let deed = Deed {
            action: "disable",
            reason: arguments.reason.clone(),
            before: as_json(Some(maintenance)),
            after: as_json(None),
        };
        let writer = change.record(&context.actor, &deed)?;
        writer.end_declared(context.now())?;
        for occurrence in &occurrences {
            if occurrence.maintenance.since <= context.now() {
                writer.end_occurrence(occurrence, context.now())?;
            }
        }
        settled.write(&writer)?;
        let revision = writer.revision();
        writer.commit()?;
        Ok(told.changed(revision))
    })?;
    let brought = Brought::after(&context)?;
    switched.brought(brought.as_ref());
    let mut done = context.done(switched);
    Brought::tell(brought.as_ref(), &mut done);
    Ok(done)
}

fn told(context: &Context, view: &View<'_>, state: &State) -> Result<Switched> {
    let title = match &state.maintenance {
        Some(maintenance) => {
            let lasted = crate::output::rough(context.now() - maintenance.since);
            format!("Maintenance is off. It lasted {lasted}.")
        }
        None => "Maintenance is off already; nothing was changed.".to_owned(),
    };
    let mut switched = Switched::new(context, view, None, title)?;
    if let Some(maintenance) = &state.maintenance {
        switched.with_report(Short::of(view, state, maintenance)?);
    }
    Ok(switched)
}
