//! A history entry in words: the action, its subject, and the values that differ.

use serde_json::{Map, Value};

use crate::domain::{Instant, Mode, Spelled as _};
use crate::output::Dates;
use crate::store::HistoryEntry;

/// Longer values are cut.
const MAX_CHARACTERS: usize = 60;
/// Further names are only counted.
const MAX_NAMES: usize = 3;

pub fn in_words(entry: &HistoryEntry, before: &Value, after: &Value, dates: &Dates) -> String {
    let (was, is) = (inner(before), inner(after));
    let subject = subject(is, dates).or_else(|| subject(was, dates));
    let differences = match (subject.is_some(), was.is_null(), is.is_null()) {
        // The name is enough for an object that was added or removed.
        (true, false, true) => Vec::new(),
        (true, true, false) if is.get("name").is_some() || is.get("for").is_some() => Vec::new(),
        _ => differences(entry, was, is, dates),
    };
    let subject = subject.map(|subject| format!(" {subject}")).unwrap_or_default();
    let colon = if differences.is_empty() { "" } else { ": " };
    format!("{}{subject}{colon}{}", entry.action, differences.join(", "))
}

/// The object inside a wrapper such as `{"job": {…}}`.
fn inner(value: &Value) -> &Value {
    match value.as_object() {
        Some(members) if members.len() == 1 => {
            members.values().next().filter(|only| only.is_object()).unwrap_or(value)
        }
        Some(_) | None => value,
    }
}

