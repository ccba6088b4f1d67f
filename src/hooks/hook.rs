//! The hooks, by the names of their files.

use crate::domain::spelled;

spelled! {
    pub enum Hook: "hook" {
        /// May refuse a maintenance before it is confirmed.
        PreEnable = "pre-enable",
        /// Sets mode and notification of the real server.
        Apply = "apply",
        /// Reports mode, notification and service of the real server.
        Observe = "observe",
        /// Prints exports of what runs now, as `mm jobs import` reads them.
        Refresh = "refresh",
        /// Runs once no covered session is running.
        Drained = "drained",
        /// Runs after the real server was told that maintenance is over.
        PostDisable = "post-disable",
    }
}
