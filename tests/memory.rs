//! Memory: huge inputs are refused early, or handled within a limit.
//!
//! The limit is the address space of the process, in mebibytes.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::{Finished, Sandbox, rounds};

/// Runs the program within a limit, with an input that is generated as it is read.
fn run_within(
    sandbox: &Sandbox,
    mebibytes: u64,
    words: &[&str],
    input: &mut dyn Iterator<Item = Vec<u8>>,
) -> Finished {
    let limit = format!("ulimit -v {}; exec \"$0\" \"$@\"", mebibytes * 1024);
    let plain = sandbox.command(words);
    let mut child = Command::new("sh")
        .args(["-c", &limit, crate::support::MM])
        .args(words)
        .current_dir(sandbox.path(""))
        .env_clear()
        .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
        // Every thread reserves address space.
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for part in input {
        // The program may have refused the input already.
        if stdin.write_all(&part).is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Finished {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: output.status.code(),
    }
}

/// A text repeated, in parts.
fn repeated(text: &str, times: usize) -> impl Iterator<Item = Vec<u8>> {
    let part = text.repeat(10_000).into_bytes();
    std::iter::repeat_n(part, times / 10_000)
}

#[track_caller]
fn assert_refused(ran: &Finished, why: &str) {
    assert!(matches!(ran.status, Some(1 | 2)), "{:?} {:.500}", ran.status, ran.err);
    assert!(ran.err.contains(why) && ran.err.len() < 2_000, "{:.2000}", ran.err);
}

const HEAD: &str = r#"{"scenario":1,"start":"2026-11-23T20:00:00Z""#;

fn then(head: &str, rest: impl Iterator<Item = Vec<u8>>) -> impl Iterator<Item = Vec<u8>> {
    std::iter::once(head.as_bytes().to_vec()).chain(rest)
}

#[test]
fn deep_nesting_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "-q"]);
    let jobs = format!("{HEAD},\"jobs\":");
    let name = format!("{HEAD},\"jobs\":[{{\"name\":");
    for (head, part) in [
        ("", "["),
        ("", "{\"a\":"),
        (&jobs, "["),
        (&name, "{\"a\":"),
        ("{\"data\":[{\"a\":", "["),
        ("{\"data\":", "{\"data\":"),
    ] {
        for words in [&["simulate", "--scenario", "-"][..], &["jobs", "import", "--dry-run", "-"]] {
            let ran = run_within(&sandbox, 512, words, &mut then(head, repeated(part, 1_000_000)));
            assert_refused(&ran, "standard input: ");
        }
    }
}

#[test]
fn huge_values_are_refused() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "-q"]);
    let gigabyte = 1_000_000_000;
    for head in [
        &format!("{HEAD},\"message\":\""),
        &format!("{HEAD},\"jobs\":[{{\"slots\":1"),
        "Name,Type\n\"",
        "",
    ] {
        for words in [&["simulate", "--scenario", "-"][..], &["jobs", "import", "--dry-run", "-"]] {
            let ran = run_within(&sandbox, 1_400, words, &mut then(head, repeated("1", gigabyte)));
            assert_refused(&ran, "larger than 512 MiB");
        }
    }
    let ran =
        run_within(&sandbox, 512, &["set-message", "--file", "-"], &mut repeated("1", gigabyte));
    assert_refused(&ran, "longer than 1 MiB");
}

#[test]
fn long_numbers_are_refused() {
    let sandbox = Sandbox::new();
    let number = |member: &str| {
        format!("{HEAD},\"jobs\":[{{\"name\":\"a\",\"tenant\":\"t\",\"type\":\"other\",{member}")
    };
    for head in [number("\"slots\":"), number("\"tasks\":[{\"name\":\"x\",\"duration\":\"")] {
        let ran = run_within(
            &sandbox,
            512,
            &["simulate", "--scenario", "-"],
            &mut then(&head, repeated("9", 10_000_000)),
        );
        assert_refused(&ran, "standard input: ");
    }
}

/// A scenario of `count` jobs with these members.
fn scenario(head: &str, count: usize, members: &str) -> String {
    let job = |n| {
        format!(
            r#"{{"name":"{n}","tenant":"t","type":"vm-backup","tasks":[{{"name":"x","duration":"1s"}}],{members}}}"#
        )
    };
    let jobs: Vec<String> = (0..count).map(job).collect();
    format!("{HEAD}{head},\"jobs\":[{}]}}", jobs.join(","))
}

