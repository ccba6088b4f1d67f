//! Hooks: several processes at once, and kills.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::support::{
    Dice, MM, Sandbox, execute_sql, parse_json, print_figures, rounds, stopwatch,
};

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
fn an_observed_service_is_part_of_the_printed_revision() {
    #[track_caller]
    fn case(words: &[&str], before: &[&[&str]]) {
        let sandbox = HookSandbox::new();
        sandbox.hook("apply", "true");
        for words in before {
            sandbox.succeed(words);
        }
        sandbox.hook("observe", "echo '{\"service\":\"stopped\"}'");
        let revision = sandbox.succeed(words)["revision"].clone();
        let status = sandbox.succeed(&["status"]);
        assert_eq!((&status["revision"], &status["service"]), (&revision, &"stopped".into()));
        let expected = revision.to_string();
        sandbox.succeed(&["service", "running", "--if-revision", &expected]);
    }
    case(&["enable"], &[]);
    case(&["extend", "1h"], &[&["enable", "--for", "1h"]]);
    case(&["disable"], &[&["enable"]]);
    case(&["set-message", "soon"], &[]);
    case(&["undo", "--yes"], &[&["enable"]]);
}

#[test]
fn a_hook_that_changes_what_it_passes_on_does_not_run_without_end() {
    let sandbox = HookSandbox::new();
    sandbox.hook("apply", "echo run >>$log; $mm set-message \"run $(wc -l <$log)\" -q");
    let ran = sandbox.sandbox.run(&sandbox.with(&["enable"]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("changed during each of 20 runs"), "{ran:?}");
    assert_eq!(sandbox.log().lines().count(), 20);
    assert_eq!(sandbox.succeed(&["status"])["applied"], "pending");
}

#[test]
fn gate_is_closed_before_the_first_hook_runs() {
    let sandbox = HookSandbox::new();
    sandbox.hook("pre-enable", "$mm is maintenance && echo closed >>$log");
    sandbox.succeed(&["enable"]);
    assert_eq!(sandbox.log(), "closed\n");
}

#[test]
fn only_the_begin_of_a_maintenance_asks_whether_it_may_begin() {
    let sandbox = HookSandbox::new();
    sandbox.hook("pre-enable", "echo asked >>$log");
    sandbox.succeed(&["enable", "--for", "1h"]);
    // From now on it would refuse, and the maintenance would be taken back.
    sandbox.hook("pre-enable", "echo asked >>$log; exit 1");
    for words in [&["extend", "1h"][..], &["enable", "--for", "3h"]] {
        assert_eq!(sandbox.succeed(words)["mode"], "maintenance", "{words:?}");
    }
    assert_eq!(sandbox.succeed(&["disable"])["mode"], "active");
    assert_eq!(sandbox.log(), "asked\n");
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
fn a_maintenance_that_could_not_ask_its_hook_ends_no_work_of_another_process() {
    let sandbox = HookSandbox::new();
    sandbox.hook("apply", "true");
    sandbox.hook("pre-enable", "true");
    sandbox.succeed(&["apply"]);
    // A hook that runs `mm` would wait for itself, so that the maintenance is taken back at once.
    let within = format!("mm=\"$mm --json --hooks {}\"", sandbox.hooks.display());
    let once = "echo run >>$log.runs; test -e $log || { $mm enable 2>$log; $mm status >>$log; }";
    sandbox.hook("apply", &format!("{within}; {once}"));
    sandbox.succeed(&["apply", "--force"]);
    let log = sandbox.log();
    let lines: Vec<_> = log.lines().filter(|line| line.starts_with('{')).map(parse_json).collect();
    assert_eq!(lines[0]["error"]["code"], "hooks-busy", "{log}");
    assert_eq!((&lines[1]["mode"], &lines[1]["applied"]), (&"active".into(), &"pending".into()));
    // That nobody asked is recorded, so that the server is told once more.
    let runs = fs::read_to_string(sandbox.sandbox.path("log.runs")).unwrap();
    assert_eq!(runs.lines().count(), 2);
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
fn monitoring_is_told_of_drift_and_of_failed_hooks_until_they_are_repaired() {
    let sandbox = with_server();
    let check = |more: &[&str], want: (i32, &str)| {
        let (status, _, check) = sandbox.outcome(&[&["check"], more].concat());
        assert_eq!((status, &check["state"]), (Some(want.0), &want.1.into()), "{check}");
        check["problems"].to_string()
    };
    let (ok, warning, critical) = ((0, "ok"), (1, "warning"), (2, "critical"));
    sandbox.succeed(&["enable", "--for", "1h"]);
    check(&[], ok);
    check(&["--warn-in-maintenance"], warning);
    check(&["--now", "2026-11-23T22:00:00Z"], critical);
    sandbox.set_server("active");
    sandbox.outcome(&["apply"]);
    assert!(check(&[], critical).contains("the real server differs"));
    sandbox.succeed(&["apply", "--force"]);
    check(&[], ok);
    sandbox.hook("observe", "exit 7");
    sandbox.succeed(&["apply"]);
    assert!(check(&[], critical).contains("the hook observe failed"));
    let hook = sandbox.succeed(&["status"])["hooks"][1].clone();
    assert_eq!((&hook["hook"], &hook["status"]), (&"observe".into(), &7.into()));
    sandbox.hook("observe", "echo '{}'");
    sandbox.succeed(&["apply"]);
    check(&[], ok);
    sandbox.hook("apply", "kill -9 $$");
    sandbox.outcome(&["disable"]);
    assert!(check(&[], critical).contains("could not be told"));
    let hook = sandbox.succeed(&["status"])["hooks"][0].clone();
    assert_eq!((&hook["hook"], &hook["status"]), (&"apply".into(), &serde_json::Value::Null));
    sandbox.hook("apply", "true");
    sandbox.hook("post-disable", "exit 1");
    sandbox.outcome(&["apply"]);
    assert!(check(&[], critical).contains("the hook post-disable failed"));
    let later = ["--now", "2026-11-23T21:01:00Z"];
    sandbox.succeed(&[&["apply", "--force"], &later[..]].concat());
    check(&later, ok);
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

impl HookSandbox {
    /// Starts a command that changes the mode, and waits until its hook has written `word`.
    fn start(&self, words: &[&str], word: &str) -> Child {
        let mut command = self.sandbox.command(&self.with(words));
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let begun = stopwatch();
        while !self.log().contains(word) {
            assert!(begun.elapsed() < Duration::from_mins(1), "{word}");
            thread::sleep(Duration::from_millis(5));
        }
        child
    }

    /// Waits until `mm` has noted the process group of the hook that it started. Killed before, `mm`
    /// leaves nothing of a hook that closed what it inherited (docs/reliability.md).
    fn wait_for_note(&self) {
        let begun = stopwatch();
        let note = || fs::read_to_string(self.sandbox.path("mm.db.hooks")).unwrap_or_default();
        while note().split_whitespace().next().is_none_or(|group| group == "0") {
            assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", note());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The mode that the hook `apply` wrote last, and the mode that is recorded.
    fn modes(&self) -> (String, String) {
        let server = fs::read_to_string(self.sandbox.path("server")).unwrap_or_default();
        let status = self.succeed(&["status"]);
        assert_eq!(status["applied"], "yes", "{status}");
        (server.trim().to_owned(), status["mode"].as_str().unwrap().to_owned())
    }
}

/// Notes in the log if another hook is at work. The lock lasts as long as any process of the hook.
const ALONE: &str = "exec 9>>$log.lock; flock -n 9 || echo together >>$log";

#[test]
fn killed_commands_with_hooks_are_repaired_by_one_apply() {
    let sandbox = HookSandbox::new();
    for hook in ["pre-enable", "post-disable"] {
        sandbox.hook(hook, &format!("{ALONE}; sleep 0.005"));
    }
    sandbox.hook("apply", &format!("{ALONE}; sleep 0.01; echo $MM_MODE >server; sleep 0.005"));
    let mut dice = Dice::new(0x0068_6f6f_6b73);
    let rounds = rounds(12, 500);
    let (mut killed, mut during_hook) = (0, 0);
    for round in 0..rounds {
        let words = if round % 2 == 0 { ["enable", "-q"] } else { ["disable", "-q"] };
        let mut command = sandbox.sandbox.command(&sandbox.with(&words));
        let mut mm = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Another command at the same time, now and then.
        let other = (dice.below(4) == 0).then(|| {
            let mut command = sandbox.sandbox.command(&sandbox.with(&["set-message", "m", "-q"]));
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        });
        thread::sleep(Duration::from_micros(dice.below(90_000) as u64));
        // This fails if the process has ended.
        let _ = mm.kill();
        let was_killed =
            std::os::unix::process::ExitStatusExt::signal(&mm.wait().unwrap()) == Some(9);
        killed += usize::from(was_killed);
        let is_hook_left = !Command::new("flock")
            .args(["-n", "mm.db.hooks", "true"])
            .current_dir(sandbox.sandbox.path(""))
            .status()
            .unwrap()
            .success();
        during_hook += usize::from(was_killed && is_hook_left);
        sandbox.succeed(&["apply"]);
        if let Some(mut other) = other {
            other.wait().unwrap();
        }
        let (server, recorded) = sandbox.modes();
        assert_eq!(server, recorded, "round {round}");
        assert!(!sandbox.log().contains("together"), "round {round}");
    }
    assert!(killed > 0);
    print_figures(&format!(
        "{rounds} commands with hooks: {killed} killed before their end, {during_hook} of them with a hook left at work"
    ));
}

#[test]
fn hook_of_a_killed_mm_is_waited_for() {
    #[track_caller]
    fn case(hook: &str, script: &str, words: &[&str]) {
        let sandbox = HookSandbox::new();
        sandbox.hook("apply", "echo $MM_MODE >server");
        if words == ["disable"] {
            sandbox.succeed(&["enable"]);
        }
        sandbox.hook(
            hook,
            &format!(
                "{script}\necho begun >>$log; sleep 0.6; echo $MM_MODE >server; echo ended >>$log"
            ),
        );
        let mut mm = sandbox.start(words, "begun");
        sandbox.wait_for_note();
        mm.kill().unwrap();
        mm.wait().unwrap();
        sandbox.hook(hook, "true");
        sandbox.hook("apply", "echo next >>$log; echo $MM_MODE >server");
        assert_eq!(sandbox.succeed(&["status"])["applied"], "pending");
        sandbox.succeed(&["set-message", "other"]);
        assert_eq!(sandbox.log(), "begun\nended\nnext\n", "{hook} {script}");
        let (server, recorded) = sandbox.modes();
        assert_eq!(server, recorded, "{hook} {script}");
    }
    let close = "for n in 3 4 5 6 7 8 9; do eval \"exec $n>&-\"; done";
    case("apply", "", &["disable"]);
    // Some programs close what they inherit, as ssh does.
    case("apply", close, &["disable"]);
    case("pre-enable", "", &["enable"]);
    case("post-disable", close, &["disable"]);
}

#[test]
fn hook_that_is_never_done_makes_the_next_command_give_up() {
    let sandbox = HookSandbox::new();
    sandbox.hook("apply", "echo begun >>$log; sleep 8");
    let mut mm = sandbox.start(&["enable"], "begun");
    mm.kill().unwrap();
    mm.wait().unwrap();
    let words = sandbox.with(&["--hook-timeout", "1s", "apply"]);
    let apply = sandbox.sandbox.run(&words);
    assert_eq!(apply.status, Some(1), "{apply:?}");
    assert!(format!("{apply:?}").contains("another process was running hooks"), "{apply:?}");
    assert_eq!(sandbox.log(), "begun\n");
}

#[test]
fn output_that_nobody_reads_blocks_neither_the_limit_nor_the_end() {
    #[track_caller]
    fn case(script: &str, terminate: bool) {
        let sandbox = HookSandbox::new();
        sandbox.hook("apply", &format!("echo begun >>$log\n{script}"));
        let begun = stopwatch();
        let limit = if terminate { "60s" } else { "1s" };
        let mut command =
            sandbox.sandbox.command(&sandbox.with(&["--hook-timeout", limit, "enable"]));
        // Both ends are open, and nobody reads.
        let mut mm = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        while !sandbox.log().contains("begun") {
            assert!(begun.elapsed() < Duration::from_secs(20), "{script}");
            thread::sleep(Duration::from_millis(5));
        }
        if terminate {
            thread::sleep(Duration::from_millis(300));
            let kill = Command::new("kill").arg(mm.id().to_string()).status().unwrap();
            assert!(kill.success());
        }
        assert!(mm.wait().unwrap().code().is_some_and(|status| status <= 1), "{script}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{script}: {:?}", begun.elapsed());
        // Nothing of the hook is left: its lock is free.
        sandbox.hook("apply", "true");
        sandbox.succeed(&["apply"]);
    }
    case("exec yes working", false);
    case("yes working", true);
    case("while :; do head -c 100000 /dev/zero; done", false);
    case("yes working | head -n 100000; exit 0", false);
    case("sleep 600 & sleep 600", true);
}

#[test]
fn what_a_hook_leaves_running_ends_with_it() {
    let sandbox = HookSandbox::new();
    sandbox.hook("apply", "(sleep 1; echo late >>$log) & echo done >>$log");
    sandbox.succeed(&["enable"]);
    // A process that leaves the group is not the hook's any more, and blocks nobody.
    sandbox.hook("apply", "setsid sleep 2 & echo done >>$log");
    sandbox.succeed(&["disable"]);
    sandbox.succeed(&["enable"]);
    thread::sleep(Duration::from_millis(1200));
    assert_eq!(sandbox.log(), "done\ndone\ndone\n");
}

#[test]
fn a_wait_without_time_to_ask_the_server_for_its_mode_says_so() {
    let sandbox = HookSandbox::new();
    sandbox.hook("observe", "echo '{\"mode\":\"maintenance\"}'");
    sandbox.succeed(&["enable"]);
    let wait = ["wait", "drained", "--timeout", "1s", "--refresh", "sleep 3"];
    let late = sandbox.sandbox.run(&sandbox.with(&wait));
    let poll = parse_json(&late.out);
    assert_eq!((late.status, &poll["reached"]), (Some(124), &false.into()), "{poll}");
    assert_eq!(
        (&poll["missing"][0]["code"], &poll["drain"]["drained"]),
        (&"mode".into(), &().into())
    );
    let wait = ["wait", "drained", "--timeout", "1s"];
    assert_eq!(sandbox.sandbox.run(&sandbox.with(&wait)).status, Some(0));
}
