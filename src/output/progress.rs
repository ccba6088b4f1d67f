//! Progress of a long command on standard error: a bar at a terminal, lines elsewhere.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

use crate::output::stderr::terminal_width;
use crate::output::{columns, sanitize, stderr};

/// The progress of one command.
pub struct Progress {
    bar: Option<ProgressBar>,
    /// The noun for steps, in the plural.
    unit: &'static str,
    quiet: bool,
}

impl Progress {
    /// A bar of `length` steps if standard error is a terminal; nothing if `quiet`.
    pub fn new(length: u64, quiet: bool) -> Progress {
        let bar = (!quiet && io::stderr().is_terminal()).then(|| {
            let target = ProgressDrawTarget::term_like_with_hz(Box::new(Screen), DRAWN_PER_SECOND);
            let bar = ProgressBar::with_draw_target(Some(length), target);
            // The template is valid.
            if let Ok(style) = ProgressStyle::with_template("{msg}") {
                bar.set_style(style);
            }
            bar
        });
        Progress { bar, unit: "tasks", quiet }
    }

    /// Counts something else than tasks.
    #[must_use]
    pub fn of(mut self, unit: &'static str) -> Progress {
        self.unit = unit;
        self
    }

    /// Whether there is a bar.
    pub fn has_bar(&self) -> bool {
        self.bar.is_some()
    }

    /// Moves the bar to `done` of `length` steps, with a text before it and names behind it: as many as
    /// fit. Without steps there is no bar, only the text.
    pub fn at(&self, done: u64, length: u64, before: &str, names: &[String]) {
        let Some(bar) = &self.bar else { return };
        let before = sanitize(before);
        let steps = format!("{done} of {length} {}", self.unit);
        let width = usize::from(Screen.width());
        let taken = columns(&before) + 1 + BAR + 1 + steps.len() + 1;
        let line = if length == 0 {
            // The text may be cut, but the names are in it.
            cut(&before, width)
        } else {
            let names: Vec<String> = names.iter().map(|name| sanitize(name).into_owned()).collect();
            let names = fitting(&names, width.saturating_sub(taken + 1));
            cut(format!("{before} {} {steps} {names}", drawn(done, length)).trim_end(), width)
        };
        bar.set_length(length);
        bar.set_position(done);
        bar.set_message(line);
    }

    /// Writes a line, above the bar if there is one.
    pub fn say(&self, line: &str) {
        if self.quiet {
            return;
        }
        match &self.bar {
            Some(bar) => bar.suspend(|| print(line)),
            None => print(line),
        }
    }

    /// Removes the bar.
    pub fn end(&self) {
        if let Some(bar) = self.bar.as_ref().filter(|bar| !bar.is_finished()) {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

/// The columns of the bar.
const BAR: usize = 16;
/// The columns in which a terminal shows `^C`. Behind a full line it would begin another one, and the
/// bar would stay on the screen.
const ECHO: usize = 3;
const DRAWN_PER_SECOND: u8 = 20;

/// The terminal of standard error without its last columns.
#[derive(Debug)]
struct Screen;

impl Screen {
    /// Moves the cursor by some lines or columns.
    fn move_cursor(count: usize, direction: char) -> io::Result<()> {
        if count == 0 { Ok(()) } else { write!(io::stderr(), "\u{1b}[{count}{direction}") }
    }
}

impl TermLike for Screen {
    fn width(&self) -> u16 {
        let width = terminal_width().unwrap_or(80).saturating_sub(ECHO);
        u16::try_from(width).unwrap_or(u16::MAX)
    }

    fn move_cursor_up(&self, lines: usize) -> io::Result<()> {
        Screen::move_cursor(lines, 'A')
    }

    fn move_cursor_down(&self, lines: usize) -> io::Result<()> {
        Screen::move_cursor(lines, 'B')
    }

    fn move_cursor_right(&self, columns: usize) -> io::Result<()> {
        Screen::move_cursor(columns, 'C')
    }

    fn move_cursor_left(&self, columns: usize) -> io::Result<()> {
        Screen::move_cursor(columns, 'D')
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        writeln!(io::stderr(), "{line}")
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        write!(io::stderr(), "{text}")
    }

    fn clear_line(&self) -> io::Result<()> {
        write!(io::stderr(), "\r\u{1b}[2K")
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// As much of a text as fits into `room` columns.
fn cut(text: &str, room: usize) -> String {
    let mut taken = 0;
    text.chars()
        .take_while(|letter| {
            taken += columns(letter.encode_utf8(&mut [0; 4]));
            taken <= room
        })
        .collect()
}

fn drawn(done: u64, length: u64) -> String {
    let full = done.min(length) * BAR as u64 / length.max(1);
    (0..BAR as u64).map(|at| if at < full { '█' } else { '░' }).collect()
}

/// As many names as fit into `room` columns, and how many more there are.
fn fitting(names: &[String], room: usize) -> String {
    (0..=names.len())
        .rev()
        .map(|shown| {
            let more = match names.len() - shown {
                0 => None,
                more if shown == 0 => Some(format!("{more} running")),
                more => Some(format!("{more} more")),
            };
            names[..shown].iter().cloned().chain(more).collect::<Vec<_>>().join(", ")
        })
        .find(|text| columns(text) <= room)
        .unwrap_or_default()
}

fn print(line: &str) {
    stderr::write_note(&format!("mm: {}", sanitize(line)));
}

#[cfg(test)]
mod tests {
    use super::{cut, drawn, fitting};

    #[test]
    fn as_many_names_as_fit_are_shown() {
        #[track_caller]
        fn case(names: &[String], room: usize, want: &str) {
            assert_eq!(fitting(names, room), want);
        }
        let names = ["Acme/nightly", "夜間/バックアップ", "Kestrel Freight/Warehouse VMs"];
        let names = names.map(str::to_owned);
        case(&names, 80, "Acme/nightly, 夜間/バックアップ, Kestrel Freight/Warehouse VMs");
        case(&names, 60, "Acme/nightly, 夜間/バックアップ, 1 more");
        case(&names, 20, "Acme/nightly, 2 more");
        case(&names, 19, "3 running");
        case(&names, 5, "");
        case(&[], 5, "");
    }

    #[test]
    fn a_line_is_cut_between_letters() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "abc");
        assert_eq!(cut("夜間 a", 3), "夜");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn the_bar_is_full_when_all_is_done() {
        assert_eq!(drawn(0, 4), "░".repeat(16));
        assert_eq!(drawn(2, 4), "█".repeat(8) + &"░".repeat(8));
        assert_eq!(drawn(4, 4), "█".repeat(16));
    }
}
