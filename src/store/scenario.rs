//! The store as a scenario that starts at the present.

use std::collections::{HashMap, HashSet};

use crate::domain::{
    Access, FailureCode, Instant, Job, Maintenance, Mode, SessionTask, Target, TaskState, Tenant,
};
use crate::error::{Code, Error, Result};
use crate::scenario::{
    Action, Event, JobName, Model, ModelBuilder, PolicyAction, Replica, Running, Scenario,
    ScenarioError, ScenarioJob, Waiting,
};
use crate::store::jobs::{JobFilter, Stored};
use crate::store::policies::PolicySync;
use crate::store::sessions::StoredSession;
use crate::store::snapshot::Snapshot;

/// Which jobs of the store a scenario holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All tenants, jobs and sessions, with starts and retries.
    All,
    Policies,
    /// The jobs of which a session works; they do not start or retry by themselves.
    Working,
}

/// A scenario made from the store.
pub struct StoredScenario {
    pub scenario: Scenario,
    /// The numbers of its jobs.
    pub jobs: Vec<i64>,
    /// The sessions that run at its start, by the place of their job.
    pub sessions: HashMap<usize, StoredSession>,
}

/// A model made from the whole store.
pub struct StoredModel {
    pub model: Model,
    /// The numbers of its jobs.
    pub jobs: Vec<i64>,
    /// The sessions that run at its start, by the place of their job.
    pub sessions: HashMap<usize, StoredSession>,
}

/// The sessions from which a model goes on.
#[derive(Default)]
pub struct OpenSessions {
    pub working: Vec<StoredSession>,
    /// The last sessions of jobs that failed, and may be retried.
    pub failed: Vec<StoredSession>,
}

impl Snapshot<'_> {
    /// The store as a scenario that starts at `now`, with `maintenance` in force and the `working`
    /// sessions running.
    pub fn scenario(
        &self,
        now: Instant,
        maintenance: Option<&Maintenance>,
        working: Vec<StoredSession>,
        part: Part,
    ) -> Result<StoredScenario> {
        let (mut scenario, mut context) = self.without_jobs(now, maintenance, working)?;
        let of_working: Vec<i64> = context.sessions.keys().copied().collect();
        let filter = match part {
            Part::All => JobFilter::All,
            Part::Policies => JobFilter::Policies,
            Part::Working => JobFilter::Ids(&of_working),
        };
        let mut syncs = PolicySyncs { snapshot: self, now, known: None };
        let mut jobs = self.jobs(filter)?;
        if part == Part::Working {
            for job in &mut jobs {
                job.facts.starts.clear();
                job.facts.schedule = None;
                job.facts.retry = None;
            }
            // Sessions take slots in the order in which they were created.
            jobs.sort_by_key(|job| match context.sessions.get(&job.id) {
                Some(session) if context.may_work(job) => session.id,
                Some(_) | None => i64::MAX,
            });
        }
        let ids = jobs.iter().map(|job| job.id).collect();
        let mut sessions = HashMap::new();
        scenario.jobs.reserve(jobs.len());
        for (place, job) in jobs.into_iter().enumerate() {
            let sync = syncs.of(&job)?;
            let (job, session) = context.scenario_job(job, sync, &mut scenario.events);
            scenario.jobs.push(job);
            sessions.extend(session.map(|session| (place, session)));
        }
        if part != Part::All {
            let named: HashSet<&str> = scenario.jobs.iter().map(|job| &*job.job.tenant).collect();
            scenario.tenants.retain(|tenant| named.contains(&*tenant.name));
            scenario.replicas_in_failover.clear();
        }
        Ok(StoredScenario { scenario, jobs: ids, sessions })
    }

    /// The whole store as a model that ends at `end`, with further `events`.
    pub fn model(
        &self,
        now: Instant,
        maintenance: Option<&Maintenance>,
        sessions: OpenSessions,
        end: Instant,
        events: Vec<Event>,
    ) -> Result<StoredModel> {
        let OpenSessions { working, failed } = sessions;
        let (mut scenario, mut context) = self.without_jobs(now, maintenance, working)?;
        let by_job = failed.into_iter().filter_map(|session| Some((session.job?, session)));
        context.failed = by_job.collect();
        scenario.end = Some(end);
        let mut builder = ModelBuilder::new(scenario).map_err(invalid)?;
        let (mut jobs, mut sessions, mut policy_events) = (Vec::new(), HashMap::new(), Vec::new());
        let mut syncs = PolicySyncs { snapshot: self, now, known: None };
        self.each_job(|job| {
            let sync = syncs.of(&job)?;
            let id = job.id;
            let (job, session) = context.scenario_job(job, sync, &mut policy_events);
            builder.add(job).map_err(invalid)?;
            sessions.extend(session.map(|session| (jobs.len(), session)));
            jobs.push(id);
            Ok(())
        })?;
        policy_events.into_iter().chain(events).for_each(|event| builder.add_event(event));
        let mut model = builder.finish().map_err(invalid)?;
        model.since = maintenance.map(|each| each.since);
        Ok(StoredModel { model, jobs, sessions })
    }

    /// A scenario with everything but jobs, and what these depend on.
    fn without_jobs<'m>(
        &self,
        now: Instant,
        maintenance: Option<&'m Maintenance>,
        working: Vec<StoredSession>,
    ) -> Result<(Scenario, JobContext<'m>)> {
        let server = self.server()?;
        let mut scenario = Scenario::new(now);
        scenario.message = server.notification_text(maintenance).map(str::to_owned);
        scenario.service = server.service;
        scenario.mode = Mode::of(maintenance);
        if let Some(maintenance) = maintenance {
            scenario.until = maintenance.until.filter(|until| *until > now);
            scenario.reason.clone_from(&maintenance.reason);
        }
        scenario.replicas_in_failover = self
            .replicas()?
            .into_iter()
            .map(|replica| Replica { tenant: replica.tenant, name: replica.name })
            .collect();
        scenario.tenants = self.tenants()?.into_iter().map(|tenant| tenant.facts).collect();
        let is_disabled = |tenant: &&Tenant| tenant.access == Access::Disabled;
        let disabled = scenario.tenants.iter().filter(is_disabled);
        let by_job = working.into_iter().filter_map(|session| Some((session.job?, session)));
        let context = JobContext {
            now,
            maintenance,
            disabled: disabled.map(|tenant| tenant.name.clone()).collect(),
            sessions: by_job.collect(),
            failed: HashMap::new(),
        };
        Ok((scenario, context))
    }
}

