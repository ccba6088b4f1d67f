//! Options that several commands share, and the parsers of their values.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::domain::{Span, Spelled, When};
use crate::output::{Color, Format};

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options for every command")]
pub struct Global {
    /// Path of the store, a SQLite file [default: /var/lib/mm/mm.db]
    #[arg(long, global = true, value_name = "PATH", env = "MM_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
    /// Write JSON; the same as --output json, but overrides MM_OUTPUT
    #[arg(long, global = true)]
    pub json: bool,
    /// Output format; jsonl and csv are for commands that list rows, html for `mm report`, openmetrics
    /// for `mm status`, ics for `mm schedule list`
    #[arg(long, global = true, value_name = "FORMAT", env = "MM_OUTPUT", hide_env_values = true)]
    #[arg(value_parser = spelled::<Format>(), default_value = "table")]
    pub output: Format,
    /// Write nothing to standard output; only the exit status answers
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// When to use colour; auto honours NO_COLOR and CLICOLOR_FORCE
    #[arg(long, global = true, value_name = "WHEN")]
    #[arg(value_parser = spelled::<Color>(), default_value = "auto")]
    pub color: Color,
    /// Name to record in the history [default: SUDO_USER for root, otherwise the user]
    #[arg(long = "as", global = true, value_name = "NAME", env = "MM_ACTOR")]
    #[arg(hide_env_values = true)]
    pub actor: Option<String>,
    /// Act as if it were this time; a change with it needs a rehearsal
    #[arg(long, global = true, value_name = "TIME", env = "MM_NOW", hide_env_values = true)]
    #[arg(value_parser = When::parse, allow_hyphen_values = true)]
    pub now: Option<When>,
    /// Folder of hooks for a rehearsal store; live stores use /etc/mm/hooks
    #[arg(long, global = true, value_name = "DIR", env = "MM_HOOKS", hide_env_values = true)]
    pub hooks: Option<PathBuf>,
    /// Time limit for each hook; a hook that takes longer is killed
    #[arg(long, global = true, value_name = "DURATION", env = "MM_HOOK_TIMEOUT")]
    #[arg(hide_env_values = true, value_parser = Span::typed, default_value = "60s")]
    pub hook_timeout: Span,
}

impl Global {
    /// The requested format: `--json`, or else `--output`.
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.output }
    }
}

/// Parses a spelled value; help and completions list the spellings.
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

/// Limits on what a maintenance may do.
#[derive(Debug, Clone, Copy, Args)]
pub struct LimitOptions {
    /// Refuse if more runs than this are lost, or still pending 24h after the end; runs at unknown times
    /// do not count
    #[arg(long, value_name = "N")]
    pub max_failed: Option<u32>,
    /// Refuse if the upper end of the drain estimate is longer than this, or not known
    #[arg(long, value_name = "DURATION", value_parser = Span::typed)]
    pub max_drain: Option<Span>,
}
