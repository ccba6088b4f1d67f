//! Comparison of imported sessions with those of the store, and what the import observed.

use hashbrown::{HashMap, HashSet};

use crate::clock;
use crate::domain::{
    Access, Ended, Instant, Job, JobType, KnownResult, Origin, Session, Span, Target, Tenant,
    plural,
};
use crate::error::Result;
use crate::import::{Imported, ImportedJob, ListedJobs, ObservedFrom, Warning};
use crate::ops::app::App;
use crate::ops::import_counts::Counts;
use crate::ops::job_finder::JobFinder;
use crate::ops::server_status::reaches;
use crate::store::{
    JobSight, Observation, ObservationKind, Observer, SessionFilter, Snapshot, Stored,
    StoredSession,
};

/// Whether the operator vouches that the files hold everything that can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declared {
    Complete,
    Partial,
}

impl Declared {
    /// What the files say themselves.
    pub fn of(imported: &Imported) -> Declared {
        if imported.is_declared_complete { Declared::Complete } else { Declared::Partial }
    }
}

pub struct SessionDiff {
    pub counts: Counts,
    pub observed_at: Instant,
    pub warnings: Vec<Warning>,
    /// Whether the import observed everything that can run.
    pub is_complete: bool,
    /// Why it did not.
    pub lost: Vec<String>,
    /// The origin of added sessions.
    origin: Origin,
    added: Vec<NewSession>,
    updated: Vec<StoredSession>,
    observations: Vec<(ObservationKind, bool)>,
    /// Jobs that were found with a usable state.
    seen: Vec<SeenJob>,
    gone: Vec<i64>,
    /// Jobs whose type the import does not know.
    unknown_types: Vec<(Option<i64>, String, String)>,
    /// Tenants that the server has disabled.
    disabled: Vec<String>,
    /// Running sessions that end because their job is listed as idle.
    ended_by_name: u64,
    /// Jobs that were gone and are listed again.
    back: Vec<i64>,
    /// Tenants that were disabled on the server and are listed as enabled.
    enabled: Vec<String>,
    /// In a rehearsal: simulated sessions continue from this instant.
    simulated_from: Option<Instant>,
}

/// Numbers of jobs, by the names of tenant and job.
pub type JobNumbers<'i> = HashMap<(&'i str, &'i str), i64>;

struct NewSession {
    /// Its job; `None`: the import may add it.
    job: Option<i64>,
    job_type: Option<JobType>,
    target: Target,
    facts: Session,
}

struct SeenJob {
    job: Option<i64>,
    tenant: String,
    name: String,
    listing: Option<&'static str>,
}

/// What the store knows before the import.
struct Known {
    running: HashMap<i64, StoredSession>,
    /// Running sessions of jobs that are not known, by the names of tenant and job.
    unknown: HashMap<(String, String), Vec<StoredSession>>,
    /// Sessions with the ids of imported ones.
    by_source: HashMap<String, StoredSession>,
    /// The end of the latest session of each job.
    last_ends: HashMap<i64, Instant>,
    /// When each job was last seen, if that time can be believed.
    seen_at: HashMap<i64, Instant>,
    /// When all running sessions were last listed.
    listed_at: Option<Instant>,
    /// The present, which no observation can prove anything about the time after.
    present: Instant,
    is_rehearsal: bool,
    /// Sessions of `mm run` whose command is gone, although no end was recorded.
    died: Vec<StoredSession>,
}

/// How long an export takes at most.
pub const EXPORT_TIME: Span = Span::from_secs(5 * 60);

/// Sources round the start of one session to different fractions of a second.
const SAME_START: Span = Span::from_secs(2);

fn is_same(known: &StoredSession, imported: &Session) -> bool {
    if let (Some(known), Some(imported)) = (&known.facts.source_id, &imported.source_id) {
        return known == imported;
    }
    let (known, imported) = (known.facts.started, imported.started);
    known <= imported + SAME_START && imported <= known + SAME_START
}

