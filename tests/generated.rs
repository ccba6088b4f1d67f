//! Generated pages: tables and manual pages made from the program, committed and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::support::{MM, bless, compare, files_below, project, read_text, replace_generated};

#[test]
fn rules_page_shows_the_decision_tables() {
    let page = project("docs/rules.md");
    compare(
        &page,
        &replace_generated(&read_text(&page), "decision tables", &mm::decision_tables()),
    );
}

#[test]
fn glossary_page_lists_every_word() {
    let page = project("docs/glossary.md");
    compare(&page, &replace_generated(&read_text(&page), "words", &mm::glossary()));
}

/// The headers of tables, and the words of headlines.
#[test]
fn every_word_of_a_table_or_a_headline_is_in_the_glossary() {
    let mut headers = BTreeSet::new();
    for path in files_below(&project("src")) {
        let text = read_text(&path);
        let before_aligns = text.split("\", Align::").filter_map(|text| text.rsplit_once('"'));
        headers.extend(before_aligns.map(|(_, header)| header.to_owned()));
    }
    for path in files_below(&project("tests/cmd")).iter().chain(&files_below(&project("docs"))) {
        let text = read_text(path);
        for line in text.lines().filter(|line| is_header_line(line)) {
            let words = line.split("  ").map(str::trim).filter(|word| !word.is_empty());
            headers.extend(words.map(str::to_owned));
        }
    }
    headers.retain(|header| is_upper(header));
    assert!(headers.len() > 40, "{headers:?}");
    let headlines = [
        "run",
        "affected",
        "cut",
        "refused",
        "recovered",
        "lost",
        "pending",
        "drained",
        "idle",
        "look-ahead",
        "drift",
        "overdue",
        "observed",
        "complete",
        "not known",
        "estimate",
        "covered",
        "paused",
        "window",
        "planned end",
        "maintenance",
        "active",
        "rehearsal",
        "session",
        "task",
        "retry",
        "notification",
        "service",
        "failed otherwise",
        "revision",
        "working",
    ];
    let words = headers.iter().map(String::as_str).chain(headlines);
    let missing: Vec<&str> = words.filter(|word| !mm::defines(word)).collect();
    assert!(missing.is_empty(), "src/views/glossary.rs defines no {missing:?}");
}

fn is_upper(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ')
}

fn is_header_line(line: &str) -> bool {
    is_upper(line) && line.trim().contains("  ")
}

#[test]
fn exit_status_page_lists_every_error_code() {
    let page = project("docs/exit-status.md");
    compare(&page, &replace_generated(&read_text(&page), "error codes", &mm::error_code_tables()));
}

#[test]
fn chart_of_the_readme_is_of_this_program() {
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("drain.svg");
    let mut command = Command::new(MM);
    command.args(["simulate", "--quiet", "--scenario"]).arg(project("docs/examples/drain.json"));
    command.arg("--chart").arg(&chart).env("TZ", "UTC");
    assert!(command.status().unwrap().success());
    compare(&project("docs/images/drain.svg"), &read_text(&chart));
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    clap_mangen::generate_to(mm::command_line(), folder.path()).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let pages: BTreeMap<String, String> =
        files_below(folder.path()).iter().map(|path| (name(path), read_text(path))).collect();
    assert!(pages.len() > 10, "{:?}", pages.keys());
    let committed = project("docs/man");
    for (name, text) in &pages {
        compare(&committed.join(name), text);
    }
    for path in files_below(&committed) {
        if !pages.contains_key(&name(&path)) {
            assert!(bless(), "{} belongs to no command; MM_BLESS=1 removes it", path.display());
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn every_source_file_says_what_it_is_for_in_one_sentence() {
    let files = files_below(&project("src")).into_iter();
    for path in files.filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let text = read_text(&path);
        let header: Vec<&str> =
            text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
        let first = header.split(|line| line.is_empty()).next().unwrap().join(" ");
        let sentences = first.matches(". ").count() + usize::from(first.ends_with('.'));
        assert_eq!(sentences, 1, "{} needs one sentence: {first:?}", path.display());
    }
}
