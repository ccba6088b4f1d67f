//! Statuses: every exit status that the runbook's commands can give, each given once.

use serde_json::Value;

use crate::support::{Bench, json_of, project};

const NOW: &str = "2026-11-23T21:00:00Z";

/// A rehearsal at nine in the evening, with three tenants.
fn evening() -> Bench {
    let bench = Bench::new();
    let example = project("docs/examples/evening.json");
    bench.done(&["--now", NOW, "init", "--rehearsal"]);
    bench.done(&["--now", NOW, "jobs", "import", example.to_str().unwrap()]);
    bench
}

#[track_caller]
fn case(bench: &Bench, arguments: &[&str], status: i32, code: &str) {
    let with: Vec<&str> = ["--json"].iter().chain(arguments).copied().collect();
    let ran = bench.run(&with);
    assert_eq!(ran.status, Some(status), "{arguments:?}: {ran:?}");
    if code.is_empty() {
        return;
    }
    let line = ran.err.lines().find(|line| line.starts_with('{')).unwrap_or_else(|| {
        panic!("{arguments:?} says nothing in JSON: {ran:?}");
    });
    let error = json_of(line);
    assert_eq!(error["schema"], "mm.error/1");
    assert_eq!(error["error"]["code"], code, "{arguments:?}: {error}");
}

#[test]
fn without_a_store_nothing_is_invented() {
    let bench = Bench::new();
    for arguments in [
        &["status"][..],
        &["is", "maintenance"],
        &["jobs", "status"],
        &["disable"],
        &["extend", "1h"],
        &["history"],
        &["can", "start", "x"],
        &["simulate"],
    ] {
        case(&bench, arguments, 1, "no-store");
    }
    assert!(!bench.path("mm.db").exists(), "reading created a store");
}

#[test]
fn every_status_is_given_where_it_is_promised() {
    let bench = evening();
    case(&bench, &["--now", NOW, "is", "active"], 0, "");
    case(&bench, &["--now", NOW, "is", "maintenance"], 3, "");
    case(&bench, &["--now", NOW, "is", "drained"], 3, "");
    case(&bench, &["--now", NOW, "is", "dreaming"], 2, "usage");
    case(&bench, &["--now", NOW, "enable", "--for", "2h"], 0, "");
    case(&bench, &["--now", NOW, "is", "drained"], 3, "");
    case(&bench, &["--now", NOW, "is", "overdue"], 3, "");
    case(&bench, &["--now", NOW, "enable", "--if-revision", "1"], 4, "conflict");
    case(&bench, &["--now", NOW, "jobs", "start", "Press archive"], 75, "");
    case(&bench, &["--now", NOW, "jobs", "start", "Till servers"], 1, "already-running");
    case(&bench, &["--now", NOW, "jobs", "start", "Backup Job 1"], 1, "ambiguous-job");
    case(&bench, &["--now", NOW, "jobs", "start", "ERP to the cloud"], 1, "is-a-policy");
    case(&bench, &["--now", NOW, "can", "start", "Press archive"], 75, "");
    case(&bench, &["--now", NOW, "can", "restore-vm", "--tenant", "Aalto Legal"], 0, "");
    let failback = ["--now", NOW, "can", "failback", "--tenant", "Aalto Legal", "--replica", "x"];
    case(&bench, &failback, 3, "");
    case(&bench, &["--now", NOW, "tenants", "disable", "Aalto Legal"], 5, "unconfirmed");
    case(&bench, &["--now", NOW, "jobs", "remove", "Local copy"], 5, "unconfirmed");
    case(&bench, &["--now", "2026-11-23T20:00:00Z", "disable"], 1, "time-goes-back");
    case(&bench, &["--now", "2026-11-23T22:00:00Z", "is", "drained"], 0, "");
    case(&bench, &["--now", "2026-11-23T23:00:00Z", "is", "overdue"], 0, "");
    case(&bench, &["--now", "2026-11-23T23:00:00Z", "extend", "1m"], 0, "");
    case(&bench, &["--now", "2026-11-23T23:30:00Z", "extend", "1m"], 1, "still-overdue");
    case(&bench, &["--now", "2026-11-23T23:30:00Z", "disable"], 0, "");
    case(&bench, &["--now", "2026-11-23T23:30:00Z", "extend", "1h"], 1, "not-in-maintenance");
}

#[test]
fn a_live_store_is_not_changed_at_a_given_present() {
    let bench = Bench::new();
    bench.done(&["init", "--live"]);
    case(&bench, &["--now", NOW, "enable"], 1, "live-store");
    case(&bench, &["jobs", "start", "x"], 1, "live-store");
    case(&bench, &["enable"], 0, "");
    case(&bench, &["is", "drained"], 1, "not-observed");
    case(&bench, &["is", "drained", "--predicted"], 0, "");
}

