//! What an import is compared with: the store before it, the present, and what the operator declares.

use hashbrown::HashMap;

use crate::domain::{Instant, Job, Origin, Target, Tenant};
use crate::error::Result;
use crate::import::{EXPORT_TIME, Imported, ImportedJob, ObservedFrom};
use crate::ops::app::App;
use crate::ops::server_status::known_present;
use crate::ops::session_diff::known::Known;
use crate::ops::session_diff::matches::Matches;
use crate::store::{Snapshot, Stored};

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

/// Numbers of jobs, by the names of tenant and job.
pub type JobNumbers<'i> = HashMap<(&'i str, &'i str), i64>;

/// An import, and what the store knows before it.
pub(super) struct Basis<'i> {
    pub(super) imported: &'i Imported,
    pub(super) declared: Declared,
    pub(super) jobs: &'i [Stored<Job>],
    pub(super) matches: Matches<'i>,
    pub(super) known: Known,
    pub(super) tenants: Vec<Stored<Tenant>>,
    /// When the import was observed: in a live store, not after the present.
    pub(super) observed_at: Instant,
    /// The import is dated in the future.
    pub(super) is_future: bool,
    /// A command of `mm run` was running since the import was observed.
    pub(super) is_during_run: bool,
}

impl<'i> Basis<'i> {
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        app: &App,
        imported: &'i Imported,
        jobs: &'i [Stored<Job>],
        declared: Declared,
    ) -> Result<Basis<'i>> {
        let server = snapshot.server()?;
        let is_rehearsal = server.is_rehearsal();
        let present = known_present(&server, app.now());
        let at = imported.observed_at;
        let observed_at = if is_rehearsal { at } else { at.min(present) };
        let known = Known::read(snapshot, imported, present, is_rehearsal)?;
        Ok(Basis {
            imported,
            declared,
            jobs,
            matches: Matches::new(imported, jobs, &known),
            known,
            tenants: snapshot.tenants()?,
            observed_at,
            is_future: at > present,
            is_during_run: !is_rehearsal && snapshot.has_run_since(observed_at)?,
        })
    }

    pub(super) fn job(&self, number: i64) -> Option<&Job> {
        // The store gives jobs in the order of their numbers.
        let at = self.jobs.binary_search_by_key(&number, |job| job.id).ok()?;
        Some(&self.jobs[at].facts)
    }

    /// Whether a job of the store is known to be local.
    pub(super) fn is_local(&self, number: i64) -> bool {
        self.job(number).is_some_and(|job| job.target == Target::Local)
    }

    /// Whether an imported job has the id of the source by which the store knows the job.
    pub(super) fn is_by_id(&self, number: Option<i64>, imported: &ImportedJob) -> bool {
        let known = number.and_then(|number| self.job(number)?.source_id.as_ref());
        known.is_some() && known == imported.job.source_id.as_ref()
    }

    /// Whether an imported job may be another one than the job that it is taken for: the store knows it by
    /// another id of the source, or by the same id for another tenant, as two servers may give it.
    pub(super) fn is_another(&self, number: i64, imported: &ImportedJob) -> bool {
        let Some(known) = self.job(number) else { return false };
        let ids = known.source_id.as_ref().zip(imported.job.source_id.as_ref());
        let is_other_tenant = imported.stated.tenant && known.tenant != imported.job.tenant;
        is_other_tenant || ids.is_some_and(|(known, id)| known != id)
    }

    /// The latest instant at which the running sessions of the import may have been seen.
    ///
    /// The time of an observation is when its reading began. What it says of running sessions may be newer by as
    /// much as the reading took, and must not be lost to something that was seen in between.
    pub(super) fn read_until(&self) -> Instant {
        let (at, present) = (self.observed_at, self.known.present);
        match self.imported.observed_from {
            _ if self.known.is_rehearsal => at,
            ObservedFrom::Present => present,
            ObservedFrom::Written | ObservedFrom::File | ObservedFrom::Option => {
                (at + EXPORT_TIME).min(present)
            }
        }
    }

    /// When the running sessions of the import were last seen: at the end of a reading that `mm` knows, so
    /// that no other reading ends them that began before. A time that a file or an option tells is kept.
    pub(super) fn seen_at(&self) -> Instant {
        match self.imported.observed_from {
            ObservedFrom::Present | ObservedFrom::Written => self.read_until(),
            ObservedFrom::File | ObservedFrom::Option => self.observed_at,
        }
    }

    /// Whether the import says what runs. Configuration does not, unless it is declared to.
    pub(super) fn has_states(&self) -> bool {
        let is_listing = !self.imported.is_document || self.declared == Declared::Complete;
        self.known.is_rehearsal || (!self.is_future && is_listing)
    }

    /// Until when the clock was ahead, if the time of the import may be of that clock.
    pub(super) fn clock_was_ahead_until(
        &self,
        snapshot: &Snapshot<'_>,
        app: &App,
    ) -> Result<Option<Instant>> {
        if self.imported.observed_from == ObservedFrom::Present {
            return Ok(None);
        }
        let maintenance = snapshot.in_force(app.now())?;
        let ahead = snapshot.clock_was_ahead_until(maintenance.as_ref())?;
        Ok(ahead.filter(|until| self.observed_at <= *until))
    }

    /// In a rehearsal without simulated sessions: when they continue, if it is in the past.
    pub(super) fn simulated_from(&self, snapshot: &Snapshot<'_>) -> Result<Option<Instant>> {
        let mut running = self.known.running.values();
        let simulates = running.any(|session| session.origin == Origin::Simulated);
        let simulated_until = snapshot.server()?.caught_up.max(self.known.present);
        let is_past = self.observed_at < simulated_until;
        Ok((!simulates && is_past).then_some(self.observed_at))
    }
}
