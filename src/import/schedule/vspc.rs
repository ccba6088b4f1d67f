//! Schedules of jobs in Veeam Service Provider Console, from REST 3.6.1; earlier versions tell only their type.

use jiff::civil::Time;

use crate::domain::Schedule;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::time::time_of_day;
use crate::import::decode::{Present, members, normalized};
use crate::import::records::ExportedJob;
use crate::import::schedule::{Days, Monthly, cron_at, every, in_local_time};

members! {
    /// `schedule` of a job.
    pub struct ConsoleSchedule {
        daily: DailyOptions = "dailyScheduleOptions",
        monthly: MonthlyOptions = "monthlyScheduleOptions",
        periodically: PeriodicallyOptions = "periodicallyScheduleOptions",
        continuously: bool = "continuousScheduleEnabled",
        window: Present = "backupWindowOptions",
        chained: Present = "chainingOptions",
    }
}

members! {
    struct DailyOptions {
        kind: String = "kind",
        days: Vec<String> = "days",
        clock: Clock = "",
    }
}

members! {
    struct MonthlyOptions {
        clock: Clock = "",
        week: String = "dayNumberInMonth",
        day: String = "dayOfWeek",
        day_of_month: u32 = "dayOfMonth",
        months: Vec<String> = "months",
    }
}

members! {
    struct PeriodicallyOptions {
        kind: String = "kind",
        period: u32 = "fullPeriod",
    }
}

members! {
    struct Clock {
        local: String = "time",
        utc: String = "timeUtc",
    }
}

/// A time of day, the zone in which it is, and by how many days that zone is ahead there.
struct ZonedClock {
    time: Time,
    /// `None`: the zone of the import.
    zone: Option<&'static str>,
    shift: i8,
}

impl Clock {
    fn zoned(&self, context: &Context<'_>) -> Option<ZonedClock> {
        let (local, utc) = (self.local.as_deref(), self.utc.as_deref());
        let (local, utc) = (local.and_then(time_of_day), utc.and_then(time_of_day));
        let in_zone = |time| ZonedClock { time, zone: None, shift: 0 };
        let Some(utc) = utc else { return local.map(in_zone) };
        if let Some(local) = local {
            let zone = &context.options.timezone;
            let today = zone.to_datetime(context.options.now.timestamp()).date();
            let there = zone.to_timestamp(today.to_datetime(local)).ok()?;
            if jiff::tz::TimeZone::UTC.to_datetime(there).time() == utc {
                return Some(in_zone(local));
            }
        }
        let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        let mut offset = local.map_or(0, |local| minutes(local) - minutes(utc));
        // Zones are from 12 hours behind to 14 hours ahead.
        offset += if offset <= -720 { 1440 } else { 0 };
        offset -= if offset > 840 { 1440 } else { 0 };
        let shift = match minutes(utc) + offset {
            ..0 => 1,
            0..1440 => 0,
            _ => -1,
        };
        Some(ZonedClock { time: utc, zone: Some("UTC"), shift })
    }
}

/// What the console tells of the starts of a job.
pub fn add_to(
    job: &mut ExportedJob,
    schedule: Option<&ConsoleSchedule>,
    kind: Option<&str>,
    context: &mut Context<'_>,
) {
    let kind = kind.unwrap_or_default();
    let word = normalized(kind);
    job.is_unscheduled = word == "notscheduled";
    let clock = |clock: &Option<Clock>, context: &Context<'_>| clock.as_ref()?.zoned(context);
    let found = match schedule {
        Some(ConsoleSchedule { daily: Some(daily), .. }) => {
            clock(&daily.clock, context).and_then(|clock| {
                let days = daily.days.iter().flatten().map(String::as_str);
                let days = Days::of(daily.kind.as_deref(), days)?.later(clock.shift);
                Some((cron_at(clock.time, &format!("* * {days}")), clock.zone))
            })
        }
        Some(ConsoleSchedule { monthly: Some(monthly), .. }) => {
            clock(&monthly.clock, context).filter(|clock| clock.shift == 0).and_then(|clock| {
                let days = Monthly {
                    week: monthly.week.as_deref(),
                    day: monthly.day.as_deref(),
                    day_of_month: monthly.day_of_month,
                    is_last_day: false,
                };
                let months = monthly.months.iter().flatten().map(String::as_str);
                Some((cron_at(clock.time, &days.cron(months)?), clock.zone))
            })
        }
        Some(ConsoleSchedule { periodically: Some(options), .. }) => {
            let cron = options.kind.as_deref().zip(options.period);
            cron.and_then(|(kind, period)| Some((every(kind, period, 0)?, None)))
        }
        _ => None,
    };
    let is_continuous = schedule.is_some_and(|schedule| schedule.continuously == Some(true));
    let is_odd = schedule.is_some_and(|schedule| {
        schedule.window.is_some()
            || schedule.chained.is_some()
            || schedule.daily.is_some()
            || schedule.monthly.is_some()
            || schedule.periodically.is_some()
    });
    let is_told = matches!(&*word, "continuously" | "backupwindow" | "chained");
    match found {
        Some((cron, Some(zone))) => {
            context.assume(job.place, "schedule", Assumption::ScheduleUtc);
            job.schedule = Some(Schedule { cron, timezone: Some(zone.to_owned()) });
        }
        Some((cron, None)) => job.schedule = in_local_time(cron, job.place, context),
        None if is_continuous || is_odd || is_told => {
            let kind = if kind.is_empty() { "continuous" } else { kind };
            context.assume(job.place, "schedule", Assumption::NoCron(kind.to_owned()));
        }
        None => {}
    }
}
