//! Kills: every changing command is killed at chance instants, and the store is as before or after.

use std::fs;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::verbs::{CHANGE, at};
use super::{NOW, TABLES, evening, rows};
use crate::support::{Bench, Dice, json_of, rounds, say, stopwatch};

const SEED: u64 = 0x006b_696c_6c00;

/// What came of some kills.
#[derive(Default)]
struct Figures {
    tried: usize,
    /// Those that hit a process before its end.
    killed: usize,
    /// Those that left a journal behind: in the middle of writing.
    within: usize,
    before: usize,
    after: usize,
    /// Those after which nothing had been acknowledged, and yet the change was made.
    unheard: usize,
}

impl Figures {
    fn show(&self, what: &str) {
        let Figures { tried, killed, within, before, after, unheard } = self;
        say(&format!(
            "{what}: {tried} tried, {killed} killed before their end, {within} with a hot journal; \
             state before {before}, after {after} (of these {unheard} not acknowledged)"
        ));
    }

    fn count(&mut self, killed: &Killed, is_hot: bool) {
        self.tried += 1;
        self.killed += usize::from(killed.was_killed);
        self.within += usize::from(is_hot);
    }

    fn add(&mut self, other: &Figures) {
        self.tried += other.tried;
        self.killed += other.killed;
        self.within += other.within;
        self.before += other.before;
        self.after += other.after;
        self.unheard += other.unheard;
    }
}

/// A process that was started, and how it went on.
struct Killed {
    out: String,
    was_killed: bool,
    status: Option<i32>,
}

/// Kills a process after a while, unless it ends before.
fn kill_after(mut child: Child, delay: Duration) -> Killed {
    let begun = stopwatch();
    // Short delays are waited for awake: a sleep would be longer than the process lives.
    while begun.elapsed() < delay {
        std::hint::spin_loop();
        if delay > Duration::from_millis(20) {
            std::thread::sleep(Duration::from_micros(200));
        }
    }
    // It may have ended before; then nothing is killed.
    let _ = child.kill();
    let status = child.wait().unwrap();
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    Killed { out, was_killed: status.signal() == Some(9), status: status.code() }
}

/// A store that can be put back as it was.
struct Again<'b> {
    bench: &'b Bench,
    bytes: Option<Vec<u8>>,
}

