//! Jobs and policies of tenants, with the job types and classes that maintenance mode knows.

use serde::Serialize;
use smol_str::SmolStr;

use crate::domain::spelling::spelled;
use crate::domain::time::{Instant, Span};

spelled! {
    /// What a job does, and the product in which it is configured.
    pub enum JobType: "job type" {
        VsphereBackup = "vsphere-backup",
        CloudDirectorBackup = "cloud-director-backup",
        HypervBackup = "hyperv-backup",
        /// A Veeam Agent backup that is configured in Veeam Backup & Replication.
        ManagedAgentBackup = "managed-agent-backup",
        VsphereBackupCopy = "vsphere-backup-copy",
        CloudDirectorBackupCopy = "cloud-director-backup-copy",
        HypervBackupCopy = "hyperv-backup-copy",
        /// A copy of agent backups that lie in a Veeam repository.
        AgentBackupCopy = "agent-backup-copy",
        VsphereReplication = "vsphere-replication",
        CloudDirectorReplication = "cloud-director-replication",
        HypervReplication = "hyperv-replication",
        /// A VM backup of which an export does not name the platform.
        VmBackup = "vm-backup",
        /// A backup copy of which an export does not name the platform.
        BackupCopy = "backup-copy",
        /// A replication of which an export does not name the platform.
        VmReplication = "vm-replication",
        WindowsAgentBackup = "windows-agent-backup",
        LinuxAgentBackup = "linux-agent-backup",
        MacAgentBackup = "mac-agent-backup",
        /// A policy that replicates continuously and has no sessions.
        CdpPolicy = "cdp-policy",
        /// Any type that the page on maintenance mode does not list.
        Other = "other",
    }
}

spelled! {
    /// Job types that maintenance mode treats alike.
    pub enum Class: "class" {
        /// Backup, backup copy and replication jobs configured in Veeam Backup & Replication.
        Vbr = "vbr",
        /// Jobs configured on the computer that a Veeam Agent protects.
        Agent = "agent",
        Cdp = "cdp",
        Other = "other",
    }
}

spelled! {
    /// Where a job writes to.
    pub enum Target: "target" {
        /// Cloud resources of the provider.
        Cloud = "cloud",
        /// Storage of the tenant.
        Local = "local",
    }
}

/// Whether maintenance mode covers a job, and by which rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// A backup, backup copy or replication job configured in Veeam Backup & Replication.
    Vbr,
    /// A job configured on a Veeam Agent computer.
    Agent,
    /// A CDP policy.
    Cdp,
    /// Not covered: a local target, or a type that the page on maintenance mode does not list.
    Uncovered,
}

/// Whether maintenance mode waits for the sessions of a job. An unknown type counts as covered.
pub fn has_covered_sessions(job_type: Option<JobType>, target: Target) -> bool {
    job_type.is_none_or(|job_type| job_type.coverage(target).has_covered_sessions())
}

impl Coverage {
    pub fn has_covered_sessions(self) -> bool {
        match self {
            Coverage::Vbr | Coverage::Agent => true,
            Coverage::Cdp | Coverage::Uncovered => false,
        }
    }
}

impl JobType {
    /// Whether `other` says less of a job than this type: that it is a backup, but not of what.
    pub fn is_kind_of(self, other: JobType) -> bool {
        use JobType::{
            AgentBackupCopy, BackupCopy, CloudDirectorBackup, CloudDirectorBackupCopy,
            CloudDirectorReplication, HypervBackup, HypervBackupCopy, HypervReplication, VmBackup,
            VmReplication, VsphereBackup, VsphereBackupCopy, VsphereReplication,
        };
        matches!(
            (self, other),
            (VsphereBackup | CloudDirectorBackup | HypervBackup, VmBackup)
                | (
                    VsphereBackupCopy
                        | CloudDirectorBackupCopy
                        | HypervBackupCopy
                        | AgentBackupCopy,
                    BackupCopy
                )
                | (
                    VsphereReplication | CloudDirectorReplication | HypervReplication,
                    VmReplication
                )
        )
    }

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

    /// Whether such a job is a CDP policy, without sessions, tasks and starts.
    pub fn is_policy(self) -> bool {
        self.class() == Class::Cdp
    }

    /// Whether maintenance mode covers jobs of this type with this target.
    pub fn coverage(self, target: Target) -> Coverage {
        match (target, self.class()) {
            (Target::Local, _) | (Target::Cloud, Class::Other) => Coverage::Uncovered,
            (Target::Cloud, Class::Vbr) => Coverage::Vbr,
            (Target::Cloud, Class::Agent) => Coverage::Agent,
            (Target::Cloud, Class::Cdp) => Coverage::Cdp,
        }
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
    /// A job with sessions that is disabled does not start by itself.
    pub is_disabled: bool,
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
            is_disabled: false,
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
    /// Unique among the tasks of its job. There are many, and a short one takes no memory of its own.
    pub name: SmolStr,
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

spelled! {
    /// The status that the console shows for a CDP policy.
    pub enum PolicyStatus: "policy status" {
        /// Its initial synchronisation has not completed, or the mode holds it.
        InitialSync = "initial-sync",
        /// It replicates, or the mode stopped it while it did.
        Syncing = "syncing",
        Disabled = "disabled",
        Deleted = "deleted",
    }
}

/// The median of some durations, the lower one of two in the middle; `None` of none.
pub fn median(durations: impl IntoIterator<Item = Span>) -> Option<Span> {
    let mut durations: Vec<Span> = durations.into_iter().collect();
    durations.sort_unstable();
    durations.get(durations.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use crate::domain::{Job, JobType, RecordedDuration, Span, Spelled, Task, median};

    #[test]
    fn a_job_has_recorded_durations_if_any_task_has_one() {
        let took = RecordedDuration { started: None, took: Span::from_secs(60) };
        let task = |name: &str, recorded| Task {
            name: name.into(),
            duration: Span::from_secs(60),
            fails: false,
            recorded,
        };
        let mut job = Job::new("t", "j", JobType::VmBackup);
        assert!(!job.has_recorded());
        job.tasks = vec![task("a", Vec::new()), task("b", Vec::new())];
        assert!(!job.has_recorded());
        job.tasks[1].recorded.push(took);
        assert!(job.has_recorded());
    }

    #[test]
    fn a_type_whose_platform_is_known_is_a_kind_of_the_one_that_leaves_it_open() {
        #[track_caller]
        fn case(general: JobType, kinds: &[JobType]) {
            for job_type in JobType::ALL {
                let want = kinds.contains(job_type);
                assert_eq!(job_type.is_kind_of(general), want, "{job_type} of {general}");
            }
        }
        let backups = [JobType::VsphereBackup, JobType::CloudDirectorBackup, JobType::HypervBackup];
        let copies = [
            JobType::VsphereBackupCopy,
            JobType::CloudDirectorBackupCopy,
            JobType::HypervBackupCopy,
            JobType::AgentBackupCopy,
        ];
        let replications = [
            JobType::VsphereReplication,
            JobType::CloudDirectorReplication,
            JobType::HypervReplication,
        ];
        case(JobType::VmBackup, &backups);
        case(JobType::BackupCopy, &copies);
        case(JobType::VmReplication, &replications);
        for job_type in [&backups[..], &copies, &replications].concat() {
            case(job_type, &[]);
        }
        case(JobType::ManagedAgentBackup, &[]);
        case(JobType::Other, &[]);
    }

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
