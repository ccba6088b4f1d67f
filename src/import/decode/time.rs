//! Times as exports write them: ISO 8601, dates of common locales, seconds since 1970, `/Date(…)/`.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::domain::{Instant, Span, spelled};

/// Older files are pointed out, and dates that would make a file so old are read the other way.
pub const OLD: Span = Span::from_secs(26 * 3600);

spelled! {
    /// How dates with slashes are written.
    pub enum DateOrder: "order of dates" {
        MonthFirst = "month-first",
        DayFirst = "day-first",
    }
}

impl DateOrder {
    pub const fn other(self) -> DateOrder {
        match self {
            DateOrder::MonthFirst => DateOrder::DayFirst,
            DateOrder::DayFirst => DateOrder::MonthFirst,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParsedTime {
    At(At),
    /// Exporters write `0001-01-01T00:00:00` and the like for what did not happen.
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    pub instant: Instant,
    /// It has no offset, so the given time zone was assumed.
    pub is_local: bool,
    pub slashes: Slashes,
}

/// What a date with slashes tells about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slashes {
    /// It has none, or day and month are equal.
    None,
    /// It can only be read in this order.
    Only(DateOrder),
    /// The instant in the other order, and the order that its leading zeros suggest.
    Both { other: Instant, suggests: Option<DateOrder> },
}

/// `zone` is that of times without an offset. `None`: not a time.
pub fn parse(text: &str, zone: &TimeZone, order: DateOrder) -> Option<ParsedTime> {
    let text = text.trim();
    if let Some(millis) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        // An offset behind the milliseconds only says how the time was shown.
        let end = millis.get(1..)?.find(['+', '-']).map_or(millis.len(), |end| end + 1);
        return since_epoch(millis[..end].parse().ok()?);
    }
    if let Some(seconds) = number_of_seconds(text) {
        return since_epoch(seconds);
    }
    let parts = iso(text).or_else(|| Parts::of(text))?;
    let first = parts.instant(zone, order);
    let other = if parts.known.is_some() { first } else { parts.instant(zone, order.other()) };
    let (found, slashes) = match (first, other) {
        (None, None) => return None,
        (Some(found), None) => (found, Slashes::Only(order)),
        (None, Some(found)) => (found, Slashes::Only(order.other())),
        (Some(found), Some(Moment::At(other))) if found != Moment::At(other) => {
            (found, Slashes::Both { other, suggests: parts.suggests })
        }
        (Some(found), Some(_)) => (found, Slashes::None),
    };
    let Moment::At(instant) = found else { return Some(ParsedTime::Never) };
    Some(ParsedTime::At(At { instant, is_local: parts.offset.is_none(), slashes }))
}

/// Milliseconds since 1970 of a number of seconds, such as `1795463400,75`, or of milliseconds.
fn number_of_seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|x| x.is_ascii_digit());
    if !are_digits(digits) || !are_digits(fraction) || !(9..=13).contains(&digits.len()) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    if digits.len() > 11 {
        return Some(whole);
    }
    let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Some(whole * 1000 + millis)
}

