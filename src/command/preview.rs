//! Preview: what maintenance does to whom, as people and scripts see it.

use serde_json::json;

use crate::engine::{By, Drained, Line, Outcome, preview};
use crate::output::{Align, Page, Rows, Table, plural};
use crate::scenario::Scenario;

/// A preview on its way to people and scripts.
#[derive(Clone, Copy)]
pub struct Preview<'o> {
    /// What was simulated.
    pub scenario: &'o Scenario,
    /// What came of it.
    pub outcome: &'o Outcome,
    /// What the counts are put together by.
    pub by: By,
}

impl Preview<'_> {
    /// A sentence for each window, one with the counts, and the table.
    pub fn page(&self, page: &mut Page) {
        windows(self.outcome, page);
        page.line(counts(self.outcome));
        page.line("");
        page.table(&table(page, &self.lines(), self.by));
    }

    /// The same lines for scripts.
    pub fn rows(&self) -> Rows {
        let names: &[&str] = match self.by {
            By::Tenant => &["tenant"],
            By::Job => &["tenant", "job", "type"],
            By::Type => &["type"],
        };
        let counts = [
            "sessions",
            "succeeded",
            "cut",
            "refused",
            "healed",
            "lost",
            "failed",
            "working",
            "tasks_succeeded",
            "tasks_failed_by_maintenance",
            "policies_paused",
        ];
        let mut rows = Rows::new(&[names, &counts].concat());
        for line in self.lines() {
            let all = [json!(line.tenant), json!(line.job), json!(line.job_type)];
            let mut cells: Vec<_> = all.into_iter().filter(|name| !name.is_null()).collect();
            let totals = line.totals;
            cells.extend([
                json!(totals.sessions),
                json!(totals.succeeded),
                json!(totals.cut),
                json!(totals.refused),
                json!(totals.healed),
                json!(line.lost()),
                json!(totals.failed),
                json!(totals.working),
                json!(totals.tasks_succeeded),
                json!(totals.tasks_failed_by_maintenance),
                json!(line.policies_paused),
            ]);
            rows.push(cells);
        }
        rows
    }

    fn lines(&self) -> Vec<Line> {
        preview(self.scenario, self.outcome, self.by)
    }
}

/// A sentence for each window.
fn windows(outcome: &Outcome, page: &mut Page) {
    if outcome.windows.is_empty() {
        page.strong("The mode is never on.");
    }
    for window in &outcome.windows {
        let until = match window.until {
            Some(until) => format!("until {}", page.time(until)),
            None => "until further notice".to_owned(),
        };
        page.strong(format!("Maintenance from {} {until}", page.time(window.from)));
        page.line(match (window.drained_at, window.until) {
            (Some(at), _) if at == window.from => {
                "Drained at once: no covered session works.".into()
            }
            (Some(at), _) => format!("Drained after {}, at {}.", at - window.from, page.time(at)),
            (None, Some(_)) => "Not drained before it ends: covered sessions still work.".into(),
            (None, None) => "Not drained by the end of the simulation.".to_owned(),
        });
    }
}

/// The counts of all tenants in a sentence.
fn counts(outcome: &Outcome) -> String {
    let mut all = crate::engine::Totals::default();
    outcome.totals.iter().for_each(|totals| all.add(totals));
    let failed = all.failed_by_maintenance;
    format!(
        "{}: {} succeed, maintenance fails {failed}, of which {} heal by retry; {} lost.",
        plural(all.sessions, "session", "sessions"),
        all.succeeded,
        all.healed,
        plural(all.tasks_failed_by_maintenance, "task", "tasks"),
    )
}

/// A count; none is a dash, so that the others stand out.
fn count(count: u32) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

fn table(page: &Page, lines: &[Line], by: By) -> Table {
    let names: &[(&str, Align)] = match by {
        By::Tenant => &[("TENANT", Align::Left)],
        By::Job => &[("TENANT", Align::Left), ("JOB", Align::Left), ("TYPE", Align::Left)],
        By::Type => &[("TYPE", Align::Left)],
    };
    let counts = [
        ("SESSIONS", Align::Right),
        ("FINISH", Align::Right),
        ("CUT", Align::Right),
        ("REFUSED", Align::Right),
        ("HEAL", Align::Right),
        ("LOST", Align::Right),
        ("TASKS LOST", Align::Right),
        ("POLICIES PAUSED", Align::Right),
    ];
    let drained: &[(&str, Align)] =
        if by == By::Tenant { &[("DRAINED", Align::Left)] } else { &[] };
    let mut table = Table::new(&[names, &counts, drained].concat());
    for line in lines {
        let names = [
            line.tenant.as_deref(),
            line.job.as_deref(),
            line.job_type.map(crate::domain::Spelled::spelling),
        ];
        let mut cells: Vec<String> = names.iter().flatten().map(ToString::to_string).collect();
        let totals = line.totals;
        cells.extend(
            [
                totals.sessions,
                totals.succeeded,
                totals.cut,
                totals.refused,
                totals.healed,
                line.lost(),
                totals.tasks_failed_by_maintenance,
                line.policies_paused,
            ]
            .map(count),
        );
        if by == By::Tenant {
            cells.push(match line.drained {
                Drained::AtOnce => "at once".to_owned(),
                Drained::Never => "not before the end".to_owned(),
                Drained::At(at) => page.time(at),
            });
        }
        table.push(cells);
    }
    table
}
