//! The gate of `mm run`: whether a session of a job may start, and its record in the store.

use crate::domain::{
    Ended, FailureCode, Instant, Job, KnownResult, Origin, Session, Verdict, notice, on_enable,
    start_session,
};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::platform::{process, this_process};
use crate::store::{JobFilter, SessionFilter, StoreKind, Stored, StoredSession};

/// The answer of the gate.
pub enum Admission {
    /// The command may run as the session of this number.
    Admitted(i64),
    Refused {
        code: FailureCode,
        notification: Option<String>,
    },
}

/// Decides and records in one transaction: no session starts after the mode was switched on.
pub fn admit(app: &App, job: &str) -> Result<Admission> {
    app.lock(|change| {
        change.only_for(StoreKind::Live, "mm run starts real commands")?;
        let snapshot = change.snapshot();
        let now = app.now();
        let job = job_ref::find(&snapshot, job)?;
        let Job { tenant, name, job_type, target, .. } = &job.facts;
        if job.facts.policy.is_some() {
            let message = format!("{name:?} is a CDP policy, which has no sessions");
            return Err(Error::new(Code::IsAPolicy, message));
        }
        let server = ServerStatus::of(&snapshot, now)?;
        let caught_up = catch_up(&snapshot, now, Vec::new())?;
        let running = caught_up.working.iter().find(|session| session.job == Some(job.id)).cloned();
        if running.as_ref().is_some_and(|session| session.origin == Origin::Run) {
            let message = format!("a session of {name:?} is already running");
            return Err(Error::new(Code::AlreadyRunning, message)
                .hint("`mm sessions --working` shows its process"));
        }
        let mode = server.mode();
        let verdict =
            start_session(job_type.coverage(*target), *target, snapshot.access_of(tenant)?, mode);
        let mut session = new_session(&job, now);
        session.rule = verdict.rule();
        let refused = match verdict {
            Verdict::Allowed(_) | Verdict::Undocumented(_) => None,
            Verdict::Refused(code, _) => Some(code),
        };
        if let Some(code) = refused {
            if notice(job_type.coverage(*target), code, mode, server.server.service).is_shown() {
                session.notification = Some(server.message(tenant, name)?);
            }
            session.facts.ended =
                Some(Ended { at: now, result: KnownResult::Failed, code: Some(code) });
        }
        let observer = change.observe();
        caught_up.write(&observer)?;
        if let (None, Some(mut imported)) = (refused, running) {
            // The command runs now, so the session that was imported before has ended.
            let at = now.max(imported.facts.started);
            imported.facts.ended = Some(Ended { at, result: KnownResult::Unknown, code: None });
            observer.update_session(&imported)?;
        }
        let id = observer.add_session(&session)?;
        observer.commit()?;
        Ok(match refused {
            None => Admission::Admitted(id),
            Some(code) => Admission::Refused { code, notification: session.notification },
        })
    })
}

fn new_session(job: &Stored<Job>, now: Instant) -> StoredSession {
    StoredSession {
        id: 0,
        job: Some(job.id),
        job_type: Some(job.facts.job_type),
        target: job.facts.target,
        origin: Origin::Run,
        facts: Session {
            tenant: job.facts.tenant.clone(),
            job: job.facts.name.clone(),
            source_id: None,
            attempt: 0,
            started: now,
            ended: None,
            tasks: Vec::new(),
        },
        rule: None,
        notification: None,
        task_notifications: Vec::new(),
        observed_at: now,
        process: this_process(),
    }
}

/// Makes the session last as long as the process of the command, even if `mm` is killed.
pub fn hand_over(app: &App, session: i64, pid: u32) -> Result<()> {
    let Some(process) = process(pid) else {
        return Ok(());
    };
    app.lock(|change| {
        let observer = change.observe();
        observer.set_process(session, &process)?;
        observer.commit()
    })
}

/// Records how the command ended.
pub fn end(app: &App, session: i64, is_success: bool) -> Result<()> {
    app.lock(|change| {
        let snapshot = change.snapshot();
        let Some(mut session) = snapshot.sessions(SessionFilter::Id(session))?.pop() else {
            return Ok(());
        };
        let server = ServerStatus::of(&snapshot, app.now())?;
        let at = app.now().max(session.facts.started);
        session.observed_at = at;
        session.facts.ended = Some(if is_success {
            Ended { at, result: KnownResult::Success, code: None }
        } else {
            Ended { at, result: KnownResult::Failed, code: Some(FailureCode::TaskFailed) }
        });
        let job = session.job.map(|job| snapshot.jobs(JobFilter::Id(job))).transpose()?;
        if let Some(job) = job.and_then(|mut jobs| jobs.pop()) {
            let Job { tenant, name, job_type, target, .. } = &job.facts;
            let switched_on = server.maintenance.as_ref().map(|each| each.since);
            if switched_on.is_some_and(|since| since >= session.facts.started) {
                session.rule = Some(on_enable(job_type.coverage(*target)));
            }
            let (mode, service) = (server.mode(), server.server.service);
            if !is_success
                && notice(job_type.coverage(*target), FailureCode::TaskFailed, mode, service)
                    .is_shown()
            {
                session.notification = Some(server.message(tenant, name)?);
            }
        }
        let observer = change.observe();
        observer.update_session(&session)?;
        observer.commit()
    })
}
