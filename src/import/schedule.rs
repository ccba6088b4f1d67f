//! Schedule: turns what sources say about start times into five fields of cron.

use super::context::Context;
use super::fields::Fields;
use super::guess::Guess;
use super::words::Word;
use crate::domain::Span;
use crate::domain::facts::{RetryFacts, ScheduleFacts};

/// Puts a schedule together; its local times are those of the given zone, if that has a name.
pub(super) fn local(
    cron: String,
    fields: &Fields<'_, '_>,
    context: &mut Context<'_>,
) -> Option<ScheduleFacts> {
    let zone = context.options.timezone.iana_name().map(str::to_owned);
    let guess = if zone.is_some() { Guess::ScheduleZone } else { Guess::Schedule(cron.clone()) };
    context.notes.guessed(fields.place, "schedule", guess);
    Some(ScheduleFacts { cron, timezone: Some(zone?) })
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

/// The `schedule` of a job in the REST API of Veeam Backup & Replication.
pub(super) fn vbr(fields: &Fields<'_, '_>, context: &mut Context<'_>) -> Option<ScheduleFacts> {
    let schedule = fields.object("schedule")?;
    if schedule.flag("runAutomatically", context) == Some(false) {
        return None;
    }
    let on = |kind: &'static str, context: &mut Context<'_>| {
        schedule.object(kind).filter(|part| part.flag("isEnabled", context) == Some(true))
    };
    let (kind, cron) = if let Some(daily) = on("daily", context) {
        ("daily", daily_cron(&daily, context))
    } else if let Some(monthly) = on("monthly", context) {
        ("monthly", monthly_cron(&monthly, context))
    } else if let Some(periodically) = on("periodically", context) {
        ("periodically", periodical_cron(&periodically, context))
    } else {
        let other = ["continuously", "afterThisJob"].into_iter();
        let other = other.filter(|kind| on(kind, context).is_some()).last()?;
        (other, None)
    };
    if let Some(cron) = cron {
        return local(cron, fields, context);
    }
    context.notes.guessed(fields.place, "schedule", Guess::Schedule(kind.into()));
    None
}

fn daily_cron(daily: &Fields<'_, '_>, context: &mut Context<'_>) -> Option<String> {
    let (minute, hour) = time_of_day(&daily.text("localTime", context)?)?;
    let kind = daily.text("dailyKind", context);
    let days = match kind.as_deref().map(Word::of).as_ref().map(Word::as_str) {
        None | Some("everyday") => "*".to_owned(),
        Some("weekdays") => "1-5".to_owned(),
        Some(_) => days(daily.texts("days").into_iter())?,
    };
    Some(format!("{minute} {hour} * * {days}"))
}

fn monthly_cron(monthly: &Fields<'_, '_>, context: &mut Context<'_>) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (minute, hour) = time_of_day(&monthly.text("localTime", context)?)?;
    let mut months = Vec::new();
    for name in monthly.texts("months") {
        let word = Word::of(name);
        let month = MONTHS.iter().position(|month| word.as_str().starts_with(month))?;
        months.push((month + 1).to_string());
    }
    let months = if matches!(months.len(), 0 | 12) { "*".to_owned() } else { months.join(",") };
    let which = monthly.text("dayNumberInMonth", context);
    let which = which.as_deref().map(Word::of);
    let order = ["first", "second", "third", "fourth"];
    let nth = which.and_then(|word| order.iter().position(|name| *name == word.as_str()));
    let last = which.is_some_and(|word| word.as_str() == "last");
    if nth.is_some() || last {
        let day = days(std::iter::once(&*monthly.text("dayOfWeek", context)?))?;
        let day = nth.map_or(format!("{day}L"), |nth| format!("{day}#{}", nth + 1));
        return Some(format!("{minute} {hour} * {months} {day}"));
    }
    let day = if monthly.flag("isLastDayOfMonth", context) == Some(true) {
        "L".to_owned()
    } else {
        let day = monthly.count("dayOfMonth", context)?;
        (1..=31).contains(&day).then(|| day.to_string())?
    };
    Some(format!("{minute} {hour} {day} {months} *"))
}

fn periodical_cron(part: &Fields<'_, '_>, context: &mut Context<'_>) -> Option<String> {
    let kind = part.text("periodicallyKind", context)?;
    let frequency = part.count("frequency", context)?;
    let offset = part.count("startTimeWithinAnHour", context).unwrap_or(0);
    match Word::of(&kind).as_str() {
        "hours" => every(frequency.checked_mul(60)?, offset),
        "minutes" => every(frequency, offset),
        "days" if frequency == 1 => every(1440, offset),
        _ => None,
    }
}

/// The `retry` of such a schedule, and whether anything is told of retries.
pub(super) fn vbr_retry(
    fields: &Fields<'_, '_>,
    context: &mut Context<'_>,
) -> (Option<RetryFacts>, bool) {
    let Some(retry) = fields.object("schedule").and_then(|schedule| schedule.object("retry"))
    else {
        return (None, false);
    };
    if retry.flag("isEnabled", context) == Some(false) {
        return (None, true);
    }
    let times = retry.count("retryCount", context);
    let minutes = retry.count("awaitMinutes", context);
    match times.zip(minutes) {
        Some((times, minutes)) => (retries(times, minutes), true),
        None => (None, false),
    }
}

/// So many retries, so many minutes apart.
pub(super) fn retries(times: u32, minutes: u32) -> Option<RetryFacts> {
    // A retry at once is written as one after a second: a wait is larger than zero.
    let wait = Span::from_secs((i64::from(minutes) * 60).max(1));
    (times > 0).then_some(RetryFacts { times, wait })
}

#[cfg(test)]
mod tests {
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
