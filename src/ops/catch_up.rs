//! Brings sessions up to the present: simulated ones start, advance and are retried, and the end of a run that died is noticed.
//!
//! The simulator continues from the last written state, through every change of the mode since then,
//! up to the present. Readers see the caught-up state; only writers persist it.

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use crate::clock;
use crate::domain::maintenance::{changes, in_force};
use crate::domain::{
    Ended, Instant, Job, ObservedResult, OnExpiry, Origin, Session, SessionResult, SessionTask,
    Span,
};
use crate::error::{Error, Result};
use crate::scenario::{Action, Event, JobName, Model};
use crate::simulator::{Keep, Outcome, SessionRecord, simulate};
use crate::store::{
    Observer, OpenSessions, SessionFilter, Snapshot, Stored, StoredModel, StoredSession,
};

/// The sessions of a store at an instant.
#[derive(Clone)]
pub struct CaughtUp {
    at: Instant,
    /// Working sessions; observed ones as they were last observed.
    pub working: Vec<StoredSession>,
    /// Sessions that ended since the store was last written.
    pub ended: Vec<StoredSession>,
    /// The session that was started by hand, which may have been refused.
    pub started: Option<StoredSession>,
    /// The last sessions of jobs that failed, and may be retried.
    failed: Vec<StoredSession>,
    /// Sessions with this number or a higher one are not stored yet.
    first_new: i64,
}

impl CaughtUp {
    /// Without any session, for those who only count them.
    pub fn uncounted(now: Instant) -> CaughtUp {
        CaughtUp {
            at: now,
            working: Vec::new(),
            ended: Vec::new(),
            started: None,
            failed: Vec::new(),
            first_new: i64::MAX,
        }
    }

    /// Whether no session is simulated now, nor was since the store was last written.
    pub fn is_idle(&self) -> bool {
        let is_simulated = |session: &StoredSession| session.origin == Origin::Simulated;
        !self.working.iter().chain(&self.ended).any(is_simulated)
    }

    /// The sessions from which a forecast goes on.
    pub fn open_sessions(&self) -> OpenSessions {
        OpenSessions { working: self.working.clone(), failed: self.failed.clone() }
    }
}

/// How far the last instant is played.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Up to its ends and events: what is written, so that a change comes before the starts of its
    /// instant.
    BeforeStarts,
    /// With its starts: what readers see.
    Whole,
}

/// Brings sessions up to `now`, when `events` happen, and before what starts at `now`. This is the
/// state that is written, and from which forecasts go on.
pub fn catch_up(snapshot: &Snapshot<'_>, now: Instant, events: Vec<Event>) -> Result<CaughtUp> {
    let [caught_up] = advance(snapshot, now, events, None, [Depth::BeforeStarts])?;
    Ok(caught_up)
}

/// The sessions at `now`, before what starts then, and as readers see them.
pub fn present(snapshot: &Snapshot<'_>, now: Instant) -> Result<[CaughtUp; 2]> {
    advance(snapshot, now, Vec::new(), None, [Depth::BeforeStarts, Depth::Whole])
}

/// Brings sessions up to `now`, when a session of a job is started by hand. Returns what is to be
/// written, and what readers then see.
pub fn catch_up_and_start(
    snapshot: &Snapshot<'_>,
    now: Instant,
    job: &Stored<Job>,
) -> Result<[CaughtUp; 2]> {
    let name = JobName { tenant: Some(job.facts.tenant.clone()), job: job.facts.name.clone() };
    let start = Event { at: now, action: Action::Start(name) };
    advance(snapshot, now, vec![start], Some(job.id), [Depth::BeforeStarts, Depth::Whole])
}

