//! Progress: what is told while a command waits or works: a bar at a terminal, lines elsewhere.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::safe::safe;

/// How far something has come.
pub struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Progress {
    /// A bar of `length` steps where standard error is a terminal; nothing if `quiet`.
    pub fn new(length: u64, quiet: bool) -> Progress {
        let bar = (!quiet && io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
            // A template that cannot be read leaves the library's own.
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

    /// So many steps of so many are done; `said` tells more.
    pub fn at(&self, done: u64, length: u64, said: &str) {
        if let Some(bar) = &self.bar {
            bar.set_length(length);
            bar.set_position(done);
            bar.set_message(safe(said).into_owned());
        }
    }

    /// A line on standard error, above the bar if there is one.
    pub fn say(&self, line: &str) {
        if self.quiet {
            return;
        }
        match &self.bar {
            Some(bar) => bar.suspend(|| complain(line)),
            None => complain(line),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn complain(line: &str) {
    // Nobody is left to be told where standard error cannot be written to.
    let _ = writeln!(io::stderr(), "mm: {}", safe(line));
}

/// Writes one JSON document as a line of its own, at once.
pub fn json_line(value: &impl serde::Serialize) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    let mut sink = crate::output::sink::Sink::new(&mut stdout);
    crate::output::sink::json(value, &mut sink)?;
    sink.flush()
}
