//! Cron: when a schedule starts sessions, in the local time of a time zone.

use cronexpr::{FallbackTimezoneOption, ParseOptions};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::domain::{Instant, Quoted, Span, zone_named};

/// The limit of starts of one schedule; more are a mistake.
const MOST: usize = 1_000_000;

/// Seconds after which a schedule has shown about how often it starts.
const FOUR_YEARS: i64 = 1461 * 86_400;

/// All starts of a schedule of five fields from `from` to `to`, both included.
///
/// The fields are matched against the civil time of the zone. A civil time that daylight saving
/// skips does not start; a repeated one starts once, at its first occurrence. An error names the
/// member of the schedule that is wrong.
pub fn starts(
    cron: &str,
    timezone: &str,
    from: Instant,
    to: Instant,
) -> Result<Vec<Instant>, (&'static str, String)> {
    let unknown = || {
        let name = Quoted(timezone);
        ("timezone", format!("unknown time zone {name}; write one like Europe/Berlin"))
    };
    let zone = zone_named(timezone).ok_or_else(unknown)?;
    within(cron, &zone, from, to).map_err(|what| ("cron", what))
}

/// The first start of a schedule at `from` or later; `None` if there is none within some years, or
/// the schedule is wrong.
pub fn next_start(cron: &str, timezone: &str, from: Instant) -> Option<Instant> {
    const DAYS: [i64; 4] = [1, 32, 400, 3_000];
    DAYS.iter().find_map(|days| {
        let to = (from + Span::from_secs(days * 86_400)).min(Instant::LAST);
        starts(cron, timezone, from, to).ok()?.first().copied()
    })
}

fn within(cron: &str, zone: &TimeZone, from: Instant, to: Instant) -> Result<Vec<Instant>, String> {
    let parts: Vec<&str> = cron.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = parts[..] else {
        return Err(format!(
            "{} has not five fields: minute, hour, day of month, month, day of week, as in \"0 22 * * *\"",
            Quoted(cron)
        ));
    };
    let bounds = Bounds::new(zone, from, to)?;
    let mut starts = Vec::new();
    let mut find = |cron: &str, is_wanted: &dyn Fn(DateTime) -> bool| {
        find(cron, &bounds, &mut |civil| {
            let instant = first_occurrence(zone, civil).filter(|_| is_wanted(civil));
            starts.extend(instant.filter(|instant| (from..=to).contains(instant)));
            starts.len()
        })
    };
    find(cron, &|_| true)?;
    // The library never finds the last days of a December, which has 31 days: its month is compared with
    // the one after it, January, and found to be later.
    if day.split(',').any(|day| day.eq_ignore_ascii_case("L")) {
        let weekday = if weekday.starts_with('*') { weekday } else { "*" };
        let cron = format!("{minute} {hour} 31 {month} {weekday}");
        find(&cron, &|civil| civil.month() == 12)?;
    }
    for weekday in weekday.split(',').filter_map(|weekday| weekday.strip_suffix(['L', 'l'])) {
        let day = if day.starts_with('*') { day } else { "*" };
        let cron = format!("{minute} {hour} {day} {month} {weekday}");
        find(&cron, &|civil| civil.month() == 12 && civil.day() > 31 - 7)?;
    }
    starts.sort_unstable();
    starts.dedup();
    Ok(starts)
}

/// Passes all civil times at which a schedule starts to `take`, which returns how many it has kept.
fn find(
    cron: &str,
    bounds: &Bounds,
    take: &mut dyn FnMut(DateTime) -> usize,
) -> Result<(), String> {
    let mut options = ParseOptions::default();
    options.fallback_timezone_option = FallbackTimezoneOption::UTC;
    let fields = cronexpr::parse_crontab_with(cron, options)
        .map_err(|error| format!("{} is no cron expression: {}", Quoted(cron), reason(&error)))?;
    let too_many =
        || Err(format!("{} starts more than {MOST} times; bring the end nearer", Quoted(cron)));
    let mut looked = false;
    let mut cursor = bounds.first;
    while cursor < bounds.last {
        let Ok(next) = fields.find_next(cursor) else {
            // The library looks four years ahead, which is too short for some leap days.
            cursor = (cursor.to_zoned(TimeZone::UTC).saturating_add(4.years())).timestamp();
            continue;
        };
        cursor = next.timestamp();
        let count = take(next.datetime());
        if count > MOST {
            return too_many();
        }
        if !looked && bounds.passed(cursor) >= FOUR_YEARS {
            looked = true;
            let (whole, passed) = (bounds.passed(bounds.last), bounds.passed(cursor));
            // Twice as many, as it may have started more often in these years than it will.
            if count as i128 * i128::from(whole) > 2 * MOST as i128 * i128::from(passed) {
                return too_many();
            }
        }
    }
    Ok(())
}

