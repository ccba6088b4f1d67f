//! Rulebook: the name of every rule, what it says and where it comes from.

use std::fmt::Write as _;

use crate::domain::job::{Coverage, JobType, Target};
use crate::domain::mode::Mode;
use crate::domain::operation::{Operation, Replica, Side};
use crate::domain::rules;
use crate::domain::spelling::{Spelled, spelled};
use crate::domain::tenant::Access;
use crate::domain::verdict::{FailureCode, Verdict};

spelled! {
    /// The name of a rule.
    pub enum Rule: "rule" {
        /// A running vbr session completes its running tasks.
        FinishRunningTasks = "finish-running-tasks",
        /// A running agent session completes.
        FinishWholeJob = "finish-whole-job",
        /// An enabled policy stops processing.
        StopProcessing = "stop-processing",
        /// A session does not start.
        RefuseNewSession = "refuse-new-session",
        /// A new policy waits.
        HoldNewPolicy = "hold-new-policy",
        /// A failed session carries the notification.
        NotifyFailedSession = "notify-failed-session",
        /// Without the service nobody is told.
        NoNoticeWithoutService = "no-notice-without-service",
        /// The mode has no say.
        NotCovered = "not-covered",
        /// The tenant may do nothing.
        TenantDisabled = "tenant-disabled",
        /// Tenants restore as ever.
        AllowRestore = "allow-restore",
        /// A failover that the mode found may be finished.
        AllowFailoverFinish = "allow-failover-finish",
        /// The sources do not say.
        NotDocumented = "not-documented",
        /// The operation waits until the mode is off.
        RefuseOperation = "refuse-operation",
        /// The provider may, the tenant may not.
        ProviderSide = "provider-side",
    }
}

const PAGE: &str =
    "Veeam Help Center, Maintenance Mode (cc_maintenance_mode.html, build 13.0.1.1071)";
const ACCOUNT: &str =
    "Veeam Help Center, Disabling Tenant Accounts (cloud_connect_disable_account.html)";

impl Rule {
    /// The code of what the rule refuses or ends.
    pub fn code(self) -> Option<FailureCode> {
        match self {
            Rule::TenantDisabled => Some(FailureCode::TenantDisabled),
            Rule::FinishRunningTasks | Rule::RefuseNewSession | Rule::RefuseOperation => {
                Some(FailureCode::Maintenance)
            }
            Rule::FinishWholeJob
            | Rule::StopProcessing
            | Rule::HoldNewPolicy
            | Rule::NotifyFailedSession
            | Rule::NoNoticeWithoutService
            | Rule::NotCovered
            | Rule::AllowRestore
            | Rule::AllowFailoverFinish
            | Rule::NotDocumented
            | Rule::ProviderSide => None,
        }
    }

    /// When the rule applies.
    pub fn when(self) -> &'static str {
        match self {
            Rule::FinishRunningTasks => {
                "a session of a job configured in Veeam Backup & Replication is running when the mode is switched on"
            }
            Rule::FinishWholeJob => {
                "a session of a job configured on a Veeam Agent computer is running when the mode is switched on"
            }
            Rule::StopProcessing => {
                "an enabled CDP policy to the cloud exists when the mode is switched on"
            }
            Rule::RefuseNewSession => "a tenant starts a session while the mode is on",
            Rule::HoldNewPolicy => "a tenant creates a CDP policy while the mode is on",
            Rule::NotifyFailedSession => "a covered session ends failed while the mode is on",
            Rule::NoNoticeWithoutService => {
                "a covered session ends failed while the mode is on and the Cloud Connect Service is stopped"
            }
            Rule::NotCovered => {
                "a job writes to a local target, or is of a type that the page does not list"
            }
            Rule::TenantDisabled => {
                "the provider disabled the tenant, whether the mode is on or off"
            }
            Rule::AllowRestore => {
                "a tenant restores from a backup in the cloud repository while the mode is on"
            }
            Rule::AllowFailoverFinish => {
                "a tenant finishes the failover of a replica that was in failover when the mode was switched on"
            }
            Rule::NotDocumented => {
                "somebody asks for an operation while the mode is on that the sources neither allow nor forbid"
            }
            Rule::RefuseOperation => {
                "a tenant asks for an operation that has to wait while the mode is on"
            }
            Rule::ProviderSide => {
                "the provider does, while the mode is on, what the page leaves to the provider"
            }
        }
    }

    /// What happens then.
    pub fn what(self) -> &'static str {
        match self {
            Rule::FinishRunningTasks => {
                "the tasks that run complete; every task that comes up later, while the mode is on, fails"
            }
            Rule::FinishWholeJob => "the whole session completes, tasks not yet begun included",
            Rule::StopProcessing => {
                "it stops processing all its VMs, stays enabled and shows syncing, until somebody disables or deletes it; processing goes on when the mode ends"
            }
            Rule::RefuseNewSession => "the session fails at once",
            Rule::HoldNewPolicy => {
                "it is created and enabled, processes no VM and shows initial-sync, until the mode is off and its initial synchronisation completes, or somebody disables or deletes it"
            }
            Rule::NotifyFailedSession => {
                "its statistics carry the notification: the default text or the provider's own"
            }
            Rule::NoNoticeWithoutService => "the notification is not shown",
            Rule::NotCovered => "nothing: the job goes on as ever",
            Rule::TenantDisabled => {
                "all its sessions to the cloud end at once, running tasks too; it can start, restore and fail over nothing there, and reads no notification"
            }
            Rule::AllowRestore | Rule::AllowFailoverFinish | Rule::ProviderSide => "it is allowed",
            Rule::NotDocumented => "mm says so and does not guess",
            Rule::RefuseOperation => "it is refused until the mode is off",
        }
    }

    /// Where the rule comes from.
    pub fn source(self) -> &'static str {
        match self {
            Rule::TenantDisabled => ACCOUNT,
            Rule::FinishRunningTasks
            | Rule::FinishWholeJob
            | Rule::StopProcessing
            | Rule::RefuseNewSession
            | Rule::HoldNewPolicy
            | Rule::NotifyFailedSession
            | Rule::NoNoticeWithoutService
            | Rule::NotCovered
            | Rule::AllowRestore
            | Rule::AllowFailoverFinish
            | Rule::NotDocumented
            | Rule::RefuseOperation
            | Rule::ProviderSide => PAGE,
        }
    }

    /// What the sources leave open, and this project decided.
    pub fn ours(self) -> &'static [&'static str] {
        match self {
            Rule::FinishRunningTasks => &[
                "a session fails if any of its tasks failed, so one whose every task was running when the mode was switched on can still succeed",
                "types vm-backup, backup-copy and vm-replication stand for jobs whose platform an export does not tell, and are treated alike",
            ],
            Rule::FinishWholeJob => &[
                "a policy that is configured in Veeam Backup & Replication but run by the agent counts as the agent's",
            ],
            Rule::StopProcessing => &["processing goes on when the mode ends"],
            Rule::NotifyFailedSession => &[
                "whether the mode is on is judged when the session ends",
                "a covered session that fails in an error of its own while the mode is on carries the notification too",
            ],
            Rule::NoNoticeWithoutService => {
                &["a server that is down counts as one whose service is stopped"]
            }
            Rule::TenantDisabled => &[
                "it wins over every rule of the mode",
                "no maintenance notification is shown",
                "what the provider does for a disabled tenant is not touched",
            ],
            Rule::AllowRestore => &[
                "the page's list names Windows and Linux agents; as its sentence before says that other recovery tasks in Veeam Agents are not affected, Mac is taken as allowed",
            ],
            Rule::NotDocumented => &[
                "an operation by the provider that the page does not leave to the provider is undocumented",
            ],
            Rule::RefuseNewSession
            | Rule::HoldNewPolicy
            | Rule::NotCovered
            | Rule::AllowFailoverFinish
            | Rule::RefuseOperation
            | Rule::ProviderSide => &[],
        }
    }
}

