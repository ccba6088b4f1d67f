//! Looking ahead: how long it takes to read a scenario and to simulate it.
//!
//! `cargo bench` times a generated night; `MM_BENCH_SCENARIO=file.json cargo bench` one of yours.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on says where")]

use std::fmt::Write as _;

use divan::Bencher;

fn main() {
    divan::main();
}

/// A night of 100,000 jobs of eight tasks over a thousand tenants of four slots, the mode on in
/// the middle, or the scenario that the environment names.
fn night() -> String {
    if let Some(path) = std::env::var_os("MM_BENCH_SCENARIO") {
        return std::fs::read_to_string(path).unwrap();
    }
    let tenants: Vec<String> =
        (0..1000).map(|n| format!(r#"{{"name":"tenant-{n}","slots":4}}"#)).collect();
    let mut jobs = String::new();
    for job in 0..100_000_u32 {
        let kinds = ["vsphere-backup", "hyperv-backup", "windows-agent-backup", "backup-copy"];
        let kind = kinds[(job.wrapping_mul(2_654_435_761) >> 30) as usize];
        let tasks: Vec<String> = (0..8)
            .map(|task| {
                let secs = 10 + (job * 8 + task).wrapping_mul(2_654_435_761) % 180;
                format!(r#"{{"name":"vm-{task}","duration":"{secs}s","fails":false}}"#)
            })
            .collect();
        let second = job.wrapping_mul(1_000_003) % 21_600;
        let (hour, minute) = (20 + second / 3600, second / 60 % 60);
        let (day, hour) = (23 + hour / 24, hour % 24);
        write!(
            jobs,
            r#"{}{{"name":"job-{job}","tenant":"tenant-{}","type":"{kind}","slots":2,"tasks":[{}],"starts":["2026-11-{day}T{hour:02}:{minute:02}:{:02}Z"]}}"#,
            if job == 0 { "" } else { "," },
            job % 1000,
            tasks.join(","),
            second % 60,
        )
        .unwrap();
    }
    format!(
        r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z","tenants":[{}],"jobs":[{jobs}],"events":[{{"at":"2026-11-23T23:00:00Z","event":"enable"}},{{"at":"2026-11-24T01:00:00Z","event":"disable"}}]}}"#,
        tenants.join(",")
    )
}

#[divan::bench(sample_count = 20)]
fn read_and_check(bencher: Bencher<'_, '_>) {
    let json = night();
    bencher.bench(|| mm::measure::read(json.as_bytes()).unwrap());
}

#[divan::bench(sample_count = 20)]
fn check_a_stream_of_100_000_jobs(bencher: Bencher<'_, '_>) {
    let rows = mm::measure::Rows::new(100_000);
    bencher.bench(|| rows.check().unwrap());
}

#[divan::bench(sample_count = 20)]
fn simulate(bencher: Bencher<'_, '_>) {
    let night = mm::measure::read(night().as_bytes()).unwrap();
    bencher.bench(|| night.simulate());
}
