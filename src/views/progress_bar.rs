//! Progress bar of a long import.

use crate::clock;
use crate::domain::{Instant, Span};
use crate::output::Progress;

/// A bar at a terminal that appears once the work has taken a second.
pub struct Bar {
    started: Instant,
    done: u64,
    steps: u64,
    shown: Option<Progress>,
}

impl Bar {
    /// How many steps pass between two readings of the clock.
    const STEPS_PER_READING: u64 = 1024;

    pub fn new(steps: usize) -> Bar {
        Bar { started: clock::now(), done: 0, steps: steps as u64, shown: None }
    }

    pub fn step(&mut self) {
        self.done += 1;
        let is_due = self.done.is_multiple_of(Bar::STEPS_PER_READING);
        if is_due && clock::now() - self.started > Span::from_secs(1) {
            let bar = self.shown.get_or_insert_with(|| Progress::new(self.steps, false).of("jobs"));
            bar.at(self.done, self.steps, "reading", &[]);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.end();
        }
    }
}
