//! Rules of maintenance mode: what happens to sessions, tasks, policies and requests.
//!
//! Each function is total and decides one situation. It knows nothing of time, names, storage or
//! simulation. `rule.rs` holds the text and the source of each rule.

use crate::domain::job::{Coverage, Target};
use crate::domain::maintenance::{Mode, Service};
use crate::domain::operation::{Operation, ReplicaState, Side};
use crate::domain::rule::{FailureCode, Rule};
use crate::domain::tenant::Access;
use crate::domain::verdict::Verdict;

/// Decides about a session that starts, or a policy that is created.
pub fn start_session(coverage: Coverage, target: Target, access: Access, mode: Mode) -> Verdict {
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

/// Decides about the next task of a session that is already running.
///
/// This is the rule that fails a backup or replication job during maintenance: its running tasks
/// finish, the next ones are refused.
pub fn start_task(coverage: Coverage, mode: Mode) -> Verdict {
    match (mode, coverage) {
        (Mode::Active, _) => Verdict::Allowed(None),
        (Mode::Maintenance, Coverage::Vbr | Coverage::Cdp) => {
            Verdict::Refused(FailureCode::Maintenance, on_enable(coverage))
        }
        (Mode::Maintenance, Coverage::Agent | Coverage::Uncovered) => {
            Verdict::Allowed(Some(on_enable(coverage)))
        }
    }
}

/// The rule for a running session, or an enabled policy, from the moment the mode is switched on.
pub fn on_enable(coverage: Coverage) -> Rule {
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

/// The rule that ends a running session at once when its tenant is disabled, if one does.
pub fn terminates(target: Target) -> Option<Rule> {
    match target {
        Target::Cloud => Some(Rule::TenantDisabled),
        Target::Local => None,
    }
}

/// The notification in the statistics of a failed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notification {
    /// There is none.
    None,
    Shown(Rule),
    /// It was due, but cannot be delivered.
    Withheld(Rule),
}

impl Notification {
    pub fn is_shown(self) -> bool {
        match self {
            Notification::Shown(_) => true,
            Notification::None | Notification::Withheld(_) => false,
        }
    }
}

/// The notification of a session that fails, or of a task that the mode refuses. `code` is that of
/// the session; for a refused task it is `maintenance`.
pub fn notify(coverage: Coverage, code: FailureCode, mode: Mode, service: Service) -> Notification {
    match (coverage, code, mode, service) {
        (Coverage::Uncovered | Coverage::Cdp, _, _, _)
        | (_, FailureCode::TenantDisabled, _, _)
        | (_, _, Mode::Active, _) => Notification::None,
        (
            Coverage::Vbr | Coverage::Agent,
            FailureCode::Maintenance | FailureCode::TaskFailed,
            Mode::Maintenance,
            Service::Running,
        ) => Notification::Shown(Rule::NotifyFailedSession),
        (
            Coverage::Vbr | Coverage::Agent,
            FailureCode::Maintenance | FailureCode::TaskFailed,
            Mode::Maintenance,
            Service::Stopped,
        ) => Notification::Withheld(Rule::NoNoticeWithoutService),
    }
}

/// Decides about an operation that somebody requests.
pub fn request(
    operation: Operation,
    side: Side,
    replica: ReplicaState,
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

fn tenant_request(operation: Operation, replica: ReplicaState) -> Verdict {
    match operation {
        Operation::RestoreVm
        | Operation::RestoreVmFiles
        | Operation::RestoreDisks
        | Operation::RestoreGuestFiles
        | Operation::RestoreFilesFromSnapshotReplica
        | Operation::RestoreAgent => Verdict::Allowed(Some(Rule::AllowRestore)),
        Operation::Failback
        | Operation::CommitFailback
        | Operation::PermanentFailover
        | Operation::UndoFailover => match replica {
            ReplicaState::InFailover => Verdict::Allowed(Some(Rule::AllowFailoverFinish)),
            ReplicaState::NotInFailover => Verdict::Undocumented(Rule::NotDocumented),
        },
        Operation::StartReplication
        | Operation::RestoreFilesFromCdpReplica
        | Operation::DeleteReplica
        | Operation::FullSiteFailover
        | Operation::TestFailoverPlan
        | Operation::ManageFailoverPlan
        | Operation::PartialSiteFailover
        | Operation::PlannedFailover => {
            Verdict::Refused(FailureCode::Maintenance, Rule::RefuseOperation)
        }
    }
}

fn provider_request(operation: Operation) -> Verdict {
    match operation {
        Operation::DeleteReplica
        | Operation::FullSiteFailover
        | Operation::TestFailoverPlan
        | Operation::ManageFailoverPlan => Verdict::Allowed(Some(Rule::ProviderSide)),
        Operation::RestoreVm
        | Operation::RestoreVmFiles
        | Operation::RestoreDisks
        | Operation::RestoreGuestFiles
        | Operation::RestoreFilesFromSnapshotReplica
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
    use crate::domain::{JobType, Product, Spelled, VerdictKind, decision_behind};

    #[test]
    fn the_mode_covers_cloud_targets_of_the_listed_types() {
        #[track_caller]
        fn case(job_type: JobType, target: Target, want: Coverage) {
            assert_eq!(job_type.coverage(target), want);
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
    fn a_refusal_has_the_code_of_its_rule() {
        #[track_caller]
        fn case(verdict: Verdict) {
            // A policy has no sessions: the mode holds it, and nothing of it fails.
            let holds_policy = [Some(Rule::HoldNewPolicy), Some(Rule::StopProcessing)];
            if !holds_policy.contains(&verdict.rule()) {
                assert_eq!(verdict.rule().and_then(Rule::code), verdict.code(), "{verdict:?}");
            }
        }
        for (mode, access) in
            Mode::ALL.iter().flat_map(|mode| Access::ALL.iter().map(move |access| (mode, access)))
        {
            for job_type in JobType::ALL {
                for target in Target::ALL {
                    let coverage = job_type.coverage(*target);
                    case(start_session(coverage, *target, *access, *mode));
                    case(start_task(coverage, *mode));
                }
            }
        }
        let refused: Vec<Rule> =
            Rule::ALL.iter().copied().filter(|rule| rule.code().is_some()).collect();
        assert_eq!(
            refused,
            [
                Rule::FinishRunningTasks,
                Rule::RefuseNewSession,
                Rule::TenantDisabled,
                Rule::RefuseOperation
            ]
        );
    }

    #[test]
    fn a_disabled_tenant_wins_over_every_rule_of_the_mode() {
        for mode in Mode::ALL {
            for job_type in JobType::ALL {
                let coverage = job_type.coverage(Target::Cloud);
                let verdict = start_session(coverage, Target::Cloud, Access::Disabled, *mode);
                assert_eq!(verdict.rule(), Some(Rule::TenantDisabled), "{job_type} {mode}");
            }
            for operation in Operation::ALL {
                let verdict = request(
                    *operation,
                    Side::Tenant,
                    ReplicaState::InFailover,
                    Access::Disabled,
                    *mode,
                );
                assert_eq!(verdict.code(), Some(FailureCode::TenantDisabled), "{operation} {mode}");
            }
        }
    }

    #[test]
    fn a_local_job_of_a_disabled_tenant_starts() {
        let verdict =
            start_session(Coverage::Uncovered, Target::Local, Access::Disabled, Mode::Active);
        assert_eq!(verdict, Verdict::Allowed(None));
    }

    #[test]
    fn sessions_that_start_in_maintenance() {
        #[track_caller]
        fn case(coverage: Coverage, rule: Rule, code: Option<FailureCode>) {
            let verdict =
                start_session(coverage, Target::Cloud, Access::Enabled, Mode::Maintenance);
            assert_eq!((verdict.rule(), verdict.code()), (Some(rule), code));
        }
        case(Coverage::Vbr, Rule::RefuseNewSession, Some(FailureCode::Maintenance));
        case(Coverage::Agent, Rule::RefuseNewSession, Some(FailureCode::Maintenance));
        case(Coverage::Cdp, Rule::HoldNewPolicy, Some(FailureCode::Maintenance));
        case(Coverage::Uncovered, Rule::NotCovered, None);
    }

    #[test]
    fn next_tasks_in_maintenance() {
        #[track_caller]
        fn case(coverage: Coverage, rule: Rule, code: Option<FailureCode>) {
            let verdict = start_task(coverage, Mode::Maintenance);
            assert_eq!((verdict.rule(), verdict.code()), (Some(rule), code));
            assert_eq!(start_task(coverage, Mode::Active), Verdict::Allowed(None));
        }
        case(Coverage::Vbr, Rule::FinishRunningTasks, Some(FailureCode::Maintenance));
        case(Coverage::Agent, Rule::FinishWholeJob, None);
        case(Coverage::Cdp, Rule::StopProcessing, Some(FailureCode::Maintenance));
        case(Coverage::Uncovered, Rule::NotCovered, None);
    }

    #[test]
    fn the_notification_needs_a_covered_failure_the_mode_and_the_service() {
        #[track_caller]
        fn case(
            coverage: Coverage,
            code: FailureCode,
            mode: Mode,
            service: Service,
            want: Notification,
        ) {
            assert_eq!(notify(coverage, code, mode, service), want);
        }
        let (on, off) = (Mode::Maintenance, Mode::Active);
        let (up, down) = (Service::Running, Service::Stopped);
        let shown = Notification::Shown(Rule::NotifyFailedSession);
        let withheld = Notification::Withheld(Rule::NoNoticeWithoutService);
        case(Coverage::Vbr, FailureCode::Maintenance, on, up, shown);
        case(Coverage::Agent, FailureCode::TaskFailed, on, up, shown);
        case(Coverage::Vbr, FailureCode::Maintenance, on, down, withheld);
        case(Coverage::Vbr, FailureCode::Maintenance, off, up, Notification::None);
        case(Coverage::Vbr, FailureCode::TenantDisabled, on, up, Notification::None);
        case(Coverage::Uncovered, FailureCode::TaskFailed, on, up, Notification::None);
    }

    #[test]
    fn a_stopped_service_withholds_what_a_running_one_shows_and_nothing_else() {
        for coverage in [Coverage::Vbr, Coverage::Agent, Coverage::Cdp, Coverage::Uncovered] {
            for code in FailureCode::ALL {
                for mode in Mode::ALL {
                    let ask = |service| notify(coverage, *code, *mode, service);
                    let (running, stopped) = (ask(Service::Running), ask(Service::Stopped));
                    let is_withheld = matches!(stopped, Notification::Withheld(_));
                    assert_eq!(is_withheld, running.is_shown(), "{coverage:?} {code} {mode}");
                    assert!(!stopped.is_shown(), "{coverage:?} {code} {mode}");
                }
            }
        }
    }

    #[test]
    fn a_refused_operation_has_the_code_of_its_rule() {
        for operation in Operation::ALL {
            for access in [Access::Enabled, Access::Disabled] {
                for replica in [ReplicaState::InFailover, ReplicaState::NotInFailover] {
                    let side = Side::Tenant;
                    let verdict = request(*operation, side, replica, access, Mode::Maintenance);
                    if verdict.answer() == VerdictKind::Refused {
                        let code = verdict.rule().and_then(Rule::code);
                        assert_eq!(verdict.code(), code, "{operation} {access:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn operations_in_maintenance() {
        #[track_caller]
        fn case(operation: Operation, replica: ReplicaState, tenant: Rule, provider: Rule) {
            let ask = |side| request(operation, side, replica, Access::Enabled, Mode::Maintenance);
            assert_eq!(ask(Side::Tenant).rule(), Some(tenant), "{operation}");
            assert_eq!(ask(Side::Provider).rule(), Some(provider), "{operation}");
        }
        let (yes, no) = (ReplicaState::InFailover, ReplicaState::NotInFailover);
        case(Operation::RestoreVm, no, Rule::AllowRestore, Rule::NotDocumented);
        case(Operation::RestoreAgent, no, Rule::AllowRestore, Rule::NotDocumented);
        let snapshot_replica = Operation::RestoreFilesFromSnapshotReplica;
        case(snapshot_replica, no, Rule::AllowRestore, Rule::NotDocumented);
        case(Operation::Failback, yes, Rule::AllowFailoverFinish, Rule::NotDocumented);
        case(Operation::UndoFailover, no, Rule::NotDocumented, Rule::NotDocumented);
        case(Operation::StartReplication, no, Rule::RefuseOperation, Rule::NotDocumented);
        case(Operation::DeleteReplica, no, Rule::RefuseOperation, Rule::ProviderSide);
        case(Operation::FullSiteFailover, no, Rule::RefuseOperation, Rule::ProviderSide);
        case(Operation::TestFailoverPlan, no, Rule::RefuseOperation, Rule::ProviderSide);
        case(Operation::ManageFailoverPlan, no, Rule::RefuseOperation, Rule::ProviderSide);
        case(Operation::PlannedFailover, yes, Rule::RefuseOperation, Rule::NotDocumented);
    }

    #[test]
    fn answers_that_rest_on_a_decision_of_this_project_say_so() {
        #[track_caller]
        fn case(operation: Operation, product: Option<Product>, side: Side, want: Option<&str>) {
            let (replica, mode) = (ReplicaState::NotInFailover, Mode::Maintenance);
            let verdict = request(operation, side, replica, Access::Enabled, mode);
            let note = decision_behind(operation, product, side, verdict);
            assert_eq!(note.map(|note| &note[..8]), want, "{operation} {product:?} {side}");
            assert!(note.is_none_or(|note| verdict.rule().unwrap().ours().contains(&note)));
            let allowed = Verdict::Allowed(None);
            assert_eq!(decision_behind(operation, product, side, allowed), None);
        }
        let (mac, windows) = (Some(Product::MacAgent), Some(Product::WindowsAgent));
        let (tenant, provider) = (Side::Tenant, Side::Provider);
        case(Operation::RestoreAgent, mac, tenant, Some("the page"));
        case(Operation::RestoreAgent, windows, tenant, None);
        case(Operation::RestoreFilesFromSnapshotReplica, None, tenant, Some("the page"));
        case(Operation::RestoreFilesFromCdpReplica, None, tenant, None);
        case(Operation::RestoreVm, None, tenant, None);
        case(Operation::RestoreVm, None, provider, Some("an opera"));
        case(Operation::ManageFailoverPlan, None, provider, None);
        case(Operation::Failback, None, tenant, None);
    }

    #[test]
    fn the_provider_may_still_act_for_a_disabled_tenant() {
        let ask = |mode| {
            let (side, replica) = (Side::Provider, ReplicaState::NotInFailover);
            request(Operation::DeleteReplica, side, replica, Access::Disabled, mode)
        };
        assert_eq!(ask(Mode::Maintenance), Verdict::Allowed(Some(Rule::ProviderSide)));
        assert_eq!(ask(Mode::Active), Verdict::Allowed(None));
    }
}
