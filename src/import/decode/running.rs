//! Members that say that something is running, in any listing.

use crate::import::decode::value::{Value, normalized};

/// Whether a member of this name may tell that something is running.
pub fn is_state_name(name: &str) -> bool {
    const PARTS: [&str; 14] = [
        "state",
        "status",
        "result",
        "session",
        "running",
        "working",
        "progress",
        "activity",
        "phase",
        "completed",
        "finished",
        "stopped",
        "executing",
        "busy",
    ];
    let name = normalized(name);
    !is_of_power(&name) && (PARTS.iter().any(|part| name.contains(part)) || lists_running(&name))
}

/// A virtual machine that is switched on is no session.
fn is_of_power(normalized: &str) -> bool {
    normalized.contains("powerstate") || normalized.contains("powerstatus")
}

/// Customers, licenses, agents and schedules are active without a session.
fn is_active_otherwise(normalized: &str) -> bool {
    const PARTS: [&str; 7] =
        ["organization", "company", "license", "tenant", "subscription", "agent", "backupserver"];
    PARTS.iter().any(|part| normalized.contains(part))
        || ["schedulestate", "schedulestatus"].contains(&normalized)
}

fn is_active(value: &Value<'_>) -> bool {
    matches!(value.unwrapped(), Value::Text(text) if text.trim().eq_ignore_ascii_case("active"))
}

/// Whether a member of this normalized name lists or counts what is running.
fn lists_running(name: &str) -> bool {
    const THINGS: [&str; 5] = ["session", "task", "job", "run", "count"];
    const LENGTHS: [&str; 4] = ["time", "duration", "seconds", "minutes"];
    if LENGTHS.iter().any(|length| name.ends_with(length)) {
        return false;
    }
    let of_active = |rest: &str| THINGS.iter().any(|thing| rest.starts_with(thing));
    name.starts_with("running")
        || name == "inprogress"
        || name.trim_start_matches("is").strip_prefix("active").is_some_and(of_active)
}

/// Whether a value says that something is running, or may say so in a part that was cut off, at any depth.
pub fn may_hide_run(name: &str, value: &Value<'_>) -> bool {
    says_running(name, value) || is_cut(value)
}

/// Whether PowerShell cut something in a value short that a script made. Lists of other types than objects
/// are such as cmdlets have, and a table shows all of them so.
pub fn is_cut(value: &Value<'_>) -> bool {
    match value {
        Value::List(items) => items.iter().any(is_cut),
        Value::Object(members) => members.iter().any(|(_, value)| is_cut(value)),
        Value::Text(text) => text.trim().starts_with("@{") || text.trim() == "System.Object[]",
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a member says that something is running, in the words or numbers of any source, itself or in
/// what is nested in it.
pub fn says_running(name: &str, value: &Value<'_>) -> bool {
    says_running_in(name, value, true)
}

/// The same for a member of something that may be called active if it runs.
fn says_running_in(name: &str, value: &Value<'_>, may_be_active: bool) -> bool {
    let nested = match value {
        Value::List(items) => items.iter().any(|item| says_running_in(name, item, may_be_active)),
        Value::Object(members) => {
            let may_be_active = may_be_active && !is_active_otherwise(&normalized(name));
            members.iter().any(|(name, value)| says_running_in(name, value, may_be_active))
        }
        _ => false,
    };
    // Few values can say so; comparing every name would take as long as reading the file.
    let may_say = match value.unwrapped() {
        Value::Null => false,
        Value::Text(text) => {
            is_short_or_waits(text) && is_running_value("state", true, text)
                || may_be_flag_or_number(name)
                || text.trim().len() <= LONGEST_STATE
                    && ends_with_any(name, STATES)
                    && has_running_word(text)
        }
        Value::Number(_) | Value::Bool(_) | Value::List(_) | Value::Object(_) => {
            may_be_flag_or_number(name)
        }
    };
    let is_asked = nested || may_say && is_state_name(name);
    if !is_asked {
        return false;
    }
    let name = normalized(name);
    let may_be_active = may_be_active && !is_active_otherwise(&name);
    if is_of_power(&name) || !may_be_active && is_active(value) {
        return false;
    }
    let is_count = lists_running(&name);
    let is_flag = FLAGS.iter().any(|word| name.ends_with(word));
    nested
        || match value.unwrapped() {
            Value::Null => false,
            Value::Bool(true) => is_flag || is_count,
            Value::Bool(false) => says_end(&name),
            Value::Number(number) => {
                number.as_u64() == Some(0) && says_end(&name)
                    || is_running_value(&name, is_flag || is_count, &number.to_string())
            }
            Value::Text(text) => {
                let names_one =
                    is_count && name.ends_with("id") && text.contains(|c| c != '0' && c != '-');
                is_running_value(&name, is_flag || is_count, text)
                    || names_one
                    || STATES.iter().any(|end| name.ends_with(end)) && has_running_word(text)
            }
            Value::List(items) => is_count && !items.is_empty(),
            Value::Object(_) => is_count,
        }
}

/// Longer texts are messages.
const LONGEST_STATE: usize = 100;

/// No word for what is running is longer, but a session may tell at length what it waits for.
fn is_short_or_waits(text: &str) -> bool {
    const LONGEST: usize = 30;
    let text = text.trim();
    let begin = text.as_bytes().get(..7);
    text.len() <= LONGEST || begin.is_some_and(|begin| begin.eq_ignore_ascii_case(b"waiting"))
}

/// The letters of a name, as normalized.
fn letters(name: &str) -> impl DoubleEndedIterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase())
}

