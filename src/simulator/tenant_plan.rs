//! The plan of a tenant: everything about it that stays the same while its sessions run.

use crate::domain::{Access, Coverage, Instant, Retry, Span, Target};
use crate::scenario::Model;

/// A tenant with its jobs, laid out so that its run touches little memory.
#[derive(Default)]
pub(super) struct TenantPlan {
    /// Its index among the tenants of the model.
    pub(super) index: u32,
    /// How many of its tasks may run at once against the cloud.
    pub(super) slots: u32,
    /// At the start.
    pub(super) disabled: bool,
    /// Its jobs and policies, in the order of the file.
    pub(super) jobs: Vec<TenantJob>,
    /// The starts of its jobs, in order.
    pub(super) starts: Vec<(Instant, u32)>,
    /// The durations of its tasks; each job holds a range.
    pub(super) durations: Vec<Span>,
    /// Whether the same tasks end in an error of their own.
    pub(super) fails: Vec<bool>,
}

pub(super) struct TenantJob {
    /// Its index among the jobs of the model.
    pub(super) index: u32,
    pub(super) coverage: Coverage,
    pub(super) target: Target,
    /// How many tasks of one session may run at once.
    pub(super) slots: u32,
    /// Where its tasks lie among those of the tenant.
    pub(super) first: u32,
    pub(super) count: u32,
    pub(super) retry: Option<Retry>,
}

impl TenantJob {
    pub(super) fn is_covered(&self) -> bool {
        self.coverage.has_covered_sessions()
    }
}

impl TenantPlan {
    /// Replaces the tenant, and reuses the memory.
    pub(super) fn load(&mut self, model: &Model, index: u32, jobs: &[u32]) {
        let known = &model.tenants[index as usize];
        self.index = index;
        self.slots = known.slots.unwrap_or(u32::MAX);
        self.disabled = known.access == Access::Disabled;
        self.jobs.clear();
        self.starts.clear();
        self.durations.clear();
        self.fails.clear();
        for (local, &index) in (0_u32..).zip(jobs) {
            let job = &model.jobs[index as usize];
            self.jobs.push(TenantJob {
                index,
                coverage: job.coverage(),
                target: job.target,
                slots: job.slots,
                first: u32::try_from(self.durations.len()).unwrap_or(u32::MAX),
                count: job.tasks.end - job.tasks.start,
                retry: job.retry,
            });
            let tasks = job.tasks.start as usize..job.tasks.end as usize;
            self.durations.extend_from_slice(&model.durations[tasks.clone()]);
            self.fails.extend_from_slice(&model.task_fails[tasks]);
            let starts = &model.starts[job.starts.start as usize..job.starts.end as usize];
            self.starts.extend(starts.iter().map(|&at| (at, local)));
        }
        self.starts.sort_unstable();
    }
}
