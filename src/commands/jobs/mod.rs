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
use crate::error::{Error, Result};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm jobs                       list all jobs, as mm jobs status does\n  mm jobs --tenant Kestrel      list the jobs of one tenant\n  mm jobs import export.json    read jobs and sessions from an export\n  mm jobs show nightly          show one job"
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    filter: status::Filter,
}

impl Args {
    /// Whether the result has rows, for `--output jsonl` and `csv`.
    pub fn has_rows(&self) -> bool {
        matches!(self.command, None | Some(Command::Status(_)))
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
    let Args { command, filter } = args;
    if command.is_some() && *filter != status::Filter::default() {
        let hint = "for example: `mm jobs status --affected`";
        return Err(Error::usage("filter options go after `status`").hint(hint));
    }
    match command {
        None => {
            let filter = filter.clone();
            status::run(global, &status::Args { filter, ..status::Args::default() })
        }
        Some(Command::Status(args)) => status::run(global, args),
        Some(Command::Show(args)) => with_app(global, |app| show::run(app, args)),
        Some(Command::Add(args)) => with_app(global, |app| add::run(app, args)),
        Some(Command::Edit(args)) => with_app(global, |app| edit::run(app, args)),
        Some(Command::Remove(args)) => with_app(global, |app| remove::run(app, args)),
        Some(Command::Import(args)) => import::run(global, args),
        Some(Command::Export(args)) => with_app(global, |app| export::run(app, args)),
        Some(Command::Start(args)) => with_app(global, |app| start::run(app, args)),
    }
}
