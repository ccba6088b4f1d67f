//! Progress of a long command on standard error: a bar at a terminal, lines elsewhere.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::{sanitize, stderr};

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
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}") {
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

    /// Moves the bar to `done` of `length` steps, with a message beside it.
    pub fn at(&self, done: u64, length: u64, message: &str) {
        if let Some(bar) = &self.bar {
            bar.set_length(length);
            bar.set_position(done);
            bar.set_message(sanitize(message).into_owned());
        }
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

fn print(line: &str) {
    stderr::write_line(&format!("mm: {}", sanitize(line)));
}