#[test]
fn twice_is_as_good_as_once() {
    let bench = evening();
    let told = |arguments: &[&str]| json_of(&bench.done(arguments));
    let at = |time| -> [&str; 4] { ["--now", time, "enable", "--json"] };
    let first = told(&at(NOW));
    let again = told(&at("2026-11-23T21:10:00Z"));
    assert_eq!((&first["changed"], &again["changed"]), (&Value::Bool(true), &Value::Bool(false)));
    assert_eq!((&first["since"], &first["revision"]), (&again["since"], &again["revision"]));
    assert_eq!(again["since"], NOW);
    let longer = ["--now", "2026-11-23T21:20:00Z", "enable", "--for", "3h", "--json"];
    assert_eq!(told(&longer)["changed"], true);
    assert_eq!(told(&["--now", "2026-11-23T21:20:00Z", "status", "--json"])["since"], NOW);
    let off = ["--now", "2026-11-23T22:00:00Z", "disable", "--json"];
    assert_eq!(told(&off)["changed"], true);
    let off_again = told(&off);
    assert_eq!(
        (&off_again["changed"], &off_again["mode"]),
        (&Value::Bool(false), &Value::from("active"))
    );
}

#[test]
fn the_store_simulates_as_its_export_does() {
    let bench = evening();
    for now in [NOW, "2026-11-23T21:33:00Z", "2026-11-24T06:00:00Z"] {
        let export = bench.done(&["--now", now, "jobs", "export"]);
        std::fs::write(bench.path("export.json"), &export).unwrap();
        let from_store = bench.done(&["--now", now, "simulate", "--for", "2h", "--json"]);
        let scenario =
            ["simulate", "--scenario", "export.json", "--at", now, "--for", "2h", "--json"];
        assert_eq!(bench.done(&scenario), from_store, "at {now}");
        bench.done(&["--now", now, "--store", "copy.db", "init", "--rehearsal"]);
        bench.done(&["--now", now, "--store", "copy.db", "jobs", "import", "export.json"]);
        let copied = bench.done(&["--now", now, "--store", "copy.db", "jobs", "export"]);
        assert_eq!(copied, export, "at {now}");
        for file in ["copy.db", "copy.db-journal"] {
            let _ = std::fs::remove_file(bench.path(file));
        }
    }
}

#[test]
fn reading_writes_nothing() {
    let bench = evening();
    bench.done(&["--now", NOW, "enable", "--for", "2h"]);
    let before = std::fs::read(bench.path("mm.db")).unwrap();
    for arguments in [
        &["status"][..],
        &["is", "maintenance"],
        &["jobs", "status"],
        &["jobs", "export"],
        &["jobs", "show", "Till servers"],
        &["sessions"],
        &["tenants"],
        &["history"],
        &["simulate"],
        &["message"],
        &["enable", "--dry-run"],
        &["schedule"],
        &["store", "check"],
    ] {
        let later: Vec<&str> =
            ["--now", "2026-11-23T22:30:00Z"].iter().chain(arguments).copied().collect();
        bench.run(&later);
        let after = std::fs::read(bench.path("mm.db")).unwrap();
        assert!(before == after, "{arguments:?} wrote");
    }
}

#[test]
fn a_wait_that_is_interrupted_ends_with_130_and_changes_nothing() {
    use std::io::BufRead as _;
    let bench = evening();
    bench.done(&["--now", NOW, "enable"]);
    let before = std::fs::read(bench.path("mm.db")).unwrap();
    let mut waits = bench
        .command(&["--now", NOW, "--json", "wait", "drained", "--poll", "1s"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(waits.stdout.take().unwrap()).lines();
    let first = json_of(&lines.next().unwrap().unwrap());
    assert_eq!(
        (&first["reached"], &first["state"]),
        (&Value::Bool(false), &Value::from("drained"))
    );
    let pid = waits.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(waits.wait().unwrap().code(), Some(130));
    assert!(std::fs::read(bench.path("mm.db")).unwrap() == before, "waiting wrote");
    case(&bench, &["--now", NOW, "wait", "drained", "--timeout", "1s", "--poll", "1s"], 124, "");
    case(&bench, &["--now", NOW, "enable", "--dry-run", "--max-failed", "0"], 6, "unsafe");
}

#[test]
fn a_format_that_a_command_cannot_write_is_refused_before_anything_is_done() {
    let bench = evening();
    for format in ["csv", "jsonl"] {
        let ran = bench.run(&["--now", NOW, "--output", format, "enable"]);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert_eq!(bench.run(&["--now", NOW, "is", "active"]).status, Some(0), "{format}");
        for lists in [&["sessions"][..], &["tenants"], &["schedule"], &["jobs", "status"]] {
            bench.done(&[&["--now", NOW, "--output", format], lists].concat());
        }
    }
}
