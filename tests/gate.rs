//! Gate: real commands under `mm run`, also while maintenance is being enabled.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::support::{Dice, Sandbox, parse_json, print_figures, rounds, stopwatch};

fn sandbox_with_job() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live"]);
    sandbox.succeed(&[
        "jobs",
        "add",
        "nightly",
        "--tenant",
        "t",
        "--type",
        "vm-backup",
        "--task",
        "a=1m",
    ]);
    sandbox
}

#[test]
fn output_and_status_of_the_command_pass_through() {
    let sandbox = sandbox_with_job();
    let shell = |script: &str| sandbox.run(&["run", "nightly", "--", "sh", "-c", script]);
    let ran = shell("echo out; echo err >&2; exit 7");
    assert_eq!((ran.status, &*ran.out, &*ran.err), (Some(7), "out\n", "err\n"));
    assert_eq!(shell("kill -TERM $$").status, Some(128 + 15));
    let missing = sandbox.run(&["run", "nightly", "--", "./is-not-there"]);
    assert_eq!((missing.status, &*missing.out), (Some(127), ""));
    assert_eq!(sandbox.run(&["run", "nightly", "--", "/"]).status, Some(126));
    assert_eq!(sandbox.run(&["run", "nobody", "--", "true"]).status, Some(125));
    assert_eq!(sandbox.run(&["run", "nobody", "--on-error", "run", "--", "true"]).status, Some(0));
    let sessions = parse_json(&sandbox.succeed(&["sessions", "--json"]));
    let results: Vec<&str> = sessions["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| s["result"].as_str())
        .collect();
    assert_eq!(results, ["failed", "failed", "failed", "failed"]);
    sandbox.succeed(&["enable"]);
    let refused = sandbox.run(&["run", "nightly", "--", "echo", "no"]);
    assert_eq!((refused.status, &*refused.out), (Some(75), ""), "{refused:?}");
    assert!(refused.err.contains("Service provider is currently undergoing"), "{refused:?}");
    let quiet = sandbox.run(&["run", "nightly", "--refused-status", "0", "--", "echo", "no"]);
    assert_eq!((quiet.status, &*quiet.out), (Some(0), ""));
}

#[test]
fn session_of_a_killed_run_ends_as_unknown() {
    let sandbox = sandbox_with_job();
    let mut child =
        sandbox.command(&["run", "nightly", "--", "sh", "-c", "kill -9 $PPID; sleep 1"]);
    child.status().unwrap();
    // The command outlives `mm` for a moment, and nothing records its result.
    let working = || {
        let sessions = parse_json(&sandbox.succeed(&["sessions", "--working", "--json"]));
        !sessions["sessions"].as_array().unwrap().is_empty()
    };
    while working() {
        thread::yield_now();
    }
    let sessions = parse_json(&sandbox.succeed(&["sessions", "--json"]));
    assert_eq!(sessions["sessions"][0]["result"], "unknown", "{sessions}");
    sandbox.succeed(&["run", "nightly", "--", "true"]);
    sandbox.succeed(&["store", "check"]);
}

/// Starts commands again and again while maintenance is being enabled.
#[test]
fn no_command_starts_after_enable_returns() {
    const ROUNDS: usize = 40;
    const RUNNERS: usize = 3;
    let sandbox = sandbox_with_job();
    for runner in 0..RUNNERS {
        let name = format!("job-{runner}");
        sandbox.succeed(&[
            "jobs",
            "add",
            &name,
            "--tenant",
            "t",
            "--type",
            "vm-backup",
            "--task",
            "a=1m",
        ]);
    }
    for round in 0..ROUNDS {
        let on = AtomicBool::new(false);
        let late = thread::scope(|scope| {
            let runners: Vec<_> = (0..RUNNERS)
                .map(|runner| {
                    let (sandbox, on) = (&sandbox, &on);
                    scope.spawn(move || {
                        let name = format!("job-{runner}");
                        let mut late = 0;
                        loop {
                            let begun_after = on.load(Ordering::SeqCst);
                            let ran = sandbox.run(&["run", &name, "--", "true"]);
                            match ran.status {
                                Some(0) if begun_after => late += 1,
                                Some(0) => {}
                                Some(75) => return late,
                                _ => panic!("{ran:?}"),
                            }
                        }
                    })
                })
                .collect();
            sandbox.succeed(&["enable", "--quiet"]);
            on.store(true, Ordering::SeqCst);
            runners.into_iter().map(|each| each.join().unwrap()).sum::<usize>()
        });
        assert_eq!(late, 0, "round {round}");
        sandbox.succeed(&["disable", "--quiet"]);
    }
}

/// The jobs whose sessions are running, once for each.
fn running(sandbox: &Sandbox) -> Vec<String> {
    let sessions = parse_json(&sandbox.succeed(&["sessions", "--working", "--json"]));
    let sessions = sessions["sessions"].as_array().unwrap();
    sessions.iter().map(|session| session["job"].as_str().unwrap().to_owned()).collect()
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = stopwatch();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

fn kill(signal: &str, pid: &str) {
    assert!(Command::new("kill").args([signal, "--", pid]).status().unwrap().success());
}

/// What commands write into a log: `begin JOB NUMBER` and `end JOB NUMBER`.
struct Log(String);

impl Log {
    fn of(sandbox: &Sandbox) -> Log {
        Log(fs::read_to_string(sandbox.path("log")).unwrap_or_default())
    }

    fn lines(&self, word: &str) -> BTreeSet<&str> {
        self.0.lines().filter_map(|line| line.strip_prefix(word)).collect()
    }

    /// `JOB NUMBER` of each command that has begun and not ended.
    fn alive(&self) -> BTreeSet<String> {
        let (begun, ended) = (self.lines("begin "), self.lines("end "));
        begun.difference(&ended).map(|each| (*each).to_owned()).collect()
    }
}

/// Starts and kills `mm run` while maintenance is being enabled.
#[test]
fn no_command_starts_late_runs_twice_or_is_forgotten_when_mm_is_killed() {
    let sandbox = sandbox_with_job();
    let words = ["--tenant", "t", "--type", "vm-backup", "--task", "a=1m"];
    sandbox.succeed(&[&["jobs", "add", "other"], &words[..]].concat());
    let script = "echo begin $1 $$ >>log; mkdir $1.dir || echo twice $1 >>log; sleep 0.0$2; rmdir $1.dir; echo end $1 $$ >>log";
    let mut dice = Dice::new(0x0067_6174_6500);
    let (mut begun, mut killed, mut refused, mut alive_at_enable, mut doubled) = (0, 0, 0, 0, 0);
    let rounds = rounds(12, 1000);
    for round in 0..rounds {
        let _ = fs::remove_file(sandbox.path("log"));
        let mut start = |job: &str| -> Child {
            let pause = dice.below(10).to_string();
            let line = ["run", job, "--", "sh", "-c", script, "sh", job, &pause];
            sandbox.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let mut all = [start("nightly"), start("nightly"), start("other")];
        thread::sleep(Duration::from_micros(dice.below(40_000) as u64));
        for _ in 0..dice.below(3) {
            // This fails if the process has ended.
            let _ = all[dice.below(3)].kill();
            thread::sleep(Duration::from_micros(dice.below(10_000) as u64));
        }
        sandbox.succeed(&["enable", "--quiet"]);
        let registered = running(&sandbox);
        let at_enable = Log::of(&sandbox);
        // Whatever is alive before and after the look was alive while it was made.
        for command in at_enable.alive() {
            let seen = running(&sandbox);
            let job = command.split(' ').next().unwrap();
            if Log::of(&sandbox).alive().contains(&command) {
                alive_at_enable += 1;
                assert!(seen.iter().any(|each| each == job), "round {round}: {command} forgotten");
            }
        }
        for child in &mut all {
            let status = child.wait().unwrap();
            killed += usize::from(status.signal() == Some(9));
            refused += usize::from(status.code() == Some(75));
            doubled += usize::from(status.code() == Some(125));
        }
        wait_until("a session does not end", || running(&sandbox).is_empty());
        let log = Log::of(&sandbox);
        assert!(!log.0.contains("twice"), "round {round}: {}", log.0);
        let before = at_enable.lines("begin ");
        for late in log.lines("begin ").difference(&before) {
            let job = late.split(' ').next().unwrap();
            assert!(registered.iter().any(|each| each == job), "round {round}: {late} is late");
        }
        assert_eq!(log.alive(), BTreeSet::new(), "round {round}");
        begun += log.lines("begin ").len();
        sandbox.succeed(&["disable", "--quiet"]);
    }
    assert!(begun > rounds / 2 && killed > 0, "{begun} {killed}");
    sandbox.succeed(&["store", "check"]);
    let left = fs::read_dir(sandbox.path(""))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains(".run-"));
    let left = left.count();
    sandbox.succeed(&["run", "nightly", "--", "true"]);
    print_figures(&format!(
        "{rounds} races of `mm run` with enable: {begun} commands began, {killed} mm killed, {refused} refused by \
         maintenance, {doubled} because the job was running, {alive_at_enable} looks at commands that were alive; \
         {left} lock files left for the next run to remove"
    ));
}

#[test]
fn session_lasts_as_long_as_any_process_of_its_command() {
    #[track_caller]
    fn case(script: &str, kills_mm: bool) {
        let sandbox = sandbox_with_job();
        // Each script goes on until there is a file `go`, then writes a file `gone`.
        let wait = "until test -e go; do sleep 0.01; done; touch gone";
        let script = script.replace("WAIT", wait);
        let mut mm = sandbox.command(&["run", "nightly", "--", "bash", "-c", &script]);
        let mut mm = mm.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_until("the command does not begin", || sandbox.path("begun").exists());
        if kills_mm {
            mm.kill().unwrap();
            mm.wait().unwrap();
        } else {
            assert_eq!(mm.wait().unwrap().code(), Some(0), "{script}");
        }
        assert_eq!(running(&sandbox), ["nightly"], "{script}");
        let second = sandbox.run(&["run", "nightly", "--on-error", "run", "--", "touch", "second"]);
        assert_eq!(second.status, Some(125), "{script}: {second:?}");
        assert!(!sandbox.path("second").exists(), "{script}");
        fs::write(sandbox.path("go"), "").unwrap();
        wait_until("the session does not end", || running(&sandbox).is_empty());
        assert!(sandbox.path("gone").exists(), "{script}: the session ended too early");
        sandbox.succeed(&["run", "nightly", "--", "true"]);
    }
    let close =
        "for n in /dev/fd/*; do n=${n##*/}; ((n > 2)) && eval \"exec $n>&-\"; done 2>/dev/null";
    case("touch begun; WAIT", true);
    case(&format!("{close}; touch begun; WAIT"), true);
    case("(touch begun; WAIT) &", false);
    case("setsid bash -c 'touch begun; WAIT' & until test -e begun; do sleep 0.01; done", false);
    case(
        &format!("({close}; touch begun; WAIT) & until test -e begun; do sleep 0.01; done"),
        false,
    );
}

/// A lock file that is missing says nothing, and its process may be alive.
#[test]
fn session_lasts_as_long_as_its_command_wherever_store_and_lock_file_are_moved() {
    #[track_caller]
    fn case(script: &str, to: &str, back: &str) {
        let sandbox = sandbox_with_job();
        let wait = "until test -e go; do sleep 0.01; done";
        let script = format!("touch begun; {}", script.replace("WAIT", wait));
        let mut run = sandbox.command(&["run", "nightly", "--", "bash", "-c", &script]);
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_until("the command does not begin", || sandbox.path("begun").exists());
        let shell = |script: &str| {
            let mut shell = Command::new("bash");
            let status = shell.args(["-c", script]).current_dir(sandbox.path("")).status();
            assert!(status.unwrap().success(), "{script}");
        };
        shell(&format!("mkdir b c; {to}"));
        let moved = if sandbox.path("c/mm.db").exists() { "c/mm.db" } else { "mm.db" };
        let mm = |args: &[&str]| sandbox.run(&[&["--store", moved], args].concat());
        let runs = || mm(&["sessions", "--working", "--json"]).out.contains("nightly");
        assert!(runs(), "{script} {to}");
        if !script.ends_with("wait") {
            run.wait().unwrap();
            assert!(runs(), "{script} {to}: a process of the command is left");
        }
        let again = mm(&["run", "nightly", "--", "true"]);
        assert_eq!(again.status, Some(125), "{again:?}");
        assert!(again.err.contains("its lock file is missing"), "{again:?}");
        assert!(mm(&["store", "check"]).err.contains("its lock file is missing"), "{to}");
        fs::write(sandbox.path("go"), "").unwrap();
        run.wait().unwrap();
        // The lock is free once it is found.
        shell(back);
        wait_until("the session does not end", || !runs());
        assert!(!mm(&["store", "check"]).err.contains("its lock file is missing"), "{to}");
        assert_eq!(mm(&["run", "nightly", "--", "true"]).status, Some(0));
    }
    let (twice, away) = ("mv mm.db* b; mv b/mm.db c", "mv mm.db.run-* b");
    case("WAIT & wait", twice, "mv b/mm.db.run-* c");
    case("WAIT &", twice, "mv b/mm.db.run-* c");
    case("WAIT & wait", away, "");
    case("WAIT &", away, "mv b/mm.db.run-* .");
    // The file is gone, and somebody knows that the command is.
    case("WAIT &", twice, "cd b; for lock in mm.db.run-*; do rm $lock; : >../c/$lock; done");
}

#[test]
fn whatever_fails_before_the_start_is_125_and_starts_nothing() {
    let mut seen = BTreeSet::new();
    for most in 3..14 {
        let sandbox = sandbox_with_job();
        let mut limited = sandbox.command(&["run", "nightly", "--", "touch", "ran"]);
        let program = limited.get_program().to_owned();
        let script = format!("ulimit -n {most} && exec \"$0\" run nightly -- touch ran");
        let mut shell = Command::new("bash");
        shell.args(["-c", &script]).arg(program).current_dir(sandbox.path(""));
        for (name, value) in limited.env("HOME", sandbox.path("")).get_envs() {
            shell.env(name, value.unwrap());
        }
        let status = shell.stderr(Stdio::null()).status().unwrap().code();
        let has_run = sandbox.path("ran").exists();
        match status {
            Some(0) => assert!(has_run, "{most}"),
            // With few descriptors the shell cannot start `mm`, or the command its own libraries.
            Some(125..=127) => assert!(!has_run, "{most}"),
            other => panic!("{most}: {other:?}"),
        }
        assert_eq!(running(&sandbox), [""; 0], "{most}");
        seen.insert(status);
    }
    assert!(seen.contains(&Some(125)) && seen.contains(&Some(0)), "{seen:?}");
}

#[test]
fn signals_reach_the_command_as_they_would_without_mm() {
    #[track_caller]
    fn case(ignored: &str, script: &str, signal: &str, to_group: bool, want: &str) {
        let sandbox = sandbox_with_job();
        let mm = sandbox.command(&[]);
        let line = format!("trap '' {ignored}; exec \"$0\" run nightly -- bash -c \"$1\"");
        let mut shell = Command::new("bash");
        shell.args(["-c", &line]).arg(mm.get_program()).arg(script);
        for (name, value) in mm.get_envs() {
            shell.env(name, value.unwrap());
        }
        shell.current_dir(sandbox.path("")).stdout(Stdio::null()).process_group(0);
        let mut child = shell.spawn().unwrap();
        wait_until("the command does not begin", || sandbox.path("begun").exists());
        let pid = child.id().to_string();
        kill(signal, if to_group { format!("-{pid}") } else { pid }.as_str());
        child.wait().unwrap();
        let log = fs::read_to_string(sandbox.path("log")).unwrap_or_default();
        assert_eq!(log.trim(), want, "{signal} {script}");
    }
    let count = "n=0; trap 'n=$((n + 1))' TERM; touch begun; for i in {1..30}; do sleep 0.02; done; echo $n >log";
    case("USR1", count, "-TERM", true, "1");
    case("USR1", count, "-TERM", false, "1");
    // A child of the command gets it as well, as from a terminal or a service manager.
    let child = "trap 'wait; exit' TERM; (trap 'echo child >>log; exit' TERM; touch begun; while :; do sleep 0.02; done) & wait";
    case("USR1", child, "-TERM", true, "child");
    for signal in ["HUP", "INT", "QUIT", "TERM", "USR1", "USR2"] {
        let script = format!("kill -{signal} $$; touch begun; echo on >log");
        case(signal, &script, "-CONT", false, "on");
    }
}

#[test]
fn interrupt_while_the_store_is_locked_starts_nothing() {
    for signal in [1, 2, 15] {
        let sandbox = sandbox_with_job();
        let store = rusqlite::Connection::open(sandbox.path("mm.db")).unwrap();
        store.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let mut mm = sandbox.command(&["run", "nightly", "--", "touch", "ran"]).spawn().unwrap();
        thread::sleep(Duration::from_millis(200));
        kill(&format!("-{signal}"), &mm.id().to_string());
        assert_eq!(mm.wait().unwrap().signal(), Some(signal));
        store.execute_batch("ROLLBACK").unwrap();
        assert!(!sandbox.path("ran").exists());
        assert_eq!(running(&sandbox), [""; 0]);
    }
}

#[test]
fn end_is_written_only_to_the_session_that_began() {
    let sandbox = sandbox_with_job();
    let replace = "rm mm.db; mm init --live -q; mm jobs add nightly --tenant t --type vm-backup --task a=1m -q; cp \"$MM_STORE\" before";
    let mm = sandbox.command(&[]).get_program().to_owned();
    let replace = replace.replace("mm init", &format!("{} init", mm.display()));
    let replace = replace.replace("mm jobs", &format!("{} jobs", mm.display()));
    let ran = sandbox.run(&["run", "nightly", "--", "sh", "-c", &replace]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.err.contains("the result was not recorded"), "{ran:?}");
    assert!(fs::read(sandbox.path("before")).unwrap() == fs::read(sandbox.path("mm.db")).unwrap());
    // A copy of the store says the same while the command runs.
    let sandbox = sandbox_with_job();
    let look = format!(
        "mkdir x; cp mm.db x; {} --store x/mm.db sessions --working --json >seen",
        mm.display()
    );
    sandbox.succeed(&["run", "nightly", "--", "sh", "-c", &look]);
    let seen = parse_json(&fs::read_to_string(sandbox.path("seen")).unwrap());
    assert_eq!(seen["sessions"].as_array().unwrap().len(), 1, "{seen}");
}