/// The civil times to look at, written as if they were UTC.
struct Bounds {
    first: Timestamp,
    last: Timestamp,
}

/// No schedule is known after this year.
pub const LAST_SCHEDULED_YEAR: i16 = 9990;

impl Bounds {
    /// Seconds from the first civil time to look at.
    fn passed(&self, at: Timestamp) -> i64 {
        at.as_second() - self.first.as_second()
    }

    fn new(zone: &TimeZone, from: Instant, to: Instant) -> Result<Bounds, String> {
        let civil = |instant: Instant| zone.to_datetime(instant.timestamp());
        // A day on either side holds every shift of a time zone.
        let first = civil(from).saturating_sub(1.day());
        let last = civil(to).saturating_add(1.day());
        if last.year() > LAST_SCHEDULED_YEAR || first.year() < 1 {
            return Err(format!("schedules are known from the year 1 to {LAST_SCHEDULED_YEAR}"));
        }
        let utc =
            |civil: DateTime| TimeZone::UTC.to_timestamp(civil).map_err(|error| one_line(&error));
        Ok(Bounds { first: utc(first)?, last: utc(last)? })
    }
}

fn first_occurrence(zone: &TimeZone, civil: DateTime) -> Option<Instant> {
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => None,
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => {
            let timestamp = ambiguous.earlier().ok()?;
            Some(Instant::from_millis(timestamp.as_millisecond()))
        }
    }
}

/// What the library says is wrong, without the drawing that it makes of the place.
fn reason(error: &cronexpr::Error) -> String {
    let text = one_line(error);
    text.rsplit_once("^ ").map_or(text.clone(), |(_, reason)| reason.to_owned())
}

