//! Jobs: their types, classes and targets, as the page on maintenance mode lists them.

use crate::domain::spelling::spelled;

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
