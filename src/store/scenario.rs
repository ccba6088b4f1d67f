//! The store as a scenario that starts at the present.

use std::collections::{HashMap, HashSet};

use crate::domain::{
    Access, Instant, Job, Maintenance, Mode, SessionTask, Target, TaskState, Tenant,
};
use crate::error::{Code, Error, Result};
use crate::scenario::{
    Action, Event, JobName, Model, PolicyAction, Replica, Running, Scenario, ScenarioError,
    ScenarioJob,
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
    /// The same, and one job of which a session is about to start.
    WorkingAnd(i64),
}

/// A scenario made from the store.
pub struct StoredScenario {
    pub scenario: Scenario,
    /// The numbers of its jobs.
    pub jobs: Vec<i64>,
    /// The sessions that run at its start, by the place of their job.
    pub sessions: HashMap<usize, StoredSession>,
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
        let (filter, starting) = match part {
            Part::All => (JobFilter::All, None),
            Part::Policies => (JobFilter::Policies, None),
            Part::Working => (JobFilter::Running, None),
            Part::WorkingAnd(id) => (JobFilter::RunningAnd(id), Some(id)),
        };
        let mut jobs = self.jobs(filter)?;
        let mut sessions: HashMap<i64, StoredSession> =
            working.into_iter().filter_map(|session| Some((session.job?, session))).collect();
        let is_whole = matches!(part, Part::All | Part::Policies);
        if !is_whole {
            jobs.retain(|job| sessions.contains_key(&job.id) || starting == Some(job.id));
            for job in &mut jobs {
                job.facts.starts.clear();
                job.facts.schedule = None;
                job.facts.retry = None;
            }
        }
        let tenants = self.tenants()?;
        let disabled: HashSet<&str> = tenants
            .iter()
            .filter(|tenant| tenant.facts.access == Access::Disabled)
            .map(|tenant| &*tenant.facts.name)
            .collect();
        // No session of a disabled tenant can work against the cloud.
        for job in &jobs {
            if job.facts.target == Target::Cloud && disabled.contains(&*job.facts.tenant) {
                sessions.remove(&job.id);
            }
        }
        if !is_whole {
            // Sessions take slots in the order in which they were created.
            jobs.sort_by_key(|job| sessions.get(&job.id).map_or(i64::MAX, |session| session.id));
        }
        let syncs =
            |job: &Stored<Job>| job.facts.policy.is_some_and(|each| each.initial_sync.is_some());
        let syncs = if jobs.iter().any(syncs) { self.policy_syncs(now)? } else { HashMap::new() };
        let mut made = StoredScenario {
            scenario: self.without_jobs(now, maintenance)?,
            jobs: jobs.iter().map(|job| job.id).collect(),
            sessions: HashMap::new(),
        };
        if part == Part::All {
            made.scenario.replicas_in_failover = self
                .replicas()?
                .into_iter()
                .map(|replica| Replica { tenant: replica.tenant, name: replica.name })
                .collect();
        }
        made.scenario.jobs.reserve(jobs.len());
        for (place, mut job) in jobs.into_iter().enumerate() {
            let session = sessions.remove(&job.id);
            let running = session.as_ref().map(|session| running(session, &job.facts, now));
            let sync = syncs.get(&job.id).copied();
            let created_by_event = made.scenario.add_policy_events(&mut job, sync, maintenance);
            made.scenario.jobs.push(ScenarioJob { job: job.facts, running, created_by_event });
            if let Some(session) = session {
                made.sessions.insert(place, session);
            }
        }
        let named: HashSet<&str> = made.scenario.jobs.iter().map(|job| &*job.job.tenant).collect();
        let tenants = tenants.into_iter().map(|tenant| tenant.facts);
        let wanted = |tenant: &Tenant| part == Part::All || named.contains(&*tenant.name);
        made.scenario.tenants = tenants.filter(wanted).collect();
        Ok(made)
    }

    fn without_jobs(&self, now: Instant, maintenance: Option<&Maintenance>) -> Result<Scenario> {
        let server = self.server()?;
        let mut scenario = Scenario::new(now);
        scenario.message = server.message;
        scenario.service = server.service;
        if let Some(maintenance) = maintenance {
            scenario.mode = Mode::Maintenance;
            scenario.until = maintenance.until.filter(|until| *until > now);
            scenario.message = maintenance.message.clone().or(scenario.message);
            scenario.reason.clone_from(&maintenance.reason);
        }
        Ok(scenario)
    }
}

impl Scenario {
    /// Adds the events after which a policy stands as the store knows it. Returns whether an event
    /// creates it: a policy that was added during the maintenance is held by the mode.
    fn add_policy_events(
        &mut self,
        job: &mut Stored<Job>,
        sync: Option<PolicySync>,
        maintenance: Option<&Maintenance>,
    ) -> bool {
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
            self.events.push(Event { at: self.start, action: Action::Policy(name, action) });
        }
        is_held
    }
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
    Running { started, attempt: facts.attempt, tasks }
}

impl StoredScenario {
    /// Checks and indexes the scenario. A mistake in it is damage of the store.
    pub fn model(&mut self) -> Result<Model> {
        let empty = Scenario::new(self.scenario.start);
        Model::new(std::mem::replace(&mut self.scenario, empty)).map_err(|error| invalid(&error))
    }
}

/// The error that a store does not form a valid scenario.
pub fn invalid(error: &ScenarioError) -> Error {
    Error::new(Code::Damaged, format!("the store does not form a valid scenario: {error}"))
        .hint("`mm jobs show` shows what is known of a job; `mm jobs edit` corrects it")
}
