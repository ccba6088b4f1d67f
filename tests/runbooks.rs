//! Runbooks: the shipped scripts, run in rehearsals whose sessions last seconds.

use std::process::Command;

use crate::support::{Finished, Sandbox, parse_json, project};

/// A rehearsal with a running session of two tasks, one after the other, `seconds` each.
fn at_work(seconds: u32) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--rehearsal"]);
    let task = |name: &str| format!("{name}={seconds}s");
    let add = ["jobs", "add", "nightly", "--tenant", "Acme \\ \"& Sons\"", "--type", "vm-backup"];
    let tasks = ["--task", &task("a"), "--task", &task("b")];
    sandbox.succeed(&[&add[..], &tasks].concat());
    sandbox.succeed(&["jobs", "start", "nightly"]);
    sandbox
}

/// Runs a shipped script with some environment variables.
fn script(sandbox: &Sandbox, name: &str, argument: &str, variables: &[(&str, &str)]) -> Finished {
    let program = std::path::Path::new(crate::support::MM);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut path = vec![program.parent().unwrap().to_path_buf()];
    path.extend(std::env::split_paths(&paths));
    let output = Command::new("sh")
        .arg(project("docs/runbooks").join(name))
        .arg(argument)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("MM_STORE", sandbox.path("mm.db"))
        .env("POLL", "1s")
        .env("TZ", "UTC")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Finished {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: output.status.code(),
    }
}

#[test]
fn planned_upgrade_waits_for_the_drain_and_reports() {
    let sandbox = at_work(3);
    let upgraded = sandbox.path("upgraded");
    let upgrade = format!("mm is drained && touch '{}'", upgraded.display());
    let ran = script(&sandbox, "planned-upgrade.sh", "begin", &[("UPGRADE", &upgrade)]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(upgraded.exists(), "the upgrade came before the drain: {ran:?}");
    assert_eq!(parse_json(&sandbox.succeed(&["status", "--json"]))["mode"], "maintenance");
    let ran = script(&sandbox, "planned-upgrade.sh", "finish", &[]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("1 cut, 0 refused"), "{ran:?}");
    assert_eq!(parse_json(&sandbox.succeed(&["status", "--json"]))["mode"], "active");
    let again = script(&sandbox, "planned-upgrade.sh", "finish", &[]);
    assert_eq!(again.status, Some(0), "{again:?}");
}

#[test]
fn planned_upgrade_watches_a_server_that_comes_back_long_after_the_planned_end() {
    let sandbox = Sandbox::new();
    let begun = ["--now", "2026-11-23T20:00:00Z"];
    sandbox.succeed(&[&begun[..], &["init", "--rehearsal"]].concat());
    sandbox.succeed(&[&begun[..], &["enable", "--for", "30m"]].concat());
    let came_back = sandbox.path("came_back");
    let check = format!("test -e '{0}' || {{ touch '{0}'; exit 1; }}", came_back.display());
    let variables = [("CHECK", &*check), ("MM_NOW", "2026-11-23T22:00:00Z"), ("RETRY", "0")];
    let ran = script(&sandbox, "planned-upgrade.sh", "finish", &variables);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.err.contains("the server does not work yet"), "{ran:?}");
    assert_eq!(
        parse_json(&sandbox.succeed(&["--now", "2026-11-23T22:00:00Z", "status", "--json"]))["mode"],
        "active"
    );
}

#[test]
fn planned_upgrade_beyond_its_limits_changes_nothing() {
    let sandbox = at_work(600);
    let limits = [("MAX_LOST", "0"), ("UPGRADE", "false")];
    let ran = script(&sandbox, "planned-upgrade.sh", "begin", &limits);
    assert_eq!(ran.status, Some(6), "{ran:?}");
    assert!(ran.err.contains("& Sons\"/nightly"), "a blocker is missing: {ran:?}");
    assert_eq!(parse_json(&sandbox.succeed(&["status", "--json"]))["mode"], "active");
}

