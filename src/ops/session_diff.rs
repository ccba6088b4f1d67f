//! Comparison of imported sessions with those of the store, and whether they are an observation.

use std::collections::{HashMap, HashSet};

use crate::clock;
use crate::domain::{Ended, Job, Origin, Session, Target};
use crate::domain::{Instant, KnownResult, Span};
use crate::error::Result;
use crate::import::{Coverage, Imported, Warning};
use crate::ops::app::App;
use crate::ops::import_counts::Counts;
use crate::ops::job_finder::JobFinder;
use crate::ops::server_status::reaches;
use crate::store::{ObservationKind, Observer, SessionFilter, Snapshot, Stored, StoredSession};

pub struct SessionDiff {
    pub counts: Counts,
    pub observed_at: Instant,
    pub warnings: Vec<Warning>,
    /// The origin of added sessions.
    origin: Origin,
    added: Vec<Session>,
    updated: Vec<StoredSession>,
    observation: Option<Observation>,
    /// In a rehearsal: simulated sessions continue from this instant.
    simulated_from: Option<Instant>,
}

/// A new observation.
struct Observation {
    is_complete: bool,
}

/// What the store knows before the import.
struct Known {
    running: HashMap<i64, StoredSession>,
    /// The end of the latest session of each job.
    last_ends: HashMap<i64, Instant>,
    newest_observation: Option<Instant>,
    /// The present, which no observation can prove anything about the time after.
    present: Instant,
}

/// Sources round the start of one session to different fractions of a second.
const SAME_START: Span = Span::from_secs(2);

fn is_same(known: &StoredSession, imported: &Session) -> bool {
    if let (Some(known), Some(imported)) = (&known.facts.source_id, &imported.source_id) {
        return known == imported;
    }
    let (known, imported) = (known.facts.started, imported.started);
    known <= imported + SAME_START && imported <= known + SAME_START
}

impl SessionDiff {
    pub fn new(
        snapshot: &Snapshot<'_>,
        app: &App,
        imported: &Imported,
        jobs: &[Stored<Job>],
    ) -> Result<SessionDiff> {
        let server = snapshot.server()?;
        let observed_at = imported.observed_at;
        let is_rehearsal = server.is_rehearsal();
        let mut diff = SessionDiff {
            counts: Counts::default(),
            observed_at,
            warnings: Vec::new(),
            origin: if is_rehearsal { Origin::Simulated } else { Origin::Imported },
            added: Vec::new(),
            updated: Vec::new(),
            observation: None,
            simulated_from: None,
        };
        if observed_at > app.now() {
            let what = format!("the observation at {observed_at} lies in the future");
            diff.warnings.push(Warning::about_import(what));
        }
        let present = if is_rehearsal { app.now() } else { app.now().min(clock::now()) };
        let running = snapshot.sessions(SessionFilter::Running)?;
        let running: HashMap<i64, StoredSession> =
            running.into_iter().filter_map(|session| Some((session.job?, session))).collect();
        if is_rehearsal {
            let simulates = running.values().any(|each| each.origin == Origin::Simulated);
            diff.simulated_from =
                (!simulates && observed_at < server.caught_up).then_some(observed_at);
        }
        let newest_observation = snapshot.observed_at(present)?;
        if newest_observation.is_some_and(|newest| observed_at < newest) {
            let what = format!(
                "the sessions at {observed_at} were not imported, because a newer observation is \
                 known"
            );
            diff.warnings.push(Warning::about_import(what));
            return Ok(diff);
        }
        let last_ends = if jobs.is_empty() { HashMap::new() } else { last_ends(snapshot)? };
        let known = Known { running, last_ends, newest_observation, present };
        diff.compare(imported, jobs, &known);
        diff.observation = observation(snapshot, imported, jobs, &known)?;
        Ok(diff)
    }

    fn compare(&mut self, imported: &Imported, jobs: &[Stored<Job>], known: &Known) {
        let finder = JobFinder::new(jobs);
        // A job may have another name in the files than in the store.
        let numbers: HashMap<(&str, &str), i64> = imported
            .jobs
            .iter()
            .map(|each| &each.job)
            .filter_map(|job| Some(((&*job.tenant, &*job.name), finder.find(job)?.id)))
            .collect();
        let number = |tenant: &str, job: &str| {
            let named = || finder.named(tenant, job).map(|known| known.id);
            numbers.get(&(tenant, job)).copied().or_else(named)
        };
        for session in &imported.sessions {
            let job = number(&session.tenant, &session.job);
            let running = job.and_then(|job| known.running.get(&job));
            match (session.ended, running) {
                (None, Some(known)) if is_same(known, session) || known.origin == Origin::Run => {
                    self.update(known, session);
                }
                (None, running) => {
                    if let Some(known) = running {
                        self.end(known, None);
                    }
                    self.add(session);
                }
                (Some(_), Some(known)) if is_same(known, session) => {
                    self.end(known, Some(session));
                }
                (Some(ended), _) => match job.and_then(|job| known.last_ends.get(&job)) {
                    Some(last) if *last >= ended.at => self.counts.unchanged += 1,
                    _ => self.add(session),
                },
            }
        }
        self.end_idle(imported, number, known);
    }

