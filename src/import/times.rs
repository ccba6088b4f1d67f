//! Times: reads instants in every way in which exports write them.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use crate::domain::Instant;

/// What a text says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// An instant.
    At {
        /// When.
        instant: Instant,
        /// Whether it has no offset, so that the time zone was asked.
        local: bool,
        /// Whether day and month could also be the other way round.
        ambiguous: bool,
    },
    /// It stands for never, as `0001-01-01T00:00:00` does.
    Never,
    /// It is no time.
    Unusable,
}

/// Reads a time. `day_first` is how dates with slashes are to be read.
pub(super) fn read(text: &str, zone: &TimeZone, day_first: bool) -> Read {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        return since_epoch(inner);
    }
    let mut cursor = Cursor(text.as_bytes());
    let Some((date, ambiguous)) = date(&mut cursor, day_first) else {
        return Read::Unusable;
    };
    let Some((time, offset)) = time_of_day(&mut cursor).filter(|_| cursor.0.is_empty()) else {
        return Read::Unusable;
    };
    let TimeOfDay { hour, minute, second, millis } = time;
    let (year, month, day) = (date.year(), date.month(), date.day());
    let civil = DateTime::new(year, month, day, hour, minute, second, millis * 1_000_000);
    let Ok(civil) = civil else {
        return Read::Unusable;
    };
    // Nothing that is imported is older than these products, or lies after their time.
    match civil.year() {
        ..1990 | 9999 => return Read::Never,
        1990..2200 => {}
        _ => return Read::Unusable,
    }
    let found = match offset {
        Zone::At(offset) => offset.to_timestamp(civil),
        Zone::Local => zone.to_timestamp(civil),
    };
    match found {
        Ok(timestamp) => {
            let instant = Instant::from_millis(timestamp.as_millisecond());
            Read::At { instant, local: offset == Zone::Local, ambiguous }
        }
        Err(_) => Read::Unusable,
    }
}

/// Whether some date that is written with slashes can only begin with its day, so that all do.
pub(super) fn day_first(text: &str) -> bool {
    text.match_indices('/').any(|(at, _)| {
        let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
        let first = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let mut rest = Cursor(after);
        let first = std::str::from_utf8(&before[at - first..]).ok().and_then(|x| x.parse().ok());
        let month = rest.number(1, 2);
        let date = rest.take(b'/') && rest.number(4, 4).is_some();
        date && first.is_some_and(|day: i32| (13..=31).contains(&day))
            && month.is_some_and(|month| (1..=12).contains(&month))
    })
}

/// What stands inside `/Date(…)/`: milliseconds since 1970 in UTC; an offset only says how it was
/// shown.
fn since_epoch(inner: &str) -> Read {
    let digits = inner.len() - inner.trim_start_matches(['-', '+']).len();
    let end = inner[digits..].find(['+', '-']).map_or(inner.len(), |end| digits + end);
    match inner[..end].parse::<i64>() {
        // .NET writes its first instant so.
        Ok(millis) if millis < 631_152_000_000 => Read::Never,
        Ok(millis) if millis < 7_258_118_400_000 => {
            Read::At { instant: Instant::from_millis(millis), local: false, ambiguous: false }
        }
        Ok(millis) if millis > 253_370_000_000_000 && millis < 253_410_000_000_000 => Read::Never,
        _ => Read::Unusable,
    }
}

/// A date: year first, or day and month before the year. Also whether these could be swapped.
fn date(cursor: &mut Cursor<'_>, day_first: bool) -> Option<(Date, bool)> {
    let digits = cursor.digits();
    if digits == 4 {
        let year = cursor.number(4, 4)?;
        let joint = cursor.any(b"-/.")?;
        let month = cursor.number(1, 2)?;
        cursor.take(joint).then_some(())?;
        return Some((civil(year, month, cursor.number(1, 2)?)?, false));
    }
    let first = cursor.number(1, 2)?;
    let joint = cursor.any(b"-/.")?;
    let second = cursor.number(1, 2)?;
    cursor.take(joint).then_some(())?;
    let year = cursor.number(4, 4)?;
    // Dots are written where the day comes first.
    let swapped = joint != b'/' || day_first || first > 12;
    let (month, day) = if swapped { (second, first) } else { (first, second) };
    let ambiguous = joint == b'/' && !day_first && first <= 12 && second <= 12 && first != second;
    Some((civil(year, month, day)?, ambiguous))
}

