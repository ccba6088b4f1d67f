//! The JSON format of scenarios: its members, and how they become a [`Scenario`] and come from one.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use smol_str::SmolStr;

use crate::domain::{
    Access, DurationSource, FailureCode, Instant, Job, JobType, Mode, OnExpiry, Operation,
    PolicySettings, Product, Quoted, RecordedDuration, Retry, Schedule, Service, SessionTask, Side,
    Span, Target, Task, TaskState, Tenant,
};
use crate::scenario::{
    Action, Event, JobName, PolicyAction, Replica, Request, Running, Scenario, ScenarioError,
    ScenarioJob,
};

/// The version of the format.
#[derive(Serialize)]
struct Version(u32);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Version, D::Error> {
        match u32::deserialize(from)? {
            1 => Ok(Version(1)),
            other => Err(serde::de::Error::custom(format!("unknown version {other}; known: 1"))),
        }
    }
}

/// The members of a scenario, with its jobs as they are read or written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Members<J> {
    scenario: Version,
    start: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<Mode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<Service>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "objects")]
    replicas_in_failover: Option<Vec<ReplicaMembers>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "objects")]
    tenants: Option<Vec<TenantMembers>>,
    jobs: Option<J>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "objects")]
    events: Option<Vec<EventMembers>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplicaMembers {
    tenant: String,
    replica: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TenantMembers {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slots: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JobMembers {
    name: String,
    tenant: String,
    #[serde(rename = "type")]
    job_type: JobType,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slots: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    tasks: Option<Tasks>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starts: Option<Vec<Instant>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "object")]
    schedule: Option<ScheduleMembers>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "by_name")]
    recorded: Option<BTreeMap<String, Vec<Span>>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "object")]
    retry: Option<RetryMembers>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "object")]
    running: Option<RunningMembers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_sync: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by_event: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskMembers {
    name: SmolStr,
    duration: Span,
    #[serde(skip_serializing_if = "Option::is_none")]
    fails: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleMembers {
    cron: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RetryMembers {
    times: u32,
    wait: Span,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RunningMembers {
    started: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    tasks: Objects<RunningTaskMembers>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RunningTaskMembers {
    name: SmolStr,
    state: TaskState,
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<FailureCode>,
}

/// An event with every member that some event takes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventMembers {
    at: Instant,
    event: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replica: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Side>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<Product>,
}

/// An object; `serde` alone would accept an array of the same length as well.
pub(super) struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Object<T>, D::Error> {
        struct ObjectVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
            type Value = Object<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(Object)
            }
        }
        from.deserialize_map(ObjectVisitor(PhantomData))
    }
}

/// A list of objects.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Objects<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Objects<T>, D::Error> {
        let list = Vec::<Object<T>>::deserialize(from)?;
        Ok(Objects(list.into_iter().map(|object| object.0).collect()))
    }
}

fn object<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Ok(Option::<Object<T>>::deserialize(from)?.map(|object| object.0))
}

fn objects<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Ok(Option::<Objects<T>>::deserialize(from)?.map(|objects| objects.0))
}

/// The tasks of a job, made from their members one by one, since large scenarios have many.
struct Tasks(Vec<Task>);

impl<'de> Deserialize<'de> for Tasks {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Tasks, D::Error> {
        struct TasksVisitor;
        impl<'de> Visitor<'de> for TasksVisitor {
            type Value = Tasks;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tasks, A::Error> {
                let mut tasks = Vec::new();
                while let Some(Object(task)) = list.next_element::<Object<TaskMembers>>()? {
                    tasks.push(Task {
                        name: task.name,
                        duration: task.duration,
                        fails: task.fails == Some(true),
                        recorded: Vec::new(),
                    });
                }
                Ok(Tasks(tasks))
            }
        }
        from.deserialize_seq(TasksVisitor)
    }
}

impl Serialize for Tasks {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|task| TaskMembers {
            name: task.name.clone(),
            duration: task.duration,
            fails: task.fails.then_some(true),
        }))
    }
}

/// An object whose members are names; a name that is there twice is an error.
struct ByName<T>(BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByName<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<ByName<T>, D::Error> {
        struct ByNameVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ByNameVisitor<T> {
            type Value = ByName<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ByName<T>, A::Error> {
                let mut all = BTreeMap::new();
                while let Some(name) = map.next_key::<String>()? {
                    if all.contains_key(&name) {
                        let what = format!("{} is here twice", Quoted(&name));
                        return Err(serde::de::Error::custom(what));
                    }
                    let value = map.next_value()?;
                    all.insert(name, value);
                }
                Ok(ByName(all))
            }
        }
        from.deserialize_map(ByNameVisitor(PhantomData))
    }
}

