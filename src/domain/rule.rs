//! The name, the text and the source of each rule.

use crate::domain::spelling::spelled;

spelled! {
    /// The name of a rule.
    pub enum Rule: "rule" {
        FinishRunningTasks = "finish-running-tasks",
        FinishWholeJob = "finish-whole-job",
        StopProcessing = "stop-processing",
        RefuseNewSession = "refuse-new-session",
        HoldNewPolicy = "hold-new-policy",
        NotifyFailedSession = "notify-failed-session",
        NoNoticeWithoutService = "no-notice-without-service",
        NotCovered = "not-covered",
        TenantDisabled = "tenant-disabled",
        AllowRestore = "allow-restore",
        AllowFailoverFinish = "allow-failover-finish",
        NotDocumented = "not-documented",
        RefuseOperation = "refuse-operation",
        ProviderSide = "provider-side",
    }
}

spelled! {
    /// Why a task or a session failed, or a request was refused.
    pub enum FailureCode: "code" {
        TenantDisabled = "tenant-disabled",
        Maintenance = "maintenance",
        /// It ended in an error of its own.
        TaskFailed = "task-failed",
    }
}

const PAGE: &str =
    "Veeam Help Center, Maintenance Mode (cc_maintenance_mode.html, build 13.0.1.1071)";
const ACCOUNT: &str =
    "Veeam Help Center, Disabling Tenant Accounts (cloud_connect_disable_account.html)";

pub(super) const SNAPSHOT_REPLICA: &str = "the page refuses file restore from CDP replicas only; as its general sentence leaves other recovery tasks alone, file restore from a snapshot replica is taken as allowed";
pub(super) const MAC_AGENT: &str = "the page's list names Windows and Linux agents; as its sentence before says that other recovery tasks in Veeam Agents are not affected, Mac is taken as allowed";
pub(super) const PROVIDER_OPERATION: &str =
    "an operation of the provider that the page does not leave to the provider is undocumented";

/// The text of a rule.
struct RuleText {
    /// When the rule applies.
    when: &'static str,
    /// What happens then.
    what: &'static str,
    /// What the sources leave open and this project decided.
    ours: &'static [&'static str],
}

impl Rule {
    fn text(self) -> RuleText {
        match self {
            Rule::FinishRunningTasks => RuleText {
                when: "a session of a backup, backup copy or replication job configured in Veeam Backup & Replication is running when the mode is switched on",
                what: "its running tasks finish; every task that would start later, while the mode is on, fails",
                ours: &[
                    "a session fails if any of its tasks failed, so a session can still succeed if all of its tasks were running when the mode was switched on",
                    "types vm-backup, backup-copy and vm-replication stand for jobs whose platform an export does not name, and mm treats them in the same way",
                ],
            },
            Rule::FinishWholeJob => RuleText {
                when: "a session of a job configured on a Veeam Agent computer is running when the mode is switched on",
                what: "the whole session finishes, including tasks that have not started",
                ours: &[
                    "a policy that is configured in Veeam Backup & Replication but run by the agent counts as the agent's",
                ],
            },
            Rule::StopProcessing => RuleText {
                when: "an enabled CDP policy to the cloud exists when the mode is switched on",
                what: "it pauses: no VM is processed while the mode is on. Its status is syncing meanwhile, and it goes on afterwards. Disabling or deleting it still works",
                ours: &["processing continues when the mode ends"],
            },
            Rule::RefuseNewSession => RuleText {
                when: "a tenant starts a session while the mode is on",
                what: "the session fails at once",
                ours: &[],
            },
            Rule::HoldNewPolicy => RuleText {
                when: "a tenant creates a CDP policy while the mode is on",
                what: "it exists and is enabled, but waits: its initial synchronisation begins once the mode is off. Until that is complete its status is initial-sync. Disabling or deleting it still works",
                ours: &[],
            },
            Rule::NotifyFailedSession => RuleText {
                when: "a covered session fails while the mode is on",
                what: "its statistics show the notification: the default text or the provider's own",
                ours: &[
                    "the mode at the end of the session decides",
                    "a covered session that fails by itself while the mode is on shows the notification, too",
                ],
            },
            Rule::NoNoticeWithoutService => RuleText {
                when: "a covered session fails while the mode is on and the Cloud Connect Service is stopped",
                what: "the notification is not shown",
                ours: &["a server that is down counts as one whose service is stopped"],
            },
            Rule::NotCovered => RuleText {
                when: "a job writes to a local target, or is of a type that the page does not list",
                what: "the job is not affected",
                ours: &[],
            },
            Rule::TenantDisabled => RuleText {
                when: "the provider disabled the tenant, whether the mode is on or off",
                what: "all its sessions to the cloud end at once, with their running tasks; the tenant can start, restore and fail over nothing there, and sees no notification",
                ours: &[
                    "it takes precedence over every rule of the mode",
                    "no maintenance notification is shown",
                    "operations of the provider for a disabled tenant are not affected",
                ],
            },
            Rule::AllowRestore => RuleText {
                when: "a tenant restores from a backup in the cloud repository while the mode is on",
                what: "it is allowed",
                ours: &[SNAPSHOT_REPLICA, MAC_AGENT],
            },
            Rule::AllowFailoverFinish => RuleText {
                when: "a tenant finishes the failover of a replica that was in failover when the mode was switched on",
                what: "it is allowed",
                ours: &[],
            },
            Rule::NotDocumented => RuleText {
                when: "somebody requests, while the mode is on, an operation that the sources neither allow nor forbid",
                what: "mm says so and does not guess",
                ours: &[PROVIDER_OPERATION],
            },
            Rule::RefuseOperation => RuleText {
                when: "a tenant requests, while the mode is on, an operation that has to wait",
                what: "it is refused until the mode is off",
                ours: &[],
            },
            Rule::ProviderSide => RuleText {
                when: "the provider performs, while the mode is on, an operation that the page leaves to the provider",
                what: "it is allowed",
                ours: &[],
            },
        }
    }

    /// When the rule applies.
    pub fn when(self) -> &'static str {
        self.text().when
    }

    /// What happens when the rule applies.
    pub fn what(self) -> &'static str {
        self.text().what
    }

    /// What the sources leave open and this project decided.
    pub fn ours(self) -> &'static [&'static str] {
        self.text().ours
    }

    /// The page that the rule comes from.
    pub fn source(self) -> &'static str {
        if self == Rule::TenantDisabled { ACCOUNT } else { PAGE }
    }

    /// The code of a session, task or request that the rule refuses or ends.
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
}
