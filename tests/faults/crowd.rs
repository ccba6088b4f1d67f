//! Crowd: many processes change and read one store at once, and nothing is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;
use std::thread;

use serde_json::Value;

use super::{NOW, evening};
use crate::support::{Bench, json_of, rounds, say};

/// The change that one process of many makes in its n-th turn: all kinds in turn, each of which
/// differs from what any other leaves.
fn change(process: usize, turn: usize) -> Vec<String> {
    let own = format!("{process}-{turn}");
    // Beyond what others may have taken away or ended: every process has its own things.
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

const LOOKS: &[&[&str]] = &[
    &["status", "--json"],
    &["jobs", "status", "--json"],
    &["history", "--limit", "5", "--json"],
    &["simulate", "--json"],
    &["tenants", "--json"],
    &["schedule", "--json"],
];

#[test]
fn sixty_four_processes_lose_nothing() {
    let (processes, turns) = (rounds(16, 64), rounds(12, 100));
    let bench = evening();
    for process in 0..processes {
        let (job, tenant) = (format!("job {process}"), format!("tenant {process}"));
        let words = ["jobs", "add", &job, "--tenant", &tenant, "--type", "vm-backup"];
        bench.done(&[&["--now", NOW], &words[..], &["--task", "a=5m"]].concat());
    }
    let begin = json_of(&bench.done(&["--now", NOW, "status", "--json"]))["revision"].clone();
    let begin = begin.as_u64().unwrap();
    let together = Barrier::new(processes);
    let one = |process: usize| -> Vec<(u64, String)> {
        let mut made = Vec::new();
        together.wait();
        for turn in 0..turns {
            let words = change(process, turn);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let ran = bench.run(&words);
            assert_eq!(ran.status, Some(0), "{words:?}: {ran:?}");
            let told = json_of(&ran.out);
            if told["changed"] == Value::Bool(true) {
                made.push((told["revision"].as_u64().unwrap(), words[3..].join(" ")));
            }
            if turn % rounds(6, 2) == 0 {
                let look = LOOKS[(process + turn) % LOOKS.len()];
                let seen = json_of(&bench.done(&[&["--now", NOW], look].concat()));
                let least = made.last().map_or(begin, |(revision, _)| *revision);
                if look[0] != "simulate" {
                    assert!(seen["revision"].as_u64().unwrap() >= least, "{look:?}");
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
    assert_eq!(by_revision.len(), made.len(), "two changes were told one revision");
    let history = json_of(&bench.done(&["--now", NOW, "history", "--json"]));
    let entries = history["history"].as_array().unwrap();
    let revisions: Vec<u64> =
        entries.iter().filter_map(|entry| entry["revision"].as_u64()).collect();
    let last = *revisions.last().unwrap();
    assert_eq!(revisions, (0..=last).collect::<Vec<u64>>(), "the history has a gap");
    let told: BTreeSet<u64> = by_revision.keys().copied().collect();
    assert_eq!(told, (begin + 1..=last).collect(), "what is recorded is not what was told");
    bench.done(&["--now", NOW, "history", "--verify"]);
    bench.done(&["--now", NOW, "store", "check"]);
    say(&format!("{} changes of {} acknowledged, each its own", made.len(), processes * turns));
}

/// A backup that is made while others write is the store at one revision.
#[test]
fn a_backup_while_others_write_is_one_revision() {
    use super::{TABLES, rows};
    let bench = evening();
    let store = bench.path("mm.db");
    let states = thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let bench = &bench;
                scope.spawn(move || {
                    for turn in 0..rounds(12, 120) {
                        let name = format!("{writer}-{turn}");
                        bench.done(&["--now", NOW, "tenants", "add", &name]);
                    }
                })
            })
            .collect();
        let mut copies = Vec::new();
        while !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
            let name = format!("copy-{}.db", copies.len());
            let told = json_of(&bench.done(&["--now", NOW, "store", "backup", &name, "--json"]));
            copies.push((name, told["revision"].as_u64().unwrap()));
        }
        copies
    });
    // In rows that are only ever added, a revision is those up to it.
    let end = rows(&store, TABLES);
    assert!(states.len() > 1, "{states:?}");
    for (name, revision) in &states {
        bench.done(&["--now", NOW, "--store", name, "store", "check"]);
        bench.done(&["--now", NOW, "--store", name, "history", "--verify"]);
        let connection = rusqlite::Connection::open(bench.path(name)).unwrap();
        let (tenants, entries, is): (u64, u64, u64) = connection
            .query_row(
                "SELECT (SELECT count(*) FROM tenant), (SELECT count(*) FROM history), revision FROM server",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        assert_eq!((is, entries), (*revision, revision + 1), "{name}");
        assert_eq!(tenants, 3 + revision - 1, "{name}");
        let copied = rows(&bench.path(name), &["tenant", "history", "job"]);
        let lost = copied.lines().find(|line| !end.contains(line));
        assert_eq!(lost, None, "{name}");
    }
    say(&format!("{} backups while {} changes were made", states.len(), 4 * rounds(12, 120)));
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
