//! Schedules and retries in the reports of PowerShell scripts.

use jiff::civil::Time;

use crate::domain::Schedule;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::time::time_of_day;
use crate::import::decode::{Element, Member, Value, members, normalized};
use crate::import::records::ExportedJob;
use crate::import::schedule::{
    Days, Monthly, cron_at, every, every_minutes, in_local_time, retries,
};

members! {
    /// The columns of `JobList.ps1`, and of scripts like it.
    pub struct ScheduleColumns {
        daily_start: String = "DailyStartTime",
        /// As in `10:00 PM on Fourth Saturday in January;February`.
        monthly_start: String = "MonthlyStartTime",
        /// As in `60 minutes`.
        periodically: String = "Periodically",
        hourly_offset: String = "HourlyOffset",
        continuously: String = "Continuous" | "Continuously" | "RunContinuously",
        /// The name of the job that runs before.
        after_job: String = "AfterJob" | "AfterThisJob" | "PreviousJob",
        start: String = "StartTime",
        days: String = "Day(s)" | "Days" | "DaysOfWeek",
        week: String = "DayNumberInMonth",
    }
}

impl ScheduleColumns {
    pub fn schedule(&self, context: &mut Context<'_>) -> Option<Schedule> {
        let told = |text: &Option<String>| {
            let told = text.clone();
            told.filter(|text| !matches!(&*text.to_ascii_lowercase(), "na" | "n/a" | "false"))
        };
        let (text, member, cron) = if let Some(text) = told(&self.daily_start) {
            let time = time_of_day(&text);
            if time.is_some() {
                context.assume(self.place, "DailyStartTime", Assumption::EveryDay);
            }
            (text, "DailyStartTime", time.map(|time| cron_at(time, "* * *")))
        } else if let Some(text) = told(&self.monthly_start) {
            let cron = monthly(&text);
            (text, "MonthlyStartTime", cron)
        } else if let Some(text) = told(&self.periodically) {
            let offset = self.hourly_offset.as_deref().and_then(first_number).unwrap_or(0);
            let cron = first_number(&text).and_then(|count| every(unit(&text)?, count, offset));
            (text, "Periodically", cron)
        } else if let Some(text) = told(&self.after_job) {
            (format!("after {text}"), "AfterJob", None)
        } else if told(&self.continuously).is_some() {
            ("continuous".to_owned(), "Continuous", None)
        } else if let Some(text) = told(&self.start) {
            let days = told(&self.days);
            let days = days.as_deref().unwrap_or("all");
            let is_every = normalized(days) == "all";
            let days_of_week = || Days::of(is_every.then_some("all").or(Some("")), days.split(','));
            let day = match told(&self.week) {
                None => days_of_week().map(|days| format!("* * {days}")),
                week => Monthly {
                    week: week.as_deref(),
                    day: Some(days),
                    day_of_month: None,
                    is_last_day: false,
                }
                .cron([].into_iter()),
            };
            let cron = time_of_day(&text).zip(day).map(|(time, day)| cron_at(time, &day));
            (text, "StartTime", cron)
        } else {
            return None;
        };
        if cron.is_none() {
            context.assume(self.place, member, Assumption::NoCron(text));
        }
        in_local_time(cron?, self.place, context)
    }
}

/// The cron line of `10:00 PM on Fourth Saturday in January;February` or `22:00 on day 5 in …`.
fn monthly(text: &str) -> Option<String> {
    let (time, rest) = text.split_once(" on ")?;
    let (day, months) = rest.rsplit_once(" in ").unwrap_or((rest, ""));
    let words: Vec<&str> = day.split_whitespace().collect();
    let (week, day_of_week) = match *words {
        [week, day] if first_number(day).is_none() => (Some(week), Some(day)),
        _ => (None, None),
    };
    let day = Monthly {
        week,
        day: day_of_week,
        day_of_month: words.iter().find_map(|word| first_number(word)),
        is_last_day: day.to_ascii_lowercase().contains("last day"),
    };
    let months = months.split(';').map(str::trim).filter(|month| !month.is_empty());
    Some(cron_at(time_of_day(time)?, &day.cron(months)?))
}

/// The unit of `60 min(s)` or `4 hours`; a number alone is minutes.
fn unit(text: &str) -> Option<&'static str> {
    const UNITS: [&str; 4] = ["seconds", "minutes", "hours", "days"];
    let word = normalized(text.split_once(' ').map_or("minutes", |(_, unit)| unit));
    let word = word.strip_suffix('s').unwrap_or(&word);
    UNITS.into_iter().find(|unit| word.len() > 2 && unit.starts_with(word))
}

