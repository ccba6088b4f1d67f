//! Time: instants to the millisecond and spans of whole seconds, as integers.

use std::fmt;
use std::ops::{Add, Sub};

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
/// An instant: milliseconds since 1970-01-01T00:00:00Z.
///
/// Every instant that was parsed lies in the years 0000 to 9999. Sums of an instant and spans may
/// lie beyond; nothing beyond [`Instant::LAST`] is ever simulated or printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// A length of time: whole seconds, kept in milliseconds, larger than zero where it was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Instant {
    /// The last instant that the calendar can express: 9999-12-30T22:00:00.999Z.
    pub const LAST: Instant = Instant(253_402_207_200_999);

    /// The first instant that is read, 0000-01-01T00:00:00Z: years before it have no four digits.
    pub const FIRST: Instant = Instant(-62_167_219_200_000);

    /// The instant that lies so many milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: i64) -> Instant {
        Instant(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The same instant for the calendar, held within what it can express.
    pub fn timestamp(self) -> Timestamp {
        // By seconds, as the library knows no milliseconds of its last one.
        let nanos = i32::try_from(self.0.rem_euclid(1000) * 1_000_000).unwrap_or(0);
        Timestamp::new(self.0.div_euclid(1000), nanos).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// Reads RFC 3339 with an offset, to the millisecond.
    pub fn parse(text: &str) -> Result<Instant, TimeError> {
        let shape = Shape::of(text).map_err(|why| TimeError::new(text, why))?;
        if shape.finer_than_millis {
            return Err(TimeError::new(text, "finer than a millisecond"));
        }
        let Some(instant) = shape.instant(text.as_bytes()) else {
            return Err(TimeError::new(text, "no such date or time of day in the calendar"));
        };
        if instant < Instant::FIRST {
            return Err(TimeError::new(text, "before the year 0000 in UTC"));
        }
        if instant > Instant::LAST {
            return Err(TimeError::new(
                text,
                "later than mm can express, 9999-12-30T22:00:00.999Z",
            ));
        }
        Ok(instant)
    }
}

/// What an RFC 3339 text looks like, before the calendar is asked.
struct Shape {
    finer_than_millis: bool,
    /// Milliseconds of its fraction.
    millis: i64,
    /// Minutes that it is ahead of UTC.
    offset: i64,
}

impl Shape {
    fn of(text: &str) -> Result<Shape, &'static str> {
        const WANTED: &str = "write RFC 3339 with an offset, as in 2026-11-23T20:00:00Z";
        const PATTERN: &[u8; 19] = b"0000-00-00T00:00:00";
        let bytes = text.as_bytes();
        if bytes.len() < PATTERN.len() {
            return Err(WANTED);
        }
        let (head, mut tail) = bytes.split_at(PATTERN.len());
        let fits = head.iter().zip(PATTERN).all(|(&found, &wanted)| match wanted {
            b'0' => found.is_ascii_digit(),
            b'T' => matches!(found, b'T' | b't' | b' '),
            other => found == other,
        });
        if !fits {
            return Err(WANTED);
        }
        if &head[17..] == b"60" {
            return Err("seconds go up to 59; mm knows no leap seconds");
        }
        let mut shape = Shape { finer_than_millis: false, millis: 0, offset: 0 };
        if let Some(fraction) = tail.strip_prefix(b".") {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return Err(WANTED);
            }
            let finer = fraction[..digits].iter().skip(3).any(|&digit| digit != b'0');
            shape.finer_than_millis = finer;
            let digit = |at: usize| if at < digits { number(&fraction[at..=at]) } else { 0 };
            shape.millis = digit(0) * 100 + digit(1) * 10 + digit(2);
            tail = &fraction[digits..];
        }
        match tail {
            b"" => Err("it has no offset; end it with Z or one like +02:00"),
            b"Z" | b"z" => Ok(shape),
            [sign @ (b'+' | b'-'), a, b, b':', c, d]
                if [a, b, c, d].iter().all(|x| x.is_ascii_digit()) =>
            {
                if (*a, *b) > (b'2', b'3') || *c > b'5' {
                    return Err("its offset is larger than 23:59");
                }
                let minutes = number(&[*a, *b]) * 60 + number(&[*c, *d]);
                shape.offset = if *sign == b'+' { minutes } else { -minutes };
                Ok(shape)
            }
            _ => Err(WANTED),
        }
    }

    /// The instant of a text of this shape, if there is such a day and time of day. Large documents
    /// hold many times, and the calendar takes long: it is asked only for days that some months have
    /// not.
    fn instant(&self, text: &[u8]) -> Option<Instant> {
        let [year, month, day] = [number(&text[0..4]), number(&text[5..7]), number(&text[8..10])];
        let [hour, minute, second] =
            [number(&text[11..13]), number(&text[14..16]), number(&text[17..19])];
        let is_day = (1..=12).contains(&month) && ((1..=28).contains(&day) || exists(text));
        if !is_day || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        // Years begin in March here, so that the day that is not in every year is the last.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        let days = year * 365 + leap_days + (month * 153 + 2) / 5 + day;
        // 1970-01-01 is day 719,469 of that count.
        let minutes = ((days - 719_469) * 24 + hour) * 60 + minute - self.offset;
        Some(Instant((minutes * 60 + second) * 1000 + self.millis))
    }
}

