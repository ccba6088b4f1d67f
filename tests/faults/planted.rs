//! Planted: each kind of breakage that `mm store check` promises to find, put in and found.

use rusqlite::Connection;

use super::{NOW, full};
use crate::support::{Bench, fill, json_of};

/// What a check finds: the parts with their faults.
fn found(bench: &Bench) -> Vec<(String, String)> {
    let ran = bench.run(&["--now", NOW, "store", "check", "--json"]);
    assert!([Some(0), Some(1)].contains(&ran.status), "{ran:?}");
    let told = json_of(&ran.out);
    let mut faults = Vec::new();
    for part in told["parts"].as_array().unwrap() {
        for fault in part["faults"].as_array().unwrap() {
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            faults.push((text(&part["part"]), text(fault)));
        }
    }
    assert_eq!(told["sound"], faults.is_empty(), "{told}");
    assert_eq!(ran.status, Some(i32::from(!faults.is_empty())));
    faults
}

const UNCHECKED: &str = "PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on;";

#[track_caller]
fn planted(sql: &str, part: &str, named: &str) -> Bench {
    let bench = full(&["enable", "--for", "2h"]);
    fill(&bench.path("mm.db"), &format!("{UNCHECKED}{sql}"));
    let faults = found(&bench);
    let is_named = faults.iter().any(|(is, fault)| is == part && fault.contains(named));
    assert!(is_named, "{sql}: not {part} {named:?} but {faults:?}");
    bench
}

#[test]
fn a_sound_store_is_called_sound() {
    assert_eq!(found(&full(&["enable"])), []);
}

#[test]
fn every_column_with_a_list_of_values_is_looked_at() {
    let connection = Connection::open_in_memory().unwrap();
    let schema = crate::support::project("src/store/schema");
    for file in crate::support::files_below(&schema) {
        connection.execute_batch(&crate::support::text_of(&file)).unwrap();
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
            let fill = match (table.as_str(), column) {
                ("applied", _) => {
                    "INSERT INTO applied VALUES (1, 'active', 'm', 0, NULL, NULL, 0);".to_owned()
                }
                ("busy", _) => "INSERT INTO busy VALUES ('telling', 1, 1, 'b');".to_owned(),
                ("session", "code" | "result") => {
                    "UPDATE session SET ended = started, result = 'failed', code = 'maintenance';"
                        .to_owned()
                }
                _ => String::new(),
            };
            let sql = format!("{fill}UPDATE {table} SET {column} = 'unheard-of'");
            // SQLite itself finds what the schema forbids, and mm what it does not know.
            let bench = planted(&sql, "file", table.as_str());
            if ["server", "maintenance", "window"].contains(&table.as_str()) {
                // Whether the mode is on cannot be known any more.
                for state in ["active", "maintenance", "drained"] {
                    let is = bench.run(&["--now", NOW, "is", state]);
                    assert_eq!(is.status, Some(1), "{sql}: {state}: {is:?}");
                    assert!(is.err.contains("unheard-of"), "{sql}: {state}: {is:?}");
                }
            }
            if (table.as_str(), column) != ("busy", "doing") {
                planted(&sql, "values", "unheard-of");
            }
        }
    }
    assert!(columns > 10, "{columns}");
}

#[test]
fn what_else_is_wrong_is_found_where_it_is() {
    planted("DELETE FROM tenant WHERE id = 1", "references", "table job");
    planted("DELETE FROM job WHERE id = 1", "references", "table session");
    planted("UPDATE replica SET tenant = 77", "references", "table replica");
    planted("DROP VIEW session_task", "schema", "view session_task is missing");
    planted("CREATE TABLE other (x)", "schema", "table other is none of mm's");
    planted(
        "CREATE TRIGGER t AFTER UPDATE ON job BEGIN DELETE FROM job; END",
        "schema",
        "trigger t",
    );
    planted("ALTER TABLE job ADD COLUMN colour TEXT", "schema", "table job was altered");
    planted("UPDATE job SET tasks = 'none'", "values", "job.tasks");
    planted("UPDATE job SET tasks = '[[\"a\",0,false]]'", "values", "0 seconds");
    planted("UPDATE job SET cron = '99 * * * *'", "night", "cron");
    planted("UPDATE session SET tasks = '[[\"a\",\"dozing\",1,1,null,null]]'", "values", "dozing");
    planted("UPDATE session SET started = 9e17, ended = NULL", "values", "started");
    planted("UPDATE session SET rule = 'mercy'", "values", "mercy");
    planted(
        "UPDATE session SET code = 'maintenance', result = 'success'",
        "file",
        "CHECK constraint",
    );
    planted("UPDATE tenant SET slots = -1", "file", "CHECK constraint");
    planted("UPDATE window SET length = 0", "values", "length");
    planted("UPDATE window SET cron = 'never' WHERE cron IS NOT NULL", "values", "cron");
    planted("DELETE FROM server", "values", "server");
    planted("UPDATE maintenance SET until = until + 1", "history", "not what entry");
    planted("DELETE FROM maintenance", "history", "not what entry");
    planted("INSERT INTO window_ended VALUES (1, 0, 0)", "history", "not what entry");
    planted("UPDATE server SET message = 'other'", "history", "not what entry");
    planted("UPDATE server SET service = 'running'", "history", "not what entry");
    planted("UPDATE server SET revision = revision + 1", "history", "missing");
}

#[test]
fn a_history_that_was_tampered_with_is_named_by_its_entry() {
    #[track_caller]
    fn case(sql: &str, named: &str) {
        planted(sql, "history", named);
        let bench = full(&["enable", "--for", "2h"]);
        fill(&bench.path("mm.db"), sql);
        let ran = bench.run(&["--now", NOW, "history", "--verify", "--json"]);
        assert_eq!(ran.status, Some(1), "{sql}: {ran:?}");
        let error = &json_of(ran.err.lines().last().unwrap())["error"];
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
