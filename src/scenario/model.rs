//! The model that the simulator runs: a scenario without mistakes, with indices for names.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};
use jiff::tz::TimeZone;
use smol_str::SmolStr;

use crate::domain::{
    Access, Coverage, DEFAULT_REASON, DurationSource, FailureCode, Instant, Job, JobType, Mode,
    OnExpiry, Operation, PolicySettings, Quoted, Retry, Schedule, Service, SessionTask, Span,
    Target, TaskState, Template, Tenant, zone_named,
};
use crate::scenario::event::{Action, Event, JobName, PolicyAction, Request};
use crate::scenario::{Replica, Running, Scenario, ScenarioError, ScenarioJob, Waiting, cron};

/// A scenario without mistakes, laid out in little memory. Its indices are `u32`, and valid.
#[derive(Debug, Clone)]
pub struct Model {
    pub start: Instant,
    /// The horizon: the last instant that is simulated.
    pub end: Option<Instant>,
    /// Whether the last instant is cut after its ends and events, before its starts.
    pub stops_before_starts: bool,
    /// The mode at the start.
    pub mode: Mode,
    /// When the maintenance began that is on at the start, if that is known; a task that was refused
    /// earlier is none of its harm.
    pub since: Option<Instant>,
    /// The planned end of a maintenance that is on at the start.
    pub until: Option<Instant>,
    /// What happens at a planned end.
    pub on_expiry: OnExpiry,
    /// The maintenance that is asked about: the one that is on at this instant; `None`: all are.
    pub asked: Option<Instant>,
    pub reason: String,
    pub service: Service,
    /// Notifications; the first is the one at the start.
    pub messages: Vec<Template>,
    /// Tenants: those listed first, then those that only jobs name, each in order of appearance.
    pub tenants: Vec<Tenant>,
    /// Jobs and policies, in the order of the scenario.
    pub jobs: Vec<ModelJob>,
    /// The durations of the tasks of all jobs; each job holds a range.
    pub durations: Vec<Span>,
    /// Whether the same tasks end in an error of their own.
    pub task_fails: Vec<bool>,
    pub(super) task_names: TaskNames,
    /// What the tasks took in past sessions, by index, for those of which it is recorded.
    pub(super) recorded: HashMap<u32, Vec<Span>>,
    /// The starts of all jobs; each job holds a range: in order, each once, from start to end.
    pub starts: Vec<Instant>,
    /// Events in the order in which they happen, from the start on.
    pub events: Vec<Event<u32, u32, u32>>,
    /// Replicas in failover at the start, as (tenant, replica).
    pub replicas: Vec<(u32, String)>,
    /// The zone of planned ends in notifications; `None`: UTC in RFC 3339.
    pub zone: Option<TimeZone>,
}

#[derive(Debug, Clone)]
pub struct ModelJob {
    pub name: Box<str>,
    pub tenant: u32,
    pub job_type: JobType,
    pub target: Target,
    pub slots: u32,
    /// Where its tasks lie.
    pub tasks: Range<u32>,
    /// Where the planned durations come from.
    pub durations: DurationSource,
    /// Where its starts lie.
    pub starts: Range<u32>,
    pub retry: Option<Retry>,
    /// Whether it does not start by itself.
    pub is_disabled: bool,
    /// Whether it is known when it starts: by a schedule, at an instant that has not passed, or never.
    pub has_known_starts: bool,
    /// The retry that a failed session waits for at the start.
    pub waiting: Option<Box<ModelRetry>>,
    pub policy: Option<PolicySettings>,
    /// The session that runs at the start.
    pub running: Option<Box<ModelSession>>,
    /// Whether a policy does not exist until an event creates it.
    pub created_by_event: bool,
}

impl ModelJob {
    pub fn coverage(&self) -> Coverage {
        self.job_type.coverage(self.target)
    }
}

/// The names of the tasks of all jobs, one after the other in one text: there are many, and few are
/// ever shown.
#[derive(Debug, Clone, Default)]
pub(super) struct TaskNames {
    text: String,
    /// Where each name ends.
    ends: Vec<usize>,
}

impl TaskNames {
    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    fn get(&self, at: u32) -> &str {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }
}

