//! Building the model from a scenario: indices for names, and the starts of all jobs.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};
use smol_str::SmolStr;

use crate::domain::{
    Access, DEFAULT_REASON, FailureCode, Instant, Job, Quoted, Retry, Schedule, SessionTask,
    Target, Tenant,
};
use crate::scenario::event::{Action, Event, PolicyAction};
use crate::scenario::model::{Model, ModelJob, ModelRetry, ModelSession, ModelTask, TaskNames};
use crate::scenario::model_checks::{
    check_members, check_name, check_running_task, check_tasks, check_tenant, check_times, index,
    template,
};
use crate::scenario::model_events::{Names, check_policy_changes, check_policy_events};
use crate::scenario::{
    Checked, Replica, Running, Scenario, ScenarioError, ScenarioJob, Waiting, cron,
};

/// The most sessions, retries included, that fit into the memory of a usual machine.
const MOST_SESSIONS: u64 = 20_000_000;
/// The most tasks that sessions could process, for the same reason.
const MOST_TASKS: u64 = 100_000_000;

impl Model {
    /// Checks a scenario and indexes it.
    pub fn new(mut scenario: Scenario) -> Checked<Model> {
        let jobs = std::mem::take(&mut scenario.jobs);
        let mut builder = ModelBuilder::new(scenario)?;
        jobs.into_iter().try_for_each(|job| builder.add(job))?;
        builder.finish()
    }
}

/// A model in the making: it takes the jobs one by one, so that a large scenario need not be in
/// memory as a whole.
pub struct ModelBuilder {
    model: Model,
    /// The scenario without its jobs.
    scenario: Scenario,
    tenants: HashMap<String, u32>,
    /// Starts by schedule: many jobs share one, and it takes long to lay one out.
    schedules: HashMap<Schedule, Vec<Instant>>,
    /// The sessions that there could be, retries included.
    sessions: u64,
    /// The tasks that they could process.
    tasks: u64,
}

impl ModelBuilder {
    /// Checks everything that jobs depend on.
    pub fn new(mut scenario: Scenario) -> Checked<ModelBuilder> {
        check_times(&scenario)?;
        let reason = scenario.reason.take();
        let model = Model {
            start: scenario.start,
            end: scenario.end,
            stops_before_starts: false,
            mode: scenario.mode,
            since: None,
            until: scenario.until,
            on_expiry: scenario.on_expiry,
            asked: None,
            reason: reason.unwrap_or_else(|| DEFAULT_REASON.to_owned()),
            service: scenario.service,
            messages: vec![template(scenario.message.as_deref(), "message")?],
            tenants: std::mem::take(&mut scenario.tenants),
            jobs: Vec::new(),
            durations: Vec::new(),
            task_fails: Vec::new(),
            task_names: TaskNames::default(),
            recorded: HashMap::new(),
            starts: Vec::new(),
            events: Vec::new(),
            replicas: Vec::new(),
            zone: None,
        };
        let mut tenants = HashMap::with_capacity(model.tenants.len());
        for (at, tenant) in model.tenants.iter().enumerate() {
            check_tenant(at, tenant)?;
            if tenants.insert(tenant.name.clone(), index(at)).is_some() {
                let what = format!("a second tenant named {}", Quoted(&tenant.name));
                return Err(ScenarioError::new(format!("tenants[{at}].name"), what));
            }
        }
        Ok(ModelBuilder {
            model,
            scenario,
            tenants,
            schedules: HashMap::new(),
            sessions: 0,
            tasks: 0,
        })
    }

