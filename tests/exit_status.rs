//! Exit statuses: each one that a script can rely on, in one situation that causes it.

use serde_json::Value;

use crate::support::{Sandbox, parse_json, project};

const NOW: &str = "2026-11-23T21:00:00Z";

/// A rehearsal with three tenants.
fn rehearsal() -> Sandbox {
    let sandbox = Sandbox::new();
    let example = project("docs/examples/evening.json");
    sandbox.succeed(&["--now", NOW, "init", "--rehearsal"]);
    sandbox.succeed(&["--now", NOW, "jobs", "import", example.to_str().unwrap()]);
    sandbox
}

#[track_caller]
fn case(sandbox: &Sandbox, arguments: &[&str], status: i32, code: &str) {
    let with: Vec<&str> = ["--json"].iter().chain(arguments).copied().collect();
    let ran = sandbox.run(&with);
    assert_eq!(ran.status, Some(status), "{arguments:?}: {ran:?}");
    if code.is_empty() {
        return;
    }
    let line = ran.err.lines().find(|line| line.starts_with('{')).unwrap_or_else(|| {
        panic!("{arguments:?} says nothing in JSON: {ran:?}");
    });
    let error = parse_json(line);
    assert_eq!(error["schema"], "mm.error/1");
    assert_eq!(error["error"]["code"], code, "{arguments:?}: {error}");
}

#[test]
fn commands_fail_without_a_store_and_create_none() {
    let sandbox = Sandbox::new();
    for arguments in [
        &["status"][..],
        &["is", "maintenance"],
        &["jobs", "status"],
        &["disable"],
        &["extend", "1h"],
        &["history"],
        &["can", "start", "x"],
        &["simulate"],
        &["enable"],
        &["enable", "--dry-run"],
        &["set-message", "Back soon"],
        &["jobs", "import", "no-such.json"],
        &["jobs", "import", "--dry-run", "-"],
        &["rehearse", "copy.db"],
        &["undo"],
    ] {
        case(&sandbox, arguments, 1, "no-store");
    }
    let files: Vec<_> = std::fs::read_dir(sandbox.path("")).unwrap().collect();
    assert!(files.is_empty(), "a command other than init left {files:?}");
}

#[test]
fn each_exit_status_occurs_where_documented() {
    let sandbox = rehearsal();
    case(&sandbox, &["--now", NOW, "is", "active"], 0, "");
    case(&sandbox, &["--now", NOW, "is", "maintenance"], 3, "");
    case(&sandbox, &["--now", NOW, "is", "drained"], 3, "");
    case(&sandbox, &["--now", NOW, "is", "dreaming"], 2, "usage");
    case(&sandbox, &["--now", NOW, "enable", "--for", "2h"], 0, "");
    case(&sandbox, &["--now", NOW, "is", "drained"], 3, "");
    case(&sandbox, &["--now", NOW, "is", "overdue"], 3, "");
    case(&sandbox, &["--now", NOW, "enable", "--if-revision", "1"], 4, "conflict");
    case(&sandbox, &["--now", NOW, "jobs", "start", "Press archive"], 75, "");
    case(&sandbox, &["--now", NOW, "jobs", "start", "Till servers"], 1, "already-running");
    case(&sandbox, &["--now", NOW, "jobs", "start", "Backup Job 1"], 1, "ambiguous-job");
    case(&sandbox, &["--now", NOW, "jobs", "start", "ERP to the cloud"], 1, "is-a-policy");
    case(&sandbox, &["--now", NOW, "can", "start", "Press archive"], 75, "");
    case(&sandbox, &["--now", NOW, "can", "restore-vm", "--tenant", "Aalto Legal"], 0, "");
    let failback = ["--now", NOW, "can", "failback", "--tenant", "Aalto Legal", "--replica", "x"];
    case(&sandbox, &failback, 3, "");
    case(&sandbox, &["--now", NOW, "tenants", "disable", "Aalto Legal"], 5, "unconfirmed");
    case(&sandbox, &["--now", NOW, "jobs", "remove", "Local copy"], 5, "unconfirmed");
    case(&sandbox, &["--now", "2026-11-23T20:00:00Z", "disable"], 1, "time-goes-back");
    case(&sandbox, &["--now", "2026-11-23T22:00:00Z", "is", "drained"], 0, "");
    case(&sandbox, &["--now", "2026-11-23T23:00:00Z", "is", "overdue"], 0, "");
    case(&sandbox, &["--now", "2026-11-23T23:00:00Z", "extend", "1m"], 0, "");
    case(&sandbox, &["--now", "2026-11-23T23:30:00Z", "extend", "1m"], 1, "still-overdue");
    case(&sandbox, &["--now", "2026-11-23T23:30:00Z", "disable"], 0, "");
    case(&sandbox, &["--now", "2026-11-23T23:30:00Z", "extend", "1h"], 1, "not-in-maintenance");
}

