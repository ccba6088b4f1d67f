//! Damage: pages overwritten, files cut off, bits flipped: an error, never a wrong answer.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::{NOW, full};
use crate::support::{Bench, Dice, json_of, rounds, say};

const PAGE: usize = 4096;
const SEED: u64 = 0x6d6d;

/// A question whose answer is its exit status, and what the sound store answers.
struct Question {
    words: &'static [&'static str],
    right: i32,
}

/// A sound store, and the questions that a damaged copy of it is asked.
struct Patient {
    bench: Bench,
    bytes: Vec<u8>,
    questions: Vec<Question>,
    mode: Value,
    asked: AtomicUsize,
    answered: AtomicUsize,
}

/// Whether the mode is on is asked in three ways, and what follows from it in two more.
const QUESTIONS: &[&[&str]] = &[
    &["is", "active"],
    &["is", "maintenance"],
    &["is", "overdue"],
    &["can", "start", "Aalto Legal/Backup Job 1"],
    &["can", "start", "Castellan Print/Press archive"],
];

impl Patient {
    fn new(maintenance: &[&str]) -> Patient {
        let bench = full(maintenance);
        let bytes = fs::read(bench.path("mm.db")).unwrap();
        let ask = |words: &'static [&'static str]| {
            let ran = bench.run(&[&["--now", NOW], words].concat());
            Question { words, right: ran.status.unwrap() }
        };
        let questions: Vec<Question> = QUESTIONS.iter().map(|words| ask(words)).collect();
        assert!(questions.iter().all(|each| [0, 3, 75].contains(&each.right)));
        let status = json_of(&bench.done(&["--now", NOW, "status", "--json"]));
        let mode = status["mode"].clone();
        let (asked, answered) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Patient { bench, bytes, questions, mode, asked, answered }
    }

    /// Maintenance declared by hand; it ends by itself, so that every time in it matters.
    fn by_hand() -> Patient {
        Patient::new(&["enable", "--for", "2h", "--on-expiry", "disable", "--reason", "storage"])
    }

    /// Maintenance by a window that is open.
    fn by_window() -> Patient {
        Patient::new(&["schedule", "add", "--at", "2026-11-23T21:00:00Z", "--for", "1h"])
    }

    /// Maintenance that is over.
    fn over() -> Patient {
        let patient = Patient::new(&["disable"]);
        assert_eq!(patient.mode, "active");
        patient
    }

    /// Asks one question of a damaged copy. Returns the status.
    fn ask(&self, copy: &PathBuf, words: &[&str], how: &str) -> i32 {
        let mut command = self.bench.command(&[&["--now", NOW], words].concat());
        let output = command.env("MM_STORE", copy).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let told = || format!("{how}, {words:?}: {:?} {said}", output.status);
        assert_eq!(output.status.signal(), None, "{}", told());
        assert!(!said.contains("panicked"), "{}", told());
        let status = output.status.code().unwrap();
        assert!([0, 1, 3, 75].contains(&status), "{}", told());
        if status == 1 && words[..2] != ["store", "check"] {
            let named = ["the store ", "there is no store at ", "nobody knows a job", "entry "];
            assert!(named.iter().any(|name| said.contains(name)), "{}", told());
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        status
    }

    /// Looks at a store with some bytes: each question is answered as before, or not at all.
    fn look(&self, bytes: &[u8], how: &str, name: &str, thoroughly: bool) {
        let copy = self.bench.path(name);
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
        if thoroughly {
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
                assert_eq!(check, 1, "{how}: called sound, but nothing is answered to {silent:?}");
            }
            // A change is refused, or leaves a store that can be read.
            let status = self.ask(&copy, &["enable", "--quiet"], how);
            if status == 0 {
                assert_eq!(self.ask(&copy, &["is", "maintenance"], how), 0, "{how}");
            }
        }
        let _ = fs::remove_file(&copy);
        let _ = fs::remove_file(self.bench.path(&format!("{name}-journal")));
    }

    fn figures(&self, what: &str) {
        let (asked, answered) = (&self.asked, &self.answered);
        say(&format!(
            "{what}: {asked:?} asked, {answered:?} of the questions answered, all rightly"
        ));
    }
}

