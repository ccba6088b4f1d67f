//! Store page: docs/store.md describes every table and column, and its queries run.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::support::{Sandbox, files_below, project, read_text};

fn page() -> String {
    read_text(&project("docs/store.md"))
}

/// The columns of every table and view in the schema.
fn made() -> BTreeMap<String, BTreeSet<String>> {
    let connection = Connection::open_in_memory().unwrap();
    for file in files_below(&project("src/store/schema")) {
        connection.execute_batch(&read_text(&file)).unwrap();
    }
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut statement = connection
        .prepare(
            "SELECT made.name, columns.name FROM sqlite_schema AS made, pragma_table_info(made.name) AS columns
             WHERE made.type IN ('table', 'view') AND made.name NOT LIKE 'sqlite%'",
        )
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        tables.entry(row.get(0).unwrap()).or_default().insert(row.get(1).unwrap());
    }
    tables
}

/// The columns of every table and view on the page.
fn described() -> BTreeMap<String, BTreeSet<String>> {
    let page = page();
    let sections = page.split("\n### ").skip(1);
    sections
        .map(|section| {
            let section = section.split("\n## ").next().unwrap();
            let name = section.lines().next().unwrap();
            let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
            (name.to_owned(), rows.map(|row| row.split('`').next().unwrap().to_owned()).collect())
        })
        .collect()
}

#[test]
fn every_table_and_column_is_described() {
    let (made, described) = (made(), described());
    assert!(made.len() > 9, "{made:?}");
    for (table, columns) in &made {
        assert_eq!(described.get(table), Some(columns), "{table}");
    }
    assert!(described.keys().all(|table| made.contains_key(table)), "{:?}", described.keys());
}

#[test]
fn every_schema_version_is_listed() {
    let (page, newest) = (page(), files_below(&project("src/store/schema")).len());
    assert!(page.contains(&format!("is the schema version (now {newest})")));
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next());
    let listed: Vec<usize> = rows.filter_map(|cell| cell.parse().ok()).collect();
    assert_eq!(listed, (1..=newest).collect::<Vec<_>>());
}

#[test]
fn queries_run_and_hashes_match() {
    let sandbox = Sandbox::new();
    let example = project("docs/examples/evening.json");
    let now = "2026-11-23T21:00:00Z";
    sandbox.succeed(&["--now", now, "init", "--rehearsal"]);
    sandbox.succeed(&["--now", now, "jobs", "import", example.to_str().unwrap()]);
    sandbox.succeed(&["--now", now, "enable", "--reason", "Umlaut ü, \"quote\"\nand more"]);
    sandbox.run(&["--now", now, "jobs", "start", "Birkholm Foods/Backup Job 1"]);
    let connection = Connection::open(sandbox.path("mm.db")).unwrap();
    let page = page();
    let queries = page.split("```sql\n").skip(1).map(|text| text.split("```").next().unwrap());
    let mut hashes = 0;
    for query in queries {
        let mut statement = connection.prepare(query).unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut before = "0".repeat(64);
        while let Some(row) = rows.next().unwrap() {
            let Ok(hash) = row.get::<_, String>("hash") else {
                continue;
            };
            let entry: String = row.get("entry").unwrap();
            let digest = Sha256::new_with_prefix(&before).chain_update(entry).finalize();
            before = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(before, hash);
            hashes += 1;
        }
    }
    assert_eq!(hashes, 3);
}
