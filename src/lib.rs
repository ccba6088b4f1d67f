//! `mm`: maintenance mode, for the people who have to press the button.
//!
//! The layers, from what decides to what shows; each names only those above it:
//! `domain` (rules, pure and total), `scenario` (a night, read and checked), then side by side
//! `engine` (what would happen), `output` (how it looks) and `hook` (what tells the real server), and
//! at last `command`, `cli`, `run`.

mod cli;
mod clock;
mod command;
mod domain;
mod engine;
mod exit;
mod hook;
mod import;
mod machine;
pub mod measure;
mod output;
mod run;
mod scenario;
mod store;
mod way;

pub use run::run;

/// The command line as `clap` knows it, for completions and man pages.
#[must_use]
pub fn command_line() -> clap::Command {
    <cli::Cli as clap::CommandFactory>::command()
}

/// The decision tables of `docs/rules.md`, made from the rules themselves.
#[must_use]
pub fn decision_tables() -> String {
    domain::decision_tables()
}
