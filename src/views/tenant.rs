//! Document: a tenant with all that is known of it, as `mm.tenant/1` and as a page.

use std::io;

use serde::Serialize;

use crate::domain::{Access, Instant, JobType, Target};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::known::known_tenant;
use crate::output::{Align, Page, Show, Sink, Table, plural, safe};
use crate::store::{Jobs, Snapshot};
use crate::views::session_row::{SessionRow, Telling};
use crate::views::session_table::{Whose, table};

/// The document `mm.tenant/1`.
#[derive(Serialize)]
pub struct TenantDocument {
    schema: &'static str,
    revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dry_run: Option<bool>,
    name: String,
    enabled: bool,
    slots: Option<u32>,
    source_id: Option<String>,
    added: Instant,
    jobs: Vec<JobRow>,
    sessions: Vec<SessionRow>,
    replicas_in_failover: Vec<ReplicaRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terminated: Option<Vec<SessionRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<String>>,
    #[serde(skip)]
    title: Option<String>,
}

#[derive(Serialize)]
struct JobRow {
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

impl TenantDocument {
    /// All that is known of a tenant.
    pub fn of(app: &App, snapshot: &Snapshot<'_>, name: &str) -> Result<TenantDocument> {
        let tenant = known_tenant(snapshot, name)?;
        let state = ServerStatus::of(snapshot, app.now())?;
        let working = state.caught_up.working.iter();
        let working: Vec<_> =
            working.filter(|session| session.facts.tenant == tenant.facts.name).collect();
        let busy: std::collections::HashSet<i64> =
            working.iter().map(|session| session.job).collect();
        let mut jobs = Vec::new();
        snapshot.each_job(Jobs::Of(&tenant.facts.name), |job| {
            jobs.push(JobRow {
                name: job.facts.name,
                job_type: job.facts.job_type,
                target: job.facts.target,
                working: busy.contains(&job.id),
            });
            Ok(())
        })?;
        let replicas = snapshot.replicas()?.into_iter();
        let replicas = replicas
            .filter(|replica| replica.tenant == tenant.facts.name)
            .map(|replica| ReplicaRow { replica: replica.name, since: replica.since });
        let telling = Telling::of(snapshot, &state)?;
        Ok(TenantDocument {
            schema: "mm.tenant/1",
            revision: state.server.revision,
            changed: None,
            dry_run: None,
            enabled: tenant.facts.access == Access::Enabled,
            slots: tenant.facts.slots,
            source_id: tenant.facts.source_id,
            added: tenant.added,
            jobs,
            sessions: working.into_iter().map(|session| telling.row(session)).collect(),
            replicas_in_failover: replicas.collect(),
            terminated: None,
            warnings: None,
            title: None,
            name: tenant.facts.name,
        })
    }

    /// It was changed, or not; `title` says so to people.
    #[must_use]
    pub fn changed(mut self, changed: bool, title: impl Into<String>) -> TenantDocument {
        self.changed = Some(changed);
        self.title = Some(title.into());
        self
    }

    /// Sessions that were terminated, or would be; with what an operator must know.
    #[must_use]
    pub fn terminating(
        mut self,
        dry_run: bool,
        terminated: Vec<SessionRow>,
        warnings: Vec<String>,
    ) -> TenantDocument {
        self.dry_run = Some(dry_run);
        self.terminated = Some(terminated);
        self.warnings = Some(warnings);
        self
    }

    fn fields(&self, page: &Page) -> Vec<(&'static str, String)> {
        let access = if self.enabled { "enabled" } else { "DISABLED: nothing to the cloud runs" };
        let slots = match self.slots {
            Some(slots) => plural(slots, "task at once", "tasks at once"),
            None => "no limit".to_owned(),
        };
        let mut fields = vec![("access", access.to_owned()), ("slots", slots)];
        for replica in &self.replicas_in_failover {
            let since = page.time(replica.since);
            fields.push(("in failover", format!("{} since {since}", replica.replica)));
        }
        if let Some(source) = &self.source_id {
            fields.push(("source id", source.clone()));
        }
        fields.push(("known since", page.time(self.added)));
        fields
    }
}

impl Show for TenantDocument {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        page.strong(match &self.title {
            Some(title) => safe(title).into_owned(),
            None => safe(&self.name).into_owned(),
        });
        let fields = self.fields(page);
        page.fields(&fields);
        let what = if self.dry_run == Some(true) { "It would terminate" } else { "It terminated" };
        match self.terminated.as_deref() {
            None => {}
            Some(_) if self.changed == Some(false) && self.dry_run != Some(true) => {}
            Some([]) => page.line(format!("{what} no session.")),
            Some(rows) => {
                page.line(format!("{what} {}:", plural(rows.len() as u64, "session", "sessions")));
                page.table(&table(rows, Whose::Tenant, page));
            }
        }
        for warning in self.warnings.iter().flatten() {
            page.line(format!("warning: {}", safe(warning)));
        }
        if self.title.is_some() {
            return;
        }
        if !self.jobs.is_empty() {
            page.line("");
            page.table(&self.job_table());
        }
        if !self.sessions.is_empty() {
            page.line("");
            page.table(&table(&self.sessions, Whose::Tenant, page));
        }
    }
}

impl TenantDocument {
    fn job_table(&self) -> Table {
        let mut table = Table::new(&[
            ("JOB", Align::Left),
            ("TYPE", Align::Left),
            ("TARGET", Align::Left),
            ("STATE", Align::Left),
        ]);
        for job in &self.jobs {
            let works = if job.working { "working" } else { "" };
            table.push([
                job.name.clone(),
                job.job_type.to_string(),
                job.target.to_string(),
                works.to_owned(),
            ]);
        }
        table
    }
}