fn since_epoch(millis: i64) -> Option<ParsedTime> {
    match millis {
        // .NET writes its first and its last instant so.
        ..631_152_000_000 | 253_370_000_000_000..253_410_000_000_000 => Some(ParsedTime::Never),
        millis @ ..7_258_118_400_000 => {
            let instant = Instant::from_millis(millis);
            Some(ParsedTime::At(At { instant, is_local: false, slashes: Slashes::None }))
        }
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    At(Instant),
    Never,
}

/// A time in parts, of which the order of day and month may be open.
struct Parts {
    year: i16,
    /// Month and day, or day and month.
    first: i8,
    second: i8,
    /// The year comes first, or the date has dots or hyphens: the order is known.
    known: Option<DateOrder>,
    suggests: Option<DateOrder>,
    time: Time,
    offset: Option<Offset>,
}

impl Parts {
    /// `None`: no such date.
    fn instant(&self, zone: &TimeZone, order: DateOrder) -> Option<Moment> {
        let (month, day) = match self.known.unwrap_or(order) {
            DateOrder::MonthFirst => (self.first, self.second),
            DateOrder::DayFirst => (self.second, self.first),
        };
        // Thailand counts its years from another one.
        let year = if (2533..2743).contains(&self.year) { self.year - 543 } else { self.year };
        let date = Date::new(year, month, day).ok()?;
        // Imported times are neither older than the products nor lie far in the future.
        match year {
            ..1990 | 9999 => return Some(Moment::Never),
            1990..2200 => {}
            _ => return None,
        }
        let civil = DateTime::from_parts(date, self.time);
        let timestamp = match self.offset {
            Some(offset) => offset.to_timestamp(civil),
            None => zone.to_timestamp(civil),
        };
        Some(Moment::At(Instant::from_millis(timestamp.ok()?.as_millisecond())))
    }

    fn of(text: &str) -> Option<Parts> {
        let Words { noon, month, rest } = Words::of(text)?;
        let mut rest = Scanner(rest.trim());
        let first = rest.digits()?;
        let separator = rest.separator();
        let second = rest.digits()?;
        let (first, second, third) = if let Some(month) = month {
            // `23-Nov-2026`, `November 23, 2026`
            (first, month, second)
        } else {
            (separator == rest.separator()).then_some(())?;
            (first, second, rest.digits()?)
        };
        let separator = if month.is_some() { Some('-') } else { separator };
        if !matches!(separator, Some('-' | '/' | '.')) {
            return None;
        }
        let small = |text: &str| i8::try_from(number(text, 2)?).ok();
        let (year, first_number, second_number, known) = if first.len() == 4 {
            (first, small(second)?, small(third)?, Some(DateOrder::MonthFirst))
        } else {
            // Dots and hyphens are used where the day comes first.
            let known = (separator != Some('/')).then_some(DateOrder::DayFirst);
            (third, small(first)?, small(second)?, known)
        };
        if year.len() != 4 {
            return None;
        }
        // Australia writes 2/09/2026: months have a leading zero, days have none.
        let suggests = (first.len() == 1 && second.len() == 2 && second.starts_with('0'))
            .then_some(DateOrder::DayFirst);
        let clock = rest.clock()?;
        let offset = match rest.0.trim().trim_end_matches('.') {
            "" => None,
            text => Some(parse_offset(text)?),
        };
        Some(Parts {
            year: number(year, 4)?,
            first: first_number,
            second: second_number,
            known,
            suggests,
            time: to_time(clock, noon)?,
            offset,
        })
    }
}

/// `2026-11-23T21:00:00.123+01:00`, the form of nearly all times.
fn iso(text: &str) -> Option<Parts> {
    let bytes = text.as_bytes();
    let is_iso = bytes.len() >= 19
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes[10], b'T' | b't' | b' ')
        && bytes[13] == b':'
        && bytes[16] == b':';
    if !is_iso {
        return None;
    }
    let two = |at: usize| i8::try_from(number(text.get(at..at + 2)?, 2)?).ok();
    let rest = text.get(19..)?;
    let (nanos, rest) = match rest.strip_prefix(['.', ',']) {
        None => (0, rest),
        Some(rest) => {
            let end = rest.bytes().take_while(u8::is_ascii_digit).count();
            let mut nanos = 0;
            for at in 0..9 {
                let digit = rest.as_bytes()[..end].get(at).map_or(0, |digit| digit - b'0');
                nanos = nanos * 10 + i32::from(digit);
            }
            ((end > 0).then_some(nanos)?, &rest[end..])
        }
    };
    let offset = if rest.is_empty() { None } else { Some(parse_offset(rest)?) };
    // Parts of a millisecond are dropped.
    let nanos = nanos / 1_000_000 * 1_000_000;
    Some(Parts {
        year: number(text.get(..4)?, 4)?,
        first: two(5)?,
        second: two(8)?,
        known: Some(DateOrder::MonthFirst),
        suggests: None,
        time: Time::new(two(11)?, two(14)?, two(17)?, nanos).ok()?,
        offset,
    })
}

