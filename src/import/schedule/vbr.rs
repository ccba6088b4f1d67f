//! Settings: the schedule and retries of a job in the REST API of Veeam Backup & Replication.

use crate::domain::{Retry, Schedule};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::fields::Fields;
use crate::import::schedule::{days, every, local, retries, time_of_day};
use crate::import::words::Word;

/// The `schedule` of a job in the REST API of Veeam Backup & Replication.
pub fn schedule(fields: &Fields<'_, '_>, context: &mut Context<'_>) -> Option<Schedule> {
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
    context.notes.guessed(fields.place, "schedule", Assumption::Schedule(kind.into()));
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
pub fn retry(fields: &Fields<'_, '_>, context: &mut Context<'_>) -> (Option<Retry>, bool) {
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
