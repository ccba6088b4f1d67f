//! Times as people type them, such as `22:00` or `+90m`, before the present is known.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{DateTime, Time, Weekday};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{AmbiguousOffset, AmbiguousTimestamp, TimeZone};

use crate::domain::time::{Instant, Span};
use crate::domain::zone::{BUILT_IN, zone_named};

/// A time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    At(Instant),
    /// A local date and time, perhaps with the abbreviation of the zone.
    Local(DateTime, Option<Abbreviation>),
    /// A local time of day.
    Clock(Time),
    /// A local time of tomorrow.
    Tomorrow(Time),
    /// A local time of a day of the week.
    On(Weekday, Time),
    After(Span),
    Before(Span),
}

/// The abbreviation of a time zone, such as `CET`, with spaces at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abbreviation([u8; 8]);

impl Abbreviation {
    fn parse(text: &str) -> Option<Abbreviation> {
        let letters = text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let padded: Option<[u8; 8]> = format!("{text:8}").into_bytes().try_into().ok();
        padded.filter(|_| letters).map(Abbreviation)
    }

    fn name(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default().trim_end()
    }
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

impl WhenError {
    fn new(found: &str, why: impl Into<String>) -> WhenError {
        WhenError { found: found.chars().take(80).collect(), why: why.into() }
    }
}

impl fmt::Display for WhenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?}: {}; write a time as in \"2026-11-23 22:00\", 2026-11-23T22:00:00Z, 22:00, \"tomorrow 22:00\", +90m or -8h",
            self.found, self.why
        )
    }
}

impl std::error::Error for WhenError {}

const NO_ZONE: &str = "what follows the time of day is no time zone";
const NO_SUCH_TIME: &str = "no such date or time of day in the calendar";

impl When {
    /// Reads every time that `mm` prints, and what people make of them: dates with times in any zone
    /// or in local time, `22:00`, `tomorrow 22:00`, `Tue 22:00`, `+90m` or `-8h`.
    pub fn parse(text: &str) -> Result<When, WhenError> {
        let text = text.trim();
        when(text).map_err(|why| WhenError::new(text, why))
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
            When::Local(local, abbreviation) => in_zone(local, abbreviation, zone, toward),
            When::Clock(time) => nearest(time, Day::Any, now, zone, toward),
            When::On(day, time) => nearest(time, Day::Week(day), now, zone, toward),
            When::Tomorrow(time) => nearest(time, Day::Tomorrow, now, zone, Toward::Future),
        }
    }
}

fn when(text: &str) -> Result<When, String> {
    let span =
        |text: &str| Span::typed(text).map_err(|error| format!("after the sign: {}", error.why()));
    if let Some(text) = text.strip_prefix('+') {
        return span(text).map(When::After);
    }
    if let Some(text) = text.strip_prefix('-') {
        return span(text).map(When::Before);
    }
    if let Some(clock) = text.strip_prefix("tomorrow") {
        let time = time_of_day(clock.trim_start()).ok_or("no time of day after \"tomorrow\"")?;
        return Ok(When::Tomorrow(time));
    }
    if let Some(time) = time_of_day(text) {
        return Ok(When::Clock(time));
    }
    let (day, dated) = weekday(text);
    if let Some((day, time)) = day.zip(time_of_day(dated)) {
        return Ok(When::On(day, time));
    }
    let (when, date) = dated_time(dated)?;
    match day {
        Some(day) if date.weekday() != day => {
            Err(format!("{} is another day of the week", date.date()))
        }
        Some(_) | None => Ok(when),
    }
}

/// A day of the week in front of a text, by its name or its first three letters.
fn weekday(text: &str) -> (Option<Weekday>, &str) {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let Some((name, rest)) = text.split_once(' ') else { return (None, text) };
    let name = name.trim_end_matches(',').to_lowercase();
    let mut days = DAYS.iter().zip(1..);
    match days.find(|(day, _)| **day == name || day[..3] == name) {
        Some((_, number)) => (Weekday::from_monday_one_offset(number).ok(), rest.trim_start()),
        None => (None, text),
    }
}

