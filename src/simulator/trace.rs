//! Trace: where a run notes what happens, as much of it as somebody will read.

use crate::simulator::details::Details;
use crate::simulator::outcome::Totals;
use crate::simulator::tenant::TenantPlan;

/// What a run of a tenant is noted in.
pub(super) trait Trace {
    /// A tenant's run begins.
    fn open(&mut self, tenant: &TenantPlan);

    /// The counts of a job, given by its place among the jobs of the tenant.
    fn totals(&mut self, job: u32) -> &mut Totals;

    /// Where sessions and tasks are noted one by one, if they are.
    fn details(&mut self) -> Option<&mut Details>;
}

/// Counts of one tenant.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum(pub(super) Totals);

impl Trace for Sum {
    fn open(&mut self, _: &TenantPlan) {
        self.0 = Totals::default();
    }

    fn totals(&mut self, _: u32) -> &mut Totals {
        &mut self.0
    }

    fn details(&mut self) -> Option<&mut Details> {
        None
    }
}

/// Counts by job, tenant after tenant.
#[derive(Default)]
pub(super) struct Counts {
    /// Those of all jobs of the tenants that were run, in the order of these runs.
    pub(super) totals: Vec<Totals>,
    first: usize,
}

impl Trace for Counts {
    fn open(&mut self, tenant: &TenantPlan) {
        self.first = self.totals.len();
        self.totals.resize(self.first + tenant.jobs.len(), Totals::default());
    }

    fn totals(&mut self, job: u32) -> &mut Totals {
        &mut self.totals[self.first + job as usize]
    }

    fn details(&mut self) -> Option<&mut Details> {
        None
    }
}

/// Counts by job, and sessions and tasks one by one.
#[derive(Default)]
pub(super) struct Everything {
    pub(super) counts: Counts,
    pub(super) details: Details,
}

impl Trace for Everything {
    fn open(&mut self, tenant: &TenantPlan) {
        self.counts.open(tenant);
        self.details.open(tenant.jobs.len());
    }

    fn totals(&mut self, job: u32) -> &mut Totals {
        self.counts.totals(job)
    }

    fn details(&mut self) -> Option<&mut Details> {
        Some(&mut self.details)
    }
}