/// What the jobs of a scenario depend on.
struct JobContext<'m> {
    now: Instant,
    maintenance: Option<&'m Maintenance>,
    disabled: HashSet<String>,
    /// Running sessions, by the number of their job.
    sessions: HashMap<i64, StoredSession>,
    /// The last sessions of jobs that failed, by the number of their job.
    failed: HashMap<i64, StoredSession>,
}

/// The synchronisation of policies, read once a policy asks for it.
struct PolicySyncs<'s, 'c> {
    snapshot: &'s Snapshot<'c>,
    now: Instant,
    known: Option<HashMap<i64, PolicySync>>,
}

impl PolicySyncs<'_, '_> {
    fn of(&mut self, job: &Stored<Job>) -> Result<Option<PolicySync>> {
        if job.facts.policy.is_none_or(|policy| policy.initial_sync.is_none()) {
            return Ok(None);
        }
        if self.known.is_none() {
            self.known = Some(self.snapshot.policy_syncs(self.now)?);
        }
        Ok(self.known.as_ref().and_then(|known| known.get(&job.id)).copied())
    }
}

impl JobContext<'_> {
    /// No session of a disabled tenant can work against the cloud.
    fn may_work(&self, job: &Stored<Job>) -> bool {
        job.facts.target == Target::Local || !self.disabled.contains(&*job.facts.tenant)
    }

    fn scenario_job(
        &mut self,
        mut job: Stored<Job>,
        sync: Option<PolicySync>,
        events: &mut Vec<Event>,
    ) -> (ScenarioJob, Option<StoredSession>) {
        let session = self.sessions.remove(&job.id).filter(|_| self.may_work(&job));
        let running = session.as_ref().map(|session| running(session, &job.facts, self.now));
        if job.facts.is_disabled {
            job.facts.starts.clear();
            job.facts.schedule = None;
        }
        let failed = self.failed.remove(&job.id).filter(|_| session.is_none());
        let waiting = failed.and_then(|failed| waiting(&failed, &job.facts, self.now));
        let created_by_event = self.add_policy_events(&mut job, sync, events);
        (ScenarioJob { job: job.facts, running, waiting, created_by_event }, session)
    }

    /// Adds the events after which a policy stands as the store knows it. Returns whether an event
    /// creates it: a policy that was added during the maintenance is held by the mode.
    fn add_policy_events(
        &self,
        job: &mut Stored<Job>,
        sync: Option<PolicySync>,
        events: &mut Vec<Event>,
    ) -> bool {
        let maintenance = self.maintenance;
        let Some(policy) = &mut job.facts.policy else {
            return false;
        };
        // A policy that the mode found in initial synchronisation shows syncing from then on.
        let shows_sync = sync.filter(|sync| maintenance.is_some() || !sync.is_found);
        policy.initial_sync = shows_sync.and_then(|sync| sync.left);
        let is_held = policy.initial_sync.is_some()
            && shows_sync.zip(maintenance).is_some_and(|(sync, maintenance)| {
                !sync.is_found && sync.since >= maintenance.since
            });
        let actions = [
            is_held.then_some(PolicyAction::Create),
            (!policy.enabled).then_some(PolicyAction::Disable),
        ];
        for action in actions.into_iter().flatten() {
            let name =
                JobName { tenant: Some(job.facts.tenant.clone()), job: job.facts.name.clone() };
            events.push(Event { at: self.now, action: Action::Policy(name, action) });
        }
        is_held
    }
}

