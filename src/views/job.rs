//! A job as a JSON object and as a page.

use std::collections::BTreeMap;

use serde::Serialize;
use smol_str::SmolStr;

use crate::domain::{
    DurationSource, FailureCode, Instant, Job, JobType, Mode, ObservedResult, Retry, Rule, Span,
    Target, Task, notify,
};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::ops::treatment::{JobState, Treatment, job_status};
use crate::output::{Page, Table, View, plural, rough, sanitize};
use crate::scenario;
use crate::store::{JobFilter, SessionFilter, Snapshot};
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
    tasks: Vec<Task>,
    durations: Option<DurationSource>,
    starts: Vec<Instant>,
    schedule: Option<ScheduleRow>,
    next_start: Option<Instant>,
    retry: Option<Retry>,
    recorded: BTreeMap<SmolStr, Vec<Span>>,
    initial_sync: Option<Span>,
    /// Always false for a policy: only scenarios hold policies that do not exist yet.
    created_by_event: Option<bool>,
    enabled: Option<bool>,
    source_id: Option<String>,
    added: Instant,
    mode: Mode,
    state: JobState,
    last_result: Option<ObservedResult>,
    treatment: Treatment,
    notification: Option<String>,
    sessions: Vec<SessionRow>,
    /// The outcome of a change in a word.
    #[serde(skip)]
    title: Option<&'static str>,
    #[serde(skip)]
    now: Instant,
}

#[derive(Debug, Serialize)]
struct ScheduleRow {
    cron: String,
    timezone: String,
}

impl JobDocument {
    /// `id` is the number of the job.
    pub fn of(app: &App, snapshot: &Snapshot<'_>, id: i64) -> Result<JobDocument> {
        let status = ServerStatus::of(snapshot, app.now())?;
        let stored = snapshot.jobs(JobFilter::Id(id))?.pop();
        let stored = stored.ok_or_else(|| Error::new(Code::UnknownJob, "the job is gone"))?;
        let job = stored.facts;
        let job_status = job_status(snapshot, &status, id)?;
        let mut sessions = snapshot.sessions(SessionFilter::OfJob(id))?;
        status.caught_up.advance(&mut sessions, |session| session.job == Some(id));
        let context = SessionContext::of(snapshot, &status)?;
        let (policy, rule) = (job.policy, job_status.treatment.rule);
        let sync = snapshot.policy_syncs(app.now())?.remove(&id);
        Ok(JobDocument {
            schema: "mm.job/1",
            revision: status.server.revision,
            changed: None,
            next_start: next_start(&job, app.now()).filter(|_| !job.is_disabled),
            notification: notification(&job, rule, &status)?,
            recorded: recorded(&job.tasks),
            name: job.name,
            tenant: job.tenant,
            job_type: job.job_type,
            target: job.target,
            slots: policy.is_none().then_some(job.slots),
            tasks: job.tasks,
            durations: policy.is_none().then_some(job.durations),
            starts: job.starts,
            schedule: job.schedule.map(|schedule| ScheduleRow {
                cron: schedule.cron,
                timezone: schedule.timezone.unwrap_or_else(|| "UTC".to_owned()),
            }),
            retry: job.retry,
            initial_sync: sync.and_then(|sync| sync.left),
            created_by_event: policy.map(|_| false),
            enabled: Some(policy.map_or(!job.is_disabled, |policy| policy.enabled)),
            source_id: job.source_id,
            added: stored.added,
            mode: status.mode(),
            state: job_status.state,
            last_result: job_status.last_result,
            treatment: job_status.treatment,
            sessions: sessions.iter().map(|session| context.row(session)).collect(),
            title: None,
            now: app.now(),
        })
    }

    /// After a change, or after one that was not necessary.
    #[must_use]
    pub fn changed(mut self, changed: bool, title: &'static str) -> JobDocument {
        self.changed = Some(changed);
        self.title = Some(title);
        self
    }
}

fn recorded(tasks: &[Task]) -> BTreeMap<SmolStr, Vec<Span>> {
    let tasks = tasks.iter().filter(|task| !task.recorded.is_empty());
    let took = |task: &Task| task.recorded.iter().map(|each| each.took).collect();
    tasks.map(|task| (task.name.clone(), took(task))).collect()
}

fn next_start(job: &Job, now: Instant) -> Option<Instant> {
    let planned = job.starts.iter().copied().filter(|at| *at >= now).min();
    let scheduled = job.schedule.as_ref().and_then(|schedule| {
        scenario::next_start(&schedule.cron, schedule.timezone.as_deref().unwrap_or("UTC"), now)
    });
    planned.into_iter().chain(scheduled).min()
}

/// What the tenant reads if a session of the job fails during maintenance.
fn notification(job: &Job, rule: Option<Rule>, status: &ServerStatus) -> Result<Option<String>> {
    // A disabled tenant reads no notification of maintenance.
    let code = rule.and_then(Rule::code).unwrap_or(FailureCode::Maintenance);
    let is_shown =
        notify(job.job_type.coverage(job.target), code, Mode::Maintenance, status.server.service)
            .is_shown();
    is_shown.then(|| status.message(&job.tenant, &job.name)).transpose()
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
        let dates = page.dates();
        let last = self.last_result.map(|result| format!("; last result {result}"));
        let rule = self.treatment.rule.map(|rule| format!(" ({rule})"));
        let mut fields = vec![
            ("tenant", self.tenant.clone()),
            ("type", format!("{}, to {}", self.job_type, self.target)),
            ("state", format!("{}{}", self.state, last.unwrap_or_default())),
            ("treatment", format!("{}{}", self.treatment.summary, rule.unwrap_or_default())),
        ];
        fields.extend(self.notification.clone().map(|text| ("notification", text)));
        fields.extend(self.slots.map(|slots| ("slots", slots.to_string())));
        fields.extend(
            self.schedule
                .as_ref()
                .map(|schedule| ("schedule", format!("{} ({})", schedule.cron, schedule.timezone))),
        );
        if !self.starts.is_empty() {
            let starts: Vec<String> = self.starts.iter().map(|at| dates.at(*at)).collect();
            fields.push(("starts", starts.join(", ")));
        }
        fields.extend(self.next_start.map(|next| {
            ("next start", format!("{}, in {}", dates.at(next), rough(next - self.now)))
        }));
        fields.extend(self.retry.map(|retry| {
            let times = plural(retry.times, "retry", "retries");
            ("retry", format!("{times}, {} after a failure", retry.wait))
        }));
        fields.extend(self.initial_sync.map(|left| ("initial sync", format!("{left} left"))));
        fields.extend(self.durations.map(|source| ("durations", source.to_string())));
        fields.extend(self.source_id.clone().map(|source| ("source id", source)));
        fields.push(("known since", dates.at(self.added)));
        fields
    }

    fn task_table(&self) -> Table {
        let mut table = Table::of("TASK | PLANNED: | RECORDED | FAILS");
        for task in &self.tasks {
            let recorded: Vec<String> =
                task.recorded.iter().map(|each| each.took.to_string()).collect();
            table.push([
                task.name.to_string(),
                task.duration.to_string(),
                recorded.join(", "),
                if task.fails { "yes" } else { "" }.to_owned(),
            ]);
        }
        table
    }
}
