//! Plan: what disabling a tenant terminates, and what mm cannot do about it.

use crate::domain::Access;
use crate::domain::facts::{Origin, Tenant};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::known::known_tenant;
use crate::ops::tenants::terminated::terminated;
use crate::output::plural;
use crate::store::{Sessions, Snapshot, StoredSession};
use crate::views::session_row::{SessionRow, Telling};
use crate::views::tenant::TenantDocument;

/// What disabling a tenant does, decided on what is.
pub struct Plan {
    /// The revision at which it was decided.
    pub revision: u64,
    /// The tenant's number, and what is known of it.
    pub tenant: (i64, Tenant),
    terminated: Vec<StoredSession>,
    is_rehearsal: bool,
}

/// Which way it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It would be so.
    DryRun,
    /// It was so before.
    Already,
    /// It is so now.
    Done,
}

impl Plan {
    /// What it does to the tenant of a name.
    pub fn of(app: &App, snapshot: &Snapshot<'_>, name: &str) -> Result<Plan> {
        let tenant = known_tenant(snapshot, name)?;
        let state = ServerStatus::of(snapshot, app.now())?;
        let terminated = match tenant.facts.access {
            Access::Enabled => terminated(snapshot, &state, name)?,
            Access::Disabled => Vec::new(),
        };
        Ok(Plan {
            revision: state.server.revision,
            tenant: (tenant.id, tenant.facts),
            terminated,
            is_rehearsal: state.server.is_rehearsal(),
        })
    }

    /// Whether it is done already.
    pub fn is_disabled(&self) -> bool {
        self.tenant.1.access == Access::Disabled
    }

    /// What is lost, line by line.
    pub fn lines(&self) -> Vec<String> {
        let line = |session: &StoredSession| {
            format!("session {} of {:?} works", session.id, session.facts.job)
        };
        self.terminated.iter().map(line).chain(self.warnings()).collect()
    }

    /// What is asked.
    pub fn question(&self) -> String {
        let count = self.terminated.len() as u64;
        let what = match count {
            0 => "no session".to_owned(),
            _ => plural(count, "session", "sessions"),
        };
        format!("Disable tenant {:?}, which terminates {what}?", self.tenant.1.name)
    }

    /// What mm cannot do.
    pub fn warnings(&self) -> Vec<String> {
        let observed = self.terminated.iter().filter(|each| each.origin != Origin::Simulated);
        let mut warnings = Vec::new();
        if !self.is_rehearsal {
            let what = "the real server was not told: disable the tenant there, too";
            warnings.push(what.to_owned());
        }
        let observed = observed.count() as u64;
        if observed > 0 {
            let sessions = plural(observed, "observed session stays", "observed sessions stay");
            warnings.push(format!("{sessions} as seen until an import tells of the end"));
        }
        warnings
    }

    /// The sessions that it terminates, as they stand in the store.
    pub fn rows(&self, app: &App, snapshot: &Snapshot<'_>) -> Result<Vec<SessionRow>> {
        let state = ServerStatus::of(snapshot, app.now())?;
        let telling = Telling::of(snapshot, &state)?;
        let mut rows = Vec::with_capacity(self.terminated.len());
        for planned in &self.terminated {
            let mut latest = snapshot.sessions(Sessions::Numbered(planned.id))?;
            state.caught_up.advance(&mut latest);
            rows.extend(latest.iter().map(|session| telling.row(session)));
        }
        Ok(rows)
    }

    /// The tenant, with what was or would be terminated.
    pub fn told(&self, app: &App, snapshot: &Snapshot<'_>, how: Told) -> Result<TenantDocument> {
        let name = &self.tenant.1.name;
        let title = match how {
            Told::DryRun if self.is_disabled() => format!("Tenant {name} is disabled already."),
            Told::DryRun => format!("Tenant {name} would be disabled."),
            Told::Already => format!("Tenant {name} is disabled already; nothing was changed."),
            Told::Done => format!("Tenant {name} is disabled."),
        };
        let rows = self.rows(app, snapshot)?;
        let dry_run = how == Told::DryRun;
        Ok(TenantDocument::of(app, snapshot, name)?.changed(how == Told::Done, title).terminating(
            dry_run,
            rows,
            self.warnings(),
        ))
    }
}
