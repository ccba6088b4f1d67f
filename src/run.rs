//! Run: from arguments to an exit status, with everything said where it belongs.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};

use clap::Parser as _;
use serde_json::json;

use crate::cli::{Cli, Global};
use crate::clock;
use crate::command::{self, Done};
use crate::domain::Spelled as _;
use crate::exit::{Exit, Problem};
use crate::output::{Color, Format, Page, Show, Sink, safe};

/// Carries out a command line and says what came of it. Returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return explain_usage(&arguments, &error),
    };
    let how = How::of(&cli.global);
    let result = command::run(cli).and_then(|done| {
        let shown = show(&done, &how);
        // The process ends soon: it need not take the time to give back each piece of memory.
        std::mem::forget(done);
        shown
    });
    match result {
        Ok(exit) => exit.status(),
        Err(error) => complain(&error, how.format),
    }
}

/// How results are to be shown.
struct How {
    format: Format,
    color: Color,
    quiet: bool,
}

impl How {
    fn of(global: &Global) -> How {
        How { format: global.format(), color: global.color, quiet: global.quiet }
    }
}

fn show(done: &Done, how: &How) -> anyhow::Result<Exit> {
    for note in &done.notes {
        let _ = writeln!(io::stderr(), "mm: {}", safe(note));
    }
    if how.quiet {
        return Ok(done.exit);
    }
    match write(&*done.show, how) {
        Ok(()) => Ok(done.exit),
        Err(Trouble::Written(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(done.exit),
        Err(Trouble::Written(error)) => {
            Err(anyhow::Error::new(error).context("cannot write to standard output"))
        }
        Err(Trouble::NoRows) => Err(Problem::usage(format!(
            "this command has no rows, so it cannot write {}",
            how.format.spelling()
        ))
        .hint("use --output table or --output json")
        .into()),
    }
}

enum Trouble {
    Written(io::Error),
    NoRows,
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Written(error)
    }
}

fn write(show: &dyn Show, how: &How) -> Result<(), Trouble> {
    let mut stdout = io::stdout().lock();
    let mut sink = Sink::new(&mut stdout);
    match how.format {
        Format::Json => show.json(&mut sink)?,
        Format::Jsonl => show.rows().ok_or(Trouble::NoRows)?.jsonl(&mut sink)?,
        Format::Csv => show.rows().ok_or(Trouble::NoRows)?.csv(&mut sink)?,
        Format::Table => {
            let width = terminal_width();
            let mut page = Page::new(width, colored(how.color), clock::zone());
            show.page(&mut page);
            sink.write_all(page.into_text().as_bytes())?;
        }
    }
    Ok(sink.flush()?)
}

fn terminal_width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| width.max(40))
}

fn colored(color: Color) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto => {
            std::env::var_os("CLICOLOR_FORCE")
                .is_some_and(|value| !value.is_empty() && value != "0")
                || io::stdout().is_terminal()
        }
    }
}

/// Says what is wrong, where, and what to do.
fn complain(error: &anyhow::Error, format: Format) -> u8 {
    let problem = error.chain().find_map(|cause| cause.downcast_ref::<Problem>());
    let exit = problem.map_or(Exit::Failed, |problem| problem.exit);
    let code = problem.map_or("failed", |problem| problem.code);
    let message = format!("{error:#}");
    let hint = problem.and_then(|problem| problem.hint.clone());
    say_error(code, &message, hint.as_deref(), format);
    exit.status()
}

fn say_error(code: &str, message: &str, hint: Option<&str>, format: Format) {
    let mut stderr = io::stderr().lock();
    // Nobody is left to be told where standard error cannot be written to.
    let _ = match format {
        Format::Json | Format::Jsonl => {
            let error = json!({"code": code, "message": message, "hint": hint});
            writeln!(stderr, "{}", json!({"schema": "mm.error/1", "error": error}))
        }
        Format::Table | Format::Csv => {
            let hint = hint.map(|hint| format!("\nhint: {}", safe(hint))).unwrap_or_default();
            writeln!(stderr, "error: {}{hint}", safe(message))
        }
    };
}

/// Help goes to standard output; a wrong command line is an error like others.
fn explain_usage(arguments: &[OsString], error: &clap::Error) -> u8 {
    if !error.use_stderr() {
        // A closed pipe ends help quietly, too.
        let _ = error.print();
        return Exit::Done.status();
    }
    let wants_json = arguments.iter().any(|argument| argument == "--json")
        || arguments.windows(2).any(|pair| pair[0] == "--output" && pair[1] == "json")
        || arguments.iter().any(|argument| argument == "--output=json")
        || std::env::var_os("MM_OUTPUT").is_some_and(|value| value == "json");
    if wants_json {
        let text = error.render().to_string();
        let (message, hint) = text.split_once("\n\n").unwrap_or((&text, ""));
        let message = message.trim().trim_start_matches("error: ");
        let hint = hint.split_whitespace().collect::<Vec<_>>().join(" ");
        say_error(
            "usage",
            message,
            Some(&hint).filter(|hint| !hint.is_empty()).map(|x| &**x),
            Format::Json,
        );
    } else {
        let _ = error.print();
    }
    Exit::Usage.status()
}
