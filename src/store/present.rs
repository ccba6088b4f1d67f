//! Present: what the store knows, as a scenario that starts now.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::control::Maintenance;
use crate::domain::facts::{DurationSource, PolicySettings, Tenant};
use crate::domain::{Access, FailureCode, Instant, Mode, Service, Span, Target, TaskState};
use crate::error::Result;
use crate::scenario::{
    Document, EventDoc, JobDoc, ReplicaDoc, RetryDoc, RunningDoc, RunningTaskDoc, ScheduleDoc,
    TaskDoc, TenantDoc, Text,
};
use crate::store::catalog::{JobFilter, Stored, StoredReplica};
use crate::store::job_row::JobRow;
use crate::store::json_columns;
use crate::store::sessions::StoredSession;
use crate::store::snapshot::Snapshot;

/// How much of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All tenants, jobs and sessions, with schedules and retries.
    All,
    /// The policies alone.
    Policies,
    /// The jobs of which a session works, with what becomes of these sessions alone.
    Working,
    /// The same, and one job of which a session is about to start. Nothing starts by itself.
    WorkingAnd(i64),
}

/// The store as a scenario, with the numbers of what it tells of.
pub struct Present {
    /// The scenario; it starts now.
    pub document: Document<'static>,
    /// The numbers of its jobs.
    pub jobs: Vec<i64>,
    /// Where the planned durations of these jobs come from.
    pub durations: Vec<DurationSource>,
    /// The sessions that run at its start, by the place of their job.
    pub sessions: HashMap<usize, StoredSession>,
}

/// What the mode is at the start, and since when and until when.
pub type InForce<'m> = Option<&'m Maintenance>;

impl Snapshot<'_> {
    /// The store as a scenario that starts at `now`, with `maintenance` in force and `working`
    /// sessions running.
    pub fn present(
        &self,
        now: Instant,
        maintenance: InForce<'_>,
        working: Vec<StoredSession>,
        part: Part,
    ) -> Result<Present> {
        let mut found: Vec<Found> = Vec::new();
        let starting = match part {
            Part::WorkingAnd(job) => Some(job),
            Part::All | Part::Policies | Part::Working => None,
        };
        let is_whole = matches!(part, Part::All | Part::Policies);
        let tenants = self.tenants()?;
        let mut making = Making::new(now, maintenance, &tenants, working);
        making.starts_by_itself = is_whole;
        let which = match part {
            Part::All => JobFilter::All,
            Part::Policies => JobFilter::Policies,
            Part::Working => JobFilter::Running,
            Part::WorkingAnd(job) => JobFilter::RunningAnd(job),
        };
        self.each_job_row(which, |row| {
            let session = making.sessions.remove(&row.id);
            if !is_whole && session.is_none() && starting != Some(row.id) {
                return Ok(());
            }
            let session = making.may_work(row, session);
            let document = making.job(row, session.as_ref())?.into_owned();
            found.push(Found { id: row.id, durations: row.durations, document, session });
            Ok(())
        })?;
        if !is_whole {
            // Sessions take slots in the order in which they were created.
            found.sort_by_key(|job| job.session.as_ref().map_or(i64::MAX, |session| session.id));
        }
        let events = making.events;
        let mut present = Present {
            document: self.top(now, maintenance)?,
            jobs: Vec::with_capacity(found.len()),
            durations: Vec::with_capacity(found.len()),
            sessions: HashMap::new(),
        };
        let mut jobs = Vec::with_capacity(found.len());
        for (place, job) in found.into_iter().enumerate() {
            jobs.push(job.document);
            present.jobs.push(job.id);
            present.durations.push(job.durations);
            if let Some(session) = job.session {
                present.sessions.insert(place, session);
            }
        }
        let named: HashSet<&str> = jobs.iter().filter_map(|job| job.tenant.as_deref()).collect();
        let tenants: Vec<TenantDoc<'static>> = tenants
            .iter()
            .filter(|tenant| part == Part::All || named.contains(&*tenant.facts.name))
            .map(|kept| tenant(&kept.facts).into_owned())
            .collect();
        let replicas = match part {
            Part::All => self.in_failover()?,
            Part::Policies | Part::Working | Part::WorkingAnd(_) => Vec::new(),
        };
        let document = &mut present.document;
        document.replicas_in_failover = (!replicas.is_empty()).then_some(replicas);
        document.tenants = (!tenants.is_empty()).then_some(tenants);
        document.jobs = Some(jobs);
        document.events = (!events.is_empty()).then_some(events);
        Ok(present)
    }

    /// What stands at the top of a scenario that starts at `now`.
    pub(super) fn top(&self, now: Instant, maintenance: InForce<'_>) -> Result<Document<'static>> {
        let server = self.server()?;
        let message =
            maintenance.and_then(|maintenance| maintenance.message.clone()).or(server.message);
        Ok(Document {
            scenario: Some(1),
            start: Some(now),
            mode: maintenance.map(|_| Mode::Maintenance),
            until: maintenance.and_then(|each| each.until).filter(|until| *until > now),
            message: message.map(Text::from),
            reason: maintenance.and_then(|each| each.reason.clone()).map(Text::from),
            service: (server.service == Service::Stopped).then_some(Service::Stopped),
            ..Document::default()
        })
    }

    /// Replicas in failover.
    pub(super) fn in_failover(&self) -> Result<Vec<ReplicaDoc<'static>>> {
        let replica = |replica: StoredReplica| ReplicaDoc {
            tenant: Some(replica.tenant.into()),
            replica: Some(replica.name.into()),
        };
        Ok(self.replicas()?.into_iter().map(replica).collect())
    }
}

