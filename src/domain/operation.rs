//! Operations that a tenant or the provider may request besides running jobs.

use crate::domain::spelling::spelled;

spelled! {
    /// An operation on backups, replicas and failover plans in the cloud.
    pub enum Operation: "operation" {
        /// Restore an entire VM from a backup in the cloud repository.
        RestoreVm = "restore-vm",
        RestoreVmFiles = "restore-vm-files",
        RestoreDisks = "restore-disks",
        /// Restore files of the guest system.
        RestoreGuestFiles = "restore-guest-files",
        /// Restore files from a replica that snapshot-based replication made.
        RestoreFilesFromSnapshotReplica = "restore-files-from-snapshot-replica",
        /// Restore with a Veeam Agent.
        RestoreAgent = "restore-agent",
        Failback = "failback",
        CommitFailback = "commit-failback",
        PermanentFailover = "permanent-failover",
        UndoFailover = "undo-failover",
        /// Start a new replication job to a cloud host.
        StartReplication = "start-replication",
        /// Restore files from a CDP replica.
        RestoreFilesFromCdpReplica = "restore-files-from-cdp-replica",
        /// Delete a replica from disk, snapshot-based or CDP.
        DeleteReplica = "delete-replica",
        /// Run a cloud failover plan.
        FullSiteFailover = "full-site-failover",
        TestFailoverPlan = "test-failover-plan",
        /// Do anything else with a cloud failover plan, such as creating or editing it.
        ManageFailoverPlan = "manage-failover-plan",
        /// Fail over some VMs of a site.
        PartialSiteFailover = "partial-site-failover",
        /// Fail over in an orderly way, without loss.
        PlannedFailover = "planned-failover",
    }
}

spelled! {
    /// The Veeam Agent that restores.
    pub enum Product: "product" {
        WindowsAgent = "windows-agent",
        LinuxAgent = "linux-agent",
        MacAgent = "mac-agent",
    }
}

spelled! {
    /// Who requests an operation.
    pub enum Side: "side" {
        Tenant = "tenant",
        Provider = "provider",
    }
}

/// The state of the replica that an operation is about, when the mode was last switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplicaState {
    InFailover,
    /// Not in failover, or the operation is about no replica.
    NotInFailover,
}

impl Operation {
    /// Whether the operation finishes a failover, so that it is about one replica.
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
            | Operation::RestoreFilesFromSnapshotReplica
            | Operation::RestoreAgent
            | Operation::StartReplication
            | Operation::RestoreFilesFromCdpReplica
            | Operation::DeleteReplica
            | Operation::FullSiteFailover
            | Operation::TestFailoverPlan
            | Operation::ManageFailoverPlan
            | Operation::PartialSiteFailover
            | Operation::PlannedFailover => false,
        }
    }
}
