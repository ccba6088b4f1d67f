//! Instants to the millisecond and spans of whole seconds.

use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::fmt::friendly::SpanParser;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::TimeZone;
use jiff::{SpanRelativeTo, Timestamp};

use crate::domain::spelling::serde_as_text;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
///
/// A parsed instant lies in the years 0000 to 9999. The sum of an instant and a span may lie beyond;
/// nothing after [`Instant::LAST`] is ever simulated or printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// A length of time: whole seconds in milliseconds, larger than zero if it was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Instant {
    /// The last instant that the calendar can express: 9999-12-30T22:00:00.999Z.
    pub const LAST: Instant = Instant(253_402_207_200_999);

    /// 0000-01-01T00:00:00Z: years before it do not have four digits.
    pub const FIRST: Instant = Instant(-62_167_219_200_000);

    pub const fn from_millis(millis: i64) -> Instant {
        Instant(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The same instant for the calendar, or the nearest one that the calendar can express.
    pub fn timestamp(self) -> Timestamp {
        // By seconds, since jiff does not accept the milliseconds of its last second.
        let nanos = i32::try_from(self.0.rem_euclid(1000) * 1_000_000).unwrap_or(0);
        let nearest = if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::new(self.0.div_euclid(1000), nanos).unwrap_or(nearest)
    }

    /// Reads RFC 3339 with an offset, to the millisecond.
    pub fn parse(text: &str) -> Result<Instant, TimeError> {
        parse_instant(text).map_err(|why| TimeError::new(text, why))
    }
}

/// jiff accepts more than RFC 3339, so the shape is checked before.
fn parse_instant(text: &str) -> Result<Instant, &'static str> {
    const WANTED: &str = "write RFC 3339 with an offset, as in 2026-11-23T20:00:00Z";
    const PATTERN: &str = "0000-00-00T00:00:00";
    let (local, rest) = text.split_at_checked(PATTERN.len()).ok_or(WANTED)?;
    let fits = local.bytes().zip(PATTERN.bytes()).all(|(found, wanted)| match wanted {
        b'0' => found.is_ascii_digit(),
        b'T' => matches!(found, b'T' | b't' | b' '),
        other => found == other,
    });
    let (fraction, offset) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())),
        None => ("0", rest),
    };
    if !fits || fraction.is_empty() {
        return Err(WANTED);
    }
    match offset.as_bytes() {
        b"" => return Err("it has no offset; end it with Z or one like +02:00"),
        b"Z" | b"z" => {}
        [b'+' | b'-', hours @ .., b':', a, b]
            if hours.len() == 2 && hours.iter().chain([a, b]).all(u8::is_ascii_digit) =>
        {
            if hours > b"23".as_slice() || *a > b'5' {
                return Err("its offset is larger than 23:59");
            }
        }
        _ => return Err(WANTED),
    }
    if local.ends_with("60") {
        return Err("seconds go up to 59; mm knows no leap seconds");
    }
    if fraction.trim_end_matches('0').len() > 3 {
        return Err("finer than a millisecond");
    }
    let millis = &fraction[..fraction.len().min(3)];
    let Ok(timestamp) = format!("{local}.{millis}{offset}").parse::<Timestamp>() else {
        return Err(match local.parse::<DateTime>() {
            Ok(_) => "later than mm can express, 9999-12-30T22:00:00.999Z",
            Err(_) => "no such date or time of day in the calendar",
        });
    };
    let instant = Instant(timestamp.as_millisecond());
    if instant < Instant::FIRST {
        return Err("before the year 0000 in UTC");
    }
    Ok(instant)
}

impl Instant {
    /// The local time with its date and zone, for people: `2026-11-23 22:00 CET`.
    pub fn in_zone(self, zone: &TimeZone) -> String {
        let format = format!("%Y-%m-%d {} %Z", self.clock_format());
        self.timestamp().to_zoned(zone.clone()).strftime(&format).to_string()
    }

