//! Kills: changing commands are killed at random instants, and the change is complete or absent.

use std::fs;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::commands::{CHANGE, at_now};
use super::{NOW, TABLES, rehearsal, rows};
use crate::support::{Dice, Sandbox, parse_json, print_figures, rounds, stopwatch};

const SEED: u64 = 0x006b_696c_6c00;

/// Counts of kills and of what they left.
#[derive(Default)]
struct Figures {
    tried: usize,
    /// Kills that hit a process before its end.
    killed: usize,
    /// Kills in the middle of writing, which left a journal.
    mid_write: usize,
    before: usize,
    after: usize,
    /// Changes that were made, but not acknowledged.
    unacknowledged: usize,
}

impl Figures {
    fn show(&self, what: &str) {
        let Figures { tried, killed, mid_write, before, after, unacknowledged } = self;
        print_figures(&format!(
            "{what}: {tried} tried, {killed} killed before their end, {mid_write} with a hot journal; \
             state before {before}, after {after} (of these {unacknowledged} not acknowledged)"
        ));
    }

    fn count(&mut self, killed: &Killed, is_hot: bool) {
        self.tried += 1;
        self.killed += usize::from(killed.was_killed);
        self.mid_write += usize::from(is_hot);
    }

    fn add(&mut self, other: &Figures) {
        self.tried += other.tried;
        self.killed += other.killed;
        self.mid_write += other.mid_write;
        self.before += other.before;
        self.after += other.after;
        self.unacknowledged += other.unacknowledged;
    }
}

/// How a process ended that was to be killed.
struct Killed {
    out: String,
    was_killed: bool,
    status: Option<i32>,
}

/// Kills a process after a delay, unless it has ended.
fn kill_after(mut child: Child, delay: Duration) -> Killed {
    let begun = stopwatch();
    // A short sleep would take longer than the process does.
    while begun.elapsed() < delay {
        std::hint::spin_loop();
        if delay > Duration::from_millis(20) {
            std::thread::sleep(Duration::from_micros(200));
        }
    }
    // This fails if the process has ended.
    let _ = child.kill();
    let status = child.wait().unwrap();
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    Killed { out, was_killed: status.signal() == Some(9), status: status.code() }
}

/// A store that can be restored.
struct Restorable<'b> {
    sandbox: &'b Sandbox,
    bytes: Option<Vec<u8>>,
}

