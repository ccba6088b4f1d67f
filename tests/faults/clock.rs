//! Clock: set back, at daylight saving, at the end of the calendar, and imports that tell of the
//! future.

use serde_json::{Value, json};

use super::{NOW, evening};
use crate::support::{Bench, json_of, project};

fn told(bench: &Bench, words: &[&str]) -> Value {
    json_of(&bench.done(&[words, &["--json"]].concat()))
}

/// A store whose last change lies ahead of the clock, as after the clock was set back.
fn ahead_of_the_clock() -> Bench {
    let bench = Bench::new();
    let then = ["--now", "2099-01-01T00:00:00Z"];
    bench.done(&[&then[..], &["init", "--rehearsal"]].concat());
    bench.done(&[&then[..], &["enable", "--for", "2h", "--on-expiry", "disable"]].concat());
    bench
}

#[test]
fn a_clock_that_was_set_back_undoes_nothing() {
    let bench = ahead_of_the_clock();
    let ran = bench.run(&["status", "--json"]);
    assert!(ran.err.contains("before the last change of the store"), "{ran:?}");
    let status = json_of(&ran.out);
    assert_eq!(
        (&status["mode"], &status["since"]),
        (&json!("maintenance"), &json!("2099-01-01T00:00:00Z"))
    );
    assert_eq!(bench.run(&["is", "active"]).status, Some(3));
    // What is decided now comes after what was decided then.
    let off = told(&bench, &["disable"]);
    assert_eq!((&off["mode"], &off["changed"]), (&json!("active"), &json!(true)));
    told(&bench, &["set-message", "later"]);
    let history = told(&bench, &["history"]);
    let times: Vec<&str> = history["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["at"].as_str())
        .collect();
    assert_eq!(times, ["2099-01-01T00:00:00Z"; 4]);
    bench.done(&["history", "--verify"]);
    bench.done(&["store", "check"]);
}

#[test]
fn a_given_present_before_the_last_change_changes_nothing() {
    let bench = ahead_of_the_clock();
    let before = std::fs::read(bench.path("mm.db")).unwrap();
    for words in [
        &["disable"][..],
        &["set-message", "x"],
        &["tenants", "add", "t"],
        &["init", "--server", "x"],
    ] {
        let ran = bench.run(&[&["--json", "--now", "2098-12-31T23:59:59Z"], words].concat());
        assert_eq!(ran.status, Some(1), "{words:?}: {ran:?}");
        assert!(ran.err.contains("\"time-goes-back\""), "{words:?}: {ran:?}");
    }
    assert!(std::fs::read(bench.path("mm.db")).unwrap() == before);
}

/// A window by cron in a zone, and whether maintenance is on at some instants.
#[track_caller]
fn window(cron: &str, length: &str, instants: &[(&str, bool)]) {
    let bench = Bench::new();
    let begin = ["--now", "2026-01-01T00:00:00Z"];
    let add = ["schedule", "add", "--cron", cron, "--timezone", "Europe/Berlin", "--for", length];
    bench.done(&[&begin[..], &["init", "--rehearsal"]].concat());
    bench.done(&[&begin[..], &add].concat());
    for (at, on) in instants {
        let status = bench.run(&["--now", at, "is", "maintenance"]).status;
        assert_eq!(status, Some(if *on { 0 } else { 3 }), "{cron} at {at}");
    }
}

#[test]
fn windows_heed_daylight_saving() {
    // The night in which 02:00 becomes 03:00: a window of four hours lasts four hours.
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
    // 02:30 is skipped: no window opens.
    window(
        "30 2 29 3 *",
        "1h",
        &[("2026-03-29T00:40:00Z", false), ("2026-03-29T01:40:00Z", false)],
    );
    // The night in which 03:00 becomes 02:00: 02:30 is there twice, and the window opens once.
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
fn the_calendar_has_an_end_and_nothing_breaks_there() {
    let last = "9999-12-30T22:00:00.999Z";
    // Schedules are known until 9990: nobody is told what cannot be known.
    let ran = evening().run(&["--now", NOW, "enable", "--until", last]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("schedules are known from the year 1 to 9990"), "{ran:?}");
    let bench = Bench::new();
    bench.done(&["--now", NOW, "init", "--rehearsal"]);
    let add = ["jobs", "add", "nightly", "--tenant", "t", "--type", "vm-backup", "--task", "a=1h"];
    bench.done(&[&["--now", NOW], &add[..]].concat());
    bench.done(&["--now", NOW, "enable", "--until", last]);
    let status = told(&bench, &["--now", NOW, "status"]);
    assert_eq!(status["until"], last);
    for words in [
        &["enable", "--until", "9999-12-31T00:00:00Z"][..],
        &["extend", "1h"],
        &["schedule", "add", "--at", "9999-12-31T00:00:00Z", "--for", "1h"],
        &["simulate", "--at", "9999-12-31T00:00:00Z"],
    ] {
        let ran = bench.run(&[&["--now", NOW], words].concat());
        assert!([Some(1), Some(2)].contains(&ran.status), "{words:?}: {ran:?}");
        assert!(ran.err.contains("error: "), "{words:?}: {ran:?}");
    }
    // At the last instant all can be asked, and even changed.
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
        let ran = bench.run(&[&at[..], words].concat());
        assert!([Some(0), Some(1)].contains(&ran.status), "{words:?}: {ran:?}");
        assert!(!ran.err.contains("panicked"), "{words:?}: {ran:?}");
    }
    bench.done(&[&at[..], &["history", "--verify"]].concat());
    let beyond = bench.run(&["--now", "9999-12-31T00:00:00Z", "status"]);
    assert_eq!(beyond.status, Some(2), "{beyond:?}");
}

/// A document that tells of a night that is yet to come, with nothing at work.
fn of_the_future(bench: &Bench) {
    let text = std::fs::read_to_string(project("docs/examples/evening.json")).unwrap();
    let text = text.replace("2026-11-2", "2126-11-2");
    let mut document: Value = json_of(&text);
    for job in document["jobs"].as_array_mut().unwrap() {
        job.as_object_mut().unwrap().remove("running");
    }
    std::fs::write(bench.path("future.json"), document.to_string()).unwrap();
}

#[test]
fn an_observation_of_the_future_does_not_say_that_all_is_drained() {
    let bench = Bench::new();
    of_the_future(&bench);
    bench.done(&["init", "--live"]);
    let told = bench.done(&["jobs", "import", "future.json"]);
    assert!(told.contains("which lies in the future"), "{told}");
    bench.done(&["enable"]);
    let is = bench.run(&["is", "drained", "--json"]);
    assert_eq!(is.status, Some(1), "nobody looked since the mode was switched on: {is:?}");
    assert!(is.err.contains("not-observed"), "{is:?}");
    // And what is seen from now on is not older than what was told of the future.
    let mut seen: Value =
        json_of(&std::fs::read_to_string(project("docs/examples/evening.json")).unwrap());
    seen["start"] = json_of(&bench.done(&["jobs", "export"]))["start"].clone();
    seen["end"] = json!("2199-01-01T00:00:00Z");
    for job in seen["jobs"].as_array_mut().unwrap() {
        job.as_object_mut().unwrap().remove("starts");
        job.as_object_mut().unwrap().remove("schedule");
    }
    seen.as_object_mut().unwrap().remove("events");
    std::fs::write(bench.path("seen.json"), seen.to_string()).unwrap();
    let told = bench.done(&["jobs", "import", "seen.json"]);
    assert!(!told.contains("newer observation"), "{told}");
    assert_eq!(bench.run(&["is", "drained"]).status, Some(3));
}
