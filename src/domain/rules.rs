//! Rules: what maintenance mode does to sessions, tasks, policies and requests.
//!
//! Each function is total and decides one situation. None of them knows of time, names, storage or
//! simulation: the engine asks them, and every command asks the engine. What each rule says in
//! words, and where it comes from, stands in the rulebook.

use crate::domain::job::{Class, Coverage, Target};
use crate::domain::mode::{Mode, Service};
use crate::domain::operation::{Operation, Replica, Side};
use crate::domain::rule::Rule;
use crate::domain::tenant::Access;
use crate::domain::verdict::{FailureCode, Verdict};

/// Whether the mode covers jobs of this class with this target.
pub fn coverage(class: Class, target: Target) -> Coverage {
    match (target, class) {
        (Target::Local, Class::Vbr | Class::Agent | Class::Cdp | Class::Other)
        | (Target::Cloud, Class::Other) => Coverage::Uncovered,
        (Target::Cloud, Class::Vbr) => Coverage::Vbr,
        (Target::Cloud, Class::Agent) => Coverage::Agent,
        (Target::Cloud, Class::Cdp) => Coverage::Cdp,
    }
}

/// A session starts, or a policy is created: may it work?
pub fn start(coverage: Coverage, target: Target, access: Access, mode: Mode) -> Verdict {
    match (target, access, mode, coverage) {
        (Target::Cloud, Access::Disabled, _, _) => {
            Verdict::Refused(FailureCode::TenantDisabled, Rule::TenantDisabled)
        }
        (_, _, Mode::Active, _) => Verdict::Allowed(None),
        (_, _, Mode::Maintenance, Coverage::Vbr | Coverage::Agent) => {
            Verdict::Refused(FailureCode::Maintenance, Rule::RefuseNewSession)
        }
        (_, _, Mode::Maintenance, Coverage::Cdp) => {
            Verdict::Refused(FailureCode::Maintenance, Rule::HoldNewPolicy)
        }
        (_, _, Mode::Maintenance, Coverage::Uncovered) => Verdict::Allowed(Some(Rule::NotCovered)),
    }
}

/// A task of a session that already runs comes up: may it start?
pub fn come_up(coverage: Coverage, mode: Mode) -> Verdict {
    match (mode, coverage) {
        (Mode::Active, _) => Verdict::Allowed(None),
        (Mode::Maintenance, Coverage::Vbr) => {
            Verdict::Refused(FailureCode::Maintenance, Rule::FinishRunningTasks)
        }
        (Mode::Maintenance, Coverage::Agent) => Verdict::Allowed(Some(Rule::FinishWholeJob)),
        (Mode::Maintenance, Coverage::Cdp) => {
            Verdict::Refused(FailureCode::Maintenance, Rule::StopProcessing)
        }
        (Mode::Maintenance, Coverage::Uncovered) => Verdict::Allowed(Some(Rule::NotCovered)),
    }
}

/// The mode is switched on while a session of such a job works, or such a policy is enabled: the
/// rule that treats it from now on.
pub fn switched_on(coverage: Coverage) -> Rule {
    match coverage {
        Coverage::Vbr => Rule::FinishRunningTasks,
        Coverage::Agent => Rule::FinishWholeJob,
        Coverage::Cdp => Rule::StopProcessing,
        Coverage::Uncovered => Rule::NotCovered,
    }
}

/// Whether an enabled policy processes its VMs.
pub fn processes(target: Target, access: Access, mode: Mode) -> bool {
    match (target, access, mode) {
        (Target::Local, _, _) | (Target::Cloud, Access::Enabled, Mode::Active) => true,
        (Target::Cloud, Access::Disabled, _) | (Target::Cloud, _, Mode::Maintenance) => false,
    }
}

/// A tenant is disabled while a session to this target runs: the rule that ends it at once.
pub fn terminates(target: Target) -> Option<Rule> {
    match target {
        Target::Cloud => Some(Rule::TenantDisabled),
        Target::Local => None,
    }
}

/// What a tenant reads in the statistics of a failed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Nothing of maintenance.
    None,
    /// The notification.
    Shown(Rule),
    /// Nothing, though the notification was due.
    Withheld(Rule),
}

