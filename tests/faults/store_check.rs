//! Store check: finds each kind of breakage that it promises to find.

use rusqlite::Connection;

use super::{NOW, full_rehearsal};
use crate::support::{Sandbox, execute_sql, parse_json};

/// The faults that `mm store check` finds, each with its part.
fn found(sandbox: &Sandbox) -> Vec<(String, String)> {
    let ran = sandbox.run(&["--now", NOW, "store", "check", "--json"]);
    assert!([Some(0), Some(1)].contains(&ran.status), "{ran:?}");
    let result = parse_json(&ran.out);
    let mut faults = Vec::new();
    for part in result["parts"].as_array().unwrap() {
        for fault in part["faults"].as_array().unwrap() {
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            faults.push((text(&part["part"]), text(fault)));
        }
    }
    assert_eq!(result["sound"], faults.is_empty(), "{result}");
    assert_eq!(ran.status, Some(i32::from(!faults.is_empty())));
    faults
}

const UNCHECKED: &str = "PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on;";

#[track_caller]
fn break_store(sql: &str, part: &str, named: &str) -> Sandbox {
    let sandbox = full_rehearsal(&["enable", "--for", "2h"]);
    execute_sql(&sandbox.path("mm.db"), &format!("{UNCHECKED}{sql}"));
    let faults = found(&sandbox);
    let is_named = faults.iter().any(|(is, fault)| is == part && fault.contains(named));
    assert!(is_named, "{sql}: not {part} {named:?} but {faults:?}");
    sandbox
}

#[test]
fn sound_store_passes_the_check() {
    assert_eq!(found(&full_rehearsal(&["enable"])), []);
}

#[test]
fn check_finds_unknown_values_in_every_column() {
    let connection = Connection::open_in_memory().unwrap();
    let schema = crate::support::project("src/store/schema");
    for file in crate::support::files_below(&schema) {
        connection.execute_batch(&crate::support::read_text(&file)).unwrap();
    }
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL")
        .unwrap();
    let tables: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut columns = 0;
    for (table, sql) in tables {
        for check in sql.split("CHECK (").skip(1) {
            let Some((column, is)) = check.trim_start().split_once(' ') else {
                continue;
            };
            if !["IN ('", "= '"].iter().any(|list| is.starts_with(list)) {
                continue;
            }
            columns += 1;
            let prepare = match (table.as_str(), column) {
                ("applied", _) => {
                    "INSERT INTO applied VALUES (1, 'active', 'm', 0, NULL, NULL, 0, NULL, NULL, 0, NULL);".to_owned()
                }
                ("server_observation", _) => {
                    "INSERT INTO server_observation (id, at, mode, service, recorded, current)
                     VALUES (1, 0, 'active', 'running', 'active', 1);"
                        .to_owned()
                }
                ("hook_phase", _) => "INSERT INTO hook_phase VALUES ('telling');".to_owned(),
                ("session", "code" | "result") => {
                    "UPDATE session SET ended = started, result = 'failed', code = 'maintenance';"
                        .to_owned()
                }
                _ => String::new(),
            };
            let sql = format!("{prepare}UPDATE {table} SET {column} = 'unheard-of'");
            // SQLite finds values that the schema forbids, and mm those that it does not know.
            let sandbox = break_store(&sql, "file", table.as_str());
            if ["server", "maintenance", "window"].contains(&table.as_str()) {
                // The mode cannot be known any more.
                for state in ["active", "maintenance", "drained"] {
                    let is = sandbox.run(&["--now", NOW, "is", state]);
                    assert_eq!(is.status, Some(1), "{sql}: {state}: {is:?}");
                    assert!(is.err.contains("unheard-of"), "{sql}: {state}: {is:?}");
                }
            }
            if (table.as_str(), column) != ("hook_phase", "doing") {
                break_store(&sql, "values", "unheard-of");
            }
        }
    }
    assert!(columns > 10, "{columns}");
}

