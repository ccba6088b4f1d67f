//! The command line: the tree of commands, and what their global options mean together.

use std::ffi::OsString;

use clap::builder::Resettable;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::args::Global;
use crate::clock;
use crate::commands::{
    Response, apply, can, check, complete_names, disable, enable, explain, extend, history, hooks,
    init, is, jobs, message, notice, overview, plan, rehearse, report, run, schedule, service,
    sessions, set_message, simulate, status, store, tenants, undo, wait, with_app,
};
use crate::domain::Spelled as _;
use crate::error::{Error, Result};
use crate::output::Format;

/// Maintenance mode for backup service providers: preview it, switch it, drain, undo
#[derive(Debug, Parser)]
#[command(name = "mm", version, max_term_width = 100)]
#[command(
    after_help = "TIME is 22:00, \"tomorrow 22:00\", \"Tue 22:00\", +90m, -8h, \"2026-11-23 22:00\", or a time as `mm status` prints it. Without a zone, TIME is in the zone of this machine.\nDURATION is 90s, 1h30m, 7d, \"2 hours\" or the like.\nMM_STORE, MM_OUTPUT, MM_NOW, MM_HOOKS, MM_HOOK_TIMEOUT and MM_ACTOR (for --as) set the option of that name.\n\nExit statuses and JSON are stable: see docs/exit-status.md and docs/json.md."
)]
pub struct Cli {
    /// Options of every command
    #[command(flatten)]
    pub global: Global,
    /// Without a command, `mm` shows the state and the commands that you need next
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands with what their help says of them, in its order: look ahead, switch, look back,
/// record, gate, set up.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the mode, its planned end, the notification and the drain
    Status(status::Args),
    /// Show what maintenance would do to jobs and tenants
    Simulate(simulate::Args),
    /// Find the maintenance windows that do the least harm
    Plan(plan::Args),
    /// Explain a word, a rule, an error code, or the treatment of a job
    Explain(explain::Args),
    /// Plan maintenance windows: add, list, remove
    Schedule(schedule::Args),
    /// Write a notice for each tenant about a coming maintenance
    Notice(notice::Args),
    /// Switch maintenance mode on
    Enable(enable::Args),
    /// Move the planned end of the maintenance
    Extend(extend::Args),
    /// Wait until the server is drained, or until another state is reached
    Wait(wait::Args),
    /// Switch maintenance mode off
    Disable(disable::Args),
    /// Undo the latest change of mode, notification, service or tenant access
    Undo(undo::Args),
    /// Report what a maintenance did to every run
    Report(report::Args),
    /// Show who changed what, when and why
    History(history::Args),
    /// Set the notification that tenants read
    SetMessage(set_message::Args),
    /// Show the notification as a tenant reads it
    Message(message::Args),
    /// Manage jobs: status, show, add, edit, remove, import, export, start
    Jobs(jobs::Args),
    /// Show sessions, observed and expected
    Sessions(sessions::Args),
    /// Manage tenants: list, show, add, edit, disable, enable, failover
    Tenants(tenants::Args),
    /// Record whether the Cloud Connect Service is running
    Service(service::Args),
    /// Test whether the server is in a state; the exit status answers
    Is(is::Args),
    /// Report the state as a monitoring plugin
    Check(check::Args),
    /// Test whether a job or an operation is allowed; the exit status answers
    Can(can::Args),
    /// Run a command as a session of a job, if the job may start
    Run(run::Args),
    /// Bring the real server to the recorded state, through hooks
    Apply(apply::Args),
    /// Check the installed hooks
    Hooks(hooks::Args),
    /// Create the store, or change its server name, kind and group
    Init(init::Args),
    /// Copy the store to a rehearsal, to try things out
    Rehearse(rehearse::Args),
    /// Check the store, back it up, or print its path
    Store(store::Args),
    /// Print names for shell completion
    #[command(hide = true)]
    CompleteNames(complete_names::Args),
}