fn by_name<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<BTreeMap<String, Vec<Span>>>, D::Error> {
    Ok(Option::<ByName<Vec<Span>>>::deserialize(from)?.map(|named| named.0))
}

impl<'j> Members<Vec<&'j RawValue>> {
    /// The scenario that these members describe without its jobs, and the texts of these.
    pub(super) fn scenario(self) -> Result<(Scenario, Vec<&'j RawValue>), ScenarioError> {
        let tenant = |tenant: TenantMembers| Tenant {
            access: if tenant.enabled == Some(false) { Access::Disabled } else { Access::Enabled },
            slots: tenant.slots,
            timezone: tenant.timezone,
            ..Tenant::named(tenant.name)
        };
        let replica =
            |replica: ReplicaMembers| Replica { tenant: replica.tenant, name: replica.replica };
        let events = self.events.into_iter().flatten().enumerate();
        let scenario = Scenario {
            start: self.start,
            end: self.end,
            mode: self.mode.unwrap_or(Mode::Active),
            until: self.until,
            on_expiry: OnExpiry::Disable,
            message: self.message,
            reason: self.reason,
            service: self.service.unwrap_or(Service::Running),
            replicas_in_failover: self
                .replicas_in_failover
                .into_iter()
                .flatten()
                .map(replica)
                .collect(),
            tenants: self.tenants.into_iter().flatten().map(tenant).collect(),
            jobs: Vec::new(),
            events: events.map(|(at, event)| event.event(at)).collect::<Result<_, _>>()?,
        };
        Ok((scenario, self.jobs.unwrap_or_default()))
    }
}

impl JobMembers {
    pub(super) fn job(self, at: usize) -> Result<ScenarioJob, ScenarioError> {
        let is_policy = self.job_type.is_policy();
        let of_sessions = [
            ("tasks", self.tasks.is_some()),
            ("slots", self.slots.is_some()),
            ("starts", self.starts.is_some()),
            ("schedule", self.schedule.is_some()),
            ("recorded", self.recorded.is_some()),
            ("retry", self.retry.is_some()),
            ("running", self.running.is_some()),
        ];
        let of_policies = [
            ("initial_sync", self.initial_sync.is_some()),
            ("created_by_event", self.created_by_event.is_some()),
        ];
        let (refused, what) = if is_policy {
            (&of_sessions[..], "a cdp-policy has no sessions, so it does not take this")
        } else {
            (&of_policies[..], "only a cdp-policy takes this")
        };
        if let Some((member, _)) = refused.iter().find(|(_, given)| *given) {
            return Err(ScenarioError::new(format!("jobs[{at}].{member}"), what));
        }
        let mut tasks = self.tasks.map_or(Vec::new(), |tasks| tasks.0);
        if let Some(mut recorded) = self.recorded {
            for task in &mut tasks {
                let took = recorded.remove(&*task.name).into_iter().flatten();
                let record = |took| RecordedDuration { started: None, took };
                task.recorded = took.map(record).collect();
            }
            if let Some((name, _)) = recorded.pop_first() {
                let what = format!("the job has no task named {}", Quoted(&name));
                return Err(ScenarioError::new(format!("jobs[{at}].recorded"), what));
            }
        }
        let schedule = |schedule: ScheduleMembers| Schedule {
            cron: schedule.cron,
            timezone: schedule.timezone,
        };
        let policy = PolicySettings { initial_sync: self.initial_sync, enabled: true };
        let job = Job {
            tenant: self.tenant,
            name: self.name,
            job_type: self.job_type,
            target: self.target.unwrap_or(Target::Cloud),
            slots: self.slots.unwrap_or(1),
            tasks,
            durations: DurationSource::Given,
            starts: self.starts.unwrap_or_default(),
            schedule: self.schedule.map(schedule),
            retry: self.retry.map(|retry| Retry { times: retry.times, wait: retry.wait }),
            policy: is_policy.then_some(policy),
            is_disabled: false,
            source_id: None,
        };
        let running = self.running.map(|running| Running {
            started: running.started,
            attempt: running.attempt.unwrap_or(0),
            tasks: running.tasks.0.into_iter().map(RunningTaskMembers::task).collect(),
            place: 0,
        });
        let created_by_event = self.created_by_event == Some(true);
        Ok(ScenarioJob { job, running, waiting: None, created_by_event })
    }
}

