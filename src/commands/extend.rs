//! Extend: moves the planned end of the maintenance in force.

use crate::args::Global;
use crate::commands::Response;
use crate::domain::Instant;
use crate::domain::Span;
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::ops::mode_change::{ModeOutcome, as_json};
use crate::ops::server_status::ServerStatus;
use crate::scenario::Event;
use crate::store::NewEntry;

/// What `mm extend` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm extend 30m          half an hour more\n  mm extend 1h --json"
)]
pub struct Args {
    /// Move the planned end by so much
    #[arg(value_name = "DUR", value_parser = Span::parse)]
    by: Span,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Moves the planned end.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let mut switched = app.lock(|change| {
        let snapshot = change.snapshot();
        app.hooks_for(&change)?;
        expect_revision(&snapshot, args.if_revision)?;
        let state = ServerStatus::of(&snapshot, app.now())?;
        let Some(before) = state.maintenance else {
            return Err(Error::new(Code::NotInMaintenance, "the mode is off: nothing to extend")
                .hint("mm enable --for DUR switches it on"));
        };
        let Some(until) = before.until else {
            return Err(Error::new(Code::NoPlannedEnd, "the maintenance has no planned end")
                .hint("mm enable --for DUR gives it one"));
        };
        let until = until + args.by;
        if until <= app.now() {
            let message = format!("the planned end would be {until}, which is past");
            return Err(Error::new(Code::StillOverdue, message)
                .hint("extend by more, or end it with mm disable"));
        }
        if until > Instant::LAST {
            return Err(Error::usage("it would end beyond the calendar, which ends with 9999"));
        }
        let mut after = before.clone();
        after.until = Some(until);
        let events = Event::mode_change(app.now(), Some(&after), state.server.message.as_deref());
        let caught_up = catch_up(&snapshot, app.now(), events)?;
        let told = ModeOutcome::new(&app, &snapshot, Some(&after), "The planned end was moved.")?;
        let entry = NewEntry {
            action: "extend",
            reason: None,
            before: as_json(Some(&before)),
            after: as_json(Some(&after)),
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.declare(&after)?;
        caught_up.write(&writer)?;
        let revision = writer.revision();
        writer.commit()?;
        Ok(told.changed(revision))
    })?;
    let brought = ApplyOutcome::after(&app)?;
    switched.brought(brought.as_ref());
    let mut done = Response::of(&app, switched);
    ApplyOutcome::tell(brought.as_ref(), &mut done);
    Ok(done)
}
