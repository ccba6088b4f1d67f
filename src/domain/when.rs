//! When: an instant as people type it, before it is known what the present is.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Time;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::domain::time::{Instant, Span};

/// An instant as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// RFC 3339.
    At(Instant),
    /// A time of the day, local.
    Clock(Time),
    /// A time of tomorrow, local.
    Tomorrow(Time),
    /// So long after the present.
    After(Span),
    /// So long before the present.
    Before(Span),
}

/// Which of the times of day is meant: that to come, or that gone by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The next one.
    Ahead,
    /// The last one.
    Back,
}

/// A text that is no instant.
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
    /// is meant as far after the change as it is written; of a repeated one the first is meant, or
    /// the last when looking back.
    pub fn resolve(self, now: Instant, zone: &TimeZone, look: Look) -> Result<Instant, WhenError> {
        match self {
            When::At(instant) => Ok(instant),
            When::After(span) => Ok(now + span),
            When::Before(span) => Ok(now - span),
            When::Clock(time) => nearest(time, Day::Any, now, zone, look),
            When::Tomorrow(time) => nearest(time, Day::Tomorrow, now, zone, Look::Ahead),
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
    look: Look,
) -> Result<Instant, WhenError> {
    let today = zone.to_datetime(now.timestamp()).date();
    let offsets: &[i64] = match (days, look) {
        (Day::Tomorrow, _) => &[1],
        (Day::Any, Look::Ahead) => &[0, 1, 2],
        (Day::Any, Look::Back) => &[0, -1, -2],
    };
    for offset in offsets {
        let civil = today.saturating_add(offset.days()).to_datetime(time);
        let ambiguous = zone.to_ambiguous_timestamp(civil);
        let found = match (ambiguous.offset(), look) {
            (AmbiguousOffset::Fold { .. }, Look::Back) => ambiguous.later(),
            (AmbiguousOffset::Fold { .. }, Look::Ahead)
            | (AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. }, _) => {
                ambiguous.compatible()
            }
        };
        let Ok(found) = found else {
            continue;
        };
        let found = Instant::from_millis(found.as_millisecond());
        let fits = match (days, look) {
            (Day::Tomorrow, _) => true,
            (Day::Any, Look::Ahead) => found > now,
            (Day::Any, Look::Back) => found <= now,
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
    fn case(text: &str, now: &str, look: Look, want: &str) {
        let now = Instant::parse(now).unwrap();
        let found = When::parse(text).unwrap().resolve(now, &berlin(), look).unwrap();
        assert_eq!(found.to_string(), want, "{text} at {now}");
    }

    #[test]
    fn times_are_near_the_present() {
        let now = "2026-11-23T20:00:00Z";
        case("2026-11-23T22:00:00+01:00", now, Look::Ahead, "2026-11-23T21:00:00Z");
        case("+90m", now, Look::Ahead, "2026-11-23T21:30:00Z");
        case("-8h", now, Look::Back, "2026-11-23T12:00:00Z");
        case("22:00", now, Look::Ahead, "2026-11-23T21:00:00Z");
        case("21:00", now, Look::Ahead, "2026-11-24T20:00:00Z");
        case("21:00", now, Look::Back, "2026-11-23T20:00:00Z");
        case("22:00", now, Look::Back, "2026-11-22T21:00:00Z");
        case("6:30", now, Look::Ahead, "2026-11-24T05:30:00Z");
        case("tomorrow 22:00", now, Look::Ahead, "2026-11-24T21:00:00Z");
        case("tomorrow 22:00:30", now, Look::Back, "2026-11-24T21:00:30Z");
    }

    #[test]
    fn daylight_saving_is_heeded() {
        case("02:30", "2026-03-28T20:00:00Z", Look::Ahead, "2026-03-29T01:30:00Z");
        case("02:30", "2026-10-24T20:00:00Z", Look::Ahead, "2026-10-25T00:30:00Z");
        case("02:30", "2026-10-25T12:00:00Z", Look::Back, "2026-10-25T01:30:00Z");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in
            ["", "yesterday", "25:00", "22", "22:0", "+", "-5", "tomorrow", "+5 m", "2026-11-23"]
        {
            assert!(When::parse(text).is_err(), "{text}");
        }
    }
}
