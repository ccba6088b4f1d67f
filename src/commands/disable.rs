//! Disable: switches the mode off, and says in short what it did.

use crate::args::Global;
use crate::commands::Response;
use crate::domain::Instant;
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::ops::forecast::{Forecast, HEALING, Proposal};
use crate::ops::impact::ImpactSummary;
use crate::ops::mode_change::{ModeOutcome, as_json};
use crate::ops::notification::check_text;
use crate::ops::server_status::ServerStatus;
use crate::scenario::Event;
use crate::simulator::Keep;
use crate::store::{NewEntry, Snapshot};

/// What `mm disable` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Off already, it changes nothing and ends with 0. Within a planned window it ends this occurrence.\n\nExamples:\n  mm disable\n  mm disable --reason \"upgrade done\" --json"
)]
pub struct Args {
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
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    if let Some(reason) = &args.reason {
        check_text("--reason", reason)?;
    }
    if args.dry_run {
        let switched = app.look(|snapshot| {
            expect_revision(snapshot, args.if_revision)?;
            let state = ServerStatus::of(snapshot, app.now())?;
            let mut told = told(&app, snapshot, &state)?;
            if state.maintenance.is_some() {
                let end = (app.now() + HEALING).min(Instant::LAST);
                let before = snapshot.declared(app.now(), end)?;
                let after: Vec<_> =
                    before.iter().filter(|each| each.since > app.now()).cloned().collect();
                let proposal = Proposal { before: &before, after: &after, end };
                told =
                    told.with_effect(Forecast::of(snapshot, &state, &proposal, Keep::Everything)?);
            }
            Ok(told.dry_run())
        })?;
        return Ok(Response::of(&app, switched));
    }
    let mut switched = app.lock(|change| {
        let snapshot = change.snapshot();
        app.hooks_for(&change)?;
        expect_revision(&snapshot, args.if_revision)?;
        let state = ServerStatus::of(&snapshot, app.now())?;
        let told = told(&app, &snapshot, &state)?;
        let Some(maintenance) = &state.maintenance else {
            change.leave()?;
            return Ok(told);
        };
        let events = Event::mode_change(app.now(), None, state.server.message.as_deref());
        let caught_up = catch_up(&snapshot, app.now(), events)?;
        let occurrences = snapshot.occurrences(app.now(), app.now())?;
        let entry = NewEntry {
            action: "disable",
            reason: args.reason.clone(),
            before: as_json(Some(maintenance)),
            after: as_json(None),
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.end_declared(app.now())?;
        for occurrence in &occurrences {
            if occurrence.maintenance.since <= app.now() {
                writer.end_occurrence(occurrence, app.now())?;
            }
        }
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

fn told(app: &App, snapshot: &Snapshot<'_>, state: &ServerStatus) -> Result<ModeOutcome> {
    let title = match &state.maintenance {
        Some(maintenance) => {
            let lasted = crate::output::rough(app.now() - maintenance.since);
            format!("Maintenance is off. It lasted {lasted}.")
        }
        None => "Maintenance is off already; nothing was changed.".to_owned(),
    };
    let mut switched = ModeOutcome::new(app, snapshot, None, title)?;
    if let Some(maintenance) = &state.maintenance {
        switched.with_report(ImpactSummary::of(snapshot, state, maintenance)?);
    }
    Ok(switched)
}
