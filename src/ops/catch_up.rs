//! Brings sessions up to the present: simulated ones advance, and the end of a run that died is noticed.
//!
//! The simulator continues from the last written state, through every change of the mode since then,
//! up to the present. Readers see the caught-up state; only writers persist it.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::domain::maintenance::{changes, in_force};
use crate::domain::{
    Ended, Instant, Job, KnownResult, OnExpiry, Origin, Session, SessionResult, SessionTask,
};
use crate::error::Result;
use crate::scenario::{Action, Event, JobName, Model};
use crate::simulator::{Keep, Outcome, SessionRecord, simulate};
use crate::store::{
    Observer, Part, SessionFilter, Snapshot, Stored, StoredScenario, StoredSession,
};

/// The sessions of a store at an instant.
pub struct CaughtUp {
    at: Instant,
    /// Working sessions; observed ones as they were last observed.
    pub working: Vec<StoredSession>,
    /// Sessions that ended since the store was last written.
    pub ended: Vec<StoredSession>,
    /// The session that was started, which may have been refused.
    pub started: Option<StoredSession>,
}

impl CaughtUp {
    /// Without any session, for those who only count them.
    pub fn uncounted(now: Instant) -> CaughtUp {
        CaughtUp { at: now, working: Vec::new(), ended: Vec::new(), started: None }
    }
}

/// Brings sessions up to `now`, when `events` happen.
pub fn catch_up(snapshot: &Snapshot<'_>, now: Instant, events: Vec<Event>) -> Result<CaughtUp> {
    advance(snapshot, now, events, None)
}

/// Brings sessions up to `now`, when a session of a job is started by hand.
pub fn catch_up_and_start(
    snapshot: &Snapshot<'_>,
    now: Instant,
    job: &Stored<Job>,
) -> Result<CaughtUp> {
    let name = JobName { tenant: Some(job.facts.tenant.clone()), job: job.facts.name.clone() };
    let start = Event { at: now, action: Action::Start(name) };
    advance(snapshot, now, vec![start], Some(job.id))
}

fn advance(
    snapshot: &Snapshot<'_>,
    now: Instant,
    events: Vec<Event>,
    starting: Option<i64>,
) -> Result<CaughtUp> {
    let working = snapshot.sessions(SessionFilter::Running)?;
    let (simulated, observed): (Vec<_>, Vec<_>) =
        working.into_iter().partition(|session| session.origin == Origin::Simulated);
    let has_died =
        |session: &StoredSession| session.origin == Origin::Run && !snapshot.is_alive(session);
    let (died, observed) = observed.into_iter().partition(has_died);
    let mut caught_up = CaughtUp { at: now, working: observed, ended: died, started: None };
    for session in &mut caught_up.ended {
        let at = now.max(session.facts.started);
        session.facts.ended = Some(Ended { at, result: KnownResult::Unknown, code: None });
        session.observed_at = at;
    }
    if simulated.is_empty() && starting.is_none() {
        return Ok(caught_up);
    }
    let server = snapshot.server()?;
    let from = server.caught_up;
    // A clock that was set back does not undo what happened.
    let now = now.max(from);
    caught_up.at = now;
    let declared = snapshot.declared(from, now)?;
    let maintenance = in_force(&declared, from);
    let part = starting.map_or(Part::Working, Part::WorkingAnd);
    let mut stored = snapshot.scenario(from, maintenance.as_ref(), simulated, part)?;
    stored.scenario.end = Some(now);
    stored.scenario.on_expiry = OnExpiry::Alarm;
    for (at, maintenance) in changes(&declared, from, now) {
        let events = Event::mode_change(at, maintenance.as_ref(), server.message.as_deref());
        stored.scenario.events.extend(events);
    }
    stored.scenario.events.extend(events);
    let model = stored.model()?;
    let outcome = simulate(&model, Keep::Everything);
    caught_up.add_simulated(&model, &outcome, stored);
    Ok(caught_up)
}

impl CaughtUp {
    fn add_simulated(&mut self, model: &Model, outcome: &Outcome, mut stored: StoredScenario) {
        // The first session of a job is the one that was working, if one was.
        let mut by_job: HashMap<u32, Vec<&SessionRecord>> = HashMap::new();
        for record in &outcome.sessions {
            by_job.entry(record.job).or_default().push(record);
        }
        for (job, records) in by_job {
            let place = job as usize;
            let mut records = records.into_iter();
            if let Some(session) = stored.sessions.remove(&place)
                && let Some(record) = records.next()
            {
                let session = advance_session(session, model, outcome, record);
                if session.works() {
                    self.working.push(session);
                } else {
                    self.ended.push(session);
                }
            }
            if let Some(record) = records.next() {
                let (name, tenant) = model.names(job);
                let job = &model.jobs[place];
                let fresh = StoredSession {
                    id: 0,
                    job: Some(stored.jobs[place]),
                    job_type: Some(job.job_type),
                    target: job.target,
                    origin: Origin::Simulated,
                    facts: Session {
                        tenant: tenant.to_owned(),
                        job: name.to_owned(),
                        source_id: None,
                        attempt: 0,
                        started: record.started,
                        ended: None,
                        tasks: Vec::new(),
                    },
                    rule: None,
                    notification: None,
                    task_notifications: Vec::new(),
                    observed_at: record.started,
                    lock: None,
                };
                self.started = Some(advance_session(fresh, model, outcome, record));
            }
        }
        self.working.sort_by_key(|session| session.id);
        self.ended.sort_by_key(|session| session.id);
    }

    /// Replaces sessions by their caught-up state.
    pub fn advance(&self, sessions: &mut [StoredSession]) {
        let now: HashMap<i64, &StoredSession> =
            self.working.iter().chain(&self.ended).map(|session| (session.id, session)).collect();
        for session in sessions {
            if let Some(advanced) = now.get(&session.id) {
                session.clone_from(advanced);
            }
        }
    }

    /// Persists simulated sessions and the ends of runs that died. Returns the number of the session
    /// that was started.
    pub fn write(&self, to: &Observer<'_>) -> Result<Option<i64>> {
        for session in self.ended.iter().chain(&self.working) {
            if session.origin == Origin::Simulated || !session.works() {
                to.update_session(session)?;
            }
        }
        to.caught_up(self.at)?;
        self.started.as_ref().map(|session| to.add_session(session)).transpose()
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
                name: name.clone(),
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
            SessionResult::Success => KnownResult::Success,
            SessionResult::Failed => KnownResult::Failed,
        },
        code: record.code,
    });
    session.rule = record.rule.or(session.rule);
    session.notification = text(record.wording);
    session.observed_at = model.end.unwrap_or(model.start);
    session
}
