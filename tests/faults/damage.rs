//! Damage: overwritten pages, truncated files and flipped bits never lead to a wrong answer.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::{NOW, full_rehearsal};
use crate::support::{Dice, Sandbox, parse_json, print_figures, rounds};

const PAGE: usize = 4096;
const SEED: u64 = 0x6d6d;

/// A command that answers with its exit status, and the answer of the sound store.
struct Question {
    words: &'static [&'static str],
    right: i32,
}

/// A sound store, and the questions for damaged copies of it.
struct DamagedStore {
    sandbox: Sandbox,
    bytes: Vec<u8>,
    questions: Vec<Question>,
    mode: Value,
    asked: AtomicUsize,
    answered: AtomicUsize,
}

/// Three questions about the mode, and two about its consequences.
const QUESTIONS: &[&[&str]] = &[
    &["is", "active"],
    &["is", "maintenance"],
    &["is", "overdue"],
    &["can", "start", "Aalto Legal/Backup Job 1"],
    &["can", "start", "Castellan Print/Press archive"],
];

impl DamagedStore {
    fn new(maintenance: &[&str]) -> DamagedStore {
        let sandbox = full_rehearsal(maintenance);
        let bytes = fs::read(sandbox.path("mm.db")).unwrap();
        let ask = |words: &'static [&'static str]| {
            let ran = sandbox.run(&[&["--now", NOW], words].concat());
            Question { words, right: ran.status.unwrap() }
        };
        let questions: Vec<Question> = QUESTIONS.iter().map(|words| ask(words)).collect();
        assert!(questions.iter().all(|each| [0, 3, 75].contains(&each.right)));
        let status = parse_json(&sandbox.succeed(&["--now", NOW, "status", "--json"]));
        let mode = status["mode"].clone();
        let (asked, answered) = (AtomicUsize::new(0), AtomicUsize::new(0));
        DamagedStore { sandbox, bytes, questions, mode, asked, answered }
    }

    /// Maintenance that was enabled by hand and ends by itself, so that all its times matter.
    fn by_hand() -> DamagedStore {
        DamagedStore::new(&[
            "enable",
            "--for",
            "2h",
            "--on-expiry",
            "disable",
            "--reason",
            "storage",
        ])
    }

    /// Maintenance by an open window.
    fn by_window() -> DamagedStore {
        DamagedStore::new(&["schedule", "add", "--at", "2026-11-23T21:00:00Z", "--for", "1h"])
    }

    /// Maintenance that has ended.
    fn over() -> DamagedStore {
        let sound = DamagedStore::new(&["disable"]);
        assert_eq!(sound.mode, "active");
        sound
    }

    /// Asks a damaged copy and returns the exit status.
    fn ask(&self, copy: &PathBuf, words: &[&str], how: &str) -> i32 {
        let mut command = self.sandbox.command(&[&["--now", NOW], words].concat());
        let output = command.env("MM_STORE", copy).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let context = || format!("{how}, {words:?}: {:?} {said}", output.status);
        assert_eq!(output.status.signal(), None, "{}", context());
        assert!(!said.contains("panicked"), "{}", context());
        let status = output.status.code().unwrap();
        assert!([0, 1, 3, 75].contains(&status), "{}", context());
        if status == 1 && words[..2] != ["store", "check"] {
            let named = ["the store ", "there is no store at ", "no job named", "entry "];
            assert!(named.iter().any(|name| said.contains(name)), "{}", context());
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        status
    }

    /// Checks that a damaged store answers each question as the sound one does, or not at all.
    fn check(&self, bytes: &[u8], how: &str, name: &str, thorough: bool) {
        let copy = self.sandbox.path(name);
        fs::write(&copy, bytes).unwrap();
        let mut silent = Vec::new();
        for question in &self.questions {
            let status = self.ask(&copy, question.words, how);
            let right = [question.right, 1].contains(&status);
            assert!(right, "{how}: {:?} answers {status}, not {}", question.words, question.right);
            if status == 1 {
                silent.push(question.words);
            } else {
                self.answered.fetch_add(1, Ordering::Relaxed);
            }
        }
        if thorough {
            for words in [
                &["jobs", "status"][..],
                &["jobs", "export"],
                &["history", "--verify"],
                &["status", "--json"],
            ] {
                if self.ask(&copy, words, how) == 1 {
                    silent.push(words);
                }
            }
            if !silent.is_empty() {
                let check = self.ask(&copy, &["store", "check"], how);
                assert_eq!(
                    check, 1,
                    "{how}: the check passes, but these commands fail: {silent:?}"
                );
            }
            // A change fails, or leaves a store that can be read.
            let status = self.ask(&copy, &["enable", "--quiet"], how);
            if status == 0 {
                assert_eq!(self.ask(&copy, &["is", "maintenance"], how), 0, "{how}");
            }
        }
        let _ = fs::remove_file(&copy);
        let _ = fs::remove_file(self.sandbox.path(&format!("{name}-journal")));
    }

    fn figures(&self, what: &str) {
        let (asked, answered) = (&self.asked, &self.answered);
        print_figures(&format!(
            "{what}: {asked:?} questions, {answered:?} answers, none of them wrong"
        ));
    }
}

