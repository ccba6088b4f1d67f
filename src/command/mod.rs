//! Do: one file a verb, with its arguments, its work, its outcome and how that looks.

mod candidates;
mod chart;
pub mod explain;
mod input;
pub mod plan;
mod runs;
pub mod simulate;
mod simulation;
mod timeline;

use crate::cli::{Cli, Verb};
use crate::exit::Exit;
use crate::output::Show;

/// What a verb did.
pub struct Done {
    /// What is shown on standard output.
    pub show: Box<dyn Show>,
    /// What is said on standard error.
    pub notes: Vec<String>,
    /// The exit status.
    pub exit: Exit,
}

impl Done {
    /// A result, with nothing more to say.
    pub fn new(show: impl Show + 'static) -> Done {
        Done { show: Box::new(show), notes: Vec::new(), exit: Exit::Done }
    }
}

/// Carries out a command line.
pub fn run(cli: Cli) -> anyhow::Result<Done> {
    let Cli { global, verb } = cli;
    match verb {
        Verb::Simulate(arguments) => simulate::run(&global, &arguments),
        Verb::Plan(arguments) => plan::run(&global, &arguments),
        Verb::Explain(arguments) => explain::run(&global, &arguments),
    }
}
