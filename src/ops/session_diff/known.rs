//! The sessions and observations that the store knows before an import, and what outranks the import.

use hashbrown::HashMap;

use crate::domain::{Instant, Origin, Session, Span, Target};
use crate::error::Result;
use crate::import::Imported;
use crate::store::{
    JobSight, Observation, ObservationKind, SessionFilter, Snapshot, StoredSession,
};

pub(super) struct Known {
    pub(super) running: HashMap<i64, StoredSession>,
    /// Running sessions of jobs that are not known, by the names of tenant and job.
    pub(super) unknown: HashMap<(String, String), Vec<StoredSession>>,
    /// Sessions with the ids of imported ones.
    pub(super) by_source: HashMap<String, StoredSession>,
    /// Sessions of `mm run` whose command is gone, although no end was recorded.
    pub(super) died: Vec<StoredSession>,
    /// The end of the latest session of each job.
    last_ends: HashMap<i64, Instant>,
    /// When each job was last seen, if that time can be believed.
    seen_at: HashMap<i64, Instant>,
    /// When all running sessions were last listed.
    listed_at: Option<Instant>,
    pub(super) sights: Vec<JobSight>,
    pub(super) observations: Vec<Observation>,
    /// The present, which no observation can prove anything about the time after.
    pub(super) present: Instant,
    pub(super) is_rehearsal: bool,
}

impl Known {
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        imported: &Imported,
        present: Instant,
        is_rehearsal: bool,
    ) -> Result<Known> {
        let (sights, observations) = (snapshot.job_sights()?, snapshot.observations()?);
        let dated = observations.iter().filter(|each| each.is_dated(present));
        let at: HashMap<i64, Instant> = dated.clone().map(|each| (each.id, each.at)).collect();
        let seen = sights.iter().filter_map(|job| Some((job.job, *at.get(&job.observed?)?)));
        let lists = |each: &&Observation| each.complete && each.kind == ObservationKind::Sessions;
        let mut known = Known {
            running: HashMap::new(),
            unknown: HashMap::new(),
            by_source: HashMap::new(),
            died: Vec::new(),
            last_ends: snapshot.last_ends()?.into_iter().map(|(job, (_, at))| (job, at)).collect(),
            seen_at: seen.collect(),
            listed_at: dated.filter(lists).map(|each| each.at).max(),
            sights,
            observations,
            present,
            is_rehearsal,
        };
        for id in imported.sessions.iter().filter_map(|session| session.source_id.as_ref()) {
            let session = snapshot.sessions(SessionFilter::Source(id))?.pop();
            known.by_source.extend(session.map(|session| (id.clone(), session)));
        }
        for session in snapshot.sessions(SessionFilter::Running)? {
            if session.origin == Origin::Run && !snapshot.is_alive(&session) {
                known.died.push(session);
                continue;
            }
            let names = (session.facts.tenant.clone(), session.facts.job.clone());
            match session.job {
                Some(job) => _ = known.running.insert(job, session),
                None => known.unknown.entry(names).or_default().push(session),
            }
        }
        Ok(known)
    }

    /// The running sessions of a job, and of one that is not known but has its names.
    pub(super) fn running_of(
        &self,
        job: Option<i64>,
        tenant: &str,
        name: &str,
    ) -> impl Iterator<Item = &StoredSession> {
        let of_job = job.and_then(|job| self.running.get(&job)).into_iter();
        of_job.chain(self.unknown.get(&(tenant.to_owned(), name.to_owned())).into_iter().flatten())
    }

    pub(super) fn all_running(&self) -> impl Iterator<Item = &StoredSession> {
        self.running.values().chain(self.unknown.values().flatten())
    }

    /// The stored session with the source's id of an imported one.
    pub(super) fn with_id_of(&self, imported: &Session) -> Option<&StoredSession> {
        self.by_source.get(imported.source_id.as_ref()?)
    }

    pub(super) fn seen_at(&self, job: Option<i64>) -> Option<Instant> {
        self.seen_at.get(&job?).copied()
    }

    pub(super) fn last_end(&self, job: Option<i64>) -> Option<Instant> {
        self.last_ends.get(&job?).copied()
    }

    /// Whether a live store knows something newer than `at` of a job. A time in the future is not.
    pub(super) fn is_outranked(&self, job: Option<i64>, target: Target, at: Instant) -> bool {
        let listed = self.listed_at.filter(|_| target == Target::Cloud);
        let is_newer = |known: Instant| known > at;
        !self.is_rehearsal
            && (self.seen_at(job).is_some_and(is_newer) || listed.is_some_and(is_newer))
    }

    /// Whether an observation of `at` can say that a session is no longer running. One that was
    /// seen running at the same time is running.
    pub(super) fn may_end(&self, session: &StoredSession, at: Instant) -> bool {
        let is_future = |instant: Instant| instant > self.present;
        let (seen, started) = (session.observed_at, session.facts.started);
        session.origin == Origin::Imported
            && (self.is_rehearsal
                || ((seen < at || is_future(seen)) && (started <= at || is_future(started))))
    }
}

/// Sources round the start of one session to different fractions of a second.
const SAME_START: Span = Span::from_secs(2);

/// Whether a stored session and an imported one are the same.
pub(super) fn is_same(known: &StoredSession, imported: &Session) -> bool {
    if let (Some(known), Some(imported)) = (&known.facts.source_id, &imported.source_id) {
        return known == imported;
    }
    let (known, imported) = (known.facts.started, imported.started);
    known <= imported + SAME_START && imported <= known + SAME_START
}
