//! Sessions and their tasks as text and tables.

use crate::domain::Origin;
use crate::domain::{Instant, ObservedResult, SessionState};
use crate::ops::expected::EstimateKind;
use crate::output::{Page, Table, rough};
use crate::views::session::{SessionRow, TaskRow};

impl SessionRow {
    fn state_text(&self) -> String {
        let (ended, all) = match &self.expected {
            Some(expected) => (expected.tasks_seen_ended as usize, expected.tasks as usize),
            None => (self.tasks_ended(), self.tasks.len()),
        };
        let state = match (self.state, self.result, self.code) {
            (SessionState::Working, _, _) if all == 0 => "working".to_owned(),
            (SessionState::Working, _, _) => format!("working {ended}/{all}"),
            (SessionState::Stopped, Some(ObservedResult::Failed), Some(code)) => {
                format!("failed: {code}")
            }
            (SessionState::Stopped, Some(result), _) => result.to_string(),
            (SessionState::Stopped, None, _) => "stopped".to_owned(),
        };
        match (self.state, self.origin) {
            (SessionState::Working, Origin::Imported) => format!("{state}, seen {}", self.age()),
            (SessionState::Working, Origin::Run | Origin::Simulated)
            | (SessionState::Stopped, _) => state,
        }
    }

    /// How long ago the session was last seen.
    fn age(&self) -> String {
        if self.observed_at > self.now {
            return "in the future".to_owned();
        }
        format!("{} ago", rough(self.now - self.observed_at))
    }

    fn expected_text(&self) -> String {
        let Some(expected) = &self.expected else {
            return String::new();
        };
        let tasks = match expected.tasks {
            0 => String::new(),
            all => format!(", {}/{all} now", expected.tasks_ended),
        };
        match (expected.estimate, expected.ends) {
            (EstimateKind::Overdue, _) => "overdue".to_owned(),
            (EstimateKind::Unknown, _) | (EstimateKind::About, None) => "not known".to_owned(),
            (EstimateKind::About, Some(at)) if at <= self.now => {
                format!("ended about {} ago", rough(self.now - at))
            }
            (EstimateKind::About, Some(at)) => {
                format!("ends in about {}{tasks}", rough(at - self.now))
            }
        }
    }

    pub fn fields(&self, page: &Page) -> Vec<(&'static str, String)> {
        let dates = page.dates();
        let mut fields = vec![
            ("job", format!("{}/{}", self.tenant, self.job)),
            ("type", format!("{}, to {}", self.job_type, self.target)),
            ("origin", self.origin.to_string()),
            ("attempt", self.attempt.to_string()),
            ("started", dates.at(self.started)),
        ];
        fields.extend(self.ended.map(|ended| {
            let lasted = rough(ended - self.started);
            ("ended", format!("{}, after {lasted}", dates.at(ended)))
        }));
        fields.push(("state", self.state_text()));
        fields.extend(self.expected.map(|_| ("expected", self.expected_text())));
        fields.extend(self.rule.map(|rule| ("rule", rule.to_string())));
        fields.extend(self.notification.clone().map(|text| ("notification", text)));
        if self.origin == Origin::Imported {
            fields.push(("observed", format!("{}, {}", dates.at(self.observed_at), self.age())));
        }
        fields.extend(self.source_id.clone().map(|source| ("source id", source)));
        fields
    }

    pub fn task_table(&self, page: &Page) -> Table {
        let mut table = Table::of("TASK | STATE | STARTED | ENDED");
        // The fields above the table name the start of the session with its date and zone.
        let dates = page.dates();
        dates.at(self.started);
        let time = |at: Option<Instant>| at.map_or_else(|| "-".to_owned(), |at| dates.at(at));
        for TaskRow { task, .. } in &self.tasks {
            let state = match task.code {
                Some(code) => format!("{}: {code}", task.state),
                None => task.state.to_string(),
            };
            table.push([task.name.to_string(), state, time(task.started), time(task.ended)]);
        }
        table
    }
}

/// Owner of the sessions in a table; a name that is the same in every row gets no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionsOf {
    Server,
    Tenant,
    Job,
}

pub fn session_table(rows: &[SessionRow], of: SessionsOf, page: &Page) -> Table {
    let mut table = Table::of(match of {
        SessionsOf::Server => "ID: | TENANT | JOB | ORIGIN | STARTED | STATE | EXPECTED",
        SessionsOf::Tenant => "ID: | JOB | ORIGIN | STARTED | STATE | EXPECTED",
        SessionsOf::Job => "ID: | ORIGIN | STARTED | STATE | EXPECTED",
    });
    table.leave_out_first(&["ORIGIN", "EXPECTED", "ID"]);
    let dates = page.dates();
    for row in rows {
        let mut cells = vec![row.id.to_string()];
        match of {
            SessionsOf::Server => cells.extend([row.tenant.clone(), row.job.clone()]),
            SessionsOf::Tenant => cells.push(row.job.clone()),
            SessionsOf::Job => {}
        }
        cells.extend([
            row.origin.to_string(),
            dates.at(row.started),
            row.state_text(),
            row.expected_text(),
        ]);
        table.push(cells);
    }
    table
}
