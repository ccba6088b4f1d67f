//! Schedules and retries in the job settings of the REST API of Veeam Backup & Replication.

use crate::domain::{Retry, Schedule};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::time::time_of_day;
use crate::import::decode::{members, normalized};
use crate::import::schedule::{cron_at, days_of_week, every_minutes, in_local_time, retries};
use crate::import::warnings::Place;

members! {
    /// `schedule` of a job.
    pub struct VbrSchedule {
        run_automatically: bool = "runAutomatically",
        daily: Daily = "daily",
        monthly: Monthly = "monthly",
        periodically: Periodically = "periodically",
        continuously: bool = "continuously.isEnabled",
        after_job: bool = "afterThisJob.isEnabled",
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
    struct Monthly {
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
    pub fn schedule(&self, job: Place, context: &mut Context<'_>) -> Option<Schedule> {
        if self.run_automatically == Some(false) {
            return None;
        }
        let daily = self.daily.as_ref().filter(|daily| daily.enabled == Some(true));
        let monthly = self.monthly.as_ref().filter(|monthly| monthly.enabled == Some(true));
        let periodically = self.periodically.as_ref().filter(|each| each.enabled == Some(true));
        let (kind, cron) = if let Some(daily) = daily {
            ("daily", daily.cron())
        } else if let Some(monthly) = monthly {
            ("monthly", monthly.cron())
        } else if let Some(periodically) = periodically {
            ("periodically", periodically.cron())
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

impl Daily {
    fn cron(&self) -> Option<String> {
        let time = time_of_day(self.time.as_deref()?)?;
        let days = match self.kind.as_deref().map(normalized).as_deref() {
            None | Some("everyday") => "*".to_owned(),
            Some("weekdays") => "1-5".to_owned(),
            Some(_) => days_of_week(self.days.iter().flatten().map(String::as_str))?,
        };
        Some(cron_at(time, &format!("* * {days}")))
    }
}

impl Monthly {
    fn cron(&self) -> Option<String> {
        const MONTHS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let time = time_of_day(self.time.as_deref()?)?;
        let month = |name: &String| {
            let word = normalized(name);
            Some((MONTHS.iter().position(|month| word.starts_with(month))? + 1).to_string())
        };
        let months: Vec<String> = self.months.iter().flatten().map(month).collect::<Option<_>>()?;
        let months = if matches!(months.len(), 0 | 12) { "*".into() } else { months.join(",") };
        let week = match self.week_of_month.as_deref().map(normalized).as_deref() {
            Some("first") => "#1",
            Some("second") => "#2",
            Some("third") => "#3",
            Some("fourth") => "#4",
            Some("last") => "L",
            _ if self.last_day_of_month == Some(true) => {
                return Some(cron_at(time, &format!("L {months} *")));
            }
            _ => {
                let day = self.day_of_month.filter(|day| (1..=31).contains(day))?;
                return Some(cron_at(time, &format!("{day} {months} *")));
            }
        };
        let day = days_of_week(self.day_of_week.as_deref().into_iter())?;
        Some(cron_at(time, &format!("* {months} {day}{week}")))
    }
}

impl Periodically {
    fn cron(&self) -> Option<String> {
        let (frequency, offset) = (self.frequency?, self.minutes_past_hour.unwrap_or(0));
        match &*normalized(self.unit.as_deref()?) {
            "hours" => every_minutes(frequency.checked_mul(60)?, offset),
            "minutes" => every_minutes(frequency, offset),
            "days" if frequency == 1 => every_minutes(1440, offset),
            _ => None,
        }
    }
}
