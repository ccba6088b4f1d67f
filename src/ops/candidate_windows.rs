//! Candidates: the windows that a plan chooses from.

use std::str::FromStr;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};

use crate::domain::{Instant, Span};

/// Where windows may lie.
pub struct Candidates<'c> {
    /// Earliest opening.
    pub from: Instant,
    /// Openings are less than this after `from`.
    pub within: Span,
    /// Distance between openings.
    pub step: Span,
    /// Length of every window.
    pub length: Span,
    /// Hours of the day that a window must lie within.
    pub between: Option<Hours>,
    /// Time zone of these hours.
    pub zone: &'c TimeZone,
    /// Latest end of a window.
    pub end: Instant,
}

/// The first start from `now` on at a full step of the local day; a step of more than an hour begins at a
/// full hour.
pub fn first_start(now: Instant, step: Span, zone: &TimeZone) -> Instant {
    const HOUR: i64 = 3_600_000;
    let step = step.millis().clamp(1, HOUR);
    let day = now.timestamp().to_zoned(zone.clone()).start_of_day();
    let since_midnight = day.map_or(0, |day| now.millis() - day.timestamp().as_millisecond());
    let missing = (step - since_midnight.rem_euclid(step)) % step;
    Instant::from_millis(now.millis() + missing).min(Instant::LAST)
}

/// Hours of the day, over midnight where the first is not before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    from: Time,
    to: Time,
}

impl FromStr for Hours {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Hours, &'static str> {
        const WANTED: &str = "write two times of day, as in 20:00-06:00";
        let time = |text: &str| {
            let digits = text.bytes().enumerate().all(|(at, byte)| match at {
                2 => byte == b':',
                _ => byte.is_ascii_digit(),
            });
            if text.len() != 5 || !digits {
                return Err(WANTED);
            }
            Time::strptime("%H:%M", text).map_err(|_| WANTED)
        };
        let (from, to) = text.split_once('-').ok_or(WANTED)?;
        Ok(Hours { from: time(from)?, to: time(to)? })
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.from.strftime("%H:%M"), self.to.strftime("%H:%M"))
    }
}

impl Hours {
    /// The end of the hours that contain this time; `None` if it is outside of them.
    fn end(self, now: &Zoned) -> Option<Zoned> {
        let (date, time) = (now.date(), now.time());
        let last = match (self.from < self.to, time >= self.from, time < self.to) {
            (true, true, true) | (false, _, true) => date,
            (false, true, false) => date.checked_add(1.day()).ok()?,
            (true, _, _) | (false, false, false) => return None,
        };
        last.to_datetime(self.to).to_zoned(now.time_zone().clone()).ok()
    }
}

impl Candidates<'_> {
    /// Number of openings to try, whether they fit or not.
    pub fn steps(&self) -> i64 {
        let last = (self.from + self.within).min(self.end);
        (last - self.from).millis() / self.step.millis().max(1)
    }

    /// The openings in order, at most `most`.
    pub fn starts(&self, most: usize) -> Vec<Instant> {
        let mut starts = Vec::new();
        let last = self.from + self.within;
        let mut at = self.from;
        while at < last && at + self.length <= self.end && starts.len() < most {
            if self.fits(at) {
                starts.push(at);
            }
            at = at + self.step;
        }
        starts
    }

    fn fits(&self, at: Instant) -> bool {
        let Some(hours) = self.between else {
            return true;
        };
        let now = at.timestamp().to_zoned(self.zone.clone());
        hours.end(&now).is_some_and(|end| (at + self.length).timestamp() <= end.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Instant, Span};
    use crate::ops::candidate_windows::{Candidates, Hours, first_start};
    use jiff::tz::TimeZone;

    #[track_caller]
    fn case(zone: &str, from: &str, length: &str, between: &str, want: &[&str]) {
        let from = Instant::parse(from).unwrap();
        let candidates = Candidates {
            from,
            within: Span::parse("1d").unwrap(),
            step: Span::parse("1h").unwrap(),
            length: Span::parse(length).unwrap(),
            between: between.parse().ok(),
            zone: &TimeZone::get(zone).unwrap(),
            end: from + Span::parse("2d").unwrap(),
        };
        let starts = candidates.starts(100);
        let starts: Vec<String> =
            starts.iter().map(|at| at.to_string()[11..16].to_owned()).collect();
        assert_eq!(starts, want);
    }

    #[test]
    fn the_first_window_opens_at_a_full_step_of_the_local_day() {
        #[track_caller]
        fn case(zone: &str, now: &str, step: &str, want: &str) {
            let now = Instant::parse(now).unwrap();
            let zone = TimeZone::get(zone).unwrap();
            let first = first_start(now, Span::parse(step).unwrap(), &zone);
            assert_eq!(first, Instant::parse(want).unwrap());
        }
        case("UTC", "2026-11-23T20:10:54.114Z", "15m", "2026-11-23T20:15:00Z");
        case("UTC", "2026-11-23T20:15:00Z", "15m", "2026-11-23T20:15:00Z");
        case("UTC", "2026-11-23T23:50:00.001Z", "15m", "2026-11-24T00:00:00Z");
        case("UTC", "2026-11-23T20:10:54Z", "10s", "2026-11-23T20:11:00Z");
        // A step of a day may begin at any hour.
        case("UTC", "2026-11-23T20:10:54Z", "1d", "2026-11-23T21:00:00Z");
        // Half an hour beside UTC, and a day that is an hour longer.
        case("Asia/Kolkata", "2026-11-23T20:10:54Z", "1h", "2026-11-23T20:30:00Z");
        case("Europe/Berlin", "2026-10-25T00:10:54Z", "1h", "2026-10-25T01:00:00Z");
    }

    #[test]
    fn windows_lie_within_the_hours_of_the_local_day() {
        let noon = "2026-11-23T12:00:00Z";
        case("UTC", noon, "2h", "20:00-00:00", &["20:00", "21:00", "22:00"]);
        case("UTC", noon, "5h", "22:00-04:00", &["22:00", "23:00"]);
        case("UTC", noon, "2h", "09:00-12:00", &["09:00", "10:00"]);
        case("Europe/Berlin", noon, "2h", "22:00-01:00", &["21:00", "22:00"]);
        case("UTC", noon, "7h", "22:00-04:00", &[]);
        case("UTC", noon, "23h", "12:00-12:00", &["12:00", "13:00"]);
    }

    #[test]
    fn hours_that_daylight_saving_repeats_count_twice() {
        // The night of 2026-10-25 has two times 02:00 in Berlin.
        let dusk = "2026-10-24T22:00:00Z";
        case("Europe/Berlin", dusk, "3h", "01:00-04:00", &["23:00", "00:00"]);
    }

    #[test]
    fn windows_end_by_the_end() {
        let from = Instant::from_millis(0);
        let hour = Span::from_secs(3600);
        let candidates = Candidates {
            from,
            within: Span::from_secs(10 * 3600),
            step: hour,
            length: hour,
            between: None,
            zone: &TimeZone::UTC,
            end: from + Span::from_secs(3 * 3600),
        };
        assert_eq!(candidates.starts(100).len(), 3);
        assert_eq!(candidates.starts(2).len(), 2);
    }

    #[test]
    fn what_are_no_hours_is_refused() {
        for text in
            ["", "20:00", "20-06", "20:00-6:00", "24:00-06:00", "20:00-06:60", "+1:00-02:00"]
        {
            assert!(text.parse::<Hours>().is_err(), "{text}");
        }
        assert_eq!("20:00-06:00".parse::<Hours>().unwrap().to_string(), "20:00-06:00");
    }
}
