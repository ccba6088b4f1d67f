//! Dependencies: licences, versions and sources as `deny.toml` allows them, and the table in
//! docs/architecture.md.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::support::{parse_json, project, read_text};

/// What cargo knows about the packages in Cargo.lock; without a network, only about those for this
/// platform.
fn metadata() -> Value {
    let ask = |more: &[&str]| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["metadata", "--locked", "--format-version", "1"]).args(more);
        command.current_dir(project("")).output().unwrap()
    };
    let mut output = ask(&[]);
    if !output.status.success() {
        let known = Command::new("rustc").arg("-vV").output().unwrap();
        let known = String::from_utf8(known.stdout).unwrap();
        let host = known.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        output = ask(&["--offline", "--filter-platform", host]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    parse_json(&String::from_utf8(output.stdout).unwrap())
}

/// The quoted values of a list in `deny.toml`, without comments and reasons.
fn listed(section: &str, list: &str) -> Vec<String> {
    let deny = read_text(&project("deny.toml"));
    let section = deny.split(&format!("[{section}]\n")).nth(1).unwrap();
    let section = section.split("\n[").next().unwrap();
    let begin = format!("\n{list} = [\n");
    let lines = section.split(&begin).nth(1).unwrap().split("\n]").next().unwrap();
    let lines = lines.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.map(|line| line.split('"').nth(1).unwrap().to_owned()).collect()
}

/// Whether the allowed licences satisfy a licence expression.
fn satisfies(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = either(&words, allowed);
    assert!(rest.is_empty(), "{expression}");
    met
}

fn either<'w>(words: &'w [&'w str], allowed: &[String]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = both(words, allowed);
    while let ["OR", more @ ..] = rest {
        let (other, after) = both(more, allowed);
        (met, rest) = (met || other, after);
    }
    (met, rest)
}

fn both<'w>(words: &'w [&'w str], allowed: &[String]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = one(words, allowed);
    while let ["AND", more @ ..] = rest {
        let (other, after) = one(more, allowed);
        (met, rest) = (met && other, after);
    }
    (met, rest)
}

fn one<'w>(words: &'w [&'w str], allowed: &[String]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", within @ ..] => {
            let (met, rest) = either(within, allowed);
            (met, rest.strip_prefix(&[")"]).unwrap())
        }
        [name, "WITH", exception, rest @ ..] => {
            let both = format!("{name} WITH {exception}");
            (allowed.contains(&both), rest)
        }
        [name, rest @ ..] => (allowed.iter().any(|each| each == name), rest),
        [] => panic!("an expression ends too early"),
    }
}

#[test]
fn licences_are_those_in_deny_toml() {
    let allowed = listed("licenses", "allow");
    let metadata = metadata();
    let expressions: BTreeMap<&str, &str> = (metadata["packages"].as_array().unwrap().iter())
        .map(|package| {
            (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or("none"))
        })
        .collect();
    assert!(expressions.len() > 50, "{expressions:?}");
    let refused: Vec<_> =
        expressions.iter().filter(|(_, each)| !satisfies(each, &allowed)).collect();
    assert!(refused.is_empty(), "{refused:?}");
    for one in &allowed {
        let fewer: Vec<String> = allowed.iter().filter(|each| *each != one).cloned().collect();
        let needed = expressions.values().any(|each| !satisfies(each, &fewer));
        assert!(needed, "no crate needs {one}");
    }
}

#[test]
fn licence_expressions_are_evaluated() {
    #[track_caller]
    fn case(expression: &str, want: bool) {
        assert_eq!(satisfies(expression, &["MIT".into(), "Zlib".into()]), want, "{expression}");
    }
    case("MIT", true);
    case("MIT/Apache-2.0", true);
    case("Apache-2.0 OR (GPL-3.0 AND MIT)", false);
    case("(MIT OR Apache-2.0) AND Zlib", true);
    case("(MIT OR Apache-2.0) AND Unicode-3.0", false);
    case("Apache-2.0 WITH LLVM-exception OR MIT", true);
    case("none", false);
}

