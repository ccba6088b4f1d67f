//! The listings that an import is, whether they are complete, and what they say of jobs and tenants.

use hashbrown::HashSet;

use crate::domain::{
    Access, Instant, Job, JobType, Spelled as _, Tenant, has_covered_sessions, plural,
};
use crate::error::Result;
use crate::import::{ImportedJob, JobSet, ListedJobs, ListedSessions};
use crate::ops::session_diff::basis::{Basis, Declared, JobNumbers};
use crate::ops::tenant_match::TenantFinder;
use crate::store::{JobSight, ObservationKind, Observer, Stored};

/// Everything but sessions that an import observed.
#[derive(Default)]
pub(super) struct Observed {
    /// The kinds of its listings, and whether they hold everything that can run.
    listings: Vec<(ObservationKind, bool)>,
    /// Whether the import observed everything that can run.
    pub(super) is_complete: bool,
    /// It is a complete listing of running sessions, so that no other one runs.
    speaks_for_unlisted: bool,
    /// Jobs that were found with a usable state.
    seen: Vec<SeenJob>,
    /// Jobs that a complete listing no longer has.
    pub(super) gone: Vec<i64>,
    /// Tenants that the server has disabled.
    disabled: Vec<SeenTenant>,
    /// Jobs that were gone and are listed again.
    back: Vec<i64>,
    /// Tenants that were disabled on the server and are listed as enabled.
    enabled: Vec<SeenTenant>,
    /// Jobs whose type the import does not know.
    unknown_types: Vec<SeenJob>,
    /// Jobs of the import by whose names a session of an unknown job is running.
    adopting: Vec<SeenJob>,
}

/// A job of the import. Its number is not known if the import adds it.
struct SeenJob {
    job: Option<i64>,
    tenant: String,
    name: String,
    listing: Option<JobSet>,
}

impl SeenJob {
    fn of(each: &ImportedJob, job: Option<i64>) -> SeenJob {
        let (tenant, name) = (each.job.tenant.clone(), each.job.name.clone());
        SeenJob { job, tenant, name, listing: each.listing }
    }

    fn number(&self, added: &JobNumbers<'_>) -> Option<i64> {
        self.job.or_else(|| added.get(&(&*self.tenant, &*self.name)).copied())
    }
}

/// A tenant of the import. Its number is not known if the import adds it.
struct SeenTenant {
    tenant: Option<i64>,
    facts: Tenant,
}

impl Observed {
    /// What holds of jobs and tenants even if the states in the import say nothing.
    pub(super) fn of_configuration(basis: &Basis<'_>) -> Observed {
        let mut observed = Observed::default();
        let sights = &basis.known.sights;
        let flagged: HashSet<i64> =
            sights.iter().filter(|sight| sight.job_type.is_none()).map(|sight| sight.job).collect();
        // Of what is known or assumed to be another type, there is nothing to remember.
        let other = |job: &&Stored<Job>| job.facts.job_type == JobType::Other;
        let other: HashSet<i64> = basis.jobs.iter().filter(other).map(|job| job.id).collect();
        for each in basis.imported.jobs.iter().filter(|each| each.is_type_unknown) {
            let job = basis.matches.number(each);
            let may_be_any = match job {
                Some(job) => other.contains(&job) && !flagged.contains(&job),
                None => each.job.job_type == JobType::Other,
            };
            if may_be_any {
                observed.unknown_types.push(SeenJob::of(each, job));
            }
        }
        let running = basis.known.unknown.keys();
        let adopting = running.filter_map(|(tenant, name)| match basis.matches.of(tenant, name) {
            (job, Some(each)) => Some(SeenJob::of(each, job)),
            (_, None) => None,
        });
        observed.adopting = adopting.collect();
        // Jobs that are listed again exist, and tenants that are listed as enabled may run some.
        let listed: HashSet<i64> = basis.matches.numbers().collect();
        let is_back = |sight: &&JobSight| sight.is_gone && listed.contains(&sight.job);
        observed.back = sights.iter().filter(is_back).map(|sight| sight.job).collect();
        let was_disabled = sights.iter().filter(|sight| sight.tenant_disabled.is_some());
        let was_disabled: HashSet<&str> = was_disabled.map(|sight| &*sight.tenant).collect();
        observed.enabled = tenants(basis, Access::Enabled);
        observed.enabled.retain(|seen| {
            let is_it = |known: &&Stored<Tenant>| Some(known.id) == seen.tenant;
            let known = basis.tenants.iter().find(is_it);
            known.is_some_and(|known| was_disabled.contains(&*known.facts.name))
        });
        observed
    }

