//! The document `mm.simulation/1`.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::domain::{
    FailureCode, Instant, JobType, Operation, PolicyStatus, Product, Rule, RunCounts,
    SessionResult, SessionState, Side, TaskState, VerdictKind,
};
use crate::ops::outlook::Outlook;
use crate::scenario::Model;
use crate::simulator::{
    By, Line, Outcome, PolicyRecord, RequestRecord, SessionRecord, SkippedRecord, TaskRecord,
    Wording, preview,
};

/// The extent of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Windows and counts.
    Summary,
    /// Sessions, policies, requests and skipped starts as well.
    Full,
}

/// A simulation that serializes as `mm.simulation/1`.
pub struct SimulationDocument<'o> {
    scenario: &'o Model,
    outcome: &'o Outcome,
    outlook: Option<&'o Outlook>,
    extent: Extent,
    by: By,
}

impl<'o> SimulationDocument<'o> {
    pub fn new(
        scenario: &'o Model,
        outcome: &'o Outcome,
        extent: Extent,
    ) -> SimulationDocument<'o> {
        SimulationDocument { scenario, outcome, outlook: None, extent, by: By::Tenant }
    }

    /// Adds what is not known.
    #[must_use]
    pub fn outlook(mut self, outlook: &'o Outlook) -> SimulationDocument<'o> {
        self.outlook = Some(outlook);
        self
    }

    /// Adds counts by job or by type.
    #[must_use]
    pub fn by(mut self, by: By) -> SimulationDocument<'o> {
        self.by = by;
        self
    }
}

#[derive(Serialize)]
struct SimulatedWindowRow {
    from: Instant,
    until: Option<Instant>,
    drained_at: Option<Instant>,
}

#[derive(Serialize)]
struct SimulatedSessionRow<'o> {
    id: usize,
    job: &'o str,
    tenant: &'o str,
    #[serde(rename = "type")]
    job_type: JobType,
    attempt: u32,
    started: Instant,
    ended: Option<Instant>,
    state: SessionState,
    result: Option<SessionResult>,
    code: Option<FailureCode>,
    notification: Option<Notification<'o>>,
    rule: Option<Rule>,
    tasks: Vec<SimulatedTaskRow<'o>>,
}

#[derive(Serialize)]
struct SimulatedTaskRow<'o> {
    name: &'o str,
    state: TaskState,
    started: Option<Instant>,
    ended: Option<Instant>,
    code: Option<FailureCode>,
    notification: Option<Notification<'o>>,
}

/// A notification, rendered only when it is written, since sessions may have many tasks.
struct Notification<'o> {
    scenario: &'o Model,
    outcome: &'o Outcome,
    job: u32,
    wording: Wording,
}

impl Serialize for Notification<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.outcome.text(self.scenario, self.job, self.wording))
    }
}

#[derive(Serialize)]
struct PolicyRow<'o> {
    job: &'o str,
    tenant: &'o str,
    status: Option<PolicyStatus>,
    processing: bool,
    rule: Option<Rule>,
    changes: Vec<ChangeRow>,
}

#[derive(Serialize)]
struct ChangeRow {
    at: Instant,
    status: PolicyStatus,
    processing: bool,
}

#[derive(Serialize)]
struct RequestRow<'o> {
    at: Instant,
    tenant: &'o str,
    operation: Operation,
    verdict: VerdictKind,
    code: Option<FailureCode>,
    rule: Option<Rule>,
    by: Side,
    replica: Option<&'o str>,
    product: Option<Product>,
}

#[derive(Serialize)]
struct SkippedRow<'o> {
    job: &'o str,
    tenant: &'o str,
    at: Instant,
    reason: &'static str,
}

/// What happened to the sessions and runs of a tenant, a job, or the jobs of a type.
#[derive(Serialize)]
pub struct CountsRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<Box<str>>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    job_type: Option<JobType>,
    sessions: u32,
    succeeded: u32,
    failed: u32,
    failed_by_maintenance: u32,
    tasks_succeeded: u32,
    tasks_failed_by_maintenance: u32,
    cut: u32,
    refused: u32,
    healed: u32,
    working: u32,
    tenant_disabled: u32,
    lost: u32,
    #[serde(flatten)]
    runs: RunCounts,
    policies_paused: u32,
    starts_not_known: u32,
}

impl CountsRow {
    pub fn of(line: Line, by: By, starts_not_known: u32) -> CountsRow {
        let totals = line.totals;
        let (name, tenant) = match by {
            By::Tenant => (line.tenant, None),
            By::Job => (line.job, line.tenant),
            By::Type => (None, None),
        };
        CountsRow {
            name,
            tenant,
            job_type: line.job_type,
            sessions: totals.sessions,
            succeeded: totals.succeeded,
            failed: totals.failed,
            failed_by_maintenance: totals.failed_by_maintenance,
            tasks_succeeded: totals.tasks_succeeded,
            tasks_failed_by_maintenance: totals.tasks_failed_by_maintenance,
            cut: totals.cut,
            refused: totals.refused,
            healed: totals.healed,
            working: totals.working,
            tenant_disabled: totals.tenant_disabled,
            lost: totals.runs.lost,
            runs: totals.runs,
            policies_paused: line.policies_paused,
            starts_not_known,
        }
    }
}

