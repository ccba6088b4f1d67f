//! Hooks: several processes at once, and kills.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use crate::support::{MM, Sandbox, execute_sql, parse_json};

const NOW: &str = "2026-11-23T21:00:00Z";

/// A rehearsal with hooks that write to a log.
struct HookSandbox {
    sandbox: Sandbox,
    hooks: PathBuf,
}

impl HookSandbox {
    fn new() -> HookSandbox {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["--now", NOW, "init", "--rehearsal"]);
        let hooks = sandbox.path("hooks");
        HookSandbox { sandbox, hooks }
    }

    /// Writes a hook, a script that can use `$log` and `$mm`.
    fn hook(&self, name: &str, script: &str) {
        let log = self.sandbox.path("log");
        let script = format!("log={}\nmm='{MM} --now {NOW}'\n{script}", log.display());
        self.sandbox.write_hook(name, &script);
    }

    fn log(&self) -> String {
        fs::read_to_string(self.sandbox.path("log")).unwrap_or_default()
    }

    fn with<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        let head = ["--now", NOW, "--json", "--hooks", self.hooks.to_str().unwrap()];
        head.iter().chain(words).copied().collect()
    }

    #[track_caller]
    fn succeed(&self, words: &[&str]) -> serde_json::Value {
        parse_json(&self.sandbox.succeed(&self.with(words)))
    }
}

#[test]
fn gate_is_closed_before_the_first_hook_runs() {
    let sandbox = HookSandbox::new();
    sandbox.hook("pre-enable", "$mm is maintenance && echo closed >>$log");
    sandbox.succeed(&["enable"]);
    assert_eq!(sandbox.log(), "closed\n");
}

#[test]
fn apply_repeats_hooks_after_a_kill() {
    #[track_caller]
    fn case(doing: &str) {
        let sandbox = HookSandbox::new();
        sandbox.hook("apply", "echo $MM_MODE >>$log");
        sandbox.succeed(&["enable"]);
        assert_eq!(sandbox.succeed(&["apply"])["changed"], false);
        let store = sandbox.sandbox.path("mm.db");
        execute_sql(&store, &format!("INSERT INTO hook_phase VALUES ('{doing}')"));
        assert_eq!(sandbox.succeed(&["status"])["applied"], "pending", "{doing}");
        let applied = sandbox.succeed(&["apply"]);
        assert_eq!((&applied["changed"], &applied["applied"]), (&true.into(), &"yes".into()));
        assert_eq!(sandbox.succeed(&["apply"])["changed"], false, "{doing}");
        assert_eq!(sandbox.log(), "maintenance\nmaintenance\n", "{doing}");
    }
    case("enabling");
    case("telling");
}

#[test]
fn hooks_run_one_at_a_time_and_the_latest_mode_wins() {
    let sandbox = HookSandbox::new();
    let alone =
        "mkdir $log.lock || echo together >>$log; echo $MM_HOOK $MM_MODE >>$log; rmdir $log.lock";
    for hook in ["pre-enable", "apply", "post-disable"] {
        sandbox.hook(hook, alone);
    }
    let crowd: Vec<_> = (0..12)
        .map(|number| {
            let word = if number % 2 == 0 { "enable" } else { "disable" };
            sandbox
                .sandbox
                .command(&sandbox.with(&[word, "-q"]))
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut each in crowd {
        each.wait().unwrap();
    }
    let log = sandbox.log();
    assert!(!log.contains("together"), "{log}");
    let status = sandbox.succeed(&["status"]);
    assert_eq!(status["applied"], "yes", "{status} {log}");
    let last = log.lines().rfind(|line| line.starts_with("apply")).unwrap();
    assert_eq!(last, format!("apply {}", status["mode"].as_str().unwrap()), "{log}");
    assert_eq!(sandbox.succeed(&["apply"])["changed"], false);
}

#[test]
fn change_made_by_a_hook_is_applied_afterwards() {
    let sandbox = HookSandbox::new();
    let within = format!(
        "echo $MM_HOOK >>$log; test -e $log.done || {{ touch $log.done; $mm --hooks {} set-message other; true; }}",
        sandbox.hooks.display()
    );
    sandbox.hook("apply", &within);
    assert_eq!(sandbox.succeed(&["enable"])["applied"], "yes");
    assert_eq!(sandbox.log(), "apply\napply\n");
    assert_eq!(sandbox.succeed(&["message"])["text"], "other");
}
