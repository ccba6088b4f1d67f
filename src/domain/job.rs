//! Jobs and policies of tenants, with the job types and classes that maintenance mode knows.

use serde::Serialize;

use crate::domain::spelling::spelled;
use crate::domain::time::{Instant, Span};

spelled! {
    /// What a job does and in which product it is configured.
    pub enum JobType: "job type" {
        /// VM backup of VMware vSphere.
        VsphereBackup = "vsphere-backup",
        /// VM backup of VMware Cloud Director.
        CloudDirectorBackup = "cloud-director-backup",
        /// VM backup of Microsoft Hyper-V.
        HypervBackup = "hyperv-backup",
        /// Veeam Agent backup job configured in Veeam Backup & Replication.
        ManagedAgentBackup = "managed-agent-backup",
        /// Backup copy of vSphere VMs.
        VsphereBackupCopy = "vsphere-backup-copy",
        /// Backup copy of Cloud Director VMs.
        CloudDirectorBackupCopy = "cloud-director-backup-copy",
        /// Backup copy of Hyper-V VMs.
        HypervBackupCopy = "hyperv-backup-copy",
        /// Backup copy of agent backups kept in a Veeam repository.
        AgentBackupCopy = "agent-backup-copy",
        /// Replication of vSphere VMs.
        VsphereReplication = "vsphere-replication",
        /// Replication of Cloud Director VMs.
        CloudDirectorReplication = "cloud-director-replication",
        /// Replication of Hyper-V VMs.
        HypervReplication = "hyperv-replication",
        /// VM backup where an export does not tell the platform.
        VmBackup = "vm-backup",
        /// Backup copy where an export does not tell the platform.
        BackupCopy = "backup-copy",
        /// Replication where an export does not tell the platform.
        VmReplication = "vm-replication",
        /// Veeam Agent for Microsoft Windows, configured on the computer.
        WindowsAgentBackup = "windows-agent-backup",
        /// Veeam Agent for Linux, configured on the computer.
        LinuxAgentBackup = "linux-agent-backup",
        /// Veeam Agent for Mac, configured on the computer.
        MacAgentBackup = "mac-agent-backup",
        /// CDP policy: replicates continuously and has no sessions.
        CdpPolicy = "cdp-policy",
        /// Any type that the page does not list.
        Other = "other",
    }
}

spelled! {
    /// Job types that maintenance mode treats alike.
    pub enum Class: "class" {
        /// Configured in Veeam Backup & Replication.
        Vbr = "vbr",
        /// Configured on the computer that a Veeam Agent protects.
        Agent = "agent",
        /// A CDP policy.
        Cdp = "cdp",
        /// Not among the job types that the page lists.
        Other = "other",
    }
}

spelled! {
    /// Where a job writes to.
    pub enum Target: "target" {
        /// The provider's cloud resources.
        Cloud = "cloud",
        /// Storage of the tenant's own.
        Local = "local",
    }
}

/// How far maintenance mode reaches into a job: its class where the job is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// Covered: a job configured in Veeam Backup & Replication.
    Vbr,
    /// Covered: a job configured on a Veeam Agent computer.
    Agent,
    /// Covered: a CDP policy.
    Cdp,
    /// Not covered: a local target, or a type that the page does not list.
    Uncovered,
}

impl Coverage {
    /// Whether maintenance mode has a say in the sessions of such a job.
    pub fn has_covered_sessions(self) -> bool {
        match self {
            Coverage::Vbr | Coverage::Agent => true,
            Coverage::Cdp | Coverage::Uncovered => false,
        }
    }
}

impl JobType {
    /// The class of this type.
    pub fn class(self) -> Class {
        match self {
            JobType::VsphereBackup
            | JobType::CloudDirectorBackup
            | JobType::HypervBackup
            | JobType::ManagedAgentBackup
            | JobType::VsphereBackupCopy
            | JobType::CloudDirectorBackupCopy
            | JobType::HypervBackupCopy
            | JobType::AgentBackupCopy
            | JobType::VsphereReplication
            | JobType::CloudDirectorReplication
            | JobType::HypervReplication
            | JobType::VmBackup
            | JobType::BackupCopy
            | JobType::VmReplication => Class::Vbr,
            JobType::WindowsAgentBackup | JobType::LinuxAgentBackup | JobType::MacAgentBackup => {
                Class::Agent
            }
            JobType::CdpPolicy => Class::Cdp,
            JobType::Other => Class::Other,
        }
    }

