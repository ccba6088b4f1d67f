//! Policies: the status that a CDP policy shows.

use crate::domain::spelling::spelled;

spelled! {
    /// What the console shows for a CDP policy.
    pub enum PolicyStatus: "policy status" {
        /// Its initial synchronisation has not completed, or it is held by the mode.
        InitialSync = "initial-sync",
        /// It replicates, or was stopped by the mode while it did.
        Syncing = "syncing",
        /// Disabled by hand.
        Disabled = "disabled",
        /// Deleted by hand.
        Deleted = "deleted",
    }
}