/// A retry that is due after the start.
#[derive(Debug, Clone)]
pub struct ModelRetry {
    pub at: Instant,
    /// When maintenance first refused one of the tasks; if it refused none, when the session ended.
    pub refused_at: Instant,
    /// The number of the attempt that failed.
    pub attempt: u32,
    /// The tasks that failed, as indices into the tasks of the job, and why.
    pub tasks: Vec<(u32, FailureCode)>,
}

/// A session that runs at the start.
#[derive(Debug, Clone)]
pub struct ModelSession {
    pub started: Instant,
    pub attempt: u32,
    /// Its tasks in the order of the job.
    pub tasks: Vec<ModelTask>,
    /// Its place in the order of creation, before that of jobs.
    pub place: u32,
}

/// A task of a session that runs at the start.
#[derive(Debug, Clone, Copy)]
pub struct ModelTask {
    /// The task, as an index into the tasks of the job.
    pub task: u32,
    pub state: TaskState,
    pub started: Option<Instant>,
    pub ended: Option<Instant>,
    pub code: Option<FailureCode>,
}

/// The most sessions, retries included, that fit into the memory of a usual machine.
const MOST_SESSIONS: u64 = 20_000_000;
/// The most tasks that sessions could process, for the same reason.
const MOST_TASKS: u64 = 100_000_000;
/// The most changes of policies, of which each switch of the mode makes one in every policy.
const MOST_POLICY_CHANGES: u64 = 20_000_000;
/// The most retries; every one is a session that is kept.
const MOST_RETRIES: u32 = 1_000_000;

type Checked<T> = Result<T, ScenarioError>;

impl Model {
    /// Checks a scenario and indexes it.
    pub fn new(mut scenario: Scenario) -> Checked<Model> {
        let jobs = std::mem::take(&mut scenario.jobs);
        let mut builder = ModelBuilder::new(scenario)?;
        jobs.into_iter().try_for_each(|job| builder.add(job))?;
        builder.finish()
    }

    /// The name of a job, and that of its tenant.
    pub fn names(&self, job: u32) -> (&str, &str) {
        let job = &self.jobs[job as usize];
        (&job.name, &self.tenants[job.tenant as usize].name)
    }

    /// The name of a task of a job.
    pub fn task_name(&self, job: u32, task: u32) -> &str {
        self.task_names.get(self.jobs[job as usize].tasks.start + task)
    }

    /// The planned duration of a task of a job.
    pub fn duration(&self, job: u32, task: u32) -> Span {
        self.durations[(self.jobs[job as usize].tasks.start + task) as usize]
    }

    /// What a task took in past sessions, by its index among all tasks.
    pub fn recorded(&self, task: u32) -> &[Span] {
        self.recorded.get(&task).map_or(&[], |took| took)
    }

