//! Notifications and reasons: checked when an operator writes them, rendered when tenants read them.

use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

use crate::clock;
use crate::domain::maintenance::Maintenance;
use crate::domain::{DEFAULT_REASON, Instant, PlaceholderValues, Span, Template};
use crate::error::{Code, Error, Result};
use crate::import::NotificationPeriod;
use crate::ops::records::mode_from_json;
use crate::store::{HistoryFilter, Snapshot};

/// Longer notifications are hard to read in a tenant's console.
const ADVISED_CHARACTERS: usize = 350;
/// The warning while the Cloud Connect Service is stopped.
pub const SERVICE_STOPPED: &str =
    "the Cloud Connect Service is stopped: tenants that fail read no notification";
pub const MAX_BYTES: usize = 1 << 20;

/// Refuses control characters and texts of more than a mebibyte.
pub fn check_text(option: &str, text: &str) -> Result<()> {
    if text.len() > MAX_BYTES {
        return Err(Error::usage(format!("{option} is longer than 1 MiB")));
    }
    match text.chars().find(|letter| letter.is_control() && *letter != '\n') {
        Some(letter) => Err(Error::usage(format!(
            "{option} contains the control character U+{:04X}; only line feeds are allowed",
            u32::from(letter)
        ))),
        None => Ok(()),
    }
}

/// Checks the value of `--reason`.
pub fn check_reason(reason: Option<&String>) -> Result<()> {
    reason.map_or(Ok(()), |reason| check_text("--reason", reason))
}

/// Checks a notification with its placeholders.
pub fn check_template(option: &str, text: &str) -> Result<()> {
    check_text(option, text)?;
    let parsed = Template::parse(Some(text));
    parsed
        .map(|_| ())
        .map_err(|error| Error::from_cause(Code::Usage, error).context(option.to_owned()))
}

/// The notification as a tenant reads it for a job, during a maintenance or outside of any.
pub fn render(
    text: Option<&str>,
    maintenance: Option<&Maintenance>,
    tenant: &str,
    job: &str,
) -> Result<String> {
    render_in(Some(clock::zone()), text, maintenance, tenant, job)
}

/// The notification with the planned end in a zone, or in UTC, which is the same on every machine.
fn render_in(
    zone: Option<&TimeZone>,
    text: Option<&str>,
    maintenance: Option<&Maintenance>,
    tenant: &str,
    job: &str,
) -> Result<String> {
    let template = Template::parse(text)
        .map_err(|error| Error::from_cause(Code::Damaged, error).context("the notification"))?;
    Ok(template.render(PlaceholderValues {
        tenant,
        job,
        until: maintenance.and_then(|each| each.until),
        zone,
        reason: maintenance.and_then(|each| each.reason.as_deref()).unwrap_or(DEFAULT_REASON),
    }))
}

/// The notification with the placeholders of tenant and job left in it.
pub fn render_for_all(text: Option<&str>, maintenance: Option<&Maintenance>) -> Result<String> {
    render(text, maintenance, "{tenant}", "{job}")
}

/// The same with the planned end in UTC, for comparing what was told from different zones.
pub fn render_in_utc(text: Option<&str>, maintenance: Option<&Maintenance>) -> Result<String> {
    render_in(None, text, maintenance, "{tenant}", "{job}")
}

