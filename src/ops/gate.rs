//! The gate of `mm run`: whether a session of a job may start, and its record in the store.

use std::time::Duration;

use crate::clock::Stopwatch;
use crate::domain::{
    Ended, FailureCode, Job, ObservedResult, Origin, Session, Verdict, notify, on_enable,
    start_session,
};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::store::{JobFilter, RunLock, SessionFilter, StoreKind, StoredSession, remove_run_lock};

/// The answer of the gate.
pub enum Admission {
    Admitted(RegisteredSession),
    Refused { code: FailureCode, notification: Option<String> },
}

/// A session that is recorded as running, and whose command may be started.
pub struct RegisteredSession {
    id: i64,
    /// Inherited by the command.
    pub lock: RunLock,
}

/// What became of the record of a session whose command has ended.
#[derive(Debug, PartialEq, Eq)]
pub enum EndRecord {
    Written,
    /// Processes that the command started are still running, so the session is, too.
    StillRunning,
    /// The store has no such session any more, or its end is recorded already.
    NotThere,
}

/// Processes that end together with their command are waited for that long.
const GRACE: Duration = Duration::from_secs(1);

/// Decides and records in one transaction: no session starts after the mode was switched on.
pub fn admit(app: &App, job: &str) -> Result<Admission> {
    app.lock(|store| {
        store.only_for(StoreKind::Live, "mm run starts real commands")?;
        let snapshot = store.snapshot();
        let now = app.now();
        let job = job_ref::find(&snapshot, job)?;
        let Job { tenant, name, job_type, target, .. } = &job.facts;
        if job.facts.policy.is_some() {
            let message = format!("{name:?} is a CDP policy, which has no sessions");
            return Err(Error::new(Code::IsAPolicy, message));
        }
        let server = ServerStatus::of(&snapshot, now)?;
        let caught_up = &server.before_starts;
        let is_of_job = |session: &&StoredSession| {
            let is_removed = session.job.is_none() && session.origin == Origin::Run;
            // A job that was removed and added again is another one to the store.
            session.job == Some(job.id)
                || is_removed && session.facts.tenant == *tenant && session.facts.job == *name
        };
        let running = caught_up.working.iter().find(is_of_job).cloned();
        if running.as_ref().is_some_and(|session| session.origin == Origin::Run) {
            let message = format!("a session of {name:?} is already running");
            let missing = running.as_ref().and_then(|session| snapshot.missing_lock(session));
            return Err(Error::new(Code::AlreadyRunning, message).hint(match missing {
                Some(lock) => {
                    format!(
                        "its lock file is missing: move it to {0}, or create an empty {0} if no process of its command is left",
                        lock.display()
                    )
                }
                None => "`mm sessions --working` shows since when".to_owned(),
            }));
        }
        let mode = server.mode();
        let verdict =
            start_session(job_type.coverage(*target), *target, snapshot.access_of(tenant)?, mode);
        let facts = Session::new(tenant, name, now);
        let mut session =
            StoredSession::new(Origin::Run, Some(job.id), Some(*job_type), *target, facts);
        session.rule = verdict.rule();
        let refused = match verdict {
            Verdict::Allowed(_) | Verdict::Undocumented(_) => None,
            Verdict::Refused(code, _) => Some(code),
        };
        if let Some(code) = refused {
            if notify(job_type.coverage(*target), code, mode, server.server.service).is_shown() {
                session.notification = Some(server.message(tenant, name)?);
            }
            session.facts.ended =
                Some(Ended { at: now, result: ObservedResult::Failed, code: Some(code) });
        }
        // Before anything is recorded: a session whose end is not committed needs its lock file.
        snapshot.remove_old_run_locks()?;
        let observer = store.observe();
        caught_up.write(&observer)?;
        if let (None, Some(mut imported)) = (refused, running) {
            // The command runs now, so the session that was imported before has ended.
            let at = now.max(imported.facts.started);
            imported.facts.ended = Some(Ended { at, result: ObservedResult::Unknown, code: None });
            observer.update_session(&imported)?;
        }
        if let Some(code) = refused {
            observer.add_session(&session)?;
            observer.commit()?;
            return Ok(Admission::Refused { code, notification: session.notification });
        }
        // The lock is held before anybody can see the session.
        let lock = app.location.create_run_lock()?;
        session.lock = Some(lock.path.clone());
        let added = observer.add_session(&session);
        match added.and_then(|id| observer.commit().map(|()| id)) {
            Ok(id) => Ok(Admission::Admitted(RegisteredSession { id, lock })),
            // The lock file stays: if the session was written after all, it is free, so that it has ended.
            Err(error) => Err(error),
        }
    })
}

/// Records how the command of a session ended, once no process of it is left.
pub fn end(app: &App, session: RegisteredSession, result: ObservedResult) -> Result<EndRecord> {
    let RegisteredSession { id, lock } = session;
    let path = lock.path.clone();
    let watch = Stopwatch::start();
    let watch_of_lock = lock.let_go();
    while watch_of_lock.is_held() {
        if watch.elapsed() > GRACE {
            return Ok(EndRecord::StillRunning);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let record = write_end(app, id, &path, result)?;
    if record == EndRecord::Written {
        remove_run_lock(&path);
    }
    Ok(record)
}

fn write_end(app: &App, id: i64, lock: &str, result: ObservedResult) -> Result<EndRecord> {
    app.lock(|store| {
        let snapshot = store.snapshot();
        // Another store may have been put in the place of the one that the session was recorded in.
        let is_same = |session: &StoredSession| {
            session.lock.as_deref() == Some(lock) && session.facts.ended.is_none()
        };
        let session = snapshot.sessions(SessionFilter::Id(id))?.pop().filter(is_same);
        let Some(mut session) = session else {
            return Ok(EndRecord::NotThere);
        };
        let server = ServerStatus::of(&snapshot, app.now())?;
        let at = app.now().max(session.facts.started);
        session.observed_at = at;
        let is_failed = result == ObservedResult::Failed;
        let code = is_failed.then_some(FailureCode::TaskFailed);
        session.facts.ended = Some(Ended { at, result, code });
        let job = session.job.map(|job| snapshot.jobs(JobFilter::Id(job))).transpose()?;
        if let Some(job) = job.and_then(|mut jobs| jobs.pop()) {
            let Job { tenant, name, job_type, target, .. } = &job.facts;
            let switched_on = server.maintenance.as_ref().map(|each| each.since);
            if switched_on.is_some_and(|since| since >= session.facts.started) {
                session.rule = Some(on_enable(job_type.coverage(*target)));
            }
            let (mode, service) = (server.mode(), server.server.service);
            if is_failed
                && notify(job_type.coverage(*target), FailureCode::TaskFailed, mode, service)
                    .is_shown()
            {
                session.notification = Some(server.message(tenant, name)?);
            }
        }
        let observer = store.observe();
        observer.update_session(&session)?;
        observer.commit()?;
        Ok(EndRecord::Written)
    })
}