#[test]
fn a_page_that_was_overwritten_is_noticed() {
    let mut dice = Dice::new(SEED);
    for patient in [Patient::by_hand(), Patient::by_window(), Patient::over()] {
        let pages = patient.bytes.len() / PAGE;
        let kinds: [&str; 4] = ["zeros", "ones", "chance", "another page"];
        for page in 0..pages {
            let one = dice.below(kinds.len());
            for (kind, name) in kinds.iter().enumerate() {
                if kind != one && rounds(0, 1) == 0 {
                    continue;
                }
                let mut bytes = patient.bytes.clone();
                let other = dice.below(pages) * PAGE;
                for place in 0..PAGE {
                    bytes[page * PAGE + place] = match kind {
                        0 => 0,
                        1 => 0xff,
                        2 => dice.byte(),
                        _ => patient.bytes[other + place],
                    };
                }
                let how = format!("page {} became {name} ({other})", page + 1);
                patient.look(&bytes, &how, "page.db", true);
            }
        }
        patient.figures("pages");
    }
}

#[test]
fn a_file_that_was_cut_off_is_noticed() {
    for patient in [Patient::by_hand(), Patient::over()] {
        for cut in (0..patient.bytes.len()).step_by(512 * rounds(11, 1)) {
            let how = format!("cut off after {cut} bytes");
            patient.look(&patient.bytes[..cut], &how, "cut.db", rounds(0, 1) == 1);
        }
        patient.figures("cut off");
    }
}

#[test]
fn flipped_bits_anywhere_give_no_wrong_mode() {
    let mut dice = Dice::new(SEED + 1);
    for patient in [Patient::by_hand(), Patient::by_window(), Patient::over()] {
        for round in 0..rounds(40, 400) {
            let mut bytes = patient.bytes.clone();
            let mut how = "flipped".to_owned();
            for _ in 0..=dice.below(3) {
                let place = dice.below(bytes.len());
                bytes[place] ^= 1 << dice.below(8);
                how = format!("{how} {place}");
            }
            patient.look(&bytes, &how, "flip.db", round % 4 == 0);
        }
        patient.figures("flips");
    }
}

/// The bytes that matter most: those of the tables from which the mode and the gate follow.
#[test]
fn flipped_bits_where_the_mode_and_the_gate_stand_give_no_wrong_answer() {
    let mut dice = Dice::new(SEED + 2);
    for patient in [Patient::by_hand(), Patient::by_window(), Patient::over()] {
        let connection = rusqlite::Connection::open(patient.bench.path("mm.db")).unwrap();
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
            .filter(|place| patient.bytes[*place] != 0 || place % PAGE < 16)
            .collect();
        for _ in 0..rounds(100, places.len() / 3) {
            let place = places[dice.below(places.len())];
            let mut bytes = patient.bytes.clone();
            bytes[place] ^= 1 << dice.below(8);
            let how = format!("flipped {place} of page {}", place / PAGE + 1);
            patient.look(&bytes, &how, "mode.db", false);
        }
        patient.figures("flips of the mode");
    }
}

#[test]
fn what_is_no_store_is_said_to_be_none() {
    #[track_caller]
    fn case(make: impl FnOnce(&std::path::Path), code: &str) {
        let bench = Bench::new();
        let path = bench.path("mm.db");
        make(&path);
        // Who reads a pipe waits for somebody who writes.
        let read = || path.is_file().then(|| fs::read(&path).unwrap());
        let before = read();
        for words in [&["is", "active"][..], &["status"], &["store", "check"], &["enable"]] {
            if code == "no-store" && words == ["enable"] {
                break;
            }
            let ran = bench.run(&[words, &["--json"]].concat());
            assert_eq!(ran.status, Some(1), "{words:?} {ran:?}");
            if !ran.out.is_empty() {
                assert_eq!(json_of(&ran.out)["sound"], false, "{ran:?}");
                continue;
            }
            let error = &json_of(ran.err.lines().last().unwrap())["error"];
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