/// A time whose words were taken out.
struct Words {
    /// 0 in the morning, 12 in the afternoon.
    noon: Option<i8>,
    month: Option<&'static str>,
    rest: String,
}

/// Words for morning and afternoon in the languages of Windows that write them.
const MORNING: &[&str] =
    &["am", "오전", "上午", "午前", "sa", "πμ", "ص", "قظ", "pg", "pd", "de", "fm"];
const AFTERNOON: &[&str] =
    &["pm", "오후", "下午", "午後", "ch", "μμ", "م", "بظ", "ptg", "md", "du", "em"];

const MONTHS: [(&str, &str); 12] = [
    ("jan", "01"),
    ("feb", "02"),
    ("mar", "03"),
    ("apr", "04"),
    ("may", "05"),
    ("jun", "06"),
    ("jul", "07"),
    ("aug", "08"),
    ("sep", "09"),
    ("oct", "10"),
    ("nov", "11"),
    ("dec", "12"),
];

const ENGLISH: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "sept",
    "october",
    "november",
    "december",
];

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

impl Words {
    /// Takes the words out of a time. `None`: one of them is not known.
    fn of(text: &str) -> Option<Words> {
        let mut found = Words { noon: None, month: None, rest: String::with_capacity(text.len()) };
        let mut word = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let is_letter = c.is_alphabetic() || ('\u{900}'..'\u{e80}').contains(&c);
            // `Z`, and `T` between date and time, are parts of the number.
            let stands_alone = word.is_empty() && !chars.peek().is_some_and(|c| c.is_alphabetic());
            if stands_alone && matches!(c, 'Z' | 'z') && !found.rest.is_empty() {
                found.rest.push('Z');
            } else if stands_alone && matches!(c, 'T' | 't') {
                found.rest.push(' ');
            } else if is_letter {
                word.extend(c.to_lowercase());
                if !chars.peek().is_some_and(|c| c.is_alphabetic()) {
                    // `p. m.` is one word.
                    let next: String = chars.clone().take(3).collect();
                    let goes_on = matches!(&*word, "a" | "p" | "π" | "μ")
                        && next.chars().any(char::is_alphabetic);
                    if !goes_on {
                        found.take(&word)?;
                        word.clear();
                        found.rest.push(' ');
                    }
                }
            } else if word.is_empty() {
                match c {
                    '\u{200e}' | '\u{200f}' => {}
                    c if c.is_whitespace() => found.rest.push(' '),
                    c => found.rest.push(c),
                }
            }
        }
        Some(found)
    }

    fn take(&mut self, word: &str) -> Option<()> {
        if MORNING.contains(&word) {
            self.noon = Some(0);
        } else if AFTERNOON.contains(&word) {
            self.noon = Some(12);
        } else if let Some((_, number)) = MONTHS
            .iter()
            .find(|(name, _)| word == *name || (word.starts_with(name) && ENGLISH.contains(&word)))
        {
            self.month = Some(number);
        } else if !DAYS.contains(&word) && !matches!(word, "г" | "ч") {
            return None;
        }
        Some(())
    }
}

/// Digits and the signs between them.
struct Scanner<'t>(&'t str);

