//! `mm jobs start`: start a simulated session of a job in a rehearsal.

use crate::commands::prelude::*;
use crate::domain::FailureCode;
use crate::ops::catch_up::catch_up_and_start;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::output::{plural, sanitize};
use crate::store::StoreKind;
use crate::views::session::{SessionContext, SessionRow};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The session lasts for the planned durations of its tasks, by the clock or by --now.\nExit statuses: 0 started, 75 refused (the session is recorded as failed), 1 already running.\n\nExamples:\n  mm jobs start \"Acme/Backup Job 1\"\n  mm --now 2026-11-23T22:00:00Z jobs start nightly --json"
)]
pub struct Args {
    /// Job to start: its name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let started = app.change(HistoryAction::StartJob, None, |change, now| {
        change.only_for(StoreKind::Rehearsal, "mm jobs start simulates a session")?;
        let snapshot = change.snapshot();
        let job = job_ref::find(&snapshot, &args.job)?;
        if job.facts.policy.is_some() {
            let message = format!("{:?} is a CDP policy and has no sessions", job.facts.name);
            return Err(Error::new(Code::IsAPolicy, message));
        }
        let [written, seen] = catch_up_and_start(&snapshot, now, &job)?;
        let revision = snapshot.server()?.revision;
        change.observe(|observer| {
            written.write(observer)?;
            let snapshot = observer.snapshot();
            let context = SessionContext::of(&snapshot, &ServerStatus::of(&snapshot, now)?)?;
            let session = seen.started.map(|session| context.row(&session));
            Ok(session.map(|session| StartedSession {
                schema: "mm.session/1",
                revision,
                changed: true,
                now,
                session,
            }))
        })
    })?;
    let started = started.ok_or_else(|| {
        Error::new(Code::AlreadyRunning, format!("a session of {:?} is already running", args.job))
            .hint("`mm jobs show` shows its progress")
    })?;
    let code = started.session.code;
    let mut response = Response::new(started);
    if matches!(code, Some(FailureCode::Maintenance | FailureCode::TenantDisabled)) {
        response.exit = Exit::Refused;
    }
    Ok(response)
}

/// The document `mm.session/1` of a new session.
#[derive(Serialize)]
struct StartedSession {
    schema: &'static str,
    revision: u64,
    changed: bool,
    now: Instant,
    #[serde(flatten)]
    session: SessionRow,
}

impl View for StartedSession {
    fn page(&self, page: &mut Page) {
        let SessionRow { id, tenant, job, code, notification, tasks, .. } = &self.session;
        let job = format!("{tenant}/{job}");
        if let Some(code) = code {
            page.strong(format!("Session {id} of {} was refused: {code}", sanitize(&job)));
            if let Some(text) = notification {
                page.line(format!("The tenant reads: {}", sanitize(text)));
            }
        } else {
            let tasks = plural(tasks.len() as u64, "task", "tasks");
            page.strong(format!("Session {id} of {} started, {tasks}.", sanitize(&job)));
        }
    }
}