impl Command {
    fn run(&self, global: &Global) -> Result<Response> {
        match self {
            Command::Status(_) => with_app(global, status::run),
            Command::Simulate(args) => with_app(global, |app| simulate::run(app, global, args)),
            Command::Plan(args) => with_app(global, |app| plan::run(app, args)),
            Command::Explain(args) => with_app(global, |app| explain::run(app, args)),
            Command::Schedule(args) => with_app(global, |app| schedule::run(app, args)),
            Command::Notice(args) => with_app(global, |app| notice::run(app, args)),
            Command::Enable(args) => with_app(global, |app| enable::run(app, global, args)),
            Command::Extend(args) => with_app(global, |app| extend::run(app, args)),
            Command::Wait(args) => wait::run(global, args),
            Command::Disable(args) => with_app(global, |app| disable::run(app, args)),
            Command::Undo(args) => with_app(global, |app| undo::run(app, args)),
            Command::Report(args) => with_app(global, |app| report::run(app, args)),
            Command::History(args) => with_app(global, |app| history::run(app, args)),
            Command::SetMessage(args) => with_app(global, |app| set_message::run(app, args)),
            Command::Message(args) => with_app(global, |app| message::run(app, args)),
            Command::Jobs(args) => jobs::run(global, args),
            Command::Sessions(args) => with_app(global, |app| sessions::run(app, args)),
            Command::Tenants(args) => with_app(global, |app| tenants::run(app, args)),
            Command::Service(args) => with_app(global, |app| service::run(app, args)),
            Command::Is(args) => with_app(global, |app| is::run(app, args)),
            Command::Check(args) => with_app(global, |app| check::run(app, args)),
            Command::Can(args) => with_app(global, |app| can::run(app, args)),
            Command::Run(args) => run::run(global, args),
            Command::Apply(args) => with_app(global, |app| apply::run(app, args)),
            Command::Hooks(args) => with_app(global, |app| hooks::run(app, args)),
            Command::Init(args) => with_app(global, |app| init::run(app, args)),
            Command::Rehearse(args) => with_app(global, |app| rehearse::run(app, args)),
            Command::Store(args) => with_app(global, |app| store::run(app, args)),
            Command::CompleteNames(args) => complete_names::run(global, args),
        }
    }

    /// Whether the result has rows, for JSON lines and CSV. `wait` and `run` write no result of their own,
    /// which suits these formats, too.
    fn has_rows(&self) -> bool {
        match self {
            Command::Jobs(args) => args.has_rows(),
            Command::Sessions(args) => args.has_rows(),
            Command::Tenants(args) => args.has_rows(),
            Command::Schedule(args) => args.has_rows(),
            Command::History(args) => args.has_rows(),
            Command::Simulate(_)
            | Command::Hooks(_)
            | Command::Notice(_)
            | Command::Plan(_)
            | Command::Explain(_)
            | Command::Report(_)
            | Command::Wait(_)
            | Command::Run(_) => true,
            Command::Status(_)
            | Command::Enable(_)
            | Command::Extend(_)
            | Command::Disable(_)
            | Command::Undo(_)
            | Command::SetMessage(_)
            | Command::Message(_)
            | Command::Service(_)
            | Command::Is(_)
            | Command::Check(_)
            | Command::Can(_)
            | Command::Apply(_)
            | Command::Init(_)
            | Command::Rehearse(_)
            | Command::Store(_)
            | Command::CompleteNames(_) => false,
        }
    }
}