impl RunningTaskMembers {
    fn task(self) -> SessionTask {
        let unknown = (self.state == TaskState::Failed).then_some(FailureCode::TaskFailed);
        SessionTask {
            name: self.name,
            state: self.state,
            started: self.started,
            ended: self.ended,
            code: self.code.or(unknown),
        }
    }
}

/// The events of the format, and the members that each takes besides `at` and `event`.
const EVENTS: [(&str, &[&str]); 14] = [
    ("enable", &["until"]),
    ("disable", &[]),
    ("set-message", &["message"]),
    ("service-stop", &[]),
    ("service-start", &[]),
    ("disable-tenant", &["tenant"]),
    ("enable-tenant", &["tenant"]),
    ("start", &["job", "tenant"]),
    ("create-policy", &["job", "tenant"]),
    ("disable-policy", &["job", "tenant"]),
    ("enable-policy", &["job", "tenant"]),
    ("delete-policy", &["job", "tenant"]),
    ("failover", &["tenant", "replica"]),
    ("request", &["tenant", "operation", "by", "replica", "product"]),
];

impl EventMembers {
    fn event(self, at: usize) -> Result<Event, ScenarioError> {
        let wrong =
            |member: &str, what: String| ScenarioError::new(format!("events[{at}].{member}"), what);
        let missing = |member: &'static str| wrong(member, "missing".to_owned());
        let kind = &*self.event;
        let Some((_, takes)) = EVENTS.iter().find(|(name, _)| *name == kind) else {
            let known: Vec<&str> = EVENTS.iter().map(|(name, _)| *name).collect();
            let what = format!("unknown event {}; known: {}", Quoted(kind), known.join(", "));
            return Err(wrong("event", what));
        };
        let given = [
            ("until", self.until.is_some()),
            ("message", self.message.is_some()),
            ("tenant", self.tenant.is_some()),
            ("job", self.job.is_some()),
            ("replica", self.replica.is_some()),
            ("operation", self.operation.is_some()),
            ("by", self.by.is_some()),
            ("product", self.product.is_some()),
        ];
        if let Some((member, _)) =
            given.iter().find(|(name, given)| *given && !takes.contains(name))
        {
            return Err(wrong(member, format!("the event {kind:?} does not take this")));
        }
        let (tenant, job) = (self.tenant.clone(), self.job);
        let named_tenant = || self.tenant.ok_or_else(|| missing("tenant"));
        let named_job = || Ok(JobName { tenant, job: job.ok_or_else(|| missing("job"))? });
        let action = match kind {
            "enable" => Action::Enable { until: self.until },
            "disable" => Action::Disable,
            "set-message" => Action::SetMessage(self.message),
            "service-stop" => Action::SetService(Service::Stopped),
            "service-start" => Action::SetService(Service::Running),
            "disable-tenant" => Action::SetAccess(named_tenant()?, Access::Disabled),
            "enable-tenant" => Action::SetAccess(named_tenant()?, Access::Enabled),
            "start" => Action::Start(named_job()?),
            "create-policy" => Action::Policy(named_job()?, PolicyAction::Create),
            "disable-policy" => Action::Policy(named_job()?, PolicyAction::Disable),
            "enable-policy" => Action::Policy(named_job()?, PolicyAction::Enable),
            "delete-policy" => Action::Policy(named_job()?, PolicyAction::Delete),
            "failover" => Action::Failover {
                tenant: named_tenant()?,
                replica: self.replica.ok_or_else(|| missing("replica"))?,
            },
            _ => Action::Request(Box::new(Request {
                tenant: named_tenant()?,
                operation: self.operation.ok_or_else(|| missing("operation"))?,
                by: self.by.unwrap_or(Side::Tenant),
                replica: self.replica,
                product: self.product,
            })),
        };
        Ok(Event { at: self.at, action })
    }
}

