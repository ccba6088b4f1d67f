//! Observed: the sessions that an import tells of, beside those that the store knows.

use std::collections::{HashMap, HashSet};

use crate::clock;
use crate::domain::{Ended, Job, Origin, Session};
use crate::domain::{Instant, KnownResult, Span};
use crate::error::Result;
use crate::import::{Extent, Incoming, Warning};
use crate::ops::app::App;
use crate::ops::import_diff::{Counts, note};
use crate::ops::job_finder::Finder;
use crate::ops::server_status::reaches;
use crate::store::{Observer, SessionFilter, Snapshot, Stored, StoredSession};

/// What is to be written of sessions.
pub struct Plan {
    /// The instant that the import tells of.
    pub at: Instant,
    /// What was decided on the way.
    pub notes: Vec<Warning>,
    origin: Origin,
    added: Vec<Session>,
    updated: Vec<StoredSession>,
    /// Whether this observation is new; whether it is complete.
    observation: Option<bool>,
    /// Simulated sessions go on from this instant.
    from: Option<Instant>,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            at: Instant::from_millis(0),
            notes: Vec::new(),
            origin: Origin::Imported,
            added: Vec::new(),
            updated: Vec::new(),
            observation: None,
            from: None,
        }
    }
}

/// Compares the sessions of `incoming` with those of the store.
pub fn plan(
    snapshot: &Snapshot<'_>,
    app: &App,
    incoming: &Incoming,
    known: &[Stored<Job>],
) -> Result<(Plan, Counts)> {
    let server = snapshot.server()?;
    let at = incoming.observed_at;
    let mut plan = Plan { at, ..Plan::default() };
    let mut counts = Counts::default();
    if at > app.now() {
        plan.notes.push(note(format!("the files tell of {at}, which lies in the future")));
    }
    let working: HashMap<i64, StoredSession> = snapshot
        .sessions(SessionFilter::Running)?
        .into_iter()
        .map(|each| (each.job, each))
        .collect();
    if server.is_rehearsal() {
        plan.origin = Origin::Simulated;
        let simulates = working.values().any(|each| each.origin == Origin::Simulated);
        plan.from = (!simulates && at < server.caught_up).then_some(at);
    }
    let present = if server.is_rehearsal() { app.now() } else { app.now().min(clock::now()) };
    let newest = snapshot.observed_at(present)?;
    let is_stale = newest.is_some_and(|newest| at < newest);
    if is_stale {
        plan.notes.push(note(format!(
            "a newer observation is known, so that the sessions at {at} were not taken over"
        )));
        return Ok((plan, counts));
    }
    let finder = Finder::of(known);
    // A job may have another name in the files than in the store.
    let ids: HashMap<(&str, &str), i64> = incoming
        .jobs
        .iter()
        .filter_map(|job| Some(((&*job.tenant, &*job.name), finder.find(job)?.id)))
        .collect();
    let number = |tenant: &str, job: &str| {
        let known = || finder.named(tenant, job).map(|known| known.id);
        ids.get(&(tenant, job)).copied().or_else(known)
    };
    let known_ended = ended(snapshot, known)?;
    let mut told_running: HashSet<(&str, &str)> = HashSet::new();
    let mut told_ended: HashMap<(&str, &str), &Session> = HashMap::new();
    for session in &incoming.sessions {
        let key = (&*session.tenant, &*session.job);
        if session.ended.is_some() {
            told_ended.insert(key, session);
        } else {
            told_running.insert(key);
        }
    }
    for session in &incoming.sessions {
        let job = number(&session.tenant, &session.job);
        let running = job.and_then(|job| working.get(&job));
        match (session.ended, running) {
            (None, Some(known)) if same(known, session) || known.origin == Origin::Run => {
                update(&mut plan, &mut counts, known, session, at);
            }
            (None, running) => {
                if let Some(known) = running {
                    end(&mut plan, &mut counts, known, None, at);
                }
                counts.added += 1;
                plan.added.push(session.clone());
            }
            (Some(_), Some(known)) if same(known, session) => {
                end(&mut plan, &mut counts, known, Some(session), at);
            }
            (Some(ended), _) => {
                let last = job.and_then(|job| known_ended.get(&job));
                if last.is_none_or(|last| *last < ended.at) {
                    counts.added += 1;
                    plan.added.push(session.clone());
                } else {
                    counts.unchanged += 1;
                }
            }
        }
    }
    for (job, _) in incoming.jobs.iter().zip(&incoming.told).filter(|(_, told)| told.state) {
        let key = (&*job.tenant, &*job.name);
        let known = number(key.0, key.1).and_then(|job| working.get(&job));
        let Some(known) = known.filter(|known| known.origin == Origin::Imported) else {
            continue;
        };
        let reported = told_ended.get(&key).is_some_and(|ended| same(known, ended));
        if !told_running.contains(&key) && !reported {
            end(&mut plan, &mut counts, known, told_ended.get(&key).copied(), at);
        }
    }
    plan.observation = observation(snapshot, incoming, known, newest, present)?;
    Ok((plan, counts))
}

