//! The mode of the backup server and the state of its Cloud Connect Service.

use crate::domain::spelling::spelled;

spelled! {
    /// The one switch of a provider's backup server.
    pub enum Mode: "mode" {
        /// Tenants work as ever.
        Active = "active",
        /// Running jobs end gracefully, new ones are refused.
        Maintenance = "maintenance",
    }
}

spelled! {
    /// The Veeam Cloud Connect Service, which carries the notification to tenants.
    pub enum Service: "service state" {
        /// It runs: tenants read the notification.
        Running = "running",
        /// It does not run, or the server is down: tenants read nothing.
        Stopped = "stopped",
    }
}
