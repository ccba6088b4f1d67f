//! Present: what the store knows, as a scenario that starts now.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::catalog::{Jobs, Kept};
use super::sessions::KeptSession;
use super::trouble::Result;
use super::view::View;
use crate::domain::control::Maintenance;
use crate::domain::facts::{DurationSource, JobFacts, PolicyFacts};
use crate::domain::{Access, Code, Instant, Mode, Service, Target, TaskState};
use crate::scenario::{
    Document, EventDoc, JobDoc, ReplicaDoc, RetryDoc, RunningDoc, RunningTaskDoc, ScheduleDoc,
    TaskDoc, TenantDoc, Text,
};

/// How much of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All tenants, jobs and sessions, with schedules and retries: to look ahead.
    All,
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
    pub sessions: HashMap<usize, KeptSession>,
}

/// What the mode is at the start, and since when and until when.
pub type InForce<'m> = Option<&'m Maintenance>;

impl View<'_> {
    /// The store as a scenario that starts at `now`, with `maintenance` in force and `working`
    /// sessions running.
    pub fn present(
        &self,
        now: Instant,
        maintenance: InForce<'_>,
        working: Vec<KeptSession>,
        part: Part,
    ) -> Result<Present> {
        let server = self.server()?;
        let mut sessions: HashMap<i64, KeptSession> =
            working.into_iter().map(|session| (session.job, session)).collect();
        let tenants = self.tenants()?;
        let disabled: HashSet<&str> = tenants
            .iter()
            .filter(|tenant| tenant.facts.access == Access::Disabled)
            .map(|tenant| &*tenant.facts.name)
            .collect();
        let mut making = Making {
            now,
            held_since: maintenance.map(|maintenance| maintenance.since),
            part,
            events: Vec::new(),
        };
        let mut found: Vec<Found> = Vec::new();
        let starting = match part {
            Part::WorkingAnd(job) => Some(job),
            Part::All | Part::Working => None,
        };
        let mut take = |job: Kept<JobFacts>| {
            let session = sessions.remove(&job.id);
            if part != Part::All && session.is_none() && starting != Some(job.id) {
                return Ok(());
            }
            let session = session.filter(|_| {
                job.facts.target == Target::Local || !disabled.contains(&*job.facts.tenant)
            });
            let durations = job.facts.durations;
            let document = making.job(job.facts, job.added, session.as_ref());
            found.push(Found { id: job.id, durations, document, session });
            Ok(())
        };
        match part {
            Part::All => self.each_job(Jobs::All, &mut take)?,
            Part::Working => self.each_job(Jobs::Working, &mut take)?,
            Part::WorkingAnd(job) => self.each_job(Jobs::WorkingAnd(job), &mut take)?,
        }
        if part != Part::All {
            // Sessions take slots in the order in which they were created.
            found.sort_by_key(|job| job.session.as_ref().map_or(i64::MAX, |session| session.id));
        }
        let events = making.events;
        let mut present = Present {
            document: Document::default(),
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
        let tenants = tenants
            .iter()
            .filter(|tenant| part == Part::All || named.contains(&*tenant.facts.name))
            .map(|tenant| TenantDoc {
                name: Some(tenant.facts.name.clone().into()),
                enabled: (tenant.facts.access == Access::Disabled).then_some(false),
                slots: tenant.facts.slots,
            })
            .collect::<Vec<_>>();
        let replicas = match part {
            Part::All => self.replicas()?,
            Part::Working | Part::WorkingAnd(_) => Vec::new(),
        };
        let replicas = replicas.into_iter().map(|replica| ReplicaDoc {
            tenant: Some(replica.tenant.into()),
            replica: Some(replica.name.into()),
        });
        let replicas: Vec<ReplicaDoc<'static>> = replicas.collect();
        let message =
            maintenance.and_then(|maintenance| maintenance.message.clone()).or(server.message);
        present.document = Document {
            scenario: Some(1),
            start: Some(now),
            end: None,
            mode: maintenance.map(|_| Mode::Maintenance),
            until: maintenance.and_then(|each| each.until).filter(|until| *until > now),
            message: message.map(Text::from),
            reason: maintenance.and_then(|each| each.reason.clone()).map(Text::from),
            service: (server.service == Service::Stopped).then_some(Service::Stopped),
            replicas_in_failover: (!replicas.is_empty()).then_some(replicas),
            tenants: (!tenants.is_empty()).then_some(tenants),
            jobs: Some(jobs),
            events: (!events.is_empty()).then_some(events),
        };
        Ok(present)
    }
}