#[test]
fn overwritten_pages_never_give_a_wrong_answer() {
    let mut dice = Dice::new(SEED);
    for sound in [DamagedStore::by_hand(), DamagedStore::by_window(), DamagedStore::over()] {
        let pages = sound.bytes.len() / PAGE;
        let kinds: [&str; 4] = ["zeros", "ones", "chance", "another page"];
        for page in 0..pages {
            let one = dice.below(kinds.len());
            for (kind, name) in kinds.iter().enumerate() {
                if kind != one && rounds(0, 1) == 0 {
                    continue;
                }
                let mut bytes = sound.bytes.clone();
                let other = dice.below(pages) * PAGE;
                for place in 0..PAGE {
                    bytes[page * PAGE + place] = match kind {
                        0 => 0,
                        1 => 0xff,
                        2 => dice.byte(),
                        _ => sound.bytes[other + place],
                    };
                }
                let how = format!("page {} became {name} ({other})", page + 1);
                sound.check(&bytes, &how, "page.db", true);
            }
        }
        sound.figures("pages");
    }
}

#[test]
fn truncated_files_never_give_a_wrong_answer() {
    for sound in [DamagedStore::by_hand(), DamagedStore::over()] {
        for cut in (0..sound.bytes.len()).step_by(512 * rounds(11, 1)) {
            let how = format!("cut off after {cut} bytes");
            sound.check(&sound.bytes[..cut], &how, "cut.db", rounds(0, 1) == 1);
        }
        sound.figures("cut off");
    }
}

#[test]
fn flipped_bits_never_give_a_wrong_answer() {
    let mut dice = Dice::new(SEED + 1);
    for sound in [DamagedStore::by_hand(), DamagedStore::by_window(), DamagedStore::over()] {
        for round in 0..rounds(20, 400) {
            let mut bytes = sound.bytes.clone();
            let mut how = "flipped".to_owned();
            for _ in 0..=dice.below(3) {
                let place = dice.below(bytes.len());
                bytes[place] ^= 1 << dice.below(8);
                how = format!("{how} {place}");
            }
            sound.check(&bytes, &how, "flip.db", round % 4 == 0);
        }
        sound.figures("flips");
    }
}

#[test]
fn flipped_bits_in_mode_tables_never_give_a_wrong_answer() {
    let mut dice = Dice::new(SEED + 2);
    for sound in [DamagedStore::by_hand(), DamagedStore::by_window(), DamagedStore::over()] {
        let connection = rusqlite::Connection::open(sound.sandbox.path("mm.db")).unwrap();
        let mut roots = connection
            .prepare(
                "SELECT rootpage FROM sqlite_schema
                 WHERE rootpage > 0 AND tbl_name IN ('server', 'maintenance', 'window', 'window_ended', 'history', 'tenant', 'job')",
            )
            .unwrap();
        let roots: Vec<usize> =
            roots.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(roots.len() > 4, "{roots:?}");
        let places: Vec<usize> = roots
            .iter()
            .flat_map(|root| (root - 1) * PAGE..root * PAGE)
            .filter(|place| sound.bytes[*place] != 0 || place % PAGE < 16)
            .collect();
        for _ in 0..rounds(50, places.len() / 3) {
            let place = places[dice.below(places.len())];
            let mut bytes = sound.bytes.clone();
            bytes[place] ^= 1 << dice.below(8);
            let how = format!("flipped {place} of page {}", place / PAGE + 1);
            sound.check(&bytes, &how, "mode.db", false);
        }
        sound.figures("flips of the mode");
    }
}

#[test]
fn other_files_are_not_taken_for_a_store() {
    #[track_caller]
    fn case(make: impl FnOnce(&std::path::Path), code: &str) {
        let sandbox = Sandbox::new();
        let path = sandbox.path("mm.db");
        make(&path);
        // Reading a pipe would wait for a writer.
        let read = || path.is_file().then(|| fs::read(&path).unwrap());
        let before = read();
        for words in [&["is", "active"][..], &["status"], &["store", "check"], &["enable"]] {
            let ran = sandbox.run(&[words, &["--json"]].concat());
            assert_eq!(ran.status, Some(1), "{words:?} {ran:?}");
            if !ran.out.is_empty() {
                assert_eq!(parse_json(&ran.out)["sound"], false, "{ran:?}");
                continue;
            }
            let error = &parse_json(ran.err.lines().last().unwrap())["error"];
            assert_eq!(error["code"], code, "{words:?} {error}");
            assert!(error["message"].as_str().unwrap().contains("mm.db"), "{error}");
            assert_eq!(read(), before, "{words:?} wrote");
        }
    }
    let sql = |sql: &'static str| {
        move |path: &std::path::Path| {
            rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
        }
    };
    case(|path| fs::write(path, "").unwrap(), "no-store");
    case(|path| fs::write(path, "tenant,job\n".repeat(400)).unwrap(), "not-a-store");
    case(|path| fs::write(path, "SQLite format 3\0").unwrap(), "not-a-store");
    case(|path| fs::write(path, vec![0; 8192]).unwrap(), "not-a-store");
    case(|path| fs::create_dir(path).unwrap(), "not-a-store");
    case(|path| std::os::unix::fs::symlink(path, path).unwrap(), "not-readable");
    case(
        |path| assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success()),
        "not-a-store",
    );
    case(sql("CREATE TABLE places (url TEXT)"), "not-a-store");
    case(sql("PRAGMA application_id = 1; CREATE TABLE server (id)"), "not-a-store");
    case(sql("PRAGMA application_id = 1835889524; PRAGMA user_version = 99"), "newer-schema");
    case(sql("PRAGMA application_id = 1835889524; PRAGMA user_version = -1"), "damaged");
    case(sql("PRAGMA application_id = 1835889524; PRAGMA user_version = 1"), "damaged");
}
