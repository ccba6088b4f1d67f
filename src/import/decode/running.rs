//! Members that say that something is running, in any listing.

use crate::import::decode::value::{Value, normalized};

/// Whether a member of this name may tell that something is running.
pub fn is_state_name(name: &str) -> bool {
    const PARTS: [&str; 8] =
        ["state", "status", "result", "session", "running", "working", "progress", "activity"];
    let name = name.to_ascii_lowercase();
    // A virtual machine that is switched on is no session.
    !name.contains("power") && PARTS.iter().any(|part| name.contains(part))
}

/// Whether a member says that something is running, in the words or numbers of any source.
pub fn says_running(name: &str, value: &Value<'_>) -> bool {
    if !is_state_name(name) {
        return false;
    }
    let name = normalized(name);
    let is_flag = ["running", "working", "inprogress"].iter().any(|word| name.ends_with(word));
    match value.unwrapped() {
        Value::Null => false,
        Value::Bool(value) => *value && is_flag,
        Value::Number(number) => is_running_value(&name, is_flag, &number.to_string()),
        Value::Text(text) => is_running_value(&name, is_flag, text),
        Value::List(items) => items.iter().any(|item| says_running(&name, item)),
        Value::Object(members) => members.iter().any(|(name, value)| says_running(name, value)),
    }
}

fn is_running_value(name: &str, is_flag: bool, value: &str) -> bool {
    let word = normalized(value);
    match &*word {
        "running" | "starting" | "stopping" | "working" | "pausing" | "resuming"
        | "postprocessing" | "inprogress" | "pending" => true,
        "true" | "1" if is_flag => true,
        // Old PowerShell writes states as numbers.
        "3" | "4" | "5" | "6" | "7" | "8" | "10" | "11" => {
            name.ends_with("state") && !value.contains(['-', '.'])
        }
        _ => word.starts_with("waiting"),
    }
}
