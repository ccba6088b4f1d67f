//! Disabling of a tenant: the sessions that it terminates, and what `mm` cannot do about them.

use crate::domain::{Access, FailureCode, plural};
use crate::domain::{Origin, Tenant};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::records::disable_event;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::find_tenant;
use crate::simulator::{Keep, simulate};
use crate::store::{Part, Snapshot, Stored, StoredSession};

/// The effects of disabling a tenant, before anything is changed.
pub struct Disabling {
    pub revision: u64,
    pub tenant: Stored<Tenant>,
    /// The running sessions that it terminates.
    pub terminated: Vec<StoredSession>,
    is_rehearsal: bool,
}

impl Disabling {
    pub fn of(app: &App, snapshot: &Snapshot<'_>, name: &str) -> Result<Disabling> {
        let tenant = find_tenant(snapshot, name)?;
        let status = ServerStatus::of(snapshot, app.now())?;
        let terminated = match tenant.facts.access {
            Access::Enabled => terminated_sessions(snapshot, &status, name)?,
            Access::Disabled => Vec::new(),
        };
        let revision = status.server.revision;
        Ok(Disabling { revision, tenant, terminated, is_rehearsal: status.server.is_rehearsal() })
    }

    pub fn is_disabled(&self) -> bool {
        self.tenant.facts.access == Access::Disabled
    }

    /// The sessions that are lost and the warnings, one a line.
    pub fn consequences(&self) -> Vec<String> {
        let sessions = self
            .terminated
            .iter()
            .map(|session| format!("session {} of {:?} is running", session.id, session.facts.job));
        sessions.chain(self.warnings()).collect()
    }

    pub fn question(&self) -> String {
        let name = &self.tenant.facts.name;
        match self.terminated.len() as u64 {
            0 => format!("Disable tenant {name:?}?"),
            count => {
                let sessions = plural(count, "session", "sessions");
                format!("Disable tenant {name:?} and terminate {sessions}?")
            }
        }
    }

    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if !self.is_rehearsal {
            warnings.push(
                "mm does not change the real server: disable the tenant there as well".to_owned(),
            );
        }
        let observed = self.terminated.iter().filter(|each| each.origin != Origin::Simulated);
        let observed = observed.count() as u64;
        if observed > 0 {
            let sessions = plural(observed, "observed session stays", "observed sessions stay");
            warnings.push(format!("{sessions} running here until an import reports the end"));
        }
        warnings
    }
}

/// The running sessions of a tenant that end when the tenant is disabled.
fn terminated_sessions(
    snapshot: &Snapshot<'_>,
    status: &ServerStatus,
    tenant: &str,
) -> Result<Vec<StoredSession>> {
    let of_tenant = |session: &&StoredSession| session.facts.tenant == tenant;
    let running: Vec<StoredSession> =
        status.caught_up.working.iter().filter(of_tenant).cloned().collect();
    if running.is_empty() {
        return Ok(running);
    }
    let maintenance = status.maintenance.as_ref();
    let mut stored = snapshot.scenario(status.now, maintenance, running, Part::Working)?;
    stored.scenario.events.push(disable_event(status.now, tenant));
    let outcome = simulate(&stored.model()?, Keep::Found);
    let mut ended: Vec<StoredSession> = outcome
        .sessions
        .iter()
        .filter(|record| record.code == Some(FailureCode::TenantDisabled))
        .filter_map(|record| stored.sessions.remove(&(record.job as usize)))
        .collect();
    ended.sort_by_key(|session| session.id);
    Ok(ended)
}
