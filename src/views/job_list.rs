//! Jobs with their state and treatment as JSON, rows and a table.

use serde::Serialize;
use serde_json::json;

use crate::domain::maintenance::Maintenance;
use crate::domain::{Instant, Mode};
use crate::ops::drain::{Missing, not_known_line};
use crate::ops::treatment::{JobState, JobStatus};
use crate::output::{Align, Page, Rows, Table, View, plural, rough};

/// The document `mm.jobs/1`.
#[derive(Serialize)]
pub struct JobList {
    pub schema: &'static str,
    pub revision: u64,
    pub now: Instant,
    pub mode: Mode,
    pub jobs: Vec<JobStatus>,
    /// What is missing to know whether the server is drained.
    pub missing: Vec<Missing>,
    #[serde(skip)]
    pub is_rehearsal: bool,
    /// How many jobs there are before any filter.
    #[serde(skip)]
    pub known: usize,
    #[serde(skip)]
    pub next_window: Option<Maintenance>,
}

const COLUMNS: [&str; 16] = [
    "tenant",
    "name",
    "type",
    "target",
    "state",
    "tasks_done",
    "tasks",
    "last_result",
    "last_ended",
    "observed_at",
    "rule",
    "summary",
    "tasks_finish",
    "tasks_fail",
    "refused",
    "healed",
];

impl View for JobList {
    fn rows(&self) -> Option<Rows> {
        let rows = self.jobs.iter().map(|job| {
            let mut row = json!(job.treatment);
            if let (Some(row), serde_json::Value::Object(job)) = (row.as_object_mut(), json!(job)) {
                row.extend(job);
            }
            row
        });
        Some(Rows::of(&COLUMNS, rows))
    }

    fn page(&self, page: &mut Page) {
        let kind = if self.is_rehearsal { " (rehearsal)" } else { "" };
        page.strong(match self.mode {
            Mode::Active => {
                format!("Active{kind}. TREATMENT is what maintenance would do if it began now.")
            }
            Mode::Maintenance => format!("MAINTENANCE{kind}. TREATMENT is what maintenance does."),
        });
        let working = self.jobs.iter().filter(|job| job.state == JobState::Working).count();
        let affected = self.jobs.iter().filter(|job| job.treatment.is_affected()).count();
        let known = plural(self.known as u64, "job", "jobs");
        let shown = match self.jobs.len() {
            shown if shown == self.known => known,
            shown => format!("{shown} of {known}"),
        };
        page.line(format!("{shown}: {working} working, {affected} affected."));
        if let Some(line) = not_known_line(&self.missing) {
            page.line(line);
        }
        if let Some(next) = &self.next_window {
            let until = next.until.map(|until| format!(" until {}", page.time(until)));
            page.line(format!(
                "Next window: {}{}.",
                page.time(next.since),
                until.unwrap_or_default()
            ));
        }
        if !self.jobs.is_empty() {
            page.line("");
            page.table(self.table());
        }
    }
}

impl JobList {
    fn table(&self) -> Table {
        let mut table = Table::new(&[
            ("TENANT", Align::Left),
            ("JOB", Align::Left),
            ("TYPE", Align::Left),
            ("TARGET", Align::Left),
            ("STATE", Align::Left),
            ("LAST", Align::Left),
            ("TREATMENT", Align::Left),
        ]);
        table.leave_out_first(&["TARGET", "LAST", "TYPE"]);
        for job in &self.jobs {
            let state = match job.state {
                JobState::Working => format!("working {}/{}", job.tasks_done, job.tasks),
                state => state.to_string(),
            };
            let last = match (job.last_result, job.last_ended) {
                (Some(result), Some(at)) if at <= self.now => {
                    format!("{result} {} ago", rough(self.now - at))
                }
                (Some(result), _) => result.to_string(),
                (None, _) => "-".to_owned(),
            };
            table.push([
                &*job.tenant,
                &*job.name,
                &job.job_type.to_string(),
                &job.target.to_string(),
                &state,
                &last,
                &job.treatment.summary,
            ]);
        }
        table
    }
}