/// When the latest session of each job ended.
fn ended(snapshot: &Snapshot<'_>, known: &[Stored<Job>]) -> Result<HashMap<i64, Instant>> {
    if known.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(snapshot.last_ends()?.into_iter().map(|(job, (_, at))| (job, at)).collect())
}

/// Starts that lie no further apart are one.
const APART: Span = Span::from_secs(2);

/// Whether the source tells of a session that is known.
fn same(known: &StoredSession, told: &Session) -> bool {
    if let (Some(known), Some(told)) = (&known.facts.source_id, &told.source_id) {
        return known == told;
    }
    // Sources tell one start to different fractions of a second.
    let (known, told) = (known.facts.started, told.started);
    known <= told + APART && told <= known + APART
}

fn update(
    plan: &mut Plan,
    counts: &mut Counts,
    known: &StoredSession,
    told: &Session,
    at: Instant,
) {
    if known.origin != Origin::Imported {
        counts.unchanged += 1;
        return;
    }
    let mut session = known.clone();
    session.observed_at = at;
    if !told.tasks.is_empty() {
        session.facts.tasks.clone_from(&told.tasks);
        session.task_notifications.clear();
    }
    let is_same = session.facts == known.facts && session.observed_at == known.observed_at;
    if is_same {
        counts.unchanged += 1;
    } else {
        counts.changed += 1;
        plan.updated.push(session);
    }
}

/// A session that ran before runs no more: it ended as the source tells, or as nobody knows.
fn end(
    plan: &mut Plan,
    counts: &mut Counts,
    known: &StoredSession,
    told: Option<&Session>,
    at: Instant,
) {
    let mut session = known.clone();
    let ended = told.and_then(|told| told.ended);
    let ended = ended.unwrap_or(Ended { at, result: KnownResult::Unknown, code: None });
    let since = session.facts.started;
    session.facts.ended = Some(Ended { at: ended.at.max(since), ..ended });
    session.observed_at = at;
    if let Some(told) = told.filter(|told| !told.tasks.is_empty()) {
        session.facts.tasks.clone_from(&told.tasks);
        session.task_notifications.clear();
    }
    counts.removed += 1;
    plan.updated.push(session);
}

/// Whether the import is an observation that is not known yet, and whether it tells of all jobs.
fn observation(
    snapshot: &Snapshot<'_>,
    incoming: &Incoming,
    known: &[Stored<Job>],
    newest: Option<Instant>,
    present: Instant,
) -> Result<Option<bool>> {
    if !incoming.told.iter().any(|told| told.state) {
        return Ok(None);
    }
    let all_told = incoming.told.iter().all(|told| told.state);
    // Every job that maintenance waits for must be found in the files, with its state.
    let finder = Finder::of(known);
    let found: HashSet<i64> =
        incoming.jobs.iter().filter_map(|job| Some(finder.find(job)?.id)).collect();
    let all_found = known
        .iter()
        .filter(|job| reaches(job.facts.job_type, job.facts.target))
        .all(|job| found.contains(&job.id));
    let is_part = matches!(incoming.complete, Extent::Part(_));
    let all_used = incoming.unused.is_empty();
    let complete = all_told && all_found && !is_part && all_used && incoming.observed_at <= present;
    let is_known = newest == Some(incoming.observed_at)
        || (!complete && snapshot.is_observed(incoming.observed_at)?);
    Ok((!is_known).then_some(complete))
}

impl Plan {
    /// Whether it tells of no session.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.updated.is_empty() && self.observation.is_none()
    }

    /// Whether nothing is to be written.
    pub fn is_nothing(&self) -> bool {
        self.is_empty() && self.from.is_none()
    }

    /// Writes it.
    pub fn write(&self, to: &Observer<'_>) -> Result<()> {
        if let Some(from) = self.from {
            to.caught_up(from)?;
        }
        for session in &self.updated {
            to.update_session(session)?;
        }
        for facts in &self.added {
            // A job that was not taken over has no sessions.
            let Some(job) = to.snapshot().number_of_job(&facts.tenant, &facts.job)? else {
                continue;
            };
            to.add_session(&StoredSession {
                id: 0,
                job,
                origin: if facts.ended.is_some() { Origin::Imported } else { self.origin },
                facts: facts.clone(),
                rule: None,
                notification: None,
                task_notifications: Vec::new(),
                observed_at: self.at,
                process: None,
            })?;
        }
        if let Some(complete) = self.observation {
            to.observed(self.at, complete)?;
        }
        Ok(())
    }
}