impl Serialize for Scenario {
    /// Writes the scenario without members that have their default.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let replica = |replica: &Replica| ReplicaMembers {
            tenant: replica.tenant.clone(),
            replica: replica.name.clone(),
        };
        let tenant = |tenant: &Tenant| TenantMembers {
            name: tenant.name.clone(),
            enabled: (tenant.access == Access::Disabled).then_some(false),
            slots: tenant.slots,
            timezone: tenant.timezone.clone(),
        };
        let job = |job: &ScenarioJob| {
            let mut members = JobMembers::of(job);
            members.target = members.target.filter(|target| *target != Target::Cloud);
            members.slots = members.slots.filter(|slots| *slots != 1);
            members
        };
        let members = Members {
            scenario: Version(1),
            start: self.start,
            end: self.end,
            mode: Some(self.mode).filter(|mode| *mode != Mode::Active),
            until: self.until,
            message: self.message.clone(),
            reason: self.reason.clone(),
            service: Some(self.service).filter(|service| *service != Service::Running),
            replicas_in_failover: unless_empty(self.replicas_in_failover.iter().map(replica)),
            tenants: unless_empty(self.tenants.iter().map(tenant)),
            jobs: Some(self.jobs.iter().map(job).collect::<Vec<_>>()),
            events: unless_empty(self.events.iter().map(EventMembers::of)),
        };
        members.serialize(to)
    }
}

impl Serialize for ScenarioJob {
    /// Writes the job with its target and slots, even if these have their default.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        JobMembers::of(self).serialize(to)
    }
}

fn unless_empty<T>(items: impl Iterator<Item = T>) -> Option<Vec<T>> {
    let list: Vec<T> = items.collect();
    (!list.is_empty()).then_some(list)
}

impl JobMembers {
    fn of(of: &ScenarioJob) -> JobMembers {
        let job = &of.job;
        let has_sessions = !job.job_type.is_policy();
        let mut recorded: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for task in job.tasks.iter().filter(|task| !task.recorded.is_empty()) {
            let took = task.recorded.iter().map(|each| each.took);
            recorded.insert(task.name.to_string(), took.collect());
        }
        let schedule = |schedule: &Schedule| ScheduleMembers {
            cron: schedule.cron.clone(),
            timezone: schedule.timezone.clone(),
        };
        let running = |running: &Running| RunningMembers {
            started: running.started,
            attempt: (running.attempt > 0).then_some(running.attempt),
            tasks: Objects(running.tasks.iter().map(RunningTaskMembers::of).collect()),
        };
        JobMembers {
            name: job.name.clone(),
            tenant: job.tenant.clone(),
            job_type: job.job_type,
            target: Some(job.target),
            slots: has_sessions.then_some(job.slots),
            tasks: has_sessions.then(|| Tasks(job.tasks.clone())),
            starts: unless_empty(job.starts.iter().copied()),
            schedule: job.schedule.as_ref().map(schedule),
            recorded: (!recorded.is_empty()).then_some(recorded),
            retry: job.retry.map(|retry| RetryMembers { times: retry.times, wait: retry.wait }),
            running: of.running.as_ref().map(running),
            initial_sync: job.policy.and_then(|policy| policy.initial_sync),
            created_by_event: of.created_by_event.then_some(true),
        }
    }
}

impl RunningTaskMembers {
    fn of(task: &SessionTask) -> RunningTaskMembers {
        RunningTaskMembers {
            name: task.name.clone(),
            state: task.state,
            started: task.started,
            ended: task.ended,
            // A failed task has this code unless another one is given.
            code: task.code.filter(|code| *code != FailureCode::TaskFailed),
        }
    }
}

impl EventMembers {
    fn of(event: &Event) -> EventMembers {
        let mut members = EventMembers {
            at: event.at,
            event: event.action.name().to_owned(),
            until: None,
            message: None,
            tenant: None,
            job: None,
            replica: None,
            operation: None,
            by: None,
            product: None,
        };
        match &event.action {
            Action::Enable { until } => members.until = *until,
            Action::Disable | Action::SetService(_) => {}
            Action::SetMessage(message) => members.message.clone_from(message),
            Action::SetAccess(tenant, _) => members.tenant = Some(tenant.clone()),
            Action::Start(JobName { tenant, job }) | Action::Policy(JobName { tenant, job }, _) => {
                members.tenant.clone_from(tenant);
                members.job = Some(job.clone());
            }
            Action::Failover { tenant, replica } => {
                members.tenant = Some(tenant.clone());
                members.replica = Some(replica.clone());
            }
            Action::Request(request) => {
                members.tenant = Some(request.tenant.clone());
                members.operation = Some(request.operation);
                members.by = Some(request.by).filter(|by| *by != Side::Tenant);
                members.replica.clone_from(&request.replica);
                members.product = request.product;
            }
        }
        members
    }
}
