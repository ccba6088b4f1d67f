//! Measure: what the benchmarks time; nothing else uses it.

use crate::domain::{Instant, JobType, Span};
use crate::scenario::{self, Checker, Document, Horizon, JobDoc, Scenario, TaskDoc, Text, Wrong};
use crate::simulator::{self, Draws, Keep};

/// A scenario, read and checked.
pub struct Prepared(Scenario);

/// Reads and checks a scenario.
pub fn read(json: &[u8]) -> Result<Prepared, Wrong> {
    scenario::scenario(json, Horizon::Open).map(Prepared)
}

/// The names in a store of many jobs of eight tasks.
pub struct Rows {
    jobs: Vec<(String, String, Vec<String>)>,
}

impl Rows {
    /// Rows of so many jobs; no two tasks have one name.
    #[must_use]
    pub fn new(jobs: u32) -> Rows {
        let job = |job| {
            let tasks = (0..8).map(|task| format!("vm-{job}-{task}")).collect();
            (format!("job-{job}"), format!("tenant-{}", job % 1000), tasks)
        };
        Rows { jobs: (0..jobs).map(job).collect() }
    }

    /// Checks them one by one. Returns the scenario.
    pub fn check(&self) -> Result<Prepared, Wrong> {
        let start = Instant::from_millis(1_795_464_000_000);
        let head = Document { scenario: Some(1), start: Some(start), ..Document::default() };
        let mut checker = Checker::new(&head)?;
        checker.reserve(self.jobs.len(), 8 * self.jobs.len());
        for (second, (name, tenant, tasks)) in (0..20_000).cycle().zip(&self.jobs) {
            checker.job(&JobDoc {
                name: Some(Text::from(&**name)),
                tenant: Some(Text::from(&**tenant)),
                job_type: Some(JobType::VmBackup),
                tasks: Some(tasks.iter().map(|name| task(name)).collect()),
                starts: Some(vec![start + Span::from_secs(second)]),
                ..JobDoc::default()
            })?;
        }
        checker.finish(&[], &[]).map(Prepared)
    }
}

fn task(name: &str) -> TaskDoc<'_> {
    TaskDoc { name: Some(name.into()), duration: Some(Span::from_secs(60)), fails: None }
}

impl Prepared {
    /// Runs it so many times with drawn durations. Returns how many sessions failed at most.
    #[must_use]
    pub fn runs(&self, runs: u32) -> u32 {
        simulator::chances(&self.0, Draws { runs, seed: 1 }).all.failed.p99
    }

    /// Compares so many windows of two hours, a quarter of an hour apart. Returns how many sessions
    /// the best of them loses.
    #[must_use]
    pub fn plan(&self, windows: u32) -> u32 {
        let start = |n| self.0.start + Span::from_secs(i64::from(n) * 900);
        let starts: Vec<Instant> = (0..windows).map(start).collect();
        let best = simulator::plan(&self.0, &starts, Span::from_secs(7200), 1);
        best.iter().map(|window| window.lost).sum()
    }

    /// Simulates it. Returns how many tasks succeeded or were refused by the mode.
    #[must_use]
    pub fn simulate(&self) -> u64 {
        let outcome = simulator::simulate(&self.0, Keep::Counts);
        let tasks = outcome.totals.iter().map(|totals| {
            u64::from(totals.tasks_succeeded) + u64::from(totals.tasks_failed_by_maintenance)
        });
        tasks.sum()
    }
}
