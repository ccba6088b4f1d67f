//! Times as exports write them: ISO 8601, dates of common locales, and `/Date(…)/` of .NET.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::domain::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParsedTime {
    At {
        instant: Instant,
        /// It has no offset, so the given time zone was assumed.
        is_local: bool,
        /// Day and month could be swapped.
        is_ambiguous: bool,
    },
    /// Exporters write `0001-01-01T00:00:00` and the like for what did not happen.
    Never,
}

/// How dates with slashes are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateOrder {
    #[default]
    MonthFirst,
    DayFirst,
}

impl DateOrder {
    /// Day first if a date of the text, such as 23/11/2026, can only begin with its day.
    pub fn of(text: &str) -> DateOrder {
        let mut tokens = text.as_bytes().split(|byte| !matches!(byte, b'0'..=b'9' | b'/'));
        let begins_with_day = |token: &[u8]| {
            let token = std::str::from_utf8(token).unwrap_or_default();
            let [first, second, year] = *token.split('/').collect::<Vec<_>>() else { return false };
            let is_date = year.len() == 4 && second.parse().is_ok_and(|x| (1..=12).contains(&x));
            is_date && first.parse().is_ok_and(|x| (13..=31).contains(&x))
        };
        let found =
            text.contains('/') && tokens.any(|token| token.len() > 7 && begins_with_day(token));
        if found { DateOrder::DayFirst } else { DateOrder::MonthFirst }
    }
}

/// `zone` is that of times without an offset. `None`: not a time.
pub fn parse(text: &str, zone: &TimeZone, order: DateOrder) -> Option<ParsedTime> {
    let text = text.trim();
    if let Some(millis) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        return since_epoch(millis);
    }
    let end = text.find(['T', 't', ' ', ',', NARROW_SPACE, HARD_SPACE]);
    let (date_text, rest) = end.map_or((text, ""), |end| text.split_at(end));
    let (date, is_ambiguous) = date(date_text, order)?;
    let rest = rest.trim_start_matches(['T', 't', ',', ' ', NARROW_SPACE, HARD_SPACE]);
    let (clock, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
    let time = if clock.is_empty() { Time::midnight() } else { time_of_day(clock)? };
    let offset = if offset.is_empty() { None } else { Some(parse_offset(offset)?) };
    // Imported times are neither older than the products nor lie far in the future.
    match date.year() {
        ..1990 | 9999 => return Some(ParsedTime::Never),
        1990..2200 => {}
        _ => return None,
    }
    let civil = DateTime::from_parts(date, time);
    let timestamp = match offset {
        Some(offset) => offset.to_timestamp(civil),
        None => zone.to_timestamp(civil),
    };
    let instant = Instant::from_millis(timestamp.ok()?.as_millisecond());
    Some(ParsedTime::At { instant, is_local: offset.is_none(), is_ambiguous })
}

/// .NET writes the first before AM and PM.
const NARROW_SPACE: char = '\u{202f}';
const HARD_SPACE: char = '\u{a0}';

/// Milliseconds since 1970 in UTC; an offset behind them only says how the time was shown.
fn since_epoch(text: &str) -> Option<ParsedTime> {
    let end = text.get(1..)?.find(['+', '-']).map_or(text.len(), |end| end + 1);
    match text[..end].parse::<i64>().ok()? {
        // .NET writes its first and its last instant so.
        ..631_152_000_000 | 253_370_000_000_000..253_410_000_000_000 => Some(ParsedTime::Never),
        millis @ ..7_258_118_400_000 => {
            let instant = Instant::from_millis(millis);
            Some(ParsedTime::At { instant, is_local: false, is_ambiguous: false })
        }
        _ => None,
    }
}

