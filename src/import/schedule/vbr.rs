//! Schedules and retries in the job settings of the REST API of Veeam Backup & Replication.

use jiff::civil::Time;

use crate::domain::{Retry, Schedule};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::members;
use crate::import::decode::time::time_of_day;
use crate::import::schedule::{Days, Monthly, cron_at, every, in_local_time, retries};
use crate::import::warnings::Place;

members! {
    /// `schedule` of a job.
    pub struct VbrSchedule {
        run_automatically: bool = "runAutomatically",
        daily: Daily = "daily",
        monthly: MonthlyOptions = "monthly",
        periodically: Periodically = "periodically",
        continuously: bool = "continuously.isEnabled",
        after_job: bool = "afterThisJob.isEnabled",
        /// Outside of it the server starts no session.
        has_window: bool = "backupWindow.isEnabled",
        window: Window = "backupWindow.backupWindow",
        retry: VbrRetry = "retry",
    }
}

members! {
    struct Daily {
        enabled: bool = "isEnabled",
        time: String = "localTime",
        kind: String = "dailyKind",
        days: Vec<String> = "days",
    }
}

members! {
    struct MonthlyOptions {
        enabled: bool = "isEnabled",
        time: String = "localTime",
        week_of_month: String = "dayNumberInMonth",
        day_of_week: String = "dayOfWeek",
        day_of_month: u32 = "dayOfMonth",
        last_day_of_month: bool = "isLastDayOfMonth",
        months: Vec<String> = "months",
    }
}

members! {
    struct Periodically {
        enabled: bool = "isEnabled",
        unit: String = "periodicallyKind",
        frequency: u32 = "frequency",
        minutes_past_hour: u32 = "startTimeWithinAnHour",
        window: Window = "backupWindow",
    }
}

members! {
    /// The hours of each day in which a job may start.
    struct Window {
        days: Vec<WindowDay> = "days",
    }
}

members! {
    struct WindowDay {
        /// `1` or `0` for each hour of the day, as in `0,0,1`.
        hours: String = "hours",
    }
}

members! {
    struct VbrRetry {
        enabled: bool = "isEnabled",
        times: u32 = "retryCount",
        minutes: u32 = "awaitMinutes",
    }
}

impl VbrSchedule {
    /// The job has no schedule.
    pub fn is_manual(&self) -> bool {
        self.run_automatically == Some(false)
    }

    pub fn schedule(&self, job: Place, context: &mut Context<'_>) -> Option<Schedule> {
        if self.is_manual() {
            return None;
        }
        let daily = self.daily.as_ref().filter(|daily| daily.enabled == Some(true));
        let monthly = self.monthly.as_ref().filter(|monthly| monthly.enabled == Some(true));
        let periodically = self.periodically.as_ref().filter(|each| each.enabled == Some(true));
        let (kind, cron) = if let Some(daily) = daily {
            ("daily", daily.cron().filter(|_| self.may_start_at(daily.time.as_deref())))
        } else if let Some(monthly) = monthly {
            ("monthly", monthly.cron().filter(|_| self.may_start_at(monthly.time.as_deref())))
        } else if let Some(periodically) = periodically {
            let is_free = !periodically.window.as_ref().is_some_and(|window| window.forbids(None));
            ("periodically", periodically.cron().filter(|_| is_free && self.may_start_at(None)))
        } else if self.after_job == Some(true) {
            ("afterThisJob", None)
        } else if self.continuously == Some(true) {
            ("continuously", None)
        } else {
            return None;
        };
        if cron.is_none() {
            context.assume(job, "schedule", Assumption::NoCron(kind.into()));
        }
        in_local_time(cron?, job, context)
    }

    /// Whether the window of the job is open at this time of day, or all day, on every day.
    fn may_start_at(&self, time: Option<&str>) -> bool {
        let hour = time.and_then(time_of_day).map(Time::hour);
        let window = self.window.as_ref().filter(|_| self.has_window == Some(true));
        !window.is_some_and(|window| window.forbids(hour))
    }

    /// The retries, and whether the settings state them.
    pub fn retry(&self) -> (Option<Retry>, bool) {
        match &self.retry {
            Some(VbrRetry { enabled: Some(false), .. }) => (None, true),
            Some(VbrRetry { times: Some(times), minutes: Some(minutes), .. }) => {
                (retries(*times, *minutes), true)
            }
            _ => (None, false),
        }
    }
}

impl Window {
    /// Whether a job may not start in an hour, or in any, of some day.
    fn forbids(&self, hour: Option<i8>) -> bool {
        let days = self.days.iter().flatten().filter_map(|day| day.hours.as_deref());
        days.flat_map(|hours| hours.split(',').zip(0..))
            .any(|(allowed, at)| allowed.trim() == "0" && hour.is_none_or(|hour| hour == at))
    }
}

impl Daily {
    fn cron(&self) -> Option<String> {
        let time = time_of_day(self.time.as_deref()?)?;
        let days = self.days.iter().flatten().map(String::as_str);
        Some(cron_at(time, &format!("* * {}", Days::of(self.kind.as_deref(), days)?)))
    }
}

impl MonthlyOptions {
    fn cron(&self) -> Option<String> {
        let time = time_of_day(self.time.as_deref()?)?;
        let day = Monthly {
            week: self.week_of_month.as_deref(),
            day: self.day_of_week.as_deref(),
            day_of_month: self.day_of_month,
            is_last_day: self.last_day_of_month == Some(true),
        };
        let months = self.months.iter().flatten().map(String::as_str);
        Some(cron_at(time, &day.cron(months)?))
    }
}

impl Periodically {
    fn cron(&self) -> Option<String> {
        let offset = self.minutes_past_hour.unwrap_or(0);
        every(self.unit.as_deref()?, self.frequency?, offset)
    }
}