fn ends_with_any(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.chars().rev().eq(letters(name).rev().take(word.len())))
}

/// Whether a number or a flag in a member of this name may be a state, or count what is running: a quick
/// test before the name is normalized.
fn may_be_flag_or_number(name: &str) -> bool {
    let begins = |word: &str| word.chars().eq(letters(name).take(word.len()));
    name.len() > 3
        && (ends_with_any(name, &["state", "progress"])
            || ends_with_any(name, FLAGS)
            || ends_with_any(name, ENDS)
            || ["running", "active", "isactive"].into_iter().any(begins))
}

/// How the names of states end.
const STATES: &[&str] = &[
    "state",
    "states",
    "status",
    "statuses",
    "result",
    "phase",
    "activity",
    "statetext",
    "statustext",
    "statestring",
    "statusstring",
];

/// How the names of flags end that say that something is running.
const FLAGS: &[&str] = &["running", "working", "inprogress", "isexecuting", "isbusy"];

/// How the names of flags end that say that something is over.
const ENDS: &[&str] = &["completed", "finished", "stopped", "ended", "isdone"];

/// Whether a flag of this normalized name says that a session is over, and not when to do something.
fn says_end(name: &str) -> bool {
    let plain = ["is", "has", "job", "session"]
        .into_iter()
        .fold(name, |rest, begin| rest.strip_prefix(begin).unwrap_or(rest));
    ["completed", "finished", "stopped", "ended", "done"].contains(&plain)
}

/// Words for what is running.
const RUNNING: [&str; 11] = [
    "running",
    "starting",
    "stopping",
    "working",
    "pausing",
    "resuming",
    "postprocessing",
    "inprogress",
    "pending",
    "executing",
    "queued",
];

/// States of something that is running, if there is nothing else in them.
const RUNNING_ALONE: [&str; 6] =
    ["processing", "finalizing", "retrying", "merging", "started", "busy"];

/// Whether a part of a state says that something is running, as in `Running, 40%` and `Backup in progress`.
pub fn has_running_word(state: &str) -> bool {
    let mut before = "";
    let mut words = state.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| {
        let is = |wanted: &str| word.eq_ignore_ascii_case(wanted);
        let denied = ["not", "no", "never"].iter().any(|not| before.eq_ignore_ascii_case(not));
        let is_progress = is("progress") && before.eq_ignore_ascii_case("in");
        before = word;
        is_progress || !denied && RUNNING.iter().any(|running| is(running))
    }) || RUNNING_ALONE.contains(&&*normalized(state))
}

fn is_running_value(name: &str, is_flag: bool, value: &str) -> bool {
    let word = normalized(value);
    match &*word {
        word if RUNNING.contains(&word) || RUNNING_ALONE.contains(&word) => true,
        "active" if name.ends_with("state") || name.ends_with("status") => true,
        "true" | "yes" if is_flag => true,
        "false" | "no" | "0" if says_end(name) => true,
        word if is_flag && word.parse::<u64>().is_ok_and(|number| number > 0) => {
            !value.trim().starts_with('-')
        }
        // Old PowerShell writes states as numbers.
        "3" | "4" | "5" | "6" | "7" | "8" | "10" | "11" => {
            name.ends_with("state") && !value.contains(['-', '.'])
        }
        _ => word.starts_with("waiting"),
    }
}
