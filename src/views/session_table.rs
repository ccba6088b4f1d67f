//! Words: a session as people read it: what was seen of it, what is expected, in tables.

use crate::domain::facts::Origin;
use crate::domain::{Instant, KnownResult, RunState};
use crate::ops::expected::Estimated;
use crate::output::{Align, Page, Table, rough};
use crate::views::session_row::SessionRow;

impl SessionRow {
    /// How many of its tasks have ended, as far as was seen.
    pub(super) fn tasks_ended(&self) -> usize {
        self.tasks.iter().filter(|task| task.ended.is_some()).count()
    }

    /// What was seen of it, in words.
    pub fn seen(&self) -> String {
        let what = match (self.state, self.result, self.code) {
            (RunState::Working, _, _) if self.tasks.is_empty() => "working".to_owned(),
            (RunState::Working, _, _) => {
                format!("working {}/{}", self.tasks_ended(), self.tasks.len())
            }
            (RunState::Stopped, Some(KnownResult::Failed), Some(code)) => format!("failed: {code}"),
            (RunState::Stopped, Some(result), _) => result.to_string(),
            (RunState::Stopped, None, _) => "stopped".to_owned(),
        };
        match (self.state, self.origin) {
            (RunState::Working, Origin::Imported) => format!("{what}, seen {}", self.age()),
            (RunState::Working, Origin::Run | Origin::Simulated) | (RunState::Stopped, _) => what,
        }
    }

    /// How long ago it was seen, in words.
    pub fn age(&self) -> String {
        if self.observed_at > self.now {
            return "in the future".to_owned();
        }
        format!("{} ago", rough(self.now - self.observed_at))
    }

    /// Whether anything is expected of it.
    pub fn is_expected_of(&self) -> bool {
        self.expected.is_some()
    }

    /// What is expected of it, in words.
    pub fn expectation(&self) -> String {
        let Some(expected) = &self.expected else {
            return String::new();
        };
        let tasks = match self.tasks.len() {
            0 => String::new(),
            all => format!(", {}/{all} now", expected.tasks_ended),
        };
        match (expected.estimate, expected.ends) {
            (Estimated::Overdue, _) => "overdue".to_owned(),
            (Estimated::Unknown, _) | (Estimated::About, None) => "unknown".to_owned(),
            (Estimated::About, Some(at)) if at <= self.now => {
                format!("ended about {} ago", rough(self.now - at))
            }
            (Estimated::About, Some(at)) => {
                format!("ends in about {}{tasks}", rough(at - self.now))
            }
        }
    }

    /// Who reads what, and whose it is.
    pub fn facts(&self, page: &Page) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            ("job", format!("{}/{}", self.tenant, self.job)),
            ("type", format!("{}, to {}", self.job_type, self.target)),
            ("origin", self.origin.to_string()),
            ("attempt", self.attempt.to_string()),
            ("started", page.time(self.started)),
        ];
        if let Some(ended) = self.ended {
            let lasted = rough(ended - self.started);
            facts.push(("ended", format!("{}, after {lasted}", page.time(ended))));
        }
        facts.push(("state", self.seen()));
        if self.expected.is_some() {
            facts.push(("expected", self.expectation()));
        }
        if let Some(rule) = self.rule {
            facts.push(("rule", rule.to_string()));
        }
        if let Some(notification) = &self.notification {
            facts.push(("notification", notification.clone()));
        }
        if self.origin == Origin::Imported {
            facts.push(("observed", format!("{}, {}", page.time(self.observed_at), self.age())));
        }
        if let Some(source) = &self.source_id {
            facts.push(("source id", source.clone()));
        }
        facts
    }

    /// Its tasks, one a line.
    pub fn task_table(&self, page: &Page) -> Table {
        let mut table = Table::new(&[
            ("TASK", Align::Left),
            ("STATE", Align::Left),
            ("STARTED", Align::Left),
            ("ENDED", Align::Left),
        ]);
        let time = |at: Option<Instant>| at.map_or_else(|| "-".to_owned(), |at| page.time(at));
        for task in &self.tasks {
            let state = match task.code {
                Some(code) => format!("{}: {code}", task.state),
                None => task.state.to_string(),
            };
            table.push([task.name.clone(), state, time(task.started), time(task.ended)]);
        }
        table
    }

    /// Whether any task is known.
    pub fn has_tasks(&self) -> bool {
        !self.tasks.is_empty()
    }
}

/// Whose sessions a table holds: what is the same for all has no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Anybody's.
    Anybody,
    /// Those of one tenant.
    Tenant,
    /// Those of one job.
    Job,
}

/// Sessions, one a line.
pub fn table(rows: &[SessionRow], whose: Whose, page: &Page) -> Table {
    let names: &[(&str, Align)] = match whose {
        Whose::Anybody => &[("TENANT", Align::Left), ("JOB", Align::Left)],
        Whose::Tenant => &[("JOB", Align::Left)],
        Whose::Job => &[],
    };
    let more = [
        ("ORIGIN", Align::Left),
        ("STARTED", Align::Left),
        ("STATE", Align::Left),
        ("EXPECTED", Align::Left),
    ];
    let mut table = Table::new(&[&[("ID", Align::Right)], names, &more].concat());
    for row in rows {
        let mut cells = vec![row.id.to_string()];
        match whose {
            Whose::Anybody => cells.extend([row.tenant.clone(), row.job.clone()]),
            Whose::Tenant => cells.push(row.job.clone()),
            Whose::Job => {}
        }
        cells.extend([
            row.origin.to_string(),
            page.time(row.started),
            row.seen(),
            row.expectation(),
        ]);
        table.push(cells);
    }
    table
}
