//! Hooks: what holds while several processes run them, and when one is killed on the way.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::{Bench, fill, json_of};

const NOW: &str = "2026-11-23T21:00:00Z";

/// A rehearsal with hooks, each of which writes a line.
struct Hooked {
    bench: Bench,
    hooks: PathBuf,
}

impl Hooked {
    fn new() -> Hooked {
        let bench = Bench::new();
        bench.done(&["--now", NOW, "init", "--rehearsal"]);
        let hooks = bench.path("hooks");
        fs::create_dir(&hooks).unwrap();
        open(&hooks);
        Hooked { bench, hooks }
    }

    /// Writes a hook; `$log` is where it writes to, `$mm` the program.
    fn hook(&self, name: &str, script: &str) {
        let log = self.bench.path("log");
        let mm = env!("CARGO_BIN_EXE_mm");
        let script = format!("#!/bin/sh\nlog={}\nmm='{mm} --now {NOW}'\n{script}\n", log.display());
        // By another process: what this one has open to write, a test beside this one may hold
        // open for a moment, and then it cannot be executed.
        let write = ["-c", "printf %s \"$1\" >\"$0\""];
        let path = self.hooks.join(name);
        let ended = Command::new("sh").args(write).arg(&path).arg(script).status().unwrap();
        assert!(ended.success());
        open(&path);
    }

    fn log(&self) -> String {
        fs::read_to_string(self.bench.path("log")).unwrap_or_default()
    }

    fn with<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        let head = ["--now", NOW, "--json", "--hooks", self.hooks.to_str().unwrap()];
        head.iter().chain(words).copied().collect()
    }

    #[track_caller]
    fn done(&self, words: &[&str]) -> serde_json::Value {
        json_of(&self.bench.done(&self.with(words)))
    }
}

/// Nobody else may write it, and it can be executed.
fn open(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_gate_is_closed_while_the_first_hook_runs() {
    let hooked = Hooked::new();
    hooked.hook("pre-enable", "$mm is maintenance && echo closed >>$log");
    hooked.done(&["enable"]);
    assert_eq!(hooked.log(), "closed\n");
}

#[test]
fn what_was_killed_on_the_way_is_told_anew() {
    #[track_caller]
    fn case(doing: &str) {
        let hooked = Hooked::new();
        hooked.hook("apply", "echo $MM_MODE >>$log");
        hooked.done(&["enable"]);
        assert_eq!(hooked.done(&["apply"])["changed"], false);
        let store = hooked.bench.path("mm.db");
        fill(&store, &format!("INSERT INTO busy VALUES ('{doing}', 1, 0, 'an earlier boot')"));
        assert_eq!(hooked.done(&["status"])["applied"], "pending", "{doing}");
        let told = hooked.done(&["apply"]);
        assert_eq!((&told["changed"], &told["applied"]), (&true.into(), &"yes".into()));
        assert_eq!(hooked.done(&["apply"])["changed"], false, "{doing}");
        assert_eq!(hooked.log(), "maintenance\nmaintenance\n", "{doing}");
    }
    case("enabling");
    case("telling");
}

#[test]
fn hooks_run_one_at_a_time_and_the_last_word_is_told() {
    let hooked = Hooked::new();
    let alone =
        "mkdir $log.lock || echo together >>$log; echo $MM_HOOK $MM_MODE >>$log; rmdir $log.lock";
    for hook in ["pre-enable", "apply", "post-disable"] {
        hooked.hook(hook, alone);
    }
    let crowd: Vec<_> = (0..12)
        .map(|number| {
            let word = if number % 2 == 0 { "enable" } else { "disable" };
            hooked.bench.command(&hooked.with(&[word, "-q"])).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut each in crowd {
        each.wait().unwrap();
    }
    let log = hooked.log();
    assert!(!log.contains("together"), "{log}");
    let status = hooked.done(&["status"]);
    assert_eq!(status["applied"], "yes", "{status} {log}");
    let last = log.lines().rfind(|line| line.starts_with("apply")).unwrap();
    assert_eq!(last, format!("apply {}", status["mode"].as_str().unwrap()), "{log}");
    assert_eq!(hooked.done(&["apply"])["changed"], false);
}

#[test]
fn a_change_within_a_hook_is_told_by_who_waits_for_it() {
    let hooked = Hooked::new();
    let within = format!(
        "echo $MM_HOOK >>$log; test -e $log.done || {{ touch $log.done; $mm --hooks {} set-message other; true; }}",
        hooked.hooks.display()
    );
    hooked.hook("apply", &within);
    assert_eq!(hooked.done(&["enable"])["applied"], "yes");
    assert_eq!(hooked.log(), "apply\napply\n");
    assert_eq!(hooked.done(&["message"])["text"], "other");
}
