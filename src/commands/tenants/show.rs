//! Tenants show: one tenant with its jobs, sessions that work, and replicas in failover.

use crate::args::Global;
use crate::commands::Done;
use crate::ops::app::App;
use crate::views::tenant::TenantDocument;

/// What `mm tenants show` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
}

/// Shows a tenant.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let told = app.look(|snapshot| TenantDocument::of(&app, snapshot, &args.tenant))?;
    Ok(app.done(told))
}
