//! Faults: concurrent changes, kills, full_rehearsal disks, damaged files and wrong clocks.

mod clock;
mod commands;
mod concurrency;
#[cfg(unix)]
mod damage;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
mod kills;
mod old_stores;
mod store_check;

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::types::ValueRef;

use crate::support::{Sandbox, project};

/// The time in the rehearsals of these tests.
pub const NOW: &str = "2026-11-23T21:00:00Z";

/// An hour earlier.
const EARLY: &str = "2026-11-23T20:00:00Z";

/// A rehearsal with three tenants and running sessions.
pub fn rehearsal() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["--now", EARLY, "init", "--rehearsal", "--server", "cc01"]);
    import(&sandbox);
    sandbox
}

fn import(sandbox: &Sandbox) {
    let file = project("docs/examples/evening.json");
    sandbox.succeed(&["--now", NOW, "jobs", "import", file.to_str().unwrap()]);
}

/// The same with windows, a disabled tenant, a message and, after the given command, maintenance.
pub fn full_rehearsal(maintenance: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["--now", EARLY, "init", "--rehearsal", "--server", "cc01"]);
    sandbox.succeed(&["--now", EARLY, "schedule", "add", "--at", EARLY, "--for", "2h"]);
    sandbox.succeed(&["--now", "2026-11-23T20:10:00Z", "disable"]);
    import(&sandbox);
    for words in [
        &["tenants", "add", "Dunmore Press", "--slots", "3"][..],
        &["tenants", "disable", "Castellan Print", "--yes"],
        &[
            "schedule",
            "add",
            "--cron",
            "0 22 * * sat",
            "--timezone",
            "Europe/Berlin",
            "--for",
            "3h",
        ],
        &["set-message", "Back at {until}"],
        &["service", "stopped"],
        &["jobs", "start", "Birkholm Foods/Backup Job 1"],
    ] {
        sandbox.succeed(&[&["--now", NOW], words].concat());
    }
    if !maintenance.is_empty() {
        sandbox.succeed(&[&["--now", NOW], maintenance].concat());
    }
    sandbox
}

/// All rows of some tables, sorted, as text.
pub fn rows(store: &Path, tables: &[&str]) -> String {
    let connection = rusqlite::Connection::open(store).unwrap();
    let mut text = String::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let mut line = String::new();
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    ValueRef::Text(text) => line.push_str(&String::from_utf8_lossy(text)),
                    other => write!(line, "{other:?}").unwrap(),
                }
                line.push('|');
            }
            lines.push(line);
        }
        lines.sort();
        writeln!(text, "{table}\n{}", lines.join("\n")).unwrap();
    }
    text
}

/// All tables.
pub const TABLES: &[&str] = &[
    "server",
    "maintenance",
    "window",
    "window_ended",
    "applied",
    "hook_phase",
    "hook_run",
    "server_observation",
    "tenant",
    "replica",
    "job",
    "session",
    "observation",
    "history",
];
