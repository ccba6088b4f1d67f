//! Progress of a long command on standard error: a bar at a terminal, lines elsewhere.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use terminal_size::{Width, terminal_size_of};

use crate::output::{columns, sanitize, stderr};

/// The progress of one command.
pub struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Progress {
    /// A bar of `length` steps if standard error is a terminal; nothing if `quiet`.
    pub fn new(length: u64, quiet: bool) -> Progress {
        let bar = (!quiet && io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
            // The template is valid.
            if let Ok(style) = ProgressStyle::with_template("{wide_msg}") {
                bar.set_style(style);
            }
            bar
        });
        Progress { bar, quiet }
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
        let steps = format!("{done}/{length}");
        let width = terminal_size_of(io::stderr()).map_or(80, |(Width(width), _)| width.into());
        let taken = columns(&before) + 1 + BAR + 1 + steps.len() + 1;
        let line = if length == 0 {
            // The text may be cut, but the names are in it.
            format!("{before:.width$}")
        } else {
            let names: Vec<String> = names.iter().map(|name| sanitize(name).into_owned()).collect();
            let names = fitting(&names, width.saturating_sub(taken + 1));
            format!("{before} {} {steps} {names}", drawn(done, length))
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
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The columns of the bar.
const BAR: usize = 16;

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
    stderr::write_line(&format!("mm: {}", sanitize(line)));
}

#[cfg(test)]
mod tests {
    use super::{drawn, fitting};

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
    fn the_bar_is_full_when_all_is_done() {
        assert_eq!(drawn(0, 4), "░".repeat(16));
        assert_eq!(drawn(2, 4), "█".repeat(8) + &"░".repeat(8));
        assert_eq!(drawn(4, 4), "█".repeat(16));
    }
}