impl<'b> Restorable<'b> {
    fn of(sandbox: &'b Sandbox) -> Restorable<'b> {
        Restorable { sandbox, bytes: fs::read(sandbox.path("mm.db")).ok() }
    }

    fn restore(&self) {
        for name in ["mm.db", "mm.db-journal"] {
            let _ = fs::remove_file(self.sandbox.path(name));
        }
        if let Some(bytes) = &self.bytes {
            fs::write(self.sandbox.path("mm.db"), bytes).unwrap();
        }
    }

    /// The median time that a command takes.
    fn measure(&self, words: &[&str]) -> Duration {
        let one = || {
            self.restore();
            let begun = stopwatch();
            assert_eq!(self.sandbox.run(words).status, Some(0), "{words:?}");
            begun.elapsed()
        };
        let mut took: Vec<Duration> = (0..5).map(|_| one()).collect();
        took.sort_unstable();
        took[2]
    }
}

/// Whether a store has a journal that the next process has to roll back.
fn is_hot(store: &Path) -> bool {
    let mut journal = store.as_os_str().to_owned();
    journal.push("-journal");
    // A journal without effect begins with zeros.
    fs::read(journal).is_ok_and(|found| found.first().is_some_and(|first| *first != 0))
}

/// A random instant while a command runs. On a busy machine it runs up to twice as long as it did
/// when it was measured.
fn instant(dice: &mut Dice, takes: Duration) -> Duration {
    takes.mul_f64(f64::from(u32::try_from(dice.below(1000)).unwrap()) / 500.0)
}

fn spawn(sandbox: &Sandbox, words: &[&str]) -> Child {
    sandbox.command(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

const LATER: &str = "2026-11-24T21:00:00Z";

/// Checks that the store is sound and returns all its rows.
#[track_caller]
fn assert_sound(sandbox: &Sandbox, how: &str) -> String {
    let check = sandbox.run(&["--now", LATER, "store", "check", "--json"]);
    assert_eq!(check.status, Some(0), "{how}: {check:?}");
    let rows = rows(&sandbox.path("mm.db"), TABLES);
    let verified = sandbox.run(&["--now", LATER, "history", "--verify"]);
    assert_eq!(verified.status, Some(0), "{how}: {verified:?}");
    rows
}

#[track_caller]
fn assert_changeable(sandbox: &Sandbox, how: &str) {
    let next = sandbox.run(&["--now", LATER, "set-message", "continued", "--json"]);
    assert_eq!(next.status, Some(0), "{how}: {next:?}");
    assert_eq!(parse_json(&next.out)["changed"], true, "{how}");
}

#[test]
fn killed_change_happens_completely_or_not_at_all() {
    let mut all = Figures::default();
    for (number, change) in CHANGE.iter().enumerate() {
        let sandbox = change.sandbox();
        let restorable = Restorable::of(&sandbox);
        let line = change.line();
        let takes = restorable.measure(&line);
        let after = assert_sound(&sandbox, change.verb);
        restorable.restore();
        let before = assert_sound(&sandbox, change.verb);
        assert_ne!(before, after, "{}", change.verb);
        let mut figures = Figures::default();
        let mut dice = Dice::new(SEED + number as u64);
        for round in 0..rounds(3, 40) {
            restorable.restore();
            let delay = instant(&mut dice, takes);
            let how = format!("{} killed after {delay:?} (round {round})", change.verb);
            let killed = kill_after(spawn(&sandbox, &line), delay);
            figures.count(&killed, is_hot(&sandbox.path("mm.db")));
            let acknowledged = killed.status == Some(0) || !killed.out.is_empty();
            let is = assert_sound(&sandbox, &how);
            if is == after {
                figures.after += 1;
                figures.unacknowledged += usize::from(!acknowledged);
            } else {
                assert_eq!(is, before, "{how}: neither before nor after");
                assert!(!acknowledged, "{how}: acknowledged and lost");
                figures.before += 1;
            }
            assert_changeable(&sandbox, &how);
        }
        figures.show(change.verb);
        all.add(&figures);
    }
    all.show("all changes");
    assert!(all.killed > 0 && all.after > 0 && all.before > 0);
}

#[test]
fn killed_init_can_be_repeated() {
    let words = ["--now", NOW, "init", "--rehearsal", "--server", "cc01", "--json"];
    let sandbox = Sandbox::new();
    let restorable = Restorable::of(&sandbox);
    let takes = restorable.measure(&words);
    let after = assert_sound(&sandbox, "init");
    let mut dice = Dice::new(SEED + 100);
    let mut figures = Figures::default();
    for round in 0..rounds(8, 60) {
        restorable.restore();
        let delay = instant(&mut dice, takes);
        let how = format!("init killed after {delay:?} (round {round})");
        let killed = kill_after(spawn(&sandbox, &words), delay);
        figures.count(&killed, is_hot(&sandbox.path("mm.db")));
        let acknowledged = killed.status == Some(0) || !killed.out.is_empty();
        let status = sandbox.run(&["--now", NOW, "status", "--json"]);
        if status.status == Some(0) {
            figures.after += 1;
            figures.unacknowledged += usize::from(!acknowledged);
            assert_eq!(assert_sound(&sandbox, &how), after, "{how}");
        } else {
            figures.before += 1;
            assert!(!acknowledged, "{how}: acknowledged and lost");
            assert!(status.err.contains("\"no-store\""), "{how}: {status:?}");
            sandbox.succeed(&words);
            assert_eq!(assert_sound(&sandbox, &how), after, "{how}");
        }
        assert_changeable(&sandbox, &how);
    }
    figures.show("init of a new store");
}

#[test]
fn killed_copy_is_complete_or_absent() {
    for (number, verb) in [&["store", "backup"][..], &["rehearse"]].into_iter().enumerate() {
        let sandbox = rehearsal();
        sandbox.succeed(&["--now", NOW, "enable", "--for", "2h"]);
        let restorable = Restorable::of(&sandbox);
        let original = rows(&sandbox.path("mm.db"), TABLES);
        let line = [&["--now", NOW, "--json"], verb, &["copy.db"]].concat();
        let clear = || {
            for path in crate::support::files_below(&sandbox.path("")) {
                if path.file_name().unwrap().to_string_lossy().starts_with("copy.db") {
                    fs::remove_file(path).unwrap();
                }
            }
        };
        let begun = stopwatch();
        sandbox.succeed(&line);
        let takes = begun.elapsed();
        let whole = rows(&sandbox.path("copy.db"), TABLES);
        let mut dice = Dice::new(SEED + 200 + number as u64);
        let mut figures = Figures::default();
        for round in 0..rounds(8, 80) {
            restorable.restore();
            clear();
            let delay = instant(&mut dice, takes);
            let how = format!("{verb:?} killed after {delay:?} (round {round})");
            let killed = kill_after(spawn(&sandbox, &line), delay);
            figures.count(&killed, false);
            assert_eq!(assert_sound(&sandbox, &how), original, "{how}: the original was changed");
            let copy = sandbox.path("copy.db");
            if copy.exists() {
                figures.after += 1;
                figures.unacknowledged += usize::from(killed.out.is_empty());
                let check = ["--now", NOW, "--store", "copy.db", "store", "check"];
                assert_eq!(sandbox.run(&check).status, Some(0), "{how}: the copy is not complete");
                assert_eq!(rows(&copy, TABLES), whole, "{how}");
            } else {
                figures.before += 1;
                assert!(killed.out.is_empty(), "{how}: acknowledged and lost");
                sandbox.succeed(&line);
            }
        }
        figures.show(&verb.join(" "));
    }
}

/// The tables with the operators' decisions.
const DECIDED: &[&str] = &["server", "maintenance", "window", "window_ended", "tenant", "job"];

/// Hooks run between transactions, so a kill can separate the store from the server.
#[test]
fn apply_repairs_after_a_kill_during_hooks() {
    let mut dice = Dice::new(SEED + 300);
    for (words, first) in [
        (&["enable", "--for", "2h"][..], None),
        (&["disable"], Some(&["enable", "--for", "1h"][..])),
        (&["apply"], Some(&["set-message", "other"][..])),
    ] {
        let sandbox = rehearsal();
        let hooks = sandbox.path("hooks");
        let server = sandbox.path("server");
        let apply = format!("printf %s \"$MM_MODE\" >'{}'", server.display());
        for (name, script) in [("pre-enable", ":"), ("apply", &*apply), ("post-disable", ":")] {
            sandbox.write_hook(name, script);
        }
        let head = ["--now", NOW, "--json", "--hooks", hooks.to_str().unwrap()];
        let line = |words: &[&'static str]| [&head[..], words].concat();
        let mut figures = Figures::default();
        if let Some(first) = first {
            let first = if words == ["apply"] { at_now(first) } else { line(first) };
            sandbox.run(&first);
        }
        let restorable = Restorable::of(&sandbox);
        let applied_before = fs::read(&server).unwrap_or_default();
        let before = rows(&sandbox.path("mm.db"), DECIDED);
        let takes = restorable.measure(&line(words));
        let after = rows(&sandbox.path("mm.db"), DECIDED);
        for round in 0..rounds(6, 40) {
            restorable.restore();
            fs::write(&server, &applied_before).unwrap();
            let delay = instant(&mut dice, takes);
            let how = format!("{words:?} with hooks killed after {delay:?} (round {round})");
            let killed = kill_after(spawn(&sandbox, &line(words)), delay);
            figures.count(&killed, is_hot(&sandbox.path("mm.db")));
            let acknowledged = killed.status == Some(0) || !killed.out.is_empty();
            assert_sound(&sandbox, &how);
            let is = rows(&sandbox.path("mm.db"), DECIDED);
            if is == after {
                figures.after += 1;
                figures.unacknowledged += usize::from(!acknowledged);
            } else {
                assert_eq!(is, before, "{how}: neither before nor after");
                assert!(!acknowledged, "{how}: acknowledged and lost");
                figures.before += 1;
            }
            sandbox.succeed(&line(&["apply"]));
            let status = parse_json(&sandbox.succeed(&line(&["status"])));
            assert_eq!(status["applied"], "yes", "{how}: {status}");
            let applied = fs::read_to_string(&server).unwrap();
            assert_eq!(status["mode"], *applied, "{how}: the server has another mode");
            assert_changeable(&sandbox, &how);
        }
        figures.show(&format!("{} with hooks", words[0]));
    }
}

#[test]
fn killed_run_leaves_no_running_session() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live"]);
    let add = ["jobs", "add", "nightly", "--tenant", "t", "--type", "vm-backup", "--task", "a=1m"];
    sandbox.succeed(&add);
    let restorable = Restorable::of(&sandbox);
    let line = ["run", "nightly", "--", "sh", "-c", "echo began"];
    let takes = restorable.measure(&line);
    let mut dice = Dice::new(SEED + 400);
    let mut figures = Figures::default();
    for round in 0..rounds(10, 100) {
        restorable.restore();
        let delay = instant(&mut dice, takes);
        let how = format!("run killed after {delay:?} (round {round})");
        let killed = kill_after(spawn(&sandbox, &line), delay);
        figures.count(&killed, is_hot(&sandbox.path("mm.db")));
        let check = sandbox.run(&["store", "check"]);
        assert_eq!(check.status, Some(0), "{how}: {check:?}");
        let sessions = || parse_json(&sandbox.succeed(&["sessions", "--json"]))["sessions"].clone();
        // The command may outlive `mm` for a moment.
        while sessions()[0]["state"] == "working" {
            std::thread::yield_now();
        }
        let seen = sessions();
        if killed.out.is_empty() {
            figures.before += 1;
        } else {
            // The session is recorded before the command starts.
            figures.after += 1;
            assert_eq!(seen.as_array().unwrap().len(), 1, "{how}: {seen}");
        }
        sandbox.succeed(&["run", "nightly", "--", "true"]);
        sandbox.succeed(&["enable", "--quiet"]);
        assert_eq!(sandbox.run(&["run", "nightly", "--", "true"]).status, Some(75), "{how}");
    }
    figures.show("run");
}