#[test]
fn scenarios_with_huge_counts_are_refused_or_fit() {
    let sandbox = Sandbox::new();
    let simulate = |name: &str, text: String, mebibytes: u64| {
        fs::write(sandbox.path(name), text).unwrap();
        run_within(
            &sandbox,
            mebibytes,
            &["simulate", "--summary", "--json", "--scenario", name],
            &mut std::iter::empty(),
        )
    };
    let minutely = r#""schedule":{"cron":"* * * * *"}"#;
    let millennia = r#","end":"9980-01-01T00:00:00Z""#;
    let ran = simulate("minutely.json", scenario(millennia, 1, minutely), 1024);
    assert_refused(&ran, "jobs[0].schedule.cron");
    let years = r#","end":"2028-06-01T00:00:00Z""#;
    assert_refused(&simulate("crowd.json", scenario(years, 100, minutely), 1024), "schedule.cron");
    let never = r#""schedule":{"cron":"0 0 30 2 *"}"#;
    assert_eq!(simulate("never.json", scenario(millennia, 1000, never), 1024).status, Some(0));
    let endless = r#""starts":["2026-11-23T21:00:00Z"],"retry":{"times":1000000,"wait":"1s"}"#;
    let on = r#","mode":"maintenance""#;
    assert_refused(&simulate("endless.json", scenario(on, 100, endless), 1024), "retry.times");
    // The largest numbers that are accepted.
    let count = rounds(1, 19);
    let ran = simulate("retries.json", scenario(on, count, endless), rounds(1024, 4096) as u64);
    assert_eq!(ran.status, Some(0), "{:.500}", ran.err);
    let slots = r#""slots":4294967295,"starts":["2026-11-23T21:00:00Z"]"#;
    let many = r#","tenants":[{"name":"t","slots":4294967295}]"#;
    assert_eq!(simulate("slots.json", scenario(many, 1, slots), 512).status, Some(0));
    let words = format!(r#","mode":"maintenance","message":"{}""#, "{tenant}".repeat(8_000));
    let starts = r#""starts":["2026-11-23T21:00:00Z"]"#;
    let text =
        scenario(&words, 100, starts).replace("\"t\"", &format!("\"{}\"", "t".repeat(100_000)));
    fs::write(sandbox.path("words.json"), text).unwrap();
    for more in ["--json", "--timeline", "--by=job"] {
        let words = ["simulate", more, "--scenario", "words.json"];
        let ran = run_within(&sandbox, 1024, &words, &mut std::iter::empty());
        assert_eq!(ran.status, Some(0), "{more} {:.500}", ran.err);
    }
}

/// Runs a line within a gibibyte and checks its exit status.
#[track_caller]
fn assert_status(sandbox: &Sandbox, line: &str, status: i32) {
    // Underscores stand for spaces within a word.
    let words: Vec<String> = line.split(' ').map(|word| word.replace('_', " ")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ran = run_within(sandbox, 1024, &words, &mut std::iter::empty());
    assert_eq!(ran.status, Some(status), "{line}: {:.500}", ran.err);
}

#[test]
fn options_with_huge_counts_are_refused_or_fit() {
    let sandbox = Sandbox::new();
    fs::write(
        sandbox.path("open.json"),
        scenario(r#","end":"9980-01-01T00:00:00Z""#, 1, r#""starts":["2026-11-23T21:00:00Z"]"#),
    )
    .unwrap();
    let at = "--now 2026-11-23T21:00:00Z";
    let case = |line: &str, status| assert_status(&sandbox, line, status);
    case(&format!("{at} init --rehearsal"), 0);
    case(&format!("{at} schedule add --cron *_*_*_*_* --for 1s"), 2);
    case(&format!("{at} schedule add --cron 0_*_*_*_* --for 1s"), 0);
    case(&format!("{at} schedule list"), 0);
    case(&format!("{at} simulate --horizon 30d"), 0);
    case(&format!("{at} simulate --horizon 100000d"), 1);
    case(&format!("{at} simulate --horizon 3652500d"), 1);
    case("--now 9000-11-23T21:00:00Z status", 0);
    case(&format!("{at} history --limit 4000000000"), 0);
    case(&format!("{at} enable --dry-run --for 3652500d"), 2);
    case(&format!("{at} enable --dry-run --for 2900000d"), 1);
    case("simulate --scenario open.json --runs 4000000000", 2);
    case("simulate --scenario open.json --runs 100000", 0);
    case("simulate --scenario open.json --for 3652500d", 0);
    let plan = "plan --scenario open.json --step 1s --duration";
    case(&format!("{plan} 1h --within 2000000d"), 2);
    case(&format!("{plan} 1h --within 2000000d --between 20:00-20:01"), 2);
    case(&format!("{plan} 1s --within 1d --top 4000000000"), 0);
}
