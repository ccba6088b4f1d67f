//! Document: a job with all that is known of it, as `mm.job/1` and as a page.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{DurationSource, Job, Schedule};
use crate::domain::{FailureCode, Instant, JobType, KnownResult, Mode, Rule, Span, Target};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::ops::treatment::{JobState, Treatment, job_status};
use crate::output::{Align, Page, Table, View, plural, rough, sanitize};
use crate::scenario;
use crate::simulator::notified;
use crate::store::{JobFilter, SessionFilter, Snapshot, StoredSession};
use crate::views::session::{SessionContext, SessionRow};
use crate::views::session_table::{SessionsOf, session_table};

/// The document `mm.job/1`.
#[derive(Debug, Serialize)]
pub struct JobDocument {
    schema: &'static str,
    revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<bool>,
    name: String,
    tenant: String,
    #[serde(rename = "type")]
    job_type: JobType,
    target: Target,
    slots: Option<u32>,
    tasks: Vec<TaskRow>,
    durations: Option<DurationSource>,
    starts: Vec<Instant>,
    schedule: Option<ScheduleRow>,
    next_start: Option<Instant>,
    retry: Option<RetryRow>,
    recorded: BTreeMap<String, Vec<Span>>,
    initial_sync: Option<Span>,
    /// Always false for a policy: only scenarios hold policies that do not exist yet.
    created_by_event: Option<bool>,
    enabled: Option<bool>,
    source_id: Option<String>,
    added: Instant,
    mode: Mode,
    state: JobState,
    last_result: Option<KnownResult>,
    treatment: Treatment,
    notification: Option<String>,
    sessions: Vec<SessionRow>,
    #[serde(skip)]
    title: Option<&'static str>,
    #[serde(skip)]
    now: Instant,
}

#[derive(Debug, Serialize)]
struct TaskRow {
    name: String,
    duration: Span,
    fails: bool,
}

#[derive(Debug, Serialize)]
struct ScheduleRow {
    cron: String,
    timezone: String,
}

#[derive(Debug, Serialize)]
struct RetryRow {
    times: u32,
    wait: Span,
}

impl JobDocument {
    /// All that is known of the job of a number.
    pub fn of(app: &App, snapshot: &Snapshot<'_>, id: i64) -> Result<JobDocument> {
        let state = ServerStatus::of(snapshot, app.now())?;
        let job = snapshot.jobs(JobFilter::Id(id))?.pop();
        let job = job.ok_or_else(|| Error::new(Code::UnknownJob, "the job is gone"))?;
        let treated = job_status(snapshot, &state, id)?;
        let sessions = sessions(snapshot, &state, id)?;
        let last = sessions.iter().filter_map(|session| {
            session.facts.ended.map(|ended| (ended.at, session.id, ended.result))
        });
        let last_result = last.max_by_key(|(at, id, _)| (*at, *id)).map(|(_, _, result)| result);
        let telling = SessionContext::of(snapshot, &state)?;
        let facts = job.facts;
        let (mode, service) = (Mode::Maintenance, state.server.service);
        // A tenant who is disabled reads nothing of maintenance.
        let code = treated.treatment.rule.and_then(Rule::code).unwrap_or(FailureCode::Maintenance);
        let reads = notified(facts.job_type, facts.target, code, mode, service);
        let notification = reads.then(|| state.message(&facts.tenant, &facts.name)).transpose()?;
        let policy = facts.policy;
        let mut recorded: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for task in facts.tasks.iter().filter(|task| !task.recorded.is_empty()) {
            let took = task.recorded.iter().map(|each| each.took);
            recorded.insert(task.name.clone(), took.collect());
        }
        Ok(JobDocument {
            schema: "mm.job/1",
            revision: state.server.revision,
            changed: None,
            next_start: next_start(&facts, app.now()),
            name: facts.name,
            tenant: facts.tenant,
            job_type: facts.job_type,
            target: facts.target,
            slots: policy.is_none().then_some(facts.slots),
            tasks: facts
                .tasks
                .into_iter()
                .map(|task| TaskRow { name: task.name, duration: task.duration, fails: task.fails })
                .collect(),
            durations: policy.is_none().then_some(facts.durations),
            starts: facts.starts,
            schedule: facts.schedule.map(|schedule| ScheduleRow {
                cron: schedule.cron,
                timezone: schedule.timezone.unwrap_or_else(|| "UTC".to_owned()),
            }),
            retry: facts.retry.map(|retry| RetryRow { times: retry.times, wait: retry.wait }),
            recorded,
            initial_sync: policy.and_then(|policy| policy.initial_sync),
            created_by_event: policy.map(|_| false),
            enabled: policy.map(|policy| policy.enabled),
            source_id: facts.source_id,
            added: job.added,
            mode: state.mode(),
            state: treated.state,
            last_result,
            treatment: treated.treatment,
            notification,
            sessions: sessions.iter().map(|session| telling.row(session)).collect(),
            title: None,
            now: app.now(),
        })
    }

