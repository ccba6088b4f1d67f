//! Run: from arguments to an exit status, with everything said where it belongs.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};

use clap::error::ErrorKind;
use serde::Serialize;

use crate::args::Global;
use crate::cli::{self, Cli, Command, format_asked_for};
use crate::clock;
use crate::commands::Done;
use crate::domain::Spelled as _;
use crate::error::{Error, Exit};
use crate::output::{Color, Format, Page, Reader, Show, Sink, safe, safe_json, wrap};

/// Carries out a command line and says what came of it. Returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::read(&arguments) {
        Ok(cli) => cli,
        Err(error) => return explain_usage(&arguments, &error),
    };
    let how = How::of(&cli.global);
    let has_rows = cli.verb.as_ref().is_some_and(Command::has_rows);
    if matches!(how.format, Format::Jsonl | Format::Csv) && !has_rows {
        // Said before anything is done.
        return complain(&no_rows(how.format), how.format);
    }
    let mut result = cli::carry_out(cli);
    loop {
        let done = match result {
            Ok(done) => done,
            Err(error) => return complain(&error, how.format),
        };
        let shown = show(&done, &how);
        let then = done.then;
        // The process ends soon: it need not take the time to give back each piece of memory.
        std::mem::forget(done.show);
        match (shown, then) {
            (Err(error), _) => return complain(&error, how.format),
            (Ok(exit), None) => return exit.status(),
            (Ok(_), Some(then)) => result = then(),
        }
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
        Err(Trouble::NoRows) => Err(no_rows(how.format)),
    }
}

fn no_rows(format: Format) -> anyhow::Error {
    let message = format!("this command has no rows, so it cannot write {}", format.spelling());
    Error::usage(message).hint("use --output table or --output json").into()
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
        Format::Csv => {
            let reader =
                if io::stdout().is_terminal() { Reader::Terminal } else { Reader::Program };
            show.rows().ok_or(Trouble::NoRows)?.csv(&mut sink, reader)?;
        }
        Format::Html => {
            let page = Page::new(None, false, clock::zone().clone());
            let html = show.html(&page).ok_or(Trouble::NoRows)?;
            sink.write_all(html.as_bytes())?;
        }
        Format::Table => {
            let width = terminal_width();
            let mut page = Page::new(width, colored(how.color), clock::zone().clone());
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
    let problem = error.chain().find_map(|cause| cause.downcast_ref::<Error>());
    let exit = problem.map_or(Exit::Failed, |problem| problem.exit);
    let code = problem.map_or(crate::error::Code::Failed, |problem| problem.code).name();
    let message = format!("{error:#}");
    let hint = problem.and_then(|problem| problem.hint.clone());
    say_error(code, &message, hint.as_deref(), format);
    exit.status()
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

fn say_error(code: &str, message: &str, hint: Option<&str>, format: Format) {
    // Nobody is left to be told where standard error cannot be written to.
    let _ = match format {
        Format::Json | Format::Jsonl => {
            let error = ErrorRow { code, message, hint };
            serde_json::to_string(&ErrorDocument { schema: "mm.error/1", error })
                .map_err(io::Error::other)
                .and_then(|text| writeln!(io::stderr(), "{}", safe_json(&text)))
        }
        Format::Table | Format::Csv | Format::Html => {
            let lines = [("error", Some(message)), ("hint", hint)];
            lines.iter().try_for_each(|(name, text)| match text {
                Some(text) => say_wrapped(&format!("{name}: {}", safe(text)), name.len() + 2),
                None => Ok(()),
            })
        }
    };
}

/// Says a text on standard error, broken between words where it is too long for a terminal.
fn say_wrapped(text: &str, indent: usize) -> io::Result<()> {
    let width = terminal_size::terminal_size_of(io::stderr())
        .map(|(terminal_size::Width(width), _)| usize::from(width.max(40)));
    wrap(text, width, indent).iter().try_for_each(|line| writeln!(io::stderr(), "{line}"))
}

/// Help goes to standard output; a wrong command line is an error like others.
fn explain_usage(arguments: &[OsString], error: &clap::Error) -> u8 {
    if !error.use_stderr() {
        // A closed pipe ends help quietly, too.
        let _ = error.print();
        return Exit::Done.status();
    }
    let environment = std::env::var("MM_OUTPUT").ok();
    let format = format_asked_for(arguments, environment.as_deref());
    match (format, error.kind()) {
        (Format::Table | Format::Csv | Format::Html, _) => {
            // What was typed stands in it as it is.
            let plain = error.render().to_string();
            let shown: Vec<_> = plain.lines().map(safe).collect();
            let is_harmless = shown.iter().zip(plain.lines()).all(|(shown, plain)| shown == plain);
            let _ = if is_harmless {
                error.print()
            } else {
                writeln!(io::stderr(), "{}", shown.join("\n"))
            };
        }
        (Format::Json | Format::Jsonl, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) => {
            let hint = "mm help lists the commands";
            say_error("usage", "no command is given", Some(hint), format);
        }
        (Format::Json | Format::Jsonl, _) => {
            let text = error.render().to_string();
            let (message, hint) = text.split_once("\n\n").unwrap_or((&text, ""));
            let message = message.trim().trim_start_matches("error: ");
            let hint = hint.split_whitespace().collect::<Vec<_>>().join(" ");
            let hint = Some(&*hint).filter(|hint| !hint.is_empty());
            say_error("usage", message, hint, format);
        }
    }
    Exit::Usage.status()
}
