//! Runbooks: the shipped scripts, run in rehearsal stores whose sessions last seconds.

use std::process::Command;

use crate::support::{Bench, Ran, json_of, project};

/// A rehearsal in which a job of two tasks works, `seconds` each, one at a time.
fn at_work(seconds: u32) -> Bench {
    let bench = Bench::new();
    bench.done(&["init", "--rehearsal"]);
    let task = |name: &str| format!("{name}={seconds}s");
    let add = ["jobs", "add", "nightly", "--tenant", "Acme \\ \"& Sons\"", "--type", "vm-backup"];
    let tasks = ["--task", &task("a"), "--task", &task("b")];
    bench.done(&[&add[..], &tasks].concat());
    bench.done(&["jobs", "start", "nightly"]);
    bench
}

/// Runs a shipped script with these variables.
fn script(bench: &Bench, name: &str, argument: &str, variables: &[(&str, &str)]) -> Ran {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_mm"));
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut path = vec![program.parent().unwrap().to_path_buf()];
    path.extend(std::env::split_paths(&paths));
    let output = Command::new("sh")
        .arg(project("docs/runbooks").join(name))
        .arg(argument)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("MM_STORE", bench.path("mm.db"))
        .env("POLL", "1s")
        .env("TZ", "UTC")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Ran {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: output.status.code(),
    }
}

#[test]
fn a_planned_upgrade_waits_for_the_drain_and_ends_with_a_report() {
    let bench = at_work(3);
    let upgraded = bench.path("upgraded");
    let upgrade = format!("mm is drained && touch '{}'", upgraded.display());
    let ran = script(&bench, "planned-upgrade.sh", "begin", &[("UPGRADE", &upgrade)]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(upgraded.exists(), "the upgrade came before the drain: {ran:?}");
    assert_eq!(json_of(&bench.done(&["status", "--json"]))["mode"], "maintenance");
    let ran = script(&bench, "planned-upgrade.sh", "finish", &[]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("cut 1 session"), "{ran:?}");
    assert_eq!(json_of(&bench.done(&["status", "--json"]))["mode"], "active");
    let again = script(&bench, "planned-upgrade.sh", "finish", &[]);
    assert_eq!(again.status, Some(0), "{again:?}");
}

#[test]
fn a_planned_upgrade_that_hurts_too_many_changes_nothing() {
    let bench = at_work(600);
    let limits = [("MAX_LOST", "0"), ("UPGRADE", "false")];
    let ran = script(&bench, "planned-upgrade.sh", "begin", &limits);
    assert_eq!(ran.status, Some(6), "{ran:?}");
    assert!(ran.err.contains("& Sons\"/nightly"), "every blocker is listed: {ran:?}");
    assert_eq!(json_of(&bench.done(&["status", "--json"]))["mode"], "active");
}

#[test]
fn an_emergency_stop_disables_who_does_not_end_in_time() {
    let bench = at_work(600);
    let ran = script(&bench, "emergency-stop.sh", "water in the cellar", &[("PATIENCE", "1s")]);
    assert_eq!((ran.status, &*ran.out), (Some(0), "disabled: Acme \\ \"& Sons\"\n"), "{ran:?}");
    bench.done(&["is", "idle"]);
    bench.done(&["is", "maintenance"]);
    let bench = at_work(1);
    let ran = script(&bench, "emergency-stop.sh", "water in the cellar", &[("PATIENCE", "1h")]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("nobody had to be disabled"), "{ran:?}");
}

#[test]
fn a_weekly_window_is_planned_once_and_ended_when_the_work_is_done() {
    let bench = at_work(1);
    let first = script(&bench, "weekly-window.sh", "plan", &[]);
    assert!(first.status == Some(0) && first.out.contains("Window 1 is planned."), "{first:?}");
    let again = script(&bench, "weekly-window.sh", "plan", &[]);
    assert_eq!((again.status, &*again.out), (Some(0), "planned already\n"));
    let closed = script(&bench, "weekly-window.sh", "work", &[("WORK", "false")]);
    assert_eq!(closed.status, Some(0), "{closed:?}");
    bench.done(&["schedule", "add", "--at", "+1s", "--for", "1h"]);
    while bench.run(&["is", "maintenance"]).status != Some(0) {
        std::thread::yield_now();
    }
    let worked = bench.path("worked");
    let work = format!("touch '{}'", worked.display());
    let ran = script(&bench, "weekly-window.sh", "work", &[("WORK", &work)]);
    assert!(ran.status == Some(0) && worked.exists(), "{ran:?}");
    bench.done(&["is", "active"]);
}