    /// Adds what the states in the import say. They are all unless `lost` tells why not.
    pub(super) fn add_states(&mut self, basis: &Basis<'_>, lost: &[String]) {
        let Basis { imported, known, .. } = basis;
        let states = || imported.jobs.iter().filter(|each| each.stated.state);
        let is_complete = lost.is_empty();
        let lists_running = imported.listed_sessions.are_running();
        self.speaks_for_unlisted = lists_running && is_complete;
        let is_vouched = imported.listed_sessions == ListedSessions::OfJobs
            && basis.declared == Declared::Complete
            && has_every_job(basis);
        if lists_running || is_vouched && !known.is_rehearsal {
            self.listings.push((ObservationKind::Sessions, is_complete));
        }
        let lists_jobs = !lists_running || !imported.listings.is_empty();
        if lists_jobs && states().next().is_some() {
            self.listings.push((ObservationKind::Jobs, is_complete));
        }
        self.is_complete = is_complete && !self.listings.is_empty();
        if known.is_rehearsal {
            self.is_complete = is_whole(basis);
            self.listings.iter_mut().for_each(|(_, is_complete)| *is_complete = self.is_complete);
        }
        if self.listings.is_empty() {
            return;
        }
        self.disabled = tenants(basis, Access::Disabled);
        if !known.is_rehearsal && is_complete && lists_jobs {
            self.gone = gone(basis);
        }
        // A listing from the time of a command cannot tell its session from one of the server's own.
        if !basis.is_during_run {
            let seen = states().map(|each| SeenJob::of(each, basis.matches.number(each)));
            // What was seen later counts.
            let is_newest = |at: Option<Instant>| at.is_none_or(|at| at <= basis.observed_at);
            self.seen = seen.filter(|seen| is_newest(known.seen_at(seen.job))).collect();
        }
    }

    /// Whether it is a complete listing of the running sessions.
    pub(super) fn lists_all_sessions(&self) -> bool {
        self.speaks_for_unlisted
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listings.is_empty()
            && self.unknown_types.is_empty()
            && self.back.is_empty()
            && self.enabled.is_empty()
    }

    /// Drops listings of which the store knows everything, so that the same import changes nothing.
    pub(super) fn forget_known(&mut self, basis: &Basis<'_>) {
        let at = basis.observed_at;
        let is_seen = |seen: &SeenJob| basis.known.seen_at(seen.job).is_some_and(|seen| seen >= at);
        let is_known = |(kind, is_complete): &(ObservationKind, bool)| {
            let mut observations = basis.known.observations.iter();
            observations
                .any(|each| each.at == at && each.kind == *kind && (each.complete || !is_complete))
        };
        if self.gone.is_empty()
            && self.seen.iter().all(is_seen)
            && self.listings.iter().all(is_known)
        {
            self.listings.clear();
        }
    }

    /// Writes everything. `added` are the numbers of the jobs that the import adds.
    pub(super) fn write(
        &self,
        to: &Observer<'_>,
        added: &JobNumbers<'_>,
        (observed_at, stored_at): (Instant, Instant),
        doubts: u64,
        lost: &[String],
    ) -> Result<()> {
        for job in self.unknown_types.iter().filter_map(|seen| seen.number(added)) {
            to.job_type_unknown(job)?;
        }
        // One that is known by its name alone may be another job than the session is of.
        for seen in &self.adopting {
            if let Some(job) = seen.number(added) {
                to.adopt_session(job, &seen.tenant, &seen.name)?;
            }
        }
        self.back.iter().try_for_each(|job| to.job_listed(*job))?;
        let mut enabled = self.enabled.iter().filter_map(|seen| seen.tenant);
        enabled.try_for_each(|tenant| to.tenant_enabled(tenant))?;
        // Even an import that lists no states may say that a session of that name has ended.
        let of_names = (ObservationKind::Jobs, false);
        let is_untold = doubts > 0 && self.listings.is_empty();
        let mut newest = None;
        for (kind, is_complete) in self.listings.iter().chain(is_untold.then_some(&of_names)) {
            let ended = if *is_complete { 0 } else { doubts };
            newest = Some(to.observed(observed_at, stored_at, *kind, *is_complete, ended, lost)?);
        }
        let Some(observation) = newest else { return Ok(()) };
        for seen in &self.seen {
            if let Some(job) = seen.number(added) {
                to.job_seen(job, observation, seen.listing.map(JobSet::spelling))?;
            }
        }
        self.gone.iter().try_for_each(|job| to.job_gone(*job, observation))?;
        self.disabled
            .iter()
            .try_for_each(|seen| to.tenant_disabled(seen.tenant, &seen.facts, observation))
    }
}

