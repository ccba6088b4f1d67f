//! Old stores: a store of every released schema opens, and keeps every fact.
//!
//! `tests/stores/schema-N.sql` is a store that the program of that time wrote, and `schema-N.txt`
//! holds its answers. Released ones are never rewritten.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::{NOW, TABLES, full_rehearsal, rows};
use crate::support::{Sandbox, bless, compare, execute_sql, project, read_text};

/// The time at which stores are asked.
const LATER: &str = "2026-11-23T21:20:00Z";

/// Commands that together show every fact.
const QUESTIONS: &[&[&str]] = &[
    &["status", "--json"],
    &["tenants", "--json"],
    &["tenants", "show", "Birkholm Foods", "--json"],
    &["jobs", "export"],
    &["jobs", "status", "--json"],
    &["sessions", "--json"],
    &["schedule", "list", "--json"],
    &["message", "--json"],
    &["history", "--json"],
    &["report", "--since", "2026-11-23T19:00:00Z", "--json"],
];

/// The version of the newest schema.
fn newest() -> i64 {
    i64::try_from(crate::support::files_below(&project("src/store/schema")).len()).unwrap()
}

/// A store of the newest schema in which every table has rows, as SQL.
fn dump() -> String {
    let sandbox = full_rehearsal(&[
        "enable",
        "--for",
        "2h",
        "--reason",
        "storage upgrade",
        "--message",
        "Back at {until}",
    ]);
    let store = sandbox.path("mm.db");
    execute_sql(
        &store,
        "INSERT INTO session (job, origin, source_id, attempt, started, ended, result, code, rule, notification, observed_at, tasks, lock)
         VALUES (2, 'run', NULL, 1, 1795467000000, 1795467600000, 'failed', 'task-failed', NULL, 'Failed', 1795467600000, '[]', '/var/lib/mm/mm.db.run-0123456789abcdef');
         INSERT INTO session (job, origin, source_id, attempt, started, ended, result, code, rule, notification, observed_at, tasks)
         VALUES (2, 'imported', 'its-id', 0, 1795463000000, 1795463600000, 'success', NULL, NULL, NULL, 1795467600000, '[[\"lt-aalto\",\"success\",1795463000000,1795463600000,null,null]]');
         INSERT INTO applied VALUES (1, 'active', 'told', 1795467000000, 'no answer', 1795460000000, 1, 1795467000000, NULL, 0, 'told there');
         INSERT INTO server_observation VALUES (1, 1795467000000, 'active', 'told', 'running', 'active', 1);
         INSERT INTO hook_phase VALUES ('telling');
         INSERT INTO hook_run VALUES ('apply', 1795467000000, 7, 'ended with status 7');
         UPDATE tenant SET source_id = 'tenant-1', timezone = 'Europe/Copenhagen' WHERE id = 1;
         UPDATE job SET source_id = 'job-1' WHERE id = 1;",
    );
    let connection = Connection::open(&store).unwrap();
    let mut sql = String::from("PRAGMA foreign_keys = off;\n");
    let text = |query: &str| -> Vec<(String, String)> {
        let mut statement = connection.prepare(query).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let made = text(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rootpage",
    );
    for (table, create) in &made {
        writeln!(sql, "{create};").unwrap();
        let columns = text(&format!(
            "SELECT name, 'quote(' || name || ')' FROM pragma_table_info('{table}')"
        ));
        let quoted: Vec<&str> = columns.iter().map(|(_, quoted)| &**quoted).collect();
        let list = quoted.join(" || ', ' || ");
        for (row, _) in text(&format!("SELECT {list}, '' FROM \"{table}\"")) {
            writeln!(sql, "INSERT INTO {table} VALUES ({row});").unwrap();
        }
    }
    for (_, create) in text(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'table' ORDER BY type, name",
    ) {
        writeln!(sql, "{create};").unwrap();
    }
    writeln!(sql, "PRAGMA application_id = 1835889524;\nPRAGMA user_version = {};", newest())
        .unwrap();
    sql
}

/// The committed stores, by schema version.
fn committed() -> Vec<(i64, String)> {
    (1..=newest())
        .map(|version| {
            let path = project(&format!("tests/stores/schema-{version}.sql"));
            if !path.exists() && version == newest() && bless() {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, dump()).unwrap();
            }
            let text = read_text(&path);
            assert!(!text.is_empty(), "{}: MM_BLESS=1 cargo test writes it", path.display());
            assert!(text.len() < 100_000, "{}: {}", path.display(), text.len());
            (version, text)
        })
        .collect()
}

