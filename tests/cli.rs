//! Transcripts: replays the commands in the documentation and in `tests/cmd/`.
//!
//! In a `console` block, `sh` runs each line that starts with `$ `. Lines that start with `> ` continue
//! the command. The output follows, then `[exit N]` if the status is not 0. All blocks of a page
//! share one folder, which has a copy of `docs/examples`, and the store in it.

use std::path::Path;
use std::process::Command;

use crate::support::{compare, files_below, keep_documents, project, read_text, search_path};

#[test]
fn documentation_shows_real_output() {
    let pages = files_below(&project("docs")).into_iter().chain([project("README.md")]);
    let pages = pages.filter(|page| page.extension().is_some_and(|end| end == "md"));
    assert!(pages.map(|page| replay(&page)).sum::<usize>() > 0);
}

#[test]
fn transcripts_match() {
    let pages = files_below(&project("tests/cmd"));
    assert!(pages.iter().map(|page| replay(page)).sum::<usize>() > 0);
}

/// Compares the console blocks of a page with what their commands print, and returns the number of
/// commands.
#[track_caller]
fn replay(page: &Path) -> usize {
    let text = read_text(page);
    if !text.contains("```console") {
        return 0;
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&project("docs/examples"), &folder.path().join("docs/examples"));
    let mut replayed = String::new();
    let mut in_block = false;
    let mut commands = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !in_block {
            in_block = line == "```console";
            replayed.push_str(&format!("{line}\n"));
        } else if let Some(first) = line.strip_prefix("$ ") {
            let mut command = first.to_owned();
            replayed.push_str(&format!("{line}\n"));
            while command.ends_with('\\') || lines.peek().is_some_and(|next| next.starts_with("> "))
            {
                let next = lines.next().unwrap_or_default();
                replayed.push_str(&format!("{next}\n"));
                command = format!("{command}\n{}", next.strip_prefix("> ").unwrap_or(next));
            }
            replayed.push_str(&run(&command, folder.path()));
            commands += 1;
        } else if line == "```" {
            in_block = false;
            replayed.push_str("```\n");
        } else if commands == 0 || line.starts_with("# ") {
            replayed.push_str(&format!("{line}\n"));
        }
    }
    compare(page, &replayed);
    commands
}

/// What a shell command prints on both outputs, and its exit status.
fn run(command: &str, folder: &Path) -> String {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("exec 2>&1\n{command}"))
        .current_dir(folder)
        .env_clear()
        .env("PATH", search_path())
        .env("HOME", folder)
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .env("USER", "operator")
        .env("MM_STORE", "mm.db")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    keep_documents(&text);
    let mut text = portable(&text);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    match output.status.code() {
        Some(0) => text,
        Some(status) => format!("{text}[exit {status}]\n"),
        None => format!("{text}[killed]\n"),
    }
}

/// Replaces user ids, and the hashes that depend on them, so that the text is the same everywhere.
fn portable(text: &str) -> String {
    let mut portable = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let hex = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        if hex == 64 {
            portable.push_str("<hash>");
            rest = &rest[64..];
        } else if let Some(after) = rest.strip_prefix(" (uid ") {
            rest = &after[digits(after) + 1..];
        } else if let Some(after) = rest.strip_prefix("\"uid\":") {
            portable.push_str("\"uid\":1000");
            rest = &after[digits(after)..];
        } else {
            portable.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    portable
}

fn copy(from: &Path, to: &Path) {
    for file in files_below(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&file, &target).unwrap();
    }
}
