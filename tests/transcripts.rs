//! Transcripts: commands with what they print, replayed, those in the documentation included.
//!
//! In a `console` block a line that starts with `$ ` is run by `sh` in a folder of its own that
//! holds `docs/examples`; what it prints on both outputs follows, and `[exit N]` where it did not
//! end with 0. A line that starts with `> ` goes on with the command. All blocks of a file share the
//! folder and the store in it.

use std::path::Path;
use std::process::Command;

use crate::support::{compare, files_below, path_with_mm, project, text_of};

#[test]
fn the_documentation_shows_what_is_printed() {
    let mut pages = files_below(&project("docs"));
    pages.push(project("README.md"));
    let mut replayed = 0;
    for page in pages.iter().filter(|page| page.extension().is_some_and(|end| end == "md")) {
        replayed += replay(page);
    }
    assert!(replayed > 0);
}

#[test]
fn transcripts_are_as_they_were() {
    let mut replayed = 0;
    for page in files_below(&project("tests/transcripts")) {
        replayed += replay(&page);
    }
    assert!(replayed > 0);
}

/// Replays the console blocks of a page. Returns how many commands it has.
#[track_caller]
fn replay(page: &Path) -> usize {
    let text = text_of(page);
    if !text.contains("```console") {
        return 0;
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&project("docs/examples"), &folder.path().join("docs/examples"));
    let mut told = String::new();
    let mut inside = false;
    let mut commands = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !inside {
            inside = line == "```console";
            told.push_str(&format!("{line}\n"));
            continue;
        }
        if let Some(first) = line.strip_prefix("$ ") {
            let mut command = first.to_owned();
            told.push_str(&format!("{line}\n"));
            while command.ends_with('\\') || lines.peek().is_some_and(|next| next.starts_with("> "))
            {
                let next = lines.next().unwrap_or_default();
                told.push_str(&format!("{next}\n"));
                command = format!("{command}\n{}", next.strip_prefix("> ").unwrap_or(next));
            }
            told.push_str(&run(&command, folder.path()));
            commands += 1;
        } else if line == "```" {
            inside = false;
            told.push_str("```\n");
        } else if commands == 0 || line.starts_with("# ") {
            told.push_str(&format!("{line}\n"));
        }
    }
    compare(page, &told);
    commands
}

fn run(command: &str, folder: &Path) -> String {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("exec 2>&1\n{command}"))
        .current_dir(folder)
        .env_clear()
        .env("PATH", path_with_mm())
        .env("HOME", folder)
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .env("USER", "operator")
        .env("MM_STORE", "mm.db")
        .output()
        .unwrap();
    let mut text = steady(&String::from_utf8_lossy(&output.stdout));
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    match output.status.code() {
        Some(0) => text,
        Some(status) => format!("{text}[exit {status}]\n"),
        None => format!("{text}[killed]\n"),
    }
}

/// The same on every machine: users and hashes, which hold the user, are told by their place.
fn steady(text: &str) -> String {
    let mut steady = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let hex = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        if hex == 64 {
            steady.push_str("<hash>");
            rest = &rest[64..];
        } else if let Some(after) = rest.strip_prefix(" (uid ") {
            rest = &after[digits(after) + 1..];
        } else if let Some(after) = rest.strip_prefix("\"uid\":") {
            steady.push_str("\"uid\":1000");
            rest = &after[digits(after)..];
        } else {
            steady.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    steady
}

fn copy(from: &Path, to: &Path) {
    for file in files_below(from) {
        let there = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(there.parent().unwrap()).unwrap();
        std::fs::copy(&file, &there).unwrap();
    }
}
