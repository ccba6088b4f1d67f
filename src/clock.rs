//! The clock and the time zone of the machine.

use std::sync::LazyLock;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::domain::{Instant, zone_named};

static UTC: TimeZone = TimeZone::UTC;

static ZONE: LazyLock<Result<TimeZone, String>> = LazyLock::new(|| match std::env::var_os("TZ") {
    Some(value) => {
        let value = value.to_string_lossy();
        zone_of(&value).ok_or_else(|| format!("TZ is {value:?}, which names no time zone"))
    }
    None => Ok(zone_of_machine().unwrap_or_else(TimeZone::system)),
});

/// The time zone of the user or the machine, for tables and for times without an offset. If `TZ`
/// names none, it is UTC; [`check_zone`] reports that before anything is done.
pub fn zone() -> &'static TimeZone {
    ZONE.as_ref().unwrap_or(&UTC)
}

/// Fails if `TZ` is set but names no time zone.
pub fn check_zone() -> Result<(), &'static str> {
    ZONE.as_ref().map(|_| ()).map_err(String::as_str)
}

/// The zone that a value of `TZ` names: a name, a POSIX rule, or the path of a zone file. `None` if
/// there is no such zone. Only regular files of a sensible size are read, never devices.
fn zone_of(value: &str) -> Option<TimeZone> {
    const LARGEST: u64 = 1 << 20;
    let name = value.strip_prefix(':').unwrap_or(value);
    if name.is_empty() {
        return Some(TimeZone::UTC);
    }
    if name.starts_with('/') {
        let is = std::fs::metadata(name).ok()?;
        let is_zone_file = is.is_file() && is.len() <= LARGEST;
        if !is_zone_file {
            return None;
        }
        return TimeZone::tzif(name, &std::fs::read(name).ok()?).ok();
    }
    zone_named(name).or_else(|| TimeZone::posix(name).ok())
}

/// The zone of the machine by its IANA name: [`TimeZone::system`] would search all installed zones.
fn zone_of_machine() -> Option<TimeZone> {
    let link = std::fs::read_link("/etc/localtime").ok()?.into_os_string().into_string().ok()?;
    zone_named(link.split_once("zoneinfo/")?.1)
}

/// The present, to the millisecond.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> Instant {
    #[cfg(test)]
    if let Some(at) = GIVEN.get() {
        return at;
    }
    Instant::from_millis(jiff::Timestamp::now().as_millisecond())
}

#[cfg(test)]
thread_local! {
    static GIVEN: std::cell::Cell<Option<Instant>> = const { std::cell::Cell::new(None) };
}

/// Sets the clock of this thread.
#[cfg(test)]
pub fn set_for_test(at: Instant) {
    GIVEN.set(Some(at));
}

/// Measures elapsed time, even if the clock is changed in the meantime.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn start() -> Stopwatch {
        Stopwatch(std::time::Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A time limit, whatever is done to the clock of the machine meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    begun: Stopwatch,
    limit: Option<Duration>,
}

impl Deadline {
    /// `None`: there is no limit.
    pub fn new(limit: Option<Duration>) -> Deadline {
        Deadline { begun: Stopwatch::start(), limit }
    }

    /// What is left of the limit; `None` without one.
    pub fn left(&self) -> Option<Duration> {
        self.limit.map(|limit| limit.saturating_sub(self.begun.elapsed()))
    }

    pub fn has_passed(&self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::zone_of;

    #[test]
    fn only_what_names_a_zone_is_one() {
        for zone in ["", "UTC", "Europe/Berlin", ":Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"] {
            assert!(zone_of(zone).is_some(), "{zone}");
        }
        for not in ["Berlin", "Europe/Berlim", "/dev/zero", ":/dev/tty", "/etc/passwd", "/", "../x"]
        {
            assert!(zone_of(not).is_none(), "{not}");
        }
    }
}