fn one_line(error: &dyn std::fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::domain::Instant;
    use crate::scenario::cron::{next_start, starts};

    #[track_caller]
    fn case(cron: &str, zone: &str, from: &str, to: &str, want: &[&str]) {
        let (from, to) = (Instant::parse(from).unwrap(), Instant::parse(to).unwrap());
        let found: Vec<String> =
            starts(cron, zone, from, to).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(found, want, "{cron} {zone}");
    }

    #[test]
    fn the_next_start_may_be_years_away() {
        #[track_caller]
        fn case(cron: &str, want: Option<&str>) {
            let from = Instant::parse("2026-11-23T22:00:00Z").unwrap();
            let found = next_start(cron, "UTC", from).map(|at| at.to_string());
            assert_eq!(found.as_deref(), want, "{cron}");
        }
        case("0 22 * * *", Some("2026-11-23T22:00:00Z"));
        case("* * * * *", Some("2026-11-23T22:00:00Z"));
        case("59 21 * * *", Some("2026-11-24T21:59:00Z"));
        case("0 3 1 * *", Some("2026-12-01T03:00:00Z"));
        case("0 3 29 2 *", Some("2028-02-29T03:00:00Z"));
        case("0 3 30 2 *", None);
        case("nonsense", None);
    }

    #[test]
    fn both_ends_are_included() {
        case(
            "0 22 * * *",
            "UTC",
            "2026-11-23T22:00:00Z",
            "2026-11-24T22:00:00Z",
            &["2026-11-23T22:00:00Z", "2026-11-24T22:00:00Z"],
        );
        case("0 22 * * *", "UTC", "2026-11-23T22:00:00.001Z", "2026-11-24T21:59:59Z", &[]);
    }

    #[test]
    fn fields_are_read_as_cron_reads_them() {
        let (from, to) = ("2026-11-01T00:00:00Z", "2026-11-30T23:59:59Z");
        case(
            "30 5 13 * fri",
            "UTC",
            from,
            "2026-11-15T00:00:00Z",
            &["2026-11-06T05:30:00Z", "2026-11-13T05:30:00Z"],
        );
        case(
            "0 0 1-7/3 NOV *",
            "UTC",
            from,
            to,
            &["2026-11-01T00:00:00Z", "2026-11-04T00:00:00Z", "2026-11-07T00:00:00Z"],
        );
        case(
            "0 6 * * 7",
            "UTC",
            from,
            "2026-11-09T00:00:00Z",
            &["2026-11-01T06:00:00Z", "2026-11-08T06:00:00Z"],
        );
        case("0 0 30 2 *", "UTC", from, "2040-01-01T00:00:00Z", &[]);
        case(
            "0 0 29 2 *",
            "UTC",
            "2097-01-01T00:00:00Z",
            "2105-01-01T00:00:00Z",
            &["2104-02-29T00:00:00Z"],
        );
    }

    #[test]
    fn last_days_are_found_in_every_month() {
        #[track_caller]
        fn days(cron: &str, want: &[&str]) {
            let want: Vec<String> = want.iter().map(|day| format!("{day}T22:00:00Z")).collect();
            let want: Vec<&str> = want.iter().map(|at| &**at).collect();
            case(cron, "UTC", "2026-11-15T00:00:00Z", "2027-02-15T00:00:00Z", &want);
        }
        days("0 22 L * *", &["2026-11-30", "2026-12-31", "2027-01-31"]);
        days("0 22 L 12 *", &["2026-12-31"]);
        days("0 22 L 1 *", &["2027-01-31"]);
        days(
            "0 22 20,L * *",
            &["2026-11-20", "2026-11-30", "2026-12-20", "2026-12-31", "2027-01-20", "2027-01-31"],
        );
        days("0 22 * * 6L", &["2026-11-28", "2026-12-26", "2027-01-30"]);
        days("0 22 * * SATL", &["2026-11-28", "2026-12-26", "2027-01-30"]);
        days("0 22 * 12 0L", &["2026-12-27"]);
        // Either field, unless one begins with an asterisk: then both.
        days("0 22 L 12 4L", &["2026-12-31"]);
        days("0 22 L 12 6L", &["2026-12-26", "2026-12-31"]);
        days("0 22 1 12 6L", &["2026-12-01", "2026-12-26"]);
        days("0 22 L 12 */3", &[]);
        days("0 22 */5 12 6L", &["2026-12-26"]);
        days("0 22 */7 12 6L", &[]);
    }

    #[test]
    fn skipped_local_times_do_not_start_and_repeated_ones_start_once() {
        case(
            "30 2 * * *",
            "Europe/Berlin",
            "2026-03-28T00:00:00Z",
            "2026-03-30T12:00:00Z",
            &["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"],
        );
        case(
            "30 2 * * *",
            "Europe/Berlin",
            "2026-10-24T12:00:00Z",
            "2026-10-26T12:00:00Z",
            &["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"],
        );
        case(
            "0,30 * * * *",
            "Europe/Berlin",
            "2026-10-24T23:30:00Z",
            "2026-10-25T02:00:00Z",
            &[
                "2026-10-24T23:30:00Z",
                "2026-10-25T00:00:00Z",
                "2026-10-25T00:30:00Z",
                "2026-10-25T02:00:00Z",
            ],
        );
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        #[track_caller]
        fn refused(cron: &str, zone: &str, to: &str, why: &str) {
            let (from, to) = (Instant::from_millis(0), Instant::parse(to).unwrap());
            let (_, error) = starts(cron, zone, from, to).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
        let to = "1970-02-01T00:00:00Z";
        refused("0 22 * *", "UTC", to, "five fields");
        refused("0 22 * * * UTC", "UTC", to, "five fields");
        refused("61 22 * * *", "UTC", to, "no cron expression");
        refused("0 22 * * *", "Mars/Olympus", to, "unknown time zone");
        refused("0 22 * * *", "localtime", to, "unknown time zone");
        refused("0 22 * * *", "Factory", to, "unknown time zone");
        refused("* * * * *", "UTC", "1999-01-01T00:00:00Z", "more than");
        refused("0 0 * * *", "UTC", "9999-01-01T00:00:00Z", "9990");
        // Said long before a million were found.
        refused("0 0 * * *", "Europe/Berlin", "9980-01-01T00:00:00Z", "more than");
    }
}
