//! Concurrency: many processes change and read one store at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;
use std::thread;

use serde_json::Value;

use super::{NOW, rehearsal};
use crate::support::{Sandbox, parse_json, print_figures, rounds};

/// The change that a process makes in one of its turns. Each kind comes in turn, and each changes
/// something that no other process touches.
fn change(process: usize, turn: usize) -> Vec<String> {
    let own = format!("{process}-{turn}");
    // Every process has a tenant and a job of its own.
    let (tenant, job) = (format!("tenant {process}"), format!("job {process}"));
    let minutes = format!("{}m", 1 + process * 200 + turn);
    let slots = (2 + turn).to_string();
    let words: &[&str] = match turn % 12 {
        0 => &["tenants", "add", &format!("tenant {own}"), "--slots", "3"],
        1 => &["enable", "--reason", &own, "--for", "2h"],
        2 => &["set-message", &own],
        3 => &["jobs", "edit", &format!("{tenant}/{job}"), "--slots", &slots],
        4 => &["schedule", "add", "--at", "2026-12-01T00:00:00Z", "--for", &minutes],
        5 => &["tenants", "failover", &tenant, &own],
        6 => &["tenants", "edit", &tenant, "--slots", &slots],
        7 => &["enable", "--message", &own],
        8 => &["jobs", "add", &own, "--tenant", &tenant, "--type", "vm-backup", "--task", "a=5m"],
        9 => &["tenants", "failover", &tenant, &format!("{process}-{}", turn - 4), "--ended"],
        10 => &["enable", "--for", &format!("{}h", 3 + (process * 7 + turn) % 90)],
        _ => &["jobs", "remove", &format!("{tenant}/{process}-{}", turn - 3), "--yes"],
    };
    ["--now", NOW, "--json"].iter().chain(words).map(|word| (*word).to_owned()).collect()
}

const READS: &[&[&str]] = &[
    &["status", "--json"],
    &["jobs", "status", "--json"],
    &["history", "--limit", "5", "--json"],
    &["simulate", "--json"],
    &["tenants", "--json"],
    &["schedule", "--json"],
];

#[test]
fn concurrent_processes_lose_no_change() {
    let (processes, turns) = (rounds(16, 64), rounds(12, 100));
    let sandbox = rehearsal();
    for process in 0..processes {
        let (job, tenant) = (format!("job {process}"), format!("tenant {process}"));
        let words = ["jobs", "add", &job, "--tenant", &tenant, "--type", "vm-backup"];
        sandbox.succeed(&[&["--now", NOW], &words[..], &["--task", "a=5m"]].concat());
    }
    let begin =
        parse_json(&sandbox.succeed(&["--now", NOW, "status", "--json"]))["revision"].clone();
    let begin = begin.as_u64().unwrap();
    let together = Barrier::new(processes);
    let one = |process: usize| -> Vec<(u64, String)> {
        let mut made = Vec::new();
        together.wait();
        for turn in 0..turns {
            let words = change(process, turn);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let ran = sandbox.run(&words);
            assert_eq!(ran.status, Some(0), "{words:?}: {ran:?}");
            let result = parse_json(&ran.out);
            if result["changed"] == Value::Bool(true) {
                made.push((result["revision"].as_u64().unwrap(), words[3..].join(" ")));
            }
            if turn % rounds(6, 2) == 0 {
                let read = READS[(process + turn) % READS.len()];
                let seen = parse_json(&sandbox.succeed(&[&["--now", NOW], read].concat()));
                let least = made.last().map_or(begin, |(revision, _)| *revision);
                if read[0] != "simulate" {
                    assert!(seen["revision"].as_u64().unwrap() >= least, "{read:?}");
                }
            }
        }
        made
    };
    let one = &one;
    let made: Vec<(u64, String)> = thread::scope(|scope| {
        let all: Vec<_> = (0..processes).map(|process| scope.spawn(move || one(process))).collect();
        all.into_iter().flat_map(|each| each.join().unwrap()).collect()
    });
    let by_revision: BTreeMap<u64, &String> = made.iter().map(|(r, words)| (*r, words)).collect();
    assert_eq!(by_revision.len(), made.len(), "two changes have the same revision");
    let history = parse_json(&sandbox.succeed(&["--now", NOW, "history", "--json"]));
    let entries = history["history"].as_array().unwrap();
    let revisions: Vec<u64> =
        entries.iter().filter_map(|entry| entry["revision"].as_u64()).collect();
    let last = *revisions.last().unwrap();
    assert_eq!(revisions, (0..=last).collect::<Vec<u64>>(), "the history has a gap");
    let result: BTreeSet<u64> = by_revision.keys().copied().collect();
    assert_eq!(
        result,
        (begin + 1..=last).collect(),
        "the history differs from what the commands reported"
    );
    sandbox.succeed(&["--now", NOW, "history", "--verify"]);
    sandbox.succeed(&["--now", NOW, "store", "check"]);
    print_figures(&format!(
        "{} changes of {} acknowledged, each its own",
        made.len(),
        processes * turns
    ));
}

#[test]
fn backup_during_writes_is_one_revision() {
    use super::{TABLES, rows};
    let sandbox = rehearsal();
    let store = sandbox.path("mm.db");
    let states = thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let sandbox = &sandbox;
                scope.spawn(move || {
                    for turn in 0..rounds(12, 120) {
                        let name = format!("{writer}-{turn}");
                        sandbox.succeed(&["--now", NOW, "tenants", "add", &name]);
                    }
                })
            })
            .collect();
        let mut copies = Vec::new();
        while !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
            let name = format!("copy-{}.db", copies.len());
            let result =
                parse_json(&sandbox.succeed(&["--now", NOW, "store", "backup", &name, "--json"]));
            copies.push((name, result["revision"].as_u64().unwrap()));
        }
        copies
    });
    // Rows are only added here, so a backup has a prefix of them.
    let end = rows(&store, TABLES);
    assert!(states.len() > 1, "{states:?}");
    for (name, revision) in &states {
        sandbox.succeed(&["--now", NOW, "--store", name, "store", "check"]);
        sandbox.succeed(&["--now", NOW, "--store", name, "history", "--verify"]);
        let connection = rusqlite::Connection::open(sandbox.path(name)).unwrap();
        let (tenants, entries, is): (u64, u64, u64) = connection
            .query_row(
                "SELECT (SELECT count(*) FROM tenant), (SELECT count(*) FROM history), revision FROM server",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        assert_eq!((is, entries), (*revision, revision + 1), "{name}");
        assert_eq!(tenants, 3 + revision - 1, "{name}");
        let copied = rows(&sandbox.path(name), &["tenant", "history", "job"]);
        let lost = copied.lines().find(|line| !end.contains(line));
        assert_eq!(lost, None, "{name}");
    }
    print_figures(&format!(
        "{} backups while {} changes were made",
        states.len(),
        4 * rounds(12, 120)
    ));
}

#[test]
fn one_of_two_changes_of_a_revision_conflicts() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live"]);
    for round in 0..20 {
        let revision = parse_json(&sandbox.succeed(&["status", "--json"]))["revision"].to_string();
        let enable = |who: &str| {
            let reason = format!("{who} {round}");
            sandbox
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
