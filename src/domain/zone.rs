//! Time zones by name, from the built-in database.
//!
//! It is the same on every machine, so that a scenario gives one result everywhere.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The zones that are built in.
pub static BUILT_IN: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Names that mean another zone on every machine, or none.
const OF_THE_MACHINE: [&str; 4] = ["localtime", "posixrules", "Factory", "Etc/Unknown"];

/// The zone with an IANA name such as `Europe/Berlin`, in upper or lower case.
pub fn zone_named(name: &str) -> Option<TimeZone> {
    if OF_THE_MACHINE.iter().any(|other| name.eq_ignore_ascii_case(other)) {
        return None;
    }
    BUILT_IN.get(name).ok()
}

#[cfg(test)]
mod tests {
    use crate::domain::zone::zone_named;

    #[test]
    fn only_iana_names_are_zones() {
        for name in ["Europe/Berlin", "europe/berlin", "UTC", "Etc/GMT+5", "Asia/Calcutta"] {
            assert!(zone_named(name).is_some(), "{name}");
        }
        for name in ["", "localtime", "posixrules", "factory", "Berlin", "/etc/localtime", "../UTC"]
        {
            assert!(zone_named(name).is_none(), "{name}");
        }
    }
}