#[test]
fn now_option_cannot_change_a_live_store() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live"]);
    case(&sandbox, &["--now", NOW, "enable"], 1, "live-store");
    case(&sandbox, &["jobs", "start", "x"], 1, "live-store");
    case(&sandbox, &["enable"], 0, "");
    case(&sandbox, &["is", "drained"], 1, "not-observed");
    case(&sandbox, &["is", "drained", "--predicted"], 1, "not-observed");
}

#[test]
fn repeating_a_command_changes_nothing() {
    let sandbox = rehearsal();
    let json = |arguments: &[&str]| parse_json(&sandbox.succeed(arguments));
    let at = |time| -> [&str; 4] { ["--now", time, "enable", "--json"] };
    let first = json(&at(NOW));
    let again = json(&at("2026-11-23T21:10:00Z"));
    assert_eq!((&first["changed"], &again["changed"]), (&Value::Bool(true), &Value::Bool(false)));
    assert_eq!((&first["since"], &first["revision"]), (&again["since"], &again["revision"]));
    assert_eq!(again["since"], NOW);
    let longer = ["--now", "2026-11-23T21:20:00Z", "enable", "--for", "3h", "--json"];
    assert_eq!(json(&longer)["changed"], true);
    assert_eq!(json(&["--now", "2026-11-23T21:20:00Z", "status", "--json"])["since"], NOW);
    let off = ["--now", "2026-11-23T22:00:00Z", "disable", "--json"];
    assert_eq!(json(&off)["changed"], true);
    let off_again = json(&off);
    assert_eq!(
        (&off_again["changed"], &off_again["mode"]),
        (&Value::Bool(false), &Value::from("active"))
    );
}

/// A document without what is not known: a scenario says everything about its jobs.
fn without_gaps(document: Value) -> Value {
    let is_gap = |name: &str| ["not_known", "starts_not_known"].contains(&name);
    match document {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(name, _)| !is_gap(name));
            members.map(|(name, value)| (name, without_gaps(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_gaps).collect(),
        other => other,
    }
}

#[test]
fn store_and_its_export_simulate_alike() {
    let sandbox = rehearsal();
    for now in [NOW, "2026-11-23T21:33:00Z", "2026-11-24T06:00:00Z"] {
        let export = sandbox.succeed(&["--now", now, "jobs", "export"]);
        std::fs::write(sandbox.path("export.json"), &export).unwrap();
        let from_store = sandbox.succeed(&[
            "--now",
            now,
            "simulate",
            "--for",
            "2h",
            "--horizon",
            "24h",
            "--json",
        ]);
        let scenario = [
            "simulate",
            "--scenario",
            "export.json",
            "--at",
            now,
            "--for",
            "2h",
            "--horizon",
            "24h",
            "--json",
        ];
        let without_gaps = |text: &str| without_gaps(parse_json(text));
        let from_file = sandbox.succeed(&scenario);
        assert_eq!(without_gaps(&from_file), without_gaps(&from_store), "at {now}");
        sandbox.succeed(&["--now", now, "--store", "copy.db", "init", "--rehearsal"]);
        sandbox.succeed(&["--now", now, "--store", "copy.db", "jobs", "import", "export.json"]);
        let copied = sandbox.succeed(&["--now", now, "--store", "copy.db", "jobs", "export"]);
        assert_eq!(copied, export, "at {now}");
        for file in ["copy.db", "copy.db-journal"] {
            let _ = std::fs::remove_file(sandbox.path(file));
        }
    }
}

#[test]
fn reading_commands_write_nothing() {
    let sandbox = rehearsal();
    sandbox.succeed(&["--now", NOW, "enable", "--for", "2h"]);
    let before = std::fs::read(sandbox.path("mm.db")).unwrap();
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
        sandbox.run(&later);
        let after = std::fs::read(sandbox.path("mm.db")).unwrap();
        assert!(before == after, "{arguments:?} wrote");
    }
}

