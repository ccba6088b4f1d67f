//! `mm tenants enable`: let a disabled tenant use the cloud again.

use crate::commands::prelude::*;
use crate::domain::{Access, Tenant};
use crate::ops::change::ChangeRecord;
use crate::ops::notification::check_text;
use crate::ops::records::access_record;
use crate::ops::tenants::find_tenant;
use crate::views::tenant::TenantDocument;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  mm tenants enable Kestrel --reason \"backups were moved\"")]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Reason, for the history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let name = &args.tenant;
    if let Some(reason) = &args.reason {
        check_text("--reason", reason)?;
    }
    let document =
        app.change(HistoryAction::EnableTenant, args.expect.revision, |change, now| {
            let snapshot = change.snapshot();
            let tenant = find_tenant(&snapshot, name)?;
            if tenant.facts.access == Access::Enabled {
                let title = format!("Tenant {name} is already enabled; nothing was changed.");
                let document = TenantDocument::of(app, &snapshot, name)?.changed(false, title);
                return change.unchanged(document);
            }
            let after = Tenant { access: Access::Enabled, ..tenant.facts.clone() };
            let record = access_record(&snapshot, now, &tenant.facts, Access::Enabled)?;
            let record = ChangeRecord { reason: args.reason.clone(), ..record };
            change.record(record, |writer| {
                writer.update_tenant(tenant.id, &after)?;
                let title = format!("Tenant {name} is enabled.");
                Ok(TenantDocument::of(app, &writer.snapshot(), name)?.changed(true, title))
            })
        })?;
    Ok(Response::new(document))
}
