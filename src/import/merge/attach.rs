//! Sessions and their tasks, each attached to its job.

use hashbrown::HashMap;

use crate::domain::{Instant, ObservedResult, Span, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::Id;
use crate::import::job_kind::JobKind;
use crate::import::merge::jobs::{
    JobMatch, Jobs, MergedJob, MergedSession, NOT_LISTED, SEVERAL, merge_type,
};
use crate::import::merge::tenants::Tenants;
use crate::import::records::{
    ExportedJob, ExportedRun, ExportedSession, ExportedSessionTask, ExportedState, ExportedTask,
    JobKey, TaskProgress,
};
use crate::import::warnings::Place;

/// The job and the index of each session by its id.
type SessionIndex = HashMap<Id, (usize, usize)>;

pub fn attach(
    jobs: &mut Jobs,
    sessions: Vec<ExportedSession>,
    tasks: Vec<ExportedSessionTask>,
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
        let session = &mut jobs.list[job].sessions[at];
        if child.run.is_running() {
            count_as_running(&mut session.run, child.place, context);
        }
        if let Some(name) = child.name {
            session.tasks.push(ExportedTask::of_run(child.place, name, &child.run));
        }
    }
    attach_latest(jobs, &mut index, context);
    for ExportedSessionTask { session, job, task } in tasks {
        let merge_type_of = |record: &mut ExportedJob, context: &mut Context<'_>| {
            if task.is_running() {
                merge_type_of_running(record, &job, task.place, context);
            }
        };
        if let Some((job, at)) = session.as_ref().and_then(|session| index.get(session)) {
            merge_type_of(&mut jobs.list[*job].record, context);
            jobs.list[*job].sessions[*at].tasks.push(task);
        } else if job.id.is_none() && job.name.is_none() {
            let what = "its session is not in any file; add the listing of sessions";
            context.hides_running |= task.is_running();
            context.discard(task.place, "sessionId", what);
        } else if let Some(at) = job_of(jobs, &job, tenants, task.place, context) {
            merge_type_of(&mut jobs.list[at].record, context);
            jobs.list[at].loose_tasks.push(task);
        } else {
            context.hides_running |= task.is_running();
        }
    }
    for job in &mut jobs.list {
        attach_report(job, context);
        attach_running_tasks(job, context);
    }
}

/// What is running counts as covered if its own row says so, whatever the row of its job says.
fn merge_type_of_running(
    record: &mut ExportedJob,
    key: &JobKey,
    place: Place,
    context: &mut Context<'_>,
) {
    // A CDP policy has no sessions, so that nothing is known of one that is listed.
    let kind = key.kind.map(|kind| if kind == JobKind::Cdp { JobKind::Unknown } else { kind });
    if record.kind.is_some_and(|kind| kind != JobKind::Cdp) {
        merge_type(record, (kind, key.platform), place, context);
    }
}

/// A session of which a task is running has not ended, whatever its own row says.
fn attach_running_tasks(job: &mut MergedJob, context: &mut Context<'_>) {
    let MergedJob { record, sessions, .. } = job;
    for session in &mut *sessions {
        if let Some(task) = session.tasks.iter().find(|task| task.is_running()) {
            count_as_running(&mut session.run, task.place, context);
        }
    }
    let Some(task) = record.latest_tasks.iter().find(|task| task.is_running()) else { return };
    if sessions.iter().any(|session| session.run.is_running()) {
        return;
    }
    let is_of = |run: &ExportedRun| {
        let is_after = run.ended.zip(task.started).is_some_and(|(end, task)| end < task);
        let is_before = run.started.zip(task.started).is_some_and(|(start, task)| task < start);
        !is_after && !is_before
    };
    let newest = sessions.iter_mut().max_by_key(|session| session.run.started);
    if let Some(session) = newest.filter(|session| is_of(&session.run)) {
        count_as_running(&mut session.run, task.place, context);
        return;
    }
    if record.latest_run.is_some() {
        context.unused(task.place, "", PART_DIFFERS);
    }
    let run = ExportedRun { started: task.started, ..ExportedRun::new(ExportedState::Running) };
    sessions.push(MergedSession { id: None, run, place: task.place, tasks: Vec::new() });
}

