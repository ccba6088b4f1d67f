//! Widths of a chart, and the scale of its time axis.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a picture are rounded to a tenth"
)]

use crate::domain::Instant;

pub(super) const WIDTH: f64 = 1280.0;
/// The left margin of texts.
pub(super) const MARGIN: f64 = 16.0;
/// Where the lanes begin, right of their names.
pub(super) const LEFT: f64 = 300.0;
pub(super) const RIGHT: f64 = WIDTH - 24.0;

/// The scale of the time axis.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    start: i64,
    length: f64,
}

impl Scale {
    pub(super) fn new(start: Instant, end: Instant) -> Scale {
        let length = (end.millis() - start.millis()).max(1);
        Scale { start: start.millis(), length: length as f64 }
    }

    fn share(self, at: Instant) -> f64 {
        ((at.millis() - self.start) as f64 / self.length).clamp(0.0, 1.0)
    }

    /// The place of an instant; what lies outside the picture is put at its edge.
    pub(super) fn x(self, at: Instant) -> f64 {
        LEFT + self.share(at) * (RIGHT - LEFT)
    }

    /// The place of an instant among `parts` equal parts of the picture.
    pub(super) fn part(self, at: Instant, parts: usize) -> usize {
        ((self.share(at) * parts as f64) as usize).min(parts - 1)
    }

    /// The left edge of a part.
    pub(super) fn part_x(part: usize, parts: usize) -> f64 {
        LEFT + (RIGHT - LEFT) * part as f64 / parts as f64
    }
}
