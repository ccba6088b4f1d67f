//! Gate: real commands under `mm run`, also while maintenance is being enabled.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::support::{Sandbox, parse_json};

fn sandbox_with_job() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live"]);
    sandbox.succeed(&[
        "jobs",
        "add",
        "nightly",
        "--tenant",
        "t",
        "--type",
        "vm-backup",
        "--task",
        "a=1m",
    ]);
    sandbox
}

#[test]
fn output_and_status_of_the_command_pass_through() {
    let sandbox = sandbox_with_job();
    let shell = |script: &str| sandbox.run(&["run", "nightly", "--", "sh", "-c", script]);
    let ran = shell("echo out; echo err >&2; exit 7");
    assert_eq!((ran.status, &*ran.out, &*ran.err), (Some(7), "out\n", "err\n"));
    assert_eq!(shell("kill -TERM $$").status, Some(128 + 15));
    let missing = sandbox.run(&["run", "nightly", "--", "./is-not-there"]);
    assert_eq!((missing.status, &*missing.out), (Some(127), ""));
    assert_eq!(sandbox.run(&["run", "nightly", "--", "/"]).status, Some(126));
    assert_eq!(sandbox.run(&["run", "nobody", "--", "true"]).status, Some(125));
    assert_eq!(sandbox.run(&["run", "nobody", "--on-error", "run", "--", "true"]).status, Some(0));
    let sessions = parse_json(&sandbox.succeed(&["sessions", "--json"]));
    let results: Vec<&str> = sessions["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| s["result"].as_str())
        .collect();
    assert_eq!(results, ["failed", "failed", "failed", "failed"]);
    sandbox.succeed(&["enable"]);
    let refused = sandbox.run(&["run", "nightly", "--", "echo", "no"]);
    assert_eq!((refused.status, &*refused.out), (Some(75), ""), "{refused:?}");
    assert!(refused.err.contains("Service provider is currently undergoing"), "{refused:?}");
    let quiet = sandbox.run(&["run", "nightly", "--refused-status", "0", "--", "echo", "no"]);
    assert_eq!((quiet.status, &*quiet.out), (Some(0), ""));
}

#[test]
fn session_of_a_killed_run_ends_as_unknown() {
    let sandbox = sandbox_with_job();
    let mut child =
        sandbox.command(&["run", "nightly", "--", "sh", "-c", "kill -9 $PPID; sleep 1"]);
    child.status().unwrap();
    // The command outlives `mm` for a moment, and nothing records its result.
    let working = || {
        let sessions = parse_json(&sandbox.succeed(&["sessions", "--working", "--json"]));
        !sessions["sessions"].as_array().unwrap().is_empty()
    };
    while working() {
        thread::yield_now();
    }
    let sessions = parse_json(&sandbox.succeed(&["sessions", "--json"]));
    assert_eq!(sessions["sessions"][0]["result"], "unknown", "{sessions}");
    sandbox.succeed(&["run", "nightly", "--", "true"]);
    sandbox.succeed(&["store", "check"]);
}

/// Starts commands again and again while maintenance is being enabled.
#[test]
fn no_command_starts_after_enable_returns() {
    const ROUNDS: usize = 40;
    const RUNNERS: usize = 3;
    let sandbox = sandbox_with_job();
    for runner in 0..RUNNERS {
        let name = format!("job-{runner}");
        sandbox.succeed(&[
            "jobs",
            "add",
            &name,
            "--tenant",
            "t",
            "--type",
            "vm-backup",
            "--task",
            "a=1m",
        ]);
    }
    for round in 0..ROUNDS {
        let on = AtomicBool::new(false);
        let late = thread::scope(|scope| {
            let runners: Vec<_> = (0..RUNNERS)
                .map(|runner| {
                    let (sandbox, on) = (&sandbox, &on);
                    scope.spawn(move || {
                        let name = format!("job-{runner}");
                        let mut late = 0;
                        loop {
                            let begun_after = on.load(Ordering::SeqCst);
                            let ran = sandbox.run(&["run", &name, "--", "true"]);
                            match ran.status {
                                Some(0) if begun_after => late += 1,
                                Some(0) => {}
                                Some(75) => return late,
                                _ => panic!("{ran:?}"),
                            }
                        }
                    })
                })
                .collect();
            sandbox.succeed(&["enable", "--quiet"]);
            on.store(true, Ordering::SeqCst);
            runners.into_iter().map(|each| each.join().unwrap()).sum::<usize>()
        });
        assert_eq!(late, 0, "round {round}");
        sandbox.succeed(&["disable", "--quiet"]);
    }
}
