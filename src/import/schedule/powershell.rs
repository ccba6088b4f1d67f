//! Reports: schedules and retries as scripts write them into the cells of a table.

use crate::domain::Schedule;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::fields::Fields;
use crate::import::records::JobRecord;
use crate::import::schedule::{days, every, local, retries, time_of_day};

/// The daily start time or the period that scripts report.
pub fn reported(fields: &Fields<'_, '_>, context: &mut Context<'_>) -> Option<Schedule> {
    if let Some((minute, hour)) =
        fields.text("DailyStartTime", context).and_then(|text| time_of_day(&text))
    {
        context.notes.guessed(fields.place, "DailyStartTime", Assumption::EveryDay);
        return local(format!("{minute} {hour} * * *"), fields, context);
    }
    let text = fields.text("Periodically", context)?;
    let minutes = text.split_whitespace().next()?.parse().ok()?;
    let offset = fields.text("HourlyOffset", context);
    let offset = offset.and_then(|text| text.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    if let Some(cron) = every(minutes, offset) {
        return local(cron, fields, context);
    }
    context.notes.guessed(fields.place, "Periodically", Assumption::Schedule(text.into_owned()));
    None
}

/// The schedule options of a job as a report writes them into one cell.
pub fn options(
    options: &str,
    job: &mut JobRecord<'_>,
    fields: &Fields<'_, '_>,
    context: &mut Context<'_>,
) {
    let after = |text: &'_ str, name: &str| -> Option<String> {
        let (_, rest) = text.split_once(name)?;
        Some(rest.split_once(']').map_or(rest, |(value, _)| value).to_owned())
    };
    let number = |text: String| text.split_whitespace().next()?.parse::<u32>().ok();
    let times = after(options, "Retry times on failure: [").and_then(number);
    let wait = after(options, "Retry timeout: [").and_then(number);
    if let Some((times, wait)) = times.zip(wait) {
        job.retry = retries(times.min(1000), wait.min(100_000));
        job.retry_told = true;
    }
    let start = after(options, "Start time: [");
    let clock = start.as_deref().and_then(|start| start.split_once(' ')).map(|(_, clock)| clock);
    if let Some(daily) = after(options, "Daily options: [Enabled: True") {
        let names = daily.split_once("Days: ").map_or("", |(_, names)| names);
        let days = days(names.split(',').filter(|day| !day.trim().is_empty()));
        let cron = clock.and_then(time_of_day).zip(days);
        let cron = cron.map(|((minute, hour), days)| format!("{minute} {hour} * * {days}"));
        job.schedule = cron.and_then(|cron| local(cron, fields, context));
    } else if let Some(period) = after(options, "Periodically options: [Enabled: True, Period: ") {
        let hours = period.contains("hour").then(|| number(period.clone())).flatten();
        let (_, rest) = options.split_once("HourlyOffset: ").unwrap_or_default();
        let offset = rest.split(']').next().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        let cron = hours.and_then(|hours| every(hours.checked_mul(60)?, offset));
        job.schedule = cron.and_then(|cron| local(cron, fields, context));
    }
}