#[test]
fn emergency_stop_disables_tenants_after_the_timeout() {
    let sandbox = at_work(600);
    let ran = script(&sandbox, "emergency-stop.sh", "water in the cellar", &[("PATIENCE", "1s")]);
    assert_eq!((ran.status, &*ran.out), (Some(0), "disabled: Acme \\ \"& Sons\"\n"), "{ran:?}");
    sandbox.succeed(&["is", "idle"]);
    sandbox.succeed(&["is", "maintenance"]);
    let sandbox = at_work(1);
    let ran = script(&sandbox, "emergency-stop.sh", "water in the cellar", &[("PATIENCE", "1h")]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("no tenant had to be disabled"), "{ran:?}");
}

#[test]
fn weekly_window_is_planned_once_and_ended_early() {
    let sandbox = at_work(1);
    let first = script(&sandbox, "weekly-window.sh", "plan", &[]);
    assert!(first.status == Some(0) && first.out.contains("Window 1 is planned."), "{first:?}");
    let again = script(&sandbox, "weekly-window.sh", "plan", &[]);
    assert_eq!((again.status, &*again.out), (Some(0), "planned already\n"));
    let closed = script(&sandbox, "weekly-window.sh", "work", &[("WORK", "false")]);
    assert_eq!(closed.status, Some(0), "{closed:?}");
    sandbox.succeed(&["schedule", "add", "--at", "+1s", "--for", "1h"]);
    while sandbox.run(&["is", "maintenance"]).status != Some(0) {
        std::thread::yield_now();
    }
    let worked = sandbox.path("worked");
    let work = format!("touch '{}'", worked.display());
    let ran = script(&sandbox, "weekly-window.sh", "work", &[("WORK", &work)]);
    assert!(ran.status == Some(0) && worked.exists(), "{ran:?}");
    sandbox.succeed(&["is", "active"]);
}

#[test]
fn runbooks_stop_where_sessions_cannot_be_known() {
    let live = || {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live"]);
        let add =
            ["jobs", "add", "nightly", "--tenant", "Acme", "--type", "vm-backup", "--task", "a=5m"];
        sandbox.succeed(&add);
        sandbox
    };
    let hooks = ("HOOKS", "/nonexistent");
    let sandbox = live();
    let ran =
        script(&sandbox, "planned-upgrade.sh", "begin", &[hooks, ("UPGRADE", "touch upgraded")]);
    assert!(ran.status == Some(1) && ran.err.contains("nothing tells mm"), "{ran:?}");
    sandbox.succeed(&["is", "active"]);
    // A list that is not known to be complete proves nothing.
    let upgraded = sandbox.path("upgraded");
    let upgrade = format!("touch '{}'", upgraded.display());
    let row = "printf 'Tenant,Name,JobType,IsRunning\\nAcme,nightly,Backup,False\\n'";
    for (refresh, status, why) in [
        ("echo '[]'", 1, "the running sessions could not be read"),
        (row, 6, "the drain time is not known"),
    ] {
        let variables = [hooks, ("REFRESH", refresh), ("MAX_DRAIN", "2s"), ("UPGRADE", &*upgrade)];
        let ran = script(&sandbox, "planned-upgrade.sh", "begin", &variables);
        assert!(ran.status == Some(status) && !upgraded.exists(), "{ran:?}");
        assert!(ran.err.contains(why), "{ran:?}");
    }
    let sandbox = live();
    let variables = [("PATIENCE", "1s"), ("AFTER", "1s")];
    let ran = script(&sandbox, "emergency-stop.sh", "fire", &variables);
    assert!(ran.status == Some(124) && ran.err.contains("mm cannot know"), "{ran:?}");
    let ran = script(&sandbox, "weekly-window.sh", "work", &[hooks, ("WORK", &*upgrade)]);
    assert!(ran.status == Some(1) && ran.err.contains("nothing tells mm"), "{ran:?}");
}