/// The decision tables of `docs/rules.md`, made by asking the rules about every case.
pub fn decision_tables() -> String {
    let mut text = String::new();
    jobs_table(&mut text);
    operations_table(&mut text);
    for rule in Rule::ALL {
        entry(&mut text, *rule);
    }
    text
}

fn cell(verdict: Verdict) -> String {
    match verdict.rule() {
        Some(rule) => format!("{} (`{rule}`)", verdict.answer()),
        None => verdict.answer().to_string(),
    }
}

fn jobs_table(text: &mut String) {
    text.push_str("## Jobs\n\nJobs to the cloud. Every type with a local target is `not-covered`, and a disabled tenant's goes on.\n\n");
    text.push_str("| job type | class | running when the mode is switched on | one of its tasks comes up while the mode is on | starts, or is created, while the mode is on | the tenant is disabled |\n|---|---|---|---|---|---|\n");
    for job_type in JobType::ALL {
        let class = job_type.class();
        let reach = rules::coverage(class, Target::Cloud);
        let task = match reach {
            Coverage::Cdp => "has no tasks".to_owned(),
            Coverage::Vbr | Coverage::Agent | Coverage::Uncovered => {
                cell(rules::come_up(reach, Mode::Maintenance))
            }
        };
        let start = |access, mode| cell(rules::start(reach, Target::Cloud, access, mode));
        let _ = writeln!(
            text,
            "| `{job_type}` | {class} | `{}` | {task} | {} | {} |",
            rules::switched_on(reach),
            start(Access::Enabled, Mode::Maintenance),
            start(Access::Disabled, Mode::Active),
        );
    }
}

fn operations_table(text: &mut String) {
    text.push_str("\n## Operations\n\nWhile the mode is on. With the mode off all are allowed, but for a disabled tenant.\n\n");
    text.push_str("| operation | replica in failover when the mode was switched on | tenant | provider | disabled tenant |\n|---|---|---|---|---|\n");
    for operation in Operation::ALL {
        let replicas: &[(Replica, &str)] = if operation.finishes_failover() {
            &[(Replica::InFailover, "yes"), (Replica::NotInFailover, "no")]
        } else {
            &[(Replica::NotInFailover, "–")]
        };
        for (replica, known) in replicas {
            let ask = |side, access| {
                cell(rules::request(*operation, side, *replica, access, Mode::Maintenance))
            };
            let _ = writeln!(
                text,
                "| `{operation}` | {known} | {} | {} | {} |",
                ask(Side::Tenant, Access::Enabled),
                ask(Side::Provider, Access::Enabled),
                ask(Side::Tenant, Access::Disabled),
            );
        }
    }
}

fn entry(text: &mut String, rule: Rule) {
    let _ = writeln!(
        text,
        "\n## `{rule}`\n\n**When** {}:\n**then** {}.\n\nSource: {}.",
        rule.when(),
        rule.what(),
        rule.source()
    );
    for decision in rule.ours() {
        let _ = writeln!(text, "- Our own decision: {decision}.");
    }
}