impl<'b> Again<'b> {
    fn of(bench: &'b Bench) -> Again<'b> {
        Again { bench, bytes: fs::read(bench.path("mm.db")).ok() }
    }

    fn back(&self) {
        for name in ["mm.db", "mm.db-journal"] {
            let _ = fs::remove_file(self.bench.path(name));
        }
        if let Some(bytes) = &self.bytes {
            fs::write(self.bench.path("mm.db"), bytes).unwrap();
        }
    }

    /// How long a command takes, in the middle of some tries.
    fn measure(&self, words: &[&str]) -> Duration {
        let one = || {
            self.back();
            let begun = stopwatch();
            assert_eq!(self.bench.run(words).status, Some(0), "{words:?}");
            begun.elapsed()
        };
        let mut took: Vec<Duration> = (0..5).map(|_| one()).collect();
        took.sort_unstable();
        took[2]
    }
}

/// Whether a file ends in the middle of a change.
fn is_hot(store: &Path) -> bool {
    let mut journal = store.as_os_str().to_owned();
    journal.push("-journal");
    // One that is void begins with zeros.
    fs::read(journal).is_ok_and(|found| found.first().is_some_and(|first| *first != 0))
}

/// A chance instant in the time that a command takes.
fn instant(dice: &mut Dice, takes: Duration) -> Duration {
    takes.mul_f64(f64::from(u32::try_from(dice.below(1000)).unwrap()) / 1000.0)
}

fn spawn(bench: &Bench, words: &[&str]) -> Child {
    bench.command(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

const LATER: &str = "2026-11-24T21:00:00Z";

/// The store is sound and can be changed; returns all that it holds.
#[track_caller]
fn sound(bench: &Bench, how: &str) -> String {
    let check = bench.run(&["--now", LATER, "store", "check", "--json"]);
    assert_eq!(check.status, Some(0), "{how}: {check:?}");
    let rows = rows(&bench.path("mm.db"), TABLES);
    let verified = bench.run(&["--now", LATER, "history", "--verify"]);
    assert_eq!(verified.status, Some(0), "{how}: {verified:?}");
    rows
}

#[track_caller]
fn goes_on(bench: &Bench, how: &str) {
    let next = bench.run(&["--now", LATER, "set-message", "went on", "--json"]);
    assert_eq!(next.status, Some(0), "{how}: {next:?}");
    assert_eq!(json_of(&next.out)["changed"], true, "{how}");
}

#[test]
fn a_killed_change_is_made_or_not_made() {
    let mut all = Figures::default();
    for (number, change) in CHANGE.iter().enumerate() {
        let bench = change.bench();
        let again = Again::of(&bench);
        let line = change.line();
        let takes = again.measure(&line);
        let after = sound(&bench, change.verb);
        again.back();
        let before = sound(&bench, change.verb);
        assert_ne!(before, after, "{}", change.verb);
        let mut figures = Figures::default();
        let mut dice = Dice::new(SEED + number as u64);
        for round in 0..rounds(4, 40) {
            again.back();
            let delay = instant(&mut dice, takes);
            let how = format!("{} killed after {delay:?} (round {round})", change.verb);
            let killed = kill_after(spawn(&bench, &line), delay);
            figures.count(&killed, is_hot(&bench.path("mm.db")));
            let acknowledged = killed.status == Some(0) || !killed.out.is_empty();
            let is = sound(&bench, &how);
            if is == after {
                figures.after += 1;
                figures.unheard += usize::from(!acknowledged);
            } else {
                assert_eq!(is, before, "{how}: neither before nor after");
                assert!(!acknowledged, "{how}: acknowledged and lost");
                figures.before += 1;
            }
            goes_on(&bench, &how);
        }
        figures.show(change.verb);
        all.add(&figures);
    }
    all.show("all changes");
    assert!(all.killed > 0 && all.after > 0 && all.before > 0);
}

#[test]
fn a_store_whose_making_was_killed_is_made_by_the_next() {
    let words = ["--now", NOW, "init", "--rehearsal", "--server", "cc01", "--json"];
    let bench = Bench::new();
    let again = Again::of(&bench);
    let takes = again.measure(&words);
    let after = sound(&bench, "init");
    let mut dice = Dice::new(SEED + 100);
    let mut figures = Figures::default();
    for round in 0..rounds(8, 60) {
        again.back();
        let delay = instant(&mut dice, takes);
        let how = format!("init killed after {delay:?} (round {round})");
        let killed = kill_after(spawn(&bench, &words), delay);
        figures.count(&killed, is_hot(&bench.path("mm.db")));
        let acknowledged = killed.status == Some(0) || !killed.out.is_empty();
        let status = bench.run(&["--now", NOW, "status", "--json"]);
        if status.status == Some(0) {
            figures.after += 1;
            figures.unheard += usize::from(!acknowledged);
            assert_eq!(sound(&bench, &how), after, "{how}");
        } else {
            figures.before += 1;
            assert!(!acknowledged, "{how}: acknowledged and lost");
            assert!(status.err.contains("\"no-store\""), "{how}: {status:?}");
            bench.done(&words);
            assert_eq!(sound(&bench, &how), after, "{how}");
        }
        goes_on(&bench, &how);
    }
    figures.show("init of a new store");
}

/// A copy is there as a whole or not at all.
#[test]
fn a_killed_copy_is_whole_or_not_there() {
    for (number, verb) in [&["store", "backup"][..], &["rehearse"]].into_iter().enumerate() {
        let bench = evening();
        bench.done(&["--now", NOW, "enable", "--for", "2h"]);
        let again = Again::of(&bench);
        let original = rows(&bench.path("mm.db"), TABLES);
        let line = [&["--now", NOW, "--json"], verb, &["copy.db"]].concat();
        let clear = || {
            for path in crate::support::files_below(&bench.path("")) {
                if path.file_name().unwrap().to_string_lossy().starts_with("copy.db") {
                    fs::remove_file(path).unwrap();
                }
            }
        };
        let begun = stopwatch();
        bench.done(&line);
        let takes = begun.elapsed();
        let whole = rows(&bench.path("copy.db"), TABLES);
        let mut dice = Dice::new(SEED + 200 + number as u64);
        let mut figures = Figures::default();
        for round in 0..rounds(8, 80) {
            again.back();
            clear();
            let delay = instant(&mut dice, takes);
            let how = format!("{verb:?} killed after {delay:?} (round {round})");
            let killed = kill_after(spawn(&bench, &line), delay);
            figures.count(&killed, false);
            assert_eq!(sound(&bench, &how), original, "{how}: the original was changed");
            let copy = bench.path("copy.db");
            if copy.exists() {
                figures.after += 1;
                figures.unheard += usize::from(killed.out.is_empty());
                let check = ["--now", NOW, "--store", "copy.db", "store", "check"];
                assert_eq!(bench.run(&check).status, Some(0), "{how}: the copy is not whole");
                assert_eq!(rows(&copy, TABLES), whole, "{how}");
            } else {
                figures.before += 1;
                assert!(killed.out.is_empty(), "{how}: acknowledged and lost");
                bench.done(&line);
            }
        }
        figures.show(&verb.join(" "));
    }
}

/// What operators decided, without what hooks were told.
const DECIDED: &[&str] = &["server", "maintenance", "window", "window_ended", "tenant", "job"];

/// Hooks run between transactions: whatever was killed, `mm apply` brings the server to the store.
#[test]
fn whoever_is_killed_while_hooks_run_the_next_apply_mends_it() {
    let mut dice = Dice::new(SEED + 300);
    for (words, first) in [
        (&["enable", "--for", "2h"][..], None),
        (&["disable"], Some(&["enable", "--for", "1h"][..])),
        (&["apply"], Some(&["set-message", "other"][..])),
    ] {
        let bench = evening();
        let hooks = bench.path("hooks");
        fs::create_dir(&hooks).unwrap();
        let server = bench.path("server");
        for name in ["pre-enable", "apply", "post-disable"] {
            let path = hooks.join(name);
            let does = match name {
                "apply" => format!("printf %s \"$MM_MODE\" >'{}'", server.display()),
                _ => ":".to_owned(),
            };
            // By another process: what this one has open to write cannot be executed.
            let write = "printf '#!/bin/sh\\n%s\\n' \"$1\" >\"$0\" && chmod 755 \"$0\" \"$(dirname \"$0\")\"";
            let ended =
                std::process::Command::new("sh").args(["-c", write]).arg(&path).arg(does).status();
            assert!(ended.unwrap().success());
        }
        let head = ["--now", NOW, "--json", "--hooks", hooks.to_str().unwrap()];
        let line = |words: &[&'static str]| [&head[..], words].concat();
        let mut figures = Figures::default();
        if let Some(first) = first {
            let first = if words == ["apply"] { at(first) } else { line(first) };
            bench.run(&first);
        }
        let again = Again::of(&bench);
        let was_told = fs::read(&server).unwrap_or_default();
        let before = rows(&bench.path("mm.db"), DECIDED);
        let takes = again.measure(&line(words));
        let after = rows(&bench.path("mm.db"), DECIDED);
        for round in 0..rounds(6, 40) {
            again.back();
            fs::write(&server, &was_told).unwrap();
            let delay = instant(&mut dice, takes);
            let how = format!("{words:?} with hooks killed after {delay:?} (round {round})");
            let killed = kill_after(spawn(&bench, &line(words)), delay);
            figures.count(&killed, is_hot(&bench.path("mm.db")));
            let acknowledged = killed.status == Some(0) || !killed.out.is_empty();
            sound(&bench, &how);
            let is = rows(&bench.path("mm.db"), DECIDED);
            if is == after {
                figures.after += 1;
                figures.unheard += usize::from(!acknowledged);
            } else {
                assert_eq!(is, before, "{how}: neither before nor after");
                assert!(!acknowledged, "{how}: acknowledged and lost");
                figures.before += 1;
            }
            bench.done(&line(&["apply"]));
            let status = json_of(&bench.done(&line(&["status"])));
            assert_eq!(status["applied"], "yes", "{how}: {status}");
            let told = fs::read_to_string(&server).unwrap();
            assert_eq!(status["mode"], *told, "{how}: the server was told something else");
            goes_on(&bench, &how);
        }
        figures.show(&format!("{} with hooks", words[0]));
    }
}

/// A command that is gated: its session never works on once it is gone, and the job can run again.
#[test]
fn a_killed_run_leaves_no_session_at_work_behind() {
    let bench = Bench::new();
    bench.done(&["init", "--live"]);
    let add = ["jobs", "add", "nightly", "--tenant", "t", "--type", "vm-backup", "--task", "a=1m"];
    bench.done(&add);
    let again = Again::of(&bench);
    let line = ["run", "nightly", "--", "sh", "-c", "echo began"];
    let takes = again.measure(&line);
    let mut dice = Dice::new(SEED + 400);
    let mut figures = Figures::default();
    for round in 0..rounds(10, 100) {
        again.back();
        let delay = instant(&mut dice, takes);
        let how = format!("run killed after {delay:?} (round {round})");
        let killed = kill_after(spawn(&bench, &line), delay);
        figures.count(&killed, is_hot(&bench.path("mm.db")));
        let check = bench.run(&["store", "check"]);
        assert_eq!(check.status, Some(0), "{how}: {check:?}");
        let sessions = || json_of(&bench.done(&["sessions", "--json"]))["sessions"].clone();
        // The command itself may live a moment longer than mm.
        while sessions()[0]["state"] == "working" {
            std::thread::yield_now();
        }
        let seen = sessions();
        if killed.out.is_empty() {
            figures.before += 1;
        } else {
            // What ran is on record: the command is begun after its session was written down.
            figures.after += 1;
            assert_eq!(seen.as_array().unwrap().len(), 1, "{how}: {seen}");
        }
        bench.done(&["run", "nightly", "--", "true"]);
        bench.done(&["enable", "--quiet"]);
        assert_eq!(bench.run(&["run", "nightly", "--", "true"]).status, Some(75), "{how}");
    }
    figures.show("run");
}
