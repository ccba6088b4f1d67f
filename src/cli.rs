//! Command line: global options and the list of verbs, as types.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, Resettable, TypedValueParser};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::command::{
    apply, can, complete_names, disable, enable, explain, extend, history, init, is, jobs, message,
    plan, rehearse, report, run, schedule, service, sessions, set_message, simulate, status, store,
    tenants, undo, wait,
};
use crate::domain::{Span, Spelled, When};
use crate::output::{Color, Format};

/// See beforehand what maintenance mode does to whom, switch it, wait it out, undo it
#[derive(Debug, Parser)]
#[command(name = "mm", version, max_term_width = 100)]
#[command(
    after_help = "Exit statuses and JSON are stable: see docs/exit-status.md and docs/json.md."
)]
pub struct Cli {
    /// Options of every command
    #[command(flatten)]
    pub global: Global,
    /// What to do; without it, the state and what to do next are shown
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

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

impl Cli {
    /// Reads a command line and the environment.
    pub fn read(arguments: &[OsString]) -> Result<Cli, clap::Error> {
        let mut command = Cli::command();
        let matches = match command.try_get_matches_from_mut(arguments) {
            Ok(matches) => matches,
            Err(error) => return Err(without_environment(arguments, error)),
        };
        let mut cli = Cli::from_arg_matches(&matches)?;
        let given = matches.value_source("output") == Some(ValueSource::CommandLine);
        if cli.global.json && given && cli.global.output != Format::Json {
            let format = cli.global.output;
            let message =
                format!("--json is --output json, so it does not go with --output {format}");
            return Err(command.error(ErrorKind::ArgumentConflict, message));
        }
        if let Some(Verb::Report(report)) = &cli.verb
            && report.html
        {
            if cli.global.json || (given && cli.global.output != Format::Html) {
                let message = "--html is --output html, so it does not go with another format";
                return Err(command.error(ErrorKind::ArgumentConflict, message));
            }
            cli.global.output = Format::Html;
        }
        // It has hundreds of parts; the process is too short to give back each of them.
        std::mem::forget((command, matches));
        Ok(cli)
    }
}

/// The same error with a usage line that shows what was typed, not what the environment added.
fn without_environment(arguments: &[OsString], error: clap::Error) -> clap::Error {
    let bare = Cli::command().mut_args(|argument| argument.env(Resettable::Reset));
    let again = bare.try_get_matches_from(arguments).err();
    again.filter(|again| again.kind() == error.kind()).unwrap_or(error)
}

/// The format that a command line asks for which cannot be read otherwise.
pub fn format_asked_for(arguments: &[OsString], environment: Option<&str>) -> Format {
    let mut asked = None;
    let mut words =
        arguments.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let value = if word == "--output" { words.next() } else { word.strip_prefix("--output=") };
        match value {
            Some(value) => asked = value.parse().ok(),
            None if word == "--json" => return Format::Json,
            None => {}
        }
    }
    asked.or_else(|| environment?.parse().ok()).unwrap_or(Format::Table)
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
    /// Show the state: mode, reason, end, message, drain
    Status(status::Arguments),
    /// Answer with the exit status whether a state is reached
    Is(is::Arguments),
    /// Switch maintenance mode on
    Enable(enable::Arguments),
    /// Move the planned end
    Extend(extend::Arguments),
    /// Wait until a state is reached, with an estimate
    Wait(wait::Arguments),
    /// Switch maintenance mode off
    Disable(disable::Arguments),
    /// Tell the real server what is recorded, through hooks
    Apply(apply::Arguments),
    /// Ask whether a job may start, or an operation may be done
    Can(can::Arguments),
    /// Windows planned ahead: add, list, remove
    Schedule(schedule::Arguments),
    /// Run a real command as a session of a job, if it may run
    Run(run::Arguments),
    /// Jobs: status, show, add, edit, remove, import, export, start
    Jobs(jobs::Arguments),
    /// List sessions: what was seen of them, and what is expected now
    Sessions(sessions::Arguments),
    /// Keep tenants: list, add, disable, enable, and their replicas in failover
    Tenants(tenants::Arguments),
    /// Set the notification that tenants read
    SetMessage(set_message::Arguments),
    /// Show the notification, and how a tenant reads it
    Message(message::Arguments),
    /// Record whether the Cloud Connect Service runs
    Service(service::Arguments),
    /// Undo the latest change of mode, message, service or tenant access
    Undo(undo::Arguments),
    /// Tell what a maintenance did: every session refused or cut, and what healed since
    Report(report::Arguments),
    /// Show who did what, when and why
    History(history::Arguments),
    /// Show what maintenance would do to whom, and when all is drained
    Simulate(simulate::Arguments),
    /// Find the maintenance windows that would hurt least
    Plan(plan::Arguments),
    /// Explain a rule, a code, or how a job is treated and why
    Explain(explain::Arguments),
    /// Make the store, or change what it is for and who shares it
    Init(init::Arguments),
    /// Make a rehearsal copy of the store, to try things out
    Rehearse(rehearse::Arguments),
    /// Check the store, back it up, tell where it lies
    Store(store::Arguments),
    /// Offer names to shells
    #[command(hide = true)]
    CompleteNames(complete_names::Arguments),
}

impl Verb {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        match self {
            Verb::Simulate(_)
            | Verb::Plan(_)
            | Verb::Explain(_)
            | Verb::History(_)
            | Verb::Report(_)
            | Verb::Wait(_)
            | Verb::Run(_) => true,
            Verb::Jobs(arguments) => arguments.has_rows(),
            Verb::Sessions(arguments) => arguments.has_rows(),
            Verb::Tenants(arguments) => arguments.has_rows(),
            Verb::Schedule(arguments) => arguments.has_rows(),
            _ => false,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn a_wrong_command_line_is_answered_in_the_format_that_it_asks_for() {
        #[track_caller]
        fn case(line: &str, environment: Option<&str>, want: Format) {
            assert_eq!(format_asked_for(&words(line), environment), want);
        }
        case("mm simulate", None, Format::Table);
        case("mm simulate --json", Some("csv"), Format::Json);
        case("mm --output jsonl simulate", None, Format::Jsonl);
        case("mm simulate --output=csv", Some("json"), Format::Csv);
        case("mm simulate", Some("jsonl"), Format::Jsonl);
        case("mm simulate --output yaml", Some("json"), Format::Json);
        case("mm simulate --output", None, Format::Table);
        case("mm run JOB -- backup --json", None, Format::Table);
    }

    #[test]
    fn json_goes_with_no_other_format() {
        let read = |line: &str| Cli::read(&words(line)).map(|cli| cli.global.format());
        assert_eq!(read("mm --json explain").unwrap(), Format::Json);
        assert_eq!(read("mm explain --json --output json").unwrap(), Format::Json);
        for line in ["mm explain --json --output csv", "mm --output table explain --json"] {
            assert_eq!(read(line).unwrap_err().kind(), ErrorKind::ArgumentConflict, "{line}");
        }
    }
}
