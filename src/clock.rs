//! Clock: the only place that asks the machine for the time and its zone.

use jiff::tz::TimeZone;

/// The time zone of this machine or user, for tables and for times given without an offset.
pub fn zone() -> TimeZone {
    TimeZone::system()
}
