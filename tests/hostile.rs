//! Hostile text: names that attack terminals, shells, databases, browsers and spreadsheets.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Sandbox, execute_sql, parse_json, rounds};

const NOW: &str = "2026-11-23T21:00:00Z";

/// Hostile names.
const NAMES: [&str; 18] = [
    "\u{1b}[2J\u{1b}[31mred\u{7}",
    "\u{9b}31m\u{90}q\u{9c}",
    "\u{1b}]0;title\u{7}\u{1b}]52;c;ZXZpbA==\u{7}",
    "abc\u{202e}fdp.exe\u{202c}",
    "zero\u{200b}width\u{feff}\u{2060}",
    "tag\u{e0041}\u{e007f}",
    "line\nfeed\r\ttab",
    "'; DROP TABLE job; --",
    "$(touch pwned) `touch pwned` ; touch pwned #",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]></text></svg><script>alert(1)</script>&amp;\"'",
    "=HYPERLINK(\"http://evil\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "'=1+1",
    "\t=1+1",
    "../../etc/passwd\u{0}",
];

/// Fails if the text has control characters, or invisible ones that hide or reorder text.
#[track_caller]
fn assert_harmless(what: &str, text: &str) {
    let harmful = |letter: &char| {
        (letter.is_control() && *letter != '\n')
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    let found = text.chars().find(harmful);
    assert_eq!(found, None, "{what} prints it:\n{text:?}");
}

/// A scenario with hostile names. Only documents can contain a name with a zero byte.
fn scenario() -> Value {
    let jobs: Vec<Value> = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| {
            json!({"name": name, "tenant": NAMES[(at + 1) % NAMES.len()], "type": "vm-backup",
                "tasks": [{"name": NAMES[(at + 2) % NAMES.len()], "duration": "30m"}],
                "starts": ["2026-11-23T21:10:00Z"], "retry": {"times": 1, "wait": "10m"}})
        })
        .collect();
    json!({"scenario": 1, "start": NOW, "reason": NAMES[0], "message": "{tenant} {job} {reason}",
        "mode": "maintenance", "jobs": jobs})
}

/// A rehearsal with these jobs, in maintenance.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("scenario.json"), scenario().to_string()).unwrap();
    sandbox.succeed(&[
        "--now",
        NOW,
        "--as",
        NAMES[3],
        "init",
        "--rehearsal",
        "--server",
        "a<b>&'\"c",
    ]);
    sandbox.succeed(&["--now", NOW, "jobs", "import", "scenario.json"]);
    sandbox.succeed(&[
        "--now",
        NOW,
        "--as",
        NAMES[0],
        "enable",
        "--for",
        "2h",
        "--reason",
        "<b>=1\u{202e}",
    ]);
    sandbox
}

#[test]
fn tables_and_errors_escape_control_characters() {
    let sandbox = hostile();
    let names: Vec<&str> = NAMES.iter().copied().filter(|name| !name.contains('\0')).collect();
    let later = "2026-11-23T23:30:00Z";
    for words in [
        &["status"][..],
        &[],
        &["jobs", "status"],
        &["jobs", "export"],
        &["sessions"],
        &["tenants"],
        &["history"],
        &["message"],
        &["report"],
        &["simulate", "--scenario", "scenario.json"],
        &["simulate", "--scenario", "scenario.json", "--by", "job"],
        &["simulate", "--scenario", "scenario.json", "--timeline"],
        &["plan", "--duration", "1h"],
        &["store", "check"],
        &["disable", "--dry-run"],
        &["undo", "--dry-run"],
    ] {
        let ran = sandbox.run(&[&["--now", later], words].concat());
        assert_harmless(&words.join(" "), &ran.out);
        assert_harmless(&words.join(" "), &ran.err);
        assert_ne!(ran.status, None, "{words:?}");
    }
    for name in names {
        for words in [
            &["jobs", "show", name][..],
            &["jobs", "show", "no such", name],
            &["explain", name],
            &["tenants", "show", name],
            &["can", "start", name],
            &["can", name, "--tenant", name],
            &["message", "--tenant", name, "--job", name],
            &["enable", "--until", name],
            &["plan", "--duration", name],
            &["simulate", "--scenario", name],
            &["--store", name, "status"],
            &["--output", name, "status"],
            &["set-message", "--dry-run", name],
            &["schedule", "add", "--cron", name, "--for", "1h"],
            &["jobs", "add", name, "--tenant", name, "--type", "other", "--task", name],
            &["jobs", "start", name],
        ] {
            let ran = sandbox.run(&[&["--now", NOW], words].concat());
            assert_harmless(&format!("{words:?}"), &ran.out);
            assert_harmless(&format!("{words:?}"), &ran.err);
        }
    }
    assert!(!sandbox.path("pwned").exists());
}

