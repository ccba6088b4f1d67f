//! Clock: set back, at daylight saving, at the end of the calendar, and observations from the
//! future.

use serde_json::{Value, json};

use super::{NOW, rehearsal};
use crate::support::{Sandbox, parse_json, project};

fn json(sandbox: &Sandbox, words: &[&str]) -> Value {
    parse_json(&sandbox.succeed(&[words, &["--json"]].concat()))
}

/// A store whose last change is later than the clock, as after the clock was set back.
fn store_ahead_of_the_clock() -> Sandbox {
    let sandbox = Sandbox::new();
    let then = ["--now", "2099-01-01T00:00:00Z"];
    sandbox.succeed(&[&then[..], &["init", "--rehearsal"]].concat());
    sandbox.succeed(&[&then[..], &["enable", "--for", "2h", "--on-expiry", "disable"]].concat());
    sandbox
}

#[test]
fn clock_set_back_undoes_nothing() {
    let sandbox = store_ahead_of_the_clock();
    let ran = sandbox.run(&["status", "--json"]);
    assert!(ran.err.contains("before the last change of the store"), "{ran:?}");
    let status = parse_json(&ran.out);
    assert_eq!(
        (&status["mode"], &status["since"]),
        (&json!("maintenance"), &json!("2099-01-01T00:00:00Z"))
    );
    assert_eq!(sandbox.run(&["is", "active"]).status, Some(3));
    // The next change is recorded at the time of the last one.
    let off = json(&sandbox, &["disable"]);
    assert_eq!((&off["mode"], &off["changed"]), (&json!("active"), &json!(true)));
    json(&sandbox, &["set-message", "later"]);
    let history = json(&sandbox, &["history"]);
    let times: Vec<&str> = history["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["at"].as_str())
        .collect();
    assert_eq!(times, ["2099-01-01T00:00:00Z"; 4]);
    sandbox.succeed(&["history", "--verify"]);
    sandbox.succeed(&["store", "check"]);
}

#[test]
fn now_before_the_last_change_is_refused() {
    let sandbox = store_ahead_of_the_clock();
    let before = std::fs::read(sandbox.path("mm.db")).unwrap();
    for words in [
        &["disable"][..],
        &["set-message", "x"],
        &["tenants", "add", "t"],
        &["init", "--server", "x"],
    ] {
        let ran = sandbox.run(&[&["--json", "--now", "2098-12-31T23:59:59Z"], words].concat());
        assert_eq!(ran.status, Some(1), "{words:?}: {ran:?}");
        assert!(ran.err.contains("\"time-goes-back\""), "{words:?}: {ran:?}");
    }
    assert!(std::fs::read(sandbox.path("mm.db")).unwrap() == before);
}

/// Checks at some instants whether a recurring window is open.
#[track_caller]
fn window(cron: &str, length: &str, instants: &[(&str, bool)]) {
    let sandbox = Sandbox::new();
    let begin = ["--now", "2026-01-01T00:00:00Z"];
    let add = ["schedule", "add", "--cron", cron, "--timezone", "Europe/Berlin", "--for", length];
    sandbox.succeed(&[&begin[..], &["init", "--rehearsal"]].concat());
    sandbox.succeed(&[&begin[..], &add].concat());
    for (at, on) in instants {
        let status = sandbox.run(&["--now", at, "is", "maintenance"]).status;
        assert_eq!(status, Some(if *on { 0 } else { 3 }), "{cron} at {at}");
    }
}

#[test]
fn windows_follow_daylight_saving() {
    // 02:00 becomes 03:00, and a window of four hours lasts four hours.
    window(
        "0 1 29 3 *",
        "4h",
        &[
            ("2026-03-28T23:59:59Z", false),
            ("2026-03-29T00:00:00Z", true),
            ("2026-03-29T03:59:59Z", true),
            ("2026-03-29T04:00:00Z", false),
        ],
    );
    // 02:30 does not exist, so no window opens.
    window(
        "30 2 29 3 *",
        "1h",
        &[("2026-03-29T00:40:00Z", false), ("2026-03-29T01:40:00Z", false)],
    );
    // 03:00 becomes 02:00: 02:30 exists twice, and the window opens once.
    window(
        "30 2 25 10 *",
        "30m",
        &[
            ("2026-10-25T00:29:59Z", false),
            ("2026-10-25T00:30:00Z", true),
            ("2026-10-25T01:00:00Z", false),
            ("2026-10-25T01:30:00Z", false),
        ],
    );
    window(
        "0 1 25 10 *",
        "4h",
        &[
            ("2026-10-24T23:00:00Z", true),
            ("2026-10-25T02:59:59Z", true),
            ("2026-10-25T03:00:00Z", false),
        ],
    );
}

#[test]
fn end_of_the_calendar_breaks_nothing() {
    let last = "9999-12-30T22:00:00.999Z";
    // Schedules are evaluated up to the year 9990.
    let ran = rehearsal().run(&["--now", NOW, "enable", "--until", last]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.err.contains("schedules are known up to the year 9990"), "{ran:?}");
    assert!(ran.err.contains("hint: choose an earlier end"), "{ran:?}");
    let sandbox = Sandbox::new();
    sandbox.succeed(&["--now", NOW, "init", "--rehearsal"]);
    let add = ["jobs", "add", "nightly", "--tenant", "t", "--type", "vm-backup", "--task", "a=1h"];
    sandbox.succeed(&[&["--now", NOW], &add[..]].concat());
    sandbox.succeed(&["--now", NOW, "enable", "--until", last]);
    let status = json(&sandbox, &["--now", NOW, "status"]);
    assert_eq!(status["until"], last);
    for words in [
        &["enable", "--until", "9999-12-31T00:00:00Z"][..],
        &["extend", "1h"],
        &["schedule", "add", "--at", "9999-12-31T00:00:00Z", "--for", "1h"],
        &["schedule", "add", "--at", "9999-12-30T21:30:00Z", "--for", "1h"],
        &["schedule", "add", "--cron", "0 0 * * *", "--for", "3652500d"],
        &["notice", "--at", "2027-01-01T00:00:00Z", "--for", "3652500d"],
        &["simulate", "--at", "9999-12-31T00:00:00Z"],
    ] {
        let ran = sandbox.run(&[&["--now", NOW], words].concat());
        assert!([Some(1), Some(2)].contains(&ran.status), "{words:?}: {ran:?}");
        assert!(ran.err.contains("error: "), "{words:?}: {ran:?}");
    }
    // At the last instant everything can still be read and changed.
    let at = ["--now", last];
    for words in [
        &["status"][..],
        &["jobs", "status"],
        &["simulate"],
        &["sessions"],
        &["history"],
        &["store", "check"],
        &["enable", "--reason", "late"],
        &["disable"],
    ] {
        let ran = sandbox.run(&[&at[..], words].concat());
        assert!([Some(0), Some(1)].contains(&ran.status), "{words:?}: {ran:?}");
        assert!(!ran.err.contains("panicked"), "{words:?}: {ran:?}");
    }
    sandbox.succeed(&[&at[..], &["history", "--verify"]].concat());
    let beyond = sandbox.run(&["--now", "9999-12-31T00:00:00Z", "status"]);
    assert_eq!(beyond.status, Some(2), "{beyond:?}");
    let before = sandbox.run(&["--now", "-3652500d", "status"]);
    assert_eq!(before.status, Some(2), "{before:?}");
    assert!(before.err.contains("--now is before the year 0"), "{before:?}");
}

/// Writes an export from the future in which no session is running.
fn write_future_export(sandbox: &Sandbox) {
    let text = std::fs::read_to_string(project("docs/examples/evening.json")).unwrap();
    let text = text.replace("2026-11-2", "2126-11-2");
    let mut document: Value = parse_json(&text);
    for job in document["jobs"].as_array_mut().unwrap() {
        job.as_object_mut().unwrap().remove("running");
    }
    std::fs::write(sandbox.path("future.json"), document.to_string()).unwrap();
}

#[test]
fn observation_from_the_future_does_not_mean_drained() {
    let sandbox = Sandbox::new();
    write_future_export(&sandbox);
    sandbox.succeed(&["init", "--live"]);
    let output = sandbox.succeed(&["jobs", "import", "future.json"]);
    assert!(output.contains("lies in the future"), "{output}");
    sandbox.succeed(&["enable"]);
    let is = sandbox.run(&["is", "drained", "--json"]);
    assert_eq!(is.status, Some(1), "no observation since maintenance was enabled: {is:?}");
    assert!(is.err.contains("not-observed"), "{is:?}");
    // Later observations are newer than the one from the future.
    let mut seen: Value =
        parse_json(&std::fs::read_to_string(project("docs/examples/evening.json")).unwrap());
    seen["start"] = parse_json(&sandbox.succeed(&["jobs", "export"]))["start"].clone();
    seen["end"] = json!("2199-01-01T00:00:00Z");
    for job in seen["jobs"].as_array_mut().unwrap() {
        job.as_object_mut().unwrap().remove("starts");
        job.as_object_mut().unwrap().remove("schedule");
    }
    seen.as_object_mut().unwrap().remove("events");
    std::fs::write(sandbox.path("seen.json"), seen.to_string()).unwrap();
    let output = sandbox.succeed(&["jobs", "import", "seen.json"]);
    assert!(!output.contains("newer observation"), "{output}");
    assert_eq!(sandbox.run(&["is", "drained"]).status, Some(3));
}