    pub fn has_recorded(&self) -> bool {
        !self.recorded.is_empty()
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
fn retry_of(job: &Job, waiting: &Waiting) -> ModelRetry {
    let place = |name: &SmolStr| job.tasks.iter().position(|task| task.name == *name);
    let failed = waiting.tasks.iter();
    let mut tasks: Vec<(u32, FailureCode)> =
        failed.filter_map(|(name, code)| Some((index(place(name)?), *code))).collect();
    tasks.sort_unstable_by_key(|(task, _)| *task);
    let Waiting { at, refused_at, attempt, .. } = *waiting;
    ModelRetry { at, refused_at, attempt, tasks }
}

fn checked_session(
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

/// Arrays are indexed with 32 bits; no scenario that fits into memory comes near.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn template(text: Option<&str>, place: &str) -> Checked<Template> {
    Template::parse(text).map_err(|error| ScenarioError::new(place, error))
}

fn check_name(name: &str, place: impl Fn() -> String) -> Checked<()> {
    if name.chars().all(char::is_whitespace) {
        return Err(ScenarioError::new(place(), "a name must not be blank"));
    }
    Ok(())
}

fn check_times(scenario: &Scenario) -> Checked<()> {
    let start = scenario.start;
    if scenario.end.is_some_and(|end| end < start) {
        return Err(ScenarioError::new("end", "before the start"));
    }
    match (scenario.until, scenario.mode) {
        (Some(_), Mode::Active) => {
            Err(ScenarioError::new("until", "needs \"mode\": \"maintenance\""))
        }
        (Some(until), Mode::Maintenance) if until <= start => {
            Err(ScenarioError::new("until", "not later than the start"))
        }
        (Some(_) | None, Mode::Maintenance) | (None, Mode::Active) => Ok(()),
    }
}

fn check_tenant(at: usize, tenant: &Tenant) -> Checked<()> {
    check_name(&tenant.name, || format!("tenants[{at}].name"))?;
    if tenant.slots == Some(0) {
        return Err(ScenarioError::new(format!("tenants[{at}].slots"), "must be 1 or more"));
    }
    if let Some(zone) = tenant.timezone.as_deref().filter(|zone| zone_named(zone).is_none()) {
        let place = format!("tenants[{at}].timezone");
        return Err(ScenarioError::new(place, format!("unknown time zone {}", Quoted(zone))));
    }
    Ok(())
}

/// Checks that a job has what its type needs and nothing that its type does not take.
fn check_members(
    job: &Job,
    is_running: bool,
    created_by_event: bool,
) -> Result<(), (&'static str, String)> {
    const NO_SESSIONS: &str = "a cdp-policy has no sessions, so it does not take this";
    const NO_POLICY: &str = "only a cdp-policy takes this";
    let initial_sync = job.policy.and_then(|policy| policy.initial_sync);
    let refused: &[(&str, bool, &str)] = if job.job_type.is_policy() {
        &[
            ("tasks", !job.tasks.is_empty(), NO_SESSIONS),
            ("slots", job.slots != 1, NO_SESSIONS),
            ("starts", !job.starts.is_empty(), NO_SESSIONS),
            ("schedule", job.schedule.is_some(), NO_SESSIONS),
            ("retry", job.retry.is_some(), NO_SESSIONS),
            ("running", is_running, NO_SESSIONS),
            (
                "created_by_event",
                created_by_event && initial_sync.is_none(),
                "needs \"initial_sync\"",
            ),
        ]
    } else {
        let times = job.retry.map_or(0, |retry| retry.times);
        &[
            ("slots", job.slots == 0, "must be 1 or more"),
            ("initial_sync", initial_sync.is_some(), NO_POLICY),
            ("created_by_event", created_by_event, NO_POLICY),
            ("tasks", job.tasks.is_empty(), "a job needs at least one task"),
            (
                "retry.times",
                times > MOST_RETRIES,
                "more than 1000000 retries would never be waited for",
            ),
        ]
    };
    match refused.iter().find(|(_, is_wrong, _)| *is_wrong) {
        Some((member, _, what)) => Err((member, (*what).to_owned())),
        None => Ok(()),
    }
}

fn check_tasks(at: usize, job: &Job) -> Checked<()> {
    // Names in ascending order are all different, so that most jobs need no set.
    let is_ascending = job.tasks.is_sorted_by(|before, after| before.name < after.name);
    let mut seen = HashSet::with_capacity(if is_ascending { 0 } else { job.tasks.len() });
    for (k, task) in job.tasks.iter().enumerate() {
        let place = || format!("jobs[{at}].tasks[{k}].name");
        check_name(&task.name, place)?;
        if !is_ascending && !seen.insert(&*task.name) {
            let what = format!("a second task of this job named {}", Quoted(&task.name));
            return Err(ScenarioError::new(place(), what));
        }
    }
    Ok(())
}

/// Checks the times and the code of a task of a running session against its state.
fn check_running_task(task: &SessionTask, start: Instant) -> Result<(), (&'static str, String)> {
    // Only a task that was refused has never started.
    let (needs_started, takes_started) = match task.state {
        TaskState::Pending => (false, false),
        TaskState::Running | TaskState::Success => (true, true),
        TaskState::Failed => (task.code == Some(FailureCode::TaskFailed), true),
    };
    let has_ended = !task.state.is_open();
    let is_failed = task.state == TaskState::Failed;
    let members = [
        ("started", task.started.is_some(), needs_started, takes_started),
        ("ended", task.ended.is_some(), has_ended, has_ended),
        ("code", task.code.is_some(), false, is_failed),
    ];
    for (member, is_given, is_needed, is_taken) in members {
        if is_given && !is_taken {
            return Err((member, format!("a {} task has none", task.state)));
        }
        if !is_given && is_needed {
            return Err((member, "missing".to_owned()));
        }
    }
    for (member, time) in [("started", task.started), ("ended", task.ended)] {
        if time.is_some_and(|time| time > start) {
            return Err((member, "later than the scenario's start".to_owned()));
        }
    }
    if task.started.zip(task.ended).is_some_and(|(started, ended)| ended < started) {
        return Err(("ended", "before it started".to_owned()));
    }
    Ok(())
}

/// Tenants and jobs by their names.
struct Names<'m> {
    model: &'m Model,
    tenants: &'m HashMap<String, u32>,
    jobs: HashMap<(u32, &'m str), u32>,
    /// Jobs by name alone, `None` where several tenants have one; made for the first event that
    /// asks.
    by_name_alone: Option<HashMap<&'m str, Option<u32>>>,
}

impl<'m> Names<'m> {
    fn new(model: &'m Model, tenants: &'m HashMap<String, u32>) -> Checked<Names<'m>> {
        let mut jobs = HashMap::with_capacity(model.jobs.len());
        for (at, job) in model.jobs.iter().enumerate() {
            if jobs.insert((job.tenant, &*job.name), index(at)).is_some() {
                let what = format!("a second job of this tenant named {}", Quoted(&job.name));
                return Err(ScenarioError::new(format!("jobs[{at}].name"), what));
            }
        }
        Ok(Names { model, tenants, jobs, by_name_alone: None })
    }

    fn tenant(&self, name: &str, place: impl FnOnce() -> String) -> Checked<u32> {
        let unknown = || format!("there is no tenant {}", Quoted(name));
        let known = self.tenants.get(name).copied();
        known.ok_or_else(|| ScenarioError::new(place(), unknown()))
    }

    /// The job or policy that an event names.
    fn job(&mut self, at: usize, name: &JobName, wants_policy: bool) -> Checked<u32> {
        let wrong = |what: String| Err(ScenarioError::new(format!("events[{at}].job"), what));
        let quoted = Quoted(&name.job);
        let found = if let Some(tenant) = &name.tenant {
            let tenant = self.tenant(tenant, || format!("events[{at}].tenant"))?;
            match self.jobs.get(&(tenant, &*name.job)) {
                Some(job) => *job,
                None => return wrong(format!("this tenant has no job {quoted}")),
            }
        } else {
            match self.by_name_alone().get(&*name.job) {
                Some(Some(job)) => *job,
                Some(None) => {
                    return wrong(format!("several tenants have a job {quoted}; add \"tenant\""));
                }
                None => return wrong(format!("there is no job {quoted}")),
            }
        };
        let job_type = self.model.jobs[found as usize].job_type;
        match (job_type.is_policy(), wants_policy) {
            (true, false) => wrong("a cdp-policy has no sessions to start".to_owned()),
            (false, true) => wrong(format!("a {job_type} is no policy")),
            (true, true) | (false, false) => Ok(found),
        }
    }

    fn by_name_alone(&mut self) -> &HashMap<&'m str, Option<u32>> {
        self.by_name_alone.get_or_insert_with(|| {
            let mut alone = HashMap::new();
            for (job, at) in self.model.jobs.iter().zip(0..) {
                alone.entry(&*job.name).and_modify(|known| *known = None).or_insert(Some(at));
            }
            alone
        })
    }

