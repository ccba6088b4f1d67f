//! Hostile: names and texts that attack whoever looks at them, in every output.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Bench, fill, json_of, rounds};

const NOW: &str = "2026-11-23T21:00:00Z";

/// Names that attack terminals, readers, shells, databases, browsers and spreadsheets.
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

/// The text without letters that a terminal would obey, or that hide or turn others.
#[track_caller]
fn harmless(what: &str, text: &str) {
    let harmful = |letter: &char| {
        (letter.is_control() && *letter != '\n')
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    let found = text.chars().find(harmful);
    assert_eq!(found, None, "{what} prints it:\n{text:?}");
}

/// A night of jobs with such names. A name that holds a zero byte is in documents alone.
fn night() -> Value {
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

/// A rehearsal that knows these jobs, with a window that refused all of them.
fn hostile() -> Bench {
    let bench = Bench::new();
    fs::write(bench.path("night.json"), night().to_string()).unwrap();
    bench.done(&["--now", NOW, "--as", NAMES[3], "init", "--rehearsal", "--server", "a<b>&'\"c"]);
    bench.done(&["--now", NOW, "jobs", "import", "night.json"]);
    bench.done(&[
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
    bench
}

#[test]
fn tables_and_errors_show_what_they_would_obey() {
    let bench = hostile();
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
        &["simulate", "--scenario", "night.json"],
        &["simulate", "--scenario", "night.json", "--by", "job"],
        &["simulate", "--scenario", "night.json", "--timeline"],
        &["plan", "--duration", "1h"],
        &["store", "check"],
        &["disable", "--dry-run"],
        &["undo", "--dry-run"],
    ] {
        let ran = bench.run(&[&["--now", later], words].concat());
        harmless(&words.join(" "), &ran.out);
        harmless(&words.join(" "), &ran.err);
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
            let ran = bench.run(&[&["--now", NOW], words].concat());
            harmless(&format!("{words:?}"), &ran.out);
            harmless(&format!("{words:?}"), &ran.err);
        }
    }
    assert!(!bench.path("pwned").exists());
}

#[test]
fn json_says_exactly_what_the_names_are_and_harms_no_terminal() {
    let bench = hostile();
    let later = "2026-11-23T23:30:00Z";
    for words in [
        &["jobs", "status"][..],
        &["simulate", "--scenario", "night.json"],
        &["history"],
        &["sessions"],
        &["report"],
    ] {
        let out = bench.done(&[&["--now", later, "--json"], words].concat());
        harmless(&words.join(" "), &out);
        assert_eq!(out.lines().count(), 1, "{words:?}");
        json_of(&out);
        let lines = bench.done(&[&["--now", later, "--output", "jsonl"], words].concat());
        harmless(&words.join(" "), &lines);
        lines.lines().for_each(|line| drop(json_of(line)));
    }
    let status = json_of(&bench.done(&["--now", later, "--json", "jobs", "status"]));
    let mut told: Vec<&str> = status["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| job["name"].as_str().unwrap())
        .collect();
    told.sort_unstable();
    let mut names = NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(told, names);
    let error = bench.run(&["--json", "jobs", "show", "\u{9b}\u{202e}"]);
    harmless("an error", &error.err);
    json_of(&error.err);
}

#[test]
fn csv_has_every_letter_and_no_formula() {
    let bench = hostile();
    let csv = bench.done(&[
        "--now",
        NOW,
        "--output",
        "csv",
        "simulate",
        "--scenario",
        "night.json",
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

/// Markup is well formed as far as names could break it: what they hold of it stands there as text.
#[track_caller]
fn inert(markup: &str) {
    harmless("markup", markup);
    for attack in ["<script", "<img", "onerror=\"", "]]></text", "\"http://evil"] {
        assert!(!markup.contains(attack), "{attack} in {markup}");
    }
    for after in markup.split('&').skip(1) {
        let entity = after.split(';').next().unwrap();
        assert!(["amp", "lt", "gt", "quot", "apos", "#39"].contains(&entity), "&{entity};");
    }
}

#[test]
fn pictures_and_pages_hold_names_as_text() {
    let bench = hostile();
    bench.done(&["--now", NOW, "simulate", "--scenario", "night.json", "--chart", "night.svg"]);
    let svg = fs::read_to_string(bench.path("night.svg")).unwrap();
    assert!(svg.contains("&lt;script&gt;"), "{svg}");
    inert(&svg);
    let html = bench.done(&["--now", "2026-11-23T23:30:00Z", "report", "--html"]);
    assert!(html.contains("&lt;"), "{html}");
    inert(&html);
}

#[test]
fn shells_are_offered_no_name_that_could_harm_them() {
    let bench = hostile();
    for kind in ["jobs", "tenants", "rules,jobs"] {
        let offered = bench.done(&["complete-names", kind]);
        harmless(kind, &offered);
        let jobs = NAMES.len();
        assert!(
            offered.lines().count() <= 2 * jobs + 100
                && !offered.lines().any(|line| line.starts_with('-'))
        );
    }
}

#[cfg(unix)]
#[test]
fn hooks_get_texts_as_data() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = hostile();
    fs::create_dir(bench.path("hooks")).unwrap();
    let path = bench.path("hooks/apply");
    let script = "#!/bin/sh\ncat >told.json\nprintf %s \"$MM_SERVER\" >server\nprintf '\\033[2J\\302\\233x\\n'\n";
    // By another process, which has closed it when it ends.
    let write = ["-c", "printf %s \"$1\" >\"$0\"; chmod 755 \"$0\""];
    let ended =
        std::process::Command::new("sh").args(write).arg(&path).arg(script).status().unwrap();
    assert!(ended.success());
    fs::set_permissions(bench.path("hooks"), fs::Permissions::from_mode(0o755)).unwrap();
    let text = "$(touch pwned) '; DROP TABLE job; -- <b> =1+1 \u{202e} {reason}";
    let ran = bench.run(&["--now", NOW, "--hooks", "hooks", "set-message", text]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    harmless("what a hook writes", &ran.err);
    let told = fs::read_to_string(bench.path("told.json")).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    let told = json_of(&told);
    assert!(told["message"].as_str().unwrap().starts_with(&text[..text.len() - 8]), "{told}");
    assert_eq!(fs::read_to_string(bench.path("server")).unwrap(), "a<b>&'\"c");
    assert!(!bench.path("pwned").exists());
}

#[test]
fn megabytes_of_a_name_are_shown_or_refused() {
    let bench = Bench::new();
    let long = "\u{202e}=".repeat(rounds(100_000, 2_500_000));
    let job = |name: &str, tenant: &str| {
        json!({"name": name, "tenant": tenant, "type": "vm-backup", "starts": ["2026-11-23T21:10:00Z"],
            "tasks": [{"name": name, "duration": "1h"}]})
    };
    let night = json!({"scenario": 1, "start": NOW, "mode": "maintenance", "message": "{tenant}",
        "jobs": [job(&long, "a"), job("b", &long), job("c", "short")]});
    fs::write(bench.path("long.json"), night.to_string()).unwrap();
    for more in [
        &[][..],
        &["--by", "job"],
        &["--timeline"],
        &["--chart", "long.svg"],
        &["--json"],
        &["--output", "csv"],
    ] {
        let ran = bench.run(&[&["simulate", "--scenario", "long.json"], more].concat());
        assert_eq!((ran.status, &*ran.err), (Some(0), ""), "{more:?}");
        if more != ["--output", "csv"] {
            harmless("a long name", &ran.out);
        }
    }
    let wrong = json!({"scenario": 1, "start": NOW, "mode": long});
    fs::write(bench.path("wrong.json"), wrong.to_string()).unwrap();
    let ran = bench.run(&["simulate", "--scenario", "wrong.json"]);
    assert!(ran.status == Some(1) && ran.err.len() < 1000, "{}", ran.err.len());
    bench.done(&["--now", NOW, "init", "--rehearsal"]);
    bench.done(&["--now", NOW, "jobs", "import", "long.json"]);
    for words in [&["jobs", "status"][..], &["tenants"], &["status"], &["jobs", "export"]] {
        let ran = bench.run(&[&["--now", NOW], words].concat());
        assert_eq!(ran.status, Some(0), "{words:?}");
        harmless("a long name", &ran.out);
    }
    // What stands in a store is shown as harmlessly, whoever wrote it.
    fill(&bench.path("mm.db"), "UPDATE server SET name = char(27) || '[2J' || char(8238)");
    let ran = bench.run(&["--now", NOW, "status"]);
    harmless("a server's name", &ran.out);
}
