//! Times whole commands on scenarios of 100,000 jobs of eight tasks.
//!
//! `cargo bench` generates the scenarios, and `MM_BENCH_SCENARIO=file.json cargo bench` times yours.
//! `cargo bench -- NAME` times only the commands whose name contains NAME.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark measures time and prints it, or fails"
)]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let benchmarks: [(&str, usize, Jobs, &[&str]); 4] = [
        ("simulate", 11, Jobs::Evening, &["simulate", "--summary"]),
        ("simulate a week", 11, Jobs::Week, &["simulate", "--summary"]),
        ("simulate 50 runs", 3, Jobs::Recorded, &["simulate", "--runs", "50"]),
        ("plan a week", 3, Jobs::Week, &["plan", "--duration", "2h"]),
    ];
    for (name, runs, jobs, arguments) in benchmarks {
        if wanted.is_empty() || wanted.iter().any(|part| name.contains(&**part)) {
            time(name, runs, jobs, arguments);
        }
    }
}

/// What the jobs of a generated scenario have besides tasks.
#[derive(Clone, Copy)]
enum Jobs {
    /// A start within six hours; the mode is on for two of them.
    Evening,
    /// The same, and ten recorded durations of every task.
    Recorded,
    /// A daily schedule over a week, and retries; the mode is off.
    Week,
}

/// Runs a command several times on a scenario, and prints the median and the shortest time.
fn time(name: &str, runs: usize, jobs: Jobs, arguments: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let file = match std::env::var_os("MM_BENCH_SCENARIO") {
        Some(path) => PathBuf::from(path),
        None => folder.path().join("scenario.json"),
    };
    if !file.exists() {
        std::fs::write(&file, scenario(jobs)).unwrap();
    }
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mm"));
        command.args(arguments).args(["--json", "--scenario"]).arg(&file);
        let start = Instant::now();
        assert!(command.stdout(Stdio::null()).status().unwrap().success());
        start.elapsed()
    };
    let mut times: Vec<_> = (0..runs).map(|_| run()).collect();
    times.sort_unstable();
    println!("{name}: median {:.2?}, shortest {:.2?} of {runs} runs", times[runs / 2], times[0]);
}

/// 100,000 jobs over a thousand tenants of four slots.
fn scenario(jobs: Jobs) -> String {
    let (end, events) = match jobs {
        Jobs::Evening | Jobs::Recorded => (
            "null",
            r#"{"at":"2026-11-23T23:00:00Z","event":"enable"},{"at":"2026-11-24T01:00:00Z","event":"disable"}"#,
        ),
        Jobs::Week => (r#""2026-12-01T00:00:00Z""#, ""),
    };
    let tenants: Vec<String> =
        (0..1000).map(|n| format!(r#"{{"name":"tenant-{n}","slots":4}}"#)).collect();
    let list: Vec<String> = (0..100_000).map(|number| job(jobs, number)).collect();
    format!(
        r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z","end":{end},"tenants":[{}],"jobs":[{}],"events":[{events}]}}"#,
        tenants.join(","),
        list.join(",")
    )
}

fn job(jobs: Jobs, number: u32) -> String {
    // Numbers that look random, and are the same every time.
    let mixed = |label: u32| (label ^ 0x9e37).wrapping_mul(2_654_435_761) >> 12;
    let types = ["vsphere-backup", "hyperv-backup", "windows-agent-backup", "backup-copy"];
    let secs = |task: u32, of: u32| 10 + mixed(number * 97 + task * 11 + of) % 180;
    let task = |task: u32| format!(r#"{{"name":"vm-{task}","duration":"{}s"}}"#, secs(task, 0));
    let tasks: Vec<String> = (0..8).map(task).collect();
    let second = mixed(number) % 21_600;
    let (minute, hour) = (second / 60 % 60, 20 + second / 3600);
    let start = format!(
        r#""starts":["2026-11-{}T{:02}:{minute:02}:{:02}Z"]"#,
        23 + hour / 24,
        hour % 24,
        second % 60
    );
    let more = match jobs {
        Jobs::Evening => start,
        Jobs::Recorded => {
            let took = |task| (1..11).map(move |of| format!(r#""{}s""#, secs(task, of)));
            let list = |task| took(task).collect::<Vec<_>>().join(",");
            let lists = (0..8).map(|task| format!(r#""vm-{task}":[{}]"#, list(task)));
            format!(r#"{start},"recorded":{{{}}}"#, lists.collect::<Vec<_>>().join(","))
        }
        Jobs::Week => format!(
            r#""schedule":{{"cron":"{} {} * * *"}},"retry":{{"times":3,"wait":"10m"}}"#,
            second % 60,
            second / 60 % 24
        ),
    };
    format!(
        r#"{{"name":"job-{number}","tenant":"tenant-{}","type":"{}","slots":2,"tasks":[{}],{more}}}"#,
        number % 1000,
        types[number as usize % 4],
        tasks.join(",")
    )
}