    /// Checks an event by itself, and gives its notification to `messages`.
    fn event(
        &mut self,
        at: usize,
        event: Event,
        messages: &mut Vec<Template>,
    ) -> Checked<Event<u32, u32, u32>> {
        let place = |member: &str| format!("events[{at}].{member}");
        let action = match event.action {
            Action::Enable { until } => {
                if until.is_some_and(|until| until <= event.at) {
                    let what = "not later than the event itself";
                    return Err(ScenarioError::new(place("until"), what));
                }
                Action::Enable { until }
            }
            Action::Disable => Action::Disable,
            Action::SetMessage(text) => {
                messages.push(template(text.as_deref(), &place("message"))?);
                // The first message of a model is the one at the start.
                Action::SetMessage(index(messages.len()))
            }
            Action::SetService(service) => Action::SetService(service),
            Action::SetAccess(tenant, access) => {
                Action::SetAccess(self.tenant(&tenant, || place("tenant"))?, access)
            }
            Action::Start(name) => Action::Start(self.job(at, &name, false)?),
            Action::Policy(name, action) => Action::Policy(self.job(at, &name, true)?, action),
            Action::Failover { tenant, replica } => {
                check_name(&replica, || place("replica"))?;
                Action::Failover { tenant: self.tenant(&tenant, || place("tenant"))?, replica }
            }
            Action::Request(request) => {
                let tenant = self.tenant(&request.tenant, || place("tenant"))?;
                check_request(&request)
                    .map_err(|(member, what)| ScenarioError::new(place(member), what))?;
                let Request { operation, by, replica, product, .. } = *request;
                Action::Request(Box::new(Request { tenant, operation, by, replica, product }))
            }
        };
        Ok(Event { at: event.at, action })
    }
}