/// The job, tenant or window of a change, or several of them.
fn subject(value: &Value, dates: &Dates) -> Option<String> {
    if let Some(list) = value.as_array() {
        let names: Vec<String> =
            list.iter().filter_map(|each| subject(inner(each), dates)).collect();
        let more = names.len().saturating_sub(MAX_NAMES);
        let listed = names.into_iter().take(MAX_NAMES).collect::<Vec<_>>().join(", ");
        return match (listed.is_empty(), more) {
            (true, _) => None,
            (false, 0) => Some(listed),
            (false, more) => Some(format!("{listed} and {more} more")),
        };
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if let Some(length) = text("for") {
        let opens = match (text("at").map(Instant::parse), text("cron")) {
            (Some(Ok(at)), _) => dates.at(at),
            (_, Some(cron)) => format!("\"{cron}\""),
            (_, None) => return None,
        };
        return Some(format!("{opens} for {length}"));
    }
    match (text("tenant"), text("name")) {
        (Some(tenant), Some(name)) => Some(format!("{tenant}/{name}")),
        (Some(tenant), None) => Some(tenant.to_owned()),
        (None, _) => None,
    }
}

/// The values that differ; actor, reason, time and subject are shown elsewhere.
fn differences(entry: &HistoryEntry, was: &Value, is: &Value, dates: &Dates) -> Vec<String> {
    let nothing = Map::new();
    let was = was.as_object().unwrap_or(&nothing);
    let is = is.as_object().unwrap_or(&nothing);
    let mut names: Vec<&String> = is.keys().collect();
    names.extend(was.keys().filter(|name| !is.contains_key(*name)));
    if is.get("mode").is_some_and(|mode| mode == Mode::Active.spelling()) {
        // The other values of a maintenance end with it.
        names.retain(|name| ["mode", "undoes"].contains(&name.as_str()));
    }
    names.retain(|name| !["by", "reason", "tenant", "name"].contains(&name.as_str()));
    let mut differences = Vec::new();
    for name in names {
        let given = |of: &Map<_, Value>| of.get(name).filter(|value| is_value(value)).cloned();
        let (was, is) = (given(was), given(is));
        if was == is || (was.is_none() && is.as_ref().is_some_and(|is| is_now(is, entry))) {
            continue;
        }
        let none = if name == "message" { "the default" } else { "nothing" };
        let words =
            |value: Option<&Value>| value.map_or(none.to_owned(), |value| in_text(value, dates));
        // `service: running → stopped` need not repeat the name.
        let what = if *name == entry.action {
            String::new()
        } else {
            format!("{} ", name.replace('_', " "))
        };
        let (before, after) = (words(was.as_ref()), words(is.as_ref()));
        differences.push(match (was.is_some(), before == after) {
            (false, _) => format!("{what}{after}"),
            (true, false) => format!("{what}{before} → {after}"),
            (true, true) => format!("{what}changed"),
        });
    }
    differences
}

fn is_value(value: &Value) -> bool {
    !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
}

/// Whether a value is the time of the entry, which has its own column.
fn is_now(value: &Value, entry: &HistoryEntry) -> bool {
    value.as_str().and_then(|text| Instant::parse(text).ok()) == Some(entry.at)
}

fn in_text(value: &Value, dates: &Dates) -> String {
    let text = match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => match Instant::parse(text) {
            Ok(at) => return dates.at(at),
            Err(_) if text.contains(char::is_whitespace) => format!("{text:?}"),
            Err(_) => text.clone(),
        },
        Value::Array(list) if list.iter().all(Value::is_string) && list.len() <= MAX_NAMES => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
        }
        Value::Array(list) => list.len().to_string(),
        Value::Object(members) if members.values().all(Value::is_u64) => {
            let some = members.iter().filter(|(_, count)| count.as_u64() != Some(0));
            let some: Vec<String> = some.map(|(name, count)| format!("{count} {name}")).collect();
            if some.is_empty() { "none changed".to_owned() } else { some.join(" and ") }
        }
        Value::Object(_) => value.to_string(),
    };
    if text.chars().count() <= MAX_CHARACTERS {
        return text;
    }
    format!("{}…", text.chars().take(MAX_CHARACTERS).collect::<String>())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use serde_json::{json, value::RawValue};

    use super::*;
    use crate::output::Page;

    #[test]
    fn entries_in_words() {
        #[track_caller]
        fn case(action: &str, before: &Value, after: &Value, want: &str) {
            let entry = HistoryEntry {
                id: 1,
                at: Instant::parse("2026-11-23T21:00:00Z").unwrap(),
                revision: 1,
                action: action.to_owned(),
                actor: "op".to_owned(),
                uid: None,
                reason: None,
                change: RawValue::from_string("null".to_owned()).unwrap(),
                hash: String::new(),
            };
            let dates = Page::new(None, false, TimeZone::UTC).dates();
            assert_eq!(dates.at(entry.at), "2026-11-23 21:00 UTC");
            assert_eq!(in_words(&entry, before, after, &dates), want);
        }
        let active = json!({"mode": "active"});
        let on = json!({"mode": "maintenance", "since": "2026-11-23T21:00:00Z", "until": "2026-11-23T23:00:00Z", "on_expiry": "alarm", "by": "op", "reason": "x", "message": null});
        case(
            "enable",
            &active,
            &on,
            "enable: mode active → maintenance, on expiry alarm, until 23:00",
        );
        case("disable", &on, &active, "disable: mode maintenance → active");
        let undone = json!({"mode": "active", "undoes": 5});
        case("undo", &on, &undone, "undo: mode maintenance → active, undoes 5");
        case(
            "service",
            &json!({"service": "running"}),
            &json!({"service": "stopped"}),
            "service: running → stopped",
        );
        case(
            "set-message",
            &json!({"message": "a b"}),
            &json!({"message": null}),
            "set-message: message \"a b\" → the default",
        );
        case("init", &Value::Null, &json!({"server": "cc01", "store": null}), "init: server cc01");
        let job = |slots: u32, task: &str| json!({"job": {"tenant": "Oak", "name": "nightly", "slots": slots, "tasks": [{"name": task}]}});
        case("add-job", &Value::Null, &job(1, "a"), "add-job Oak/nightly");
        case(
            "edit-job",
            &job(1, "a"),
            &job(2, "b"),
            "edit-job Oak/nightly: slots 1 → 2, tasks changed",
        );
        case(
            "remove-job",
            &json!([job(1, "a"), job(1, "b")]),
            &Value::Null,
            "remove-job Oak/nightly, Oak/nightly",
        );
        case(
            "disable-tenant",
            &json!({"tenant": "Oak", "access": "enabled"}),
            &json!({"tenant": "Oak", "access": "disabled"}),
            "disable-tenant Oak: access enabled → disabled",
        );
        case(
            "failover",
            &Value::Null,
            &json!({"tenant": "Oak", "replica": "r1"}),
            "failover Oak: replica r1",
        );
        let window =
            json!({"window": {"id": 1, "at": "2026-11-23T23:00:00Z", "for": "1h", "cron": null}});
        case("schedule add", &Value::Null, &window, "schedule add 23:00 for 1h");
        case("schedule remove", &window, &Value::Null, "schedule remove 23:00 for 1h");
        case(
            "import",
            &Value::Null,
            &json!({"jobs": {"added": 7, "changed": 0}, "removed": []}),
            "import: jobs 7 added",
        );
    }
}
