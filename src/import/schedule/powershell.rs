//! Schedules and retries in the reports of PowerShell scripts.

use crate::domain::Schedule;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::members;
use crate::import::decode::time::time_of_day;
use crate::import::records::JobRecord;
use crate::import::schedule::{cron_at, days_of_week, every_minutes, in_local_time, retries};

members! {
    /// The columns of `JobList.ps1`.
    pub struct ScheduleColumns {
        daily_start: String = "DailyStartTime",
        /// As in `60 minutes`.
        periodically: String = "Periodically",
        hourly_offset: String = "HourlyOffset",
    }
}

impl ScheduleColumns {
    pub fn schedule(&self, context: &mut Context<'_>) -> Option<Schedule> {
        if let Some(time) = self.daily_start.as_deref().and_then(time_of_day) {
            context.assume(self.place, "DailyStartTime", Assumption::EveryDay);
            return in_local_time(cron_at(time, "* * *"), self.place, context);
        }
        let text = self.periodically.as_deref()?;
        let offset = self.hourly_offset.as_deref().and_then(first_number).unwrap_or(0);
        let cron = every_minutes(first_number(text)?, offset);
        if cron.is_none() {
            context.assume(self.place, "Periodically", Assumption::NoCron(text.into()));
        }
        in_local_time(cron?, self.place, context)
    }
}

fn first_number(text: &str) -> Option<u32> {
    text.split_whitespace().next()?.parse().ok()
}

/// The column `ScheduleOptions` of the list of jobs, one text of parts such as
/// `Retry times on failure: [3]` and `Daily options: [Enabled: True, Days: Monday, Friday]`.
pub struct ScheduleOptions<'t>(pub &'t str);

impl ScheduleOptions<'_> {
    pub fn add_to(&self, job: &mut JobRecord, context: &mut Context<'_>) {
        let times = self.part("Retry times on failure: [").and_then(first_number);
        let minutes = self.part("Retry timeout: [").and_then(first_number);
        if let Some((times, minutes)) = times.zip(minutes) {
            job.retry = retries(times.min(1000), minutes.min(100_000));
            job.retry_stated = true;
        }
        let cron = if let Some(daily) = self.part("Daily options: [Enabled: True") {
            self.daily(daily)
        } else if let Some(period) = self.part("Periodically options: [Enabled: True, Period: ") {
            self.periodical(period)
        } else {
            return;
        };
        job.schedule = cron.and_then(|cron| in_local_time(cron, job.place, context));
    }

    fn daily(&self, options: &str) -> Option<String> {
        let days = options.split_once("Days: ").map_or("", |(_, days)| days);
        let days = days_of_week(days.split(',').filter(|day| !day.trim().is_empty()))?;
        // As in `11/23/2026 10:00:00 PM`.
        let (_, time) = self.part("Start time: [")?.split_once(' ')?;
        Some(cron_at(time_of_day(time)?, &format!("* * {days}")))
    }

    fn periodical(&self, period: &str) -> Option<String> {
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
