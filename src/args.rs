//! Options that several commands take, and the parsers of their values.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::domain::{Span, Spelled, When};
use crate::output::{Color, Format};

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options for every command")]
pub struct Global {
    /// Keep state in this SQLite file [default: /var/lib/mm/mm.db]
    #[arg(long, global = true, value_name = "PATH", env = "MM_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
    /// Write results in this format; jsonl and csv where there are rows, html for a report
    #[arg(long, global = true, value_name = "FORMAT", env = "MM_OUTPUT", hide_env_values = true)]
    #[arg(value_parser = spelled::<Format>(), default_value = "table")]
    pub output: Format,
    /// Write JSON: the same as --output json, whatever MM_OUTPUT says
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
    #[arg(value_parser = When::parse, allow_hyphen_values = true)]
    pub now: Option<When>,
    /// Act under this name in the history [default: SUDO_USER as root, else the user]
    #[arg(
        long = "as",
        global = true,
        value_name = "NAME",
        env = "MM_ACTOR",
        hide_env_values = true
    )]
    pub actor: Option<String>,
    /// Run the hooks in this folder; only for a rehearsal store [live: /etc/mm/hooks]
    #[arg(long, global = true, value_name = "DIR", env = "MM_HOOKS", hide_env_values = true)]
    pub hooks: Option<PathBuf>,
    /// Kill a hook that takes longer
    #[arg(long, global = true, value_name = "DUR", env = "MM_HOOK_TIMEOUT")]
    #[arg(hide_env_values = true, value_parser = Span::parse, default_value = "60s")]
    pub hook_timeout: Span,
}

impl Global {
    /// The format to write in.
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.output }
    }
}

/// Reads a spelled value; help and completions list its spellings.
pub fn spelled<T: Spelled + std::str::FromStr + Send + Sync>() -> impl TypedValueParser<Value = T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(T::ALL.iter().map(|value| value.spelling()))
        .try_map(|text| text.parse::<T>())
}

/// The option that protects scripts from changes that others made meanwhile.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct ExpectRevision {
    /// Fail unless the store is at this revision
    #[arg(long = "if-revision", value_name = "N")]
    pub revision: Option<u64>,
}