/// The tenants in the import that have this access.
fn tenants(basis: &Basis<'_>, access: Access) -> Vec<SeenTenant> {
    let finder = TenantFinder::new(&basis.tenants, &basis.imported.tenants);
    let tenants = basis.imported.tenants.iter().filter(|tenant| tenant.access == access);
    let seen = |facts: &Tenant| SeenTenant {
        tenant: finder.find(facts).map(|known| known.id),
        facts: facts.clone(),
    };
    tenants.map(seen).collect()
}

/// Jobs of the listings in the import that it does not have.
fn gone(basis: &Basis<'_>) -> Vec<i64> {
    let found: HashSet<i64> = basis.matches.numbers().collect();
    let listed = basis.imported.jobs.iter();
    let listed: HashSet<(JobSet, &str)> =
        listed.filter_map(|each| Some((each.listing?, &*each.job.tenant))).collect();
    let is_gone = |job: &&JobSight| {
        let listing = job.listing.as_deref().and_then(JobSet::spelled);
        let is_listed = listing.is_some_and(|listing| {
            let tenant = || Some(&*basis.job(job.job)?.tenant);
            if listing.has_all_tenants() {
                basis.imported.listings.contains(&listing)
            } else {
                tenant().is_some_and(|tenant| listed.contains(&(listing, tenant)))
            }
        });
        let is_newer = basis.known.seen_at(Some(job.job)).is_none_or(|at| at <= basis.observed_at);
        is_listed && !job.is_gone && is_newer && !found.contains(&job.job)
    };
    basis.known.sights.iter().filter(is_gone).map(|job| job.job).collect()
}

/// Why the import does not hold everything that can run, as far as it tells itself.
pub(super) fn lost(basis: &Basis<'_>) -> Vec<String> {
    let imported = basis.imported;
    let mut lost = imported.lost.clone();
    if !imported.unused.is_empty() {
        let count = imported.unused.len() as u64;
        let what = plural(count, "line or element", "lines or elements");
        lost.push(format!("{what} could not be used"));
    }
    if let Some((one, other)) = basis.matches.same_job() {
        lost.push(format!("{one:?} and {other:?} in it are one job, which has another name now"));
    }
    if basis.is_future {
        lost.push("its time lies in the future".to_owned());
    }
    let is_counted = imported.listed_sessions == ListedSessions::Running { is_counted: true }
        && imported.listings.is_empty();
    if basis.declared == Declared::Partial && !is_counted {
        lost.push("the listing was not declared complete".to_owned());
    }
    lost
}

/// Whether every job that maintenance waits for is in the import.
fn has_every_job(basis: &Basis<'_>) -> bool {
    let found: HashSet<i64> = basis.matches.numbers().collect();
    let is_waited_for =
        |job: &&Stored<Job>| has_covered_sessions(Some(job.facts.job_type), job.facts.target);
    let mut waited_for = basis.jobs.iter().filter(is_waited_for);
    waited_for.all(|job| found.contains(&job.id))
}

/// In a rehearsal: whether every job that maintenance waits for is in the files, with its state.
fn is_whole(basis: &Basis<'_>) -> bool {
    let imported = basis.imported;
    has_every_job(basis)
        && imported.jobs.iter().all(|each| each.stated.state)
        && !matches!(imported.listed_jobs, ListedJobs::Partial(_))
        && imported.unused.is_empty()
        && imported.observed_at <= basis.known.present
}
