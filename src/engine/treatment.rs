//! Treatment: what a job would meet if it started right now.

use crate::domain::{Access, Mode, Verdict, start};
use crate::scenario::Scenario;

/// What a start of a job, by its index, would meet at the start of a scenario in a mode.
pub fn start_now(scenario: &Scenario, job: u32, mode: Mode) -> Verdict {
    let job = &scenario.jobs[job as usize];
    let access: Access = scenario.tenants[job.tenant as usize].access;
    start(job.coverage(), job.target, access, mode)
}
