//! From a command line to an exit status: runs the command and prints its result or its error.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use serde::Serialize;
use terminal_size::{Height, Width, terminal_size_of};

use crate::args::Global;
use crate::cli::{Cli, requested_format};
use crate::clock;
use crate::commands::{Response, check, program};
use crate::error::{Code, Error, Exit, Result};
use crate::output::{
    Color, Format, ResultWriter, Tone, name_program, sanitize, sanitize_json, stderr, wrap,
};

/// Runs a command line, program name included, and returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::read(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let exit = print_clap_message(&arguments, &error);
            let own = exit_of_errors(&arguments).filter(|_| exit == Exit::Usage);
            if own == Some(Exit::Unknown) {
                print_unknown(error.to_string().lines().next().unwrap_or_default());
            }
            return own.unwrap_or(exit).status();
        }
    };
    let format = cli.global.format();
    let program = program(&cli.global);
    let writer = (!cli.global.quiet).then(|| writer(&cli.global, program.clone()));
    let response = cli.execute();
    let exit = match response.and_then(|response| print(response, writer.as_ref(), &program)) {
        Ok(exit) => exit,
        Err(error) => {
            let hint = error.hint.as_deref().map(|hint| name_program(hint, &program));
            print_error(
                error.code.name(),
                &error.message(),
                hint.as_deref(),
                format,
                cli.global.color,
            );
            let own = exit_of_errors(&arguments);
            if own == Some(Exit::Unknown) && format == Format::Table && writer.is_some() {
                print_unknown(&error.message());
            }
            own.unwrap_or(error.exit)
        }
    };
    stderr::finish();
    exit.status()
}

/// Prints a response, and does what comes next, such as waiting. Without a writer standard output
/// stays empty.
fn print(mut response: Response, writer: Option<&ResultWriter>, program: &str) -> Result<Exit> {
    loop {
        print_one(&response, writer, program)?;
        match response.next {
            Some(next) => response = next()?,
            None => return Ok(response.exit),
        }
    }
}

fn print_one(response: &Response, writer: Option<&ResultWriter>, program: &str) -> Result<()> {
    let quiet_notes = response.quiet_notes.iter().filter(|_| writer.is_none());
    for note in response.notes.iter().chain(quiet_notes) {
        stderr::write_note(&format!("mm: {}", sanitize(&name_program(note, program))));
    }
    if let Some(writer) = writer
        && let Err(error) = (response.write)(writer, &mut io::stdout().lock())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return Err(not_shown(error, response));
    }
    Ok(())
}

/// The exit status of every error of a command line, for commands that have one of their own:
/// systemd and monitoring take other statuses for answers. clap may have rejected the command line.
fn exit_of_errors(arguments: &[OsString]) -> Option<Exit> {
    let words = || arguments.iter().take_while(|word| *word != "--");
    let clap = Cli::command().ignore_errors(true);
    let matches = clap.try_get_matches_from(words()).ok()?;
    match matches.subcommand_name()? {
        "check" => Some(Exit::Unknown),
        "can" if words().any(|word| word == "--exec-condition") => Some(Exit::NoCondition),
        _ => None,
    }
}

/// Prints the line that monitoring shows: it does not read standard error.
fn print_unknown(message: &str) {
    // Standard output may be closed; the exit status says the same.
    let _ = writeln!(io::stdout(), "{}", check::unknown(message));
}

/// The error of a result that cannot be written. It never has the exit status of an answer.
fn not_shown(error: io::Error, response: &Response) -> Error {
    let code = if response.is_change { Code::ChangedButNotShown } else { Code::Failed };
    let failed = Error::from_cause(code, error).context("cannot write to standard output");
    if response.is_change {
        return failed.hint("the change was made; `mm status` and `mm history` show it");
    }
    failed
}

fn writer(global: &Global, program: String) -> ResultWriter {
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    ResultWriter {
        format: global.format(),
        is_terminal,
        width: terminal_size_of(&stdout).map(columns),
        height: terminal_size_of(&stdout).map(|(_, Height(lines))| lines),
        colored: is_colored(&stdout, global.color),
        zone: clock::zone().clone(),
        program,
    }
}

fn is_colored(stream: &impl RawStream, choice: Color) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// The columns of a terminal; on very narrow ones lines are cut.
fn columns((Width(width), _): (Width, Height)) -> u16 {
    width.max(40)
}

/// The document `mm.error/1`.
#[derive(Serialize)]
struct ErrorDocument<'e> {
    schema: &'static str,
    error: ErrorRow<'e>,
}

#[derive(Serialize)]
struct ErrorRow<'e> {
    code: &'e str,
    message: &'e str,
    hint: Option<&'e str>,
}

fn print_error(code: &str, message: &str, hint: Option<&str>, format: Format, color: Color) {
    match format {
        Format::Json | Format::Jsonl => {
            let error = ErrorRow { code, message, hint };
            if let Ok(text) = serde_json::to_string(&ErrorDocument { schema: "mm.error/1", error })
            {
                stderr::write_line(&sanitize_json(&text));
            }
        }
        Format::Table | Format::Csv | Format::Html | Format::OpenMetrics | Format::Ics => {
            let lines = [("error", Tone::Alarm, Some(message)), ("hint", Tone::Heading, hint)];
            let is_colored = is_colored(&io::stderr(), color);
            for (label, tone, text) in lines {
                if let Some(text) = text {
                    print_labelled(label, tone, text, is_colored);
                }
            }
        }
    }
}

fn print_labelled(label: &str, tone: Tone, text: &str, is_colored: bool) {
    let line = format!("{label}: {}", sanitize(text));
    let width = stderr::terminal_width();
    for (at, line) in wrap(&line, width, label.len() + 2).into_iter().enumerate() {
        match line.strip_prefix(label) {
            Some(rest) if at == 0 && is_colored => {
                stderr::write_line(&format!("{}{rest}", tone.paint(label)));
            }
            Some(_) | None => stderr::write_line(&line),
        }
    }
}

/// Prints what clap has to say: help to standard output, errors in the requested format.
fn print_clap_message(arguments: &[OsString], error: &clap::Error) -> Exit {
    if !error.use_stderr() {
        return match error.print() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Failed,
            // Whoever closed the pipe has read enough.
            Ok(()) | Err(_) => Exit::Done,
        };
    }
    let environment = std::env::var("MM_OUTPUT").ok();
    let format = requested_format(arguments, environment.as_deref());
    let text = error.render().to_string();
    match (format, error.kind()) {
        (Format::Table | Format::Csv | Format::Html | Format::OpenMetrics | Format::Ics, _) => {
            // clap repeats arguments as they are; colours are lost where they need escapes.
            let safe: Vec<_> = text.lines().map(sanitize).collect();
            let _ = if safe.iter().eq(text.lines()) {
                error.print()
            } else {
                writeln!(io::stderr(), "{}", safe.join("\n"))
            };
        }
        (Format::Json | Format::Jsonl, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) => {
            let hint = "`mm help` lists the commands";
            print_error("usage", "a command is missing", Some(hint), format, Color::Never);
        }
        (Format::Json | Format::Jsonl, _) => {
            let (message, hint) = text.split_once("\n\n").unwrap_or((&text, ""));
            let message = message.trim().trim_start_matches("error: ");
            let hint = hint.split_whitespace().collect::<Vec<_>>().join(" ");
            print_error(
                "usage",
                message,
                Some(&*hint).filter(|hint| !hint.is_empty()),
                format,
                Color::Never,
            );
        }
    }
    Exit::Usage
}
