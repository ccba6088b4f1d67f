//! Jobs: what is known of them, and how they are treated.

mod compare;
pub mod import;
mod observed;
pub mod start;
pub mod status;

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
    /// Show every job: its state, and how it is or would be treated
    Status(status::Arguments),
    /// Read what other systems exported
    Import(import::Arguments),
    /// Start a simulated session, in a rehearsal
    Start(start::Arguments),
}

/// Carries out a verb about jobs.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    match &arguments.verb {
        Verb::Status(arguments) => status::run(global, arguments),
        Verb::Import(arguments) => import::run(global, arguments),
        Verb::Start(arguments) => start::run(global, arguments),
    }
}
