//! Timeline: what happens in a simulation, in order, a line each.

use serde::{Serialize, Serializer};
use serde_json::json;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use crate::domain::{Access, FailureCode, Instant, Service, SessionResult, Side, Words};
use crate::output::{Page, Rows, View, columns, plural, sanitize};
use crate::scenario::Model;
use crate::simulator::{Entry, Outcome, RequestRecord, SessionRecord, TaskRecord, What, timeline};
use crate::views::simulation::{Document, Extent};

/// A simulation to be told step by step.
pub struct Timeline {
    /// What was simulated.
    pub scenario: Model,
    /// What came of it.
    pub outcome: Outcome,
}

impl Serialize for Timeline {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Document::new(&self.scenario, &self.outcome, Extent::Full).serialize(to)
    }
}

impl View for Timeline {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&["at", "tenant", "job", "text"]);
        for entry in timeline(&self.scenario, &self.outcome) {
            let (tenant, job) = self.whose(&entry.what);
            let mut text = self.words(&entry, &|instant| instant.to_string());
            if let Some(notification) = self.notification(&entry.what) {
                text = format!("{text}; reads: {notification}");
            }
            rows.push(vec![json!(entry.at), json!(tenant), json!(job), json!(text)]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        /// Text gets so many columns of the screen at least; longer names push it on.
        const ROOM: usize = 30;
        /// Names that are longer push their text on, however much room there is.
        const LONG: usize = 200;
        let entries = timeline(&self.scenario, &self.outcome);
        let widest =
            entries.iter().map(|entry| columns(&self.name(&entry.what))).max().unwrap_or(0);
        let (mut day, mut read) = (String::new(), HashMap::new());
        for entry in &entries {
            let today = page.day(entry.at);
            if day != today {
                page.strong(&today);
                day = today;
            }
            let mut text = self.words(entry, &|instant| page.time(instant));
            if let Some(notification) = self.notification(&entry.what) {
                let known = read.insert(self.whose(&entry.what), notification.clone());
                if known.as_ref() == Some(&notification) {
                    text.push_str("; reads the same");
                } else {
                    let _ = write!(text, "; reads: {notification}");
                }
            }
            let (clock, name) = (page.clock(entry.at), self.name(&entry.what));
            let before = 2 + columns(&clock) + 2;
            let most = page.left_after(before + 2 + ROOM).unwrap_or(LONG);
            let aligned = widest.min(most);
            // What concerns everybody stands where the names do.
            let (gap, indent) = match (name.is_empty(), aligned == widest) {
                (true, _) => (0, before),
                (false, true) => (widest - columns(&name) + 2, before + widest + 2),
                (false, false) => (aligned.saturating_sub(columns(&name)) + 2, before + 2),
            };
            let line = format!("  {clock}  {name}{:gap$}{}", "", sanitize(&text));
            match entry.what {
                What::FoundOn(_) | What::SwitchedOn(_) | What::Drained | What::SwitchedOff => {
                    page.strong_hanging(&line, indent);
                }
                _ => page.hanging(&line, indent),
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
                return (Some(self.tenant(self.outcome.requests[*place].tenant)), None);
            }
            What::Access(tenant, _) | What::Failover(tenant, _) => {
                return (Some(self.tenant(*tenant)), None);
            }
            What::FoundOn(_)
            | What::SwitchedOn(_)
            | What::Moved(_)
            | What::Drained
            | What::SwitchedOff
            | What::Message(..)
            | What::Service(_)
            | What::End
            | What::Horizon(_) => return (None, None),
        };
        let job = &self.scenario.jobs[job as usize];
        (Some(self.tenant(job.tenant)), Some(&job.job.name))
    }

    fn tenant(&self, tenant: u32) -> &str {
        &self.scenario.tenants[tenant as usize].name
    }

    /// The same in one text, made harmless.
    fn name(&self, what: &What<'_>) -> Cow<'_, str> {
        match self.whose(what) {
            (Some(tenant), Some(job)) => format!("{}/{}", sanitize(tenant), sanitize(job)).into(),
            (Some(tenant), None) => sanitize(tenant),
            (None, _) => "".into(),
        }
    }

    fn words(&self, entry: &Entry<'_>, time: &dyn Fn(Instant) -> String) -> String {
        let planned = |until: Option<Instant>| match until {
            Some(until) => format!("until {}", time(until)),
            None => "until further notice".to_owned(),
        };
        match entry.what {
            What::FoundOn(until) => format!("MAINTENANCE ON already, {}", planned(until)),
            What::SwitchedOn(until) => format!("MAINTENANCE ON {}", planned(until)),
            What::Moved(until) => format!("maintenance goes on {}", planned(until)),
            What::Drained => "DRAINED: no covered session works any more".to_owned(),
            What::SwitchedOff => "MAINTENANCE OFF".to_owned(),
            What::Message(message, until) => {
                let reason = &self.scenario.reason;
                let words = Words { tenant: "{tenant}", job: "{job}", until, reason };
                let text = self.scenario.messages[message as usize].render(words);
                format!("the notification is now: {text}")
            }
            What::Service(Service::Stopped) => {
                "the Cloud Connect Service stops: nobody reads the notification".to_owned()
            }
            What::Service(Service::Running) => "the Cloud Connect Service starts".to_owned(),
            What::Access(_, Access::Disabled) => "tenant disabled".to_owned(),
            What::Access(_, Access::Enabled) => "tenant enabled".to_owned(),
            What::Failover(_, replica) => format!("replica {replica} enters failover"),
            What::Found(session) => {
                format!("runs already, {} left", plural(self.left(session), "task", "tasks"))
            }
            What::Started(session) => {
                let tasks = plural(session.tasks.len() as u64, "task", "tasks");
                match session.attempt {
                    0 => format!("starts, {tasks}"),
                    attempt => format!("retry {attempt} starts, {tasks}"),
                }
            }
            What::Refused(session, code) => match session.attempt {
                0 => format!("start refused: {code}"),
                attempt => format!("retry {attempt} refused: {code}"),
            },
            What::TaskStarted(session, task) => format!("task {} begins", self.task(session, task)),
            What::TaskSucceeded(session, task) => {
                format!("task {} succeeds", self.task(session, task))
            }
            What::TasksFailed(session, task, code, count) => {
                let first = self.task(session, task);
                let whose = match count {
                    1 => format!("task {first}"),
                    count => format!("task {first} and {} more", count - 1),
                };
                let how = match (code, task.started) {
                    (FailureCode::TaskFailed, _) => "fails",
                    (FailureCode::Maintenance, _) => "refused",
                    (FailureCode::TenantDisabled, None) => "never began",
                    (FailureCode::TenantDisabled, Some(_)) => "terminated",
                };
                format!("{whose} {how}: {code}")
            }
            What::Ended(session) => match (session.result, session.code) {
                (Some(SessionResult::Failed), Some(code)) => format!("ends failed: {code}"),
                _ => "ends well".to_owned(),
            },
            What::Skipped(_) => "start skipped: already running".to_owned(),
            What::Policy(_, change) => {
                let what = if change.processing { "processes" } else { "does not process" };
                format!("policy shows {}, {what}", change.status)
            }
            What::Request(place) => asked(&self.outcome.requests[place]),
            What::End => "nothing is due after this".to_owned(),
            What::Horizon(0) => "the simulation ends here".to_owned(),
            What::Horizon(1) => "the simulation ends here; 1 session still works".to_owned(),
            What::Horizon(working) => {
                format!("the simulation ends here; {working} sessions still work")
            }
        }
    }

    fn task(&self, session: &SessionRecord, task: &TaskRecord) -> &str {
        &self.scenario.jobs[session.job as usize].job.tasks[task.task as usize].name
    }

    /// How many tasks of a session that ran at the start were left then.
    fn left(&self, session: &SessionRecord) -> u64 {
        let tasks = self.outcome.tasks_of(session);
        let start = self.scenario.start;
        tasks.iter().filter(|task| task.ended.is_none_or(|ended| ended > start)).count() as u64
    }

    /// What the tenant reads then.
    fn notification(&self, what: &What<'_>) -> Option<String> {
        match what {
            What::Refused(session, _) | What::Ended(session) => {
                Some(self.outcome.text(&self.scenario, session.job, session.wording?))
            }
            _ => None,
        }
    }
}

/// What somebody asked for, and the answer. A tenant stands before it; the provider does not.
fn asked(request: &RequestRecord) -> String {
    let who = match request.by {
        Side::Tenant => "asks",
        Side::Provider => "the provider asks",
    };
    let replica = request.replica.as_deref().map(|name| format!(" of {name}")).unwrap_or_default();
    let product = request.product.map(|name| format!(" with {name}")).unwrap_or_default();
    let rule = request.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
    format!("{who} for {}{replica}{product}: {}{rule}", request.operation, request.verdict)
}
