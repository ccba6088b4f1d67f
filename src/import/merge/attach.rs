//! Sessions and their tasks, each attached to its job.

use std::collections::HashMap;

use crate::domain::KnownResult;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::Id;
use crate::import::merge::jobs::{JobMatch, Jobs, MergedSession, NOT_LISTED, SEVERAL};
use crate::import::merge::tenants::Tenants;
use crate::import::records::{
    JobKey, JobRecord, Run, RunState, SessionRecord, SessionTaskRecord, TaskRecord,
};
use crate::import::warnings::Place;

/// The job and the index of each session by its id.
type SessionIndex = HashMap<Id, (usize, usize)>;

pub fn attach(
    jobs: &mut Jobs,
    sessions: Vec<SessionRecord>,
    tasks: Vec<SessionTaskRecord>,
    tenants: &Tenants,
    context: &mut Context<'_>,
) {
    let mut index = SessionIndex::with_capacity(sessions.len());
    let (children, sessions): (Vec<_>, Vec<_>) =
        sessions.into_iter().partition(|session| session.parent.is_some());
    for session in sessions {
        attach_session(jobs, session, &mut index, tenants, context);
    }
    for child in children {
        // A session of one computer is a task of the session of its job.
        let parent = child.parent.as_ref().and_then(|parent| index.get(parent)).copied();
        let Some((job, at)) = parent else {
            attach_session(jobs, child, &mut index, tenants, context);
            continue;
        };
        if let Some(id) = child.id {
            index.insert(id, (job, at));
        }
        if let Some(name) = child.name {
            let task = TaskRecord::of_run(child.place, name, &child.run);
            jobs.list[job].sessions[at].tasks.push(task);
        }
    }
    attach_latest(jobs, &mut index, context);
    for SessionTaskRecord { session, job, task } in tasks {
        if let Some((job, at)) = session.as_ref().and_then(|session| index.get(session)) {
            jobs.list[*job].sessions[*at].tasks.push(task);
        } else if job.id.is_none() && job.name.is_none() {
            let what = "its session is not in any file; add the listing of sessions";
            context.discard(task.place, "sessionId", what);
        } else if let Some(at) = job_of(jobs, &job, tenants, task.place, context) {
            jobs.list[at].loose_tasks.push(task);
        }
    }
}

/// Attaches the sessions of a provider's own listing. Their jobs need not be in another listing.
pub fn attach_provider(
    jobs: &mut Jobs,
    sessions: Vec<SessionRecord>,
    tenants: &Tenants,
    context: &mut Context<'_>,
) {
    for session in sessions {
        let SessionRecord { id, place, job: key, run, .. } = session;
        let found = jobs.find(&key, tenants, place, context);
        let at = match found {
            JobMatch::One(at) | JobMatch::Several(at) => at,
            JobMatch::None => create(jobs, &key, tenants, place, context),
        };
        jobs.list[at].sessions.push(MergedSession { id, run, place, tasks: Vec::new() });
    }
}

fn create(
    jobs: &mut Jobs,
    key: &JobKey,
    tenants: &Tenants,
    place: Place,
    context: &mut Context<'_>,
) -> usize {
    context.assume(place, "", Assumption::UnlistedJob);
    let record = JobRecord {
        place,
        id: key.id.clone(),
        name: key.name.clone(),
        owner: key.owner.clone(),
        kind: key.kind,
        platform: key.platform,
        ..JobRecord::default()
    };
    jobs.add(record, tenants, context)
}

/// The job of a session or task, which is created if no file lists jobs.
fn job_of(
    jobs: &mut Jobs,
    key: &JobKey,
    tenants: &Tenants,
    place: Place,
    context: &mut Context<'_>,
) -> Option<usize> {
    match jobs.find(key, tenants, place, context) {
        JobMatch::One(at) => Some(at),
        JobMatch::None if !jobs.are_listed && key.name.is_some() => {
            Some(create(jobs, key, tenants, place, context))
        }
        JobMatch::None => {
            context.discard(place, "", NOT_LISTED);
            None
        }
        JobMatch::Several(_) => {
            context.discard(place, "", SEVERAL);
            None
        }
    }
}

fn attach_session(
    jobs: &mut Jobs,
    session: SessionRecord,
    index: &mut SessionIndex,
    tenants: &Tenants,
    context: &mut Context<'_>,
) {
    let SessionRecord { id, place, job, run, .. } = session;
    if let Some((at, known)) = id.as_ref().and_then(|id| index.get(id)).copied() {
        // It was on two pages.
        let known = &mut jobs.list[at].sessions[known].run;
        if known.is_running() != run.is_running() {
            context.unused(place, "", DIFFERS);
            if run.is_running() {
                *known = run;
            }
        }
        return;
    }
    let Some(job) = job_of(jobs, &job, tenants, place, context) else { return };
    let sessions = &mut jobs.list[job].sessions;
    if let Some(id) = id.clone() {
        index.insert(id, (job, sessions.len()));
    }
    sessions.push(MergedSession { id, run, place, tasks: Vec::new() });
}

/// Adds the latest sessions in listings of jobs, unless a listing of sessions has them.
fn attach_latest(jobs: &mut Jobs, index: &mut SessionIndex, context: &mut Context<'_>) {
    for (at, job) in jobs.list.iter_mut().enumerate() {
        let Some(latest) = job.record.latest_run else { continue };
        let id = job.record.latest_session_id.clone();
        let starts_together = |run: &Run| {
            let starts = run.started.zip(latest.started);
            starts.is_some_and(|(a, b)| a.millis().abs_diff(b.millis()) < 2_000)
        };
        let known = job.sessions.iter_mut().find(|session| match (&session.id, &id) {
            (Some(known), Some(id)) => known == id,
            (None, _) | (_, None) => starts_together(&session.run),
        });
        if let Some(known) = known {
            if known.run.is_running() != latest.is_running() {
                context.unused(job.record.place, "", DIFFERS);
            }
            complete(&mut known.run, &latest);
        } else if latest.started.is_some() || latest.is_running() {
            if let Some(id) = id.clone() {
                index.insert(id, (at, job.sessions.len()));
            }
            let place = job.record.place;
            job.sessions.push(MergedSession { id, run: latest, place, tasks: Vec::new() });
        }
    }
}

const DIFFERS: &str = "another row differs on whether this session is running; running counts";

/// Adds what another listing says of the same session. If one of them says that it is running, it is.
fn complete(run: &mut Run, other: &Run) {
    if run.is_running() {
        return;
    }
    if other.is_running() {
        *run = *other;
        return;
    }
    if other.state == RunState::Ended {
        run.state = RunState::Ended;
    }
    run.started = run.started.or(other.started);
    run.ended = run.ended.or(other.ended);
    run.took = run.took.or(other.took);
    if run.result == KnownResult::Unknown {
        (run.result, run.failure) = (other.result, other.failure);
    }
}
