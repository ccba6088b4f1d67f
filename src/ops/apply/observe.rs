//! What the real server says of itself: the hook `observe` and its stored report.

use crate::domain::{Mode, Service};
use crate::error::{Code, Result};
use crate::hooks::{Hook, ServerReport};
use crate::ops::app::App;
use crate::ops::apply::hook_run::{HookRun, hook_input, recorded};
use crate::ops::apply::hook_turn::{HookTurn, Order};
use crate::ops::apply::status::wanted;
use crate::ops::notification::SERVICE_STOPPED;
use crate::ops::records::service_record;
use crate::store::ServerObservation;

/// How an observation of the real server went.
pub struct ObserveOutcome {
    pub run: HookRun,
    pub warnings: Vec<String>,
}

/// Runs the hook `observe`, and stores what it reports; `None`: there is no such hook, or other hooks
/// do not end in time.
pub fn observe(app: &App) -> Result<Option<ObserveOutcome>> {
    if !app.may_have_hooks() {
        return Ok(None);
    }
    let hooks = app.look(|snapshot| app.hooks(snapshot))?;
    if !hooks.has(Hook::Observe) {
        return Ok(None);
    }
    hooks.check()?;
    let turn = match HookTurn::wait(app, &hooks, Order::AnyOther) {
        Ok(turn) => turn,
        Err(error) if error.code == Code::HooksBusy => return Ok(None),
        Err(error) => return Err(error),
    };
    let input = app.look(|snapshot| {
        let wanted = wanted(snapshot, app.now())?;
        hook_input(app, snapshot, Hook::Observe, &wanted)
    })?;
    let report = recorded(app, Hook::Observe, |pass_on| {
        hooks.observe(&input, &app.location.0, &turn.lock, pass_on)
    });
    let mut warnings = Vec::new();
    let failure = match report {
        Ok(report) => {
            warnings.extend(store_report(app, report, input.revision)?);
            None
        }
        Err(error) => {
            // What was observed before says nothing about the present.
            app.lock(|change| {
                let observer = change.observe();
                observer.outdate_server_observation()?;
                observer.commit()
            })?;
            let failure = format!("the real server's mode is not known: {error}");
            warnings.push(failure.clone());
            Some(failure)
        }
    };
    Ok(Some(ObserveOutcome { run: HookRun { hook: Hook::Observe, failure }, warnings }))
}

/// Stores a report, and returns warnings. A change of the service is a change like one by hand.
fn store_report(app: &App, report: ServerReport, revision: u64) -> Result<Vec<String>> {
    app.change("service", None, |change, now| {
        let snapshot = change.snapshot();
        let server = snapshot.server()?;
        let is_on = snapshot.in_force(now)?.is_some();
        let ServerReport { mode, notification, service } = report;
        let observation = ServerObservation {
            at: now,
            mode,
            notification,
            service,
            recorded: if is_on { Mode::Maintenance } else { Mode::Active },
            // A change that was made meanwhile may have come before the report or after it.
            is_current: server.revision == revision,
        };
        let mut warnings = Vec::new();
        match service.filter(|service| *service != server.service) {
            Some(service) => {
                warnings.push(format!(
                    "the server says that the Cloud Connect Service is {service}; that is recorded now"
                ));
                let mut record = service_record(now, server.service, service);
                record.reason = Some("observed on the server".to_owned());
                change.record(record, |writer| {
                    writer.set_service(service)?;
                    writer.set_server_observation(&observation)
                })?;
            }
            None => change.observe(|observer| observer.set_server_observation(&observation))?,
        }
        if is_on && service == Some(Service::Stopped) {
            warnings.push(SERVICE_STOPPED.to_owned());
        }
        Ok(warnings)
    })
}
