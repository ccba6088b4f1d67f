//! Schedule: turns what sources say about start times into five fields of cron.

pub(super) mod powershell;
pub(super) mod vbr;

use crate::domain::Span;
use crate::domain::{Retry, Schedule};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::fields::Fields;
use crate::import::words::Word;

/// Puts a schedule together; its local times are those of the given zone, if that has a name.
pub(super) fn local(
    cron: String,
    fields: &Fields<'_, '_>,
    context: &mut Context<'_>,
) -> Option<Schedule> {
    let zone = context.options.timezone.iana_name().map(str::to_owned);
    let guess =
        if zone.is_some() { Assumption::ScheduleZone } else { Assumption::Schedule(cron.clone()) };
    context.notes.guessed(fields.place, "schedule", guess);
    Some(Schedule { cron, timezone: Some(zone?) })
}

/// A time of day such as `22:00`, `10:00 PM`, as minute and hour.
pub(super) fn time_of_day(text: &str) -> Option<(u8, u8)> {
    let lower = text.trim().to_ascii_lowercase();
    let (clock, noon) = match lower.trim_end_matches('m').strip_suffix(['a', 'p']) {
        Some(clock) => (clock.trim_end_matches(|c: char| c.is_whitespace()), lower.contains('p')),
        None => (&*lower, false),
    };
    let half = clock.len() < lower.len();
    let mut parts = clock.split(':');
    let mut number = |most: u8| parts.next()?.parse::<u8>().ok().filter(|part| *part <= most);
    let (hour, minute) = (number(23)?, number(59)?);
    let hour = match (half, noon) {
        (false, _) => hour,
        (true, _) if !(1..=12).contains(&hour) => return None,
        (true, true) => hour % 12 + 12,
        (true, false) => hour % 12,
    };
    Some((minute, hour))
}

/// Days of the week as cron numbers them: `monday, friday` is `1,5`; all of them are `*`.
pub(super) fn days<'t>(names: impl Iterator<Item = &'t str>) -> Option<String> {
    const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let mut wanted = [false; 7];
    for name in names {
        let word = Word::of(name);
        let day = NAMES.iter().position(|day| word.as_str().starts_with(day))?;
        wanted[day] = true;
    }
    let chosen: Vec<String> =
        (0..7).filter(|day| wanted[*day]).map(|day| day.to_string()).collect();
    match chosen.len() {
        0 => None,
        7 => Some("*".into()),
        _ => Some(chosen.join(",")),
    }
}

/// Every so many minutes, beginning `offset` minutes past the hour.
pub(super) fn every(minutes: u32, offset: u32) -> Option<String> {
    match minutes {
        // A day of cron begins anew, so only what divides an hour or a day is told exactly.
        1..=59 if 60 % minutes == 0 => Some(format!("{}/{minutes} * * * *", offset % minutes)),
        60 => Some(format!("{} * * * *", offset % 60)),
        1440 => Some(format!("{} 0 * * *", offset % 60)),
        61..1440 if minutes.is_multiple_of(60) && 1440_u32.is_multiple_of(minutes) => {
            Some(format!("{} */{} * * *", offset % 60, minutes / 60))
        }
        _ => None,
    }
}

/// So many retries, so many minutes apart.
pub(super) fn retries(times: u32, minutes: u32) -> Option<Retry> {
    // A retry at once is written as one after a second: a wait is larger than zero.
    let wait = Span::from_secs((i64::from(minutes) * 60).max(1));
    (times > 0).then_some(Retry { times, wait })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read() {
        #[track_caller]
        fn case(text: &str, want: Option<(u8, u8)>) {
            assert_eq!(time_of_day(text), want, "{text}");
        }
        case("22:05", Some((5, 22)));
        case("20:00:00", Some((0, 20)));
        case("10:00 PM", Some((0, 22)));
        case("10:00\u{202f}pm", Some((0, 22)));
        case("12:30 AM", Some((30, 0)));
        case("12:30 PM", Some((30, 12)));
        case("0:30 AM", None);
        case("24:00", None);
        case("noon", None);
        case("", None);
    }

    #[test]
    fn periods_are_told_where_cron_can() {
        #[track_caller]
        fn case(minutes: u32, offset: u32, want: Option<&str>) {
            assert_eq!(every(minutes, offset).as_deref(), want);
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
    fn days_are_numbered() {
        #[track_caller]
        fn case(names: &[&str], want: Option<&str>) {
            assert_eq!(days(names.iter().copied()).as_deref(), want);
        }
        case(&["monday", "Friday"], Some("1,5"));
        case(&["Sat", "sunday"], Some("0,6"));
        case(&["sun", "mon", "tue", "wed", "thu", "fri", "sat"], Some("*"));
        case(&["someday"], None);
        case(&[], None);
    }
}
