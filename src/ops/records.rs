//! How the history records changes of notification, service and access, which `mm undo` reverses.

use serde_json::json;

use crate::domain::{Access, Instant, Service, Tenant};
use crate::error::Result;
use crate::ops::change::ChangeRecord;
use crate::ops::tenant_access::access_events;
use crate::ops::tenants::tenant_json;
use crate::scenario::{Action, Event};
use crate::store::Snapshot;

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