/// A part of this session is running, by the row at this place.
fn count_as_running(run: &mut ExportedRun, place: Place, context: &mut Context<'_>) {
    if run.is_running() {
        return;
    }
    context.unused(place, "", PART_DIFFERS);
    *run = ExportedRun {
        started: run.started,
        attempt: run.attempt,
        ..ExportedRun::new(ExportedState::Running)
    };
}

/// Makes a running session of the rows of a report that are about the newest session of a job, if
/// one of its tasks is not done, or about an older one, if a row says that a task is running.
fn attach_report(job: &mut MergedJob, context: &mut Context<'_>) {
    let is_open = |task: &ExportedTask| {
        let has_result = matches!(task.progress, TaskProgress::Success | TaskProgress::Failed);
        !has_result && task.ended.is_none()
    };
    if !job.loose_tasks.iter().any(is_open) {
        return;
    }
    let is_running = |task: &&ExportedTask| is_open(task) && task.is_running();
    let newest = job.loose_tasks.iter().filter_map(ExportedTask::began).max();
    let of_sessions = job.sessions.iter().filter_map(|session| session.run.started).max();
    let is_of = |task: &ExportedTask, session: Option<Instant>| {
        task.began().zip(session).is_none_or(|(began, session)| match task.session_started {
            Some(_) => {
                began.millis().abs_diff(session.millis()) <= SAME_START.millis().unsigned_abs()
            }
            None => began <= session,
        })
    };
    let is_newest =
        newest.is_none_or(|newest| of_sessions.is_none_or(|at| newest + SAME_START >= at));
    let is_newest_open =
        is_newest && job.loose_tasks.iter().any(|task| is_open(task) && is_of(task, newest));
    let running = job.loose_tasks.iter().filter(is_running);
    let latest_running = running.max_by_key(|task| task.began());
    let session = match latest_running {
        _ if is_newest_open => newest,
        // A row that says that it is running counts, however old its session is.
        Some(task) => task.began(),
        None => {
            let first = job.loose_tasks.iter().find(|task| is_open(task));
            let place = first.map_or(job.record.place, |task| task.place);
            context.assume(place, "", Assumption::OldReport);
            job.loose_tasks.retain(|task| !is_open(task));
            return;
        }
    };
    let (tasks, others): (Vec<_>, Vec<_>) =
        std::mem::take(&mut job.loose_tasks).into_iter().partition(|task| is_of(task, session));
    job.loose_tasks = others;
    job.loose_tasks.retain(|task| !is_open(task));
    let started = tasks.iter().filter_map(ExportedTask::began).min();
    let known = job.sessions.iter_mut().find(|session| {
        let starts = session.run.started.zip(started);
        session.run.is_running()
            || starts.is_some_and(|(a, b)| a <= b + SAME_START && b <= a + SAME_START)
    });
    if let Some(session) = known {
        if !session.run.is_running() {
            context.unused(tasks[0].place, "", DIFFERS);
            session.run = ExportedRun {
                started: session.run.started,
                ..ExportedRun::new(ExportedState::Running)
            };
        }
        session.tasks.extend(tasks);
        return;
    }
    if job.record.latest_run.is_some_and(|run| run.state == ExportedState::Ended) {
        context.unused(tasks[0].place, "", DIFFERS);
    }
    let place = tasks[0].place;
    let run = ExportedRun { started, ..ExportedRun::new(ExportedState::Running) };
    job.sessions.push(MergedSession { id: None, run, place, tasks });
}

/// Sources round the start of one session to different fractions of a second.
const SAME_START: Span = Span::from_secs(2);

