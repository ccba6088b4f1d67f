//! `mm`: maintenance mode, for the people who have to press the button.
//!
//! The layers, from what decides to what shows; each names only those above it:
//! `domain` (rules, pure and total), `scenario` (a night, read and checked), then side by side
//! `engine` (what would happen), `output` (how it looks) and `hook` (what tells the real server), and
//! at last `command`, `cli`, `run`.

mod args;
mod cli;
mod clock;
mod commands;
mod domain;
mod error;
mod hooks;
mod import;
mod ops;
mod output;
mod platform;
mod run;
mod scenario;
mod simulator;
mod store;
#[cfg(test)]
mod testing;
mod views;

pub use crate::run::run;

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

/// The tables of error codes in `docs/exit-status.md`.
#[must_use]
pub fn error_code_tables() -> String {
    error::code_tables()
}
