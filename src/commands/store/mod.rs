//! `mm store`: check the store, back it up, print its path.

mod backup;
mod check;
mod path;

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
    /// Check everything in the store: file, schema, history, every value
    #[command(
        after_help = "Exit statuses: 0 the store is sound, 1 it is not.\n\nExamples:\n  mm store check\n  mm --store backup.db store check --quiet && echo sound"
    )]
    Check,
    /// Copy the store to a new file, while others may change it
    #[command(
        after_help = "`mm` checks the copy. To restore it, stop everything that uses mm, put the copy in the place of the store, and remove the journal of the old store.\n\nExamples:\n  mm store backup /var/backups/mm-2026-11-23.db"
    )]
    Backup(backup::Args),
    /// Print the path of the store
    #[command(
        after_help = "Examples:\n  sqlite3 -readonly \"$(mm store path)\" 'SELECT name FROM tenant'"
    )]
    Path,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    match &args.command {
        Command::Check => check::run(app),
        Command::Backup(args) => backup::run(app, args),
        Command::Path => Ok(path::run(app)),
    }
}
