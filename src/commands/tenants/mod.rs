//! Tenants: whose jobs there are, who may use the cloud, which of their replicas are in failover.

pub mod access;
pub mod add;
pub mod failover;
pub mod list;
pub mod show;

use clap::Subcommand;

pub use crate::commands::tenants::access::switching;

use crate::args::Global;
use crate::commands::Done;

/// What `mm tenants` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm tenants                                 all tenants\n  mm tenants disable Kestrel --dry-run       what that would terminate\n  mm tenants failover Kestrel erp01_replica  it entered failover just now"
)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Command>,
}

impl Args {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self.verb, None | Some(Command::List))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List tenants
    List,
    /// Show a tenant: jobs, sessions that work, replicas in failover
    Show(show::Args),
    /// Add a tenant
    Add(add::Args),
    /// Change how many tasks of a tenant may run at once
    Edit(add::Args),
    /// Disable a tenant: its sessions to the cloud are terminated, and it can start none
    Disable(access::Disable),
    /// Enable a tenant again
    Enable(access::Enable),
    /// Record that a replica entered failover, or left it
    Failover(failover::Args),
}

/// Carries out a verb; without one tenants are listed.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    match &args.verb {
        None | Some(Command::List) => list::run(global),
        Some(Command::Show(args)) => show::run(global, args),
        Some(Command::Add(args)) => add::add(global, args),
        Some(Command::Edit(args)) => add::edit(global, args),
        Some(Command::Disable(args)) => access::disable(global, args),
        Some(Command::Enable(args)) => access::enable(global, args),
        Some(Command::Failover(args)) => failover::run(global, args),
    }
}
