//! Operations: what a tenant or the provider may ask for besides running jobs.

use crate::domain::spelling::spelled;

spelled! {
    /// An operation on backups, replicas and failover plans in the cloud.
    pub enum Operation: "operation" {
        /// Restore an entire VM from a backup in the cloud repository.
        RestoreVm = "restore-vm",
        /// Restore VM files.
        RestoreVmFiles = "restore-vm-files",
        /// Restore virtual disks.
        RestoreDisks = "restore-disks",
        /// Restore files of the guest system.
        RestoreGuestFiles = "restore-guest-files",
        /// Restore with a Veeam Agent.
        RestoreAgent = "restore-agent",
        /// Fail back to production.
        Failback = "failback",
        /// Commit a failback.
        CommitFailback = "commit-failback",
        /// Make a failover permanent.
        PermanentFailover = "permanent-failover",
        /// Undo a failover.
        UndoFailover = "undo-failover",
        /// Start a new replication job to a cloud host.
        StartReplication = "start-replication",
        /// Restore files from a CDP replica.
        RestoreFilesFromCdpReplica = "restore-files-from-cdp-replica",
        /// Delete a replica from disk, snapshot-based or CDP.
        DeleteReplica = "delete-replica",
        /// Run a cloud failover plan.
        FullSiteFailover = "full-site-failover",
        /// Test a cloud failover plan.
        TestFailoverPlan = "test-failover-plan",
        /// Fail over some VMs of a site.
        PartialSiteFailover = "partial-site-failover",
        /// Fail over in an orderly way, without loss.
        PlannedFailover = "planned-failover",
    }
}

spelled! {
    /// The Veeam Agent that restores.
    pub enum Product: "product" {
        /// Veeam Agent for Microsoft Windows.
        WindowsAgent = "windows-agent",
        /// Veeam Agent for Linux.
        LinuxAgent = "linux-agent",
        /// Veeam Agent for Mac.
        MacAgent = "mac-agent",
    }
}

spelled! {
    /// Who asks for an operation.
    pub enum Side: "side" {
        /// The tenant.
        Tenant = "tenant",
        /// The service provider.
        Provider = "provider",
    }
}

/// What is known of the replica that an operation is about, at the latest switch to maintenance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replica {
    /// It was in failover when the mode was switched on.
    InFailover,
    /// It was not, or the operation is about no replica.
    NotInFailover,
}

impl Operation {
    /// Whether the operation finishes a failover, and so is about one replica.
    pub fn finishes_failover(self) -> bool {
        match self {
            Operation::Failback
            | Operation::CommitFailback
            | Operation::PermanentFailover
            | Operation::UndoFailover => true,
            Operation::RestoreVm
            | Operation::RestoreVmFiles
            | Operation::RestoreDisks
            | Operation::RestoreGuestFiles
            | Operation::RestoreAgent
            | Operation::StartReplication
            | Operation::RestoreFilesFromCdpReplica
            | Operation::DeleteReplica
            | Operation::FullSiteFailover
            | Operation::TestFailoverPlan
            | Operation::PartialSiteFailover
            | Operation::PlannedFailover => false,
        }
    }
}
