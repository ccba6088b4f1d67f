//! Extend: moves the planned end of the maintenance in force.

use clap::Args;

use super::bring::Brought;
use super::context::Context;
use super::settle::{Act, settle};
use super::state::State;
use super::switch::{Switched, as_json, expect_revision, switching};
use super::{Done, Span};
use crate::cli::Global;
use crate::domain::Instant;
use crate::exit::Problem;
use crate::store::Deed;

/// What `mm extend` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm extend 30m          half an hour more\n  mm extend 1h --json"
)]
pub struct Arguments {
    /// Move the planned end by so much
    #[arg(value_name = "DUR", value_parser = Span::parse)]
    by: Span,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Moves the planned end.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let mut switched = context.change_existing(|change| {
        let view = change.view();
        context.hooks_for(&change)?;
        expect_revision(&view, arguments.if_revision)?;
        let state = State::of(&view, context.now())?;
        let Some(before) = state.maintenance else {
            return Err(Problem::failed(
                "not-in-maintenance",
                "the mode is off: nothing to extend",
            )
            .hint("mm enable --for DUR switches it on"));
        };
        let Some(until) = before.until else {
            return Err(Problem::failed("no-planned-end", "the maintenance has no planned end")
                .hint("mm enable --for DUR gives it one"));
        };
        let until = until + arguments.by;
        if until <= context.now() {
            let message = format!("the planned end would be {until}, which is past");
            return Err(Problem::failed("still-overdue", message)
                .hint("extend by more, or end it with mm disable"));
        }
        if until > Instant::LAST {
            return Err(Problem::usage("it would end beyond the calendar, which ends with 9999"));
        }
        let mut after = before.clone();
        after.until = Some(until);
        let events = switching(context.now(), Some(&after), state.server.message.as_deref());
        let settled = settle(&view, context.now(), Act { events, starts: None })?;
        let told = Switched::new(&context, &view, Some(&after), "The planned end was moved.")?;
        let deed = Deed {
            action: "extend",
            reason: None,
            before: as_json(Some(&before)),
            after: as_json(Some(&after)),
        };
        let writer = change.record(&context.actor, &deed)?;
        writer.declare(&after)?;
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
