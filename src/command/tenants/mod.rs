//! Tenants: whose jobs there are, who may use the cloud, which of their replicas are in failover.

mod access;
mod add;
mod document;
mod failover;
mod known;
mod list;
mod plan;
mod show;
mod terminated;

use clap::{Args, Subcommand};

pub use access::switching;
pub use document::TenantDocument;
pub use known::{as_json, known_tenant};
pub use plan::{Plan, Told};

use super::Done;
use crate::cli::Global;

/// What `mm tenants` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm tenants                                 all tenants\n  mm tenants disable Kestrel --dry-run       what that would terminate\n  mm tenants failover Kestrel erp01_replica  it entered failover just now"
)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
}

impl Arguments {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self.verb, None | Some(Verb::List))
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List tenants
    List,
    /// Show a tenant: jobs, sessions that work, replicas in failover
    Show(show::Arguments),
    /// Add a tenant
    Add(add::Arguments),
    /// Change how many tasks of a tenant may run at once
    Edit(add::Arguments),
    /// Disable a tenant: its sessions to the cloud are terminated, and it can start none
    Disable(access::Disable),
    /// Enable a tenant again
    Enable(access::Enable),
    /// Record that a replica entered failover, or left it
    Failover(failover::Arguments),
}

/// Carries out a verb; without one tenants are listed.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    match &arguments.verb {
        None | Some(Verb::List) => list::run(global),
        Some(Verb::Show(arguments)) => show::run(global, arguments),
        Some(Verb::Add(arguments)) => add::add(global, arguments),
        Some(Verb::Edit(arguments)) => add::edit(global, arguments),
        Some(Verb::Disable(arguments)) => access::disable(global, arguments),
        Some(Verb::Enable(arguments)) => access::enable(global, arguments),
        Some(Verb::Failover(arguments)) => failover::run(global, arguments),
    }
}