/// A tenant as it stands in a scenario.
pub(super) fn tenant(facts: &Tenant) -> TenantDoc<'_> {
    TenantDoc {
        name: Some(Text::from(&*facts.name)),
        enabled: (facts.access == Access::Disabled).then_some(false),
        slots: facts.slots,
    }
}

/// A job that is part of the scenario.
struct Found {
    id: i64,
    durations: DurationSource,
    document: JobDoc<'static>,
    session: Option<StoredSession>,
}

/// A scenario in the making, out of rows.
pub(super) struct Making {
    now: Instant,
    /// A policy that is known since then only, or later, is held by the mode.
    held_since: Option<Instant>,
    /// Whether starts and retries are part of it.
    starts_by_itself: bool,
    /// Tenants of which no session to the cloud can work.
    disabled: HashSet<Box<str>>,
    /// Sessions that run at its start, by the number of their job.
    pub(super) sessions: HashMap<i64, StoredSession>,
    /// What must happen to policies, so that they stand as the store knows them.
    pub(super) events: Vec<EventDoc<'static>>,
}

impl Making {
    /// One with starts and retries, in which nothing happens to policies yet.
    pub(super) fn new(
        now: Instant,
        maintenance: InForce<'_>,
        tenants: &[Stored<Tenant>],
        working: Vec<StoredSession>,
    ) -> Making {
        let disabled = tenants.iter().filter(|tenant| tenant.facts.access == Access::Disabled);
        Making {
            now,
            held_since: maintenance.map(|maintenance| maintenance.since),
            starts_by_itself: true,
            disabled: disabled.map(|tenant| (*tenant.facts.name).into()).collect(),
            sessions: working.into_iter().map(|session| (session.job, session)).collect(),
            events: Vec::new(),
        }
    }

    /// The session of a job, unless its tenant is disabled, so that none can work.
    pub(super) fn may_work(
        &self,
        job: &JobRow<&str>,
        session: Option<StoredSession>,
    ) -> Option<StoredSession> {
        session.filter(|_| job.target == Target::Local || !self.disabled.contains(job.tenant))
    }

