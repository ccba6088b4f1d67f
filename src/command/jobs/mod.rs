//! Jobs: what is known of them, how they are treated, and what operators change of it.

mod add;
mod bar;
mod check;
mod compare;
mod document;
mod edit;
mod export;
mod facts;
mod finder;
pub mod import;
mod members;
mod observed;
mod remove;
mod show;
mod start;
mod status;

use clap::{Args, Subcommand};

use super::Done;
use crate::cli::Global;

/// What `mm jobs` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

impl Arguments {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self.verb, Verb::Status(_))
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show every job: its state, and how it is or would be treated
    Status(status::Arguments),
    /// Show a job: schedule, tasks, sessions, how it is treated, what its tenant reads
    Show(show::Arguments),
    /// Add a job or policy by hand
    Add(Box<add::Arguments>),
    /// Change what is known of a job
    Edit(Box<edit::Arguments>),
    /// Remove jobs with their sessions
    Remove(remove::Arguments),
    /// Read what other systems exported
    Import(import::Arguments),
    /// Write the present as a scenario document
    Export(export::Arguments),
    /// Start a simulated session, in a rehearsal
    Start(start::Arguments),
}

/// Carries out a verb.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    match &arguments.verb {
        Verb::Status(arguments) => status::run(global, arguments),
        Verb::Show(arguments) => show::run(global, arguments),
        Verb::Add(arguments) => add::run(global, arguments),
        Verb::Edit(arguments) => edit::run(global, arguments),
        Verb::Remove(arguments) => remove::run(global, arguments),
        Verb::Import(arguments) => import::run(global, arguments),
        Verb::Export(arguments) => export::run(global, arguments),
        Verb::Start(arguments) => start::run(global, arguments),
    }
}
