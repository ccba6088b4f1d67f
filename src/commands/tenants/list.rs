//! `mm tenants list`: list tenants with numbers of their jobs, sessions and replicas.

use std::collections::HashMap;

use crate::commands::prelude::*;
use crate::domain::Access;
use crate::ops::server_status::ServerStatus;
use crate::output::{Rows, Table};
use crate::store::Snapshot;

pub fn run(app: &App) -> Result<Response> {
    let list = app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        Ok(TenantList {
            schema: "mm.tenants/1",
            revision: status.server.revision,
            tenants: tenant_rows(snapshot, &status)?,
        })
    })?;
    Ok(Response::new(list))
}

/// The document `mm.tenants/1`.
#[derive(Serialize)]
struct TenantList {
    schema: &'static str,
    revision: u64,
    tenants: Vec<TenantRow>,
}

#[derive(Serialize)]
struct TenantRow {
    name: String,
    enabled: bool,
    slots: Option<u32>,
    timezone: Option<String>,
    jobs: u32,
    policies: u32,
    working: u32,
    replicas_in_failover: u32,
}

fn tenant_rows(snapshot: &Snapshot<'_>, status: &ServerStatus) -> Result<Vec<TenantRow>> {
    let job_counts = snapshot.job_counts()?;
    let mut working: HashMap<&str, u32> = HashMap::new();
    for session in &status.caught_up.working {
        *working.entry(&session.facts.tenant).or_default() += 1;
    }
    let replicas = snapshot.replicas()?;
    let mut in_failover: HashMap<&str, u32> = HashMap::new();
    for replica in &replicas {
        *in_failover.entry(&replica.tenant).or_default() += 1;
    }
    let mut rows = Vec::new();
    for tenant in snapshot.tenants()? {
        let by_type = job_counts.get(&tenant.id).map_or(&[][..], |counts| counts);
        let count = |policies: bool| {
            let counts = by_type.iter().filter(|(kind, _)| kind.is_policy() == policies);
            counts.map(|(_, count)| count).sum()
        };
        let name = tenant.facts.name;
        rows.push(TenantRow {
            enabled: tenant.facts.access == Access::Enabled,
            slots: tenant.facts.slots,
            timezone: tenant.facts.timezone,
            jobs: count(false),
            policies: count(true),
            working: working.get(&*name).copied().unwrap_or(0),
            replicas_in_failover: in_failover.get(&*name).copied().unwrap_or(0),
            name,
        });
    }
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(rows)
}

const COLUMNS: &str = "name enabled slots jobs policies working replicas_in_failover timezone";

impl View for TenantList {
    fn rows(&self) -> Option<Rows> {
        Some(Rows::of(COLUMNS.split(' '), &self.tenants))
    }

    fn page(&self, page: &mut Page) {
        if self.tenants.is_empty() {
            return page.line("No tenants.");
        }
        let mut table =
            Table::of("TENANT | ACCESS | SLOTS: | JOBS: | POLICIES: | WORKING: | IN FAILOVER:");
        table.leave_out_first(&["POLICIES", "JOBS", "SLOTS", "IN FAILOVER"]);
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
        page.table(table);
    }
}