/// The notifications of maintenances in the year before `now`, with what they were at each time.
pub fn notifications(snapshot: &Snapshot<'_>, now: Instant) -> Result<Vec<NotificationPeriod>> {
    let first = now - Span::from_secs(366 * 86_400);
    let mut texts: Vec<(Instant, Option<String>)> = Vec::new();
    let mut modes: Vec<(Instant, Option<Maintenance>)> = Vec::new();
    for entry in snapshot.history(HistoryFilter { limit: None, since: Some(first) })? {
        let Ok(change) = serde_json::from_str::<RecordedChange>(entry.change.get()) else {
            continue;
        };
        for (changed, at) in [(&change.before, first), (&change.after, entry.at)] {
            if changed.get("mode").is_some() {
                let mode = mode_from_json(changed);
                let mode = mode.map_err(|error| Error::from_cause(Code::Damaged, error))?;
                if at > first || modes.is_empty() {
                    modes.push((at, mode));
                }
            } else if let Some(text) = changed.get("message")
                && (at > first || texts.is_empty())
            {
                texts.push((at, text.as_str().map(str::to_owned)));
            }
        }
    }
    if texts.is_empty() {
        texts.push((first, snapshot.server()?.message));
    }
    let ends =
        |from: &[Instant]| from.iter().skip(1).copied().map(Some).chain([None]).collect::<Vec<_>>();
    let mode_ends = ends(&modes.iter().map(|(at, _)| *at).collect::<Vec<_>>());
    let mut maintenances: Vec<(Instant, Option<Instant>, Maintenance)> = Vec::new();
    if modes.is_empty() {
        let declared = snapshot.declared_by_hand()?;
        maintenances.extend(declared.map(|each| (each.since, each.ends(), each)));
    }
    for ((from, maintenance), to) in modes.into_iter().zip(mode_ends) {
        if let Some(maintenance) = maintenance {
            let ends = maintenance.ends();
            maintenances.push((from, to.into_iter().chain(ends).min(), maintenance));
        }
    }
    let occurrences = snapshot.occurrences(first, now)?.into_iter().map(|each| each.maintenance);
    maintenances.extend(occurrences.map(|each| (each.since, each.ends(), each)));
    let text_ends = ends(&texts.iter().map(|(at, _)| *at).collect::<Vec<_>>());
    let mut found = Vec::new();
    for (from, to, maintenance) in maintenances {
        let reason = maintenance.reason.clone().unwrap_or_else(|| DEFAULT_REASON.to_owned());
        let until = maintenance.until;
        let mut add = |from: Instant, to: Option<Instant>, text: Option<&str>| {
            // A text that older programs took and this one does not is no text to look for.
            if let Ok(text) = Template::parse(text) {
                let (zone, reason) = (clock::zone().clone(), reason.clone());
                found.push(NotificationPeriod { from, to, text, until, zone, reason });
            }
        };
        if let Some(own) = &maintenance.message {
            add(from, to, Some(own));
            continue;
        }
        for ((text_from, text), text_to) in texts.iter().zip(&text_ends) {
            let overlaps =
                to.is_none_or(|to| *text_from <= to) && text_to.is_none_or(|end| from <= end);
            if overlaps {
                let to = to.into_iter().chain(*text_to).min();
                add(from.max(*text_from), to, text.as_deref());
            }
        }
    }
    Ok(found)
}

/// What a history entry says of a change.
#[derive(Deserialize)]
struct RecordedChange {
    before: Value,
    after: Value,
}