    /// It was changed, or not; `title` says so to people.
    #[must_use]
    pub fn changed(mut self, changed: bool, title: &'static str) -> JobDocument {
        self.changed = Some(changed);
        self.title = Some(title);
        self
    }
}

/// The sessions of a job, the simulated ones as far as they have come.
fn sessions(snapshot: &Snapshot<'_>, state: &ServerStatus, job: i64) -> Result<Vec<StoredSession>> {
    let mut sessions = snapshot.sessions(SessionFilter::OfJob(job))?;
    state.caught_up.advance(&mut sessions);
    Ok(sessions)
}

/// The next instant at which a session starts.
fn next_start(facts: &Job, now: Instant) -> Option<Instant> {
    let planned = facts.starts.iter().copied().filter(|at| *at >= now).min();
    let scheduled = facts.schedule.as_ref().and_then(|Schedule { cron, timezone }| {
        scenario::next_start(cron, timezone.as_deref().unwrap_or("UTC"), now)
    });
    [planned, scheduled].into_iter().flatten().min()
}

impl View for JobDocument {
    fn page(&self, page: &mut Page) {
        let name = sanitize(&self.name);
        page.strong(match self.title {
            Some(title) => format!("{title}: {name}"),
            None => name.into_owned(),
        });
        let fields = self.fields(page);
        page.fields(&fields);
        if !self.tasks.is_empty() {
            page.line("");
            page.table(self.task_table());
        }
        if !self.sessions.is_empty() {
            page.line("");
            page.table(session_table(&self.sessions, SessionsOf::Job, page));
        }
    }
}

impl JobDocument {
    fn fields(&self, page: &Page) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("tenant", self.tenant.clone()),
            ("type", format!("{}, to {}", self.job_type, self.target)),
        ];
        let last = self.last_result.map(|result| format!("; last result {result}"));
        fields.push(("state", format!("{}{}", self.state, last.unwrap_or_default())));
        let rule = self.treatment.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
        fields.push(("treatment", format!("{}{rule}", self.treatment.summary)));
        if let Some(notification) = &self.notification {
            fields.push(("notification", notification.clone()));
        }
        if let Some(slots) = self.slots {
            fields.push(("slots", slots.to_string()));
        }
        if let Some(schedule) = &self.schedule {
            fields.push(("schedule", format!("{} ({})", schedule.cron, schedule.timezone)));
        }
        if !self.starts.is_empty() {
            let starts: Vec<String> = self.starts.iter().map(|at| page.time(*at)).collect();
            fields.push(("starts", starts.join(", ")));
        }
        if let Some(next) = self.next_start {
            let ahead = rough(next - self.now);
            fields.push(("next start", format!("{}, in {ahead}", page.time(next))));
        }
        if let Some(retry) = &self.retry {
            let times = plural(retry.times, "retry", "retries");
            fields.push(("retry", format!("{times}, {} after a failure", retry.wait)));
        }
        if let Some(left) = self.initial_sync {
            fields.push(("initial sync", format!("takes {left} more")));
        }
        if let Some(durations) = self.durations {
            fields.push(("durations", durations.to_string()));
        }
        if let Some(source) = &self.source_id {
            fields.push(("source id", source.clone()));
        }
        fields.push(("known since", page.time(self.added)));
        fields
    }

    fn task_table(&self) -> Table {
        let mut table = Table::new(&[
            ("TASK", Align::Left),
            ("PLANNED", Align::Right),
            ("RECORDED", Align::Left),
            ("FAILS", Align::Left),
        ]);
        for task in &self.tasks {
            let recorded = self.recorded.get(&task.name).map_or(&[][..], |all| all);
            let recorded: Vec<String> = recorded.iter().map(ToString::to_string).collect();
            table.push([
                task.name.clone(),
                task.duration.to_string(),
                recorded.join(", "),
                if task.fails { "yes" } else { "" }.to_owned(),
            ]);
        }
        table
    }
}