    /// Hours and minutes, and seconds only where they are not zero.
    pub fn clock_format(self) -> &'static str {
        match self.millis().rem_euclid(60_000) {
            0..1_000 => "%H:%M",
            _ => "%H:%M:%S",
        }
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.0.rem_euclid(1000) == 0 { 0 } else { 3 };
        let mut text = String::with_capacity(24);
        DateTimePrinter::new()
            .precision(Some(digits))
            .print_timestamp(&self.timestamp(), &mut text)
            .map_err(|_| fmt::Error)?;
        f.pad(&text)
    }
}

impl Add<Span> for Instant {
    type Output = Instant;
    fn add(self, span: Span) -> Instant {
        Instant(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Instant {
    type Output = Instant;
    fn sub(self, span: Span) -> Instant {
        Instant(self.0.saturating_sub(span.0))
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, earlier: Instant) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// The longest span that can be written: 3,652,500 days, ten thousand years.
    pub const LONGEST: Span = Span(3_652_500 * 86_400_000);

    pub const NONE: Span = Span(0);

    /// The shortest that there is: instants count in milliseconds.
    pub const SHORTEST: Span = Span(1);

    pub const fn from_secs(secs: i64) -> Span {
        Span(secs.saturating_mul(1000))
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The same length for the timers of the machine.
    pub const fn duration(self) -> Duration {
        Duration::from_millis(self.0.unsigned_abs())
    }

    /// Reads whole numbers of `d`, `h`, `m`, `s` in that order, each at most once.
    pub fn parse(text: &str) -> Result<Span, TimeError> {
        parse_span(text).map_err(|why| TimeError::new(text, why))
    }

    /// Reads a duration as people type it, such as `90m`, `1h 30m`, `90min`, `2 hours` or `1.5h`.
    pub fn typed(text: &str) -> Result<Span, TimeError> {
        let text = text.trim();
        let span = match parse_span(text) {
            Err(why) if why == PLAIN => typed_span(text),
            other => other,
        };
        span.map_err(|why| TimeError::new(text, why))
    }
}

/// The units of a span in seconds, in the order in which they are written.
const UNITS: [(char, i64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

const PLAIN: &str = "write whole numbers of d, h, m, s in that order, as in 90s, 10m or 1h30m";
const TOO_LONG: &str = "longer than mm can express, 3652500d or ten thousand years";

fn parse_span(text: &str) -> Result<Span, &'static str> {
    let (mut total, mut number) = (0_i64, None);
    let mut units = UNITS.iter();
    for letter in text.chars() {
        if let Some(digit) = letter.to_digit(10) {
            let before: i64 = number.unwrap_or(0);
            number = Some(before.saturating_mul(10).saturating_add(digit.into()));
            continue;
        }
        let number = number.take().ok_or(PLAIN)?;
        let (_, secs) = units.find(|(unit, _)| *unit == letter).ok_or(PLAIN)?;
        total = total.saturating_add(number.saturating_mul(*secs));
    }
    if number.is_some() || text.is_empty() {
        return Err(PLAIN);
    }
    in_range(total.saturating_mul(1000))
}

fn in_range(millis: i64) -> Result<Span, &'static str> {
    match millis {
        0 => Err("it must be larger than zero"),
        millis if millis > Span::LONGEST.0 => Err(TOO_LONG),
        millis => Ok(Span(millis)),
    }
}

/// Reads a duration with jiff. Months and years differ in length.
fn typed_span(text: &str) -> Result<Span, &'static str> {
    const WANTED: &str = "write a duration as in 90s, 10m, 1h30m, 7d or \"2 hours\"";
    let span = SpanParser::new().parse_span(text);
    let span = span.map_err(|error| if error.is_range() { TOO_LONG } else { WANTED })?;
    if span.get_months() != 0 || span.get_years() != 0 {
        return Err("months and years differ in length; write days, as in 30d");
    }
    let days = SpanRelativeTo::days_are_24_hours();
    let duration = span.to_duration(days).map_err(|_| TOO_LONG)?;
    match duration {
        _ if !duration.is_positive() => Err("it must be larger than zero"),
        _ if duration.subsec_nanos() != 0 => Err("finer than a second"),
        _ => in_range(duration.as_secs().saturating_mul(1000)),
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Span {
    /// Whole seconds as `1d2h3m4s`, without the units that are zero. A part of a second counts as a
    /// whole one, so that some remaining time never looks like none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut secs = self.0.unsigned_abs().div_ceil(1000);
        if secs == 0 {
            return f.pad("0s");
        }
        let mut text = String::new();
        if self.0 < 0 {
            text.push('-');
        }
        for (letter, length) in UNITS {
            let length = length.unsigned_abs();
            if secs >= length {
                text.push_str(&(secs / length).to_string());
                text.push(letter);
                secs %= length;
            }
        }
        f.pad(&text)
    }
}

/// A text that is no time, or no duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError {
    found: String,
    why: &'static str,
}

impl TimeError {
    fn new(found: &str, why: &'static str) -> TimeError {
        TimeError { found: found.chars().take(80).collect(), why }
    }

    pub fn why(&self) -> &'static str {
        self.why
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.found, self.why)
    }
}

impl std::error::Error for TimeError {}

serde_as_text!(Instant, "time such as \"2026-11-23T20:00:00Z\"", Instant::parse);
serde_as_text!(Span, "duration such as \"1h30m\"", Span::parse);

#[cfg(test)]
mod tests {
    use crate::domain::time::{Instant, Span};

