//! `mm jobs`: jobs, their treatment by maintenance, and changes of their settings.

pub mod add;
pub mod edit;
pub mod export;
pub mod import;
pub mod options;
pub mod remove;
pub mod show;
pub mod start;
pub mod status;

use clap::Subcommand;

use crate::args::Global;
use crate::commands::Response;
use crate::error::Result;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

impl Args {
    /// Whether the result has rows, for `--output jsonl` and `csv`.
    pub fn has_rows(&self) -> bool {
        matches!(self.command, Command::Status(_))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List jobs: their state, and how maintenance treats or would treat them
    Status(status::Args),
    /// Show a job: schedule, tasks, sessions, treatment, notification
    Show(show::Args),
    /// Add a job or a CDP policy
    Add(Box<add::Args>),
    /// Change the settings of a job
    Edit(Box<edit::Args>),
    /// Remove jobs with their sessions
    Remove(remove::Args),
    /// Import jobs and sessions from exports of other systems
    Import(import::Args),
    /// Write the present as a scenario
    Export(export::Args),
    /// Start a simulated session in a rehearsal
    Start(start::Args),
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    match &args.command {
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
