//! Settle: how far simulated sessions have come by now, and what a change does to them.
//!
//! The engine goes on from what was last written down, through all that happened to the mode since,
//! up to the present. Who reads is told; only who writes writes it down.

use std::collections::HashMap;

use crate::domain::control::{OnExpiry, changes, in_force};
use crate::domain::facts::{Ended, Origin, Session, SessionTask};
use crate::domain::{Instant, KnownResult, SessionResult};
use crate::error::Result;
use crate::ops::mode_change::switching;
use crate::platform;
use crate::scenario::{self, EventDoc, Scenario};
use crate::simulator::{Keep, Outcome, SessionRecord, simulate};
use crate::store::{Observer, Part, Present, SessionFilter, Snapshot, StoredSession, not_a_night};

/// Where the sessions of a store stand at an instant.
pub struct CaughtUp {
    at: Instant,
    /// Sessions that work, those of other origins as they were last observed.
    pub working: Vec<StoredSession>,
    /// Simulated sessions that ended since the store was last changed.
    pub ended: Vec<StoredSession>,
    /// The session that was started, which may have been refused.
    pub started: Option<StoredSession>,
}

impl CaughtUp {
    /// Where nobody looks at sessions one by one.
    pub fn uncounted(now: Instant) -> CaughtUp {
        CaughtUp { at: now, working: Vec::new(), ended: Vec::new(), started: None }
    }
}

/// What somebody does at the instant at which sessions are caught_up.
#[derive(Default)]
pub struct Act {
    /// Events of a scenario, all of them at the present.
    pub events: Vec<EventDoc<'static>>,
    /// The number of a job that is started among them.
    pub starts: Option<i64>,
}

/// Lets simulated sessions go on until `now`, when `act` happens.
pub fn settle(snapshot: &Snapshot<'_>, now: Instant, act: Act) -> Result<CaughtUp> {
    let working = snapshot.sessions(SessionFilter::Running)?;
    let (simulated, others): (Vec<_>, Vec<_>) =
        working.into_iter().partition(|session| session.origin == Origin::Simulated);
    let (gone, others) = others.into_iter().partition(is_gone);
    let mut caught_up = CaughtUp { at: now, working: others, ended: gone, started: None };
    for session in &mut caught_up.ended {
        let at = now.max(session.facts.started);
        session.facts.ended = Some(Ended { at, result: KnownResult::Unknown, code: None });
        session.observed_at = at;
    }
    if simulated.is_empty() && act.starts.is_none() {
        return Ok(caught_up);
    }
    let from = snapshot.server()?.caught_up;
    // A clock that was set back does not undo what happened.
    let now = now.max(from);
    caught_up.at = now;
    let declared = snapshot.declared(from, now)?;
    let before = in_force(&declared, from);
    let part = act.starts.map_or(Part::Working, Part::WorkingAnd);
    let mut present = snapshot.present(from, before.as_ref(), simulated, part)?;
    let message = snapshot.server()?.message;
    let document = &mut present.document;
    document.end = Some(now);
    let mut events = document.events.take().unwrap_or_default();
    for (at, maintenance) in changes(&declared, from, now) {
        events.extend(switching(at, maintenance.as_ref(), message.as_deref()));
    }
    events.extend(act.events);
    document.events = Some(events);
    let mut scenario = checked(&present)?;
    scenario.on_expiry = OnExpiry::Alarm;
    let outcome = simulate(&scenario, Keep::Everything);
    caught_up.take(&scenario, &outcome, &mut present);
    Ok(caught_up)
}

/// Whether the process that ran a session is no more: nobody told how it ended.
fn is_gone(session: &StoredSession) -> bool {
    session.origin == Origin::Run && !session.process.as_ref().is_some_and(platform::is_alive)
}

/// Checks a scenario that a store tells.
pub fn checked(present: &Present) -> Result<Scenario> {
    scenario::check(&present.document).map_err(|wrong| not_a_night(&wrong))
}

impl CaughtUp {
    fn take(&mut self, scenario: &Scenario, outcome: &Outcome, present: &mut Present) {
        // Of a job's sessions the first is the one that ran, if one did.
        let mut of_job: HashMap<u32, Vec<&SessionRecord>> = HashMap::new();
        for record in &outcome.sessions {
            of_job.entry(record.job).or_default().push(record);
        }
        let mut jobs: Vec<_> = of_job.into_iter().collect();
        jobs.sort_unstable_by_key(|(job, _)| *job);
        for (job, records) in jobs {
            let place = job as usize;
            let mut records = records.into_iter();
            if let Some(ran) = present.sessions.remove(&place)
                && let Some(record) = records.next()
            {
                let session = gone_on(ran, scenario, outcome, record);
                if session.works() {
                    self.working.push(session);
                } else {
                    self.ended.push(session);
                }
            }
            if let Some(record) = records.next() {
                let job = &scenario.jobs[place];
                let fresh = StoredSession {
                    id: 0,
                    job: present.jobs[place],
                    origin: Origin::Simulated,
                    facts: Session {
                        tenant: scenario.tenants[job.tenant as usize].name.to_string(),
                        job: job.name.to_string(),
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
                    process: None,
                };
                self.started = Some(gone_on(fresh, scenario, outcome, record));
            }
        }
        self.working.sort_by_key(|session| session.id);
        self.ended.sort_by_key(|session| session.id);
    }

    /// Puts sessions that are simulated where they stand now.
    pub fn advance(&self, sessions: &mut [StoredSession]) {
        let now: HashMap<i64, &StoredSession> =
            self.working.iter().chain(&self.ended).map(|session| (session.id, session)).collect();
        for session in sessions {
            if let Some(advanced) = now.get(&session.id) {
                session.clone_from(advanced);
            }
        }
    }

    /// Writes down what was simulated, and which commands are gone. Returns the number of the session that was started.
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

/// A session as the engine left it.
fn gone_on(
    mut session: StoredSession,
    scenario: &Scenario,
    outcome: &Outcome,
    record: &SessionRecord,
) -> StoredSession {
    let text =
        |wording: Option<_>| wording.map(|wording| outcome.text(scenario, record.job, wording));
    let records = &outcome.tasks[record.tasks.start as usize..record.tasks.end as usize];
    let kept: HashMap<String, Option<String>> = session
        .facts
        .tasks
        .iter()
        .map(|task| task.name.clone())
        .zip(session.task_notifications.iter().cloned())
        .collect();
    (session.facts.tasks, session.task_notifications) = records
        .iter()
        .map(|task| {
            let name = &scenario.task_names[task.task as usize];
            let said = text(task.wording).or_else(|| kept.get(name).cloned().flatten());
            let facts = SessionTask {
                name: name.to_string(),
                state: task.state,
                started: task.started,
                ended: task.ended,
                code: task.code,
            };
            (facts, said)
        })
        .unzip();
    session.facts.ended = record.ended.zip(record.result).map(|(at, result)| Ended {
        at,
        result: match result {
            SessionResult::Success => KnownResult::Success,
            SessionResult::Failed => KnownResult::Failed,
        },
        code: record.code,
    });
    session.rule = record.rule.or(session.rule);
    session.notification = text(record.wording);
    session.observed_at = scenario.end.unwrap_or(scenario.start);
    session
}