    /// A job as it stands in a scenario.
    pub(super) fn job<'r>(
        &mut self,
        row: &JobRow<&'r str>,
        session: Option<&StoredSession>,
    ) -> Result<JobDoc<'r>> {
        let mut job = JobDoc {
            name: Some(row.name.into()),
            tenant: Some(row.tenant.into()),
            job_type: Some(row.job_type),
            target: (row.target == Target::Local).then_some(Target::Local),
            ..JobDoc::default()
        };
        if let Some(policy) = row.policy {
            self.policy(&mut job, policy, row.added);
            return Ok(job);
        }
        job.slots = (row.slots != 1).then_some(row.slots);
        let tasks = json_columns::task_docs(row.tasks)?;
        job.running = session.map(|session| running(session, &tasks, self.now));
        job.tasks = Some(tasks);
        if let Some(recorded) = row.recorded {
            let mut by_task: BTreeMap<Text<'r>, Vec<Span>> = BTreeMap::new();
            for each in json_columns::recorded(recorded)? {
                by_task.entry(each.task.into()).or_default().push(each.took);
            }
            job.recorded = (!by_task.is_empty()).then_some(by_task);
        }
        if self.starts_by_itself {
            job.starts = row.starts.map(json_columns::starts).transpose()?;
            job.schedule = row.cron.map(|cron| ScheduleDoc {
                cron: Some(cron.into()),
                timezone: row.timezone.map(Text::from),
            });
            job.retry = row
                .retry
                .map(|retry| RetryDoc { times: Some(retry.times), wait: Some(retry.wait) });
        }
        Ok(job)
    }

    fn policy(&mut self, job: &mut JobDoc<'_>, policy: PolicySettings, added: Instant) {
        job.initial_sync = policy.initial_sync;
        let held =
            policy.initial_sync.is_some() && self.held_since.is_some_and(|since| added >= since);
        job.created_by_event = held.then_some(true);
        let mut event = |kind: &'static str| {
            self.events.push(EventDoc {
                at: Some(self.now),
                event: Some(kind.into()),
                job: job.name.clone().map(Text::into_owned),
                tenant: job.tenant.clone().map(Text::into_owned),
                ..EventDoc::default()
            });
        };
        if held {
            event("create-policy");
        }
        if !policy.enabled {
            event("disable-policy");
        }
    }
}

/// A session as it runs at `now`. One of which no task is known has all of its job's at work.
fn running<'r>(session: &StoredSession, tasks: &[TaskDoc<'r>], now: Instant) -> RunningDoc<'r> {
    let facts = &session.facts;
    let started = facts.started.min(now);
    let known: HashSet<&str> = tasks.iter().filter_map(|task| task.name.as_deref()).collect();
    let before = |at: Option<Instant>| at.map(|at| at.min(now));
    let mut docs: Vec<RunningTaskDoc<'r>> = facts
        .tasks
        .iter()
        .filter(|task| known.contains(&*task.name))
        .map(|task| {
            let runs = task.state == TaskState::Running;
            RunningTaskDoc {
                name: Some(task.name.clone().into()),
                state: Some(task.state),
                started: before(task.started).or(runs.then_some(started)),
                ended: before(task.ended),
                code: task.code.filter(|code| *code != FailureCode::TaskFailed),
            }
        })
        .collect();
    let left = |task: &RunningTaskDoc<'_>| {
        matches!(task.state, Some(TaskState::Pending | TaskState::Running))
    };
    if !docs.iter().any(left) {
        docs = tasks
            .iter()
            .map(|task| RunningTaskDoc {
                name: task.name.clone(),
                state: Some(TaskState::Running),
                started: Some(started),
                ..RunningTaskDoc::default()
            })
            .collect();
    }
    RunningDoc {
        started: Some(started),
        attempt: (facts.attempt > 0).then_some(facts.attempt),
        tasks: Some(docs),
    }
}
