//! Looking ahead: how long it takes to read a scenario, to simulate it, to run it with drawn
//! durations, and to plan.
//!
//! `cargo bench` times generated scenarios; `MM_BENCH_SCENARIO=file.json cargo bench` one of yours.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on says where")]

use divan::Bencher;

fn main() {
    divan::main();
}

/// What the jobs of a generated scenario have besides tasks.
#[derive(Clone, Copy)]
enum Jobs {
    /// A start within six hours; the mode is on for two of them.
    Night,
    /// The same, and ten recorded durations of every task.
    Recorded,
    /// A daily schedule over a week, and retries; the mode is off.
    Week,
}

/// A scenario of 100,000 jobs of eight tasks over a thousand tenants of four slots, or the one that
/// the environment names.
fn scenario(kind: Jobs) -> String {
    if let Some(path) = std::env::var_os("MM_BENCH_SCENARIO") {
        return std::fs::read_to_string(path).unwrap();
    }
    let listed = |list: Vec<String>| list.join(",");
    let tenants = (0..1000).map(|n| format!(r#"{{"name":"tenant-{n}","slots":4}}"#)).collect();
    let jobs = (0..100_000).map(|number| job(kind, number)).collect();
    let rest = match kind {
        Jobs::Night | Jobs::Recorded => {
            r#""events":[{"at":"2026-11-23T23:00:00Z","event":"enable"},{"at":"2026-11-24T01:00:00Z","event":"disable"}]"#
        }
        Jobs::Week => r#""events":[]"#,
    };
    let end = match kind {
        Jobs::Night | Jobs::Recorded => "null",
        Jobs::Week => r#""2026-12-01T00:00:00Z""#,
    };
    format!(
        r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z","end":{end},"tenants":[{}],"jobs":[{}],{rest}}}"#,
        listed(tenants),
        listed(jobs)
    )
}

fn job(kind: Jobs, number: u32) -> String {
    // Numbers that look random, and are the same every time.
    let mixed = |label: u32| (label ^ 0x9e37).wrapping_mul(2_654_435_761) >> 12;
    let types = ["vsphere-backup", "hyperv-backup", "windows-agent-backup", "backup-copy"];
    let secs = |task: u32, of: u32| 10 + mixed(number * 97 + task * 11 + of) % 180;
    let task = |task: u32| format!(r#"{{"name":"vm-{task}","duration":"{}s"}}"#, secs(task, 0));
    let tasks: Vec<String> = (0..8).map(task).collect();
    let second = mixed(number) % 21_600;
    let start = format!(
        "2026-11-{}T{:02}:{:02}:{:02}Z",
        23 + (20 + second / 3600) / 24,
        (20 + second / 3600) % 24,
        second / 60 % 60,
        second % 60
    );
    let more = match kind {
        Jobs::Night => format!(r#""starts":["{start}"]"#),
        Jobs::Recorded => {
            let took = |task| (1..11).map(move |of| format!(r#""{}s""#, secs(task, of)));
            let took = |task| took(task).collect::<Vec<_>>().join(",");
            let lists = (0..8).map(|task| format!(r#""vm-{task}":[{}]"#, took(task)));
            let lists = lists.collect::<Vec<_>>().join(",");
            format!(r#""starts":["{start}"],"recorded":{{{lists}}}"#)
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

#[divan::bench(sample_count = 20)]
fn read_and_check(bencher: Bencher<'_, '_>) {
    let json = scenario(Jobs::Night);
    bencher.bench(|| mm::measure::read(json.as_bytes()).unwrap());
}

#[divan::bench(sample_count = 20)]
fn check_a_stream_of_100_000_jobs(bencher: Bencher<'_, '_>) {
    let rows = mm::measure::Rows::new(100_000);
    bencher.bench(|| rows.check().unwrap());
}

#[divan::bench(sample_count = 20)]
fn simulate(bencher: Bencher<'_, '_>) {
    let night = mm::measure::read(scenario(Jobs::Night).as_bytes()).unwrap();
    bencher.bench(|| night.simulate());
}

#[divan::bench(sample_count = 5)]
fn run_50_times_with_drawn_durations(bencher: Bencher<'_, '_>) {
    let night = mm::measure::read(scenario(Jobs::Recorded).as_bytes()).unwrap();
    bencher.bench(|| night.runs(50));
}

#[divan::bench(sample_count = 10)]
fn simulate_a_week(bencher: Bencher<'_, '_>) {
    let week = mm::measure::read(scenario(Jobs::Week).as_bytes()).unwrap();
    bencher.bench(|| week.simulate());
}

#[divan::bench(sample_count = 3)]
fn plan_672_windows_of_a_week(bencher: Bencher<'_, '_>) {
    let week = mm::measure::read(scenario(Jobs::Week).as_bytes()).unwrap();
    bencher.bench(|| week.plan(672));
}
