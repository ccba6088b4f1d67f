//! JSON page: docs/json.md describes every member that commands write, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::support::{keep_documents, project, read_text, search_path};

/// Commands whose JSON is compared with the page. `sh` runs them one after the other in one folder.
///
/// The store is `mm.db`, a rehearsal, and the time is 2026-11-23T21:00:00Z unless a line says
/// otherwise. Exit statuses do not matter here.
const RUNS: &[&str] = &[
    "mm status",
    "mm init --server cc01 --rehearsal",
    "mm jobs import examples/evening.json --dry-run",
    "mm jobs import examples/evening.json",
    "printf 'Name,JobType\nnightly,Backup\n,Backup\n' | mm jobs import - --tenant Acme --dry-run",
    "mm simulate --scenario examples/night.json",
    "mm simulate --scenario examples/night.json --summary",
    "mm simulate --scenario examples/night.json --by job",
    "mm simulate --scenario examples/night.json --by type",
    "mm simulate --for 2h",
    "mm simulate --runs 3",
    "mm simulate --scenario examples/night.json --runs 3 --seed 7",
    "mm plan --duration 1h --within 1d --between 20:00-06:00",
    "mm plan --scenario examples/night.json --duration 1h --step 1h",
    "mm explain",
    "mm explain affected",
    "mm explain not-observed",
    "mm status",
    "mm is maintenance",
    "mm check",
    "mm schedule add --at 2026-11-25T22:00:00Z --for 1h --reason patches",
    "mm schedule add --cron '0 3 * * 0' --timezone Europe/Copenhagen --for 2h --message weekly",
    "mm schedule list",
    "mm notice --at 2026-11-23T22:00:00Z --for 2h",
    "mm notice --window 1",
    "mm schedule remove 2",
    "mm schedule add --at 2026-11-24T19:00:00Z --for 1h",
    "mm enable --dry-run --for 2h",
    "mm schedule remove 3",
    "mm enable --for 2h --reason upgrade",
    "MM_NOW=2026-11-23T21:05:00Z mm can start 'Birkholm Foods/Backup Job 1'",
    "MM_NOW=2026-11-23T21:05:00Z mm can failback --tenant 'Birkholm Foods' --replica erp-db_replica",
    "MM_NOW=2026-11-23T21:05:00Z mm can restore-agent --product mac-agent --tenant 'Aalto Legal'",
    "MM_NOW=2026-11-23T21:05:00Z mm jobs start 'Birkholm Foods/Backup Job 1'",
    "MM_NOW=2026-11-23T21:10:00Z mm status",
    "MM_NOW=2026-11-23T21:10:00Z mm jobs status",
    "MM_NOW=2026-11-23T21:10:00Z mm jobs show 'Aalto Legal/Backup Job 1'",
    "MM_NOW=2026-11-23T21:10:00Z mm sessions",
    "MM_NOW=2026-11-23T21:10:00Z mm sessions show 1",
    "MM_NOW=2026-11-23T21:10:00Z mm explain finish-running-tasks",
    "MM_NOW=2026-11-23T21:10:00Z mm explain 'Aalto Legal/Backup Job 1'",
    "MM_NOW=2026-11-23T21:15:00Z mm extend 30m",
    "MM_NOW=2026-11-23T21:16:00Z mm message",
    "MM_NOW=2026-11-23T21:16:00Z mm set-message 'until {until}' --dry-run",
    "MM_NOW=2026-11-23T21:16:00Z mm set-message 'until {until}'",
    "MM_NOW=2026-11-23T21:16:00Z mm service stopped",
    "MM_NOW=2026-11-23T21:16:00Z mm tenants disable 'Castellan Print' --dry-run",
    "MM_NOW=2026-11-23T21:16:00Z mm tenants disable 'Castellan Print' --yes",
    "MM_NOW=2026-11-23T21:16:00Z mm tenants list",
    "MM_NOW=2026-11-23T21:16:00Z mm tenants show 'Birkholm Foods'",
    "MM_NOW=2026-11-23T21:16:00Z mm undo --dry-run",
    "MM_NOW=2026-11-23T21:16:00Z mm undo",
    "MM_NOW=2026-11-23T21:17:00Z mm wait drained --timeout 1s --poll 1s",
    "unset MM_NOW; mm --store live.db init --live",
    "unset MM_NOW; mm --store live.db jobs add a --tenant A --type vm-backup --task x=1m",
    "unset MM_NOW; mm --store live.db enable",
    "unset MM_NOW; mm --store live.db status",
    "unset MM_NOW; sleep 0.01; printf 'Tenant,Name,IsRunning,Target\nA,b,False,cloud\n' | mm --store live.db jobs import -",
    "unset MM_NOW; mm --store live.db status",
    "unset MM_NOW; mm --store live.db wait drained --timeout 1s --poll 1s",
    "unset MM_NOW; mm --store live.db jobs status",
    "unset MM_NOW; mm --store live.db report",
    "MM_NOW=2026-11-24T01:00:00Z mm disable",
    "MM_NOW=2026-11-24T01:00:00Z mm report",
    "MM_NOW=2026-11-24T01:01:00Z mm jobs add copy --tenant 'Aalto Legal' --type backup-copy --task vm=10m --cron '0 1 * * *' --retry 1 --retry-wait 5m",
    "MM_NOW=2026-11-24T01:01:00Z mm jobs edit copy --slots 2",
    "MM_NOW=2026-11-24T01:01:00Z mm jobs start copy",
    "MM_NOW=2026-11-24T01:02:00Z mm jobs remove copy --yes",
    "MM_NOW=2026-11-24T01:03:00Z mm sessions clear --before 2026-11-23T21:30:00Z --yes",
    "MM_NOW=2026-11-24T01:03:00Z mm history",
    "MM_NOW=2026-11-24T01:03:00Z mm history --verify",
    "MM_NOW=2026-11-24T01:03:00Z mm store check",
    "mkdir hooks; printf '#!/bin/sh\ncat >told.json\n' >hooks/apply; chmod 755 hooks hooks/apply; MM_NOW=2026-11-24T01:03:00Z mm --hooks hooks set-message other",
    "cat told.json",
    "MM_NOW=2026-11-24T01:03:00Z mm --hooks hooks apply --force --dry-run",
    "MM_NOW=2026-11-24T01:03:00Z mm --hooks hooks apply --force",
    "MM_NOW=2026-11-24T01:03:00Z mm --hooks hooks status",
    "printf '#!/bin/sh\necho {}\n' >hooks/observe; printf '#!/bin/sh\nprintf \"Tenant,Name,IsRunning\\\\nA,b,False\\\\n\"\n' >hooks/refresh; chmod 755 hooks/*; MM_NOW=2026-11-24T01:03:00Z mm --hooks hooks hooks check",
    "mm store path",
    "MM_NOW=2026-11-24T01:03:00Z mm store backup backup.db",
    "MM_NOW=2026-11-24T01:03:00Z mm rehearse rehearsal.db",
];

