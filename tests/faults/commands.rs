//! Commands: the list of all commands, divided into those that read and those that change.
//!
//! A test compares the list with the command line, so that no command can be forgotten.

use std::collections::BTreeSet;

use super::{NOW, rehearsal};
use crate::support::Sandbox;

/// Commands that only read.
pub const READ: &[&str] = &[
    "can",
    "check",
    "complete-names",
    "explain",
    "history",
    "is",
    "jobs export",
    "jobs show",
    "jobs status",
    "message",
    "notice",
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

/// A changing command.
pub struct Change {
    pub verb: &'static str,
    /// Commands that prepare the store.
    pub before: &'static [&'static [&'static str]],
    pub words: &'static [&'static str],
}

const ENABLE: &[&str] = &["enable", "--for", "2h"];

/// Commands that change a store or create one. `mm run` and `mm apply` have tests of their own.
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

/// Commands that create another file, run other programs, or apply the mode to the real server.
pub const OTHER: &[&str] = &["apply", "hooks check", "rehearse", "run", "store backup"];

const fn change(
    verb: &'static str,
    before: &'static [&'static [&'static str]],
    words: &'static [&'static str],
) -> Change {
    Change { verb, before, words }
}

impl Change {
    /// A store on which the command works.
    pub fn sandbox(&self) -> Sandbox {
        let sandbox = rehearsal();
        let export = sandbox.succeed(&["--now", NOW, "jobs", "export"]);
        // One job disappears, one is new, one has other tasks.
        let export =
            export.replace("\"Till servers\"", "\"Tills\"").replace("\"files-01\"", "\"files-02\"");
        std::fs::write(sandbox.path("export.json"), export).unwrap();
        for words in self.before {
            sandbox.succeed(&at_now(words));
        }
        sandbox
    }

    /// The command line with `--now` and `--json`.
    pub fn line(&self) -> Vec<&'static str> {
        [at_now(self.words), vec!["--json"]].concat()
    }
}

/// A command line with `--now`, unless it has its own.
pub fn at_now<'a>(words: &[&'a str]) -> Vec<&'a str> {
    if words[0] == "--now" { words.to_vec() } else { [&["--now", NOW], words].concat() }
}

/// Finds the commands without subcommands.
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
fn every_command_is_listed() {
    let mut found = BTreeSet::new();
    leaves(&mm::command_line(), "", &mut found);
    let changing = CHANGE.iter().map(|change| change.verb);
    let known: BTreeSet<String> =
        READ.iter().chain(OTHER).copied().chain(changing).map(str::to_owned).collect();
    assert_eq!(found, known);
}

#[test]
fn listed_changes_change_the_store() {
    for change in CHANGE {
        let sandbox = change.sandbox();
        let result = crate::support::parse_json(&sandbox.succeed(&change.line()));
        assert_eq!(result["changed"], true, "{}: {result}", change.verb);
        sandbox.succeed(&["--now", "2026-11-24T21:00:00Z", "store", "check"]);
    }
}
