//! What the real server says of itself: the hook `observe` and its stored report.

use crate::clock::Deadline;
use crate::domain::{Instant, Mode, Service};
use crate::error::Result;
use crate::hooks::{Hook, ServerReport};
use crate::ops::app::App;
use crate::ops::apply::hook_run::{HookRun, hook_input, run_recorded};
use crate::ops::apply::hook_turn::HookTurn;
use crate::ops::apply::status::{self as apply_status, ApplyStatus};
use crate::ops::change::Change;
use crate::ops::notification::SERVICE_STOPPED;
use crate::ops::records::service_record;
use crate::store::{ApplyRecord, HistoryAction, Observer, ServerObservation, Success};

/// How an observation of the real server went.
pub struct ObserveOutcome {
    pub run: HookRun,
    pub warnings: Vec<String>,
    /// The revision of a change of the service that was observed; `None` without one.
    pub service_revision: Option<u64>,
}

/// Runs the hook `observe`, and stores what it reports; `None`: there is no such hook, or other hooks
/// do not end in time.
pub fn observe(app: &App, deadline: Deadline) -> Result<Option<ObserveOutcome>> {
    if !app.may_have_hooks() {
        return Ok(None);
    }
    let hooks = app.look(|snapshot| app.hooks(snapshot))?.until(deadline);
    if !hooks.has(Hook::Observe) {
        return Ok(None);
    }
    hooks.check()?;
    let Some(turn) = HookTurn::wait_or_leave(app, &hooks)? else { return Ok(None) };
    let input = app.look(|snapshot| hook_input(app, snapshot, Hook::Observe))?;
    let report = run_recorded(app, Hook::Observe, |pass_on| {
        hooks.observe(&input, &app.location.0, &turn.lock, pass_on)
    });
    let (mut warnings, mut service_revision) = (Vec::new(), None);
    let failure = match report {
        Ok(report) => {
            (warnings, service_revision) = store_report(app, report, input.revision)?;
            None
        }
        Err(error) => {
            // What was observed before says nothing about the present.
            app.lock(|store| {
                let observer = store.observe();
                observer.outdate_server_observation()?;
                observer.commit()
            })?;
            let failure = format!("the real server's mode is not known: {error}");
            warnings.push(failure.clone());
            Some(failure)
        }
    };
    let run = HookRun { hook: Hook::Observe, failure };
    Ok(Some(ObserveOutcome { run, warnings, service_revision }))
}

/// Stores a report. A change of the service is a change like one by hand. Returns warnings, and the
/// revision of that change.
fn store_report(
    app: &App,
    report: ServerReport,
    revision: u64,
) -> Result<(Vec<String>, Option<u64>)> {
    app.change(HistoryAction::Service, None, |change, now| {
        let snapshot = change.snapshot();
        let server = snapshot.server()?;
        let maintenance = snapshot.in_force(now)?;
        let is_on = maintenance.is_some();
        let ServerReport { mode, notification, service } = report;
        let observation = ServerObservation {
            at: now,
            mode,
            notification,
            service,
            recorded_mode: Mode::of(maintenance.as_ref()),
            // A change that was made meanwhile may have come before the report or after it.
            is_current: server.revision == revision,
        };
        let begun = maintenance.map(|each| each.since);
        let applied = applied_by_report(&change, &observation, begun, now)?;
        let write = |observer: &Observer<'_>| {
            observer.set_server_observation(&observation)?;
            applied.as_ref().map_or(Ok(()), |applied| observer.set_applied(applied))
        };
        let (mut warnings, mut service_revision) = (Vec::new(), None);
        match service.filter(|service| *service != server.service) {
            Some(service) => {
                warnings.push(format!(
                    "the server says that the Cloud Connect Service is {service}; that is recorded now"
                ));
                let mut record = service_record(now, server.service, service);
                record.reason = Some("observed on the server".to_owned());
                service_revision = change.record(record, |writer| {
                    writer.set_service(service)?;
                    write(writer)?;
                    Ok(Some(writer.revision()))
                })?;
            }
            None => change.observe(write)?,
        }
        if is_on && service == Some(Service::Stopped) {
            warnings.push(SERVICE_STOPPED.to_owned());
        }
        Ok((warnings, service_revision))
    })
}

/// What a report changes in what is known of the real server. One of maintenance tells from when on
/// it was in this maintenance, where no success of the hook `apply` does; one of the other mode
/// takes that back.
fn applied_by_report(
    change: &Change<'_>,
    report: &ServerObservation,
    begun: Option<Instant>,
    now: Instant,
) -> Result<Option<ApplyRecord>> {
    let snapshot = change.snapshot();
    let mut applied = snapshot.applied()?;
    let (Some(begun), true) = (begun, report.is_current) else {
        return Ok(None);
    };
    let is_known = applied.success.is_some_and(|success| success.maintenance == Some(begun));
    match report.mode {
        Some(Mode::Maintenance) => {
            let is_told = match ApplyStatus::of(&snapshot, &change.hooks()?, now)?.applied {
                apply_status::Applied::Yes | apply_status::Applied::Unmanaged => true,
                apply_status::Applied::Pending | apply_status::Applied::Failed => {
                    let before = snapshot.server_observation()?;
                    before.is_some_and(|each| each.is_current && each.mode == report.mode)
                }
            };
            if is_known && is_told {
                return Ok(None);
            }
            let observation = snapshot.last_observation()?;
            applied.success = Some(Success { at: now, maintenance: Some(begun), observation });
        }
        Some(Mode::Active) if is_known => applied.success = None,
        Some(Mode::Active) | None => return Ok(None),
    }
    Ok(Some(applied))
}