    /// Checks the next job and indexes it.
    pub fn add(&mut self, job: ScenarioJob) -> Checked<()> {
        let ScenarioJob { job, running, waiting, created_by_event } = job;
        let at = self.model.jobs.len();
        let place = |member: &str| format!("jobs[{at}].{member}");
        check_name(&job.name, || place("name"))?;
        check_name(&job.tenant, || place("tenant"))?;
        check_members(&job, running.is_some(), created_by_event)
            .map_err(|(member, what)| ScenarioError::new(place(member), what))?;
        check_tasks(at, &job)?;
        let tenant = self.tenant(&job.tenant);
        let running = match running {
            Some(running) => {
                Some(Box::new(checked_session(&self.model, at, &job, tenant, &running)?))
            }
            None => None,
        };
        let starts = self.add_starts(at, &job)?;
        self.count_sessions(at, &job, starts.len() as u64 + u64::from(running.is_some()))?;
        let waiting = waiting.map(|waiting| Box::new(retry_of(&job, &waiting)));
        let tasks = self.add_tasks(&job);
        self.model.jobs.push(ModelJob {
            name: job.name.into_boxed_str(),
            tenant,
            job_type: job.job_type,
            target: job.target,
            slots: job.slots,
            tasks,
            durations: job.durations,
            starts,
            retry: job.retry,
            is_disabled: job.is_disabled,
            has_known_starts: job.is_disabled
                || job.schedule.is_some()
                || job.starts.iter().any(|at| *at >= self.model.start),
            waiting,
            policy: job.policy,
            running,
            created_by_event,
        });
        Ok(())
    }

    /// Adds an event after those of the scenario.
    pub fn add_event(&mut self, event: Event) {
        self.scenario.events.push(event);
    }

    /// Checks what depends on all jobs, and returns the model.
    pub fn finish(mut self) -> Checked<Model> {
        let mut names = Names::new(&self.model, &self.tenants)?;
        let mut replicas = Vec::new();
        for (at, Replica { tenant, name }) in
            self.scenario.replicas_in_failover.into_iter().enumerate()
        {
            let tenant = names.tenant(&tenant, || format!("replicas_in_failover[{at}].tenant"))?;
            check_name(&name, || format!("replicas_in_failover[{at}].replica"))?;
            replicas.push((tenant, name));
        }
        let mut messages = Vec::new();
        let mut events = Vec::new();
        for (at, event) in self.scenario.events.into_iter().enumerate() {
            events.push((at, names.event(at, event, &mut messages)?));
        }
        drop(names);
        let mut ignored = HashSet::new();
        events.retain(|(_, event)| {
            let is_early = event.at < self.model.start;
            if let (true, Action::Policy(job, PolicyAction::Create)) = (is_early, &event.action) {
                ignored.insert(*job);
            }
            !is_early
        });
        events.sort_by_key(|(_, event)| event.at);
        check_policy_events(&self.model, &events, &ignored)?;
        check_policy_changes(&self.model, &events)?;
        self.model.replicas = replicas;
        self.model.messages.extend(messages);
        self.model.events = events.into_iter().map(|(_, event)| event).collect();
        Ok(self.model)
    }

    /// The index of a tenant; one that only jobs name is enabled and has no limit.
    fn tenant(&mut self, name: &str) -> u32 {
        let tenants = &mut self.model.tenants;
        *self.tenants.entry_ref(name).or_insert_with(|| {
            tenants.push(Tenant::named(name));
            index(tenants.len() - 1)
        })
    }

    fn add_tasks(&mut self, job: &Job) -> Range<u32> {
        let model = &mut self.model;
        let first = index(model.durations.len());
        for (task, at) in job.tasks.iter().zip(first..) {
            model.durations.push(task.duration);
            model.task_fails.push(task.fails);
            model.task_names.push(&task.name);
            if !task.recorded.is_empty() {
                let took = task.recorded.iter().map(|each| each.took);
                model.recorded.insert(at, took.collect());
            }
        }
        first..index(model.durations.len())
    }

    /// Adds the starts of a job, and those of its schedule.
    fn add_starts(&mut self, at: usize, job: &Job) -> Checked<Range<u32>> {
        let Model { start, end, starts: all, .. } = &mut self.model;
        let first = index(all.len());
        let last = end.unwrap_or(Instant::LAST);
        let mut starts: Vec<Instant> =
            job.starts.iter().copied().filter(|at| (*start..=last).contains(at)).collect();
        if let Some(schedule) = &job.schedule {
            let place = |member: &str| format!("jobs[{at}].schedule{member}");
            let Some(end) = *end else {
                return Err(ScenarioError::new(place(""), "needs the scenario's \"end\""));
            };
            if !self.schedules.contains_key(schedule) {
                let zone = schedule.timezone.as_deref().unwrap_or("UTC");
                let starts =
                    cron::starts(&schedule.cron, zone, *start, end).map_err(|(member, what)| {
                        ScenarioError::new(place(&format!(".{member}")), what)
                    })?;
                self.schedules.insert(schedule.clone(), starts);
            }
            starts.extend_from_slice(&self.schedules[schedule]);
        }
        starts.sort_unstable();
        starts.dedup();
        all.append(&mut starts);
        Ok(first..index(all.len()))
    }