/// A job that is part of the scenario.
struct Found {
    id: i64,
    durations: DurationSource,
    document: JobDoc<'static>,
    session: Option<KeptSession>,
}

struct Making {
    now: Instant,
    /// A policy that is known since then only, or later, is held by the mode.
    held_since: Option<Instant>,
    part: Part,
    events: Vec<EventDoc<'static>>,
}

impl Making {
    fn job(
        &mut self,
        facts: JobFacts,
        added: Instant,
        session: Option<&KeptSession>,
    ) -> JobDoc<'static> {
        let mut job = JobDoc {
            name: Some(facts.name.into()),
            tenant: Some(facts.tenant.into()),
            job_type: Some(facts.job_type),
            target: (facts.target == Target::Local).then_some(Target::Local),
            ..JobDoc::default()
        };
        if let Some(policy) = facts.policy {
            self.policy(&mut job, policy, added);
            return job;
        }
        job.slots = (facts.slots != 1).then_some(facts.slots);
        job.running = session.map(|session| running(session, &facts.tasks, self.now));
        job.tasks = Some(
            facts
                .tasks
                .into_iter()
                .map(|task| TaskDoc {
                    name: Some(task.name.into()),
                    duration: Some(task.duration),
                    fails: task.fails.then_some(true),
                })
                .collect(),
        );
        let mut recorded: BTreeMap<Text<'static>, Vec<crate::domain::Span>> = BTreeMap::new();
        for each in facts.recorded {
            recorded.entry(each.task.into()).or_default().push(each.took);
        }
        job.recorded = (!recorded.is_empty()).then_some(recorded);
        if self.part == Part::All {
            job.starts = (!facts.starts.is_empty()).then_some(facts.starts);
            job.schedule = facts.schedule.map(|schedule| ScheduleDoc {
                cron: Some(schedule.cron.into()),
                timezone: schedule.timezone.map(Text::from),
            });
            job.retry = facts
                .retry
                .map(|retry| RetryDoc { times: Some(retry.times), wait: Some(retry.wait) });
        }
        job
    }

    fn policy(&mut self, job: &mut JobDoc<'static>, policy: PolicyFacts, added: Instant) {
        job.initial_sync = policy.initial_sync;
        let held =
            policy.initial_sync.is_some() && self.held_since.is_some_and(|since| added >= since);
        job.created_by_event = (policy.created_by_event || held).then_some(true);
        let mut event = |kind: &'static str| {
            self.events.push(EventDoc {
                at: Some(self.now),
                event: Some(kind.into()),
                job: job.name.clone(),
                tenant: job.tenant.clone(),
                ..EventDoc::default()
            });
        };
        if held && !policy.created_by_event {
            event("create-policy");
        }
        if !policy.enabled && !policy.created_by_event {
            event("disable-policy");
        }
    }
}

/// A session as it runs at `now`. One of which no task is known has all of its job's at work.
fn running(
    session: &KeptSession,
    tasks: &[crate::domain::facts::TaskFacts],
    now: Instant,
) -> RunningDoc<'static> {
    let facts = &session.facts;
    let started = facts.started.min(now);
    let known: HashSet<&str> = tasks.iter().map(|task| &*task.name).collect();
    let before = |at: Option<Instant>| at.map(|at| at.min(now));
    let mut docs: Vec<RunningTaskDoc<'static>> = facts
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
                code: task.code.filter(|code| *code != Code::TaskFailed),
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
                name: Some(task.name.clone().into()),
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
