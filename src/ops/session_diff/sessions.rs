//! Changes of sessions by an import: which are added, go on, run again or have ended.

use hashbrown::{HashMap, HashSet};

use crate::domain::{
    Ended, Instant, JobType, ObservedResult, Origin, Session, Target, has_covered_sessions, plural,
};
use crate::error::Result;
use crate::import::{EXPORT_TIME, ImportedJob};
use crate::ops::import_counts::Counts;
use crate::ops::session_diff::basis::{Basis, JobNumbers};
use crate::ops::session_diff::known::is_same;
use crate::store::{Observer, StoredSession};

#[derive(Default)]
pub(super) struct SessionChanges {
    pub(super) counts: Counts,
    added: Vec<NewSession>,
    updated: Vec<StoredSession>,
    /// Running sessions that end by the names of their jobs, without the id of a session.
    pub(super) ended_by_name: u64,
}

struct NewSession {
    /// Its job; `None`: the import may add it.
    job: Option<i64>,
    job_type: Option<JobType>,
    target: Target,
    seen: Seen,
    facts: Session,
}

/// What sources say of a session, whatever is known of its job.
#[derive(Default, Clone, Copy)]
struct Seen {
    in_cloud: bool,
    covered: bool,
}

impl Seen {
    /// `is_local`: the job of the store is known to be local.
    fn by_import(of_import: Option<&ImportedJob>, is_local: bool) -> Seen {
        let is_in_cloud =
            |each: &ImportedJob| each.stated.target && each.job.target == Target::Cloud;
        // A refresh changes no job, so that the type may be known to be another one.
        let is_covered = |each: &ImportedJob| {
            let is_here =
                if each.stated.target { each.job.target == Target::Local } else { is_local };
            let target = if is_here { Target::Local } else { Target::Cloud };
            !each.is_type_unknown && has_covered_sessions(Some(each.job.job_type), target)
        };
        Seen {
            in_cloud: of_import.is_some_and(is_in_cloud),
            covered: of_import.is_some_and(|each| each.is_seen_covered || is_covered(each)),
        }
    }

    /// What also holds of a session that takes the place of another one.
    fn instead_of(self, other: &StoredSession) -> Seen {
        Seen {
            in_cloud: self.in_cloud || other.target == Target::Cloud,
            covered: self.covered || other.is_covered(),
        }
    }

    fn of(self, session: StoredSession) -> StoredSession {
        let target = if self.in_cloud { Target::Cloud } else { session.target };
        StoredSession {
            target,
            seen_in_cloud: session.seen_in_cloud || self.in_cloud,
            seen_covered: session.seen_covered || self.covered,
            ..session
        }
    }
}

impl SessionChanges {
    pub(super) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.updated.is_empty()
    }

    /// Adds the jobs that run after the changes, and takes away those that do not.
    pub(super) fn apply_to(&self, running_jobs: &mut HashSet<i64>) {
        for session in &self.updated {
            let Some(job) = session.job else { continue };
            if session.facts.ended.is_none() {
                running_jobs.insert(job);
            } else {
                running_jobs.remove(&job);
            }
        }
        let begun = self.added.iter().filter(|session| session.facts.ended.is_none());
        running_jobs.extend(begun.filter_map(|session| session.job));
    }

    pub(super) fn write(
        &self,
        to: &Observer<'_>,
        jobs: &JobNumbers<'_>,
        seen_at: Instant,
        is_rehearsal: bool,
    ) -> Result<()> {
        for session in &self.updated {
            to.update_session(session)?;
        }
        let origin = if is_rehearsal { Origin::Simulated } else { Origin::Imported };
        for NewSession { job, job_type, target, seen, facts } in &self.added {
            let job = job.or_else(|| jobs.get(&(&*facts.tenant, &*facts.job)).copied());
            // A policy has no sessions. What a source lists as one runs by itself.
            let job = match job {
                Some(job) if to.is_policy(job)? => None,
                job => job,
            };
            if job.is_none() && facts.ended.is_some() {
                continue;
            }
            let origin = if facts.ended.is_some() { Origin::Imported } else { origin };
            let session = StoredSession::new(origin, job, *job_type, *target, facts.clone());
            to.add_session(&StoredSession { observed_at: seen_at, ..seen.of(session) })?;
        }
        Ok(())
    }
}