/// A date with a time of day and perhaps a zone, and its local part.
fn dated_time(text: &str) -> Result<(When, DateTime), String> {
    const PATTERN: &str = "0000-00-00T00:00";
    let fits = |(found, wanted): (u8, u8)| match wanted {
        b'0' => found.is_ascii_digit(),
        b'T' => matches!(found, b'T' | b't' | b' '),
        other => found == other,
    };
    if text.len() < PATTERN.len() || !text.bytes().zip(PATTERN.bytes()).all(fits) {
        return Err("not a time".to_owned());
    }
    let rest = &text[PATTERN.len()..];
    let seconds = rest.find(|c: char| !matches!(c, ':' | '.' | '0'..='9')).unwrap_or(rest.len());
    let (local, zone) = text.split_at(PATTERN.len() + seconds);
    let parser = DateTimeParser::new();
    let civil = parser.parse_datetime(local).map_err(|_| NO_SUCH_TIME)?;
    let at = |instant: Result<Instant, String>| Ok((When::At(instant?), civil));
    let strict = |offset: &str| {
        let seconds = if seconds == 0 { ":00" } else { "" };
        Instant::parse(&format!("{local}{seconds}{offset}")).map_err(|error| error.why().to_owned())
    };
    match zone.trim() {
        "" => Ok((When::Local(civil, None), civil)),
        "UTC" | "GMT" | "Z" | "z" => at(strict("Z")),
        bracketed if bracketed.ends_with(']') => {
            let text = format!("{local}{bracketed}");
            let zoned =
                parser.parse_zoned_with(&BUILT_IN, text).map_err(|error| error.to_string())?;
            at(Ok(Instant::from_millis(zoned.timestamp().as_millisecond())))
        }
        offset if offset.starts_with(['+', '-']) => at(strict(&with_minutes(offset))),
        // `CET` and the like are names of zones, too, but people mean the offset.
        short if !short.contains('/') => match Abbreviation::parse(short) {
            Some(short) => Ok((When::Local(civil, Some(short)), civil)),
            None => Err(NO_ZONE.to_owned()),
        },
        name => {
            let zone = zone_named(name).ok_or(NO_ZONE)?;
            at(in_zone(civil, None, &zone, Toward::Future).map_err(|error| error.why))
        }
    }
}

