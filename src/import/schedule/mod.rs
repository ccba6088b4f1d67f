//! Schedules of all sources, as cron lines.

pub mod powershell;
pub mod vbr;

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

/// Days of the week as cron numbers them: `monday, friday` is `1,5`, and all of them are `*`.
fn days_of_week<'t>(names: impl Iterator<Item = &'t str>) -> Option<String> {
    const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let mut wanted = [false; 7];
    for name in names {
        let word = normalized(name);
        wanted[NAMES.iter().position(|day| word.starts_with(day))?] = true;
    }
    let days: Vec<String> = (0..7).filter(|day| wanted[*day]).map(|day| day.to_string()).collect();
    match days.len() {
        0 => None,
        7 => Some("*".into()),
        _ => Some(days.join(",")),
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
        fn case(names: &[&str], want: Option<&str>) {
            assert_eq!(days_of_week(names.iter().copied()).as_deref(), want);
        }
        case(&["monday", "Friday"], Some("1,5"));
        case(&["Sat", "sunday"], Some("0,6"));
        case(&["sun", "mon", "tue", "wed", "thu", "fri", "sat"], Some("*"));
        case(&["someday"], None);
        case(&[], None);
    }
}
