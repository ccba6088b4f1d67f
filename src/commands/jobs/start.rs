//! Start of a job: a simulated session, in a rehearsal.

use std::io;

use serde::Serialize;

use crate::args::Global;
use crate::commands::Done;
use crate::domain::{FailureCode, Instant};
use crate::error::{Code, Error, Exit};
use crate::ops::app::App;
use crate::ops::catch_up::{Act, settle};
use crate::ops::job_ref;
use crate::ops::mode_change;
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, Show, Sink, plural, safe};
use crate::scenario::Text;
use crate::store::{Kind, StoredSession};
use crate::views::session::{SessionContext, SessionRow};

/// What `mm jobs start` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The session goes on with the clock by the planned durations of its tasks.\nExit statuses: 0 started, 75 refused (the session is recorded as failed), 1 it runs already.\n\nExamples:\n  mm jobs start \"Acme/Backup Job 1\"\n  mm --now 2026-11-23T22:00:00Z jobs start nightly --json"
)]
pub struct Args {
    /// The job: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
}

/// Starts a session.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let started = app.lock(|change| {
        change.only_for(Kind::Rehearsal, "mm jobs start simulates a session")?;
        let snapshot = change.snapshot();
        let job = job_ref::find(&snapshot, &args.job)?;
        let mut event = mode_change::event(app.now(), "start");
        event.job = Some(Text::from(job.facts.name.clone()));
        event.tenant = Some(Text::from(job.facts.tenant.clone()));
        if job.facts.policy.is_some() {
            let message = format!("{:?} is a policy, which has no sessions", job.facts.name);
            return Err(Error::new(Code::IsAPolicy, message));
        }
        let caught_up =
            settle(&snapshot, app.now(), Act { events: vec![event], starts: Some(job.id) })?;
        let revision = snapshot.server()?.revision;
        let observer = change.observe();
        let id = caught_up.write(&observer)?;
        let Some((mut session, id)) = caught_up.started.zip(id) else {
            observer.commit()?;
            let message = format!("a session of {:?} works already", args.job);
            return Err(
                Error::new(Code::AlreadyRunning, message).hint("mm jobs show tells how far it is")
            );
        };
        session.id = id;
        let snapshot = observer.snapshot();
        let row =
            SessionContext::of(&snapshot, &ServerStatus::of(&snapshot, app.now())?)?.row(&session);
        observer.commit()?;
        Ok(Started { revision, now: app.now(), row, session })
    })?;
    let code = started.session.facts.ended.and_then(|ended| ended.code);
    let mut done = app.done(started);
    if matches!(code, Some(FailureCode::Maintenance | FailureCode::TenantDisabled)) {
        done.exit = Exit::Refused;
    }
    Ok(done)
}

struct Started {
    revision: u64,
    now: Instant,
    row: SessionRow,
    session: StoredSession,
}

/// The document `mm.session/1`.
#[derive(Serialize)]
struct Document<'s> {
    schema: &'static str,
    revision: u64,
    changed: bool,
    now: Instant,
    #[serde(flatten)]
    session: &'s SessionRow,
}

impl Show for Started {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        let document = Document {
            schema: "mm.session/1",
            revision: self.revision,
            changed: true,
            now: self.now,
            session: &self.row,
        };
        crate::output::json(&document, to)
    }

    fn page(&self, page: &mut Page) {
        let facts = &self.session.facts;
        let whose = format!("{}/{}", facts.tenant, facts.job);
        let (whose, id) = (safe(&whose), self.session.id);
        if let Some(code) = facts.ended.and_then(|ended| ended.code) {
            page.strong(format!("Session {id} of {whose} was refused: {code}"));
            if let Some(text) = &self.session.notification {
                page.line(format!("The tenant reads: {}", safe(text)));
            }
        } else {
            let tasks = plural(facts.tasks.len() as u64, "task", "tasks");
            page.strong(format!("Session {id} of {whose} started, {tasks}."));
        }
    }
}