impl Cli {
    /// Reads a command line and the environment.
    pub fn read(arguments: &[OsString]) -> Result<Cli, clap::Error> {
        // People who look for the version try both.
        if let [program, word] = arguments
            && word == "version"
        {
            return Cli::read(&[program.clone(), "--version".into()]);
        }
        let mut clap = Cli::command();
        let matches = clap
            .try_get_matches_from_mut(arguments)
            .map_err(|error| without_environment(arguments, error))?;
        let mut cli = Cli::from_arg_matches(&matches)?;
        let is_given = matches.value_source("output") == Some(ValueSource::CommandLine);
        let given = is_given.then_some(cli.global.output);
        let conflict = |clap: &mut clap::Command, message: &str| {
            Err(clap.error(ErrorKind::ArgumentConflict, message))
        };
        if let Some(other) = given.filter(|given| cli.global.json && *given != Format::Json) {
            let message = format!("--json cannot be combined with --output {other}");
            return conflict(&mut clap, &message);
        }
        if matches!(&cli.command, Some(Command::Report(report)) if report.html) {
            if cli.global.json || given.is_some_and(|given| given != Format::Html) {
                return conflict(&mut clap, "--html cannot be combined with another format");
            }
            cli.global.output = Format::Html;
        }
        Ok(cli)
    }

    /// Runs the command.
    pub fn execute(&self) -> Result<Response> {
        self.check()?;
        match &self.command {
            Some(command) => command.run(&self.global),
            None => with_app(&self.global, |app| overview::run(app, &self.global)),
        }
    }

    /// Refuses what no command can work with, before anything is changed: a time zone that does not
    /// exist, and a format that the command cannot write.
    fn check(&self) -> Result<()> {
        if let Err(message) = clock::check_zone() {
            return Err(Error::usage(message).hint("write one like TZ=Europe/Berlin, or unset TZ"));
        }
        let format = self.global.format();
        let has_rows = self.command.as_ref().is_some_and(Command::has_rows);
        let message = match format {
            Format::Table | Format::Json => return Ok(()),
            Format::Jsonl | Format::Csv if has_rows => return Ok(()),
            Format::Jsonl | Format::Csv => {
                format!("this command has no rows, so it cannot write {}", format.spelling())
            }
            Format::Html if matches!(self.command, Some(Command::Report(_))) => return Ok(()),
            Format::Html => "only `mm report` writes html".to_owned(),
            Format::OpenMetrics if matches!(self.command, Some(Command::Status(_))) => {
                return Ok(());
            }
            Format::OpenMetrics => "only `mm status` writes openmetrics".to_owned(),
            Format::Ics if matches!(&self.command, Some(Command::Schedule(args)) if args.has_rows()) =>
            {
                return Ok(());
            }
            Format::Ics => "only `mm schedule list` writes ics".to_owned(),
        };
        Err(Error::usage(message).hint("use --output table or --output json"))
    }
}

/// The same error, but with a usage line that leaves out options from the environment.
fn without_environment(arguments: &[OsString], error: clap::Error) -> clap::Error {
    let clap = Cli::command().mut_args(|argument| argument.env(Resettable::Reset));
    let again = clap.try_get_matches_from(arguments).err();
    again.filter(|again| again.kind() == error.kind()).unwrap_or(error)
}

/// The format for the errors of a command line that clap rejects: clap reports nothing about the
/// options after the first mistake, and scripts expect JSON wherever they put `--json`.
pub fn requested_format(arguments: &[OsString], environment: Option<&str>) -> Format {
    let mut requested = None;
    let mut words =
        arguments.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let value = if word == "--output" { words.next() } else { word.strip_prefix("--output=") };
        match value {
            Some(value) => requested = value.parse().ok(),
            None if word == "--json" => return Format::Json,
            None => {}
        }
    }
    requested.or_else(|| environment?.parse().ok()).unwrap_or(Format::Table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn errors_have_the_requested_format() {
        #[track_caller]
        fn case(line: &str, environment: Option<&str>, want: Format) {
            assert_eq!(requested_format(&words(line), environment), want);
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
    fn json_excludes_other_formats() {
        let read = |line: &str| Cli::read(&words(line)).map(|cli| cli.global.format());
        assert_eq!(read("mm --json explain").unwrap(), Format::Json);
        assert_eq!(read("mm explain --json --output json").unwrap(), Format::Json);
        for line in ["mm explain --json --output csv", "mm --output table explain --json"] {
            assert_eq!(read(line).unwrap_err().kind(), ErrorKind::ArgumentConflict, "{line}");
        }
    }
}
