//! The actions that the history records.

use crate::domain::spelled;

spelled! {
    /// A kind of change. Stores keep these spellings, so they never change.
    pub enum HistoryAction: "action" {
        Init = "init",
        /// A copy became a rehearsal.
        Rehearse = "rehearse",
        Enable = "enable",
        Extend = "extend",
        Disable = "disable",
        /// A hook refused to switch the mode on.
        TakeBack = "take-back",
        SetMessage = "set-message",
        Service = "service",
        AddWindow = "schedule add",
        RemoveWindow = "schedule remove",
        AddTenant = "add-tenant",
        EditTenant = "edit-tenant",
        EnableTenant = "enable-tenant",
        DisableTenant = "disable-tenant",
        Failover = "failover",
        EndFailover = "end-failover",
        AddJob = "add-job",
        EditJob = "edit-job",
        RemoveJob = "remove-job",
        StartJob = "start-job",
        Import = "import",
        ClearSessions = "clear-sessions",
        Undo = "undo",
    }
}
