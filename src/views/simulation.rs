//! The document `mm.simulation/1`.

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::domain::{
    FailureCode, Instant, JobType, Operation, PolicyStatus, Product, Rule, RunCounts, RunState,
    SessionResult, Side, TaskState, VerdictKind,
};
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
    extent: Extent,
    by: By,
}

impl<'o> SimulationDocument<'o> {
    pub fn new(
        scenario: &'o Model,
        outcome: &'o Outcome,
        extent: Extent,
    ) -> SimulationDocument<'o> {
        SimulationDocument { scenario, outcome, extent, by: By::Tenant }
    }

    /// Adds counts by job or by type.
    #[must_use]
    pub fn by(mut self, by: By) -> SimulationDocument<'o> {
        self.by = by;
        self
    }
}

#[derive(Serialize)]
struct Top<'o> {
    schema: &'static str,
    start: Instant,
    end: Instant,
    windows: Vec<SimulatedWindowRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sessions: Option<List<'o, SessionRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<List<'o, PolicyRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<List<'o, RequestRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<List<'o, SkippedRecord>>,
    tenants: Vec<CountsRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jobs: Option<Vec<CountsRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    types: Option<Vec<CountsRow>>,
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
    state: RunState,
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

#[derive(Serialize)]
struct CountsRow {
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
}

impl CountsRow {
    fn of(line: Line, by: By) -> CountsRow {
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
        }
    }
}

/// A list that is written one element at a time, since it may be long.
struct List<'o, T> {
    scenario: &'o Model,
    outcome: &'o Outcome,
    list: &'o [T],
}

/// An element of such a list.
trait ListElement {
    fn write<S: SerializeSeq>(
        &self,
        at: usize,
        scenario: &Model,
        outcome: &Outcome,
        to: &mut S,
    ) -> Result<(), S::Error>;
}

impl<T: ListElement> Serialize for List<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.list.len()))?;
        for (at, element) in self.list.iter().enumerate() {
            element.write(at, self.scenario, self.outcome, &mut list)?;
        }
        list.end()
    }
}

impl Serialize for SimulationDocument<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let SimulationDocument { scenario, outcome, extent, by } = *self;
        let full = extent == Extent::Full;
        let windows = outcome.windows.iter().map(|window| SimulatedWindowRow {
            from: window.from,
            until: window.until,
            drained_at: window.drained_at,
        });
        let lines = |by: By| -> Vec<CountsRow> {
            preview(scenario, outcome, by).into_iter().map(|line| CountsRow::of(line, by)).collect()
        };
        Top {
            schema: "mm.simulation/1",
            start: outcome.start,
            end: outcome.end,
            windows: windows.collect(),
            sessions: full.then_some(List { scenario, outcome, list: &outcome.sessions }),
            policies: full.then_some(List { scenario, outcome, list: &outcome.policies }),
            requests: full.then_some(List { scenario, outcome, list: &outcome.requests }),
            skipped: full.then_some(List { scenario, outcome, list: &outcome.skipped }),
            tenants: lines(By::Tenant),
            jobs: (by == By::Job).then(|| lines(By::Job)),
            types: (by == By::Type).then(|| lines(By::Type)),
        }
        .serialize(to)
    }
}

/// The names of a job and its tenant.
fn names(scenario: &Model, job: u32) -> (&str, &str) {
    scenario.names(job)
}

impl ListElement for SessionRecord {
    fn write<S: SerializeSeq>(
        &self,
        at: usize,
        scenario: &Model,
        outcome: &Outcome,
        to: &mut S,
    ) -> Result<(), S::Error> {
        let (job, tenant) = names(scenario, self.job);
        let job_at = self.job;
        let notification = |wording: Option<Wording>| {
            wording.map(|wording| Notification { scenario, outcome, job: job_at, wording })
        };
        let task = |task: &TaskRecord| SimulatedTaskRow {
            name: scenario.task_name(self.job, task.task),
            state: task.state,
            started: task.started,
            ended: task.ended,
            code: task.code,
            notification: notification(task.wording),
        };
        let tasks = outcome.tasks_of(self);
        to.serialize_element(&SimulatedSessionRow {
            id: at + 1,
            job,
            tenant,
            job_type: scenario.jobs[self.job as usize].job_type,
            attempt: self.attempt,
            started: self.started,
            ended: self.ended,
            state: self.state(),
            result: self.result,
            code: self.code,
            notification: notification(self.wording),
            rule: self.rule,
            tasks: tasks.iter().map(task).collect(),
        })
    }
}

impl ListElement for PolicyRecord {
    fn write<S: SerializeSeq>(
        &self,
        _: usize,
        scenario: &Model,
        _: &Outcome,
        to: &mut S,
    ) -> Result<(), S::Error> {
        let (job, tenant) = names(scenario, self.job);
        let last = self.changes.last();
        let changes = self.changes.iter().map(|change| ChangeRow {
            at: change.at,
            status: change.status,
            processing: change.processing,
        });
        to.serialize_element(&PolicyRow {
            job,
            tenant,
            status: last.map(|change| change.status),
            processing: last.is_some_and(|change| change.processing),
            rule: self.rule,
            changes: changes.collect(),
        })
    }
}

impl ListElement for RequestRecord {
    fn write<S: SerializeSeq>(
        &self,
        _: usize,
        scenario: &Model,
        _: &Outcome,
        to: &mut S,
    ) -> Result<(), S::Error> {
        to.serialize_element(&RequestRow {
            at: self.at,
            tenant: &scenario.tenants[self.tenant as usize].name,
            operation: self.operation,
            verdict: self.verdict,
            code: self.code,
            rule: self.rule,
            by: self.by,
            replica: self.replica.as_deref(),
            product: self.product,
        })
    }
}

impl ListElement for SkippedRecord {
    fn write<S: SerializeSeq>(
        &self,
        _: usize,
        scenario: &Model,
        _: &Outcome,
        to: &mut S,
    ) -> Result<(), S::Error> {
        let (job, tenant) = names(scenario, self.job);
        to.serialize_element(&SkippedRow { job, tenant, at: self.at, reason: "already-running" })
    }
}
