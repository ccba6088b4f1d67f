//! How the history records changes of mode, notification, service and access, which `mm undo` reverses.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::domain::maintenance::Maintenance;
use crate::domain::{Access, Instant, Service, Tenant};
use crate::error::Result;
use crate::ops::change::ChangeRecord;
use crate::ops::tenants::tenant_json;
use crate::scenario::{Action, Event};
use crate::store::Snapshot;

/// The mode as the history records it.
#[derive(Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "lowercase")]
enum RecordedMode {
    Active,
    Maintenance(Maintenance),
}

pub fn mode_json(maintenance: Option<&Maintenance>) -> Value {
    let mode = maintenance.cloned().map_or(RecordedMode::Active, RecordedMode::Maintenance);
    json!(mode)
}

/// Reads what [`mode_json`] wrote.
pub fn mode_from_json(value: &Value) -> serde_json::Result<Option<Maintenance>> {
    Ok(match RecordedMode::deserialize(value)? {
        RecordedMode::Active => None,
        RecordedMode::Maintenance(maintenance) => Some(maintenance),
    })
}

/// A new notification; `None` is the default. A maintenance may have a text of its own, which
/// simulated sessions go on to read.
pub fn message_record(
    snapshot: &Snapshot<'_>,
    now: Instant,
    before: Option<&str>,
    after: Option<&str>,
) -> Result<ChangeRecord> {
    let own = snapshot.in_force(now)?.and_then(|each| each.message);
    let action = Action::SetMessage(own.or_else(|| after.map(str::to_owned)));
    Ok(ChangeRecord {
        before: json!({"message": before}),
        after: json!({"message": after}),
        events: vec![Event { at: now, action }],
        ..ChangeRecord::default()
    })
}

pub fn service_record(now: Instant, before: Service, after: Service) -> ChangeRecord {
    ChangeRecord {
        before: json!({"service": before}),
        after: json!({"service": after}),
        events: vec![Event { at: now, action: Action::SetService(after) }],
        ..ChangeRecord::default()
    }
}

/// A tenant that is enabled or disabled.
pub fn access_record(
    snapshot: &Snapshot<'_>,
    now: Instant,
    tenant: &Tenant,
    access: Access,
) -> Result<ChangeRecord> {
    Ok(ChangeRecord {
        before: tenant_json(tenant),
        after: tenant_json(&Tenant { access, ..tenant.clone() }),
        events: access_events(snapshot, now, &tenant.name, access)?,
        ..ChangeRecord::default()
    })
}

pub fn disable_event(at: Instant, tenant: &str) -> Event {
    Event { at, action: Action::SetAccess(tenant.to_owned(), Access::Disabled) }
}

/// Events for simulated sessions when the access of a tenant changes. Observed sessions get none:
/// only an import can tell what became of them.
fn access_events(
    snapshot: &Snapshot<'_>,
    at: Instant,
    tenant: &str,
    access: Access,
) -> Result<Vec<Event>> {
    let ends_sessions = access == Access::Disabled && snapshot.server()?.is_rehearsal();
    Ok(ends_sessions.then(|| disable_event(at, tenant)).into_iter().collect())
}
