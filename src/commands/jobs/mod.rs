//! `mm jobs`: jobs, their treatment by maintenance, and changes of their settings.

pub mod add;
pub mod edit;
pub mod export;
pub mod import;
pub mod options;
#[cfg(test)]
mod policy_tests;
pub mod remove;
pub mod show;
pub mod start;
pub mod status;

use clap::Subcommand;

use crate::args::Global;
use crate::commands::{Response, with_app};
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
    #[command(visible_alias = "list")]
    Status(status::Args),
    /// Show a job: schedule, tasks, sessions, treatment, notification
    Show(show::Args),
    /// Add a job or a CDP policy
    Add(Box<add::Args>),
    /// Change the settings of a job
    Edit(Box<edit::Args>),
    /// Remove jobs with their sessions
    #[command(visible_alias = "rm")]
    Remove(remove::Args),
    /// Import jobs and sessions from exports of other systems
    Import(import::Args),
    /// Write the present store as a scenario
    Export(export::Args),
    /// Start a simulated session in a rehearsal
    Start(start::Args),
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    match &args.command {
        Command::Status(args) => status::run(global, args),
        Command::Show(args) => with_app(global, |app| show::run(app, args)),
        Command::Add(args) => with_app(global, |app| add::run(app, args)),
        Command::Edit(args) => with_app(global, |app| edit::run(app, args)),
        Command::Remove(args) => with_app(global, |app| remove::run(app, args)),
        Command::Import(args) => import::run(global, args),
        Command::Export(args) => with_app(global, |app| export::run(app, args)),
        Command::Start(args) => with_app(global, |app| start::run(app, args)),
    }
}
