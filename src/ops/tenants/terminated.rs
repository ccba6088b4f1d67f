//! Terminated: the sessions that end there and then when a tenant is disabled.

use crate::domain::facts::Origin;
use crate::domain::{FailureCode, Instant};
use crate::error::Result;
use crate::ops::catch_up::checked;
use crate::ops::mode_change::event;
use crate::ops::server_status::ServerStatus;
use crate::scenario::EventDoc;
use crate::simulator::{Keep, simulate};
use crate::store::{Part, Snapshot, StoredSession};

/// The sessions of a tenant that work and would be terminated, by the engine's word.
pub fn terminated(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
    tenant: &str,
) -> Result<Vec<StoredSession>> {
    let of_tenant = |session: &&StoredSession| session.facts.tenant == tenant;
    let working: Vec<StoredSession> =
        state.caught_up.working.iter().filter(of_tenant).cloned().collect();
    if working.is_empty() {
        return Ok(working);
    }
    let maintenance = state.maintenance.as_ref();
    let mut present = snapshot.present(state.now, maintenance, working, Part::Working)?;
    let mut events = present.document.events.take().unwrap_or_default();
    events.push(disabling(state.now, tenant));
    present.document.events = Some(events);
    let outcome = simulate(&checked(&present)?, Keep::Found);
    let mut ended: Vec<StoredSession> = outcome
        .sessions
        .iter()
        .filter(|record| record.code == Some(FailureCode::TenantDisabled))
        .filter_map(|record| present.sessions.remove(&(record.job as usize)))
        .collect();
    ended.sort_by_key(|session| session.id);
    Ok(ended)
}

/// The event that a tenant is disabled.
pub fn disabling(at: Instant, tenant: &str) -> EventDoc<'static> {
    EventDoc { tenant: Some(tenant.to_owned().into()), ..event(at, "disable-tenant") }
}

/// The same where simulated sessions of the tenant are to be told of it: nobody else is.
pub fn told_to_simulated(
    sessions: &[StoredSession],
    at: Instant,
    tenant: &str,
) -> Vec<EventDoc<'static>> {
    let is_told = sessions.iter().any(|session| {
        session.origin == Origin::Simulated && session.works() && session.facts.tenant == tenant
    });
    if is_told { vec![disabling(at, tenant)] } else { Vec::new() }
}