#[test]
fn json_keeps_names_exactly_and_escapes_them() {
    let sandbox = hostile();
    let later = "2026-11-23T23:30:00Z";
    for words in [
        &["jobs", "status"][..],
        &["simulate", "--scenario", "scenario.json"],
        &["history"],
        &["sessions"],
        &["report"],
    ] {
        let out = sandbox.succeed(&[&["--now", later, "--json"], words].concat());
        assert_harmless(&words.join(" "), &out);
        assert_eq!(out.lines().count(), 1, "{words:?}");
        parse_json(&out);
        let lines = sandbox.succeed(&[&["--now", later, "--output", "jsonl"], words].concat());
        assert_harmless(&words.join(" "), &lines);
        lines.lines().for_each(|line| drop(parse_json(line)));
    }
    let status = parse_json(&sandbox.succeed(&["--now", later, "--json", "jobs", "status"]));
    let mut shown: Vec<&str> = status["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| job["name"].as_str().unwrap())
        .collect();
    shown.sort_unstable();
    let mut names = NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(shown, names);
    let error = sandbox.run(&["--json", "jobs", "show", "\u{9b}\u{202e}"]);
    assert_harmless("an error", &error.err);
    parse_json(&error.err);
}

#[test]
fn csv_keeps_names_and_has_no_formula() {
    let sandbox = hostile();
    let csv = sandbox.succeed(&[
        "--now",
        NOW,
        "--output",
        "csv",
        "simulate",
        "--scenario",
        "scenario.json",
        "--by",
        "job",
    ]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let column = reader.headers().unwrap().iter().position(|name| name == "job").unwrap();
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n'];
    let mut back = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        assert!(!row.iter().any(|cell| cell.starts_with(formula)), "{row:?}");
        let cell = &row[column];
        let bare = cell.trim_start_matches('\'');
        let takes = bare.len() < cell.len() && bare.starts_with(formula);
        back.push(if takes { cell[1..].to_owned() } else { cell.to_owned() });
    }
    back.sort_unstable();
    let mut names = NAMES.map(str::to_owned).to_vec();
    names.sort_unstable();
    assert_eq!(back, names);
}

/// Fails if names became markup.
#[track_caller]
fn assert_inert(markup: &str) {
    assert_harmless("markup", markup);
    for attack in ["<script", "<img", "onerror=\"", "]]></text", "\"http://evil"] {
        assert!(!markup.contains(attack), "{attack} in {markup}");
    }
    for after in markup.split('&').skip(1) {
        let entity = after.split(';').next().unwrap();
        assert!(["amp", "lt", "gt", "quot", "apos", "#39"].contains(&entity), "&{entity};");
    }
}

#[test]
fn svg_and_html_show_names_as_text() {
    let sandbox = hostile();
    sandbox.succeed(&[
        "--now",
        NOW,
        "simulate",
        "--scenario",
        "scenario.json",
        "--chart",
        "chart.svg",
    ]);
    let svg = fs::read_to_string(sandbox.path("chart.svg")).unwrap();
    assert!(svg.contains("&lt;script&gt;"), "{svg}");
    assert_inert(&svg);
    let html = sandbox.succeed(&["--now", "2026-11-23T23:30:00Z", "report", "--html"]);
    assert!(html.contains("&lt;"), "{html}");
    assert_inert(&html);
}

#[test]
fn completions_offer_no_harmful_name() {
    let sandbox = hostile();
    for kind in ["jobs", "tenants", "rules,jobs"] {
        let offered = sandbox.succeed(&["complete-names", kind]);
        assert_harmless(kind, &offered);
        let jobs = NAMES.len();
        assert!(
            offered.lines().count() <= 2 * jobs + 100
                && !offered.lines().any(|line| line.starts_with('-'))
        );
    }
}

#[cfg(unix)]
#[test]
fn hooks_receive_texts_as_data() {
    let sandbox = hostile();
    let script =
        "cat >input.json\nprintf %s \"$MM_SERVER\" >server\nprintf '\\033[2J\\302\\233x\\n'";
    sandbox.write_hook("apply", script);
    let text = "$(touch pwned) '; DROP TABLE job; -- <b> =1+1 \u{202e} {reason}";
    let ran = sandbox.run(&["--now", NOW, "--hooks", "hooks", "set-message", text]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_harmless("what a hook writes", &ran.err);
    let input = fs::read_to_string(sandbox.path("input.json")).unwrap();
    assert_eq!(input.lines().count(), 1, "{input}");
    let input = parse_json(&input);
    assert!(input["message"].as_str().unwrap().starts_with(&text[..text.len() - 8]), "{input}");
    assert_eq!(fs::read_to_string(sandbox.path("server")).unwrap(), "a<b>&'\"c");
    assert!(!sandbox.path("pwned").exists());
}

#[test]
fn very_long_names_are_shown_or_refused() {
    let sandbox = Sandbox::new();
    let long = "\u{202e}=".repeat(rounds(100_000, 2_500_000));
    let job = |name: &str, tenant: &str| {
        json!({"name": name, "tenant": tenant, "type": "vm-backup", "starts": ["2026-11-23T21:10:00Z"],
            "tasks": [{"name": name, "duration": "1h"}]})
    };
    let scenario = json!({"scenario": 1, "start": NOW, "mode": "maintenance", "message": "{tenant}",
        "jobs": [job(&long, "a"), job("b", &long), job("c", "short")]});
    fs::write(sandbox.path("long.json"), scenario.to_string()).unwrap();
    for more in [
        &[][..],
        &["--by", "job"],
        &["--timeline"],
        &["--chart", "long.svg"],
        &["--json"],
        &["--output", "csv"],
    ] {
        let ran = sandbox.run(&[&["simulate", "--scenario", "long.json"], more].concat());
        assert_eq!((ran.status, &*ran.err), (Some(0), ""), "{more:?}");
        if more != ["--output", "csv"] {
            assert_harmless("a long name", &ran.out);
        }
    }
    let wrong = json!({"scenario": 1, "start": NOW, "mode": long});
    fs::write(sandbox.path("wrong.json"), wrong.to_string()).unwrap();
    let ran = sandbox.run(&["simulate", "--scenario", "wrong.json"]);
    assert!(ran.status == Some(1) && ran.err.len() < 1000, "{}", ran.err.len());
    sandbox.succeed(&["--now", NOW, "init", "--rehearsal"]);
    sandbox.succeed(&["--now", NOW, "jobs", "import", "long.json"]);
    for words in [&["jobs", "status"][..], &["tenants"], &["status"], &["jobs", "export"]] {
        let ran = sandbox.run(&[&["--now", NOW], words].concat());
        assert_eq!(ran.status, Some(0), "{words:?}");
        assert_harmless("a long name", &ran.out);
    }
    // Values that another program wrote into the store are escaped, too.
    execute_sql(&sandbox.path("mm.db"), "UPDATE server SET name = char(27) || '[2J' || char(8238)");
    let ran = sandbox.run(&["--now", NOW, "status"]);
    assert_harmless("a server's name", &ran.out);
}

#[test]
fn the_path_of_a_store_changes_no_terminal() {
    let sandbox = Sandbox::new();
    for words in [&[][..], &["status"], &["init", "--live"], &["status"], &[]] {
        let ran = sandbox.run(&[&["--store", "a\u{1b}[31mb"], words].concat());
        assert!(!(ran.out + &ran.err).contains('\u{1b}'), "{words:?}");
    }
}