fn first_number(text: &str) -> Option<u32> {
    text.split_whitespace().next()?.trim_end_matches('.').parse().ok()
}

/// The column `ScheduleOptions` as a text; `ConvertTo-Json` writes an object, of which only the next start is
/// read.
pub struct ScheduleText(pub String);

impl Member for ScheduleText {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<ScheduleText> {
        match element.value {
            Value::Object(_) => None,
            _ => String::read(element, context).map(ScheduleText),
        }
    }
}

/// The column `ScheduleOptions` of the list of jobs, one text of parts such as
/// `Retry times on failure: [3]` and `Daily options: [Enabled: True, Days: Monday, Friday]`.
pub struct ScheduleOptions<'t>(pub &'t str);

impl ScheduleOptions<'_> {
    pub fn add_to(&self, job: &mut ExportedJob, context: &mut Context<'_>) {
        let times = self.part("Retry times on failure: [").and_then(first_number);
        let minutes = self.part("Retry timeout: [").and_then(first_number);
        if let Some((times, minutes)) = times.zip(minutes) {
            job.retry = retries(times.min(1000), minutes.min(100_000));
            job.retry_stated = true;
        }
        let (kind, cron) = if let Some(daily) = self.part("Daily options: [Enabled: True") {
            ("daily", self.daily(daily))
        } else if let Some(monthly) = self.part("Monthly options: [Enabled: True") {
            ("monthly", self.monthly(monthly))
        } else if let Some(period) = self.part("Periodically options: [Enabled: True, Period: ") {
            ("periodically", self.periodical(period))
        } else if self.0.contains("Continuous options: [Enabled: True") {
            ("continuous", None)
        } else {
            // A text such as `Daily at 22:00` is not one that the cmdlet writes.
            let text: String = self.0.chars().take(60).collect();
            if !self.0.contains("options: [Enabled:") {
                context.assume(job.place, "ScheduleOptions", Assumption::NoCron(text));
            }
            return;
        };
        if cron.is_none() {
            context.assume(job.place, "ScheduleOptions", Assumption::NoCron(kind.into()));
        }
        job.schedule = cron.and_then(|cron| in_local_time(cron, job.place, context));
    }

    fn daily(&self, options: &str) -> Option<String> {
        let days = options.split_once("Days: ").map_or("", |(_, days)| days);
        let days = Days::named(days.split(',').filter(|day| !day.trim().is_empty()))?;
        Some(cron_at(self.start()?, &format!("* * {days}")))
    }

    /// As in `Enabled: True, Day number in month: Fourth, Day of week: Saturday, Months: …`.
    fn monthly(&self, options: &str) -> Option<String> {
        let of = |name: &str| {
            let (_, rest) = options.split_once(name)?;
            let end = rest.find(": ").and_then(|end| rest[..end].rfind(", "));
            Some(end.map_or(rest, |end| &rest[..end]))
        };
        let day = Monthly {
            week: of("Day number in month: "),
            day: of("Day of week: "),
            day_of_month: of("Day of month: ").and_then(first_number),
            is_last_day: false,
        };
        let months = of("Months: ").unwrap_or_default();
        let months = months.split(',').map(str::trim).filter(|month| !month.is_empty());
        Some(cron_at(self.start()?, &day.cron(months)?))
    }

    /// As in `11/23/2026 10:00:00 PM`.
    fn start(&self) -> Option<Time> {
        time_of_day(self.part("Start time: [")?.split_once(' ')?.1)
    }

    fn periodical(&self, period: &str) -> Option<String> {
        // An hour that is forbidden has a 1.
        let hours = self.part("ScheduleString: ").unwrap_or_default();
        if hours.contains(",1") || hours.contains(">1") {
            return None;
        }
        let hours = first_number(period).filter(|_| period.contains("hour"))?;
        let offset = self.part("HourlyOffset: ").and_then(|text| text.trim().parse().ok());
        every_minutes(hours.checked_mul(60)?, offset.unwrap_or(0))
    }

    /// The text behind `name`, up to the next bracket.
    fn part(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.0.split_once(name)?;
        Some(rest.split_once(']').map_or(rest, |(part, _)| part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_a_unit() {
        for (text, want) in [
            ("60", Some("minutes")),
            ("60 minutes", Some("minutes")),
            ("1 min(s)", Some("minutes")),
            ("4 hour(s)", Some("hours")),
            ("1 Day", Some("days")),
            ("90 sec.", Some("seconds")),
            ("1 week", None),
            ("4 h", None),
            ("4 ", None),
        ] {
            assert_eq!(unit(text), want, "{text}");
        }
    }
}
