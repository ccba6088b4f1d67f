//! Support: where the project lies, and generated texts that are compared or written.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A file of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file; an empty one where there is none yet.
pub fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Whether generated files are to be written instead of compared.
pub fn bless() -> bool {
    std::env::var_os("MM_BLESS").is_some_and(|value| value == "1")
}

/// How often something is tried: seldom as a rule, often under `MM_LONG=1`.
pub fn rounds(short: usize, full: usize) -> usize {
    if std::env::var_os("MM_LONG").is_some_and(|value| value == "1") { full } else { short }
}

/// Compares a file with what it should be, or writes it under `MM_BLESS=1`.
#[track_caller]
pub fn compare(path: &Path, want: &str) {
    if text_of(path) == want {
        return;
    }
    if bless() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(path, want).unwrap();
    }
    let old = text_of(path);
    let differs = old.lines().zip(want.lines()).position(|(old, new)| old != new);
    let line = differs.unwrap_or(old.lines().count().min(want.lines().count()));
    panic!(
        "{} is not what it should be, from line {} on\n  is:     {:?}\n  should: {:?}\nMM_BLESS=1 cargo test writes it",
        path.display(),
        line + 1,
        old.lines().nth(line),
        want.lines().nth(line),
    );
}

/// The part of `text` between a marked begin and end replaced by `with`.
#[track_caller]
pub fn between_marks(text: &str, name: &str, with: &str) -> String {
    let begin = format!("<!-- generated: {name} -->\n");
    let end = format!("<!-- end: {name} -->");
    let from = text.find(&begin).unwrap_or_else(|| panic!("no mark {begin:?}")) + begin.len();
    let to = from + text[from..].find(&end).unwrap_or_else(|| panic!("no mark {end:?}"));
    format!("{}{with}{}", &text[..from], &text[to..])
}

/// All files below a folder, in order.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return files;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A folder with a store of its own, and the program to run on it.
pub struct Bench {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// The exit status; `None`: it was killed.
    pub status: Option<i32>,
}

impl Bench {
    /// An empty folder.
    pub fn new() -> Bench {
        Bench { folder: tempfile::tempdir().unwrap() }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with its arguments, ready to run in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mm"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .env("USER", "operator")
            .env("MM_STORE", self.path("mm.db"))
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran {
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: output.status.code(),
        }
    }

    /// Runs the program, which must end with 0. Returns its standard output.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.status, Some(0), "{arguments:?}: {ran:?}");
        ran.out
    }
}

/// A document that was printed.
#[track_caller]
pub fn json_of(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

/// The search path of this process with the program before all else.
pub fn path_with_mm() -> OsString {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mm"));
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut path = vec![program.parent().unwrap().to_path_buf()];
    path.extend(std::env::split_paths(&paths));
    std::env::join_paths(path).unwrap()
}

/// Changes a store behind the program's back.
pub fn fill(store: &Path, sql: &str) {
    rusqlite::Connection::open(store).unwrap().execute_batch(sql).unwrap();
}

/// Tells what was tried, for those who run tests with `--nocapture`.
#[expect(clippy::print_stderr, reason = "figures are for people")]
pub fn say(text: &str) {
    eprintln!("{text}");
}

/// Begins to measure how long something takes, to choose instants in it.
#[expect(clippy::disallowed_methods, reason = "no result depends on it")]
pub fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

/// Chance that is the same again for the same seed (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Chance of a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// Any byte.
    pub fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }
}