    /// Whether such a job is a policy: no sessions, no tasks, no starts.
    pub fn is_policy(self) -> bool {
        self.class() == Class::Cdp
    }
}

spelled! {
    /// Where the planned durations of a job's tasks come from, best first.
    pub enum DurationSource: "duration source" {
        /// The operator gave them.
        Given = "given",
        /// The median of what past sessions took.
        Recorded = "recorded",
        /// The average duration of the job, shared out over its tasks.
        Average = "average",
        /// Nothing is known, so a default was taken.
        Default = "default",
    }
}

/// A job or CDP policy, whatever it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub tenant: String,
    /// Unique among the jobs of its tenant.
    pub name: String,
    pub job_type: JobType,
    pub target: Target,
    /// How many tasks of one session may run at once; 1 for a policy.
    pub slots: u32,
    /// Its tasks, in order; none for a policy.
    pub tasks: Vec<Task>,
    /// Where the planned durations of the tasks come from.
    pub durations: DurationSource,
    /// When sessions start, besides the schedule.
    pub starts: Vec<Instant>,
    pub schedule: Option<Schedule>,
    /// Automatic retries of a failed session.
    pub retry: Option<Retry>,
    /// Settings of a policy; `None` for a job with sessions.
    pub policy: Option<PolicySettings>,
    /// The identifier in the source that the job was imported from.
    pub source_id: Option<String>,
}

impl Job {
    /// A job without tasks, starts and retries.
    pub fn new(tenant: impl Into<String>, name: impl Into<String>, job_type: JobType) -> Job {
        Job {
            tenant: tenant.into(),
            name: name.into(),
            job_type,
            target: Target::Cloud,
            slots: 1,
            tasks: Vec::new(),
            durations: DurationSource::Given,
            starts: Vec::new(),
            schedule: None,
            retry: None,
            policy: job_type
                .is_policy()
                .then_some(PolicySettings { initial_sync: None, enabled: true }),
            source_id: None,
        }
    }

    /// Whether the durations of past sessions are known for any task.
    pub fn has_recorded(&self) -> bool {
        self.tasks.iter().any(|task| !task.recorded.is_empty())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Unique among the tasks of its job.
    pub name: String,
    /// How long it is planned to run.
    pub duration: Span,
    /// Whether it ends in an error of its own.
    pub fails: bool,
    /// How long it ran in past sessions.
    #[serde(skip)]
    pub recorded: Vec<RecordedDuration>,
}

/// How long a task ran in one past session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedDuration {
    /// When the task began, which tells two records apart; `None` where the source does not say.
    pub started: Option<Instant>,
    pub took: Span,
}

/// Starts that repeat.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// Minute, hour, day of month, month, day of week.
    pub cron: String,
    /// The time zone of the fields; `None`: UTC.
    pub timezone: Option<String>,
}

/// Automatic retries of a failed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Retry {
    /// How many at most.
    pub times: u32,
    /// How long after the failure.
    pub wait: Span,
}

/// What only policies have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicySettings {
    /// How long the initial synchronisation still takes; `None`: it has completed.
    pub initial_sync: Option<Span>,
    pub enabled: bool,
}

/// The median of some durations, the lower one of two in the middle; `None` of none.
pub fn median(durations: impl IntoIterator<Item = Span>) -> Option<Span> {
    let mut durations: Vec<Span> = durations.into_iter().collect();
    durations.sort_unstable();
    durations.get(durations.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use crate::domain::{Span, median};

    #[test]
    fn the_median_is_one_of_the_durations() {
        #[track_caller]
        fn case(secs: &[i64], want: Option<i64>) {
            let spans = secs.iter().map(|secs| Span::from_secs(*secs));
            assert_eq!(median(spans), want.map(Span::from_secs));
        }
        case(&[], None);
        case(&[7], Some(7));
        case(&[9, 1], Some(1));
        case(&[9, 1, 5], Some(5));
        case(&[9, 1, 5, 6], Some(5));
    }
}
