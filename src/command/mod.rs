//! Do: one file a verb, with its arguments, its work, its outcome and how that looks.

mod aftermath;
mod ahead;
mod applied;
pub mod apply;
mod bring;
pub mod can;
mod candidates;
mod chart;
pub mod complete_names;
mod confirm;
mod context;
mod decided;
mod deed;
pub mod disable;
pub mod enable;
mod enabling;
mod estimate;
mod expected;
pub mod explain;
pub mod extend;
mod guard;
pub mod history;
mod hooked;
#[cfg(test)]
mod hostile;
pub mod init;
mod input;
pub mod is;
mod job_ref;
pub mod jobs;
pub mod message;
mod near;
mod night;
mod overview;
pub mod plan;
pub mod preview;
pub mod rehearse;
pub mod report;
pub mod run;
mod runs;
pub mod schedule;
pub mod service;
pub mod sessions;
pub mod set_message;
mod settle;
mod shell;
pub mod simulate;
mod simulation;
mod state;
pub mod status;
pub mod store;
mod switch;
pub mod tenants;
mod text;
mod timeline;
mod treat;
#[cfg(test)]
mod trial;
pub mod undo;
pub mod wait;

use std::io;

use crate::cli::{Cli, Verb};
use crate::domain::Span;
use crate::exit::{Exit, Problem};
use crate::output::{Format, Page, Rows, Show, Sink};

/// What a verb did.
pub struct Done {
    /// What is shown on standard output.
    pub show: Box<dyn Show>,
    /// What is said on standard error.
    pub notes: Vec<String>,
    /// The exit status.
    pub exit: Exit,
    /// What is done once this was shown, such as waiting.
    pub then: Option<Box<dyn FnOnce() -> anyhow::Result<Done>>>,
}

impl Done {
    /// A result, with nothing more to say.
    pub fn new(show: impl Show + 'static) -> Done {
        Done { show: Box::new(show), notes: Vec::new(), exit: Exit::Done, then: None }
    }
}

/// Nothing to show: all was said on the way, or the output is another program's alone.
struct Nothing;

impl Show for Nothing {
    fn json(&self, _: &mut Sink<'_>) -> io::Result<()> {
        Ok(())
    }

    fn rows(&self) -> Option<Rows> {
        Some(Rows::none())
    }

    fn page(&self, _: &mut Page) {}
}

/// Carries out a command line.
pub fn carry_out(cli: Cli) -> anyhow::Result<Done> {
    let Cli { global, verb } = cli;
    if global.format() == Format::Html && !matches!(verb, Some(Verb::Report(_))) {
        let problem = Problem::usage("only mm report writes html");
        return Err(problem.hint("use --output table or --output json").into());
    }
    let Some(verb) = verb else {
        return overview::run(&global);
    };
    match verb {
        Verb::Simulate(arguments) => simulate::run(&global, &arguments),
        Verb::Plan(arguments) => plan::run(&global, &arguments),
        Verb::Explain(arguments) => explain::run(&global, &arguments),
        Verb::Status(arguments) => status::run(&global, &arguments),
        Verb::Is(arguments) => is::run(&global, &arguments),
        Verb::Enable(arguments) => enable::run(&global, &arguments),
        Verb::Extend(arguments) => extend::run(&global, &arguments),
        Verb::Disable(arguments) => disable::run(&global, &arguments),
        Verb::Jobs(arguments) => jobs::run(&global, &arguments),
        Verb::Apply(arguments) => apply::run(&global, &arguments),
        Verb::Can(arguments) => can::run(&global, &arguments),
        Verb::Run(arguments) => run::run(&global, &arguments),
        Verb::Wait(arguments) => wait::run(&global, &arguments),
        Verb::Schedule(arguments) => schedule::run(&global, &arguments),
        Verb::Sessions(arguments) => sessions::run(&global, &arguments),
        Verb::Tenants(arguments) => tenants::run(&global, &arguments),
        Verb::SetMessage(arguments) => set_message::run(&global, &arguments),
        Verb::Message(arguments) => message::run(&global, &arguments),
        Verb::Service(arguments) => service::run(&global, &arguments),
        Verb::Undo(arguments) => undo::run(&global, &arguments),
        Verb::Report(arguments) => report::run(&global, &arguments),
        Verb::History(arguments) => history::run(&global, &arguments),
        Verb::Init(arguments) => init::run(&global, &arguments),
        Verb::Rehearse(arguments) => rehearse::run(&global, &arguments),
        Verb::Store(arguments) => store::run(&global, &arguments),
        Verb::CompleteNames(arguments) => complete_names::run(&global, &arguments),
    }
}
