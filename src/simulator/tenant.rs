//! Tenant: what of a tenant does not change while its sessions are run.

use crate::domain::{Access, Coverage, Instant, Retry, Span, Target};
use crate::scenario::Model;

/// A tenant's jobs, laid side by side so that a run of it stays within little memory.
#[derive(Default)]
pub(super) struct TenantPlan {
    /// Its index among all tenants.
    pub(super) index: u32,
    /// How many of its tasks may run at once against the cloud.
    pub(super) slots: u32,
    /// Whether it is disabled at the start.
    pub(super) disabled: bool,
    /// Its jobs and policies, in the order of the file.
    pub(super) jobs: Vec<TenantJob>,
    /// When which of its jobs start, in order.
    pub(super) starts: Vec<(Instant, u32)>,
    /// How long its tasks run; a job holds a range.
    pub(super) durations: Vec<Span>,
    /// Whether the same tasks end in an error of their own.
    pub(super) fails: Vec<bool>,
}

/// A job of the tenant.
pub(super) struct TenantJob {
    /// Its index among all jobs.
    pub(super) index: u32,
    pub(super) coverage: Coverage,
    pub(super) target: Target,
    /// How many tasks of one session may run at once.
    pub(super) slots: u32,
    /// Where its tasks lie among those of the tenant.
    pub(super) first: u32,
    /// How many tasks it has.
    pub(super) count: u32,
    pub(super) retry: Option<Retry>,
}

impl TenantJob {
    /// Whether the mode has a say in its sessions.
    pub(super) fn is_covered(&self) -> bool {
        self.coverage.has_covered_sessions()
    }
}

impl TenantPlan {
    /// Takes the place of the tenant that was here before, and uses its memory again.
    pub(super) fn load(&mut self, scenario: &Model, index: u32, jobs: &[u32]) {
        let known = &scenario.tenants[index as usize];
        self.index = index;
        self.slots = known.slots.unwrap_or(u32::MAX);
        self.disabled = known.access == Access::Disabled;
        self.jobs.clear();
        self.starts.clear();
        self.durations.clear();
        self.fails.clear();
        for (local, &index) in (0_u32..).zip(jobs) {
            let job = &scenario.jobs[index as usize];
            self.jobs.push(TenantJob {
                index,
                coverage: job.coverage(),
                target: job.job.target,
                slots: job.job.slots,
                first: u32::try_from(self.durations.len()).unwrap_or(u32::MAX),
                count: u32::try_from(job.job.tasks.len()).unwrap_or(u32::MAX),
                retry: job.job.retry,
            });
            self.durations.extend(job.job.tasks.iter().map(|task| task.duration));
            self.fails.extend(job.job.tasks.iter().map(|task| task.fails));
            self.starts.extend(job.job.starts.iter().map(|&at| (at, local)));
        }
        self.starts.sort_unstable();
    }
}
