//! Tenants as commands name them and as the history records them.

use serde_json::{Value, json};

use crate::domain::Tenant;
use crate::error::{Code, Error, Result};
use crate::ops::suggestions::did_you_mean;
use crate::store::{Snapshot, Stored};

/// An error lists this many tenants.
const MOST_LISTED: usize = 10;

pub fn find_tenant(snapshot: &Snapshot<'_>, name: &str) -> Result<Stored<Tenant>> {
    if let Some(tenant) = snapshot.tenant(name)? {
        return Ok(tenant);
    }
    let tenants = snapshot.tenants()?;
    let hint = did_you_mean(name, tenants.iter().map(|tenant| &*tenant.facts.name));
    Err(Error::new(Code::UnknownTenant, format!("no tenant named {name:?}"))
        .hint(hint.unwrap_or_else(|| "`mm tenants` lists all tenants".to_owned())))
}

/// The name of the tenant that a filter means: a whole name, or the beginning of a single one.
pub fn filtered_tenant(snapshot: &Snapshot<'_>, text: &str) -> Result<String> {
    let tenants = snapshot.tenants()?;
    let names: Vec<&str> = tenants.iter().map(|tenant| &*tenant.facts.name).collect();
    let beginning = text.to_lowercase();
    let is_meant =
        |name: &&str| !beginning.is_empty() && name.to_lowercase().starts_with(&beginning);
    let candidates: Vec<&str> = names.iter().copied().filter(is_meant).collect();
    match *candidates {
        [only] if !names.contains(&text) => Ok(only.to_owned()),
        [_, _, ..] if !names.contains(&text) => {
            let message =
                format!("{} tenants have a name that begins with {text:?}", candidates.len());
            let listed: Vec<String> =
                candidates.iter().take(MOST_LISTED).map(|name| format!("{name:?}")).collect();
            let more = candidates.len().saturating_sub(MOST_LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Err(Error::new(Code::AmbiguousTenant, message)
                .hint(format!("give more of the name: {}{more}", listed.join(", "))))
        }
        _ => Ok(find_tenant(snapshot, text)?.facts.name),
    }
}

/// A tenant as the history records it.
pub fn tenant_json(tenant: &Tenant) -> Value {
    json!({"tenant": tenant.name, "access": tenant.access, "slots": tenant.slots,
        "timezone": tenant.timezone})
}