/// An offset such as `+02` or `+0200` as `+02:00`; any other text as it is.
fn with_minutes(offset: &str) -> String {
    match (offset.len(), offset.is_ascii()) {
        (3, true) => format!("{offset}:00"),
        (5, true) => format!("{}:{}", &offset[..3], &offset[3..]),
        _ => offset.to_owned(),
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

/// The instant of a local time in a zone, which must have the abbreviation that was typed then.
fn in_zone(
    local: DateTime,
    abbreviation: Option<Abbreviation>,
    zone: &TimeZone,
    toward: Toward,
) -> Result<Instant, WhenError> {
    let found = zone.to_ambiguous_timestamp(local);
    let candidates = match abbreviation {
        // One of them has the abbreviation where a time is repeated.
        Some(_) => vec![found.earlier(), found.later()],
        None => vec![one_of(found, toward)],
    };
    let mut candidates = candidates.into_iter().flatten();
    let named = candidates.find(|at| {
        abbreviation.is_none_or(|short| zone.to_offset_info(*at).abbreviation() == short.name())
    });
    match (named, abbreviation) {
        (Some(at), _) => Ok(Instant::from_millis(at.as_millisecond())),
        (None, None) => Err(WhenError::new(&local.to_string(), NO_SUCH_TIME)),
        (None, Some(name)) => {
            let why = format!("{} is not the zone of this machine then", name.name());
            Err(WhenError::new(&local.to_string(), why))
        }
    }
}

/// The timestamp of a local time that daylight saving may skip or repeat.
fn one_of(local: AmbiguousTimestamp, toward: Toward) -> Result<jiff::Timestamp, jiff::Error> {
    match (local.offset(), toward) {
        (AmbiguousOffset::Fold { .. }, Toward::Past) => local.later(),
        (AmbiguousOffset::Fold { .. }, Toward::Future)
        | (AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. }, _) => {
            local.compatible()
        }
    }
}

#[derive(Clone, Copy)]
enum Day {
    Any,
    Tomorrow,
    Week(Weekday),
}

fn nearest(
    time: Time,
    day: Day,
    now: Instant,
    zone: &TimeZone,
    toward: Toward,
) -> Result<Instant, WhenError> {
    let today = zone.to_datetime(now.timestamp()).date();
    let days = match day {
        Day::Tomorrow => 1..=1,
        Day::Any => 0..=2,
        Day::Week(_) => 0..=7,
    };
    for offset in days {
        let offset = if toward == Toward::Past { -offset } else { offset };
        let date = today.saturating_add(offset.days());
        if matches!(day, Day::Week(day) if date.weekday() != day) {
            continue;
        }
        let Ok(found) = one_of(zone.to_ambiguous_timestamp(date.to_datetime(time)), toward) else {
            continue;
        };
        let found = Instant::from_millis(found.as_millisecond());
        let fits = match (day, toward) {
            (Day::Tomorrow, _) => true,
            (Day::Any | Day::Week(_), Toward::Future) => found > now,
            (Day::Any | Day::Week(_), Toward::Past) => found <= now,
        };
        if fits {
            return Ok(found);
        }
    }
    Err(WhenError::new(&time.to_string(), "no such local time is near"))
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

    /// What `mm` prints in any version, what other programs print, and what people make of it.
    #[test]
    fn every_printed_time_is_read() {
        let now = "2026-11-28T12:00:00Z";
        for (text, want) in [
            ("2026-11-28T22:00:00Z", "2026-11-28T22:00:00Z"),
            ("2026-11-28T22:00:00.250Z", "2026-11-28T22:00:00.250Z"),
            ("2026-11-28T22:00:00+01:00", "2026-11-28T21:00:00Z"),
            ("2026-11-28 22:00:00 +00:00", "2026-11-28T22:00:00Z"),
            ("2026-11-28 22:00:00 +01:00", "2026-11-28T21:00:00Z"),
            ("2026-11-28 22:00:00.500 -03:30", "2026-11-29T01:30:00.500Z"),
            ("  2026-11-28 22:00:00  ", "2026-11-28T21:00:00Z"),
            ("2026-11-28 22:00 UTC", "2026-11-28T22:00:00Z"),
            ("2026-11-28 22:00 GMT", "2026-11-28T22:00:00Z"),
            ("2026-11-28 22:00 CET", "2026-11-28T21:00:00Z"),
            ("2026-06-28 22:00 CEST", "2026-06-28T20:00:00Z"),
            ("2026-10-25 02:30 CEST", "2026-10-25T00:30:00Z"),
            ("2026-10-25 02:30 CET", "2026-10-25T01:30:00Z"),
            ("2026-11-28 22:00 Europe/Berlin", "2026-11-28T21:00:00Z"),
            ("2026-11-28 22:00 Asia/Kolkata", "2026-11-28T16:30:00Z"),
            ("2026-11-28T22:00:00+01:00[Europe/Berlin]", "2026-11-28T21:00:00Z"),
            ("2026-11-28T22:00:00[Europe/Berlin]", "2026-11-28T21:00:00Z"),
            ("2026-11-28T22:00:00+00:00[UTC]", "2026-11-28T22:00:00Z"),
            ("2026-11-28 22:00 +0100", "2026-11-28T21:00:00Z"),
            ("2026-11-28 22:00 +01", "2026-11-28T21:00:00Z"),
            ("2026-11-28T22:00", "2026-11-28T21:00:00Z"),
            ("2026-11-28T22:00Z", "2026-11-28T22:00:00Z"),
            ("2026-11-28 22:00", "2026-11-28T21:00:00Z"),
            ("Sat 2026-11-28 22:00", "2026-11-28T21:00:00Z"),
            ("Saturday, 2026-11-28 22:00:00 +00:00", "2026-11-28T22:00:00Z"),
            ("Tue 00:42", "2026-11-30T23:42:00Z"),
            ("sat 12:59", "2026-12-05T11:59:00Z"),
            ("+1h 30m", "2026-11-28T13:30:00Z"),
            ("-2 days", "2026-11-26T12:00:00Z"),
        ] {
            case(text, now, Toward::Future, want);
        }
        case("Tue 00:42", now, Toward::Past, "2026-11-23T23:42:00Z");
        case("sat 12:59", now, Toward::Past, "2026-11-28T11:59:00Z");
    }

    #[test]
    fn a_time_in_an_unknown_zone_is_refused() {
        for (text, why) in [
            ("2026-11-28 22:00 EST", "EST is not the zone of this machine then"),
            ("2026-06-28 22:00 CET", "CET is not the zone of this machine then"),
            ("2026-11-28 22:00 Europe/Berlinn", "is no time zone"),
            ("2026-11-28T22:00:00+05:00[Europe/Berlin]", "Europe/Berlin"),
            ("Sun 2026-11-28 22:00", "2026-11-28 is another day of the week"),
            ("2026-02-30 22:00", "no such date"),
            ("2026-11-28 22:00 +24:00", "larger than 23:59"),
        ] {
            let now = Instant::parse("2026-11-28T12:00:00Z").unwrap();
            let found =
                When::parse(text).and_then(|when| when.resolve(now, &berlin(), Toward::Future));
            let error = found.unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn daylight_saving_skips_and_repeats_times() {
        case("02:30", "2026-03-28T20:00:00Z", Toward::Future, "2026-03-29T01:30:00Z");
        case("02:30", "2026-10-24T20:00:00Z", Toward::Future, "2026-10-25T00:30:00Z");
        case("02:30", "2026-10-25T12:00:00Z", Toward::Past, "2026-10-25T01:30:00Z");
    }

    #[test]
    fn texts_that_are_no_time_are_refused() {
        for text in [
            "",
            "yesterday",
            "25:00",
            "22",
            "22:0",
            "+",
            "-5",
            "tomorrow",
            "+5 months",
            "2026-11-23",
            "Tue",
            "Tue 25:00",
            "2026-11-23 22:00 é",
        ] {
            assert!(When::parse(text).is_err(), "{text}");
        }
    }
}
