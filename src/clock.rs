//! Clock: the only place that asks the machine for the time and its zone.

use jiff::tz::TimeZone;

use crate::domain::Instant;

/// The time zone of this machine or user, for tables and for times given without an offset.
pub fn zone() -> TimeZone {
    TimeZone::system()
}

/// The present, to the millisecond.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> Instant {
    Instant::from_millis(jiff::Timestamp::now().as_millisecond())
}

/// Tells how long something takes, whatever is done to the clock meanwhile.
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Begins.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn start() -> Stopwatch {
        Stopwatch(std::time::Instant::now())
    }

    /// How long it took so far.
    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}