/// Compares the sessions of an import with those of the store.
pub(super) struct SessionComparison<'c> {
    basis: &'c Basis<'c>,
    pub(super) changes: SessionChanges,
    /// Jobs of the store that run, by the import.
    running_jobs: HashSet<i64>,
    /// Sessions of the store that are running, by the import: nothing else in it ends them.
    going_on: HashSet<i64>,
}

impl<'c> SessionComparison<'c> {
    pub(super) fn new(basis: &'c Basis<'c>) -> SessionComparison<'c> {
        let running = basis.imported.sessions.iter().filter(|session| session.ended.is_none());
        let number_of = |session: &Session| basis.matches.of(&session.tenant, &session.job).0;
        SessionComparison {
            basis,
            changes: SessionChanges::default(),
            running_jobs: running.filter_map(number_of).collect(),
            going_on: HashSet::new(),
        }
    }

    /// A session of `mm run` whose command is gone has ended. Else a session that is running now
    /// would be taken for it.
    pub(super) fn end_died(&mut self) {
        for session in &self.basis.known.died {
            self.end(session, None);
        }
    }

    /// Compares every imported session. Returns why they are not all that run.
    pub(super) fn compare(&mut self) -> Vec<String> {
        let Basis { imported, matches, known, .. } = self.basis;
        let mut lost = Vec::new();
        let going_on = self.jobs_that_go_on();
        let mut begun_jobs = HashSet::new();
        let mut new_ids = HashSet::new();
        let mut outranked = 0_u64;
        let (seen_at, read_until) = (self.basis.seen_at(), self.basis.read_until());
        for session in &imported.sessions {
            let (job, of_import) = matches.of(&session.tenant, &session.job);
            let running = known.running_of(job, &session.tenant, &session.job).next();
            if let Some(ended) = session.ended {
                self.compare_ended(session, ended, job, of_import, running, &mut new_ids);
                continue;
            }
            let target = of_import.map_or(Target::Cloud, |each| each.job.target);
            let is_local = job.is_some_and(|job| self.basis.is_local(job));
            // A reading that began well after the session did would have found it.
            let has_start = of_import.is_some_and(|each| each.stated.start);
            let found_from = (session.started + EXPORT_TIME).clamp(seen_at, read_until);
            let seen_at = if has_start { found_from } else { read_until };
            if known.is_outranked(job, target, seen_at) {
                self.changes.counts.unchanged += 1;
                outranked += 1;
                continue;
            }
            let several = || format!("it has several running sessions of {:?}", session.job);
            if let Some(stored) = self.stored(session, of_import, running) {
                let open = stored.job.and_then(|job| known.running.get(&job));
                let is_another = open.is_some_and(|open| open.id != stored.id);
                let is_reopened = stored.facts.ended.is_some();
                if is_another
                    || (is_reopened && stored.job.is_some_and(|job| !begun_jobs.insert(job)))
                {
                    lost.push(several());
                } else {
                    self.go_on(stored, session, Seen::by_import(of_import, is_local));
                }
            } else if job.is_some_and(|job| going_on.contains(&job) || !begun_jobs.insert(job)) {
                lost.push(several());
            } else {
                let mut seen = Seen::by_import(of_import, is_local);
                if let Some(other) = running {
                    seen = seen.instead_of(other);
                    self.end_by_name(other, None, false);
                }
                self.begin(session, job, of_import, seen, &mut new_ids);
            }
        }
        // Something ran when it was read, whatever was seen later of that.
        if outranked > 0 {
            let sessions = plural(outranked, "running session", "running sessions");
            lost.push(format!("{sessions} in it had ended by a newer observation"));
        }
        lost
    }

    /// The session of the store that a running one of the import is: the one that is known to be
    /// `running`, or one that seemed to have ended.
    fn stored<'k>(
        &self,
        session: &Session,
        of_import: Option<&ImportedJob>,
        running: Option<&'k StoredSession>,
    ) -> Option<&'k StoredSession>
    where
        'c: 'k,
    {
        // A row that tells neither an id nor a start may be of any running session.
        let is_any =
            session.source_id.is_none() && of_import.is_some_and(|each| !each.stated.start);
        let is_it = |running: &&StoredSession| {
            is_any || is_same(running, session) || running.origin == Origin::Run
        };
        running.filter(is_it).or_else(|| self.basis.known.with_id_of(session))
    }

    /// Jobs of which the import has a session that the store knows. A job has one that is running at
    /// most, so that no other one begins.
    fn jobs_that_go_on(&self) -> HashSet<i64> {
        let Basis { imported, matches, known, .. } = self.basis;
        let job_of = |session: &Session| {
            let (job, of_import) = matches.of(&session.tenant, &session.job);
            let running = known.running_of(job, &session.tenant, &session.job).next();
            self.stored(session, of_import, running)?.job
        };
        let running = imported.sessions.iter().filter(|session| session.ended.is_none());
        running.filter_map(job_of).collect()
    }

    /// A new session is running.
    fn begin(
        &mut self,
        session: &'c Session,
        job: Option<i64>,
        of_import: Option<&ImportedJob>,
        seen: Seen,
        new_ids: &mut HashSet<&'c str>,
    ) {
        // Two sessions with one id: both count.
        let is_repeated = session.source_id.as_ref().is_some_and(|id| !new_ids.insert(id));
        let source_id = session.source_id.clone().filter(|_| !is_repeated);
        self.add(Session { source_id, ..session.clone() }, job, of_import, seen);
    }

    /// A session has ended: one that is known to be running, an older one, or one to be added.
    fn compare_ended(
        &mut self,
        session: &'c Session,
        ended: Ended,
        job: Option<i64>,
        of_import: Option<&ImportedJob>,
        running: Option<&StoredSession>,
        new_ids: &mut HashSet<&'c str>,
    ) {
        if let Some(running) = running.filter(|running| is_same(running, session)) {
            if self.basis.known.is_rehearsal || self.may_end(running) {
                return self.end_by_name(running, Some(session), false);
            }
            self.changes.counts.unchanged += 1;
        } else if self.basis.known.last_end(job).is_some_and(|last| last >= ended.at)
            || self.basis.known.with_id_of(session).is_some()
            || session.source_id.as_ref().is_some_and(|id| !new_ids.insert(id))
        {
            self.changes.counts.unchanged += 1;
        } else {
            self.add(session.clone(), job, of_import, Seen::default());
        }
    }

    /// Ends the running sessions of jobs that are not running, by the files. A job with another id is
    /// another one, unless the files hold everything, and so tell that the first does not exist.
    pub(super) fn end_idle(&mut self, is_complete: bool) {
        let mut running: HashSet<(&str, &str)> = HashSet::new();
        let mut ended: HashMap<(&str, &str), &Session> = HashMap::new();
        for session in &self.basis.imported.sessions {
            let job = (&*session.tenant, &*session.job);
            if session.ended.is_some() {
                ended.insert(job, session);
            } else {
                running.insert(job);
            }
        }
        for each in self.basis.imported.jobs.iter().filter(|each| each.stated.state) {
            let names = (&*each.job.tenant, &*each.job.name);
            let job = self.basis.matches.number(each);
            let ended = ended.get(&names).copied();
            for session in self.basis.known.running_of(job, names.0, names.1) {
                let is_another = || {
                    // No source lists a session as covered of a job that maintenance does not cover.
                    let is_listed = session.seen_covered && session.facts.source_id.is_some();
                    let is_covered = has_covered_sessions(Some(each.job.job_type), each.job.target);
                    (is_listed && !is_covered && !self.basis.is_by_id(job, each))
                        || !is_complete && job.is_some_and(|job| self.basis.is_another(job, each))
                };
                let is_compared = running.contains(&names)
                    || self.is_running(job)
                    || ended.is_some_and(|end| is_same(session, end));
                if !is_compared
                    && !is_another()
                    && !self.basis.known.is_outranked(job, session.target, self.basis.observed_at)
                    && self.may_end(session)
                {
                    // The start of what is running may have been when it was first seen.
                    let began = session.facts.started;
                    let is_its_end = |end: &&Session| {
                        end.started <= began && end.ended.is_some_and(|ended| ended.at > began)
                    };
                    let is_by_id = self.basis.is_by_id(job, each);
                    self.end_by_name(session, ended.filter(is_its_end), is_by_id);
                }
            }
        }
    }

    /// Ends the sessions that a complete listing of running sessions does not have.
    pub(super) fn end_unlisted(&mut self) {
        let running = self.basis.imported.sessions.iter().filter(|each| each.ended.is_none());
        let names: HashSet<(&str, &str)> =
            running.map(|session| (&*session.tenant, &*session.job)).collect();
        let done: HashSet<i64> = self.changes.updated.iter().map(|session| session.id).collect();
        for session in self.basis.known.all_running() {
            let is_listed = self.is_running(session.job)
                || names.contains(&(&*session.facts.tenant, &*session.facts.job));
            if !is_listed
                && !done.contains(&session.id)
                && session.target == Target::Cloud
                && self.may_end(session)
            {
                self.end(session, None);
            }
        }
    }

    /// A job that does not exist any more does not run.
    pub(super) fn end_gone(&mut self, gone: &[i64]) {
        for session in gone.iter().filter_map(|job| self.basis.known.running.get(job)) {
            if !self.is_running(session.job) && self.may_end(session) {
                self.end(session, None);
            }
        }
    }

    /// Whether a job of the store runs by the import, perhaps under another name.
    fn is_running(&self, job: Option<i64>) -> bool {
        job.is_some_and(|job| self.running_jobs.contains(&job))
    }

    /// Whether the import can tell that a session is no longer running. In a live store, one that is
    /// dated in the future cannot.
    fn may_end(&self, session: &StoredSession) -> bool {
        let Basis { known, is_future, observed_at, .. } = self.basis;
        (known.is_rehearsal || !is_future) && known.may_end(session, *observed_at)
    }

    fn add(
        &mut self,
        facts: Session,
        job: Option<i64>,
        of_import: Option<&ImportedJob>,
        seen: Seen,
    ) {
        self.changes.counts.added += 1;
        let is_known = |each: &&ImportedJob| !each.is_type_unknown;
        let job_type = of_import.filter(is_known).map(|each| each.job.job_type);
        let is_local = || job.is_some_and(|job| self.basis.is_local(job));
        let is_doubtful = seen.in_cloud && job_type.is_none() && is_local();
        let seen = Seen { covered: seen.covered || is_doubtful, ..seen };
        self.changes.added.push(NewSession {
            job,
            // A listing that says otherwise of its job does not count.
            job_type: job_type
                .filter(|each| !seen.covered || has_covered_sessions(Some(*each), Target::Cloud)),
            target: of_import.map_or(Target::Cloud, |each| each.job.target),
            seen,
            facts,
        });
    }

    /// The session is running, even if it seemed to have ended.
    fn go_on(&mut self, known: &StoredSession, imported: &Session, seen: Seen) {
        self.going_on.insert(known.id);
        let mut session = seen.of(self.seen_now(known, Some(imported)));
        session.facts.ended = None;
        let is_unchanged = session == *known;
        let is_of_others = known.origin != Origin::Imported && known.facts.ended.is_none();
        if is_of_others || is_unchanged {
            self.changes.counts.unchanged += 1;
        } else {
            self.changes.counts.changed += 1;
            self.changes.updated.push(session);
        }
    }

    /// The session is no longer running, since the import has its job as idle or in another session.
    /// Only its id proves that it is this one and no namesake; of a session without an id, that of its job.
    fn end_by_name(
        &mut self,
        known: &StoredSession,
        imported: Option<&Session>,
        is_job_by_id: bool,
    ) {
        // What was seen running long after that end is another session, of which the id is not known.
        let is_after = |ended: Ended| ended.at + EXPORT_TIME >= known.observed_at;
        let has_id = |session: &Session| {
            known.facts.source_id == session.source_id && session.ended.is_none_or(is_after)
        };
        let is_proved = match known.facts.source_id {
            Some(_) => imported.is_some_and(has_id),
            None => is_job_by_id,
        };
        self.changes.ended_by_name += u64::from(!is_proved && known.target == Target::Cloud);
        self.end(known, imported);
    }

    /// The session is no longer running. It ended as the files say, or with an unknown result.
    fn end(&mut self, known: &StoredSession, imported: Option<&Session>) {
        if self.going_on.contains(&known.id) {
            return;
        }
        let mut session = self.seen_now(known, imported);
        let unknown =
            Ended { at: self.basis.observed_at, result: ObservedResult::Unknown, code: None };
        let ended = imported.and_then(|imported| imported.ended).unwrap_or(unknown);
        let at = ended.at.max(session.facts.started);
        session.facts.ended = Some(Ended { at, ..ended });
        *self.changes.counts.ended.get_or_insert(0) += 1;
        self.changes.updated.push(session);
    }

    /// A stored session as the import shows it, with its tasks if the import has them.
    fn seen_now(&self, known: &StoredSession, imported: Option<&Session>) -> StoredSession {
        let mut session = known.clone();
        session.observed_at = self.basis.seen_at();
        let tasks = imported.map(|imported| &imported.tasks).filter(|tasks| !tasks.is_empty());
        if let Some(tasks) = tasks.filter(|tasks| **tasks != session.facts.tasks) {
            session.facts.tasks.clone_from(tasks);
            session.task_notifications.clear();
        }
        session
    }
}
