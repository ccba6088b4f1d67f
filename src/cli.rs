//! Command line: global options and the list of verbs, as types.

use std::ffi::OsString;

use clap::builder::Resettable;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::args::Global;
use crate::commands::{
    Done, apply, can, complete_names, disable, enable, explain, extend, history, init, is, jobs,
    message, overview, plan, rehearse, report, run, schedule, service, sessions, set_message,
    simulate, status, store, tenants, undo, wait,
};
use crate::error::Error;
use crate::output::Format;

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
    pub verb: Option<Command>,
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
        if let Some(Command::Report(report)) = &cli.verb
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

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the state: mode, reason, end, message, drain
    Status(status::Args),
    /// Answer with the exit status whether a state is reached
    Is(is::Args),
    /// Switch maintenance mode on
    Enable(enable::Args),
    /// Move the planned end
    Extend(extend::Args),
    /// Wait until a state is reached, with an estimate
    Wait(wait::Args),
    /// Switch maintenance mode off
    Disable(disable::Args),
    /// Tell the real server what is recorded, through hooks
    Apply(apply::Args),
    /// Ask whether a job may start, or an operation may be done
    Can(can::Args),
    /// Windows planned ahead: add, list, remove
    Schedule(schedule::Args),
    /// Run a real command as a session of a job, if it may run
    Run(run::Args),
    /// Jobs: status, show, add, edit, remove, import, export, start
    Jobs(jobs::Args),
    /// List sessions: what was seen of them, and what is expected now
    Sessions(sessions::Args),
    /// Keep tenants: list, add, disable, enable, and their replicas in failover
    Tenants(tenants::Args),
    /// Set the notification that tenants read
    SetMessage(set_message::Args),
    /// Show the notification, and how a tenant reads it
    Message(message::Args),
    /// Record whether the Cloud Connect Service runs
    Service(service::Args),
    /// Undo the latest change of mode, message, service or tenant access
    Undo(undo::Args),
    /// Tell what a maintenance did: every session refused or cut, and what healed since
    Report(report::Args),
    /// Show who did what, when and why
    History(history::Args),
    /// Show what maintenance would do to whom, and when all is drained
    Simulate(simulate::Args),
    /// Find the maintenance windows that would hurt least
    Plan(plan::Args),
    /// Explain a rule, a code, or how a job is treated and why
    Explain(explain::Args),
    /// Make the store, or change what it is for and who shares it
    Init(init::Args),
    /// Make a rehearsal copy of the store, to try things out
    Rehearse(rehearse::Args),
    /// Check the store, back it up, tell where it lies
    Store(store::Args),
    /// Offer names to shells
    #[command(hide = true)]
    CompleteNames(complete_names::Args),
}

impl Command {
    /// Whether the result is a list of rows, that can be written as JSON lines and CSV.
    pub fn has_rows(&self) -> bool {
        match self {
            Command::Simulate(_)
            | Command::Plan(_)
            | Command::Explain(_)
            | Command::History(_)
            | Command::Report(_)
            | Command::Wait(_)
            | Command::Run(_) => true,
            Command::Jobs(arguments) => arguments.has_rows(),
            Command::Sessions(arguments) => arguments.has_rows(),
            Command::Tenants(arguments) => arguments.has_rows(),
            Command::Schedule(arguments) => arguments.has_rows(),
            _ => false,
        }
    }
}

/// Carries out a command line.
pub fn carry_out(cli: Cli) -> anyhow::Result<Done> {
    let Cli { global, verb } = cli;
    if global.format() == Format::Html && !matches!(verb, Some(Command::Report(_))) {
        let problem = Error::usage("only mm report writes html");
        return Err(problem.hint("use --output table or --output json").into());
    }
    let Some(verb) = verb else {
        return overview::run(&global);
    };
    match verb {
        Command::Simulate(args) => simulate::run(&global, &args),
        Command::Plan(args) => plan::run(&global, &args),
        Command::Explain(args) => explain::run(&global, &args),
        Command::Status(args) => status::run(&global, &args),
        Command::Is(args) => is::run(&global, &args),
        Command::Enable(args) => enable::run(&global, &args),
        Command::Extend(args) => extend::run(&global, &args),
        Command::Disable(args) => disable::run(&global, &args),
        Command::Jobs(args) => jobs::run(&global, &args),
        Command::Apply(args) => apply::run(&global, &args),
        Command::Can(args) => can::run(&global, &args),
        Command::Run(args) => run::run(&global, &args),
        Command::Wait(args) => wait::run(&global, &args),
        Command::Schedule(args) => schedule::run(&global, &args),
        Command::Sessions(args) => sessions::run(&global, &args),
        Command::Tenants(args) => tenants::run(&global, &args),
        Command::SetMessage(args) => set_message::run(&global, &args),
        Command::Message(args) => message::run(&global, &args),
        Command::Service(args) => service::run(&global, &args),
        Command::Undo(args) => undo::run(&global, &args),
        Command::Report(args) => report::run(&global, &args),
        Command::History(args) => history::run(&global, &args),
        Command::Init(args) => init::run(&global, &args),
        Command::Rehearse(args) => rehearse::run(&global, &args),
        Command::Store(args) => store::run(&global, &args),
        Command::CompleteNames(args) => complete_names::run(&global, &args),
    }
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