impl<'t> Scanner<'t> {
    fn digits(&mut self) -> Option<&'t str> {
        self.0 = self.0.trim_start_matches([' ', ',']);
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        (end > 0).then_some(digits)
    }

    fn separator(&mut self) -> Option<char> {
        let rest = self.0.trim_start_matches(' ');
        let sign = rest.chars().next().filter(|sign| matches!(sign, '-' | '/' | '.'));
        if sign.is_some() {
            self.0 = rest[1..].trim_start_matches([' ', '-']);
        }
        sign
    }

    /// Hours, minutes, seconds and milliseconds; midnight if there is none.
    fn clock(&mut self) -> Option<[&'t str; 4]> {
        self.0 = self.0.trim_start_matches([' ', ',', '.']);
        if !self.0.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(["0", "00", "00", "0"]);
        }
        let hour = self.digits()?;
        let sign = self.0.chars().next().filter(|sign| matches!(sign, ':' | '.'))?;
        self.0 = &self.0[1..];
        let minute = self.digits().filter(|minute| minute.len() == 2)?;
        let second = match self.0.strip_prefix(sign) {
            None => "00",
            Some(rest) => {
                self.0 = rest;
                self.digits().filter(|second| second.len() == 2)?
            }
        };
        let fraction = match self.0.strip_prefix(['.', ',']) {
            Some(rest) if sign == ':' && rest.starts_with(|c: char| c.is_ascii_digit()) => {
                self.0 = rest;
                self.digits()?
            }
            _ => "0",
        };
        Some([hour, minute, second, fraction])
    }
}

fn to_time([hour, minute, second, fraction]: [&str; 4], noon: Option<i8>) -> Option<Time> {
    let small = |text| i8::try_from(number(text, 2)?).ok();
    let hour = small(hour)?;
    let hour = match noon {
        None => hour,
        // Some write hours from 0 to 11.
        Some(noon) => (0..=12).contains(&hour).then_some(hour % 12 + noon)?,
    };
    let millis: i32 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Time::new(hour, small(minute)?, small(second)?, millis * 1_000_000).ok()
}

