//! Axis: the times along a picture, in local time with its offset.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::domain::Instant;

/// Steps between two times along the axis, in minutes; the first that leaves few enough is taken.
const STEPS: [i64; 13] = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200];
/// So many times are told at most.
const MOST: i64 = 13;

/// A time along the axis.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) at: Instant,
    /// Hour and minute.
    pub(super) time: String,
    /// The date, where it is another than that of the tick before.
    pub(super) date: Option<String>,
}

/// Round local times from `start` to `end`.
pub(super) fn ticks(start: Instant, end: Instant, zone: &TimeZone) -> Vec<Tick> {
    let minutes = (end.millis() - start.millis()) / 60_000;
    let fits = |step: &&i64| minutes / **step < MOST;
    let step = STEPS.iter().find(fits).copied().unwrap_or(minutes / MOST + 1);
    let first = zone.to_datetime(start.timestamp());
    let mut civil = first.date().to_datetime(jiff::civil::Time::midnight());
    let mut ticks: Vec<Tick> = Vec::new();
    let mut date = None;
    loop {
        let Some(at) = instant(civil, zone) else {
            return ticks;
        };
        if at > end {
            return ticks;
        }
        // A local time that daylight saving repeats is told once.
        if at >= start && ticks.last().is_none_or(|last| last.at < at) {
            let is_new = date != Some(civil.date());
            date = Some(civil.date());
            ticks.push(Tick {
                at,
                time: civil.strftime("%H:%M").to_string(),
                date: is_new.then(|| civil.strftime("%a %Y-%m-%d").to_string()),
            });
        }
        let Ok(next) = civil.checked_add(step.minutes()) else {
            return ticks;
        };
        civil = next;
    }
}

fn instant(civil: DateTime, zone: &TimeZone) -> Option<Instant> {
    let timestamp = zone.to_ambiguous_timestamp(civil).compatible().ok()?;
    Some(Instant::from_millis(timestamp.as_millisecond()))
}

/// The offset of the local time, and the other one if it changes on the way.
pub(super) fn offset(start: Instant, end: Instant, zone: &TimeZone) -> String {
    let at = |instant: Instant| {
        instant.timestamp().to_zoned(zone.clone()).strftime("UTC%:z").to_string()
    };
    match (at(start), at(end)) {
        (first, last) if first == last => first,
        (first, last) => format!("{first}, later {last}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Instant;
    use crate::output::chart::axis::{offset, ticks};
    use jiff::tz::TimeZone;

    #[track_caller]
    fn case(zone: &str, start: &str, end: &str, want: &[&str], offsets: &str) {
        let zone = TimeZone::get(zone).unwrap();
        let (start, end) = (Instant::parse(start).unwrap(), Instant::parse(end).unwrap());
        let told = |tick: super::Tick| match tick.date {
            Some(date) => format!("{} {date}", tick.time),
            None => tick.time,
        };
        let found: Vec<String> = ticks(start, end, &zone).into_iter().map(told).collect();
        assert_eq!(found, want);
        assert_eq!(offset(start, end, &zone), offsets);
    }

    #[test]
    fn round_local_times_are_told() {
        case(
            "Europe/Berlin",
            "2026-11-23T20:10:00Z",
            "2026-11-24T00:20:00Z",
            &[
                "21:30 Mon 2026-11-23",
                "22:00",
                "22:30",
                "23:00",
                "23:30",
                "00:00 Tue 2026-11-24",
                "00:30",
                "01:00",
            ],
            "UTC+01:00",
        );
    }

    #[test]
    fn a_change_of_the_offset_is_said() {
        case(
            "Europe/Berlin",
            "2026-10-24T22:00:00Z",
            "2026-10-25T03:00:00Z",
            &[
                "00:00 Sun 2026-10-25",
                "00:30",
                "01:00",
                "01:30",
                "02:00",
                "02:30",
                "03:00",
                "03:30",
                "04:00",
            ],
            "UTC+02:00, later UTC+01:00",
        );
    }

    #[test]
    fn long_times_are_told_in_days() {
        case(
            "UTC",
            "2026-11-01T00:00:00Z",
            "2026-11-01T00:00:00Z",
            &["00:00 Sun 2026-11-01"],
            "UTC+00:00",
        );
        let start = Instant::parse("2026-01-01T00:00:00Z").unwrap();
        let end = Instant::parse("2036-01-01T00:00:00Z").unwrap();
        assert!((5..=14).contains(&ticks(start, end, &TimeZone::UTC).len()));
    }
}