/// The retry of a failed session that is due now or later.
fn waiting(failed: &StoredSession, job: &Job, now: Instant) -> Option<Waiting> {
    let attempt = failed.facts.attempt;
    let retry = job.retry.filter(|retry| attempt < retry.times)?;
    let ended = failed.facts.ended?.at;
    let at = ended + retry.wait;
    let tasks = || failed.facts.tasks.iter().filter(|task| task.state == TaskState::Failed);
    let refused = tasks().filter(|task| task.code == Some(FailureCode::Maintenance));
    let refused_at = refused.filter_map(|task| task.ended).min().unwrap_or(ended);
    let tasks = tasks()
        .map(|task| (task.name.clone(), task.code.unwrap_or(FailureCode::TaskFailed)))
        .collect();
    (at >= now).then_some(Waiting { at, refused_at, attempt, tasks })
}

/// A session as it runs at `now`. If none of its tasks is known to be open, all tasks of the job
/// count as running.
fn running(session: &StoredSession, job: &Job, now: Instant) -> Running {
    let facts = &session.facts;
    let started = facts.started.min(now);
    let known: HashSet<&str> = job.tasks.iter().map(|task| &*task.name).collect();
    let listed = facts.tasks.iter().filter(|task| known.contains(&*task.name));
    let mut tasks: Vec<SessionTask> = listed
        .map(|task| SessionTask {
            name: task.name.clone(),
            state: task.state,
            started: match task.state {
                TaskState::Running => Some(task.started.map_or(started, |at| at.min(now))),
                TaskState::Pending | TaskState::Success | TaskState::Failed => {
                    task.started.map(|at| at.min(now))
                }
            },
            ended: task.ended.map(|at| at.min(now)),
            code: task.code,
        })
        .collect();
    if !tasks.iter().any(|task| task.state.is_open()) {
        let all = job.tasks.iter().map(|task| SessionTask {
            name: task.name.clone(),
            state: TaskState::Running,
            started: Some(started),
            ended: None,
            code: None,
        });
        tasks = all.collect();
    }
    Running {
        started,
        attempt: facts.attempt,
        tasks,
        place: u32::try_from(session.id).unwrap_or(u32::MAX),
    }
}

impl StoredScenario {
    /// Checks and indexes the scenario. A mistake in it is damage of the store.
    pub fn model(&mut self) -> Result<Model> {
        let empty = Scenario::new(self.scenario.start);
        Model::new(std::mem::replace(&mut self.scenario, empty)).map_err(invalid)
    }
}

/// The error that a store does not form a valid scenario.
pub fn invalid(error: ScenarioError) -> Error {
    Error::from_cause(Code::Damaged, error)
        .context("the store does not form a valid scenario")
        .hint("`mm jobs show` shows what is known of a job; `mm jobs edit` corrects it")
}
