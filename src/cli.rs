//! Command line: global options and the list of verbs, as types.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use crate::command::{explain, plan, simulate};
use crate::domain::{Instant, Spelled};
use crate::output::{Color, Format};

/// See beforehand what maintenance mode does to whom, switch it, wait it out, undo it
#[derive(Debug, Parser)]
#[command(name = "mm", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Exit statuses and JSON are stable: see docs/exit-status.md and docs/json.md."
)]
pub struct Cli {
    /// Options of every command
    #[command(flatten)]
    pub global: Global,
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub struct Global {
    /// Keep state in this SQLite file [default: /var/lib/mm/mm.db]
    #[arg(long, global = true, value_name = "PATH", env = "MM_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
    /// Write results in this format; jsonl and csv where there are rows
    #[arg(long, global = true, value_name = "FORMAT", env = "MM_OUTPUT", hide_env_values = true)]
    #[arg(value_parser = spelled::<Format>(), default_value = "table")]
    pub output: Format,
    /// Write JSON: the same as --output json
    #[arg(long, global = true)]
    pub json: bool,
    /// Use colours; NO_COLOR and CLICOLOR_FORCE are obeyed
    #[arg(long, global = true, value_name = "WHEN")]
    #[arg(value_parser = spelled::<Color>(), default_value = "auto")]
    pub color: Color,
    /// Write nothing to standard output; the exit status still answers
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Take this instant as the present; changes under it are only for a rehearsal store
    #[arg(long, global = true, value_name = "TIME", env = "MM_NOW", hide_env_values = true)]
    #[arg(value_parser = Instant::parse)]
    pub now: Option<Instant>,
    /// Act under this name in the history [default: SUDO_USER as root, else the user]
    #[arg(
        long = "as",
        global = true,
        value_name = "NAME",
        env = "MM_ACTOR",
        hide_env_values = true
    )]
    pub actor: Option<String>,
}

impl Global {
    /// The format to write in.
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.output }
    }
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Show what maintenance would do to whom, and when all is drained
    Simulate(simulate::Arguments),
    /// Find the maintenance windows that would hurt least
    Plan(plan::Arguments),
    /// Explain a rule or a code: what, when, and where it comes from
    Explain(explain::Arguments),
}

/// Reads a spelled value; help and completions list its spellings.
pub fn spelled<T: Spelled + std::str::FromStr + Send + Sync>() -> impl TypedValueParser<Value = T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(T::ALL.iter().map(|value| value.spelling()))
        .try_map(|text| text.parse::<T>())
}
