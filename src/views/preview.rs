//! The preview of a simulation: one sentence per window, the counts, and a table.

use serde_json::json;

use crate::domain::Spelled;
use crate::output::{Align, Page, Rows, Table, plural, rough};
use crate::scenario::Model;
use crate::simulator::{By, Drained, Line, Outcome, everybody, preview};

/// A preview of a simulation.
#[derive(Clone, Copy)]
pub struct Preview<'o> {
    pub scenario: &'o Model,
    pub outcome: &'o Outcome,
    pub by: By,
}

impl Preview<'_> {
    /// Writes the preview for people.
    pub fn page(&self, page: &mut Page) {
        windows(self.outcome, page);
        page.line(counts(&everybody(self.outcome)));
        page.line("");
        page.table(table(&self.lines(), self.by));
    }

    /// The table for scripts.
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

fn windows(outcome: &Outcome, page: &mut Page) {
    if outcome.windows.is_empty() {
        page.strong("Maintenance mode is never on.");
    }
    for window in &outcome.windows {
        let until = match window.until {
            Some(until) => format!("until {}", page.time(until)),
            None => "without a planned end".to_owned(),
        };
        page.strong(format!("Maintenance from {} {until}", page.time(window.from)));
        page.line(match (window.drained_at, window.until) {
            (Some(at), _) if at == window.from => {
                "Drained at once: no covered session is running.".into()
            }
            (Some(at), _) => format!("Drained after {}, at {}.", at - window.from, page.time(at)),
            (None, Some(until)) if until == window.from => {
                "It ends at the instant at which it starts.".to_owned()
            }
            (None, Some(_)) => {
                "Not drained before it ends: covered sessions are still running.".into()
            }
            (None, None) => "Not drained by the end of the simulation.".to_owned(),
        });
    }
}

/// The counts of all sessions, whose parts add up, and of what is lost.
fn counts(all: &Line) -> String {
    let totals = all.totals;
    if totals.sessions == 0 {
        return "No session starts.".to_owned();
    }
    let sessions = plural(totals.sessions, "session", "sessions");
    let mut parts = vec![plural(totals.succeeded, "succeeds", "succeed")];
    let failed = totals.failed_by_maintenance;
    parts.push(match totals.healed {
        0 => format!("{} because of maintenance", plural(failed, "fails", "fail")),
        healed => {
            let retry = plural(healed, "succeeds", "succeed");
            let fail = plural(failed, "fails", "fail");
            format!("{fail} because of maintenance ({retry} on retry)")
        }
    });
    let otherwise = totals.failed - failed;
    if otherwise > 0 {
        parts.push(format!("{} for other reasons", plural(otherwise, "fails", "fail")));
    }
    if totals.working > 0 {
        parts.push(plural(totals.working, "is still running", "are still running"));
    }
    let lost = plural(all.lost(), "run is", "runs are");
    let tasks = plural(totals.tasks_failed_by_maintenance, "task", "tasks");
    format!("{sessions}: {}. {lost} lost, {tasks} refused.", parts.join(", "))
}

/// A count; zero is a dash, so that the others stand out.
fn count(count: u32) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

/// The columns to leave out on a narrow terminal, the least important first.
fn least_important(by: By) -> &'static [&'static str] {
    match by {
        By::Tenant | By::Type => &["TASKS", "SESSIONS", "SUCCEED", "OTHER", "CDP", "DRAINED"],
        By::Job => &["TYPE", "TASKS", "SESSIONS", "SUCCEED", "OTHER", "CDP"],
    }
}

fn table(lines: &[Line], by: By) -> Table {
    let names: &[&str] = match by {
        By::Tenant => &["TENANT"],
        By::Job => &["TENANT", "JOB", "TYPE"],
        By::Type => &["TYPE"],
    };
    let has_other = lines.iter().any(|line| line.other() > 0);
    let of_line = |line: &Line| {
        let totals = line.totals;
        let other = has_other.then(|| ("OTHER", line.other()));
        let counts = [
            ("SESSIONS", totals.sessions),
            ("SUCCEED", totals.succeeded),
            ("CUT", totals.cut),
            ("REFUSED", totals.refused),
        ];
        let rest = [
            ("HEAL", totals.healed),
            ("LOST", line.lost()),
            ("TASKS", totals.tasks_failed_by_maintenance),
            ("CDP", line.policies_paused),
        ];
        counts.into_iter().chain(other).chain(rest)
    };
    let nobody = Line::nobody();
    let mut columns: Vec<_> = names.iter().map(|name| (*name, Align::Left)).collect();
    columns.extend(of_line(&nobody).map(|(name, _)| (name, Align::Right)));
    if by == By::Tenant {
        columns.push(("DRAINED", Align::Left));
    }
    let mut table = Table::new(&columns);
    table.leave_out_first(least_important(by));
    for line in lines {
        let names =
            [line.tenant.as_deref(), line.job.as_deref(), line.job_type.map(Spelled::spelling)];
        let mut cells: Vec<String> = names.iter().flatten().map(ToString::to_string).collect();
        cells.extend(of_line(line).map(|(_, number)| count(number)));
        if by == By::Tenant {
            cells.push(match line.drained {
                Drained::Off => "-".to_owned(),
                Drained::AtOnce => "at once".to_owned(),
                Drained::After(span) => format!("+{}", rough(span)),
                Drained::Never => "no".to_owned(),
            });
        }
        table.push(cells);
    }
    table
}