/// A warning if a rendered notification is longer than advised.
pub fn length_warning(rendered: &str) -> Option<String> {
    let length = rendered.chars().count();
    (length > ADVISED_CHARACTERS).then(|| {
        format!(
            "the notification has {length} characters; {ADVISED_CHARACTERS} or fewer are advised"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestStore, at};

    #[test]
    fn a_text_has_no_control_characters_and_is_at_most_a_mebibyte() {
        let long = "x".repeat(MAX_BYTES);
        let longer = format!("{long}x");
        for (text, want) in [
            ("two\nlines", true),
            (&*long, true),
            (&*longer, false),
            ("tab\t", false),
            ("bell\u{7}", false),
            ("return\r", false),
        ] {
            let name = text.get(..9).unwrap_or(text);
            assert_eq!(check_text("--x", text).is_ok(), want, "{name:?}");
            assert_eq!(check_reason(Some(&text.to_owned())).is_ok(), want, "{name:?}");
        }
        assert!(check_reason(None).is_ok());
        assert!(check_template("--x", "until {until}").is_ok());
        assert!(check_template("--x", "until {untill}").is_err());
        assert!(check_template("--x", "tab\t").is_err());
    }

    #[test]
    fn a_notification_of_more_than_350_characters_is_long_in_any_language() {
        assert_eq!(length_warning(&"ü".repeat(350)), None);
        assert!(length_warning(&"x".repeat(351)).unwrap().contains("351"));
    }

    #[test]
    fn tenants_read_the_text_of_each_time_of_a_maintenance() {
        #[track_caller]
        fn case(now: &str, changes: &[(&str, &[&str])], want: &[(&str, Option<&str>, &str)]) {
            let store = TestStore::new();
            for (time, words) in changes {
                store.run(time, words).unwrap();
            }
            let found = store.look(|snapshot| notifications(snapshot, at(now)).unwrap());
            let found = found.into_iter().map(|each| {
                let NotificationPeriod { from, to, text, until, reason, .. } = each;
                let (tenant, job, zone) = ("", "", None);
                (
                    from,
                    to,
                    text.render(PlaceholderValues { tenant, job, until, zone, reason: &reason }),
                )
            });
            let want = want.iter().map(|(from, to, text)| (at(from), to.map(at), (*text).into()));
            assert_eq!(found.collect::<Vec<_>>(), want.collect::<Vec<_>>(), "{changes:?}");
        }
        let (first, other) = (["set-message", "first: {reason}"], ["set-message", "other"]);
        let enable = ["enable", "--reason", "why"];
        let (on, off, planned) = (&enable, &["disable"], "first: scheduled maintenance");
        let hour = ["enable", "--for", "1h", "--on-expiry", "disable"];
        let now = "23:30";
        case(now, &[("20:00", &first)], &[]);
        case(
            now,
            &[("20:00", &first), ("21:00", on), ("22:00", off), ("22:30", &other)],
            &[("21:00", Some("22:00"), "first: why")],
        );
        case(
            now,
            &[("20:00", &first), ("21:00", on), ("21:30", &other), ("22:00", off)],
            &[("21:00", Some("21:30"), "first: why"), ("21:30", Some("22:00"), "other")],
        );
        case(
            now,
            &[("20:00", &first), ("21:00", &["enable"]), ("21:30", on)],
            &[("21:00", Some("21:30"), planned), ("21:30", None, "first: why")],
        );
        // The maintenance has a text of its own.
        case(
            now,
            &[("21:00", &["enable", "--message", "own"]), ("21:30", &other)],
            &[("21:00", None, "own")],
        );
        // It ends by itself, or is ended before.
        let until = ["set-message", "until {until}"];
        let told = "until 2026-11-23T22:00:00Z";
        case(now, &[("20:00", &until), ("21:00", &hour)], &[("21:00", Some("22:00"), told)]);
        case(
            now,
            &[("20:00", &until), ("21:00", &hour), ("21:30", off)],
            &[("21:00", Some("21:30"), told)],
        );
        let window = ["schedule", "add", "--at", "2026-11-23T22:00:00Z", "--for", "1h"];
        case(now, &[("20:00", &first), ("20:00", &window)], &[("22:00", Some("23:00"), planned)]);
        // What was changed more than a year ago is known from the first change since.
        let (later, summer) = ("2027-12-01T00:00:00Z", "2027-06-01T00:00:00Z");
        let begin = "2026-11-30T00:00:00Z";
        case(
            later,
            &[("20:00", &first), ("21:00", on), (summer, off)],
            &[(begin, Some(summer), "first: why")],
        );
        case(
            later,
            &[("20:00", &first), ("21:00", on), (summer, &other)],
            &[(begin, Some(summer), "first: why"), (summer, None, "other")],
        );
        case(later, &[("20:00", &first), ("21:00", on)], &[(begin, None, "first: why")]);
    }
}
