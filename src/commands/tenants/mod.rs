//! `mm tenants`: tenants, their access to the cloud, and their replicas in failover.

pub mod add;
pub mod disable;
pub mod edit;
pub mod enable;
pub mod failover;
pub mod list;
pub mod show;

use clap::Subcommand;

use crate::commands::Response;
use crate::error::Result;
use crate::ops::app::App;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm tenants                                 list all tenants\n  mm tenants disable Kestrel --dry-run       show what that would terminate\n  mm tenants failover Kestrel erp01_replica  record that a replica entered failover"
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

impl Args {
    /// Whether the result has rows, for `--output jsonl` and `csv`.
    pub fn has_rows(&self) -> bool {
        matches!(self.command, None | Some(Command::List))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List tenants
    List,
    /// Show a tenant: jobs, running sessions, replicas in failover
    Show(show::Args),
    /// Add a tenant
    Add(add::Args),
    /// Change the slots and the time zone of a tenant
    Edit(edit::Args),
    /// Disable a tenant: terminate its sessions to the cloud and refuse new ones
    Disable(disable::Args),
    /// Enable a disabled tenant
    Enable(enable::Args),
    /// Record that a replica entered failover, or left it
    Failover(failover::Args),
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    match &args.command {
        None | Some(Command::List) => list::run(app),
        Some(Command::Show(args)) => show::run(app, args),
        Some(Command::Add(args)) => add::run(app, args),
        Some(Command::Edit(args)) => edit::run(app, args),
        Some(Command::Disable(args)) => disable::run(app, args),
        Some(Command::Enable(args)) => enable::run(app, args),
        Some(Command::Failover(args)) => failover::run(app, args),
    }
}
