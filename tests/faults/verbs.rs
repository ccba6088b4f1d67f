//! Verbs: every command of the program, told apart into those that read and those that change.
//!
//! The list is compared with the command line itself, so that a new command cannot be forgotten.

use std::collections::BTreeSet;

use super::{NOW, evening};
use crate::support::Bench;

/// What reads only.
pub const READ: &[&str] = &[
    "can",
    "complete-names",
    "explain",
    "history",
    "is",
    "jobs export",
    "jobs show",
    "jobs status",
    "message",
    "plan",
    "report",
    "schedule list",
    "sessions list",
    "sessions show",
    "simulate",
    "status",
    "store check",
    "store path",
    "tenants list",
    "tenants show",
    "wait",
];

/// A change: the command, what has to be done before it, and its words.
pub struct Change {
    /// The command.
    pub verb: &'static str,
    /// Commands that make the store as it must be.
    pub before: &'static [&'static [&'static str]],
    /// The command line.
    pub words: &'static [&'static str],
}

const ENABLE: &[&str] = &["enable", "--for", "2h"];

/// What changes a store, or makes one. `mm run` and `mm apply` are looked at by themselves.
pub const CHANGE: &[Change] = &[
    change("enable", &[], &["enable", "--for", "2h", "--reason", "storage"]),
    change("extend", &[ENABLE], &["extend", "30m"]),
    change("disable", &[ENABLE], &["disable", "--reason", "done"]),
    change("undo", &[ENABLE], &["undo", "--yes"]),
    change("set-message", &[], &["set-message", "Back soon"]),
    change("service", &[], &["service", "stopped"]),
    change("schedule add", &[], &["schedule", "add", "--cron", "0 22 * * sat", "--for", "3h"]),
    change(
        "schedule remove",
        &[&["schedule", "add", "--at", "2026-11-24T22:00:00Z", "--for", "3h"]],
        &["schedule", "remove", "1"],
    ),
    change(
        "jobs add",
        &[],
        &["jobs", "add", "new", "--tenant", "New", "--type", "vm-backup", "--task", "a=5m"],
    ),
    change("jobs edit", &[], &["jobs", "edit", "Till servers", "--slots", "4"]),
    change("jobs remove", &[], &["jobs", "remove", "Till servers", "--yes"]),
    change("jobs import", &[], &["jobs", "import", "export.json", "--replace", "--yes"]),
    change("jobs start", &[], &["jobs", "start", "Birkholm Foods/Backup Job 1"]),
    change(
        "sessions clear",
        &[ENABLE, &["disable"], &["--now", "2026-11-24T20:00:00Z", "service", "stopped"]],
        &[
            "--now",
            "2026-11-24T21:00:00Z",
            "sessions",
            "clear",
            "--before",
            "2026-11-24T21:00:00Z",
            "--yes",
        ],
    ),
    change("tenants add", &[], &["tenants", "add", "Dunmore Press", "--slots", "3"]),
    change("tenants edit", &[], &["tenants", "edit", "Aalto Legal", "--slots", "9"]),
    change("tenants disable", &[], &["tenants", "disable", "Aalto Legal", "--yes"]),
    change(
        "tenants enable",
        &[&["tenants", "disable", "Aalto Legal", "--yes"]],
        &["tenants", "enable", "Aalto Legal"],
    ),
    change("tenants failover", &[], &["tenants", "failover", "Aalto Legal", "dc-01_replica"]),
    change("init", &[], &["init", "--server", "another"]),
];

/// What makes another file, runs other commands, or tells the real server.
pub const OTHER: &[&str] = &["apply", "rehearse", "run", "store backup"];

const fn change(
    verb: &'static str,
    before: &'static [&'static [&'static str]],
    words: &'static [&'static str],
) -> Change {
    Change { verb, before, words }
}

impl Change {
    /// A store on which the change can be made.
    pub fn bench(&self) -> Bench {
        let bench = evening();
        let export = bench.done(&["--now", NOW, "jobs", "export"]);
        // Something of everything: what is new, what is other, what is gone.
        let export =
            export.replace("\"Till servers\"", "\"Tills\"").replace("\"files-01\"", "\"files-02\"");
        std::fs::write(bench.path("export.json"), export).unwrap();
        for words in self.before {
            bench.done(&at(words));
        }
        bench
    }

    /// The command line with its present, answered in JSON.
    pub fn line(&self) -> Vec<&'static str> {
        [at(self.words), vec!["--json"]].concat()
    }
}

/// A command line at the present of rehearsals, unless it tells another.
pub fn at<'a>(words: &[&'a str]) -> Vec<&'a str> {
    if words[0] == "--now" { words.to_vec() } else { [&["--now", NOW], words].concat() }
}

/// The commands without others below them.
fn leaves(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
    let mut below = command.get_subcommands().filter(|each| each.get_name() != "help").peekable();
    if below.peek().is_none() {
        found.insert(path.to_owned());
    }
    for each in below {
        let path = format!("{path} {}", each.get_name());
        leaves(each, path.trim(), found);
    }
}

#[test]
fn every_command_is_known_to_read_or_to_change() {
    let mut found = BTreeSet::new();
    leaves(&mm::command_line(), "", &mut found);
    let changing = CHANGE.iter().map(|change| change.verb);
    let known: BTreeSet<String> =
        READ.iter().chain(OTHER).copied().chain(changing).map(str::to_owned).collect();
    assert_eq!(found, known);
}

#[test]
fn what_is_said_to_change_changes() {
    for change in CHANGE {
        let bench = change.bench();
        let told = crate::support::json_of(&bench.done(&change.line()));
        assert_eq!(told["changed"], true, "{}: {told}", change.verb);
        bench.done(&["--now", "2026-11-24T21:00:00Z", "store", "check"]);
    }
}
