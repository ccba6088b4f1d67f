//! Traces of tenant runs: counts alone, or sessions and tasks one by one.

use std::collections::BTreeMap;

use crate::domain::{JobRun, RunCounts};
use crate::simulator::mode_timeline::HarmedBy;
use crate::simulator::outcome::{Order, SessionRecord, TaskRecord, Totals};
use crate::simulator::tenant_plan::TenantPlan;

/// Receives what happens in the run of a tenant.
pub(super) trait Trace {
    /// Begins the run of a tenant.
    fn open(&mut self, tenant: &TenantPlan);

    /// The counts of a job, by its index among the jobs of the tenant.
    fn totals(&mut self, job: u32) -> &mut Totals;

    /// Counts a run that a maintenance harms which is not asked about.
    fn count_other(&mut self, by: HarmedBy, run: JobRun);

    /// The records of sessions and tasks, if they are kept.
    fn details(&mut self) -> Option<&mut Details>;
}

/// The counts of one tenant.
#[derive(Clone, Copy, Default)]
pub(super) struct TenantTotals(pub(super) Totals);

impl Trace for TenantTotals {
    fn open(&mut self, _: &TenantPlan) {
        self.0 = Totals::default();
    }

    fn totals(&mut self, _: u32) -> &mut Totals {
        &mut self.0
    }

    fn count_other(&mut self, _: HarmedBy, _: JobRun) {}

    fn details(&mut self) -> Option<&mut Details> {
        None
    }
}

/// Counts by job, tenant after tenant, and sessions and tasks if they are kept.
#[derive(Default)]
pub(super) struct JobTotals {
    pub(super) totals: Vec<Totals>,
    /// Where the jobs of the tenant begin.
    first: usize,
    pub(super) others: BTreeMap<HarmedBy, RunCounts>,
    pub(super) details: Option<Details>,
}

impl JobTotals {
    pub(super) fn with_details(details: Details) -> JobTotals {
        JobTotals { details: Some(details), ..JobTotals::default() }
    }
}

impl Trace for JobTotals {
    fn open(&mut self, tenant: &TenantPlan) {
        self.first = self.totals.len();
        self.totals.resize(self.first + tenant.jobs.len(), Totals::default());
        if let Some(details) = &mut self.details {
            details.open(tenant.jobs.len());
        }
    }

    fn totals(&mut self, job: u32) -> &mut Totals {
        &mut self.totals[self.first + job as usize]
    }

    fn count_other(&mut self, by: HarmedBy, run: JobRun) {
        self.others.entry(by).or_default().count(run);
    }

    fn details(&mut self) -> Option<&mut Details> {
        self.details.as_mut()
    }
}

/// A start that does not happen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skipped {
    pub(super) order: Order,
    pub(super) job: u32,
}

/// The sessions that are recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Recorded {
    RanAlready,
    #[default]
    All,
}

/// Sessions, tasks and skipped starts of some tenants.
#[derive(Debug, Default)]
pub(super) struct Details {
    recorded: Recorded,
    pub(super) sessions: Vec<SessionRecord>,
    pub(super) tasks: Vec<TaskRecord>,
    pub(super) skipped: Vec<Skipped>,
    /// The recorded session of each job of the tenant, as an index.
    current: Vec<Option<u32>>,
}

impl Details {
    pub(super) fn of(recorded: Recorded) -> Details {
        Details { recorded, ..Details::default() }
    }

    fn open(&mut self, jobs: usize) {
        self.current.clear();
        self.current.resize(jobs, None);
    }

    /// Adds a session of a job; `local` is the index of the job within its tenant.
    pub(super) fn add_session(
        &mut self,
        local: u32,
        mut session: SessionRecord,
        tasks: impl Iterator<Item = u32>,
    ) {
        if self.recorded == Recorded::RanAlready && !session.ran_already() {
            self.current[local as usize] = None;
            return;
        }
        let index = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let first = index(self.tasks.len());
        self.tasks.extend(tasks.map(TaskRecord::pending));
        session.tasks = first..index(self.tasks.len());
        self.current[local as usize] = Some(index(self.sessions.len()));
        self.sessions.push(session);
    }

    /// The session of a job.
    pub(super) fn session(&mut self, local: u32) -> Option<&mut SessionRecord> {
        let at = self.current[local as usize]?;
        Some(&mut self.sessions[at as usize])
    }

    /// A task of the session of a job, by its index within the job.
    pub(super) fn task(&mut self, local: u32, task: u32) -> Option<&mut TaskRecord> {
        let tasks = self.session(local)?.tasks.clone();
        let tasks = &mut self.tasks[tasks.start as usize..tasks.end as usize];
        let at = tasks.binary_search_by_key(&task, |record| record.task).ok()?;
        Some(&mut tasks[at])
    }

    pub(super) fn skip(&mut self, order: Order, job: u32) {
        if self.recorded == Recorded::All {
            self.skipped.push(Skipped { order, job });
        }
    }

    /// Adds the details of further tenants.
    pub(super) fn append(mut self, mut other: Details) -> Details {
        let shift = u32::try_from(self.tasks.len()).unwrap_or(u32::MAX);
        for session in &mut other.sessions {
            session.tasks = session.tasks.start + shift..session.tasks.end + shift;
        }
        self.sessions.append(&mut other.sessions);
        self.tasks.append(&mut other.tasks);
        self.skipped.append(&mut other.skipped);
        self
    }
}
