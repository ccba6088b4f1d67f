//! `mm tenants edit`: change the slots and the time zone of a tenant.

use crate::commands::prelude::*;
use crate::commands::tenants::add::{SlotLimit, TenantZone};
use crate::domain::Tenant;
use crate::ops::change::ChangeRecord;
use crate::ops::tenants::{find_tenant, tenant_json};
use crate::views::tenant::TenantDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm tenants edit Kestrel --slots 4\n  mm tenants edit Kestrel --slots none\n  mm tenants edit Kestrel --timezone Europe/Copenhagen"
)]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Number of tasks of all its jobs that may run at once against the cloud
    #[arg(long, value_name = "N|none", value_parser = SlotLimit::parse)]
    slots: Option<SlotLimit>,
    /// Zone of the times that `mm notice` shows this tenant; none: that of the machine
    #[arg(long, value_name = "ZONE|none", value_parser = TenantZone::parse)]
    timezone: Option<TenantZone>,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let name = &args.tenant;
    let document = app.change(HistoryAction::EditTenant, args.expect.revision, |change, _| {
        let snapshot = change.snapshot();
        let tenant = find_tenant(&snapshot, name)?;
        let before = &tenant.facts;
        let slots = args.slots.map_or(before.slots, |slots| slots.0);
        let timezone = args.timezone.clone().map_or_else(|| before.timezone.clone(), |zone| zone.0);
        if (slots, &timezone) == (before.slots, &before.timezone) {
            let title = format!("Tenant {name} is unchanged.");
            let document = TenantDocument::of(app, &snapshot, name)?.changed(false, title);
            return change.unchanged(document);
        }
        let after = Tenant { slots, timezone, ..before.clone() };
        let record = ChangeRecord {
            before: tenant_json(before),
            after: tenant_json(&after),
            ..ChangeRecord::default()
        };
        change.record(record, |writer| {
            writer.update_tenant(tenant.id, &after)?;
            let title = format!("Changed tenant {name}.");
            Ok(TenantDocument::of(app, &writer.snapshot(), name)?.changed(true, title))
        })
    })?;
    Ok(Response::new(document))
}
