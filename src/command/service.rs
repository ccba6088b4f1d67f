//! Service: records whether the Cloud Connect Service runs, without which tenants read nothing.

use std::io;

use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};

use super::Done;
use super::context::Context;
use super::settle::{Act, settle};
use super::switch::{event, expect_revision};
use crate::cli::{Global, spelled};
use crate::domain::{Instant, Mode, Service};
use crate::output::{Page, Show, Sink};
use crate::store::{Deed, Kind};

/// What an operator must hear while the service is stopped.
pub const STOPPED: &str = "while the Cloud Connect Service is stopped, tenants fail unexplained: they read no notification";

/// What `mm service` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "It records what is so; it starts and stops nothing. A server that is down counts as stopped.\n\nExamples:\n  mm service stopped    before the upgrade stops it\n  mm service running    when it runs again"
)]
pub struct Arguments {
    /// Whether it runs
    #[arg(value_name = "STATE", value_parser = spelled::<Service>())]
    state: Service,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Records it.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let recorded = context.change(|change| {
        let view = change.view();
        expect_revision(&view, arguments.if_revision)?;
        let server = view.server()?;
        let in_force = view.in_force(context.now())?;
        let mut recorded = Recorded {
            schema: "mm.service/1",
            revision: server.revision,
            changed: false,
            service: arguments.state,
            mode: if in_force.is_some() { Mode::Maintenance } else { Mode::Active },
            store: server.kind.unwrap_or(Kind::Live),
            warnings: Vec::new(),
        };
        if arguments.state == Service::Stopped {
            recorded.warnings.push(STOPPED.to_owned());
        }
        if server.service == arguments.state {
            change.leave()?;
            return Ok(recorded);
        }
        let settled = settle(&view, context.now(), turning(context.now(), arguments.state))?;
        let deed = Deed {
            action: "service",
            reason: None,
            before: as_json(server.service),
            after: as_json(arguments.state),
        };
        let writer = change.record(&context.actor, &deed)?;
        writer.set_service(arguments.state)?;
        settled.write(&writer)?;
        recorded.revision = writer.revision();
        recorded.changed = true;
        writer.commit()?;
        Ok(recorded)
    })?;
    Ok(context.done(recorded))
}

/// What simulated sessions are told when the service starts or stops.
pub fn turning(at: Instant, to: Service) -> Act {
    let kind = match to {
        Service::Running => "service-start",
        Service::Stopped => "service-stop",
    };
    Act { events: vec![event(at, kind)], starts: None }
}

/// The service as it stands in the history.
pub fn as_json(service: Service) -> Value {
    json!({"service": service})
}

/// The document `mm.service/1`.
#[derive(Serialize)]
struct Recorded {
    schema: &'static str,
    revision: u64,
    changed: bool,
    service: Service,
    mode: Mode,
    store: Kind,
    warnings: Vec<String>,
}

impl Show for Recorded {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        let already = if self.changed { "is" } else { "was already" };
        page.strong(format!("The Cloud Connect Service {already} recorded as {}.", self.service));
        for warning in &self.warnings {
            page.line(format!("warning: {}", crate::output::safe(warning)));
        }
    }
}
