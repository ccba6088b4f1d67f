//! Policies: follows every CDP policy through the course of the mode.

use crate::domain::{Instant, PolicyStatus};
use crate::scenario::Model;
use crate::simulator::Keep;
use crate::simulator::mode_timeline::{ModeTimeline, Step};
use crate::simulator::outcome::PolicyRecord;
use crate::simulator::policy::PolicyRun;

/// What a policy showed and did from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyChange {
    /// From when on.
    pub at: Instant,
    /// What the console shows.
    pub status: PolicyStatus,
    /// Whether it processes its VMs.
    pub processing: bool,
}

/// Follows every policy. Also tells when the last initial synchronisation completed.
pub(super) fn follow(
    scenario: &Model,
    course: &ModeTimeline,
    keep: Keep,
) -> (Vec<PolicyRecord>, Option<Instant>) {
    let switches: Vec<Step> =
        course.steps.iter().filter(|step| step.switch.is_some()).copied().collect();
    let mut records = Vec::new();
    let mut last = None;
    for (index, job) in (0_u32..).zip(&scenario.jobs) {
        if !job.job.job_type.is_policy() {
            continue;
        }
        let mut life = PolicyRun::new(scenario, job, keep);
        life.run(course, &switches, course.tenants.of(job.tenant), course.policies.of(index));
        last = last.max(life.synced);
        if let Some(born) = life.born {
            let changes = life.changes.unwrap_or_default();
            records.push((born, PolicyRecord { job: index, rule: life.rule, changes }));
        }
    }
    records.sort_by_key(|(born, _)| *born);
    (records.into_iter().map(|(_, record)| record).collect(), last)
}