/// Whether the calendar has the day that a text begins with.
fn exists(text: &[u8]) -> bool {
    let day = std::str::from_utf8(&text[..10]).ok();
    day.is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}

/// The number that some digits write.
fn number(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
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

    /// No time at all.
    pub const NONE: Span = Span(0);

    /// A span of so many seconds.
    pub const fn from_secs(secs: i64) -> Span {
        Span(secs.saturating_mul(1000))
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads whole numbers of `d`, `h`, `m`, `s` in that order, each at most once.
    pub fn parse(text: &str) -> Result<Span, TimeError> {
        const WANTED: &str =
            "write whole numbers of d, h, m, s in that order, as in 90s, 10m or 1h30m";
        if let Some(span) = plain_span(text.as_bytes()) {
            return Ok(span);
        }
        let wrong = |why| TimeError::new(text, why);
        let (mut total, mut number, mut digits) = (0_i64, 0_i64, 0_u32);
        let mut units: &[(u8, i64)] = &[(b'd', 86_400), (b'h', 3_600), (b'm', 60), (b's', 1)];
        for &byte in text.as_bytes() {
            if byte.is_ascii_digit() {
                number = number.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
                digits += 1;
                continue;
            }
            let place = units.iter().position(|&(letter, _)| letter == byte);
            let (Some(place), true) = (place, digits > 0) else {
                return Err(wrong(WANTED));
            };
            total = total.saturating_add(number.saturating_mul(units[place].1));
            units = &units[place + 1..];
            (number, digits) = (0, 0);
        }
        if digits > 0 || text.is_empty() {
            return Err(wrong(WANTED));
        }
        match total.saturating_mul(1000) {
            0 => Err(wrong("it must be larger than zero")),
            millis if millis > Span::LONGEST.0 => Err(wrong("longer than ten thousand years")),
            millis => Ok(Span(millis)),
        }
    }
}

/// What nearly all durations are: a few digits and one unit.
fn plain_span(text: &[u8]) -> Option<Span> {
    let (unit, digits) = text.split_last()?;
    let unit = match unit {
        b'd' => 86_400_000,
        b'h' => 3_600_000,
        b'm' => 60_000,
        b's' => 1_000,
        _ => return None,
    };
    let plain = (1..=6).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let number = if plain { number(digits) } else { 0 };
    (number > 0).then_some(Span(number * unit))
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
    /// Whole seconds as `1d2h3m4s`, without the units that are zero; a part of a second counts as
    /// one, so that no remaining time looks like none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut secs = (self.0.unsigned_abs()).div_ceil(1000);
        if secs == 0 {
            return f.pad("0s");
        }
        let mut text = String::new();
        if self.0 < 0 {
            text.push('-');
        }
        for (letter, length) in [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)] {
            if secs >= length {
                text.push_str(&(secs / length).to_string());
                text.push(letter);
                secs %= length;
            }
        }
        f.pad(&text)
    }
}

/// A text that is not the time or the duration it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError {
    found: String,
    why: &'static str,
}

impl TimeError {
    fn new(found: &str, why: &'static str) -> TimeError {
        TimeError { found: found.chars().take(80).collect(), why }
    }

    /// What is wrong with it.
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

macro_rules! as_text {
    ($name:ident, $what:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::parse(text).map_err(E::custom)
                    }
                }
                from.deserialize_str(Visitor)
            }
        }
    };
}
as_text!(Instant, "a time such as \"2026-11-23T20:00:00Z\"");
as_text!(Span, "a duration such as \"1h30m\"");

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
    fn times_are_read_as_the_calendar_reads_them() {
        // Steps of about 114 days that go through every day, hour, minute and second.
        let steps = (Instant::FIRST.millis() + 86_400_000..Instant::LAST.millis() - 86_400_000)
            .step_by(9_876_543_211);
        for (at, millis) in steps.enumerate() {
            let timestamp = jiff::Timestamp::from_millisecond(millis).unwrap();
            let offset = jiff::tz::offset(i8::try_from(at % 47).unwrap() - 23);
            let text = timestamp.display_with_offset(offset).to_string();
            assert_eq!(Instant::parse(&text).unwrap().millis(), millis, "{text}");
        }
    }

    #[test]
    fn times_that_are_none_are_refused() {
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
    }

    #[test]
    fn durations_that_are_none_are_refused() {
        for text in [
            "", "0s", "0d0h", "10", "m", "10m1h", "1h1h", "-5m", "1.5h", "1 h", "10min", "5M",
            "+5m",
        ] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
        assert!(Span::parse("99999999999999999999999d").is_err());
        assert!(Span::parse("3652501d").is_err());
    }
}
