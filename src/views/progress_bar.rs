//! Bar: how far a large import has been written.

use crate::clock;
use crate::domain::{Instant, Span};
use crate::output::Progress;

/// A bar at a terminal, for work that takes longer than a second.
pub struct Bar {
    begun: Instant,
    done: u64,
    length: u64,
    shown: Option<Progress>,
}

impl Bar {
    /// So many steps between two looks at the clock.
    const PACE: u64 = 1024;

    /// One of so many steps, of which none is done.
    pub fn new(length: usize) -> Bar {
        Bar { begun: clock::now(), done: 0, length: length as u64, shown: None }
    }

    /// One more step is done.
    pub fn step(&mut self) {
        self.done += 1;
        if !self.done.is_multiple_of(Bar::PACE) {
            return;
        }
        if clock::now() - self.begun > Span::from_secs(1) {
            let bar = self.shown.get_or_insert_with(|| Progress::new(self.length, false));
            bar.at(self.done, self.length, "jobs");
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
