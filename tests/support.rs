//! Support: sandboxes in which the program runs, project files, and comparing generated text.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program under test.
pub const MM: &str = env!("CARGO_BIN_EXE_mm");

/// A file of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Programs start with the signals ignored that their parent ignores, as in the background of a script. One that
/// this process handles, here as by default, they do not inherit.
#[cfg(unix)]
fn catch_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT};
    use signal_hook::flag::register_conditional_default;
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        for signal in [SIGHUP, SIGINT, SIGQUIT] {
            let always = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
            register_conditional_default(signal, always).unwrap();
        }
    });
}

/// The text of a file, or an empty one if the file does not exist.
pub fn read_text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Whether generated files are written instead of compared.
pub fn bless() -> bool {
    std::env::var_os("MM_BLESS").is_some_and(|value| value == "1")
}

/// A number of repetitions: `short`, or `long` under `MM_LONG=1`.
pub fn rounds(short: usize, long: usize) -> usize {
    if std::env::var_os("MM_LONG").is_some_and(|value| value == "1") { long } else { short }
}

/// Compares a file with its expected text, or writes it under `MM_BLESS=1`.
#[track_caller]
pub fn compare(path: &Path, want: &str) {
    let is = read_text(path);
    if is == want {
        return;
    }
    if bless() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(path, want).unwrap();
    }
    let differs = is.lines().zip(want.lines()).position(|(is, want)| is != want);
    let line = differs.unwrap_or(is.lines().count().min(want.lines().count()));
    panic!(
        "{} differs from line {} on\n  is:     {:?}\n  should: {:?}\nMM_BLESS=1 cargo test writes it",
        path.display(),
        line + 1,
        is.lines().nth(line),
        want.lines().nth(line),
    );
}

/// The text of a page with its generated part replaced.
#[track_caller]
pub fn replace_generated(page: &str, name: &str, with: &str) -> String {
    let begin = format!("<!-- generated: {name} -->\n");
    let end = format!("<!-- end: {name} -->");
    let from = page.find(&begin).unwrap_or_else(|| panic!("no mark {begin:?}")) + begin.len();
    let to = from + page[from..].find(&end).unwrap_or_else(|| panic!("no mark {end:?}"));
    format!("{}{with}{}", &page[..from], &page[to..])
}

/// All files below a folder, sorted.
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

/// Runs the test of this name again as root of a user namespace of its own, unless this process is root
/// already. Returns whether it did, so that nothing is left to do.
///
/// A machine without such namespaces leaves the test out and says so; with `MM_NEED_ROOT=1` it fails.
#[cfg(target_os = "linux")]
#[track_caller]
pub fn ran_as_root(test: &str) -> bool {
    if nix::unistd::geteuid().is_root() {
        return false;
    }
    let as_root = |program: &OsStr, args: &[&str]| {
        Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "--"])
            .arg(program)
            .args(args)
            .output()
    };
    if !as_root("true".as_ref(), &[]).is_ok_and(|probe| probe.status.success()) {
        let must = std::env::var_os("MM_NEED_ROOT").is_some_and(|value| value == "1");
        assert!(!must, "{test} needs root or user namespaces");
        print_figures(&format!("{test} was left out: it needs root or user namespaces"));
        return true;
    }
    let test_binary = std::env::current_exe().unwrap();
    let output = as_root(test_binary.as_os_str(), &["--exact", test]).unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(out.contains("1 passed"), "{test} as root of a user namespace:\n{out}{err}");
    true
}

/// A folder of its own with a store, in which the program runs.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Finished {
    pub out: String,
    pub err: String,
    /// `None` if a signal killed the program.
    pub status: Option<i32>,
}

impl From<std::process::Output> for Finished {
    fn from(output: std::process::Output) -> Finished {
        let finished = Finished {
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: output.status.code(),
        };
        keep_documents(&finished.out);
        keep_documents(&finished.err);
        finished
    }
}

impl Sandbox {
    pub fn new() -> Sandbox {
        #[cfg(unix)]
        catch_signals();
        Sandbox { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with these arguments, ready to run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(MM);
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

    pub fn run(&self, arguments: &[&str]) -> Finished {
        self.command(arguments).output().unwrap().into()
    }

    /// Writes a hook into the folder `hooks`, which only its owner can write.
    ///
    /// Another process writes it: a file that is open for writing cannot be executed, and a test that
    /// forks at that moment would inherit the open file.
    #[cfg(unix)]
    pub fn write_hook(&self, name: &str, script: &str) {
        let write = "mkdir -p hooks && printf '#!/bin/sh\n%s\n' \"$2\" >\"hooks/$1\" && chmod 755 hooks \"hooks/$1\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", write, "sh", name, script]).current_dir(self.path(""));
        assert!(shell.status().unwrap().success());
    }

    /// Copies the program here, through another process as in `write_hook`.
    #[cfg(unix)]
    pub fn copy_program(&self) -> PathBuf {
        let copy = self.path("mm");
        if !copy.exists() {
            assert!(Command::new("cp").arg(MM).arg(&copy).status().unwrap().success());
        }
        copy
    }

    /// Runs the program, which must succeed, and returns its standard output.
    #[track_caller]
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.status, Some(0), "{arguments:?}: {ran:?}");
        ran.out
    }
}

#[track_caller]
pub fn parse_json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

/// Adds the documents among some lines to the file that `MM_DOCUMENTS` names, which `.ci/connect`
/// validates.
pub fn keep_documents(text: &str) {
    use std::io::Write as _;
    let Some(path) = std::env::var_os("MM_DOCUMENTS") else {
        return;
    };
    let is_document = |line: &&str| {
        line.starts_with("{\"schema\":\"mm.")
            && serde_json::from_str::<serde_json::Value>(line).is_ok()
    };
    let lines: String = text.lines().filter(is_document).map(|line| format!("{line}\n")).collect();
    let mut file = fs::File::options().create(true).append(true).open(path).unwrap();
    // In one piece, since other tests write, too.
    file.write_all(lines.as_bytes()).unwrap();
}

/// The search path of this process, with the folder of the program first.
pub fn search_path() -> OsString {
    let folder = Path::new(MM).parent().unwrap().to_path_buf();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&paths))).unwrap()
}

/// Changes a store without the program.
pub fn execute_sql(store: &Path, sql: &str) {
    rusqlite::Connection::open(store).unwrap().execute_batch(sql).unwrap();
}

/// Prints figures for people who run tests with `--nocapture`.
#[expect(clippy::print_stderr, reason = "figures are for people")]
pub fn print_figures(text: &str) {
    eprintln!("{text}");
}

/// Starts measuring, to choose instants within the time that a command takes.
#[expect(clippy::disallowed_methods, reason = "no result depends on it")]
pub fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

/// Pseudo-random numbers, the same for the same seed (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    pub fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }
}