    /// Makes sure that all the sessions that there could be, retries included, fit into memory.
    fn count_sessions(&mut self, at: usize, job: &Job, starts: u64) -> Checked<()> {
        let whole = self.model.end.unwrap_or(Instant::LAST) - self.model.start;
        let retries = job.retry.map_or(0, |Retry { times, wait }| {
            let fit = whole.millis() / wait.millis().max(1);
            u64::from(times).min(fit.unsigned_abs() + 1)
        });
        let sessions = starts.saturating_mul(1 + retries);
        self.sessions = self.sessions.saturating_add(sessions);
        self.tasks = self.tasks.saturating_add(sessions.saturating_mul(job.tasks.len() as u64));
        let (most, of) = if self.sessions > MOST_SESSIONS {
            (MOST_SESSIONS, "sessions")
        } else if self.tasks > MOST_TASKS {
            (MOST_TASKS, "tasks of sessions")
        } else {
            return Ok(());
        };
        let member = match (&job.retry, &job.schedule) {
            (Some(_), _) if retries > starts => "retry.times",
            (_, Some(_)) => "schedule.cron",
            (_, None) => "starts",
        };
        let what = format!(
            "with this job there could be more than {most} {of}, retries included; bring the end nearer"
        );
        Err(ScenarioError::new(format!("jobs[{at}].{member}"), what))
    }
}

/// A waiting retry; tasks that the job does not have any more are left out.
pub(super) fn retry_of(job: &Job, waiting: &Waiting) -> ModelRetry {
    let place = |name: &SmolStr| job.tasks.iter().position(|task| task.name == *name);
    let failed = waiting.tasks.iter();
    let mut tasks: Vec<(u32, FailureCode)> =
        failed.filter_map(|(name, code)| Some((index(place(name)?), *code))).collect();
    tasks.sort_unstable_by_key(|(task, _)| *task);
    let Waiting { at, refused_at, attempt, .. } = *waiting;
    ModelRetry { at, refused_at, attempt, tasks }
}

pub(super) fn checked_session(
    model: &Model,
    at: usize,
    job: &Job,
    tenant: u32,
    running: &Running,
) -> Checked<ModelSession> {
    let wrong = |member: &str, what: &str| {
        Err(ScenarioError::new(format!("jobs[{at}].running{member}"), what))
    };
    let access = model.tenants[tenant as usize].access;
    if let (Target::Cloud, Access::Disabled) = (job.target, access) {
        return wrong("", "the tenant is disabled, so that no session to the cloud can run");
    }
    if running.started > model.start {
        return wrong(".started", "later than the scenario's start");
    }
    let known: HashMap<&str, u32> =
        job.tasks.iter().zip(0..).map(|(task, place)| (&*task.name, place)).collect();
    let mut seen = HashSet::with_capacity(running.tasks.len());
    let mut tasks = Vec::with_capacity(running.tasks.len());
    for (k, task) in running.tasks.iter().enumerate() {
        let place = |member: &str| format!("jobs[{at}].running.tasks[{k}].{member}");
        let Some(&which) = known.get(&*task.name) else {
            let what = format!("the job has no task named {}", Quoted(&task.name));
            return Err(ScenarioError::new(place("name"), what));
        };
        if !seen.insert(which) {
            let what = format!("{} is here twice", Quoted(&task.name));
            return Err(ScenarioError::new(place("name"), what));
        }
        check_running_task(task, model.start)
            .map_err(|(member, what)| ScenarioError::new(place(member), what))?;
        let SessionTask { state, started, ended, code, .. } = *task;
        tasks.push(ModelTask { task: which, state, started, ended, code });
    }
    if !tasks.iter().any(|task| task.state.is_open()) {
        let what = "none of them is pending or running, so the session does not run";
        return wrong(".tasks", what);
    }
    tasks.sort_by_key(|task| task.task);
    let Running { started, attempt, place, .. } = *running;
    Ok(ModelSession { started, attempt, tasks, place })
}