/// Plays what happened up to `now`, once to each depth.
fn advance<const N: usize>(
    snapshot: &Snapshot<'_>,
    now: Instant,
    events: Vec<Event>,
    starting: Option<i64>,
    depths: [Depth; N],
) -> Result<[CaughtUp; N]> {
    let working = snapshot.sessions(SessionFilter::Running)?;
    let (simulated, observed): (Vec<_>, Vec<_>) =
        working.into_iter().partition(|session| session.origin == Origin::Simulated);
    let has_died =
        |session: &StoredSession| session.origin == Origin::Run && !snapshot.is_alive(session);
    let (died, observed) = observed.into_iter().partition(has_died);
    let mut caught_up = CaughtUp { working: observed, ended: died, ..CaughtUp::uncounted(now) };
    for session in &mut caught_up.ended {
        let at = now.max(session.facts.started);
        session.facts.ended = Some(Ended { at, result: ObservedResult::Unknown, code: None });
        session.observed_at = at;
    }
    let server = snapshot.server()?;
    let from = server.caught_up;
    // A clock that was set back does not undo what happened.
    let now = now.max(from);
    caught_up.at = now;
    let plays = server.is_rehearsal() && (starting.is_some() || snapshot.may_start_sessions()?);
    if !plays && simulated.is_empty() {
        return Ok(depths.map(|_| caught_up.clone()));
    }
    caught_up.first_new = snapshot.next_session_id()?;
    let declared = snapshot.declared(from, now)?;
    let maintenance = in_force(&declared, from);
    let mut changes_of_mode = Vec::new();
    for (at, maintenance) in changes(&declared, from, now) {
        let events = Event::mode_change(at, maintenance.as_ref(), server.message.as_deref());
        changes_of_mode.extend(events);
    }
    changes_of_mode.extend(events);
    let sessions = OpenSessions { working: simulated, failed: snapshot.failed_last()? };
    let StoredModel { mut model, jobs, sessions: running } = snapshot
        .model(from, maintenance.as_ref(), sessions, now, changes_of_mode)
        .map_err(|error| too_far(error, from, now))?;
    model.on_expiry = OnExpiry::Alarm;
    model.zone = Some(clock::zone().clone());
    // A planned end that has passed still stands in notifications.
    model.until = maintenance.as_ref().and_then(|each| each.until);
    let failed_before = snapshot.failed_last()?;
    Ok(depths.map(|depth| {
        model.stops_before_starts = depth == Depth::BeforeStarts;
        let outcome = simulate(&model, Keep::Everything);
        let mut caught_up = caught_up.clone();
        caught_up.add_simulated(&model, &outcome, &jobs, running.clone());
        caught_up.started = starting.and_then(|job| caught_up.started_now(job, now));
        caught_up.failed = caught_up.failed_since(&failed_before, &outcome, &jobs);
        caught_up
    }))
}

/// A schedule over thousands of years has more starts than a model takes.
fn too_far(error: Error, from: Instant, now: Instant) -> Error {
    const YEAR: Span = Span::from_secs(366 * 86_400);
    if now - from <= YEAR {
        return error;
    }
    Error::usage(format!("too much happens from {from} to {now} to be simulated: {error}"))
        .hint("move a rehearsal on in smaller steps, or make a change in between")
}

impl CaughtUp {
    /// The session of a job that was started by hand at `now`.
    fn started_now(&self, job: i64, now: Instant) -> Option<StoredSession> {
        let new = self.ended.iter().chain(&self.working).filter(|session| {
            session.id >= self.first_new
                && session.job == Some(job)
                && session.facts.started == now
                && session.facts.attempt == 0
        });
        new.min_by_key(|session| session.id).cloned()
    }

    /// The last sessions of jobs that failed, of those `before` and of those that were simulated.
    fn failed_since(
        &self,
        before: &[StoredSession],
        outcome: &Outcome,
        jobs: &[i64],
    ) -> Vec<StoredSession> {
        let simulated: HashSet<i64> =
            outcome.sessions.iter().map(|session| jobs[session.job as usize]).collect();
        let mut last: HashMap<i64, &StoredSession> = HashMap::new();
        for session in self.ended.iter().filter(|each| each.origin == Origin::Simulated) {
            if let Some(job) = session.job {
                last.entry(job).and_modify(|last| *last = session).or_insert(session);
            }
        }
        let failed = last.into_values().filter(|session| {
            session.facts.ended.is_some_and(|ended| ended.result == ObservedResult::Failed)
        });
        let is_last =
            |session: &&StoredSession| session.job.is_none_or(|job| !simulated.contains(&job));
        before.iter().filter(is_last).chain(failed).cloned().collect()
    }

