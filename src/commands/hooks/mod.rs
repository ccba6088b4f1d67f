//! `mm hooks`: check the hooks that are installed.

mod check;

use crate::commands::Response;
use crate::error::Result;
use crate::ops::app::App;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check that hooks are safe, try those that only read, and say what works
    #[command(
        after_help = "`mm hooks check` runs only the hooks observe and refresh, and stores nothing that they report. Use it after you install hooks: see docs/connect.md.\nExit statuses: 0 every installed hook works as far as it was tried, 1 a hook does not work, or none is installed.\n\nExamples:\n  mm hooks check\n  mm hooks check --json"
    )]
    Check,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    match args.command {
        Command::Check => check::run(app),
    }
}
