//! Gate: real commands, raced against the switch, with their output and status passed through.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::support::{Bench, json_of};

fn gated() -> Bench {
    let bench = Bench::new();
    bench.done(&["init", "--live"]);
    bench.done(&[
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
    bench
}

#[test]
fn what_a_command_prints_and_ends_with_passes_through() {
    let bench = gated();
    let shell = |script: &str| bench.run(&["run", "nightly", "--", "sh", "-c", script]);
    let ran = shell("echo out; echo err >&2; exit 7");
    assert_eq!((ran.status, &*ran.out, &*ran.err), (Some(7), "out\n", "err\n"));
    assert_eq!(shell("kill -TERM $$").status, Some(128 + 15));
    let missing = bench.run(&["run", "nightly", "--", "./is-not-there"]);
    assert_eq!((missing.status, &*missing.out), (Some(127), ""));
    assert_eq!(bench.run(&["run", "nightly", "--", "/"]).status, Some(126));
    assert_eq!(bench.run(&["run", "nobody", "--", "true"]).status, Some(125));
    assert_eq!(bench.run(&["run", "nobody", "--on-error", "run", "--", "true"]).status, Some(0));
    let told = json_of(&bench.done(&["sessions", "--json"]));
    let results: Vec<&str> =
        told["sessions"].as_array().unwrap().iter().filter_map(|s| s["result"].as_str()).collect();
    assert_eq!(results, ["failed", "failed", "failed", "failed"]);
    bench.done(&["enable"]);
    let refused = bench.run(&["run", "nightly", "--", "echo", "no"]);
    assert_eq!((refused.status, &*refused.out), (Some(75), ""), "{refused:?}");
    assert!(refused.err.contains("Service provider is currently undergoing"), "{refused:?}");
    let quiet = bench.run(&["run", "nightly", "--refused-status", "0", "--", "echo", "no"]);
    assert_eq!((quiet.status, &*quiet.out), (Some(0), ""));
}

#[test]
fn a_session_whose_process_was_killed_is_known_to_be_gone() {
    let bench = gated();
    let mut child = bench.command(&["run", "nightly", "--", "sh", "-c", "kill -9 $PPID; sleep 1"]);
    child.status().unwrap();
    // The command itself lives on for a moment, and then nobody is there to tell its result.
    let working = || {
        let told = json_of(&bench.done(&["sessions", "--working", "--json"]));
        !told["sessions"].as_array().unwrap().is_empty()
    };
    while working() {
        thread::yield_now();
    }
    let told = json_of(&bench.done(&["sessions", "--json"]));
    assert_eq!(told["sessions"][0]["result"], "unknown", "{told}");
    bench.done(&["run", "nightly", "--", "true"]);
    bench.done(&["store", "check"]);
}

/// Starts commands again and again while the mode is switched on; each tells the time at which it
/// ran, and none may have run after the switch was acknowledged.
#[test]
fn no_command_starts_after_the_switch_returned() {
    const ROUNDS: usize = 40;
    const RUNNERS: usize = 3;
    let bench = gated();
    for runner in 0..RUNNERS {
        let name = format!("job-{runner}");
        bench.done(&[
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
                    let (bench, on) = (&bench, &on);
                    scope.spawn(move || {
                        let name = format!("job-{runner}");
                        let mut late = 0;
                        loop {
                            let begun_after = on.load(Ordering::SeqCst);
                            let ran = bench.run(&["run", &name, "--", "true"]);
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
            bench.done(&["enable", "--quiet"]);
            on.store(true, Ordering::SeqCst);
            runners.into_iter().map(|each| each.join().unwrap()).sum::<usize>()
        });
        assert_eq!(late, 0, "round {round}");
        bench.done(&["disable", "--quiet"]);
    }
}