/// Commands whose rows are compared with the page, each with the heading above their columns.
const ROWS: &[(&str, &str)] = &[
    ("mm simulate", "mm simulate --scenario examples/night.json --by job"),
    ("mm simulate --timeline", "mm simulate --scenario examples/night.json --timeline"),
    ("mm explain", "mm explain"),
    ("mm history", "mm history"),
    ("mm report", "MM_NOW=2026-11-24T01:03:00Z mm report"),
];

/// A member of a document, as a table describes it.
pub struct Member {
    pub kind: String,
    pub meaning: String,
    /// The member may be missing.
    pub left_out: bool,
    /// The commands above may never write the member.
    rare: bool,
    /// The heading under which the content is described.
    pub as_in: Option<String>,
}

pub type Table = BTreeMap<String, Member>;

/// The tables of the page, by heading.
pub fn tables() -> BTreeMap<String, Table> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut heading = String::new();
    for line in read_text(&project("docs/json.md")).lines() {
        if let Some(text) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            text.clone_into(&mut heading);
        }
        let Some(row) = line.strip_prefix("| `") else {
            continue;
        };
        let mut cells = row.split(" | ");
        let (name, kind) = (cells.next().unwrap(), cells.next().unwrap());
        let meaning: String = cells.collect();
        let member = Member {
            kind: kind.to_owned(),
            left_out: ["eft out", "nly with", "nly from"].iter().any(|word| meaning.contains(word)),
            as_in: meaning
                .split_once("as in [")
                .and_then(|(_, rest)| Some(rest.split_once(']')?.0.to_owned())),
            rare: name.ends_with("(rare)"),
            meaning: meaning.trim_end_matches(" |").to_owned(),
        };
        let name = name.trim_end_matches(" (rare)").trim_end_matches('`');
        tables.entry(heading.clone()).or_default().insert(name.to_owned(), member);
    }
    tables
}

/// Compares documents with the tables.
struct Checker<'t> {
    tables: &'t BTreeMap<String, Table>,
    wrong: BTreeSet<String>,
    seen: BTreeSet<(String, String)>,
}