/// A session, or a task refused by the mode, ends failed: does it carry the notification?
///
/// `code` is that of the session, which for a refused task is `maintenance`.
pub fn notice(coverage: Coverage, code: FailureCode, mode: Mode, service: Service) -> Notice {
    match (coverage, code, mode, service) {
        (Coverage::Uncovered | Coverage::Cdp, _, _, _)
        | (_, FailureCode::TenantDisabled, _, _)
        | (_, _, Mode::Active, _) => Notice::None,
        (
            Coverage::Vbr | Coverage::Agent,
            FailureCode::Maintenance | FailureCode::TaskFailed,
            Mode::Maintenance,
            Service::Running,
        ) => Notice::Shown(Rule::NotifyFailedSession),
        (
            Coverage::Vbr | Coverage::Agent,
            FailureCode::Maintenance | FailureCode::TaskFailed,
            Mode::Maintenance,
            Service::Stopped,
        ) => Notice::Withheld(Rule::NoNoticeWithoutService),
    }
}

/// Somebody asks for an operation: may it be done?
pub fn request(
    operation: Operation,
    side: Side,
    replica: Replica,
    access: Access,
    mode: Mode,
) -> Verdict {
    match (side, access, mode) {
        (Side::Tenant, Access::Disabled, _) => {
            Verdict::Refused(FailureCode::TenantDisabled, Rule::TenantDisabled)
        }
        (_, _, Mode::Active) => Verdict::Allowed(None),
        (Side::Tenant, Access::Enabled, Mode::Maintenance) => tenant_request(operation, replica),
        (Side::Provider, _, Mode::Maintenance) => provider_request(operation),
    }
}

fn tenant_request(operation: Operation, replica: Replica) -> Verdict {
    match operation {
        Operation::RestoreVm
        | Operation::RestoreVmFiles
        | Operation::RestoreDisks
        | Operation::RestoreGuestFiles
        | Operation::RestoreAgent => Verdict::Allowed(Some(Rule::AllowRestore)),
        Operation::Failback
        | Operation::CommitFailback
        | Operation::PermanentFailover
        | Operation::UndoFailover => match replica {
            Replica::InFailover => Verdict::Allowed(Some(Rule::AllowFailoverFinish)),
            Replica::NotInFailover => Verdict::Undocumented(Rule::NotDocumented),
        },
        Operation::StartReplication
        | Operation::RestoreFilesFromCdpReplica
        | Operation::DeleteReplica
        | Operation::FullSiteFailover
        | Operation::TestFailoverPlan
        | Operation::PartialSiteFailover
        | Operation::PlannedFailover => {
            Verdict::Refused(FailureCode::Maintenance, Rule::RefuseOperation)
        }
    }
}

