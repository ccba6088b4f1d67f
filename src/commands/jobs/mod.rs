//! Jobs: what is known of them, how they are treated, and what operators change of it.

pub mod add;
pub mod edit;
pub mod export;
pub mod import;
pub mod members;
pub mod remove;
pub mod show;
pub mod start;
pub mod status;

use clap::Subcommand;

use crate::args::Global;
use crate::commands::Done;

/// What `mm jobs` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Command,
}

impl Args {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self.verb, Command::Status(_))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show every job: its state, and how it is or would be treated
    Status(status::Args),
    /// Show a job: schedule, tasks, sessions, how it is treated, what its tenant reads
    Show(show::Args),
    /// Add a job or policy by hand
    Add(Box<add::Args>),
    /// Change what is known of a job
    Edit(Box<edit::Args>),
    /// Remove jobs with their sessions
    Remove(remove::Args),
    /// Read what other systems exported
    Import(import::Args),
    /// Write the present as a scenario document
    Export(export::Args),
    /// Start a simulated session, in a rehearsal
    Start(start::Args),
}

/// Carries out a verb.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    match &args.verb {
        Command::Status(args) => status::run(global, args),
        Command::Show(args) => show::run(global, args),
        Command::Add(args) => add::run(global, args),
        Command::Edit(args) => edit::run(global, args),
        Command::Remove(args) => remove::run(global, args),
        Command::Import(args) => import::run(global, args),
        Command::Export(args) => export::run(global, args),
        Command::Start(args) => start::run(global, args),
    }
}
