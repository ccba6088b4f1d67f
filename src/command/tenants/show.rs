//! Tenants show: one tenant with its jobs, sessions that work, and replicas in failover.

use clap::Args;

use super::document::TenantDocument;
use crate::cli::Global;
use crate::command::Done;
use crate::command::context::Context;

/// What `mm tenants show` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
}

/// Shows a tenant.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let told = context.look(|view| TenantDocument::of(&context, view, &arguments.tenant))?;
    Ok(context.done(told))
}