/// Attaches the sessions of a provider's own listing. Their jobs need not be in another listing.
pub fn attach_provider(
    jobs: &mut Jobs,
    sessions: Vec<ExportedSession>,
    tenants: &Tenants,
    context: &mut Context<'_>,
) {
    for session in sessions {
        let ExportedSession { id, place, job: key, is_seen_covered, run, .. } = session;
        let found = jobs.find(&key, tenants, place, context);
        let at = match found {
            JobMatch::One(at) | JobMatch::Several(at) => at,
            JobMatch::None => create(jobs, &key, tenants, place, context),
        };
        let job = &mut jobs.list[at];
        if run.is_running() {
            // A session on the provider's server runs against the cloud, whatever a listing says.
            job.record.target = Some(Target::Cloud);
            job.is_seen_covered |= is_seen_covered;
            if job.record.kind.is_some() {
                merge_type(&mut job.record, (key.kind, key.platform), place, context);
            }
        }
        job.sessions.push(MergedSession { id, run, place, tasks: Vec::new() });
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
    let record = Box::new(ExportedJob {
        place,
        id: key.id.clone(),
        name: key.name.clone(),
        owner: key.owner.clone(),
        kind: key.kind,
        platform: key.platform,
        ..ExportedJob::default()
    });
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
        JobMatch::None if !jobs.are_listed && key.name.is_some() && !key.is_doubtful => {
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
    session: ExportedSession,
    index: &mut SessionIndex,
    tenants: &Tenants,
    context: &mut Context<'_>,
) {
    let ExportedSession { id, place, job, run, .. } = session;
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
    let key = job;
    let Some(job) = job_of(jobs, &key, tenants, place, context) else {
        context.hides_running |= run.is_running();
        return;
    };
    let MergedJob { record, sessions, .. } = &mut jobs.list[job];
    if run.is_running() {
        merge_type_of_running(record, &key, place, context);
    }
    // A worker of a copy job, or a computer of a policy, works on a part of it.
    let part = key.name.as_deref().zip(record.name.as_deref()).and_then(|(name, whole)| {
        let rest = name.strip_prefix(whole)?;
        rest.strip_prefix('\\').or_else(|| rest.strip_prefix(" - "))
    });
    if let Some(part) = part {
        context.assume(place, "", Assumption::PartOfJob);
        let task = ExportedTask::of_run(place, part.to_owned(), &run);
        let is_running = |session: &MergedSession| session.run.is_running() && run.is_running();
        let whole = sessions.iter().position(is_running);
        if let Some(at) = whole {
            // The end of one of them would be the end of all.
            let what = format!("has several running parts of {:?}", record.name);
            context.lose_running(place.file, &what);
            index.extend(id.map(|id| (id, (job, at))));
            let known = &mut sessions[at];
            known.run.started = known.run.started.min(run.started);
            known.tasks.push(task);
        } else {
            index.extend(id.clone().map(|id| (id, (job, sessions.len()))));
            sessions.push(MergedSession { id, run, place, tasks: vec![task] });
        }
        return;
    }
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
        let newest = job.sessions.iter().max_by_key(|session| session.run.started);
        let is_newest_idle = newest.is_some_and(|session| session.run.state == ExportedState::Idle);
        let starts_together = |run: &ExportedRun| {
            let starts = run.started.zip(latest.started);
            starts.is_some_and(|(a, b)| a.millis().abs_diff(b.millis()) < 2_000)
        };
        let known = job.sessions.iter_mut().find(|session| match (&session.id, &id) {
            (Some(known), Some(id)) => known == id,
            (None, _) | (_, None) => starts_together(&session.run),
        });
        let is_named = id.is_some() || latest.started.is_some();
        let waits = match &known {
            Some(known) => known.run.state == ExportedState::Idle,
            None => !is_named && is_newest_idle,
        };
        if waits && latest.is_running() {
            // It runs, but waits for something to do.
            context.assume(job.record.place, "", Assumption::IdleSession);
        } else if let Some(known) = known {
            if known.run.is_running() != latest.is_running() {
                context.unused(job.record.place, "", DIFFERS);
            }
            complete(&mut known.run, &latest);
        } else if latest.started.is_some() || latest.is_running() {
            if let Some(id) = id.clone() {
                index.insert(id, (at, job.sessions.len()));
            }
            let place = job.record.place;
            // Most jobs have one session.
            job.sessions.reserve_exact(1);
            job.sessions.push(MergedSession { id, run: latest, place, tasks: Vec::new() });
        }
    }
}

const PART_DIFFERS: &str =
    "a part of a session is running that another row lists as ended; running counts";

const DIFFERS: &str = "another row differs on whether this session is running; running counts";

/// Adds what another listing says of the same session. If one of them says that it is running, it is.
fn complete(run: &mut ExportedRun, other: &ExportedRun) {
    if run.is_running() {
        return;
    }
    if other.is_running() {
        *run = *other;
        return;
    }
    if other.state == ExportedState::Ended {
        run.state = ExportedState::Ended;
    }
    run.started = run.started.or(other.started);
    run.ended = run.ended.or(other.ended);
    run.took = run.took.or(other.took);
    if run.result == ObservedResult::Unknown {
        (run.result, run.failure) = (other.result, other.failure);
    }
}