    fn add_simulated(
        &mut self,
        model: &Model,
        outcome: &Outcome,
        jobs: &[i64],
        mut running: HashMap<usize, StoredSession>,
    ) {
        // Whether an observed session goes on, only an observation tells, so nothing else starts.
        let observed: HashSet<i64> =
            self.working.iter().filter_map(|session| session.job).collect();
        let mut next = self.first_new;
        // Sessions are in the order of their creation.
        for record in &outcome.sessions {
            let place = record.job as usize;
            let known = running.remove(&place).filter(|_| record.ran_already());
            if known.is_none() && observed.contains(&jobs[place]) {
                continue;
            }
            let session = known.unwrap_or_else(|| {
                next += 1;
                new_session(next - 1, jobs[place], model, record)
            });
            let session = advance_session(session, model, outcome, record);
            if session.works() {
                self.working.push(session);
            } else {
                self.ended.push(session);
            }
        }
        self.working.sort_by_key(|session| session.id);
        self.ended.sort_by_key(|session| session.id);
    }

    /// Replaces sessions by their caught-up state, and adds new ones that are wanted.
    pub fn advance(
        &self,
        sessions: &mut Vec<StoredSession>,
        is_wanted: impl Fn(&StoredSession) -> bool,
    ) {
        let now: HashMap<i64, &StoredSession> =
            self.working.iter().chain(&self.ended).map(|session| (session.id, session)).collect();
        for session in sessions.iter_mut() {
            if let Some(advanced) = now.get(&session.id) {
                session.clone_from(advanced);
            }
        }
        let mut new: Vec<&StoredSession> =
            now.into_values().filter(|each| each.id >= self.first_new && is_wanted(each)).collect();
        new.sort_by_key(|session| session.id);
        sessions.extend(new.into_iter().cloned());
    }

    /// Persists simulated sessions and the ends of runs that died.
    pub fn write(&self, to: &Observer<'_>) -> Result<()> {
        let mut all: Vec<&StoredSession> = self.ended.iter().chain(&self.working).collect();
        // New sessions get the numbers that they have here.
        all.sort_by_key(|session| session.id);
        for session in all {
            if session.id >= self.first_new {
                to.add_session(session)?;
            } else if session.origin == Origin::Simulated || !session.works() {
                to.update_session(session)?;
            }
        }
        to.caught_up(self.at)
    }
}

fn new_session(id: i64, job: i64, model: &Model, record: &SessionRecord) -> StoredSession {
    let (name, tenant) = model.names(record.job);
    let known = &model.jobs[record.job as usize];
    let facts = Session { attempt: record.attempt, ..Session::new(tenant, name, record.started) };
    let (job, job_type) = (Some(job), Some(known.job_type));
    StoredSession {
        id,
        ..StoredSession::new(Origin::Simulated, job, job_type, known.target, facts)
    }
}

/// The session in the state that the simulator left it in.
fn advance_session(
    mut session: StoredSession,
    model: &Model,
    outcome: &Outcome,
    record: &SessionRecord,
) -> StoredSession {
    let text = |wording: Option<_>| wording.map(|wording| outcome.text(model, record.job, wording));
    let before: HashMap<SmolStr, Option<String>> = session
        .facts
        .tasks
        .iter()
        .map(|task| task.name.clone())
        .zip(session.task_notifications.iter().cloned())
        .collect();
    (session.facts.tasks, session.task_notifications) = outcome
        .tasks_of(record)
        .iter()
        .map(|task| {
            let name = model.task_name(record.job, task.task);
            let notification = text(task.wording).or_else(|| before.get(name).cloned().flatten());
            let task = SessionTask {
                name: name.into(),
                state: task.state,
                started: task.started,
                ended: task.ended.map(|ended| task.started.map_or(ended, |at| ended.max(at))),
                code: task.code,
            };
            (task, notification)
        })
        .unzip();
    // An import may tell of a session that starts after the present.
    let started = session.facts.started;
    session.facts.ended = record.ended.zip(record.result).map(|(at, result)| Ended {
        at: at.max(started),
        result: match result {
            SessionResult::Success => ObservedResult::Success,
            SessionResult::Failed => ObservedResult::Failed,
        },
        code: record.code,
    });
    session.rule = record.rule.or(session.rule);
    session.notification = text(record.wording);
    session.observed_at = model.end.unwrap_or(model.start);
    session
}
