//! The preview of a simulation session by session.

use serde_json::json;

use crate::domain::{FailureCode, SessionResult, Spelled as _};
use crate::ops::outlook::Outlook;
use crate::output::{Page, Rows, Table, count};
use crate::scenario::Model;
use crate::simulator::{Outcome, SessionRecord};
use crate::views::headline::Headline;

/// All sessions of a simulation.
#[derive(Clone, Copy)]
pub struct SessionPreview<'o> {
    pub model: &'o Model,
    pub outcome: &'o Outcome,
}

const COLUMNS: &str = "tenant job type attempt started ended state result code rule tasks \
    tasks_failed_by_maintenance";

impl SessionPreview<'_> {
    pub fn page(&self, outlook: &Outlook, page: &mut Page) {
        let SessionPreview { model, outcome } = *self;
        Headline { model, outcome, outlook, names_them: None }.show(page);
        page.line("");
        let times = page.times(outlook.window.map_or(outcome.start, |window| window.from));
        let mut table =
            Table::of("TENANT | JOB | RETRY: | STARTED | ENDED | RESULT | CODE | TASKS REFUSED:");
        table.leave_out_first(&["CODE", "RETRY"]);
        for session in &outcome.sessions {
            let (job, tenant) = model.names(session.job);
            table.push([
                tenant.to_owned(),
                job.to_owned(),
                count(session.attempt),
                times.at(session.started),
                session.ended.map_or_else(|| "-".to_owned(), |at| times.at(at)),
                session.result.map_or("working", SessionResult::spelling).to_owned(),
                session.code.map_or("-", FailureCode::spelling).to_owned(),
                count(self.refused(session)),
            ]);
        }
        page.table(table);
    }

    pub fn rows(&self) -> Rows {
        let mut rows = Rows::new(COLUMNS.split(' '));
        for session in &self.outcome.sessions {
            let (job, tenant) = self.model.names(session.job);
            rows.push(vec![
                json!(tenant),
                json!(job),
                json!(self.model.jobs[session.job as usize].job_type),
                json!(session.attempt),
                json!(session.started),
                json!(session.ended),
                json!(session.state()),
                json!(session.result),
                json!(session.code),
                json!(session.rule),
                json!(session.tasks.len()),
                json!(self.refused(session)),
            ]);
        }
        rows
    }

    /// How many tasks of a session the mode refused.
    fn refused(&self, session: &SessionRecord) -> u32 {
        let tasks = self.outcome.tasks_of(session).iter();
        let refused = tasks.filter(|task| task.code == Some(FailureCode::Maintenance)).count();
        u32::try_from(refused).unwrap_or(u32::MAX)
    }
}