/// Checks that a request has what its operation needs, and nothing else.
fn check_request(request: &Request) -> Result<(), (&'static str, String)> {
    let operation = request.operation;
    let members = [
        ("replica", request.replica.is_some(), operation.finishes_failover()),
        ("product", request.product.is_some(), operation == Operation::RestoreAgent),
    ];
    for (member, is_given, is_needed) in members {
        match (is_given, is_needed) {
            (false, true) => return Err((member, format!("missing: {operation} needs it"))),
            (true, false) => {
                return Err((member, format!("the operation {operation} does not take this")));
            }
            (true, true) | (false, false) => {}
        }
    }
    match &request.replica {
        Some(replica) if replica.trim().is_empty() => {
            Err(("replica", "a name must not be blank".to_owned()))
        }
        Some(_) | None => Ok(()),
    }
}

/// Makes sure that all the changes of policies that there could be fit into memory.
fn check_policy_changes(model: &Model, events: &[(usize, Event<u32, u32, u32>)]) -> Checked<()> {
    let mut of_tenant = vec![0_u64; model.tenants.len()];
    for job in model.jobs.iter().filter(|job| job.job_type.is_policy()) {
        of_tenant[job.tenant as usize] += 1;
    }
    let all: u64 = of_tenant.iter().sum();
    let mut changes = 0_u64;
    for (at, event) in events.iter().filter(|(_, each)| model.end.is_none_or(|end| each.at <= end))
    {
        changes += match &event.action {
            Action::Enable { until: Some(_) } => 2 * all,
            Action::Enable { until: None } | Action::Disable => all,
            Action::SetAccess(tenant, _) => of_tenant[*tenant as usize],
            Action::SetMessage(_)
            | Action::SetService(_)
            | Action::Start(_)
            | Action::Policy(..)
            | Action::Failover { .. }
            | Action::Request(_) => 0,
        };
        if changes > MOST_POLICY_CHANGES {
            let what = format!(
                "up to here {all} policies could change more than {MOST_POLICY_CHANGES} times; bring the end nearer"
            );
            return Err(ScenarioError::new(format!("events[{at}]"), what));
        }
    }
    Ok(())
}

/// Checks that no policy is created twice, and none is touched before it exists. Events that create
/// the policies in `ignored` lie before the start.
fn check_policy_events(
    model: &Model,
    events: &[(usize, Event<u32, u32, u32>)],
    ignored: &HashSet<u32>,
) -> Checked<()> {
    let waiting = model.jobs.iter().zip(0..).filter(|(job, _)| job.created_by_event);
    let mut waiting: HashSet<u32> = waiting.map(|(_, at)| at).collect();
    let mut deleted = HashSet::new();
    for (at, event) in events {
        let Action::Policy(job, action) = &event.action else {
            continue;
        };
        let wrong = |what| Err(ScenarioError::new(format!("events[{at}].job"), what));
        match action {
            PolicyAction::Create => {
                if !waiting.remove(job) && !deleted.contains(job) {
                    return wrong("this policy exists already when it is to be created");
                }
            }
            PolicyAction::Disable | PolicyAction::Enable | PolicyAction::Delete => {
                if waiting.contains(job) {
                    return wrong(if ignored.contains(job) {
                        "this policy never exists: events before the start are ignored, and its create-policy is one"
                    } else {
                        "this policy does not exist yet"
                    });
                }
                if *action == PolicyAction::Delete {
                    deleted.insert(*job);
                }
            }
        }
    }
    Ok(())
}
