//! Times as people type them, such as `22:00` or `+90m`, before the present is known.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Time;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::domain::time::{Instant, Span};

/// A time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    At(Instant),
    /// A local time of day.
    Clock(Time),
    /// A local time of tomorrow.
    Tomorrow(Time),
    After(Span),
    Before(Span),
}

/// Which time of day is meant: the next one or the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    Future,
    Past,
}

/// A text that is no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenError {
    found: String,
    why: String,
}

impl fmt::Display for WhenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?}: {}; write a time as in 2026-11-23T22:00:00Z, 22:00, \"tomorrow 22:00\", +90m or -8h",
            self.found, self.why
        )
    }
}

impl std::error::Error for WhenError {}

impl When {
    /// Reads RFC 3339, `22:00`, `tomorrow 22:00`, `+90m` or `-8h`.
    pub fn parse(text: &str) -> Result<When, WhenError> {
        let found: String = text.chars().take(80).collect();
        let wrong = |why: &str| WhenError { found: found.clone(), why: why.to_owned() };
        let span = |text: &str| Span::parse(text).map_err(|_| wrong("no duration after the sign"));
        let text = text.trim();
        if let Some(text) = text.strip_prefix('+') {
            return span(text).map(When::After);
        }
        if let Some(text) = text.strip_prefix('-') {
            return span(text).map(When::Before);
        }
        if let Some(clock) = text.strip_prefix("tomorrow") {
            let clock = clock.trim_start();
            return time_of_day(clock).map(When::Tomorrow).ok_or_else(|| wrong("no time of day"));
        }
        if let Some(time) = time_of_day(text) {
            return Ok(When::Clock(time));
        }
        Instant::parse(text).map(When::At).map_err(|error| wrong(error.why()))
    }

    /// The instant that is meant at `now` in a time zone. A local time that daylight saving skips
    /// counts from the time before the change. Of a repeated one the first is meant, toward the past
    /// the second.
    pub fn resolve(
        self,
        now: Instant,
        zone: &TimeZone,
        toward: Toward,
    ) -> Result<Instant, WhenError> {
        match self {
            When::At(instant) => Ok(instant),
            When::After(span) => Ok(now + span),
            When::Before(span) => Ok(now - span),
            When::Clock(time) => nearest(time, Day::Any, now, zone, toward),
            When::Tomorrow(time) => nearest(time, Day::Tomorrow, now, zone, Toward::Future),
        }
    }
}

fn time_of_day(text: &str) -> Option<Time> {
    let shape = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    let shape: Vec<u8> = text.bytes().map(shape).collect();
    match &shape[..] {
        b"00:00" | b"0:00" | b"00:00:00" => {}
        _ => return None,
    }
    let mut parts = text.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    Time::new(hour, minute, second, 0).ok()
}

#[derive(Clone, Copy)]
enum Day {
    Any,
    Tomorrow,
}

fn nearest(
    time: Time,
    days: Day,
    now: Instant,
    zone: &TimeZone,
    toward: Toward,
) -> Result<Instant, WhenError> {
    let today = zone.to_datetime(now.timestamp()).date();
    let offsets: &[i64] = match (days, toward) {
        (Day::Tomorrow, _) => &[1],
        (Day::Any, Toward::Future) => &[0, 1, 2],
        (Day::Any, Toward::Past) => &[0, -1, -2],
    };
    for offset in offsets {
        let civil = today.saturating_add(offset.days()).to_datetime(time);
        let ambiguous = zone.to_ambiguous_timestamp(civil);
        let found = match (ambiguous.offset(), toward) {
            (AmbiguousOffset::Fold { .. }, Toward::Past) => ambiguous.later(),
            (AmbiguousOffset::Fold { .. }, Toward::Future)
            | (AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. }, _) => {
                ambiguous.compatible()
            }
        };
        let Ok(found) = found else {
            continue;
        };
        let found = Instant::from_millis(found.as_millisecond());
        let fits = match (days, toward) {
            (Day::Tomorrow, _) => true,
            (Day::Any, Toward::Future) => found > now,
            (Day::Any, Toward::Past) => found <= now,
        };
        if fits {
            return Ok(found);
        }
    }
    Err(WhenError { found: time.to_string(), why: "no such local time is near".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[track_caller]
    fn case(text: &str, now: &str, toward: Toward, want: &str) {
        let now = Instant::parse(now).unwrap();
        let found = When::parse(text).unwrap().resolve(now, &berlin(), toward).unwrap();
        assert_eq!(found.to_string(), want, "{text} at {now}");
    }

    #[test]
    fn times_of_day_are_near_the_present() {
        let now = "2026-11-23T20:00:00Z";
        case("2026-11-23T22:00:00+01:00", now, Toward::Future, "2026-11-23T21:00:00Z");
        case("+90m", now, Toward::Future, "2026-11-23T21:30:00Z");
        case("-8h", now, Toward::Past, "2026-11-23T12:00:00Z");
        case("22:00", now, Toward::Future, "2026-11-23T21:00:00Z");
        case("21:00", now, Toward::Future, "2026-11-24T20:00:00Z");
        case("21:00", now, Toward::Past, "2026-11-23T20:00:00Z");
        case("22:00", now, Toward::Past, "2026-11-22T21:00:00Z");
        case("6:30", now, Toward::Future, "2026-11-24T05:30:00Z");
        case("tomorrow 22:00", now, Toward::Future, "2026-11-24T21:00:00Z");
        case("tomorrow 22:00:30", now, Toward::Past, "2026-11-24T21:00:30Z");
    }

    #[test]
    fn daylight_saving_skips_and_repeats_times() {
        case("02:30", "2026-03-28T20:00:00Z", Toward::Future, "2026-03-29T01:30:00Z");
        case("02:30", "2026-10-24T20:00:00Z", Toward::Future, "2026-10-25T00:30:00Z");
        case("02:30", "2026-10-25T12:00:00Z", Toward::Past, "2026-10-25T01:30:00Z");
    }

    #[test]
    fn texts_that_are_no_time_are_refused() {
        for text in
            ["", "yesterday", "25:00", "22", "22:0", "+", "-5", "tomorrow", "+5 m", "2026-11-23"]
        {
            assert!(When::parse(text).is_err(), "{text}");
        }
    }
}
