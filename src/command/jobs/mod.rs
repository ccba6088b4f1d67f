//! Jobs: what tenants run, kept by hand: added, edited, removed, shown, exported.

mod add;
mod document;
mod edit;
mod export;
mod facts;
mod members;
mod remove;
mod show;
mod treated;

use clap::{Args, Subcommand};

use super::Done;
use crate::cli::Global;

/// What `mm jobs` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show a job: schedule, tasks, sessions, how it is treated, what its tenant reads
    Show(show::Arguments),
    /// Add a job or policy by hand
    Add(Box<add::Arguments>),
    /// Change what is known of a job
    Edit(Box<edit::Arguments>),
    /// Remove jobs with their sessions
    Remove(remove::Arguments),
    /// Write the present as a scenario document
    Export(export::Arguments),
}

/// Carries out a verb.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    match &arguments.verb {
        Verb::Show(arguments) => show::run(global, arguments),
        Verb::Add(arguments) => add::run(global, arguments),
        Verb::Edit(arguments) => edit::run(global, arguments),
        Verb::Remove(arguments) => remove::run(global, arguments),
        Verb::Export(arguments) => export::run(global, arguments),
    }
}
