//! Measure: what the benchmarks time; nothing else uses it.

use crate::domain::{Instant, JobType, Span};
use crate::engine::{self, Keep};
use crate::scenario::{self, Checker, Document, Horizon, JobDoc, Scenario, TaskDoc, Wrong};

/// A scenario, read and checked.
pub struct Prepared(Scenario);

/// Reads and checks a scenario.
pub fn read(json: &[u8]) -> Result<Prepared, Wrong> {
    scenario::scenario(json, Horizon::Open).map(Prepared)
}

/// Checks so many jobs of eight tasks as they come from a store: one by one, none kept. Returns how
/// many tasks the scenario has.
pub fn stream(jobs: u32) -> Result<usize, Wrong> {
    let start = Instant::from_millis(1_795_464_000_000);
    let head = Document { scenario: Some(1), start: Some(start), ..Document::default() };
    let mut checker = Checker::new(&head)?;
    checker.reserve(jobs as usize, 8 * jobs as usize);
    for number in 0..jobs {
        let task = |task: u32| TaskDoc {
            name: Some(format!("vm-{number}-{task}").into()),
            duration: Some(Span::from_secs(60 + i64::from(task))),
            fails: None,
        };
        checker.job(&JobDoc {
            name: Some(format!("job-{number}").into()),
            tenant: Some(format!("tenant-{}", number % 1000).into()),
            job_type: Some(JobType::VmBackup),
            tasks: Some((0..8).map(task).collect()),
            starts: Some(vec![start + Span::from_secs(i64::from(number % 20_000))]),
            ..JobDoc::default()
        })?;
    }
    checker.finish(&[], &[]).map(|scenario| scenario.durations.len())
}

impl Prepared {
    /// Simulates it. Returns how many tasks succeeded or were refused by the mode.
    #[must_use]
    pub fn simulate(&self) -> u64 {
        let outcome = engine::simulate(&self.0, Keep::Counts);
        let tasks = outcome.totals.iter().map(|totals| {
            u64::from(totals.tasks_succeeded) + u64::from(totals.tasks_failed_by_maintenance)
        });
        tasks.sum()
    }
}
