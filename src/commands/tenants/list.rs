//! Tenants list: every tenant with what it has.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Done;
use crate::domain::Access;
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::output::{Align, Page, Rows, Show, Sink, Table};
use crate::store::Snapshot;

/// Lists tenants.
pub fn run(global: &Global) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let listed = app.look(|snapshot| Listed::of(&app, snapshot))?;
    Ok(app.done(listed))
}

/// The document `mm.tenants/1`.
#[derive(Serialize)]
struct Listed {
    schema: &'static str,
    revision: u64,
    tenants: Vec<TenantRow>,
}

#[derive(Serialize)]
struct TenantRow {
    name: String,
    enabled: bool,
    slots: Option<u32>,
    jobs: u32,
    policies: u32,
    working: u32,
    replicas_in_failover: u32,
}

impl Listed {
    fn of(app: &App, snapshot: &Snapshot<'_>) -> Result<Listed> {
        let state = ServerStatus::of(snapshot, app.now())?;
        let counts = snapshot.job_counts()?;
        let mut working: HashMap<&str, u32> = HashMap::new();
        for session in &state.caught_up.working {
            *working.entry(&*session.facts.tenant).or_default() += 1;
        }
        let replicas = snapshot.replicas()?;
        let mut failover: HashMap<&str, u32> = HashMap::new();
        for replica in &replicas {
            *failover.entry(&*replica.tenant).or_default() += 1;
        }
        let mut tenants: Vec<TenantRow> = Vec::new();
        for tenant in snapshot.tenants()? {
            let of_types = counts.get(&tenant.id).map_or(&[][..], |counts| counts);
            let count = |policies: bool| {
                let fits = of_types.iter().filter(|(kind, _)| kind.is_policy() == policies);
                fits.map(|(_, count)| count).sum()
            };
            tenants.push(TenantRow {
                enabled: tenant.facts.access == Access::Enabled,
                slots: tenant.facts.slots,
                jobs: count(false),
                policies: count(true),
                working: working.get(&*tenant.facts.name).copied().unwrap_or(0),
                replicas_in_failover: failover.get(&*tenant.facts.name).copied().unwrap_or(0),
                name: tenant.facts.name,
            });
        }
        tenants.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Listed { schema: "mm.tenants/1", revision: state.server.revision, tenants })
    }
}

impl Show for Listed {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&[
            "name",
            "enabled",
            "slots",
            "jobs",
            "policies",
            "working",
            "replicas_in_failover",
        ]);
        for tenant in &self.tenants {
            rows.push(vec![
                json!(tenant.name),
                json!(tenant.enabled),
                json!(tenant.slots),
                json!(tenant.jobs),
                json!(tenant.policies),
                json!(tenant.working),
                json!(tenant.replicas_in_failover),
            ]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        if self.tenants.is_empty() {
            return page.line("No tenant.");
        }
        let mut table = Table::new(&[
            ("TENANT", Align::Left),
            ("ACCESS", Align::Left),
            ("SLOTS", Align::Right),
            ("JOBS", Align::Right),
            ("POLICIES", Align::Right),
            ("WORKING", Align::Right),
            ("IN FAILOVER", Align::Right),
        ]);
        let count = |count: u32| if count == 0 { "-".to_owned() } else { count.to_string() };
        for tenant in &self.tenants {
            table.push([
                tenant.name.clone(),
                if tenant.enabled { "enabled" } else { "DISABLED" }.to_owned(),
                tenant.slots.map_or_else(|| "no limit".to_owned(), |slots| slots.to_string()),
                count(tenant.jobs),
                count(tenant.policies),
                count(tenant.working),
                count(tenant.replicas_in_failover),
            ]);
        }
        page.table(&table);
    }
}
