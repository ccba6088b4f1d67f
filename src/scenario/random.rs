//! Random: seeded scenarios for tests, small and full of coincidences.

use smol_str::format_smolstr;

use crate::domain::{
    Access, FailureCode, Instant, Job, JobType, Mode, RecordedDuration, Retry, Service,
    SessionTask, Span, Spelled, Target, Task, TaskState, Tenant,
};
use crate::scenario::{
    Action, Event, JobName, PolicyAction, Replica, Running, Scenario, ScenarioJob,
};

/// Random numbers from a seed (SplitMix64).
pub struct Draw(u64);

impl Draw {
    /// The seed is mixed, since seeds next to each other would otherwise draw the same numbers, one apart.
    pub fn new(seed: u64) -> Draw {
        Draw(Draw(seed).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    /// True so many times of a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(i64::try_from(from.len()).unwrap())).unwrap()]
    }
}

/// 2026-11-23T20:00:00Z
pub const START: i64 = 1_795_464_000_000;

fn minutes(count: i64) -> Span {
    Span::from_secs(count * 60)
}

fn at(minute: i64) -> Instant {
    Instant::from_millis(START + minute * 60_000)
}

/// A valid scenario.
pub fn scenario(seed: u64) -> Scenario {
    let mut draw = Draw::new(seed);
    let draw = &mut draw;
    let tenants = 1 + draw.below(3);
    let jobs: Vec<ScenarioJob> = (0..=draw.below(7)).map(|n| job(draw, n, tenants)).collect();
    let mut scenario = Scenario::new(at(0));
    scenario.end = draw.chance(40).then(|| at(30 + draw.below(40) * 5));
    scenario.message =
        draw.chance(50).then(|| "{tenant}/{job}: {reason}, back at {until}".to_owned());
    scenario.reason = draw.chance(30).then(|| "storage upgrade".to_owned());
    if draw.chance(10) {
        scenario.service = Service::Stopped;
    }
    if draw.chance(20) {
        scenario.mode = Mode::Maintenance;
        scenario.until = draw.chance(50).then(|| at(5 + draw.below(20) * 5));
    }
    scenario.tenants = (0..tenants)
        .map(|n| Tenant {
            slots: draw.chance(60).then(|| u32::try_from(1 + draw.below(3)).unwrap()),
            ..Tenant::named(format!("tenant-{n}"))
        })
        .collect();
    scenario.replicas_in_failover =
        vec![Replica { tenant: "tenant-0".to_owned(), name: "replica-0".to_owned() }];
    scenario.events = (0..draw.below(10)).filter_map(|_| event(draw, tenants, &jobs)).collect();
    scenario.jobs = jobs;
    scenario
}

/// A scenario in which every task has recorded durations.
pub fn with_recorded(seed: u64, took: impl Fn(&Task) -> Vec<Span>) -> Scenario {
    let mut scenario = scenario(seed);
    for task in scenario.jobs.iter_mut().flat_map(|job| &mut job.job.tasks) {
        let record = |took| RecordedDuration { started: None, took };
        task.recorded = took(task).into_iter().map(record).collect();
    }
    scenario
}

fn job(draw: &mut Draw, number: i64, tenants: i64) -> ScenarioJob {
    let job_type = draw.pick(JobType::ALL);
    let tenant = format!("tenant-{}", draw.below(tenants));
    let mut job = Job::new(tenant, format!("job-{number}"), job_type);
    if draw.chance(15) {
        job.target = Target::Local;
    }
    if let Some(policy) = &mut job.policy {
        policy.initial_sync = draw.chance(50).then(|| minutes(5 + draw.below(12) * 5));
        return job.into();
    }
    if draw.chance(50) {
        job.slots = u32::try_from(1 + draw.below(3)).unwrap();
    }
    job.tasks = (0..=draw.below(5))
        .map(|n| Task {
            name: format_smolstr!("vm-{n}"),
            duration: minutes(5 + draw.below(6) * 5),
            fails: draw.chance(10),
            recorded: Vec::new(),
        })
        .collect();
    job.retry = draw.chance(50).then(|| Retry {
        times: u32::try_from(1 + draw.below(3)).unwrap(),
        wait: minutes(5 + draw.below(3) * 5),
    });
    job.starts = (0..draw.below(4)).map(|_| at(draw.below(30) * 5 - 5)).collect();
    let running = draw.chance(25).then(|| running(draw, &job.tasks));
    ScenarioJob { job, running, waiting: None, created_by_event: false }
}

fn running(draw: &mut Draw, tasks: &[Task]) -> Running {
    let mut listed: Vec<SessionTask> = tasks
        .iter()
        .map(|task| {
            let state = draw.pick(TaskState::ALL);
            let mut listed = SessionTask {
                name: task.name.clone(),
                state,
                started: None,
                ended: None,
                code: (state == TaskState::Failed).then_some(FailureCode::TaskFailed),
            };
            if state != TaskState::Pending {
                listed.started = Some(at(-60 + draw.below(6) * 5));
            }
            if !state.is_open() {
                listed.ended = Some(at(-30 + draw.below(6) * 5));
            }
            if state == TaskState::Failed && draw.chance(50) {
                (listed.code, listed.started) = (Some(FailureCode::Maintenance), None);
            }
            listed
        })
        .collect();
    let first = &mut listed[0];
    (first.state, first.ended, first.code) = (TaskState::Running, None, None);
    first.started = Some(at(-draw.below(8) * 5));
    Running { started: at(-60), attempt: 0, tasks: listed, place: 0 }
}

fn event(draw: &mut Draw, tenants: i64, jobs: &[ScenarioJob]) -> Option<Event> {
    let kind = draw.pick(&[
        "enable",
        "enable",
        "disable",
        "disable",
        "set-message",
        "service-stop",
        "service-start",
        "disable-tenant",
        "enable-tenant",
        "start",
        "disable-policy",
        "enable-policy",
        "delete-policy",
    ]);
    let when = at(draw.below(30) * 5 - 5);
    let tenant = |draw: &mut Draw| format!("tenant-{}", draw.below(tenants));
    let job = |draw: &mut Draw, is_policy: bool| {
        let fits = |job: &&ScenarioJob| job.job.job_type.is_policy() == is_policy;
        let candidates: Vec<&ScenarioJob> = jobs.iter().filter(fits).collect();
        if candidates.is_empty() {
            return None;
        }
        let ScenarioJob { job, .. } = draw.pick(&candidates);
        Some(JobName { tenant: Some(job.tenant.clone()), job: job.name.clone() })
    };
    let action = match kind {
        "enable" => Action::Enable {
            until: draw.chance(50).then(|| when + minutes(5 + draw.below(12) * 5)),
        },
        "disable" => Action::Disable,
        "set-message" => Action::SetMessage(draw.chance(50).then(|| "{job} waits".to_owned())),
        "service-stop" => Action::SetService(Service::Stopped),
        "service-start" => Action::SetService(Service::Running),
        "disable-tenant" => Action::SetAccess(tenant(draw), Access::Disabled),
        "enable-tenant" => Action::SetAccess(tenant(draw), Access::Enabled),
        "start" => Action::Start(job(draw, false)?),
        "disable-policy" => Action::Policy(job(draw, true)?, PolicyAction::Disable),
        "enable-policy" => Action::Policy(job(draw, true)?, PolicyAction::Enable),
        _ => Action::Policy(job(draw, true)?, PolicyAction::Delete),
    };
    Some(Event { at: when, action })
}