    /// Ends the running sessions of jobs that are not running, by the files.
    fn end_idle(
        &mut self,
        imported: &Imported,
        number: impl Fn(&str, &str) -> Option<i64>,
        known: &Known,
    ) {
        let mut running: HashSet<(&str, &str)> = HashSet::new();
        let mut ended: HashMap<(&str, &str), &Session> = HashMap::new();
        for session in &imported.sessions {
            let job = (&*session.tenant, &*session.job);
            if session.ended.is_some() {
                ended.insert(job, session);
            } else {
                running.insert(job);
            }
        }
        for each in imported.jobs.iter().filter(|each| each.stated.state) {
            let job = (&*each.job.tenant, &*each.job.name);
            let known = number(job.0, job.1).and_then(|job| known.running.get(&job));
            let Some(known) = known.filter(|known| known.origin == Origin::Imported) else {
                continue;
            };
            let ended = ended.get(&job).copied();
            let is_compared =
                running.contains(&job) || ended.is_some_and(|end| is_same(known, end));
            if !is_compared {
                self.end(known, ended);
            }
        }
    }

    fn add(&mut self, session: &Session) {
        self.counts.added += 1;
        self.added.push(session.clone());
    }

    /// The session is still running.
    fn update(&mut self, known: &StoredSession, imported: &Session) {
        if known.origin != Origin::Imported {
            self.counts.unchanged += 1;
            return;
        }
        let mut session = known.clone();
        session.observed_at = self.observed_at;
        take_tasks(&mut session, imported);
        if session.facts == known.facts && session.observed_at == known.observed_at {
            self.counts.unchanged += 1;
        } else {
            self.counts.changed += 1;
            self.updated.push(session);
        }
    }

    /// The session is no longer running. It ended as the files say, or with an unknown result.
    fn end(&mut self, known: &StoredSession, imported: Option<&Session>) {
        let mut session = known.clone();
        let unknown = Ended { at: self.observed_at, result: KnownResult::Unknown, code: None };
        let ended = imported.and_then(|imported| imported.ended).unwrap_or(unknown);
        let at = ended.at.max(session.facts.started);
        session.facts.ended = Some(Ended { at, ..ended });
        session.observed_at = self.observed_at;
        if let Some(imported) = imported {
            take_tasks(&mut session, imported);
        }
        self.counts.removed += 1;
        self.updated.push(session);
    }

    /// Whether anything was observed of sessions.
    pub fn has_observations(&self) -> bool {
        !self.added.is_empty() || !self.updated.is_empty() || self.observation.is_some()
    }

    pub fn is_unchanged(&self) -> bool {
        !self.has_observations() && self.simulated_from.is_none()
    }

    pub fn write(&self, to: &Observer<'_>) -> Result<()> {
        if let Some(from) = self.simulated_from {
            to.caught_up(from)?;
        }
        for session in &self.updated {
            to.update_session(session)?;
        }
        for facts in &self.added {
            // A job that was not imported has no sessions.
            let Some(job) = to.snapshot().number_of_job(&facts.tenant, &facts.job)? else {
                continue;
            };
            to.add_session(&StoredSession {
                id: 0,
                job: Some(job),
                job_type: None,
                target: Target::Cloud,
                origin: if facts.ended.is_some() { Origin::Imported } else { self.origin },
                facts: facts.clone(),
                rule: None,
                notification: None,
                task_notifications: Vec::new(),
                observed_at: self.observed_at,
                lock: None,
            })?;
        }
        if let Some(observation) = &self.observation {
            to.observed(self.observed_at, ObservationKind::Jobs, observation.is_complete, &[])?;
        }
        Ok(())
    }
}

fn take_tasks(session: &mut StoredSession, imported: &Session) {
    if !imported.tasks.is_empty() {
        session.facts.tasks.clone_from(&imported.tasks);
        session.task_notifications.clear();
    }
}

fn last_ends(snapshot: &Snapshot<'_>) -> Result<HashMap<i64, Instant>> {
    Ok(snapshot.last_ends()?.into_iter().map(|(job, (_, at))| (job, at)).collect())
}

/// The import as an observation, unless it is not one or is known already.
fn observation(
    snapshot: &Snapshot<'_>,
    imported: &Imported,
    jobs: &[Stored<Job>],
    known: &Known,
) -> Result<Option<Observation>> {
    if !imported.jobs.iter().any(|each| each.stated.state) {
        return Ok(None);
    }
    // Every job that maintenance waits for must be in the files, with its state.
    let finder = JobFinder::new(jobs);
    let found: HashSet<i64> =
        imported.jobs.iter().filter_map(|each| Some(finder.find(&each.job)?.id)).collect();
    let all_found = jobs
        .iter()
        .filter(|job| reaches(job.facts.job_type, job.facts.target))
        .all(|job| found.contains(&job.id));
    let is_complete = all_found
        && imported.jobs.iter().all(|each| each.stated.state)
        && !matches!(imported.coverage, Coverage::Partial(_))
        && imported.unused.is_empty()
        && imported.observed_at <= known.present;
    let is_known = known.newest_observation == Some(imported.observed_at)
        || (!is_complete
            && snapshot.observations()?.iter().any(|known| known.at == imported.observed_at));
    Ok((!is_known).then_some(Observation { is_complete }))
}