impl Checker<'_> {
    /// Checks the members of an object, and everything below them.
    fn object(&mut self, schema: &str, path: &str, value: &Value) {
        let Some(table) = self.tables.get(schema) else {
            self.wrong.insert(format!("{schema} has no table: {value}"));
            return;
        };
        let Some(members) = value.as_object() else {
            return;
        };
        let path = if path.is_empty() { String::new() } else { format!("{path}.") };
        let own = |name: &&String| {
            name.strip_prefix(&path).is_some_and(|rest| !rest.contains(['.', '[']))
        };
        if !table.keys().any(|name| own(&name)) {
            // The members are named by data, for example by tasks.
            return;
        }
        for (name, value) in members {
            self.value(schema, &format!("{path}{name}"), value);
        }
        for name in table.keys().filter(own) {
            if !members.contains_key(&name[path.len()..]) && !table[name].left_out {
                self.wrong.insert(format!(
                    "{schema}: {name} is missing, and its row does not allow that"
                ));
            }
        }
    }

    fn value(&mut self, schema: &str, path: &str, value: &Value) {
        self.seen.insert((schema.to_owned(), path.to_owned()));
        let Some(member) = self.tables[schema].get(path) else {
            self.wrong.insert(format!("{schema}: {path} has no row: {value}"));
            return;
        };
        if !fits(&member.kind, value) {
            self.wrong.insert(format!("{schema}: {path} is not of type {}: {value}", member.kind));
        }
        match value {
            _ if member.kind.starts_with("any") => {}
            Value::Object(_) => self.object(schema, path, value),
            Value::Array(list) => {
                let (schema, path) = match &member.as_in {
                    Some(other) => (other.as_str(), noun(other)),
                    None => (schema, path),
                };
                for each in list {
                    self.object(schema, &format!("{path}[]"), each);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The name of a document's list: `sessions` in `mm.sessions/1`.
pub fn noun(schema: &str) -> &str {
    schema.trim_start_matches("mm.").split('/').next().unwrap()
}

/// Whether a value has the type that its row gives.
fn fits(kind: &str, value: &Value) -> bool {
    let (kind, nullable) = kind.strip_suffix(" or null").map_or((kind, false), |kind| (kind, true));
    match (kind, value) {
        (_, Value::Null) => nullable || kind == "any",
        ("any", _)
        | ("object", Value::Object(_))
        | ("string" | "instant" | "duration", Value::String(_))
        | ("boolean", Value::Bool(_)) => true,
        ("number", Value::Number(number)) => number.is_u64(),
        ("list", Value::Array(list)) => list.iter().all(Value::is_object),
        ("list of strings" | "list of instants", Value::Array(list)) => {
            list.iter().all(Value::is_string)
        }
        ("list of lists", Value::Array(list)) => list.iter().all(Value::is_array),
        _ => false,
    }
}

struct Examples {
    folder: tempfile::TempDir,
}

impl Examples {
    fn new() -> Examples {
        let folder = tempfile::tempdir().unwrap();
        let examples = folder.path().join("examples");
        std::fs::create_dir(&examples).unwrap();
        for file in crate::support::files_below(&project("docs/examples")) {
            std::fs::copy(&file, examples.join(file.file_name().unwrap())).unwrap();
        }
        Examples { folder }
    }

    /// Runs a line and returns the documents, or rows, that it wrote.
    fn run(&self, line: &str, format: &str) -> Vec<Value> {
        let output = Command::new("sh")
            .args(["-c", line])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", search_path())
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .env("USER", "operator")
            .env("MM_OUTPUT", format)
            .env("MM_STORE", "mm.db")
            .env("MM_NOW", "2026-11-23T21:00:00Z")
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(text).unwrap();
        keep_documents(&text);
        let documents = text.lines().filter(|line| line.starts_with('{'));
        let documents: Vec<Value> =
            documents.map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(!documents.is_empty(), "{line} writes no {format}: {text}");
        documents
    }
}

#[test]
fn json_page_describes_every_member_written() {
    let tables = tables();
    let examples_folder = Examples::new();
    let mut checker = Checker { tables: &tables, wrong: BTreeSet::new(), seen: BTreeSet::new() };
    for line in RUNS {
        for document in examples_folder.run(line, "json") {
            let schema = document["schema"].as_str().unwrap_or_else(|| panic!("{line}: no schema"));
            checker.object(schema, "", &document);
        }
    }
    for (heading, line) in ROWS {
        examples_folder.run(line, "jsonl").iter().for_each(|row| checker.object(heading, "", row));
    }
    for (schema, table) in tables.iter().filter(|(schema, _)| schema.starts_with("mm.")) {
        for (path, _) in table.iter().filter(|(_, member)| !member.rare) {
            if !checker.seen.contains(&(schema.clone(), path.clone())) {
                checker.wrong.insert(format!("{schema}: {path} is not written by any command"));
            }
        }
    }
    let wrong: Vec<String> = checker.wrong.into_iter().collect();
    assert!(wrong.is_empty(), "docs/json.md:\n{}", wrong.join("\n"));
}
