//! JSON Schemas: `docs/schema/` says the same as the tables in docs/json.md, from which they are made.
//!
//! `.ci/connect` validates with them, by an independent program, every document that tests write.

use serde_json::{Map, Value, json};

use crate::json_page::{Member, Table, noun, tables};
use crate::support::{bless, compare, files_below, project};

/// The name of the file of a document: `mm.status.1.json`.
fn file_name(schema: &str) -> String {
    format!("{}.json", schema.replace('/', "."))
}

/// The schema of a value of a type.
fn of_kind(kind: &str) -> Value {
    match kind {
        "string" => json!({"type": "string"}),
        "instant" => json!({"type": "string", "format": "date-time"}),
        "duration" => json!({"type": "string", "pattern": "^([0-9]+[dhms])+$"}),
        "number" => json!({"type": "integer", "minimum": 0}),
        "boolean" => json!({"type": "boolean"}),
        "object" => json!({"type": "object"}),
        "list" => json!({"type": "array", "items": {"type": "object"}}),
        "list of strings" => json!({"type": "array", "items": of_kind("string")}),
        "list of instants" => json!({"type": "array", "items": of_kind("instant")}),
        "list of lists" => json!({"type": "array", "items": {"type": "array"}}),
        "any" => json!({}),
        other => panic!("docs/json.md: unknown type {other}"),
    }
}

/// The schema of a member and of what is below it.
fn of_member(table: &Table, path: &str, member: &Member) -> Value {
    let kind = member.kind.strip_suffix(" or null");
    let mut schema = of_kind(kind.unwrap_or(&member.kind));
    if let Some(other) = &member.as_in
        && other.starts_with("mm.")
        && schema["items"]["type"] == "object"
    {
        let place = format!("{}#/properties/{}/items", file_name(other), noun(other));
        schema["items"] = json!({"$ref": place});
    } else if schema["type"] == "object" {
        add_members(&mut schema, table, &format!("{path}."));
    } else if schema["items"]["type"] == "object" {
        add_members(&mut schema["items"], table, &format!("{path}[]."));
    }
    if kind.is_some() {
        schema["type"] = json!([schema["type"], "null"]);
    }
    schema["description"] = json!(member.meaning);
    schema
}

/// Adds the members whose paths begin so. An object without any has members that data names.
fn add_members(schema: &mut Value, table: &Table, begin: &str) {
    let own =
        |path: &&String| path.strip_prefix(begin).is_some_and(|rest| !rest.contains(['.', '[']));
    let mut members = Map::new();
    let mut required = Vec::new();
    for path in table.keys().filter(own) {
        let name = &path[begin.len()..];
        members.insert(name.to_owned(), of_member(table, path, &table[path]));
        if !table[path].left_out {
            required.push(name);
        }
    }
    if !members.is_empty() {
        schema["required"] = json!(required);
        schema["properties"] = members.into();
    }
}

#[test]
fn every_document_has_a_schema() {
    let folder = project("docs/schema");
    let mut names = Vec::new();
    for (name, table) in tables().iter().filter(|(name, _)| name.starts_with("mm.")) {
        let mut schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": name,
            "type": "object",
        });
        add_members(&mut schema, table, "");
        schema["properties"]["schema"] = json!({"const": name});
        names.push(file_name(name));
        let text = serde_json::to_string_pretty(&schema).unwrap();
        compare(&folder.join(file_name(name)), &format!("{text}\n"));
    }
    assert!(names.len() > 20, "{names:?}");
    for file in files_below(&folder) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if !names.contains(&name) {
            assert!(bless(), "{name} belongs to no document; MM_BLESS=1 removes it");
            std::fs::remove_file(file).unwrap();
        }
    }
}