fn answers(sandbox: &Sandbox) -> String {
    let mut text = String::new();
    for words in QUESTIONS {
        let out = sandbox.succeed(&[&["--now", LATER], *words].concat());
        let out = out.replace(sandbox.path("").to_str().unwrap(), "");
        writeln!(text, "$ mm {}\n{}", words.join(" "), out.trim_end()).unwrap();
    }
    text
}

#[test]
fn stores_of_every_released_schema_keep_every_fact() {
    for (version, sql) in committed() {
        let sandbox = Sandbox::new();
        let store = sandbox.path("mm.db");
        execute_sql(&store, &sql);
        let version_of = |path: &Path| -> i64 {
            let connection = Connection::open(path).unwrap();
            connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
        };
        assert_eq!(version_of(&store), version);
        let before = fs::read(&store).unwrap();
        let want = project(&format!("tests/stores/schema-{version}.txt"));
        compare(&want, &answers(&sandbox));
        sandbox.succeed(&["--now", LATER, "store", "check"]);
        sandbox.succeed(&["--now", LATER, "history", "--verify"]);
        sandbox.succeed(&["--now", LATER, "store", "backup", "copy.db"]);
        assert!(fs::read(&store).unwrap() == before, "reading wrote the store of schema {version}");
        // A copy is migrated; the store itself is by its first change.
        assert_eq!(version_of(&sandbox.path("copy.db")), newest());
        sandbox.succeed(&["--now", LATER, "--store", "copy.db", "extend", "1h"]);
        sandbox.succeed(&["--now", LATER, "extend", "1h"]);
        assert_eq!(version_of(&store), newest(), "the change did not migrate the store");
        assert_eq!(rows(&sandbox.path("copy.db"), TABLES), rows(&store, TABLES));
        sandbox.succeed(&["--now", LATER, "store", "check"]);
    }
}

#[test]
fn committed_stores_fill_every_table() {
    for (version, sql) in committed() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(&sql).unwrap();
        let tables: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(tables.len() > 10, "{tables:?}");
        for table in tables {
            let query = format!("SELECT count(*) FROM {table}");
            let count: u64 = connection.query_row(&query, [], |row| row.get(0)).unwrap();
            assert!(count > 0, "schema {version}: table {table} is empty");
        }
    }
}

#[test]
fn newest_committed_store_has_the_current_layout() {
    let layout = |store: &Path| rows(store, &["sqlite_schema"]).lines().count();
    let (made, from) = (Sandbox::new(), Sandbox::new());
    made.succeed(&["--now", NOW, "init", "--rehearsal"]);
    execute_sql(&from.path("mm.db"), &committed().pop().unwrap().1);
    assert_eq!(layout(&made.path("mm.db")), layout(&from.path("mm.db")));
    let check = ["--now", LATER, "store", "check", "--json"];
    assert!(from.succeed(&check).contains("\"sound\":true"));
}

/// Early programs wrote entries without seals.
#[test]
fn history_without_seals_is_sealed_by_the_next_change() {
    use sha2::{Digest as _, Sha256};
    let sandbox = full_rehearsal(&["enable", "--for", "2h"]);
    let store = sandbox.path("mm.db");
    let connection = Connection::open(&store).unwrap();
    connection.execute_batch("UPDATE history SET change = json_remove(change, '$.seal')").unwrap();
    let entries: Vec<(i64, String)> = connection
        .prepare("SELECT id, json_array(id, at, revision, action, actor, uid, reason, change) FROM history ORDER BY id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut before = "0".repeat(64);
    for (id, entry) in entries {
        let digest = Sha256::new_with_prefix(&before).chain_update(entry).finalize();
        before = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        connection.execute("UPDATE history SET hash = ? WHERE id = ?", (&before, id)).unwrap();
    }
    let altered = "UPDATE maintenance SET reason = 'another'";
    execute_sql(&store, altered);
    sandbox.succeed(&["--now", NOW, "store", "check"]);
    sandbox.succeed(&["--now", NOW, "service", "running"]);
    sandbox.succeed(&["--now", NOW, "store", "check"]);
    execute_sql(&store, "UPDATE maintenance SET reason = 'a third'");
    assert_eq!(sandbox.run(&["--now", NOW, "is", "maintenance"]).status, Some(1));
}