impl Known {
    fn read(
        snapshot: &Snapshot<'_>,
        imported: &Imported,
        sights: &[JobSight],
        observations: &[Observation],
        present: Instant,
        is_rehearsal: bool,
    ) -> Result<Known> {
        let dated = observations.iter().filter(|each| each.is_dated(present));
        let at: HashMap<i64, Instant> = dated.clone().map(|each| (each.id, each.at)).collect();
        let seen = sights.iter().filter_map(|job| Some((job.job, *at.get(&job.observed?)?)));
        let lists = |each: &&Observation| each.complete && each.kind == ObservationKind::Sessions;
        let mut known = Known {
            running: HashMap::new(),
            unknown: HashMap::new(),
            by_source: HashMap::new(),
            last_ends: snapshot.last_ends()?.into_iter().map(|(job, (_, at))| (job, at)).collect(),
            seen_at: seen.collect(),
            listed_at: dated.filter(lists).map(|each| each.at).max(),
            present,
            is_rehearsal,
            died: Vec::new(),
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
    fn running_of(
        &self,
        job: Option<i64>,
        tenant: &str,
        name: &str,
    ) -> impl Iterator<Item = &StoredSession> {
        let of_job = job.and_then(|job| self.running.get(&job)).into_iter();
        of_job.chain(self.unknown.get(&(tenant.to_owned(), name.to_owned())).into_iter().flatten())
    }

    /// Whether something newer than `at` is known of a job. A time in the future is not.
    fn is_outranked(&self, job: Option<i64>, target: Target, at: Instant) -> bool {
        let seen = job.and_then(|job| self.seen_at.get(&job));
        let listed = self.listed_at.filter(|_| target == Target::Cloud);
        seen.is_some_and(|seen| *seen > at) || listed.is_some_and(|listed| listed > at)
    }

    /// Whether an observation of `at` can say that a session is no longer running. One that was
    /// seen running at the same time is running.
    fn may_end(&self, session: &StoredSession, at: Instant) -> bool {
        let is_newer = |instant: Instant| instant < at || instant > self.present;
        let is_of_import = session.origin == Origin::Imported;
        is_of_import
            && (self.is_rehearsal
                || (is_newer(session.observed_at)
                    && (session.facts.started <= at || session.facts.started > self.present)))
    }
}

impl SessionDiff {
    pub fn new(
        snapshot: &Snapshot<'_>,
        app: &App,
        imported: &Imported,
        jobs: &[Stored<Job>],
        declared: Declared,
    ) -> Result<SessionDiff> {
        let server = snapshot.server()?;
        let is_rehearsal = server.is_rehearsal();
        let present = if is_rehearsal { app.now() } else { app.now().min(clock::now()) };
        let is_future = imported.observed_at > present;
        let mut diff = SessionDiff {
            counts: Counts { ended: Some(0), ..Counts::default() },
            observed_at: if is_rehearsal {
                imported.observed_at
            } else {
                imported.observed_at.min(present)
            },
            warnings: Vec::new(),
            is_complete: false,
            lost: lost(imported, declared, is_future),
            origin: if is_rehearsal { Origin::Simulated } else { Origin::Imported },
            added: Vec::new(),
            updated: Vec::new(),
            observations: Vec::new(),
            seen: Vec::new(),
            gone: Vec::new(),
            unknown_types: Vec::new(),
            disabled: Vec::new(),
            ended_by_name: 0,
            back: Vec::new(),
            enabled: Vec::new(),
            simulated_from: None,
        };
        if is_future {
            let what = format!("the observation at {} lies in the future", imported.observed_at);
            diff.warnings.push(Warning::about_import(what));
        }
        if !is_rehearsal && imported.observed_from != ObservedFrom::Present {
            let maintenance = snapshot.in_force(app.now())?;
            let ahead = snapshot.clock_was_ahead_until(maintenance.as_ref())?;
            if let Some(until) = ahead.filter(|until| diff.observed_at <= *until) {
                diff.lost
                    .push(format!("its time may be of the clock that was ahead until {until}"));
            }
        }
        // A listing from the time of a command cannot tell its session from one of the server's own.
        let is_during_run = !is_rehearsal && snapshot.has_run_since(diff.observed_at)?;
        if is_during_run {
            diff.lost.push("a command of `mm run` was running meanwhile".to_owned());
        }
        let (sights, observations) = (snapshot.job_sights()?, snapshot.observations()?);
        let known = Known::read(snapshot, imported, &sights, &observations, present, is_rehearsal)?;
        if is_rehearsal {
            let simulates = known.running.values().any(|each| each.origin == Origin::Simulated);
            let at = diff.observed_at;
            diff.simulated_from = (!simulates && at < server.caught_up.max(present)).then_some(at);
            let newest = snapshot.observed_at(present)?;
            if newest.is_some_and(|newest| at < newest) {
                let what = format!(
                    "the sessions at {at} were not imported, because a newer observation is known"
                );
                diff.warnings.push(Warning::about_import(what));
                return Ok(diff);
            }
        }
        // Configuration says nothing of what runs, unless it is declared to.
        let has_states = is_rehearsal
            || (!is_future && (!imported.is_document || declared == Declared::Complete));
        let matches = Matches::new(imported, jobs);
        let flagged = sights.iter().filter(|sight| sight.is_type_unknown).map(|sight| sight.job);
        let flagged: HashSet<i64> = flagged.collect();
        for each in imported.jobs.iter().filter(|each| each.is_type_unknown) {
            let (job, _) = matches.of(&each.job.tenant, &each.job.name);
            if !job.is_some_and(|job| flagged.contains(&job)) {
                diff.unknown_types.push((job, each.job.tenant.clone(), each.job.name.clone()));
            }
        }
        // Else a session that is running now would be taken for one whose command is gone.
        for session in &known.died {
            diff.end(session, None);
        }
        diff.compare(imported, &matches, &known, is_future && !is_rehearsal);
        if !is_rehearsal {
            diff.relist(imported, &matches, &sights);
        }
        if has_states {
            diff.observe(imported, declared, &matches, &sights, &known);
            if is_rehearsal {
                diff.is_complete = is_whole(imported, jobs, present);
                for (_, is_complete) in &mut diff.observations {
                    *is_complete = diff.is_complete;
                }
            }
            if is_during_run {
                diff.seen.clear();
            }
            diff.end_idle(imported, &matches, &known);
            diff.end_unlisted(imported, &matches, &known);
            diff.end_gone(&known);
        }
        diff.forget_known(&observations, &known);
        Ok(diff)
    }

    /// An import that is dated in the future ends nothing.
    fn compare(
        &mut self,
        imported: &Imported,
        matches: &Matches<'_>,
        known: &Known,
        is_future: bool,
    ) {
        // The time of a file is a lower bound. What it says of running sessions may be newer by as
        // much as the export took, and must not be lost to something that was seen in between.
        let latest = match imported.observed_from {
            ObservedFrom::Written if !known.is_rehearsal => self.observed_at + EXPORT_TIME,
            ObservedFrom::Written
            | ObservedFrom::File
            | ObservedFrom::Option
            | ObservedFrom::Present => self.observed_at,
        };
        let mut running_now = HashSet::new();
        let mut ids = HashSet::new();
        let mut outranked = 0_u64;
        for session in &imported.sessions {
            let (job, of_import) = matches.of(&session.tenant, &session.job);
            let target = of_import.map_or(Target::Cloud, |each| each.job.target);
            let running = known.running_of(job, &session.tenant, &session.job).next();
            let at = if session.ended.is_none() { latest } else { self.observed_at };
            let is_outranked = !known.is_rehearsal && known.is_outranked(job, target, at);
            match (session.ended, running) {
                (None, _) if is_outranked => {
                    self.counts.unchanged += 1;
                    outranked += 1;
                }
                (None, Some(known)) if is_same(known, session) || known.origin == Origin::Run => {
                    self.update(known, session);
                }
                (None, running) => {
                    if job.is_some_and(|job| !running_now.insert(job)) {
                        let name = &session.job;
                        self.lost.push(format!("it has several running sessions of {name:?}"));
                        continue;
                    }
                    if let Some(known) = running {
                        self.end(known, None);
                    }
                    let source = session.source_id.as_ref();
                    match source.and_then(|id| known.by_source.get(id)) {
                        Some(ended) => self.reopen(ended, session),
                        // Two sessions with one id: both count.
                        None if source.is_some_and(|id| !ids.insert(id)) => {
                            let without = Session { source_id: None, ..session.clone() };
                            self.add(&without, job, of_import);
                        }
                        None => self.add(session, job, of_import),
                    }
                }
                (Some(_), Some(running)) if is_same(running, session) => {
                    if !is_future
                        && (known.is_rehearsal || known.may_end(running, self.observed_at))
                    {
                        self.end(running, Some(session));
                    } else {
                        self.counts.unchanged += 1;
                    }
                }
                (Some(ended), _) => {
                    let source = session.source_id.as_ref();
                    let is_stored = source.is_some_and(|id| known.by_source.contains_key(id));
                    match job.and_then(|job| known.last_ends.get(&job)) {
                        Some(last) if *last >= ended.at => self.counts.unchanged += 1,
                        _ if is_stored => self.counts.unchanged += 1,
                        _ if source.is_some_and(|id| !ids.insert(id)) => {
                            self.counts.unchanged += 1;
                        }
                        _ => self.add(session, job, of_import),
                    }
                }
            }
        }
        // Something ran when it was read, whatever was seen later of that.
        if outranked > 0 {
            let sessions = plural(outranked, "running session", "running sessions");
            self.lost.push(format!("{sessions} in it had ended by a newer observation"));
        }
    }

    /// What the import observed, and which jobs it found.
    fn observe(
        &mut self,
        imported: &Imported,
        declared: Declared,
        matches: &Matches<'_>,
        sights: &[JobSight],
        known: &Known,
    ) {
        let states = || imported.jobs.iter().filter(|each| each.stated.state);
        let is_complete = declared == Declared::Complete && self.lost.is_empty();
        if let Some(listing) = imported.provider_sessions {
            let is_complete =
                self.lost.is_empty() && (listing.is_counted || declared == Declared::Complete);
            self.observations.push((ObservationKind::Sessions, is_complete));
        }
        let lists_jobs = imported.provider_sessions.is_none() || !imported.listings.is_empty();
        if lists_jobs && states().next().is_some() {
            self.observations.push((ObservationKind::Jobs, is_complete));
        }
        self.is_complete = self.observations.iter().any(|(_, is_complete)| *is_complete);
        if self.observations.is_empty() {
            return;
        }
        for each in states() {
            let (job, _) = matches.of(&each.job.tenant, &each.job.name);
            // What was seen later counts.
            let seen_at = job.and_then(|job| known.seen_at.get(&job));
            if seen_at.is_none_or(|at| *at <= self.observed_at) {
                self.seen.push(SeenJob {
                    job,
                    tenant: each.job.tenant.clone(),
                    name: each.job.name.clone(),
                    listing: each.listing,
                });
            }
        }
        let is_disabled = |tenant: &&Tenant| tenant.access == Access::Disabled;
        let disabled = imported.tenants.iter().filter(is_disabled);
        self.disabled = disabled.map(|tenant| tenant.name.clone()).collect();
        if !known.is_rehearsal && is_complete && lists_jobs {
            self.gone = matches.gone(imported, sights, known, self.observed_at);
        }
    }

    /// Jobs that are listed again exist, and tenants that are listed as enabled may run some.
    fn relist(&mut self, imported: &Imported, matches: &Matches<'_>, sights: &[JobSight]) {
        let listed: HashSet<i64> = imported
            .jobs
            .iter()
            .filter_map(|each| matches.of(&each.job.tenant, &each.job.name).0)
            .collect();
        let is_back = |sight: &&JobSight| sight.is_gone && listed.contains(&sight.job);
        self.back = sights.iter().filter(is_back).map(|sight| sight.job).collect();
        let disabled: HashSet<&str> = sights
            .iter()
            .filter(|sight| sight.tenant_disabled.is_some())
            .map(|sight| &*sight.tenant)
            .collect();
        let is_enabled =
            |tenant: &&Tenant| tenant.access == Access::Enabled && disabled.contains(&*tenant.name);
        let enabled = imported.tenants.iter().filter(is_enabled);
        self.enabled = enabled.map(|tenant| tenant.name.clone()).collect();
    }

    /// Ends the running sessions of jobs that are not running, by the files.
    fn end_idle(&mut self, imported: &Imported, matches: &Matches<'_>, known: &Known) {
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
            let names = (&*each.job.tenant, &*each.job.name);
            let (job, _) = matches.of(names.0, names.1);
            let ended = ended.get(&names).copied();
            for session in known.running_of(job, names.0, names.1) {
                let is_compared =
                    running.contains(&names) || ended.is_some_and(|end| is_same(session, end));
                let is_outranked = !known.is_rehearsal
                    && known.is_outranked(job, session.target, self.observed_at);
                if !is_compared && !is_outranked && known.may_end(session, self.observed_at) {
                    self.ended_by_name += u64::from(session.target == Target::Cloud);
                    self.end(session, ended);
                }
            }
        }
    }

    /// Ends the sessions that a complete listing of running sessions does not have.
    fn end_unlisted(&mut self, imported: &Imported, matches: &Matches<'_>, known: &Known) {
        if !self.observations.contains(&(ObservationKind::Sessions, true)) {
            return;
        }
        let running = imported.sessions.iter().filter(|session| session.ended.is_none());
        let mut jobs = HashSet::new();
        let mut names = HashSet::new();
        for session in running {
            jobs.extend(matches.of(&session.tenant, &session.job).0);
            names.insert((&*session.tenant, &*session.job));
        }
        let done: HashSet<i64> = self.updated.iter().map(|session| session.id).collect();
        for session in known.running.values().chain(known.unknown.values().flatten()) {
            let is_listed = session.job.is_some_and(|job| jobs.contains(&job))
                || names.contains(&(&*session.facts.tenant, &*session.facts.job));
            if !is_listed
                && !done.contains(&session.id)
                && session.target == Target::Cloud
                && known.may_end(session, self.observed_at)
            {
                self.end(session, None);
            }
        }
    }

    /// A job that does not exist any more does not run.
    fn end_gone(&mut self, known: &Known) {
        let gone = std::mem::take(&mut self.gone);
        for session in gone.iter().filter_map(|job| known.running.get(job)) {
            if known.may_end(session, self.observed_at) {
                self.end(session, None);
            }
        }
        self.gone = gone;
    }

    fn add(&mut self, session: &Session, job: Option<i64>, of_import: Option<&ImportedJob>) {
        self.counts.added += 1;
        let is_known = |each: &&ImportedJob| !each.is_type_unknown;
        self.added.push(NewSession {
            job,
            job_type: of_import.filter(is_known).map(|each| each.job.job_type),
            target: of_import.map_or(Target::Cloud, |each| each.job.target),
            facts: session.clone(),
        });
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

    /// The session is running, although it seemed to have ended.
    fn reopen(&mut self, known: &StoredSession, imported: &Session) {
        let mut session = known.clone();
        session.facts.ended = None;
        session.observed_at = self.observed_at;
        take_tasks(&mut session, imported);
        self.counts.changed += 1;
        self.updated.push(session);
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
        *self.counts.ended.get_or_insert(0) += 1;
        self.updated.push(session);
    }

    /// Drops what the store knows already, so that the same import changes nothing.
    fn forget_known(&mut self, observations: &[Observation], known: &Known) {
        let at = self.observed_at;
        let is_seen = |seen: &SeenJob| {
            seen.job.is_some_and(|job| known.seen_at.get(&job).is_some_and(|seen| *seen >= at))
        };
        let is_known = |(kind, is_complete): &(ObservationKind, bool)| {
            observations
                .iter()
                .any(|each| each.at == at && each.kind == *kind && (each.complete || !is_complete))
        };
        if self.added.is_empty()
            && self.updated.is_empty()
            && self.gone.is_empty()
            && self.seen.iter().all(is_seen)
            && self.observations.iter().all(is_known)
        {
            self.observations.clear();
            self.seen.clear();
            self.disabled.clear();
        }
    }

    /// Whether anything was observed of sessions.
    pub fn has_observations(&self) -> bool {
        !self.added.is_empty()
            || !self.updated.is_empty()
            || !self.observations.is_empty()
            || !self.unknown_types.is_empty()
            || !self.back.is_empty()
            || !self.enabled.is_empty()
    }

    pub fn is_unchanged(&self) -> bool {
        !self.has_observations() && self.simulated_from.is_none()
    }

    /// Writes everything. `jobs` are those of which no number was known before.
    pub fn write(&self, to: &Observer<'_>, jobs: &JobNumbers<'_>) -> Result<()> {
        if let Some(from) = self.simulated_from {
            to.caught_up(from)?;
        }
        for session in &self.updated {
            to.update_session(session)?;
        }
        for NewSession { job, job_type, target, facts } in &self.added {
            let job = match job {
                Some(job) => Some(*job),
                None => jobs.get(&(&*facts.tenant, &*facts.job)).copied(),
            };
            if job.is_none() && facts.ended.is_some() {
                continue;
            }
            to.add_session(&StoredSession {
                id: 0,
                job,
                job_type: *job_type,
                target: *target,
                origin: if facts.ended.is_some() { Origin::Imported } else { self.origin },
                facts: facts.clone(),
                rule: None,
                notification: None,
                task_notifications: Vec::new(),
                observed_at: self.observed_at,
                lock: None,
            })?;
        }
        for (job, tenant, name) in &self.unknown_types {
            let job = job.or_else(|| jobs.get(&(&**tenant, &**name)).copied());
            job.map_or(Ok(()), |job| to.job_type_unknown(job))?;
        }
        to.adopt_sessions()?;
        self.back.iter().try_for_each(|job| to.job_listed(*job))?;
        self.enabled.iter().try_for_each(|tenant| to.tenant_enabled(tenant))?;
        let mut last = None;
        for (kind, is_complete) in &self.observations {
            let is_by_name = *kind == ObservationKind::Jobs && !is_complete;
            let ended = if is_by_name { self.ended_by_name } else { 0 };
            last = Some(to.observed(self.observed_at, *kind, *is_complete, ended, &self.lost)?);
        }
        let Some(observation) = last else { return Ok(()) };
        for seen in &self.seen {
            let job = match seen.job {
                Some(job) => Some(job),
                None => jobs.get(&(&*seen.tenant, &*seen.name)).copied(),
            };
            if let Some(job) = job {
                to.job_seen(job, observation, seen.listing)?;
            }
        }
        for job in &self.gone {
            to.job_gone(*job, observation)?;
        }
        for tenant in &self.disabled {
            to.tenant_disabled(tenant, observation)?;
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

/// Imported jobs, and the jobs of the store that they are. A job may have another name in the files
/// than in the store.
struct Matches<'i> {
    imported: HashMap<(&'i str, &'i str), (Option<i64>, &'i ImportedJob)>,
    stored: HashMap<(String, String), i64>,
}

impl<'i> Matches<'i> {
    fn new(imported: &'i Imported, jobs: &[Stored<Job>]) -> Matches<'i> {
        let finder = JobFinder::new(jobs);
        let of_import = imported.jobs.iter().map(|each| {
            let job = &each.job;
            ((&*job.tenant, &*job.name), (finder.find(job).map(|known| known.id), each))
        });
        let of_store =
            jobs.iter().map(|job| ((job.facts.tenant.clone(), job.facts.name.clone()), job.id));
        Matches { imported: of_import.collect(), stored: of_store.collect() }
    }

    /// The number of a job, and the job of the import, by the names in the import.
    fn of(&self, tenant: &str, name: &str) -> (Option<i64>, Option<&'i ImportedJob>) {
        match self.imported.get(&(tenant, name)) {
            Some((job, each)) => (*job, Some(each)),
            None => (self.stored.get(&(tenant.to_owned(), name.to_owned())).copied(), None),
        }
    }

    /// Jobs of the listings in the import that it does not have.
    fn gone(
        &self,
        imported: &Imported,
        sights: &[JobSight],
        known: &Known,
        at: Instant,
    ) -> Vec<i64> {
        let found: HashSet<i64> = self.imported.values().filter_map(|(job, _)| *job).collect();
        let listed: HashSet<(&str, &str)> = imported
            .jobs
            .iter()
            .filter_map(|each| Some((each.listing?, &*each.job.tenant)))
            .collect();
        let is_gone = |job: &&JobSight| {
            let Some(listing) = &job.listing else { return false };
            // A backup server lists the jobs of its tenant, a console those of all.
            let is_listed = if listing.starts_with("vspc") {
                imported.listings.contains(&**listing)
            } else {
                listed.contains(&(&**listing, &*job.tenant))
            };
            let is_newer = known.seen_at.get(&job.job).is_none_or(|seen| *seen <= at);
            is_listed && !job.is_gone && is_newer && !found.contains(&job.job)
        };
        sights.iter().filter(is_gone).map(|job| job.job).collect()
    }
}

/// Why the import does not hold everything that can run.
fn lost(imported: &Imported, declared: Declared, is_future: bool) -> Vec<String> {
    let mut lost = imported.lost.clone();
    if !imported.unused.is_empty() {
        let count = imported.unused.len() as u64;
        let what = plural(count, "line or element", "lines or elements");
        lost.push(format!("{what} could not be used"));
    }
    if is_future {
        lost.push("its time lies in the future".to_owned());
    }
    let is_counted = imported.provider_sessions.is_some_and(|listing| listing.is_counted)
        && imported.listings.is_empty();
    if declared == Declared::Partial && !is_counted {
        lost.push("the listing was not declared complete".to_owned());
    }
    lost
}

/// In a rehearsal: whether every job that maintenance waits for is in the files, with its state.
fn is_whole(imported: &Imported, jobs: &[Stored<Job>], present: Instant) -> bool {
    let finder = JobFinder::new(jobs);
    let found: HashSet<i64> =
        imported.jobs.iter().filter_map(|each| Some(finder.find(&each.job)?.id)).collect();
    jobs.iter()
        .filter(|job| reaches(job.facts.job_type, job.facts.target))
        .all(|job| found.contains(&job.id))
        && imported.jobs.iter().all(|each| each.stated.state)
        && !matches!(imported.coverage, ListedJobs::Partial(_))
        && imported.unused.is_empty()
        && imported.observed_at <= present
}
