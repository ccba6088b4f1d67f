//! Clock: the only place that asks the machine for the time and its zone.

use std::sync::LazyLock;

use jiff::tz::TimeZone;

use crate::domain::{Instant, zone_named};

/// The time zone of this machine or user, for tables and for times given without an offset.
pub fn zone() -> &'static TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
        // To find a zone by its name, the library would look through all that are installed.
        name_of_zone().and_then(|name| zone_named(&name)).unwrap_or_else(TimeZone::system)
    });
    &ZONE
}

/// The IANA name of the machine's zone, where it is known by one.
fn name_of_zone() -> Option<String> {
    if let Some(name) = std::env::var_os("TZ") {
        return name.into_string().ok();
    }
    let link = std::fs::read_link("/etc/localtime").ok()?.into_os_string().into_string().ok()?;
    Some(link.split_once("zoneinfo/")?.1.to_owned())
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
