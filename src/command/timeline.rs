//! Timeline: what happens in a simulation, in order, a line each.

use std::fmt::Write as _;
use std::io;

use serde_json::json;

use super::simulation::{Document, Extent};
use crate::domain::{Code, SessionResult};
use crate::engine::{Entry, Outcome, SessionRecord, TaskRecord, What, timeline};
use crate::output::{Page, Rows, Show, Sink, plural, safe};
use crate::scenario::Scenario;

/// A simulation to be told step by step.
pub struct Timeline {
    /// What was simulated.
    pub scenario: Scenario,
    /// What came of it.
    pub outcome: Outcome,
}

impl Show for Timeline {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(&Document::new(&self.scenario, &self.outcome, Extent::Full), to)
    }

    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&["at", "tenant", "job", "text"]);
        for entry in timeline(&self.scenario, &self.outcome) {
            let (tenant, job) = self.whose(&entry.what);
            rows.push(vec![json!(entry.at), json!(tenant), json!(job), json!(self.words(&entry))]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        for entry in timeline(&self.scenario, &self.outcome) {
            let mut line = page.time(entry.at);
            let (tenant, job) = self.whose(&entry.what);
            match (tenant, job) {
                (Some(tenant), Some(job)) => {
                    let _ = write!(line, "  {}/{}", safe(tenant), safe(job));
                }
                (Some(tenant), None) => {
                    let _ = write!(line, "  {}", safe(tenant));
                }
                (None, _) => {}
            }
            let _ = write!(line, "  {}", safe(&self.words(&entry)));
            match entry.what {
                What::SwitchedOn | What::Drained | What::SwitchedOff => page.strong(line),
                _ => page.line(line),
            }
        }
    }
}

impl Timeline {
    /// The tenant and the job that something happened to.
    fn whose(&self, what: &What<'_>) -> (Option<&str>, Option<&str>) {
        let job = match what {
            What::Found(session)
            | What::Started(session)
            | What::Refused(session, _)
            | What::TaskStarted(session, _)
            | What::TaskSucceeded(session, _)
            | What::TasksFailed(session, ..)
            | What::Ended(session) => session.job,
            What::Skipped(job) | What::Policy(job, _) => *job,
            What::Request(place) => {
                let tenant = self.outcome.requests[*place].tenant;
                return (Some(&self.scenario.tenants[tenant as usize].name), None);
            }
            What::SwitchedOn | What::Drained | What::SwitchedOff | What::End => {
                return (None, None);
            }
        };
        let job = &self.scenario.jobs[job as usize];
        (Some(&self.scenario.tenants[job.tenant as usize].name), Some(&job.name))
    }

    fn words(&self, entry: &Entry<'_>) -> String {
        match entry.what {
            What::SwitchedOn => "MAINTENANCE ON".to_owned(),
            What::Drained => "DRAINED: no covered session works any more".to_owned(),
            What::SwitchedOff => "MAINTENANCE OFF".to_owned(),
            What::Found(session) => {
                format!("runs already, {} left", plural(self.left(session), "task", "tasks"))
            }
            What::Started(session) => match session.attempt {
                0 => format!("starts, {}", plural(session.tasks.len() as u64, "task", "tasks")),
                attempt => format!(
                    "retry {attempt} starts, {}",
                    plural(session.tasks.len() as u64, "task", "tasks")
                ),
            },
            What::Refused(session, code) => {
                let what = match session.attempt {
                    0 => "start refused".to_owned(),
                    attempt => format!("retry {attempt} refused"),
                };
                format!("{what}: {code}{}", self.reads(session))
            }
            What::TaskStarted(_, task) => format!("task {} begins", self.task(task)),
            What::TaskSucceeded(_, task) => format!("task {} succeeds", self.task(task)),
            What::TasksFailed(_, task, code, count) => {
                let first = self.task(task);
                let whose = match count {
                    1 => format!("task {first}"),
                    count => format!("task {first} and {} more", count - 1),
                };
                let how = match (code, task.started) {
                    (Code::TaskFailed, _) => "fails",
                    (Code::Maintenance | Code::TenantDisabled, None) => "refused",
                    (Code::Maintenance | Code::TenantDisabled, Some(_)) => "terminated",
                };
                format!("{whose} {how}: {code}")
            }
            What::Ended(session) => match (session.result, session.code) {
                (Some(SessionResult::Failed), Some(code)) => {
                    format!("ends failed: {code}{}", self.reads(session))
                }
                _ => "ends well".to_owned(),
            },
            What::Skipped(_) => "start skipped: already running".to_owned(),
            What::Policy(_, change) => {
                let what = if change.processing { "processes" } else { "does not process" };
                format!("policy shows {}, {what}", change.status)
            }
            What::Request(place) => {
                let request = &self.outcome.requests[place];
                let rule = request.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
                format!("asks for {}: {}{rule}", request.operation, request.verdict)
            }
            What::End => "nothing is due after this".to_owned(),
        }
    }

    fn task(&self, task: &TaskRecord) -> &str {
        &self.scenario.task_names[task.task as usize]
    }

    /// How many tasks of a session that ran at the start were left then.
    fn left(&self, session: &SessionRecord) -> u64 {
        let tasks = &self.outcome.tasks[session.tasks.start as usize..session.tasks.end as usize];
        let start = self.scenario.start;
        tasks.iter().filter(|task| task.ended.is_none_or(|ended| ended > start)).count() as u64
    }

    /// What the tenant reads.
    fn reads(&self, session: &SessionRecord) -> String {
        match session.wording {
            Some(wording) => {
                format!("; reads: {}", self.outcome.text(&self.scenario, session.job, wording))
            }
            None => String::new(),
        }
    }
}
