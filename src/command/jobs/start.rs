//! Start of a job: a simulated session, in a rehearsal.

use std::io;

use clap::Args;
use serde::Serialize;

use crate::cli::Global;
use crate::command::context::Context;
use crate::command::job_ref;
use crate::command::sessions::{SessionRow, Telling};
use crate::command::settle::{Act, settle};
use crate::command::state::State;
use crate::command::{Done, switch};
use crate::domain::{Code, Instant};
use crate::exit::{Exit, Problem};
use crate::output::{Page, Show, Sink, plural, safe};
use crate::scenario::Text;
use crate::store::{KeptSession, Kind};

/// What `mm jobs start` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "The session goes on with the clock by the planned durations of its tasks.\nExit statuses: 0 started, 75 refused (the session is recorded as failed), 1 it runs already.\n\nExamples:\n  mm jobs start \"Acme/Backup Job 1\"\n  mm --now 2026-11-23T22:00:00Z jobs start nightly --json"
)]
pub struct Arguments {
    /// The job: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
}

/// Starts a session.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let started = context.change_existing(|change| {
        change.only_for(Kind::Rehearsal, "mm jobs start simulates a session")?;
        let view = change.view();
        let job = job_ref::find(&view, &arguments.job)?;
        let mut event = switch::event(context.now(), "start");
        event.job = Some(Text::from(job.facts.name.clone()));
        event.tenant = Some(Text::from(job.facts.tenant.clone()));
        if job.facts.policy.is_some() {
            let message = format!("{:?} is a policy, which has no sessions", job.facts.name);
            return Err(Problem::failed("is-a-policy", message));
        }
        let settled =
            settle(&view, context.now(), Act { events: vec![event], starts: Some(job.id) })?;
        let revision = view.server()?.revision;
        let observer = change.observe();
        let id = settled.write(&observer)?;
        let Some((mut session, id)) = settled.started.zip(id) else {
            observer.commit()?;
            let message = format!("a session of {:?} works already", arguments.job);
            return Err(Problem::failed("already-running", message)
                .hint("mm jobs show tells how far it is"));
        };
        session.id = id;
        let view = observer.view();
        let row = Telling::of(&view, &State::of(&view, context.now())?)?.row(&session);
        observer.commit()?;
        Ok(Started { revision, now: context.now(), row, session })
    })?;
    let code = started.session.facts.ended.and_then(|ended| ended.code);
    let mut done = context.done(started);
    if matches!(code, Some(Code::Maintenance | Code::TenantDisabled)) {
        done.exit = Exit::Refused;
    }
    Ok(done)
}

struct Started {
    revision: u64,
    now: Instant,
    row: SessionRow,
    session: KeptSession,
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