/// A list that is written one element at a time, since it may be long.
struct List<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for List<I> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.clone())
    }
}

impl Serialize for SimulationDocument<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let SimulationDocument { scenario, outcome, outlook, extent, by } = *self;
        let windows = outcome.windows.iter().map(|window| SimulatedWindowRow {
            from: window.from,
            until: window.until,
            drained_at: outlook.map_or(window.drained_at, |outlook| outlook.drained_in(window)),
        });
        let counts = |by: By| {
            let startless = outlook.map(|outlook| outlook.startless(scenario, by));
            let row = |line| {
                let starts = startless.as_ref().map(|startless| startless.starts(&line));
                CountsRow::of(line, by, starts.unwrap_or_default().not_known)
            };
            preview(scenario, outcome, by).into_iter().map(row).collect::<Vec<_>>()
        };
        let mut document = to.serialize_map(None)?;
        document.serialize_entry("schema", "mm.simulation/1")?;
        document.serialize_entry("start", &outcome.start)?;
        document.serialize_entry("end", &outcome.end)?;
        document.serialize_entry("windows", &List(windows))?;
        if extent == Extent::Full {
            let sessions = outcome.sessions.iter().enumerate();
            let sessions = sessions.map(|(at, session)| self.session(at, session));
            document.serialize_entry("sessions", &List(sessions))?;
            let policies = outcome.policies.iter().map(|policy| self.policy(policy));
            document.serialize_entry("policies", &List(policies))?;
            let requests = outcome.requests.iter().map(|request| self.request(request));
            document.serialize_entry("requests", &List(requests))?;
            let skipped = outcome.skipped.iter().map(|skipped| self.skipped(skipped));
            document.serialize_entry("skipped", &List(skipped))?;
        }
        let starts_not_known = outlook.map_or(0, |outlook| outlook.starts_not_known);
        document.serialize_entry("starts_not_known", &starts_not_known)?;
        let not_known = outlook.map_or(&[][..], |outlook| &outlook.not_known);
        document.serialize_entry("not_known", not_known)?;
        document.serialize_entry("tenants", &counts(By::Tenant))?;
        match by {
            By::Tenant => {}
            By::Job => document.serialize_entry("jobs", &counts(By::Job))?,
            By::Type => document.serialize_entry("types", &counts(By::Type))?,
        }
        document.end()
    }
}

impl<'o> SimulationDocument<'o> {
    fn session(&self, at: usize, session: &'o SessionRecord) -> SimulatedSessionRow<'o> {
        let SimulationDocument { scenario, outcome, .. } = *self;
        let (job, tenant) = scenario.names(session.job);
        let notification = |wording: Option<Wording>| {
            wording.map(|wording| Notification { scenario, outcome, job: session.job, wording })
        };
        let task = |task: &TaskRecord| SimulatedTaskRow {
            name: scenario.task_name(session.job, task.task),
            state: task.state,
            started: task.started,
            ended: task.ended,
            code: task.code,
            notification: notification(task.wording),
        };
        SimulatedSessionRow {
            id: at + 1,
            job,
            tenant,
            job_type: scenario.jobs[session.job as usize].job_type,
            attempt: session.attempt,
            started: session.started,
            ended: session.ended,
            state: session.state(),
            result: session.result,
            code: session.code,
            notification: notification(session.wording),
            rule: session.rule,
            tasks: outcome.tasks_of(session).iter().map(task).collect(),
        }
    }

    fn policy(&self, policy: &'o PolicyRecord) -> PolicyRow<'o> {
        let (job, tenant) = self.scenario.names(policy.job);
        let last = policy.changes.last();
        let changes = policy.changes.iter().map(|change| ChangeRow {
            at: change.at,
            status: change.status,
            processing: change.processing,
        });
        PolicyRow {
            job,
            tenant,
            status: last.map(|change| change.status),
            processing: last.is_some_and(|change| change.processing),
            rule: policy.rule,
            changes: changes.collect(),
        }
    }

    fn request(&self, request: &'o RequestRecord) -> RequestRow<'o> {
        RequestRow {
            at: request.at,
            tenant: &self.scenario.tenants[request.tenant as usize].name,
            operation: request.operation,
            verdict: request.verdict,
            code: request.code,
            rule: request.rule,
            by: request.by,
            replica: request.replica.as_deref(),
            product: request.product,
        }
    }

    fn skipped(&self, skipped: &SkippedRecord) -> SkippedRow<'o> {
        let (job, tenant) = self.scenario.names(skipped.job);
        SkippedRow { job, tenant, at: skipped.at, reason: "already-running" }
    }
}
