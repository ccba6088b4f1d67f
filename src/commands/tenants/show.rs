//! `mm tenants show`: show a tenant with its jobs, running sessions and replicas in failover.

use crate::commands::prelude::*;
use crate::views::tenant::TenantDocument;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let document = app.look(|snapshot| TenantDocument::of(app, snapshot, &args.tenant))?;
    Ok(Response::new(document))
}
