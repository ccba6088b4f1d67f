//! The clock and the time zone of the machine.

use std::sync::LazyLock;

use jiff::tz::TimeZone;

use crate::domain::{Instant, zone_named};

/// The time zone of the user or the machine, for tables and for times without an offset.
pub fn zone() -> &'static TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
        // `TimeZone::system` would search all installed zones for the name.
        name_of_zone().and_then(|name| zone_named(&name)).unwrap_or_else(TimeZone::system)
    });
    &ZONE
}

/// The IANA name of the time zone, if it has one.
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

/// Measures elapsed time, even if the clock is changed in the meantime.
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn start() -> Stopwatch {
        Stopwatch(std::time::Instant::now())
    }

    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}