    #[test]
    fn times_are_read_and_written() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(Instant::parse(text).unwrap().to_string(), want);
        }
        case("2026-11-23T20:00:00Z", "2026-11-23T20:00:00Z");
        case("2026-11-23T20:00:00.5Z", "2026-11-23T20:00:00.500Z");
        case("2026-11-23T20:00:00.000Z", "2026-11-23T20:00:00Z");
        case("2026-11-23T20:00:00.001000Z", "2026-11-23T20:00:00.001Z");
        case("2026-11-23T20:00:00.0000000000000Z", "2026-11-23T20:00:00Z");
        case("2024-02-29T20:00:00Z", "2024-02-29T20:00:00Z");
        case("2026-11-23t22:30:00+02:30", "2026-11-23T20:00:00Z");
        case("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z");
        case("9999-12-30T22:00:00.999Z", "9999-12-30T22:00:00.999Z");
        case("9999-12-30T22:00:00.9Z", "9999-12-30T22:00:00.900Z");
        case("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z");
        case("0000-02-29T23:59:59-23:59", "0000-03-01T23:58:59Z");
        case("9999-12-31T20:00:00+22:01", "9999-12-30T21:59:00Z");
        assert_eq!(Instant::parse("9999-12-30T22:00:00.999Z").unwrap(), Instant::LAST);
        assert_eq!(Instant::parse("0000-01-01T00:00:00Z").unwrap(), Instant::FIRST);
    }

    #[test]
    fn texts_that_are_no_time_are_refused() {
        #[track_caller]
        fn case(text: &str, why: &str) {
            let error = Instant::parse(text).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        case("2026-11-23T20:00:00", "no offset");
        case("2026-11-23", "RFC 3339");
        case("2026-11-23T20:00Z", "RFC 3339");
        case("2026-11-23T20:00:00.0001Z", "finer");
        case("2026-11-23T20:00:00.Z", "RFC 3339");
        case("2026-02-30T20:00:00Z", "no such date");
        case("2026-11-23T25:00:00Z", "no such date");
        case("2026-11-23T20:00:60Z", "leap seconds");
        case("2016-12-31T23:59:60Z", "leap seconds");
        case("2026-11-23T20:00:00+0200", "RFC 3339");
        case("2026-11-23T20:00:00+24:00", "offset");
        case("2026-11-23T20:00:00+02:60", "offset");
        case("2026-11-23T20:00:00+2:00", "RFC 3339");
        case("2026-11-23T20:00:00+02:0x", "RFC 3339");
        case("2026-11-23T20:00:00[Europe/Berlin]", "RFC 3339");
        case("2100-02-29T20:00:00Z", "no such date");
        case("2026-13-01T20:00:00Z", "no such date");
        case("2026-11-00T20:00:00Z", "no such date");
        case("2026-11-23T20:60:00Z", "no such date");
        case("2026-11-23T20:00:99Z", "no such date");
        case("9999-12-31T23:59:59Z", "later than mm can express");
        case("9999-12-30T22:00:01Z", "later than mm can express");
        case("9999-12-30T20:00:00-23:00", "later than mm can express");
        case("2026-11-23T20:00:00.0000000001Z", "finer");
        case("0000-01-01T00:00:00+23:59", "before the year 0000");
        case("0000-01-01T00:59:59.999+01:00", "before the year 0000");
        case("", "RFC 3339");
        case("２026-11-23T20:00:00Z", "RFC 3339");
    }

    #[test]
    fn durations_are_read_and_written() {
        #[track_caller]
        fn case(text: &str, secs: i64, want: &str) {
            let span = Span::parse(text).unwrap();
            assert_eq!((span.millis(), span.to_string()), (secs * 1000, want.to_owned()));
        }
        case("90s", 90, "1m30s");
        case("10m", 600, "10m");
        case("1h30m", 5400, "1h30m");
        case("2d", 172_800, "2d");
        case("1d0h1s", 86_401, "1d1s");
        case("007m", 420, "7m");
        case("3652500d", 3_652_500 * 86_400, "3652500d");
    }

    #[test]
    fn durations_are_read_as_people_type_them() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(Span::typed(text).unwrap().to_string(), want, "{text}");
        }
        case("1h30m", "1h30m");
        case(" 7d ", "7d");
        case("7 days", "7d");
        case("1w", "7d");
        case("90min", "1h30m");
        case("90 mins", "1h30m");
        case("90 minutes", "1h30m");
        case("1h 30m", "1h30m");
        case("1 h 30 min", "1h30m");
        case("2 hours", "2h");
        case("1 hour, 30 minutes", "1h30m");
        case("2hrs", "2h");
        case("1.5h", "1h30m");
        case("45 sec", "45s");
        case("1d 2h 3m 4s", "1d2h3m4s");
        case("01:30:00", "1h30m");
    }

    #[test]
    fn typed_texts_that_are_no_duration_are_refused() {
        #[track_caller]
        fn case(text: &str, why: &str) {
            let error = Span::typed(text).unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
        case("", "write a duration");
        case("10", "write a duration");
        case("two hours", "write a duration");
        case("1h1h", "write a duration");
        case("10m1h", "write a duration");
        case("0s", "larger than zero");
        case("0 hours", "larger than zero");
        case("-5m", "larger than zero");
        case("5m ago", "larger than zero");
        case("99999999d", "longer than mm can express, 3652500d");
        case("99999999999999999999999999d", "longer than mm can express");
        case("100000000 days", "longer than mm can express");
        case("2 months", "differ in length");
        case("1y", "differ in length");
        case("1.5s", "finer");
        case("500ms", "finer");
        case("3652501 days", "longer than");
    }

    #[test]
    fn texts_that_are_no_duration_are_refused() {
        for text in [
            "", "0s", "0d0h", "10", "1h30", "m", "10m1h", "1h1h", "-5m", "1.5h", "1 h", "10min",
            "5M", "+5m",
        ] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
        assert!(Span::parse("99999999999999999999999d").is_err());
        assert!(Span::parse("3652501d").is_err());
    }
}
