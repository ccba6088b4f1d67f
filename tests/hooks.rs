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

/// A hook that switches a server, a file, and one that reports what the file says.
fn with_server() -> HookSandbox {
    let sandbox = HookSandbox::new();
    let server = sandbox.sandbox.path("server").display().to_string();
    sandbox.hook("apply", &format!("echo $MM_MODE >{server}; echo told >>$log"));
    sandbox.hook("observe", &format!("echo noise >&2; echo '{{\"mode\":\"'$(cat {server})'\"}}'"));
    sandbox
}

impl HookSandbox {
    /// The exit status, the error code, and the document of a command.
    fn outcome(&self, words: &[&str]) -> (Option<i32>, serde_json::Value, serde_json::Value) {
        let ran = self.sandbox.run(&self.with(words));
        let last = ran.err.lines().last().unwrap_or_default();
        let error = serde_json::from_str::<serde_json::Value>(last).unwrap_or_default();
        let document = serde_json::from_str(&ran.out).unwrap_or_default();
        (ran.status, error["error"]["code"].clone(), document)
    }

    fn set_server(&self, mode: &str) {
        fs::write(self.sandbox.path("server"), mode).unwrap();
    }

    fn server(&self) -> String {
        fs::read_to_string(self.sandbox.path("server")).unwrap().trim().to_owned()
    }
}

#[test]
fn a_server_that_was_switched_elsewhere_is_drift_and_only_force_changes_it() {
    let sandbox = with_server();
    let enabled = sandbox.succeed(&["enable"]);
    assert_eq!(enabled["server_mode"], "maintenance");
    assert_eq!(enabled["server_mode_observed_at"], NOW);
    assert_eq!(enabled["drift"], false);
    assert_eq!(sandbox.succeed(&["is", "drained"])["answer"], true);
    assert_eq!(sandbox.outcome(&["apply", "--check"]).0, Some(0));
    sandbox.set_server("active");
    assert_eq!(sandbox.succeed(&["status"])["drift"], false, "nobody looked yet");
    let (status, code, _) = sandbox.outcome(&["apply"]);
    assert_eq!((status, code), (Some(1), "drift".into()));
    assert_eq!(sandbox.server(), "active", "drift is reported and left");
    let status = sandbox.succeed(&["status"]);
    assert_eq!((&status["drift"], &status["server_mode"]), (&true.into(), &"active".into()));
    let (status, code, _) = sandbox.outcome(&["is", "drained"]);
    assert_eq!((status, code), (Some(1), "drift".into()));
    let (status, _, checked) = sandbox.outcome(&["apply", "--check"]);
    assert_eq!((status, &checked["drift"]), (Some(3), &true.into()));
    assert_eq!(sandbox.server(), "active", "a check changes nothing");
    let forced = sandbox.succeed(&["apply", "--force"]);
    assert_eq!((&forced["drift"], sandbox.server()), (&false.into(), "maintenance".to_owned()));
    assert_eq!(sandbox.succeed(&["is", "drained"])["answer"], true);
}

#[test]
fn what_was_not_told_is_told_before_the_server_is_compared() {
    let sandbox = with_server();
    sandbox.hook("apply", "exit 1");
    sandbox.set_server("active");
    let (status, _, enabled) = sandbox.outcome(&["enable"]);
    assert_eq!((status, &enabled["drift"]), (Some(1), &serde_json::Value::Null));
    assert_eq!(sandbox.outcome(&["apply", "--check"]).0, Some(3));
    let server = sandbox.sandbox.path("server").display().to_string();
    sandbox.hook("apply", &format!("echo $MM_MODE >{server}"));
    assert_eq!(sandbox.succeed(&["apply"])["drift"], false);
    assert_eq!(sandbox.server(), "maintenance");
}

#[test]
fn an_invalid_report_is_not_known_and_said() {
    #[track_caller]
    fn case(script: &str, says: &str) {
        let sandbox = with_server();
        sandbox.succeed(&["enable"]);
        sandbox.hook("observe", script);
        let applied = sandbox.succeed(&["apply"]);
        assert_eq!(applied["drift"], serde_json::Value::Null, "{script}");
        let warnings = applied["warnings"].to_string();
        assert!(warnings.contains(says), "{script}: {warnings}");
        let (status, code, _) = sandbox.outcome(&["apply", "--check"]);
        assert_eq!((status, code), (Some(1), "not-observed".into()), "{script}");
        assert_eq!(sandbox.succeed(&["status"])["drift"], serde_json::Value::Null);
    }
    case("echo maintenance", "is not a JSON object");
    case("echo '{\"mode\":\"on\"}'", "unknown mode");
    case("exit 7", "ended with status 7");
    case("true", "is not a JSON object");
}

#[test]
fn an_observed_service_replaces_the_recorded_one() {
    let sandbox = with_server();
    sandbox.hook("observe", "echo '{\"mode\":\"maintenance\",\"service\":\"stopped\"}'");
    let enabled = sandbox.succeed(&["enable"]);
    assert!(enabled["warnings"].to_string().contains("tenants that fail read no notification"));
    assert_eq!(sandbox.succeed(&["status"])["service"], "stopped");
    let revision = sandbox.succeed(&["status"])["revision"].clone();
    sandbox.succeed(&["apply"]);
    assert_eq!(sandbox.succeed(&["status"])["revision"], revision, "only changes are recorded");
}

#[test]
fn a_notification_that_differs_is_drift() {
    let sandbox = HookSandbox::new();
    sandbox.hook("apply", "cat >$log");
    sandbox.hook("observe", "echo '{\"mode\":\"maintenance\",\"notification\":\"Back  soon \"}'");
    assert_eq!(sandbox.succeed(&["enable", "--message", "Back soon"])["drift"], false);
    let (status, _, enabled) = sandbox.outcome(&["enable", "--message", "Back later"]);
    assert_eq!((status, &enabled["drift"]), (Some(1), &true.into()));
}
