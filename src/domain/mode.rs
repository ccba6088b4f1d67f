//! Mode, service and access: the three switches that the rules look at.

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

spelled! {
    /// Whether a tenant may use the cloud resources at all.
    pub enum Access: "access" {
        /// The tenant may.
        Enabled = "enabled",
        /// The provider disabled the tenant.
        Disabled = "disabled",
    }
}
