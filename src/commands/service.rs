//! `mm service`: record whether the Cloud Connect Service runs.

use super::prelude::*;
use crate::ops::notification::SERVICE_STOPPED;
use crate::ops::records::service_record;
use crate::store::StoreKind;
use crate::views::mode::warnings;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "`mm service` only records the state; it starts and stops nothing. Record a server that is down as stopped.\n\nExamples:\n  mm service stopped    before an upgrade stops it\n  mm service running    when it runs again"
)]
pub struct Args {
    /// State of the service
    #[arg(value_name = "STATE", value_parser = spelled::<Service>())]
    state: Service,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let outcome = app.change(HistoryAction::Service, args.expect.revision, |change, now| {
        let snapshot = change.snapshot();
        let server = snapshot.server()?;
        let is_stopped = args.state == Service::Stopped;
        let outcome = ServiceOutcome {
            schema: "mm.service/1",
            revision: server.revision,
            changed: false,
            service: args.state,
            mode: Mode::of(snapshot.in_force(now)?.as_ref()),
            store: server.kind.unwrap_or(StoreKind::Live),
            warnings: is_stopped.then(|| SERVICE_STOPPED.to_owned()).into_iter().collect(),
        };
        if server.service == args.state {
            return change.unchanged(outcome);
        }
        change.record(service_record(now, server.service, args.state), |writer| {
            writer.set_service(args.state)?;
            Ok(ServiceOutcome { revision: writer.revision(), changed: true, ..outcome })
        })
    })?;
    Ok(Response::new(outcome))
}

/// The document `mm.service/1`.
#[derive(Serialize)]
struct ServiceOutcome {
    schema: &'static str,
    revision: u64,
    changed: bool,
    service: Service,
    mode: Mode,
    store: StoreKind,
    warnings: Vec<String>,
}

impl View for ServiceOutcome {
    fn page(&self, page: &mut Page) {
        let is = if self.changed { "is" } else { "was already" };
        page.strong(format!("The Cloud Connect Service {is} recorded as {}.", self.service));
        warnings(&self.warnings, page);
    }
}
