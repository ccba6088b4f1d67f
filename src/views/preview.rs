//! The preview of a simulation: its headline, and a table of runs.

use std::collections::HashSet;

use serde_json::json;

use crate::domain::{RunCounts, Spelled};
use crate::ops::estimate::Estimate;
use crate::ops::outlook::Outlook;
use crate::output::{Align, Page, Rows, Table, count, plural, rough};
use crate::scenario::Model;
use crate::simulator::{By, Drained, Line, Outcome, preview};
use crate::views::headline::Headline;
use crate::views::simulation::CountsRow;

/// A preview of a simulation.
#[derive(Clone, Copy)]
pub struct Preview<'o> {
    pub model: &'o Model,
    pub outcome: &'o Outcome,
    pub by: By,
}

impl Preview<'_> {
    /// Writes the preview for people.
    pub fn page(&self, outlook: &Outlook, names_them: Option<&str>, page: &mut Page) {
        let Preview { model, outcome, .. } = *self;
        Headline { model, outcome, outlook, names_them }.show(page);
        let (lines, rest) = match self.by {
            By::Job => self.affected_first(outlook),
            By::Tenant | By::Type => (self.lines(), Vec::new()),
        };
        if !lines.is_empty() || rest.is_empty() {
            page.line("");
            page.table(self.table(outlook, &lines));
        }
        if !rest.is_empty() {
            page.line("");
        }
        for line in rest {
            page.line(line);
        }
    }

    /// The lines of affected jobs, and the others summed up in words.
    fn affected_first(&self, outlook: &Outlook) -> (Vec<Line>, Vec<String>) {
        let startless = outlook.startless(self.model, self.by);
        let is_affected = |line: &Line| line.totals.runs.affected > 0 || line.policies_paused > 0;
        let (affected, others): (Vec<Line>, Vec<Line>) =
            self.lines().into_iter().partition(is_affected);
        let (unknown, others): (Vec<Line>, Vec<Line>) =
            others.into_iter().partition(|line| startless.has(line));
        let jobs = |lines: &[Line]| plural(lines.len() as u64, "job", "jobs");
        let mut rest = Vec::new();
        if !others.is_empty() {
            let runs = others.iter().map(|line| u64::from(line.totals.runs.runs)).sum::<u64>();
            let runs = plural(runs, "run", "runs");
            rest.push(format!("{} not affected, with {runs}.", jobs(&others)));
        }
        if !unknown.is_empty() {
            rest.push(format!("Start times not known: {}.", jobs(&unknown)));
        }
        (affected, rest)
    }

    /// The table for scripts.
    pub fn rows(&self, outlook: &Outlook) -> Rows {
        let names = match self.by {
            By::Tenant => "tenant",
            By::Job => "tenant job type",
            By::Type => "type",
        };
        let startless = outlook.startless(self.model, self.by);
        let rows = self.lines().into_iter().map(|line| {
            let (tenant, job) = (json!(line.tenant), json!(line.job));
            let starts = startless.starts(&line).not_known;
            let mut row = json!(CountsRow::of(line, self.by, starts));
            (row["tenant"], row["job"]) = (tenant, job);
            row
        });
        Rows::of(names.split(' ').chain(COUNTS.split(' ')), rows)
    }

    fn lines(&self) -> Vec<Line> {
        preview(self.model, self.outcome, self.by)
    }

    fn table(&self, outlook: &Outlook, lines: &[Line]) -> Table {
        let names: &[&str] = match self.by {
            By::Tenant => &["TENANT"],
            By::Job => &["TENANT", "JOB", "TYPE"],
            By::Type => &["TYPE"],
        };
        let mut columns: Vec<_> = names.iter().map(|name| (*name, Align::Left)).collect();
        columns.extend(RUN_COLUMNS.map(|name| (name, Align::Right)));
        columns.push(("CDP", Align::Right));
        if self.by == By::Tenant {
            columns.push(("DRAINED", Align::Left));
        }
        let mut table = Table::new(&columns);
        table.leave_out_first(least_important(self.by));
        table.keep_together(&["CUT", "REFUSED"]);
        let unclear = self.unclear_tenants(outlook);
        let startless = outlook.startless(self.model, self.by);
        for line in lines {
            let names =
                [line.tenant.as_deref(), line.job.as_deref(), line.job_type.map(Spelled::spelling)];
            let mut cells: Vec<String> = names.iter().flatten().map(ToString::to_string).collect();
            let mut runs = run_cells(&line.totals.runs);
            if startless.starts(line).not_known > 0 {
                let is_all = startless.has(line);
                for (cell, name) in runs.iter_mut().zip(RUN_COLUMNS) {
                    // Which runs are cut depends on what runs, not on starts.
                    let is_known = name == "CUT" && outlook.not_observed.is_none();
                    // A sign for none would be a claim, and so would the runs of the sessions that are running.
                    if !is_known && (cell == "-" || is_all && name == "RUNS") {
                        "not known".clone_into(cell);
                    }
                }
            }
            cells.extend(runs);
            cells.push(count(line.policies_paused));
            if self.by == By::Tenant {
                let is_unclear =
                    line.tenant.as_deref().is_some_and(|tenant| unclear.contains(tenant));
                cells.push(match line.drained {
                    Drained::Off => "-".to_owned(),
                    _ if is_unclear || outlook.drain_not_known().is_some() => {
                        "not known".to_owned()
                    }
                    Drained::AtOnce if outlook.not_observed.is_some() => "not known".to_owned(),
                    Drained::AtOnce => "at once".to_owned(),
                    Drained::After(span) => format!("+{}", rough(span)),
                    Drained::Never => "no".to_owned(),
                });
            }
            table.push(cells);
        }
        table
    }

    /// The tenants whose drain cannot be told.
    fn unclear_tenants(&self, outlook: &Outlook) -> HashSet<&str> {
        let drain_forecast = outlook.drain_forecast.iter().filter(|drain_forecast| {
            matches!(drain_forecast.estimate, Some(Estimate::Overdue | Estimate::Unknown))
        });
        let tenant = |job: &usize| {
            let tenant = self.model.jobs[*job].tenant;
            &*self.model.tenants[tenant as usize].name
        };
        drain_forecast
            .flat_map(|drain_forecast| drain_forecast.unclear.iter().map(tenant))
            .collect()
    }
}

/// The counts in the table for scripts.
const COUNTS: &str = "sessions succeeded cut refused healed lost failed working tasks_succeeded \
    tasks_failed_by_maintenance policies_paused runs runs_affected runs_cut runs_refused \
    runs_recovered runs_lost runs_pending runs_failed_otherwise starts_not_known";

/// The columns of every table of runs.
pub const RUN_COLUMNS: [&str; 7] =
    ["RUNS", "AFFECTED", "CUT", "REFUSED", "RECOVERED", "LOST", "PENDING"];

/// The cells of these columns.
pub fn run_cells(runs: &RunCounts) -> [String; 7] {
    let RunCounts { runs, affected, cut, refused, recovered, lost, pending, .. } = *runs;
    [runs, affected, cut, refused, recovered, lost, pending].map(count)
}

/// The columns to leave out on a narrow terminal, the least important first.
fn least_important(by: By) -> &'static [&'static str] {
    match by {
        By::Tenant | By::Type => &["CDP", "RUNS", "CUT", "REFUSED", "DRAINED", "PENDING"],
        By::Job => &["TYPE", "RUNS", "CDP", "CUT", "REFUSED", "PENDING"],
    }
}