/// Digits alone, up to a number of them.
fn number(text: &str, most: usize) -> Option<i16> {
    let is_number = text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// A time of day such as `22:00`, `22:00:05.123` or `10:00 PM`.
pub fn time_of_day(text: &str) -> Option<Time> {
    let Words { noon, month: None, rest } = Words::of(text)? else { return None };
    let mut rest = Scanner(rest.trim());
    rest.0.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    let clock = rest.clock()?;
    let is_hour = noon.is_none() || clock[0] != "0";
    (rest.0.trim_matches([' ', '.']).is_empty() && is_hour).then(|| to_time(clock, noon))?
}

/// `Z`, `+01`, `+0100` or `+01:00`.
fn parse_offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let (sign, digits) = text.split_at_checked(1)?;
    if !matches!(sign, "+" | "-") {
        return None;
    }
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
            let Some(ParsedTime::At(At { instant, is_local, slashes })) = parsed else {
                panic!("{text}: {parsed:?}");
            };
            let is_open = matches!(slashes, Slashes::Both { .. });
            let marks = [if is_local { "~" } else { "" }, if is_open { "?" } else { "" }];
            assert_eq!(format!("{instant}{}", marks.concat()), want, "{text}");
        }
        case("2026-11-23T20:00:00Z", "2026-11-23T20:00:00Z");
        case("2026-11-23T21:00:00+01:00", "2026-11-23T20:00:00Z");
        case("2026-11-23T21:00:00.473+0100", "2026-11-23T20:00:00.473Z");
        case("2026-11-23T21:00:00.9999999+01:00", "2026-11-23T20:00:00.999Z");
        case("2026-11-23T21:00:00.96+01", "2026-11-23T20:00:00.960Z");
        case("2026-11-23T21:00:00.123456", "2026-11-23T20:00:00.123Z~");
        case("2026-11-23T21:00Z", "2026-11-23T21:00:00Z");
        case("2026-11-23 21:00", "2026-11-23T20:00:00Z~");
        case("2026/11/23 21:00:00", "2026-11-23T20:00:00Z~");
        case("2026-07-23T21:00:00", "2026-07-23T19:00:00Z~");
        case("2026-10-25T02:30:00", "2026-10-25T00:30:00Z~");
        case("2026-03-29T02:30:00", "2026-03-29T01:30:00Z~");
        case("11/23/2026 9:00:05 PM", "2026-11-23T20:00:05Z~");
        case("11/23/2026 9:00:05 PM +02:00", "2026-11-23T19:00:05Z");
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
        case("1795463400,75", "2026-11-23T19:50:00.750Z");
        case("1795463400.75", "2026-11-23T19:50:00.750Z");
        case("1795463400", "2026-11-23T19:50:00Z");
        case("1795463400750", "2026-11-23T19:50:00.750Z");
    }

    #[test]
    fn times_of_other_countries_are_read() {
        #[track_caller]
        fn case(text: &str) {
            let parsed = parse(text, &TimeZone::UTC, DateOrder::MonthFirst);
            let Some(ParsedTime::At(at)) = parsed else { panic!("{text}: {parsed:?}") };
            assert_eq!(at.instant.to_string(), "2026-11-23T21:30:05Z", "{text}");
        }
        case("2026-11-23 오후 9:30:05");
        case("2026. 11. 23. 오후 9:30:05");
        case("2026/11/23 下午 09:30:05");
        case("2026/11/23 下午9:30:05");
        case("2026-11-23 午後 9:30:05");
        case("23/11/2026 9:30:05 p. m.");
        case("23/11/2026 9:30:05 p.\u{a0}m.");
        case("23/11/2026 09:30:05 p.m.");
        case("23/11/2026 9:30:05 μμ");
        case("23/11/2026 9:30:05 μ.μ.");
        case("23/11/2026 9:30:05 CH");
        case("\u{200f}23/11/2026 9:30:05 م");
        case("2026. 11. 23. 21:30:05");
        case("23. 11. 2026 21:30:05");
        case("23.11.2026 21.30.05");
        case("23.11.2026. 21:30:05");
        case("23.11.2026 г. 21:30:05 ч.");
        case("23-11-2026 21:30:05");
        case("23-11-2026 21.30.05");
        case("23/11/2569 21:30:05");
        case("23-Nov-2026 21:30:05");
        case("Nov 23, 2026 9:30:05 PM");
        case("Monday, November 23, 2026 9:30:05 PM");
        case("23 November 2026 21:30:05");
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
        case("-2208992400");
        case("1/01/1900 12:00:00 AM");
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
        case("12345");
        case("99999999999999");
        case("11/23/2026 9:00:05 XM");
        case("11/23/26 9:00");
    }

    #[test]
    fn dates_with_slashes_tell_their_order() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            let parsed = parse(text, &TimeZone::UTC, DateOrder::MonthFirst);
            let Some(ParsedTime::At(at)) = parsed else { panic!("{text}") };
            let told = match at.slashes {
                Slashes::None => "none".to_owned(),
                Slashes::Only(order) => format!("only {order}"),
                Slashes::Both { other, suggests: None } => format!("else {other}"),
                Slashes::Both { other, suggests: Some(order) } => {
                    format!("else {other}, perhaps {order}")
                }
            };
            assert_eq!(told, want, "{text}");
        }
        case("13/5/2026", "only day-first");
        case("5/13/2026", "only month-first");
        case("5/5/2026", "none");
        case("2/5/2026", "else 2026-05-02T00:00:00Z");
        case("2/05/2026", "else 2026-05-02T00:00:00Z, perhaps day-first");
        case("05/02/2026", "else 2026-02-05T00:00:00Z");
        case("2026/11/10", "none");
        case("05.02.2026", "none");
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
        case("오후 10:00", Some((22, 0)));
        case("10:00 p. m.", Some((22, 0)));
        case("10:00\u{202f}pm", Some((22, 0)));
        case("12:30 AM", Some((0, 30)));
        case("12:30 PM", Some((12, 30)));
        case("0:30 AM", None);
        case("24:00", None);
        case("noon", None);
        case("", None);
    }
}