#[test]
fn check_finds_each_kind_of_breakage() {
    break_store("DELETE FROM tenant WHERE id = 1", "references", "table job");
    break_store("DELETE FROM job WHERE id = 1", "references", "table session");
    break_store("UPDATE replica SET tenant = 77", "references", "table replica");
    break_store("DROP VIEW session_task", "schema", "view session_task is missing");
    break_store("CREATE TABLE other (x)", "schema", "table other does not belong to mm");
    break_store(
        "CREATE TRIGGER t AFTER UPDATE ON job BEGIN DELETE FROM job; END",
        "schema",
        "trigger t",
    );
    break_store("ALTER TABLE job ADD COLUMN colour TEXT", "schema", "table job was altered");
    break_store("UPDATE job SET tasks = 'none'", "values", "job.tasks");
    break_store("UPDATE job SET tasks = '[[\"a\",0,false]]'", "values", "0 seconds");
    break_store("UPDATE job SET cron = '99 * * * *'", "night", "cron");
    break_store(
        "UPDATE session SET tasks = '[[\"a\",\"dozing\",1,1,null,null]]'",
        "values",
        "dozing",
    );
    break_store("UPDATE session SET started = 9e17, ended = NULL", "values", "started");
    break_store("UPDATE session SET rule = 'mercy'", "values", "mercy");
    break_store(
        "UPDATE session SET code = 'maintenance', result = 'success'",
        "file",
        "CHECK constraint",
    );
    break_store("UPDATE tenant SET slots = -1", "file", "CHECK constraint");
    break_store("UPDATE window SET length = 0", "values", "length");
    break_store("UPDATE window SET cron = 'never' WHERE cron IS NOT NULL", "values", "cron");
    break_store("DELETE FROM server", "values", "server");
    break_store("UPDATE maintenance SET until = until + 1", "history", "not what entry");
    break_store("DELETE FROM maintenance", "history", "not what entry");
    break_store("INSERT INTO window_ended VALUES (1, 0, 0)", "history", "not what entry");
    break_store("UPDATE server SET message = 'other'", "history", "not what entry");
    break_store("UPDATE server SET service = 'running'", "history", "not what entry");
    break_store("UPDATE server SET revision = revision + 1", "history", "missing");
}

#[test]
fn check_names_the_entry_that_was_tampered_with() {
    #[track_caller]
    fn case(sql: &str, named: &str) {
        break_store(sql, "history", named);
        let sandbox = full_rehearsal(&["enable", "--for", "2h"]);
        execute_sql(&sandbox.path("mm.db"), sql);
        let ran = sandbox.run(&["--now", NOW, "history", "--verify", "--json"]);
        assert_eq!(ran.status, Some(1), "{sql}: {ran:?}");
        let error = &parse_json(ran.err.lines().last().unwrap())["error"];
        assert_eq!(error["code"], "history-broken", "{sql}: {error}");
        let message = error["message"].as_str().unwrap().replace(" of the history:", ":");
        assert!(message.contains(named), "{sql}: {error}");
    }
    for column in ["at", "revision", "action", "actor", "uid", "reason", "change", "hash"] {
        let value = match column {
            "at" | "revision" | "uid" => "7",
            _ => "'{}'",
        };
        case(&format!("UPDATE history SET {column} = {value} WHERE id = 3"), "entry 3");
    }
    case("DELETE FROM history WHERE id = 1", "entry 2");
    case("DELETE FROM history WHERE id = 4", "entry 5");
    case("DELETE FROM history WHERE id = (SELECT max(id) FROM history)", "missing");
    case("DELETE FROM history", "entry 1: it is missing");
    case(
        "UPDATE history SET id = 100 WHERE id = 3; UPDATE history SET id = 3 WHERE id = 4; UPDATE history SET id = 4 WHERE id = 100",
        "entry 3",
    );
    case("UPDATE history SET id = 99 WHERE id = (SELECT max(id) FROM history)", "entry 99");
}
