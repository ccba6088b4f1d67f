//! Answers: what one job, one request or one failure meets right now, without any simulation.

use crate::domain::{
    Access, Coverage, FailureCode, JobType, Mode, Notice, Operation, Replica, Rule, Service, Side,
    Target, Verdict, coverage, notice, request, start, switched_on,
};
use crate::scenario::Model;

/// What a start of a job, by its index, would meet at the start of a scenario in a mode.
pub fn start_now(scenario: &Model, job: u32, mode: Mode) -> Verdict {
    let job = &scenario.jobs[job as usize];
    let access = scenario.tenants[job.tenant as usize].access;
    may_start(job.job.job_type, job.job.target, access, mode)
}

/// What a start of a job of this type would meet.
pub fn may_start(job_type: JobType, target: Target, access: Access, mode: Mode) -> Verdict {
    start(coverage(job_type.class(), target), target, access, mode)
}

/// What somebody who asks for an operation would hear.
pub fn may(
    operation: Operation,
    side: Side,
    replica: Replica,
    access: Access,
    mode: Mode,
) -> Verdict {
    request(operation, side, replica, access, mode)
}

/// The rule that treats a session that the switch to maintenance found at work.
pub fn found(job_type: JobType, target: Target) -> Rule {
    switched_on(coverage(job_type.class(), target))
}

/// Whether a session that ends failed right now carries the notification.
pub fn notified(
    job_type: JobType,
    target: Target,
    code: FailureCode,
    mode: Mode,
    service: Service,
) -> bool {
    let reach: Coverage = coverage(job_type.class(), target);
    match notice(reach, code, mode, service) {
        Notice::Shown(_) => true,
        Notice::None | Notice::Withheld(_) => false,
    }
}
