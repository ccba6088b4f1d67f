//! Tenants as commands name them and as the history records them.

use serde_json::{Value, json};

use crate::domain::Tenant;
use crate::error::{Code, Error, Result};
use crate::ops::suggestions::did_you_mean;
use crate::store::{Snapshot, Stored};

pub fn find_tenant(snapshot: &Snapshot<'_>, name: &str) -> Result<Stored<Tenant>> {
    if let Some(tenant) = snapshot.tenant(name)? {
        return Ok(tenant);
    }
    let tenants = snapshot.tenants()?;
    let hint = did_you_mean(name, tenants.iter().map(|tenant| &*tenant.facts.name));
    Err(Error::new(Code::UnknownTenant, format!("no tenant named {name:?}"))
        .hint(hint.unwrap_or_else(|| "`mm tenants` lists all tenants".to_owned())))
}

/// A tenant as the history records it.
pub fn tenant_json(tenant: &Tenant) -> Value {
    json!({"tenant": tenant.name, "access": tenant.access, "slots": tenant.slots,
        "timezone": tenant.timezone})
}
