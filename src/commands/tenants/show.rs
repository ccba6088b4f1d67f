//! `mm tenants show`: show a tenant with its jobs, running sessions and replicas in failover.

use crate::args::Global;
use crate::commands::Response;
use crate::error::Result;
use crate::ops::app::App;
use crate::views::tenant::TenantDocument;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let document = app.look(|snapshot| TenantDocument::of(&app, snapshot, &args.tenant))?;
    Ok(Response::of(&app, document))
}
