//! Sessions: what was seen of the runs of jobs, and what is expected of them now.

mod clear;
mod list;
mod row;
mod show;
mod words;

use clap::{Args, Subcommand};

pub use row::{SessionRow, Telling};
pub use words::{Whose, table};

use super::Done;
use crate::cli::Global;
use crate::exit::Problem;

/// What `mm sessions` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm sessions --working                        what works, and when it should end\n  mm sessions --tenant Kestrel --result failed --since -24h\n  mm sessions show 17"
)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    filter: list::Filter,
}

impl Arguments {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self.verb, None | Some(Verb::List(_)))
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List sessions, oldest first
    List(list::Arguments),
    /// Show a session with its tasks
    Show(show::Arguments),
    /// Forget sessions that ended long ago
    Clear(clear::Arguments),
}

/// Carries out a verb; without one sessions are listed.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let Arguments { verb, filter } = arguments;
    if verb.is_some() && filter.is_given() {
        let message = "options that choose sessions come behind list";
        return Err(Problem::usage(message).hint("write mm sessions list, then options").into());
    }
    match verb {
        None => list::run(global, filter),
        Some(Verb::List(arguments)) => list::run(global, &arguments.filter),
        Some(Verb::Show(arguments)) => show::run(global, arguments),
        Some(Verb::Clear(arguments)) => clear::run(global, arguments),
    }
}