#[test]
fn interrupted_wait_exits_130_and_changes_nothing() {
    use std::io::BufRead as _;
    let sandbox = rehearsal();
    sandbox.succeed(&["--now", NOW, "enable"]);
    let before = std::fs::read(sandbox.path("mm.db")).unwrap();
    let mut child = sandbox
        .command(&["--now", NOW, "--json", "wait", "drained", "--poll", "1s"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    let first = parse_json(&lines.next().unwrap().unwrap());
    assert_eq!(
        (&first["reached"], &first["state"]),
        (&Value::Bool(false), &Value::from("drained"))
    );
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(std::fs::read(sandbox.path("mm.db")).unwrap() == before, "waiting changed the store");
    case(&sandbox, &["--now", NOW, "wait", "drained", "--timeout", "1s", "--poll", "1s"], 124, "");
    case(&sandbox, &["--now", NOW, "enable", "--dry-run", "--max-failed", "0"], 6, "unsafe");
}

#[test]
fn an_interrupted_wait_says_what_becomes_of_the_mode() {
    use std::io::{BufRead as _, Read as _};
    let sandbox = rehearsal();
    let mut child = sandbox
        .command(&["--now", NOW, "enable", "--for", "1h", "--wait", "--poll", "1s"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    // The first poll shows that the wait catches signals.
    while !line.contains("running") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "no poll");
    }
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(rest.contains("interrupted; maintenance stays on; "), "{rest}");
    case(&sandbox, &["--now", NOW, "is", "maintenance"], 0, "");
}

#[test]
fn unsupported_output_format_is_refused_before_any_change() {
    let sandbox = rehearsal();
    for format in ["csv", "jsonl"] {
        let ran = sandbox.run(&["--now", NOW, "--output", format, "enable"]);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert_eq!(sandbox.run(&["--now", NOW, "is", "active"]).status, Some(0), "{format}");
        for lists in [&["sessions"][..], &["tenants"], &["schedule"], &["jobs", "status"]] {
            sandbox.succeed(&[&["--now", NOW, "--output", format], lists].concat());
        }
    }
}

/// Standard output that no byte can be written to.
#[cfg(target_os = "linux")]
fn full() -> std::process::Stdio {
    std::fs::File::options().write(true).open("/dev/full").unwrap().into()
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_never_an_answer() {
    #[track_caller]
    fn case(sandbox: &Sandbox, words: &[&str], want: i32) {
        let status = sandbox.command(words).stdout(full()).status().unwrap();
        assert_eq!(status.code(), Some(want), "{words:?}");
    }
    let sandbox = Sandbox::new();
    case(&sandbox, &["init", "--live"], 7);
    case(&sandbox, &["init", "--live"], 1);
    let jobs = sandbox.path("jobs.csv");
    std::fs::write(&jobs, "Name,JobType,IsRunning\nweekly,Backup,False\n").unwrap();
    let import = ["jobs", "import", jobs.to_str().unwrap(), "--tenant", "Acme"];
    case(&sandbox, &import, 7);
    let copy = |name: &str| sandbox.path(name).to_str().unwrap().to_owned();
    case(&sandbox, &["store", "backup", &copy("backup.db")], 7);
    case(&sandbox, &["rehearse", &copy("rehearsal.db")], 7);
    let add =
        ["jobs", "add", "nightly", "--tenant", "Acme", "--type", "vm-backup", "--task", "a=1m"];
    case(&sandbox, &add, 7);
    case(&sandbox, &["enable"], 7);
    assert_eq!(sandbox.run(&["is", "maintenance"]).status, Some(0), "the change was made");
    case(&sandbox, &["wait", "maintenance", "--json"], 1);
    case(&sandbox, &["wait", "drained", "--json"], 1);
    case(&sandbox, &["is", "maintenance", "--json"], 1);
    case(&sandbox, &["status"], 1);
    case(&sandbox, &["can", "start", "nightly"], 1);
    case(&sandbox, &["can", "start", "nightly", "--exec-condition"], 255);
    case(&sandbox, &["disable", "--json"], 7);
    case(&sandbox, &["schedule", "add", "--at", "tomorrow 22:00", "--for", "1h"], 7);
    case(&sandbox, &["set-message", "Back soon"], 7);
    case(&sandbox, &["tenants", "disable", "Acme", "--yes"], 7);
}

#[test]
fn a_condition_of_systemd_has_one_status_for_all_errors() {
    let sandbox = Sandbox::new();
    let can = ["can", "start", "nightly", "--exec-condition"];
    assert_eq!(sandbox.run(&can).status, Some(255), "no store");
    for wrong in [&["--output", "csv"][..], &["--output", "html"], &["--bogus"], &["--now", "x"]] {
        assert_eq!(sandbox.run(&[&can[..], wrong].concat()).status, Some(255), "{wrong:?}");
    }
    assert_eq!(sandbox.run(&["can", "start", "nightly", "--bogus"]).status, Some(2));
}

#[test]
fn a_wait_ends_at_its_limit_even_if_its_refresh_hangs_or_nobody_reads() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    sandbox.succeed(&["enable", "-q"]);
    let wait = ["wait", "active", "--timeout", "1s", "--poll", "1s"];
    let hanging = ["--refresh", "sleep 600 & sleep 600"];
    assert_eq!(sandbox.run(&[&wait[..], &hanging].concat()).status, Some(124));
    let failing = ["wait", "active", "--poll", "1s", "--refresh", "exit 3"];
    let ran = sandbox.run(&failing);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("5 times"), "{ran:?}");
    let mut unread = sandbox.command(&[&wait[..], &["--json"]].concat());
    let mut unread = unread.stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(unread.stdout.take());
    assert_eq!(unread.wait().unwrap().code(), Some(124));
}

#[cfg(unix)]
#[test]
fn borrowed_rights_second_names_and_unknown_zones_are_refused() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    for borrowed in ["SUDO_UID", "DOAS_USER", "PKEXEC_UID"] {
        for words in [&["enable", "--wait"][..], &["wait", "drained"]] {
            let words = [words, &["--refresh", "true"]].concat();
            let output = sandbox.command(&words).env(borrowed, "1000").output().unwrap();
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(text.contains("borrowed rights"), "{borrowed}: {text}");
        }
    }
    assert_eq!(sandbox.run(&["is", "active"]).status, Some(0), "nothing was changed");
    for zone in ["Berlin", "/dev/zero", ":/dev/tty", "/etc/passwd"] {
        let status = sandbox.command(&["status"]).env("TZ", zone).status().unwrap();
        assert_eq!(status.code(), Some(2), "{zone}");
    }
    std::fs::hard_link(sandbox.path("mm.db"), sandbox.path("again.db")).unwrap();
    for name in ["mm.db", "again.db"] {
        let ran =
            sandbox.run(&["--store", sandbox.path(name).to_str().unwrap(), "--json", "status"]);
        assert_eq!(ran.status, Some(1));
        assert!(ran.err.contains("store-unsafe"), "{ran:?}");
    }
}

#[test]
fn enabling_again_for_the_same_length_keeps_the_planned_end() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["--now", "2026-11-23T21:00:00Z", "init", "--rehearsal", "-q"]);
    let enable = |time: &str, length: &str| {
        let words = ["--now", time, "--json", "enable", "--for", length];
        let mode = parse_json(&sandbox.succeed(&words));
        (mode["until"].as_str().unwrap().to_owned(), mode["changed"].as_bool().unwrap())
    };
    let until = |text: &str, changed| (text.to_owned(), changed);
    assert_eq!(enable("2026-11-23T22:00:00Z", "2h"), until("2026-11-24T00:00:00Z", true));
    assert_eq!(enable("2026-11-23T22:30:00Z", "2h"), until("2026-11-24T00:00:00Z", false));
    assert_eq!(enable("2026-11-23T22:30:00Z", "3h"), until("2026-11-24T01:30:00Z", true));
    // Overdue: a new end.
    assert_eq!(enable("2026-11-24T02:00:00Z", "2h"), until("2026-11-24T04:00:00Z", true));
}
