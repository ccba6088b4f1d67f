//! What `mm wait` asks before it answers, what it imports, and what it prints.

use std::fs;

use crate::support::{MM, Sandbox, parse_json};

const BEFORE: &str = "2026-11-23T20:59:59Z";
const NOW: &str = "2026-11-23T21:00:00Z";

/// A rehearsal with hooks, whose time goes on during a wait.
fn rehearsal() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["--now", BEFORE, "init", "--rehearsal", "-q"]);
    sandbox
}

/// Runs a command of a rehearsal with its hooks. Returns the exit status, and what it printed.
fn with_hooks(sandbox: &Sandbox, words: &[&str]) -> (Option<i32>, String) {
    let hooks = sandbox.path("hooks");
    let head = ["--now", NOW, "--json", "--hooks", hooks.to_str().unwrap()];
    let ran = sandbox.run(&[&head[..], words].concat());
    (ran.status, ran.out)
}

fn lines_of(sandbox: &Sandbox, name: &str) -> usize {
    fs::read_to_string(sandbox.path(name)).unwrap_or_default().lines().count()
}

/// A hook that counts its runs in a file, and prints the mode: first this one, then that one.
fn counting(sandbox: &Sandbox, first: &str, then: &str) -> String {
    let log = sandbox.path("asked");
    let log = log.display();
    format!(
        "echo asked >>{log}; mode={then}; test $(wc -l <{log}) = 1 && mode={first}; echo \"{{\\\"mode\\\":\\\"$mode\\\"}}\""
    )
}

#[test]
fn the_server_is_asked_once_more_before_it_counts_as_drained() {
    for (then, timeout, want) in [("active", "6s", 124), ("maintenance", "1m", 0)] {
        let sandbox = rehearsal();
        let add = ["jobs", "add", "a", "--tenant", "t", "--type", "vm-backup", "--task", "x=3s"];
        for words in [&add[..], &["jobs", "start", "a"]] {
            sandbox.succeed(&[&["--now", BEFORE], words].concat());
        }
        sandbox.succeed(&["--now", NOW, "enable", "-q"]);
        sandbox.write_hook("observe", &counting(&sandbox, "maintenance", then));
        let log = sandbox.path("drained");
        sandbox.write_hook("drained", &format!("echo drained >>{}", log.display()));
        let wait = ["wait", "drained", "--timeout", timeout, "--poll", "1s"];
        let (status, printed) = with_hooks(&sandbox, &wait);
        assert_eq!(status, Some(want), "{then} {printed}");
        assert_eq!(lines_of(&sandbox, "asked"), 2, "{then} {printed}");
        let is_drained = want == 0;
        assert_eq!(lines_of(&sandbox, "drained"), usize::from(is_drained), "{then}");
    }
}

#[test]
fn a_server_that_was_just_asked_is_not_asked_again() {
    let sandbox = rehearsal();
    sandbox.succeed(&["--now", NOW, "enable", "-q"]);
    sandbox.write_hook("observe", &counting(&sandbox, "maintenance", "active"));
    let log = sandbox.path("drained");
    sandbox.write_hook("drained", &format!("echo drained >>{}", log.display()));
    let wait = |state| with_hooks(&sandbox, &["wait", state, "--timeout", "9s"]).0;
    assert_eq!(wait("maintenance"), Some(0));
    assert_eq!((lines_of(&sandbox, "asked"), lines_of(&sandbox, "drained")), (1, 0));
    fs::remove_file(sandbox.path("asked")).unwrap();
    assert_eq!(wait("drained"), Some(0));
    assert_eq!((lines_of(&sandbox, "asked"), lines_of(&sandbox, "drained")), (1, 1));
}

#[test]
fn the_present_moves_on_during_a_wait_and_only_a_drain_asks_the_server_again() {
    let sandbox = rehearsal();
    let enable = ["--now", NOW, "enable", "--for", "2s", "--on-expiry", "disable", "-q"];
    sandbox.succeed(&enable);
    sandbox.write_hook("observe", &counting(&sandbox, "maintenance", "maintenance"));
    let wait = ["wait", "active", "--timeout", "1m", "--poll", "1s"];
    assert_eq!(with_hooks(&sandbox, &wait).0, Some(0));
    assert_eq!(lines_of(&sandbox, "asked"), 1);
}

