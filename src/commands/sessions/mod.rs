//! Sessions: what was seen of the runs of jobs, and what is expected of them now.

pub mod clear;
pub mod list;
pub mod show;

use clap::Subcommand;

use crate::args::Global;
use crate::commands::Done;
use crate::error::Error;

/// What `mm sessions` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm sessions --working                        what works, and when it should end\n  mm sessions --tenant Kestrel --result failed --since -24h\n  mm sessions show 17"
)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Command>,
    #[command(flatten)]
    filter: list::Filter,
}

impl Args {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self.verb, None | Some(Command::List(_)))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List sessions, oldest first
    List(list::Args),
    /// Show a session with its tasks
    Show(show::Args),
    /// Forget sessions that ended long ago
    Clear(clear::Args),
}

/// Carries out a verb; without one sessions are listed.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let Args { verb, filter } = args;
    if verb.is_some() && filter.is_given() {
        let message = "options that choose sessions come behind list";
        return Err(Error::usage(message).hint("write mm sessions list, then options").into());
    }
    match verb {
        None => list::run(global, filter),
        Some(Command::List(args)) => list::run(global, &args.filter),
        Some(Command::Show(args)) => show::run(global, args),
        Some(Command::Clear(args)) => clear::run(global, args),
    }
}
