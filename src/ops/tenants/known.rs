//! Known: the tenant that somebody names, who must be there, and how it stands in the history.

use serde_json::{Value, json};

use crate::domain::facts::Tenant;
use crate::error::{Code, Error, Result};
use crate::ops::suggestions::near;
use crate::store::{Snapshot, Stored};

/// The tenant of a name.
pub fn known_tenant(snapshot: &Snapshot<'_>, name: &str) -> Result<Stored<Tenant>> {
    if let Some(tenant) = snapshot.tenant(name)? {
        return Ok(tenant);
    }
    let tenants = snapshot.tenants()?;
    let near: Vec<String> = near(name, tenants.iter().map(|tenant| &*tenant.facts.name))
        .into_iter()
        .map(|name| format!("{name:?}"))
        .collect();
    let hint = match near.len() {
        0 => "mm tenants lists all tenants".to_owned(),
        _ => format!("near: {}", near.join(", ")),
    };
    Err(Error::new(Code::UnknownTenant, format!("nobody knows a tenant {name:?}")).hint(hint))
}

/// A tenant as it stands in the history.
pub fn as_json(facts: &Tenant) -> Value {
    json!({"tenant": facts.name, "access": facts.access, "slots": facts.slots})
}