fn civil(year: i32, month: i32, day: i32) -> Option<Date> {
    let small = |number| i8::try_from(number).ok();
    Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

struct TimeOfDay {
    hour: i8,
    minute: i8,
    second: i8,
    millis: i32,
}

/// What a time says about its zone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// Nothing.
    Local,
    /// Its offset.
    At(Offset),
}

/// A time of day with its offset, if it has one; a date alone is its midnight.
fn time_of_day(cursor: &mut Cursor<'_>) -> Option<(TimeOfDay, Zone)> {
    let mut time = TimeOfDay { hour: 0, minute: 0, second: 0, millis: 0 };
    if cursor.0.is_empty() {
        return Some((time, Zone::Local));
    }
    cursor.any(b"Tt, ")?;
    cursor.spaces();
    let mut hour = cursor.number(1, 2)?;
    cursor.take(b':').then_some(())?;
    time.minute = i8::try_from(cursor.number(2, 2)?).ok()?;
    if cursor.take(b':') {
        time.second = i8::try_from(cursor.number(2, 2)?).ok()?;
        if cursor.any(b".,").is_some() {
            time.millis = cursor.fraction()?;
        }
    }
    cursor.spaces();
    if let Some(half) = cursor.any(b"AaPp") {
        cursor.any(b"Mm")?;
        let noon = if matches!(half, b'P' | b'p') { 12 } else { 0 };
        hour = if (1..=12).contains(&hour) { hour % 12 + noon } else { return None };
    }
    time.hour = i8::try_from(hour).ok()?;
    Some((time, offset(cursor)?))
}

/// An offset, if there is one; `None`: what stands there is none.
fn offset(cursor: &mut Cursor<'_>) -> Option<Zone> {
    cursor.spaces();
    if cursor.any(b"Zz").is_some() {
        return Some(Zone::At(Offset::UTC));
    }
    let Some(sign) = cursor.any(b"+-") else {
        return Some(Zone::Local);
    };
    let (hours, minutes) = if cursor.digits() == 4 {
        let both = cursor.number(4, 4)?;
        (both / 100, both % 100)
    } else {
        let hours = cursor.number(2, 2)?;
        (hours, if cursor.take(b':') { cursor.number(2, 2)? } else { 0 })
    };
    if minutes > 59 {
        return None;
    }
    let seconds = (hours * 60 + minutes) * 60;
    let seconds = if sign == b'-' { -seconds } else { seconds };
    Offset::from_seconds(seconds).ok().map(Zone::At)
}

/// What is left of a text.
struct Cursor<'t>(&'t [u8]);