/// The names and versions of the packages that are compiled. Cargo.lock also has those that a crate asks for
/// under `cfg(any())`, which is never true, to pin the version of something optional: jiff does so for its
/// macros.
fn compiled(metadata: &Value) -> BTreeSet<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let packages: BTreeMap<String, (String, String)> = list(&metadata["packages"])
        .iter()
        .map(|package| (text(&package["id"]), (text(&package["name"]), text(&package["version"]))))
        .collect();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (text(&node["id"]), node))
        .collect();
    let (mut found, mut open) = (BTreeSet::new(), vec![text(&metadata["resolve"]["root"])]);
    while let Some(id) = open.pop() {
        if !found.insert(packages[&id].clone()) {
            continue;
        }
        let is_used = |needed: &Value| {
            !list(&needed["dep_kinds"]).iter().any(|kind| kind["target"] == "cfg(any())")
        };
        let needed = list(&nodes[&id]["deps"]);
        open.extend(needed.iter().filter(|each| is_used(each)).map(|each| text(&each["pkg"])));
    }
    found
}

#[test]
fn packages_come_from_the_registry_in_one_version() {
    let lock = read_text(&project("Cargo.lock"));
    let mut names = BTreeSet::new();
    let mut sources = BTreeSet::new();
    for package in lock.split("[[package]]").skip(1) {
        let member = |name: &str| {
            let found = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = ")));
            found.map(|value| value.trim_matches('"'))
        };
        let name = member("name").unwrap();
        names.insert(name);
        if name == "mm" {
            continue;
        }
        assert!(member("checksum").is_some(), "{name} has no checksum");
        sources.insert(member("source").unwrap());
    }
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|source| source.starts_with("registry+")), "{sources:?}");
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, version) in compiled(&metadata()) {
        versions.entry(name).or_default().push(version);
    }
    assert!(versions.len() > 50, "{versions:?}");
    let several: Vec<_> = versions.iter().filter(|(_, versions)| versions.len() > 1).collect();
    assert!(several.is_empty(), "deny.toml allows one version only: {several:?}");
    for banned in listed("bans", "deny") {
        assert!(!names.contains(&*banned), "{banned}");
    }
}

#[test]
fn every_file_of_the_debian_package_exists() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages.iter().find(|package| package["name"] == "mm").unwrap();
    let assets = own["metadata"]["deb"]["assets"].as_array().unwrap();
    for asset in assets {
        let source = asset[0].as_str().unwrap();
        let (begin, end) = source.split_once('*').unwrap_or((source, ""));
        let (folder, name) = begin.rsplit_once('/').unwrap_or(("", begin));
        let names = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().file_name().into_string().unwrap()
        };
        let is_there = source == "target/release/mm"
            || std::fs::read_dir(project(folder))
                .unwrap()
                .map(names)
                .any(|found| found.starts_with(name) && found.ends_with(end));
        assert!(is_there, "Cargo.toml: {source} is not there");
    }
    let pages = assets.iter().filter(|asset| asset[1].as_str().unwrap().contains("/man1/"));
    assert_eq!(pages.count(), 1);
}

#[test]
fn architecture_page_lists_every_dependency() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages.iter().find(|package| package["name"] == "mm").unwrap();
    let mut declared = BTreeMap::new();
    for each in own["dependencies"].as_array().unwrap() {
        let mut name = each["name"].as_str().unwrap().to_owned();
        if each["kind"] == "dev" {
            name.push_str(" (development)");
        } else if !each["target"].is_null() {
            name.push_str(" (Unix)");
        }
        let default = (each["uses_default_features"] == true).then_some("default");
        let features = each["features"].as_array().unwrap().iter().filter_map(Value::as_str);
        let features: BTreeSet<&str> = features.chain(default).collect();
        declared.insert(name, features.into_iter().collect::<Vec<_>>().join(", "));
    }
    let page = read_text(&project("docs/architecture.md"));
    let table = page.split("## Dependencies\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")).skip(1);
    let mut documented = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
        let [name, features, reason] = cells[..] else { panic!("{row}") };
        assert!(reason.len() > 5, "{row}");
        let mut features: Vec<&str> = features.split(", ").filter(|each| *each != "none").collect();
        features.sort_unstable();
        documented.insert(name.to_owned(), features.join(", "));
    }
    assert_eq!(documented, declared);
}
