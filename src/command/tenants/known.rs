//! Known: the tenant that somebody names, who must be there, and how it stands in the history.

use serde_json::{Value, json};

use crate::command::near::near;
use crate::domain::facts::TenantFacts;
use crate::exit::Problem;
use crate::store::{Kept, Result, View};

/// The tenant of a name.
pub fn known_tenant(view: &View<'_>, name: &str) -> Result<Kept<TenantFacts>> {
    if let Some(tenant) = view.tenant(name)? {
        return Ok(tenant);
    }
    let tenants = view.tenants()?;
    let near: Vec<String> = near(name, tenants.iter().map(|tenant| &*tenant.facts.name))
        .into_iter()
        .map(|name| format!("{name:?}"))
        .collect();
    let hint = match near.len() {
        0 => "mm tenants lists all tenants".to_owned(),
        _ => format!("near: {}", near.join(", ")),
    };
    Err(Problem::failed("unknown-tenant", format!("nobody knows a tenant {name:?}")).hint(hint))
}

/// A tenant as it stands in the history.
pub fn as_json(facts: &TenantFacts) -> Value {
    json!({"tenant": facts.name, "access": facts.access, "slots": facts.slots})
}
