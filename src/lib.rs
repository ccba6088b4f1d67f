//! The library behind `mm`, maintenance mode for backup service providers.
//!
//! Only the `mm` program, its tests and its generated documentation use this library; what scripts
//! can rely on is the command line and its JSON. `docs/architecture.md` describes the modules.

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

/// The command line, for completions and man pages.
#[must_use]
pub fn command_line() -> clap::Command {
    <cli::Cli as clap::CommandFactory>::command()
}

/// The decision tables in `docs/rules.md`, generated from the rules.
#[must_use]
pub fn decision_tables() -> String {
    domain::decision_tables()
}

/// The words in `docs/glossary.md`.
#[must_use]
pub fn glossary() -> String {
    views::glossary::glossary_page()
}

/// Whether the glossary defines a word.
#[must_use]
pub fn defines(word: &str) -> bool {
    views::glossary::term_named(word).is_some()
}

/// The tables of error codes in `docs/exit-status.md`, generated from the codes.
#[must_use]
pub fn error_code_tables() -> String {
    error::code_tables()
}
