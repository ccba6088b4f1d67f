//! Jobs with their state and treatment as JSON, rows and a table.

use serde::Serialize;
use serde_json::json;

use crate::domain::maintenance::Maintenance;
use crate::domain::{Instant, Mode};
use crate::ops::drain::{Missing, not_known_line};
use crate::ops::treatment::{JobState, JobStatus};
use crate::output::{Align, Page, Rows, Table, Tone, View, plural, rough};

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
    /// Jobs of which it is not known whether they are affected, and that are left out for that.
    #[serde(skip)]
    pub not_known: usize,
    /// Whether it replaces the list that is on the screen.
    #[serde(skip)]
    pub is_watched: bool,
    #[serde(skip)]
    pub next_window: Option<Maintenance>,
}

const COLUMNS: [&str; 17] = [
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
    "affected",
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
        Some(Rows::of(COLUMNS, rows))
    }

    fn page(&self, page: &mut Page) {
        self.summary(page);
        if !self.jobs.is_empty() {
            page.line("");
            page.table(self.table(page.is_on_screen()));
        }
        if self.is_watched {
            page.redraw();
        } else if page.is_longer_than_screen() {
            page.line("");
            self.summary(page);
        }
    }
}

impl JobList {
    fn summary(&self, page: &mut Page) {
        let kind = if self.is_rehearsal { " (rehearsal)" } else { "" };
        match self.mode {
            Mode::Active => page.strong(format!(
                "Active{kind}. TREATMENT is what maintenance would do if it began now."
            )),
            Mode::Maintenance => {
                let line = format!("MAINTENANCE{kind}. TREATMENT is what maintenance does.");
                page.toned(Tone::Warning, &line, 0);
            }
        }
        let known = plural(self.known as u64, "job", "jobs");
        let shown = match self.jobs.len() {
            shown if shown == self.known => known,
            shown => format!("{shown} of {known}"),
        };
        let count = |matches: &dyn Fn(&JobStatus) -> bool| {
            self.jobs.iter().filter(|job| matches(job)).count()
        };
        let affected = |affected: Option<bool>| count(&|job| job.treatment.affected == affected);
        let mut counts = vec![
            format!("{} working", count(&|job| job.state == JobState::Working)),
            format!("{} affected", affected(Some(true))),
            format!("{} not affected", affected(Some(false))),
        ];
        if affected(None) > 0 {
            counts.push(format!("{} not known", affected(None)));
        }
        let disabled = count(&|job| job.state == JobState::Disabled);
        if disabled > 0 {
            counts.push(format!("{disabled} disabled"));
        }
        page.line(format!("{shown}: {}.", counts.join(", ")));
        if self.not_known > 0 {
            let jobs = plural(self.not_known as u64, "more job", "more jobs");
            page.line(format!("For {jobs} it is not known: `mm jobs status` lists them."));
        }
        if self.known == 0 {
            page.line("`mm jobs import FILE` reads the jobs from an export of your server.");
        }
        let not_known = not_known_line(&self.missing, &|at| page.time(at));
        if let Some(line) = not_known {
            page.line(line);
        }
        if let Some(next) = &self.next_window {
            let dates = page.dates();
            let from = dates.at(next.since);
            let until = next.until.map(|until| format!(" until {}", dates.at(until)));
            page.line(format!("Next window: {from}{}.", until.unwrap_or_default()));
        }
    }

    /// The jobs by tenant. On a screen the name of a tenant stands beside its first job only.
    fn table(&self, is_on_screen: bool) -> Table {
        let mut table = Table::new(&[
            ("TENANT", Align::Left),
            ("JOB", Align::Left),
            ("TYPE", Align::Left),
            ("TARGET", Align::Left),
            ("STATE", Align::Left),
            ("LAST", Align::Left),
            ("AFFECTED", Align::Left),
            ("TREATMENT", Align::Left),
        ]);
        table.leave_out_first(&["TARGET", "LAST", "TYPE"]);
        let mut last_tenant = None;
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
            let affected = match job.treatment.affected {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known",
            };
            let is_same = last_tenant.replace(&job.tenant) == Some(&job.tenant);
            table.push([
                if is_same && is_on_screen { "" } else { &*job.tenant },
                &*job.name,
                &job.job_type.to_string(),
                &job.target.to_string(),
                &state,
                &last,
                affected,
                &job.treatment.summary,
            ]);
        }
        table
    }
}
