//! The times along the axis of a chart, in local time.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::domain::Instant;

/// Steps between ticks, in minutes; the smallest that leaves few enough ticks is used.
const STEPS: [i64; 13] = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200];
/// The most ticks.
const MOST: i64 = 13;

/// A time on the axis.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) at: Instant,
    pub(super) time: String,
    /// The date, if it differs from that of the tick before.
    pub(super) date: Option<String>,
}

/// Round local times from `start` to `end`.
pub(super) fn ticks(start: Instant, end: Instant, zone: &TimeZone) -> Vec<Tick> {
    let minutes = (end.millis() - start.millis()) / 60_000;
    let fits = |step: &&i64| minutes / **step < MOST;
    let step = STEPS.iter().find(fits).copied().unwrap_or(minutes / MOST + 1);
    let mut civil = zone.to_datetime(start.timestamp()).start_of_day();
    let mut ticks: Vec<Tick> = Vec::new();
    let mut date = None;
    loop {
        let Some(at) = instant(civil, zone) else {
            return ticks;
        };
        if at > end {
            return ticks;
        }
        // A local time that daylight saving repeats gets one tick.
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

/// The offset of local time, and the later one if it changes.
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
        let shown = |tick: super::Tick| match tick.date {
            Some(date) => format!("{} {date}", tick.time),
            None => tick.time,
        };
        let found: Vec<String> = ticks(start, end, &zone).into_iter().map(shown).collect();
        assert_eq!(found, want);
        assert_eq!(offset(start, end, &zone), offsets);
    }

    #[test]
    fn ticks_are_round_local_times() {
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
    fn a_change_of_the_offset_is_shown() {
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
    fn long_spans_get_few_ticks() {
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
