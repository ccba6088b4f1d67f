//! Faults: what becomes of a store when many change it at once, when somebody is killed, when the
//! disk or the file is not what it should be, and when the clock is wrong.

mod clock;
mod crowd;
#[cfg(unix)]
mod damage;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
mod kills;
mod planted;
mod stores;
mod verbs;

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::types::ValueRef;

use crate::support::{Bench, project};

/// The present of rehearsals here.
pub const NOW: &str = "2026-11-23T21:00:00Z";

/// Before it.
const EARLY: &str = "2026-11-23T20:00:00Z";

/// A night with its evening, jobs of three tenants and sessions at work.
pub fn evening() -> Bench {
    let bench = Bench::new();
    bench.done(&["--now", EARLY, "init", "--rehearsal", "--server", "cc01"]);
    import(&bench);
    bench
}

fn import(bench: &Bench) {
    let file = project("docs/examples/evening.json");
    bench.done(&["--now", NOW, "jobs", "import", file.to_str().unwrap()]);
}

/// The same with windows, a tenant who is disabled, a message, and maintenance if it is wanted.
pub fn full(maintenance: &[&str]) -> Bench {
    let bench = Bench::new();
    bench.done(&["--now", EARLY, "init", "--rehearsal", "--server", "cc01"]);
    bench.done(&["--now", EARLY, "schedule", "add", "--at", EARLY, "--for", "2h"]);
    bench.done(&["--now", "2026-11-23T20:10:00Z", "disable"]);
    import(&bench);
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
        bench.done(&[&["--now", NOW], words].concat());
    }
    if !maintenance.is_empty() {
        bench.done(&[&["--now", NOW], maintenance].concat());
    }
    bench
}

/// All rows of some tables, in order, as text.
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

/// Every table that tells what is so.
pub const TABLES: &[&str] = &[
    "server",
    "maintenance",
    "window",
    "window_ended",
    "applied",
    "busy",
    "tenant",
    "replica",
    "job",
    "session",
    "observation",
    "history",
];
