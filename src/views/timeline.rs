//! The timeline of a simulation: one line per event.

use serde::{Serialize, Serializer};
use serde_json::json;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use crate::domain::{
    Access, FailureCode, Instant, PlaceholderValues, Service, SessionResult, Side,
};
use crate::ops::outlook::Outlook;
use crate::output::{Page, Rows, View, columns, plural, sanitize};
use crate::scenario::Model;
use crate::simulator::{Entry, Outcome, RequestRecord, SessionRecord, TaskRecord, What, timeline};
use crate::views::simulation::{Extent, SimulationDocument};

/// A simulation, shown event by event.
pub struct Timeline {
    pub scenario: Model,
    pub outcome: Outcome,
    pub outlook: Outlook,
}

impl Serialize for Timeline {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        SimulationDocument::new(&self.scenario, &self.outcome, Extent::Full)
            .outlook(&self.outlook)
            .serialize(to)
    }
}

impl View for Timeline {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new("at tenant job text".split(' '));
        for entry in timeline(&self.scenario, &self.outcome) {
            let (tenant, job) = self.names(&entry.what);
            let mut text = self.text(&entry, &|instant| instant.to_string());
            if let Some(notification) = self.notification(&entry.what) {
                text = format!("{text}; notification: {notification}");
            }
            rows.push(vec![json!(entry.at), json!(tenant), json!(job), json!(text)]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        /// The least room for the text; longer names push it to the right.
        const ROOM: usize = 30;
        /// Names longer than this push their text to the right, however much room there is.
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
            let mut text = self.text(entry, &|instant| page.time(instant));
            if let Some(notification) = self.notification(&entry.what) {
                let known = read.insert(self.names(&entry.what), notification.clone());
                if known.as_ref() == Some(&notification) {
                    text.push_str("; same notification");
                } else {
                    let _ = write!(text, "; notification: {notification}");
                }
            }
            let (clock, name) = (page.clock(entry.at), self.name(&entry.what));
            let before = 2 + columns(&clock) + 2;
            let most = page.left_after(before + 2 + ROOM).unwrap_or(LONG);
            let aligned = widest.min(most);
            // Events without a name start where the names do.
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
    /// The tenant and the job of an event.
    fn names(&self, what: &What<'_>) -> (Option<&str>, Option<&str>) {
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
        (Some(self.tenant(job.tenant)), Some(&job.name))
    }

    fn tenant(&self, tenant: u32) -> &str {
        &self.scenario.tenants[tenant as usize].name
    }

    /// The tenant and the job of an event in one sanitized text.
    fn name(&self, what: &What<'_>) -> Cow<'_, str> {
        match self.names(what) {
            (Some(tenant), Some(job)) => format!("{}/{}", sanitize(tenant), sanitize(job)).into(),
            (Some(tenant), None) => sanitize(tenant),
            (None, _) => "".into(),
        }
    }

    fn text(&self, entry: &Entry<'_>, time: &dyn Fn(Instant) -> String) -> String {
        let planned = |until: Option<Instant>| match until {
            Some(until) => format!("until {}", time(until)),
            None => "without a planned end".to_owned(),
        };
        match entry.what {
            What::FoundOn(until) => format!("MAINTENANCE already ON {}", planned(until)),
            What::SwitchedOn(until) => format!("MAINTENANCE ON {}", planned(until)),
            What::Moved(Some(until)) => format!("planned end moved to {}", time(until)),
            What::Moved(None) => "planned end removed".to_owned(),
            What::Drained => "DRAINED: no covered session is running".to_owned(),
            What::SwitchedOff => "MAINTENANCE OFF".to_owned(),
            What::Message(message, until) => {
                let reason = &self.scenario.reason;
                let words = PlaceholderValues {
                    tenant: "{tenant}",
                    job: "{job}",
                    until,
                    zone: self.scenario.zone.as_ref(),
                    reason,
                };
                let text = self.scenario.messages[message as usize].render(words);
                format!("notification set: {text}")
            }
            What::Service(Service::Stopped) => {
                "the Cloud Connect Service stops: tenants see no notification".to_owned()
            }
            What::Service(Service::Running) => "the Cloud Connect Service starts".to_owned(),
            What::Access(_, Access::Disabled) => "tenant disabled".to_owned(),
            What::Access(_, Access::Enabled) => "tenant enabled".to_owned(),
            What::Failover(_, replica) => format!("replica {replica} enters failover"),
            What::Found(session) => {
                format!("already running, {} left", plural(self.left(session), "task", "tasks"))
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
            What::TaskStarted(session, task) => format!("task {} starts", self.task(session, task)),
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
                    (FailureCode::TenantDisabled, None) => "never started",
                    (FailureCode::TenantDisabled, Some(_)) => "terminated",
                };
                format!("{whose} {how}: {code}")
            }
            What::Ended(session) => match (session.result, session.code) {
                (Some(SessionResult::Failed), Some(code)) => format!("fails: {code}"),
                _ => "succeeds".to_owned(),
            },
            What::Skipped(_) => "start skipped: already running".to_owned(),
            What::Policy(_, change) => {
                let what = if change.processing { "processing" } else { "not processing" };
                format!("policy shows {}, {what}", change.status)
            }
            What::Request(place) => request(&self.outcome.requests[place]),
            What::End => "nothing happens after this".to_owned(),
            What::Horizon(0) => "the simulation ends here".to_owned(),
            What::Horizon(1) => "the simulation ends here; 1 session is still running".to_owned(),
            What::Horizon(working) => {
                format!("the simulation ends here; {working} sessions are still running")
            }
        }
    }

    fn task(&self, session: &SessionRecord, task: &TaskRecord) -> &str {
        self.scenario.task_name(session.job, task.task)
    }

    /// The tasks that a session still had at the start.
    fn left(&self, session: &SessionRecord) -> u64 {
        let tasks = self.outcome.tasks_of(session);
        let start = self.scenario.start;
        tasks.iter().filter(|task| task.ended.is_none_or(|ended| ended > start)).count() as u64
    }

    /// The notification that the tenant sees.
    fn notification(&self, what: &What<'_>) -> Option<String> {
        match what {
            What::Refused(session, _) | What::Ended(session) => {
                Some(self.outcome.text(&self.scenario, session.job, session.wording?))
            }
            _ => None,
        }
    }
}

/// A request and its answer. The line names the tenant already.
fn request(request: &RequestRecord) -> String {
    let who = match request.by {
        Side::Tenant => "asks",
        Side::Provider => "the provider asks",
    };
    let replica = request.replica.as_deref().map(|name| format!(" of {name}")).unwrap_or_default();
    let product = request.product.map(|name| format!(" with {name}")).unwrap_or_default();
    let rule = request.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
    format!("{who} for {}{replica}{product}: {}{rule}", request.operation, request.verdict)
}
