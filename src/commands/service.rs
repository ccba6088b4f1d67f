//! Service: records whether the Cloud Connect Service runs, without which tenants read nothing.

use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::domain::{Mode, Service};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::output::{Page, View};
use crate::scenario::{Action, Event};
use crate::store::{NewEntry, StoreKind};

/// What an operator must hear while the service is stopped.
pub const STOPPED: &str = "while the Cloud Connect Service is stopped, tenants fail unexplained: they read no notification";

/// What `mm service` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "It records what is so; it starts and stops nothing. A server that is down counts as stopped.\n\nExamples:\n  mm service stopped    before the upgrade stops it\n  mm service running    when it runs again"
)]
pub struct Args {
    /// Whether it runs
    #[arg(value_name = "STATE", value_parser = spelled::<Service>())]
    state: Service,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Records it.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let recorded = app.lock_or_create(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        let server = snapshot.server()?;
        let in_force = snapshot.in_force(app.now())?;
        let mut recorded = Recorded {
            schema: "mm.service/1",
            revision: server.revision,
            changed: false,
            service: args.state,
            mode: if in_force.is_some() { Mode::Maintenance } else { Mode::Active },
            store: server.kind.unwrap_or(StoreKind::Live),
            warnings: Vec::new(),
        };
        if args.state == Service::Stopped {
            recorded.warnings.push(STOPPED.to_owned());
        }
        if server.service == args.state {
            change.leave()?;
            return Ok(recorded);
        }
        let caught_up = catch_up(
            &snapshot,
            app.now(),
            vec![Event { at: app.now(), action: Action::SetService(args.state) }],
        )?;
        let entry = NewEntry {
            action: "service",
            reason: None,
            before: as_json(server.service),
            after: as_json(args.state),
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.set_service(args.state)?;
        caught_up.write(&writer)?;
        recorded.revision = writer.revision();
        recorded.changed = true;
        writer.commit()?;
        Ok(recorded)
    })?;
    Ok(Response::of(&app, recorded))
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
    store: StoreKind,
    warnings: Vec<String>,
}

impl View for Recorded {
    fn page(&self, page: &mut Page) {
        let already = if self.changed { "is" } else { "was already" };
        page.strong(format!("The Cloud Connect Service {already} recorded as {}.", self.service));
        for warning in &self.warnings {
            page.line(format!("warning: {}", crate::output::sanitize(warning)));
        }
    }
}
