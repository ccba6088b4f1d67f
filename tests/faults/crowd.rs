//! Crowd: many processes change and read one store at once, and nothing is lost.

use std::collections::BTreeSet;
use std::thread;

use serde_json::Value;

use crate::support::{Bench, json_of};

const PROCESSES: usize = 32;
const ROUNDS: usize = 6;

#[test]
fn thirty_two_processes_lose_nothing() {
    let bench = Bench::new();
    bench.done(&["init", "--server", "crowd"]);
    let one = |process: usize| -> Vec<u64> {
        let mut made = Vec::new();
        for round in 0..ROUNDS {
            let reason = format!("process {process}, round {round}");
            let at = format!("+{}h", 1 + process * ROUNDS + round);
            let change: &[&str] = match round % 3 {
                0 => &["enable", "--reason", &reason, "--json"],
                1 => &["schedule", "add", "--at", &at, "--for", "1m", "--json"],
                _ => &["set-message", &reason, "--json"],
            };
            let told = json_of(&bench.done(change));
            assert_eq!(told["changed"], Value::Bool(true), "{change:?}");
            made.push(told["revision"].as_u64().unwrap());
            let read: &[&str] =
                if round % 2 == 0 { &["status", "--json"] } else { &["jobs", "status", "--json"] };
            let seen = json_of(&bench.done(read));
            assert!(seen["revision"].as_u64().unwrap() >= *made.last().unwrap(), "{read:?}");
        }
        made
    };
    let made: Vec<u64> = thread::scope(|scope| {
        let all: Vec<_> = (0..PROCESSES).map(|process| scope.spawn(move || one(process))).collect();
        all.into_iter().flat_map(|each| each.join().unwrap()).collect()
    });
    let each: BTreeSet<u64> = made.iter().copied().collect();
    let changes = (PROCESSES * ROUNDS) as u64;
    assert_eq!(each, (1..=changes).collect(), "every change has a revision of its own");
    let history = json_of(&bench.done(&["history", "--json"]));
    let entries = history["history"].as_array().unwrap();
    let revisions: Vec<u64> =
        entries.iter().filter_map(|entry| entry["revision"].as_u64()).collect();
    assert_eq!(revisions, (0..=changes).collect::<Vec<u64>>(), "none is missing from the history");
    bench.done(&["history", "--verify"]);
}

#[test]
fn of_two_who_decide_on_one_revision_one_wins_and_one_is_told() {
    let bench = Bench::new();
    bench.done(&["init", "--live"]);
    for round in 0..20 {
        let revision = json_of(&bench.done(&["status", "--json"]))["revision"].to_string();
        let enable = |who: &str| {
            let reason = format!("{who} {round}");
            bench
                .run(&["enable", "--reason", &reason, "--if-revision", &revision, "--quiet"])
                .status
        };
        let (one, other) = thread::scope(|scope| {
            let (one, other) = (scope.spawn(|| enable("one")), scope.spawn(|| enable("other")));
            (one.join().unwrap(), other.join().unwrap())
        });
        let mut both = [one, other];
        both.sort_unstable();
        assert_eq!(both, [Some(0), Some(4)], "round {round}");
    }
}