impl Cursor<'_> {
    fn digits(&self) -> usize {
        self.0.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// A number of so many digits; no more may follow.
    fn number(&mut self, least: usize, most: usize) -> Option<i32> {
        let digits = self.digits();
        if !(least..=most).contains(&digits) {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        Some(number.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0')))
    }

    /// The digits of a fraction as milliseconds; what is finer is cut off.
    fn fraction(&mut self) -> Option<i32> {
        let digits = self.digits();
        if digits == 0 {
            return None;
        }
        let (fraction, rest) = self.0.split_at(digits);
        self.0 = rest;
        let digit = |at: usize| fraction.get(at).map_or(0, |digit| i32::from(digit - b'0'));
        Some(digit(0) * 100 + digit(1) * 10 + digit(2))
    }

    fn any(&mut self, of: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        let found = of.contains(&first);
        if found {
            self.0 = rest;
        }
        found.then_some(first)
    }

    fn take(&mut self, byte: u8) -> bool {
        self.any(&[byte]).is_some()
    }

    /// Steps over spaces, the narrow one too that .NET writes before AM and PM.
    fn spaces(&mut self) {
        loop {
            match self.0 {
                [b' ', rest @ ..] | [0xe2, 0x80, 0xaf, rest @ ..] | [0xc2, 0xa0, rest @ ..] => {
                    self.0 = rest;
                }
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn times_are_read_however_they_are_written() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            let Read::At { instant, local, ambiguous } = read(text, &berlin(), false) else {
                panic!("{text}");
            };
            let marks = [if local { "~" } else { "" }, if ambiguous { "?" } else { "" }];
            assert_eq!(format!("{instant}{}", marks.concat()), want);
        }
        case("2026-11-23T20:00:00Z", "2026-11-23T20:00:00Z");
        case("2026-11-23T21:00:00+01:00", "2026-11-23T20:00:00Z");
        case("2026-11-23T21:00:00.473+0100", "2026-11-23T20:00:00.473Z");
        case("2026-11-23T21:00:00.9999999+01:00", "2026-11-23T20:00:00.999Z");
        case("2026-11-23T21:00:00.96+01", "2026-11-23T20:00:00.960Z");
        case("2026-11-23T21:00:00.123456", "2026-11-23T20:00:00.123Z~");
        case("2026-11-23 21:00", "2026-11-23T20:00:00Z~");
        case("2026/11/23 21:00:00", "2026-11-23T20:00:00Z~");
        case("2026-07-23T21:00:00", "2026-07-23T19:00:00Z~");
        case("2026-10-25T02:30:00", "2026-10-25T00:30:00Z~");
        case("2026-03-29T02:30:00", "2026-03-29T01:30:00Z~");
        case("11/23/2026 9:00:05 PM", "2026-11-23T20:00:05Z~");
        case("11/23/2026 9:00:05\u{202f}PM", "2026-11-23T20:00:05Z~");
        case("2/5/2026 12:00:16 AM", "2026-02-04T23:00:16Z~?");
        case("2/5/2026 12:00:16", "2026-02-05T11:00:16Z~?");
        case("23/11/2026 21:00:00", "2026-11-23T20:00:00Z~");
        case("5/5/2026 12:00:16", "2026-05-05T10:00:16Z~");
        case("23.11.2026 21:00:00", "2026-11-23T20:00:00Z~");
        case("05.02.2026 21:00", "2026-02-05T20:00:00Z~");
        case("11/23/2026", "2026-11-22T23:00:00Z~");
        case("/Date(1595854109000)/", "2020-07-27T12:48:29Z");
        case("/Date(1595854109000+0200)/", "2020-07-27T12:48:29Z");
        case(" 2026-11-23T20:00:00Z ", "2026-11-23T20:00:00Z");
    }

    #[test]
    fn times_that_stand_for_never_are_none() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(read(text, &berlin(), false), Read::Never, "{text}");
        }
        case("0001-01-01T00:00:00");
        case("0001-01-01T00:00:00Z");
        case("1/1/0001 12:00:00 AM");
        case("1900-01-01T00:00:00.000+01:00");
        case("9999-12-31T23:59:59.9999999");
        case("/Date(-62135596800000)/");
        case("/Date(253402300799999)/");
    }

    #[test]
    fn texts_that_are_no_times_are_refused() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(read(text, &berlin(), false), Read::Unusable, "{text}");
        }
        case("");
        case("yesterday");
        case("2026-02-30T20:00:00Z");
        case("2026-11-23T25:00:00Z");
        case("2026-11-23T20:61:00Z");
        case("2026-11-23T20:00:00.Z");
        case("2026-11-23T20:00:00+99:00");
        case("2026-11-23T20:00:00 Uhr");
        case("13/13/2026 10:00");
        case("11/23/2026 13:00 PM");
        case("5026-11-23T20:00:00Z");
        case("/Date(abc)/");
        case("/Date()/");
        case("/Date(99999999999999999999)/");
        case("20261123");
    }

    #[test]
    fn the_order_of_day_and_month_is_that_of_the_file() {
        #[track_caller]
        fn case(text: &str, want: bool) {
            assert_eq!(day_first(text), want, "{text}");
        }
        case("2/5/2026,13/5/2026", true);
        case("2/5/2026,5/13/2026", false);
        case("13/5/26", false);
        case("/13/5", false);
        case("C:/13/5/2026x", true);
        case("2026/11/23", false);
        case("", false);
        let Read::At { instant, ambiguous, .. } = read("2/5/2026", &TimeZone::UTC, true) else {
            panic!("a time");
        };
        assert_eq!((instant.to_string(), ambiguous), ("2026-05-02T00:00:00Z".to_owned(), false));
    }
}