/// A date, and whether day and month could be swapped.
fn date(text: &str, order: DateOrder) -> Option<(Date, bool)> {
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, third] = *parts else { return None };
    let small = |text| i8::try_from(number(text, 2)?).ok();
    let civil = |year, month, day| Date::new(number(year, 4)?, small(month)?, small(day)?).ok();
    if first.len() == 4 {
        return Some((civil(first, second, third)?, false));
    }
    if third.len() != 4 {
        return None;
    }
    let (month_first, day_first) = (civil(third, first, second), civil(third, second, first));
    // Dots and hyphens are used where the day comes first.
    if separator != '/' || order == DateOrder::DayFirst {
        return Some((day_first?, false));
    }
    let is_ambiguous = day_first.is_some() && day_first != month_first;
    Some((month_first.or(day_first)?, month_first.is_some() && is_ambiguous))
}

/// Digits alone, at most so many.
fn number(text: &str, most: usize) -> Option<i16> {
    let is_number = text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// A time of day such as `22:00`, `22:00:05.123` or `10:00 PM`.
pub fn time_of_day(text: &str) -> Option<Time> {
    let lower = text.to_ascii_lowercase();
    let (clock, noon) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        (None, None) => (&*lower, None),
    };
    let clock = clock.trim();
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match *parts {
        [hour, minute] => (hour, minute, "00"),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    if minute.len() != 2 || second.len() != 2 {
        return None;
    }
    let small = |text| i8::try_from(number(text, 2)?).ok();
    let (hour, minute, second) = (small(hour)?, small(minute)?, small(second)?);
    let hour = match noon {
        None => hour,
        Some(noon) => (1..=12).contains(&hour).then_some(hour % 12 + noon)?,
    };
    let is_number = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let millis: i32 = format!("{fraction:0<3}").get(..3).filter(|_| is_number)?.parse().ok()?;
    Time::new(hour, minute, second, millis * 1_000_000).ok()
}

/// `Z`, `+01`, `+0100` or `+01:00`.
fn parse_offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let (sign, digits) = text.split_at_checked(1)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2)?,
    };
    let minutes = if minutes.is_empty() { 0 } else { i32::from(number(minutes, 2)?) };
    let seconds = (i32::from(number(hours, 2)?) * 60 + minutes) * 60;
    let seconds = if sign == "-" { -seconds } else { seconds };
    (minutes < 60).then(|| Offset::from_seconds(seconds).ok())?
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
            let parsed = parse(text, &berlin(), DateOrder::MonthFirst);
            let Some(ParsedTime::At { instant, is_local, is_ambiguous }) = parsed else {
                panic!("{text}");
            };
            let marks = [if is_local { "~" } else { "" }, if is_ambiguous { "?" } else { "" }];
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
    fn times_that_stand_for_never_are_recognised() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(
                parse(text, &berlin(), DateOrder::MonthFirst),
                Some(ParsedTime::Never),
                "{text}"
            );
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
    fn texts_that_are_not_times_are_refused() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(parse(text, &berlin(), DateOrder::MonthFirst), None, "{text}");
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
            assert_eq!(DateOrder::of(text) == DateOrder::DayFirst, want, "{text}");
        }
        case("2/5/2026,13/5/2026", true);
        case("2/5/2026,5/13/2026", false);
        case("13/5/26", false);
        case("/13/5", false);
        case("C:/13/5/2026", false);
        case("2026/11/23", false);
        case("", false);
        let parsed = parse("2/5/2026", &TimeZone::UTC, DateOrder::DayFirst);
        let Some(ParsedTime::At { instant, is_ambiguous, .. }) = parsed else { panic!("a time") };
        let want = ("2026-05-02T00:00:00Z".to_owned(), false);
        assert_eq!((instant.to_string(), is_ambiguous), want);
    }

    #[test]
    fn times_of_day_are_read() {
        #[track_caller]
        fn case(text: &str, want: Option<(i8, i8)>) {
            assert_eq!(time_of_day(text).map(|time| (time.hour(), time.minute())), want, "{text}");
        }
        case("22:05", Some((22, 5)));
        case("20:00:00", Some((20, 0)));
        case("10:00 PM", Some((22, 0)));
        case("10:00\u{202f}pm", Some((22, 0)));
        case("12:30 AM", Some((0, 30)));
        case("12:30 PM", Some((12, 30)));
        case("0:30 AM", None);
        case("24:00", None);
        case("noon", None);
        case("", None);
    }
}