fn provider_request(operation: Operation) -> Verdict {
    match operation {
        Operation::DeleteReplica | Operation::FullSiteFailover | Operation::TestFailoverPlan => {
            Verdict::Allowed(Some(Rule::ProviderSide))
        }
        Operation::RestoreVm
        | Operation::RestoreVmFiles
        | Operation::RestoreDisks
        | Operation::RestoreGuestFiles
        | Operation::RestoreAgent
        | Operation::Failback
        | Operation::CommitFailback
        | Operation::PermanentFailover
        | Operation::UndoFailover
        | Operation::StartReplication
        | Operation::RestoreFilesFromCdpReplica
        | Operation::PartialSiteFailover
        | Operation::PlannedFailover => Verdict::Undocumented(Rule::NotDocumented),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{JobType, Spelled};

    #[test]
    fn the_mode_covers_cloud_targets_of_the_listed_types() {
        #[track_caller]
        fn case(job_type: JobType, target: Target, want: Coverage) {
            assert_eq!(coverage(job_type.class(), target), want);
        }
        case(JobType::VsphereBackup, Target::Cloud, Coverage::Vbr);
        case(JobType::ManagedAgentBackup, Target::Cloud, Coverage::Vbr);
        case(JobType::AgentBackupCopy, Target::Cloud, Coverage::Vbr);
        case(JobType::MacAgentBackup, Target::Cloud, Coverage::Agent);
        case(JobType::CdpPolicy, Target::Cloud, Coverage::Cdp);
        case(JobType::Other, Target::Cloud, Coverage::Uncovered);
        for job_type in JobType::ALL {
            case(*job_type, Target::Local, Coverage::Uncovered);
        }
    }

    #[test]
    fn a_disabled_tenant_wins_over_every_rule_of_the_mode() {
        for mode in Mode::ALL {
            for job_type in JobType::ALL {
                let reach = coverage(job_type.class(), Target::Cloud);
                let verdict = start(reach, Target::Cloud, Access::Disabled, *mode);
                assert_eq!(verdict.rule(), Some(Rule::TenantDisabled), "{job_type} {mode}");
            }
            for operation in Operation::ALL {
                let verdict =
                    request(*operation, Side::Tenant, Replica::InFailover, Access::Disabled, *mode);
                assert_eq!(verdict.code(), Some(FailureCode::TenantDisabled), "{operation} {mode}");
            }
        }
    }

    #[test]
    fn a_local_job_of_a_disabled_tenant_starts() {
        let verdict = start(Coverage::Uncovered, Target::Local, Access::Disabled, Mode::Active);
        assert_eq!(verdict, Verdict::Allowed(None));
    }

    #[test]
    fn sessions_that_start_in_maintenance() {
        #[track_caller]
        fn case(reach: Coverage, rule: Rule, code: Option<FailureCode>) {
            let verdict = start(reach, Target::Cloud, Access::Enabled, Mode::Maintenance);
            assert_eq!((verdict.rule(), verdict.code()), (Some(rule), code));
        }
        case(Coverage::Vbr, Rule::RefuseNewSession, Some(FailureCode::Maintenance));
        case(Coverage::Agent, Rule::RefuseNewSession, Some(FailureCode::Maintenance));
        case(Coverage::Cdp, Rule::HoldNewPolicy, Some(FailureCode::Maintenance));
        case(Coverage::Uncovered, Rule::NotCovered, None);
    }

    #[test]
    fn tasks_that_come_up_in_maintenance() {
        #[track_caller]
        fn case(reach: Coverage, answer: crate::domain::Answer) {
            assert_eq!(come_up(reach, Mode::Maintenance).answer(), answer);
            assert_eq!(come_up(reach, Mode::Active), Verdict::Allowed(None));
        }
        case(Coverage::Vbr, crate::domain::Answer::Refused);
        case(Coverage::Agent, crate::domain::Answer::Allowed);
        case(Coverage::Uncovered, crate::domain::Answer::Allowed);
    }

    #[test]
    fn the_notification_needs_a_covered_failure_the_mode_and_the_service() {
        #[track_caller]
        fn case(reach: Coverage, code: FailureCode, mode: Mode, service: Service, want: Notice) {
            assert_eq!(notice(reach, code, mode, service), want);
        }
        let (on, off) = (Mode::Maintenance, Mode::Active);
        let (up, down) = (Service::Running, Service::Stopped);
        let shown = Notice::Shown(Rule::NotifyFailedSession);
        let withheld = Notice::Withheld(Rule::NoNoticeWithoutService);
        case(Coverage::Vbr, FailureCode::Maintenance, on, up, shown);
        case(Coverage::Agent, FailureCode::TaskFailed, on, up, shown);
        case(Coverage::Vbr, FailureCode::Maintenance, on, down, withheld);
        case(Coverage::Vbr, FailureCode::Maintenance, off, up, Notice::None);
        case(Coverage::Vbr, FailureCode::TenantDisabled, on, up, Notice::None);
        case(Coverage::Uncovered, FailureCode::TaskFailed, on, up, Notice::None);
    }

    #[test]
    fn operations_in_maintenance() {
        #[track_caller]
        fn case(operation: Operation, replica: Replica, tenant: Rule, provider: Rule) {
            let ask = |side| request(operation, side, replica, Access::Enabled, Mode::Maintenance);
            assert_eq!(ask(Side::Tenant).rule(), Some(tenant), "{operation}");
            assert_eq!(ask(Side::Provider).rule(), Some(provider), "{operation}");
        }
        let (yes, no) = (Replica::InFailover, Replica::NotInFailover);
        case(Operation::RestoreVm, no, Rule::AllowRestore, Rule::NotDocumented);
        case(Operation::RestoreAgent, no, Rule::AllowRestore, Rule::NotDocumented);
        case(Operation::Failback, yes, Rule::AllowFailoverFinish, Rule::NotDocumented);
        case(Operation::UndoFailover, no, Rule::NotDocumented, Rule::NotDocumented);
        case(Operation::StartReplication, no, Rule::RefuseOperation, Rule::NotDocumented);
        case(Operation::DeleteReplica, no, Rule::RefuseOperation, Rule::ProviderSide);
        case(Operation::FullSiteFailover, no, Rule::RefuseOperation, Rule::ProviderSide);
        case(Operation::TestFailoverPlan, no, Rule::RefuseOperation, Rule::ProviderSide);
        case(Operation::PlannedFailover, yes, Rule::RefuseOperation, Rule::NotDocumented);
    }

    #[test]
    fn the_provider_of_a_disabled_tenant_is_not_touched() {
        let verdict = request(
            Operation::DeleteReplica,
            Side::Provider,
            Replica::NotInFailover,
            Access::Disabled,
            Mode::Maintenance,
        );
        assert_eq!(verdict, Verdict::Allowed(Some(Rule::ProviderSide)));
    }
}
