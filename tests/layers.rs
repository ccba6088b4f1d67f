//! Layers: who may name whom, and where foreign names live.

use crate::support::{files_below, project, text_of};

/// The layer of a file: its folder below `src`, or its name.
fn layer(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// The files of `src` with their text, without the lines that are comments.
fn sources() -> Vec<(String, String)> {
    let root = project("src");
    let code = |text: String| -> String {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.map(|line| format!("{line}\n")).collect()
    };
    files_below(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            (name.replace('\\', "/"), code(text_of(&path)))
        })
        .collect()
}

#[test]
fn layers_name_only_those_below_them() {
    let allowed: &[(&str, &[&str])] = &[
        ("domain", &["domain"]),
        ("scenario", &["scenario", "domain"]),
        ("simulator", &["simulator", "scenario", "domain"]),
        ("import", &["import", "scenario", "domain"]),
        ("store", &["store", "scenario", "domain", "error", "platform"]),
        ("hooks", &["hooks", "domain", "error", "clock", "platform"]),
        ("output", &["output", "domain", "platform"]),
        (
            "ops",
            &[
                "ops",
                "store",
                "simulator",
                "import",
                "hooks",
                "scenario",
                "domain",
                "error",
                "clock",
                "platform",
            ],
        ),
        (
            "views",
            &[
                "views",
                "ops",
                "output",
                "store",
                "simulator",
                "import",
                "hooks",
                "scenario",
                "domain",
                "error",
                "clock",
                "platform",
            ],
        ),
        (
            "commands",
            &[
                "commands",
                "views",
                "ops",
                "output",
                "args",
                "store",
                "simulator",
                "import",
                "hooks",
                "scenario",
                "domain",
                "error",
                "clock",
                "platform",
            ],
        ),
        ("args", &["args", "output", "domain", "error"]),
        ("platform", &["platform"]),
        ("clock", &["domain"]),
        ("error", &[]),
    ];
    for (file, code) in sources() {
        let Some((_, may)) = allowed.iter().find(|(name, _)| *name == layer(&file)) else {
            continue;
        };
        for named in code.split("crate::").skip(1) {
            let end = named.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(named.len());
            assert!(may.contains(&&named[..end]), "{file} names crate::{}", &named[..end]);
        }
    }
}

#[test]
fn foreign_names_live_in_one_place() {
    let homes: &[(&str, &[&str])] = &[
        ("rusqlite::", &["store"]),
        ("comfy_table::", &["output"]),
        ("cronexpr::", &["scenario"]),
        ("csv::", &["output", "import"]),
        ("clap::", &["cli", "args", "commands", "run", "lib"]),
        ("anyhow::", &["cli", "commands", "run"]),
        ("strsim::", &["ops"]),
        ("std::env", &["run", "main", "platform", "clock"]),
        ("terminal_size::", &["run"]),
        ("textwrap::", &["output"]),
        ("println!", &[]),
        ("Timestamp::now", &["clock"]),
    ];
    for (file, code) in sources() {
        for (name, may) in homes {
            let home = may.contains(&layer(&file));
            assert!(home || !code.contains(name), "{file} names {name}");
        }
    }
}

#[test]
fn rules_are_decided_without_a_catch_all() {
    for file in ["domain/rules.rs", "domain/job.rs", "domain/operation.rs", "domain/rule.rs"] {
        let code = text_of(&project("src").join(file));
        assert!(!code.contains("_ =>"), "{file}: a new value must be a compile error");
    }
}
