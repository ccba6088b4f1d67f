//! Tenants of the service provider and their access to its cloud resources.

use crate::domain::spelling::spelled;

spelled! {
    /// Whether a tenant may use the cloud resources at all.
    pub enum Access: "access" {
        Enabled = "enabled",
        Disabled = "disabled",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    pub name: String,
    pub access: Access,
    /// How many tasks may run at once against the cloud over all its jobs; `None`: no limit.
    pub slots: Option<u32>,
    /// The name of the zone in which it reads times; `None`: that of the machine.
    pub timezone: Option<String>,
    /// The identifier in the source that the tenant was imported from.
    pub source_id: Option<String>,
}

impl Tenant {
    /// A tenant of which only the name is known: enabled, and without a limit.
    pub fn named(name: impl Into<String>) -> Tenant {
        Tenant {
            name: name.into(),
            access: Access::Enabled,
            slots: None,
            timezone: None,
            source_id: None,
        }
    }
}
