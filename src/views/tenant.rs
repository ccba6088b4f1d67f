//! A tenant as a JSON object and as a page.

use std::collections::HashSet;

use serde::Serialize;

use crate::domain::{Access, Instant, JobType, Target};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenant_access::Disabling;
use crate::ops::tenants::{filtered_tenant, find_tenant};
use crate::output::{Page, Table, View, plural, sanitize};
use crate::store::{JobFilter, SessionFilter, Snapshot};
use crate::views::session::{SessionContext, SessionRow};
use crate::views::session_table::{SessionsOf, session_table};

/// The document `mm.tenant/1`.
#[derive(Serialize)]
pub struct TenantDocument {
    schema: &'static str,
    revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dry_run: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_change: Option<bool>,
    name: String,
    enabled: bool,
    slots: Option<u32>,
    /// `None`: that of the machine.
    timezone: Option<String>,
    source_id: Option<String>,
    added: Instant,
    jobs: Vec<TenantJobRow>,
    sessions: Vec<SessionRow>,
    replicas_in_failover: Vec<ReplicaRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terminated: Option<Vec<SessionRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<String>>,
    /// The outcome of a change in a sentence.
    #[serde(skip)]
    title: Option<String>,
}

#[derive(Serialize)]
struct TenantJobRow {
    name: String,
    #[serde(rename = "type")]
    job_type: JobType,
    target: Target,
    working: bool,
}

#[derive(Serialize)]
struct ReplicaRow {
    replica: String,
    since: Instant,
}

/// How far the disabling of a tenant has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DisablingState {
    DryRun,
    /// The tenant was disabled before.
    Already,
    Done,
}

impl TenantDocument {
    pub fn of(app: &App, snapshot: &Snapshot<'_>, name: &str) -> Result<TenantDocument> {
        let name = &*filtered_tenant(snapshot, name)?;
        let tenant = find_tenant(snapshot, name)?;
        let status = ServerStatus::of(snapshot, app.now())?;
        let working: Vec<_> =
            status.caught_up.working.iter().filter(|each| each.facts.tenant == name).collect();
        let working_jobs: HashSet<i64> = working.iter().filter_map(|session| session.job).collect();
        let jobs = snapshot.jobs(JobFilter::OfTenant(name))?.into_iter().map(|job| TenantJobRow {
            name: job.facts.name,
            job_type: job.facts.job_type,
            target: job.facts.target,
            working: working_jobs.contains(&job.id),
        });
        let jobs: Vec<TenantJobRow> = jobs.collect();
        let replicas = snapshot.replicas()?.into_iter().filter(|replica| replica.tenant == name);
        let context = SessionContext::of(snapshot, &status)?;
        Ok(TenantDocument {
            schema: "mm.tenant/1",
            revision: status.server.revision,
            changed: None,
            dry_run: None,
            would_change: None,
            enabled: tenant.facts.access == Access::Enabled,
            slots: tenant.facts.slots,
            timezone: tenant.facts.timezone,
            source_id: tenant.facts.source_id,
            added: tenant.added,
            jobs,
            sessions: working.into_iter().map(|session| context.row(session)).collect(),
            replicas_in_failover: replicas
                .map(|replica| ReplicaRow { replica: replica.name, since: replica.since })
                .collect(),
            terminated: None,
            warnings: None,
            title: None,
            name: tenant.facts.name,
        })
    }

    /// After a change, or after one that was not necessary.
    #[must_use]
    pub fn changed(mut self, changed: bool, title: impl Into<String>) -> TenantDocument {
        self.changed = Some(changed);
        self.title = Some(title.into());
        self
    }

    pub fn disabling(
        app: &App,
        snapshot: &Snapshot<'_>,
        disabling: &Disabling,
        state: DisablingState,
    ) -> Result<TenantDocument> {
        let name = &disabling.tenant.facts.name;
        let title = match state {
            DisablingState::DryRun if disabling.is_disabled() => {
                format!("Tenant {name} is already disabled.")
            }
            DisablingState::DryRun => format!("Tenant {name} would be disabled."),
            DisablingState::Already => {
                format!("Tenant {name} is already disabled; nothing was changed.")
            }
            DisablingState::Done => format!("Tenant {name} is disabled."),
        };
        let status = ServerStatus::of(snapshot, app.now())?;
        let context = SessionContext::of(snapshot, &status)?;
        let mut terminated = Vec::new();
        for session in &disabling.terminated {
            let mut latest = snapshot.sessions(SessionFilter::Id(session.id))?;
            status.caught_up.advance(&mut latest, |new| new.id == session.id);
            terminated.extend(latest.iter().map(|session| context.row(session)));
        }
        let document = TenantDocument::of(app, snapshot, name)?;
        Ok(TenantDocument {
            dry_run: Some(state == DisablingState::DryRun),
            would_change: (state == DisablingState::DryRun).then_some(!disabling.is_disabled()),
            terminated: Some(terminated),
            warnings: Some(disabling.warnings()),
            ..document.changed(state == DisablingState::Done, title)
        })
    }

    fn fields(&self, page: &Page) -> Vec<(&'static str, String)> {
        let dates = page.dates();
        let access = if self.enabled { "enabled" } else { "DISABLED" };
        let slots = match self.slots {
            Some(slots) => plural(slots, "task at once", "tasks at once"),
            None => "no limit".to_owned(),
        };
        let mut fields = vec![("access", access.to_owned()), ("slots", slots)];
        fields.extend(self.replicas_in_failover.iter().map(|replica| {
            let since = dates.at(replica.since);
            ("in failover", format!("{} since {since}", replica.replica))
        }));
        fields.extend(self.timezone.clone().map(|zone| ("time zone", zone)));
        fields.extend(self.source_id.clone().map(|source| ("source id", source)));
        fields.push(("known since", dates.at(self.added)));
        fields
    }

    fn job_table(&self) -> Table {
        let mut table = Table::of("JOB | TYPE | TARGET | STATE");
        for job in &self.jobs {
            table.push([
                job.name.clone(),
                job.job_type.to_string(),
                job.target.to_string(),
                if job.working { "working" } else { "" }.to_owned(),
            ]);
        }
        table
    }

    fn show_terminated(&self, terminated: &[SessionRow], page: &mut Page) {
        let is_dry_run = self.dry_run == Some(true);
        if self.changed == Some(false) && !is_dry_run {
            return;
        }
        let count = match terminated.len() as u64 {
            0 => "No session".to_owned(),
            count => plural(count, "session", "sessions"),
        };
        let verb = match (is_dry_run, terminated.len()) {
            (true, _) => "would be",
            (false, 0 | 1) => "was",
            (false, _) => "were",
        };
        let end = if terminated.is_empty() { "." } else { ":" };
        page.line(format!("{count} {verb} terminated{end}"));
        if !terminated.is_empty() {
            page.table(session_table(terminated, SessionsOf::Tenant, page));
        }
    }
}

impl View for TenantDocument {
    fn page(&self, page: &mut Page) {
        page.strong(sanitize(self.title.as_ref().unwrap_or(&self.name)));
        let fields = self.fields(page);
        page.fields(&fields);
        if let Some(terminated) = &self.terminated {
            self.show_terminated(terminated, page);
        }
        for warning in self.warnings.iter().flatten() {
            page.warning(warning);
        }
        if self.title.is_some() {
            return;
        }
        if !self.jobs.is_empty() {
            page.line("");
            page.table(self.job_table());
        }
        if !self.sessions.is_empty() {
            page.line("");
            page.table(session_table(&self.sessions, SessionsOf::Tenant, page));
        }
    }
}
