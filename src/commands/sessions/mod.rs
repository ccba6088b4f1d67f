//! `mm sessions`: observed and simulated sessions, and their expected ends.

pub mod clear;
pub mod list;
pub mod show;

use clap::Subcommand;

use crate::commands::Response;
use crate::error::{Error, Result};
use crate::ops::app::App;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm sessions --working                        running sessions and their expected ends\n  mm sessions --tenant Kestrel --result failed --since -24h\n  mm sessions show 17"
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    filter: list::Filter,
}

impl Args {
    /// Whether the result has rows, for `--output jsonl` and `csv`.
    pub fn has_rows(&self) -> bool {
        matches!(self.command, None | Some(Command::List(_)))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List sessions, in the order of their numbers
    List(list::Args),
    /// Show a session with its tasks
    Show(show::Args),
    /// Delete sessions that ended long ago
    Clear(clear::Args),
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let Args { command, filter } = args;
    if command.is_some() && *filter != list::Filter::default() {
        let hint = "for example: `mm sessions list --working`";
        return Err(Error::usage("filter options go after `list`").hint(hint));
    }
    match command {
        None => list::run(app, filter),
        Some(Command::List(args)) => list::run(app, &args.filter),
        Some(Command::Show(args)) => show::run(app, args),
        Some(Command::Clear(args)) => clear::run(app, args),
    }
}
