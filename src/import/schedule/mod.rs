//! Schedules of all sources, as cron lines.

pub mod powershell;
pub mod vbr;
pub mod vspc;

use std::fmt;

use jiff::civil::Time;

use crate::domain::Span;
use crate::domain::{Retry, Schedule};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::normalized;
use crate::import::warnings::Place;

/// A schedule in the time zone of the import, unless that has no name.
fn in_local_time(cron: String, place: Place, context: &mut Context<'_>) -> Option<Schedule> {
    let zone = context.options.timezone.iana_name().map(str::to_owned);
    let assumption = match zone {
        Some(_) => Assumption::ScheduleZone,
        None => Assumption::NoCron(cron.clone()),
    };
    context.assume(place, "schedule", assumption);
    Some(Schedule { cron, timezone: Some(zone?) })
}

/// A cron line that starts at this time; `days` are its last three fields.
fn cron_at(time: Time, days: &str) -> String {
    format!("{} {} {days}", time.minute(), time.hour())
}

/// Days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days([bool; 7]);

impl Days {
    /// The days of a daily schedule of this kind.
    fn of<'t>(kind: Option<&str>, names: impl Iterator<Item = &'t str>) -> Option<Days> {
        match kind.map(normalized).as_deref() {
            None | Some("everyday" | "all") => Some(Days([true; 7])),
            Some("weekdays") => Some(Days([false, true, true, true, true, true, false])),
            Some(_) => Days::named(names),
        }
    }

    fn named<'t>(names: impl Iterator<Item = &'t str>) -> Option<Days> {
        const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        let mut days = [false; 7];
        for name in names {
            let word = normalized(name);
            days[NAMES.iter().position(|day| word.starts_with(day))?] = true;
        }
        days.contains(&true).then_some(Days(days))
    }

    /// Each of these days, moved by some days.
    fn later(self, by: i8) -> Days {
        let Days(mut days) = self;
        match by {
            ..0 => days.rotate_left(1),
            0 => {}
            1.. => days.rotate_right(1),
        }
        Days(days)
    }
}

impl fmt::Display for Days {
    /// As cron numbers them: `1,5` is Monday and Friday, and all of them are `*`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = (0..7).filter(|day| self.0[*day]).map(|day| day.to_string());
        match &*days.collect::<Vec<_>>() {
            days if days.len() == 7 => f.write_str("*"),
            days if self == &Days([false, true, true, true, true, true, false])
                && days.len() == 5 =>
            {
                f.write_str("1-5")
            }
            days => f.write_str(&days.join(",")),
        }
    }
}

/// The day of a monthly schedule.
struct Monthly<'t> {
    /// `First` to `Fourth`, `Last`; anything else: a day of the month.
    week: Option<&'t str>,
    day: Option<&'t str>,
    day_of_month: Option<u32>,
    is_last_day: bool,
}

impl Monthly<'_> {
    /// The last three fields of a cron line. No months are all months.
    fn cron<'t>(&self, months: impl Iterator<Item = &'t str>) -> Option<String> {
        const MONTHS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let month = |name: &str| {
            let word = normalized(name);
            Some((MONTHS.iter().position(|month| word.starts_with(month))? + 1).to_string())
        };
        let months: Vec<String> = months.map(month).collect::<Option<_>>()?;
        let months = if matches!(months.len(), 0 | 12) { "*".into() } else { months.join(",") };
        let week = match self.week.map(normalized).as_deref() {
            Some("first") => "#1",
            Some("second") => "#2",
            Some("third") => "#3",
            Some("fourth") => "#4",
            Some("last") => "L",
            _ if self.is_last_day => return Some(format!("L {months} *")),
            _ => {
                let day = self.day_of_month.filter(|day| (1..=31).contains(day))?;
                return Some(format!("{day} {months} *"));
            }
        };
        let day = Days::named(self.day.into_iter())?;
        Some(format!("* {months} {day}{week}"))
    }
}

/// Every few hours, minutes or days, the first of them `offset` minutes past the hour.
fn every(unit: &str, count: u32, offset: u32) -> Option<String> {
    match &*normalized(unit) {
        "hours" => every_minutes(count.checked_mul(60)?, offset),
        "minutes" => every_minutes(count, offset),
        "seconds" if count.is_multiple_of(60) => every_minutes(count / 60, offset),
        "days" if count == 1 => every_minutes(1440, offset),
        _ => None,
    }
}

/// Every `minutes` minutes, the first of them `offset` minutes past the hour. `None`: cron begins
/// anew with each hour and day, so it cannot express periods that do not divide them.
fn every_minutes(minutes: u32, offset: u32) -> Option<String> {
    match minutes {
        1..=59 if 60 % minutes == 0 => Some(format!("{}/{minutes} * * * *", offset % minutes)),
        60 => Some(format!("{} * * * *", offset % 60)),
        1440 => Some(format!("{} 0 * * *", offset % 60)),
        61..1440 if minutes.is_multiple_of(60) && 1440_u32.is_multiple_of(minutes) => {
            Some(format!("{} */{} * * *", offset % 60, minutes / 60))
        }
        _ => None,
    }
}

fn retries(times: u32, minutes: u32) -> Option<Retry> {
    // An immediate retry waits for a second: a wait of zero is not possible.
    let wait = Span::from_secs((i64::from(minutes) * 60).max(1));
    (times > 0).then_some(Retry { times, wait })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_become_cron_if_they_divide_an_hour_or_a_day() {
        #[track_caller]
        fn case(minutes: u32, offset: u32, want: Option<&str>) {
            assert_eq!(every_minutes(minutes, offset).as_deref(), want);
        }
        case(15, 5, Some("5/15 * * * *"));
        case(60, 25, Some("25 * * * *"));
        case(240, 25, Some("25 */4 * * *"));
        case(1440, 0, Some("0 0 * * *"));
        case(45, 0, None);
        case(420, 0, None);
        case(0, 0, None);
    }

    #[test]
    fn days_of_the_week_are_numbered() {
        #[track_caller]
        fn case(names: &[&str], later: i8, want: &str) {
            let days = Days::named(names.iter().copied());
            let cron = days.map_or("none".to_owned(), |days| days.later(later).to_string());
            assert_eq!(cron, want);
        }
        case(&["monday", "Friday"], 0, "1,5");
        case(&["Sat", "sunday"], 0, "0,6");
        case(&["Sat", "sunday"], 1, "0,1");
        case(&["Sat", "sunday"], -1, "5,6");
        case(&["mon", "tue", "wed", "thu", "fri"], 0, "1-5");
        case(&["sun", "mon", "tue", "wed", "thu", "fri", "sat"], 1, "*");
        case(&["someday"], 0, "none");
        case(&[], 0, "none");
    }
}