#[test]
fn a_refresh_proves_a_drain_only_if_it_is_declared_complete() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    let add = ["jobs", "add", "a", "--tenant", "t", "--type", "vm-backup", "--task", "x=1m"];
    sandbox.succeed(&add);
    sandbox.succeed(&["enable", "-q"]);
    let row = "Tenant,Name,JobType,IsRunning,Target\nt,a,Backup,False,cloud\n";
    let declared = r#"{"schema":"mm.listing/1","complete":true}"#;
    for (text, options, want) in [
        (row.to_owned(), &[][..], 124),
        (row.to_owned(), &["--complete"], 0),
        (format!("{row}{declared}\n"), &[], 0),
    ] {
        sandbox.succeed(&["disable", "-q"]);
        sandbox.succeed(&["enable", "-q"]);
        fs::write(sandbox.path("listing"), &text).unwrap();
        let wait = ["wait", "drained", "--timeout", "1s", "--refresh", "sleep 0.01; cat listing"];
        let ran = sandbox.run(&[&wait[..], options].concat());
        assert_eq!(ran.status, Some(want), "{text} {options:?} {ran:?}");
        let is_told = ran.err.contains("the server itself was not checked");
        assert_eq!(is_told, want == 0, "{ran:?}");
    }
    // The time is up, but there is no hook that could be asked.
    let late = ["wait", "drained", "--timeout", "1s", "--refresh", "sleep 3"];
    assert_eq!(sandbox.run(&late).status, Some(0));
    let sandbox = rehearsal();
    sandbox.succeed(&["--now", NOW, "enable", "-q"]);
    sandbox.write_hook("drained", "true");
    assert_eq!(with_hooks(&sandbox, &late).0, Some(0));
}

#[test]
fn a_wait_ends_after_five_failed_refreshes_in_a_row() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    let script = "echo run >>runs; test $(wc -l <runs) = 5 || exit 1; echo '{\"schema\":\"mm.provider-sessions/1\",\"count\":0,\"sessions\":[]}'";
    fs::write(sandbox.path("script"), script).unwrap();
    let wait = ["wait", "maintenance", "--timeout", "1m", "--poll", "1s"];
    let ran = sandbox.run(&[&wait[..], &["--refresh", "sh script"]].concat());
    assert_eq!((ran.status, lines_of(&sandbox, "runs")), (Some(1), 10), "{ran:?}");
    assert!(ran.err.contains("refresh failed 5 times in a row"), "{ran:?}");
}

#[test]
fn what_is_reached_counts_even_if_the_time_is_up_and_what_cannot_be_reached_is_said() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    let late = sandbox.run(&["wait", "active", "--timeout", "1s", "--refresh", "sleep 3"]);
    assert_eq!(late.status, Some(0), "{late:?}");
    assert!(!late.err.contains("the server itself"), "{late:?}");
    let off = sandbox.run(&["wait", "drained", "--timeout", "2s", "--poll", "1s"]);
    assert_eq!(off.status, Some(3), "{off:?}");
    assert!(off.err.contains("the mode is off"), "{off:?}");
    // Only a refresh that anybody may choose needs rights of its own.
    let borrowed = sandbox.command(&["wait", "active"]).env("SUDO_UID", "1000").output().unwrap();
    assert_eq!(borrowed.status.code(), Some(0), "{borrowed:?}");
}

#[test]
fn each_poll_is_printed_as_json_unless_it_is_to_be_quiet() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    let wait = ["wait", "maintenance", "--timeout", "3s", "--poll", "1s"];
    let run = |options: &[&str]| sandbox.run(&[&wait[..], options].concat());
    let text = run(&[]);
    assert_eq!((text.status, &*text.out), (Some(124), ""));
    // The first poll, and the end.
    assert_eq!(text.err.lines().count(), 2, "{text:?}");
    let json = run(&["--json"]);
    assert!(json.out.lines().count() > 1, "{json:?}");
    assert!(json.out.lines().all(|line| parse_json(line)["reached"] == false), "{json:?}");
    assert_eq!(json.err, "");
    let quiet = run(&["--json", "-q"]);
    assert_eq!((quiet.status, &*quiet.out), (Some(124), ""));
}

#[test]
fn a_wait_does_not_go_on_with_another_store() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    let other = sandbox.path("other.db");
    sandbox.succeed(&["--store", other.to_str().unwrap(), "init", "--live", "-q"]);
    // The second poll finds the other store in the place of the first.
    let script = format!(
        "if test -e polled; then mv other.db mm.db; fi; touch polled; {MM} --store mm.db status >/dev/null; echo '{{\"schema\":\"mm.provider-sessions/1\",\"count\":0,\"sessions\":[]}}'"
    );
    fs::write(sandbox.path("script"), script).unwrap();
    let wait = ["wait", "maintenance", "--timeout", "4s", "--poll", "1s", "--json"];
    let ran = sandbox.run(&[&wait[..], &["--refresh", "sh script"]].concat());
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("other-store"), "{ran:?}");
}
