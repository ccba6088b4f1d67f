//! Random: seeded scenarios for tests, small and full of coincidences.

use crate::domain::{
    FailureCode, Instant, JobType, Mode, Service, Span, Spelled, Target, TaskState,
};

use crate::scenario::document::{
    Document, EventDoc, JobDoc, ReplicaDoc, RetryDoc, RunningDoc, RunningTaskDoc, TaskDoc,
    TenantDoc, Text,
};

/// Random numbers from a seed (SplitMix64).
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Draw {
        Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1))
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

#[expect(clippy::unnecessary_wraps, reason = "every member of a document is optional")]
fn text(prefix: &str, number: i64) -> Option<Text<'static>> {
    Some(format!("{prefix}-{number}").into())
}

/// A valid scenario.
pub fn document(seed: u64) -> Document<'static> {
    let mut draw = Draw::new(seed);
    let draw = &mut draw;
    let tenants = 1 + draw.below(3);
    let jobs: Vec<JobDoc<'static>> = (0..=draw.below(7)).map(|n| job(draw, n, tenants)).collect();
    let mut document = Document {
        scenario: Some(1),
        start: Some(at(0)),
        end: draw.chance(40).then(|| at(30 + draw.below(40) * 5)),
        message: draw.chance(50).then(|| "{tenant}/{job}: {reason}, back at {until}".into()),
        reason: draw.chance(30).then(|| "storage upgrade".into()),
        service: draw.chance(10).then_some(Service::Stopped),
        ..Document::default()
    };
    if draw.chance(20) {
        document.mode = Some(Mode::Maintenance);
        document.until = draw.chance(50).then(|| at(5 + draw.below(20) * 5));
    }
    document.tenants = Some(
        (0..tenants)
            .map(|n| TenantDoc {
                name: text("tenant", n),
                enabled: None,
                slots: draw.chance(60).then(|| u32::try_from(1 + draw.below(3)).unwrap()),
            })
            .collect(),
    );
    document.replicas_in_failover =
        Some(vec![ReplicaDoc { tenant: text("tenant", 0), replica: text("replica", 0) }]);
    let events = (0..draw.below(10)).filter_map(|_| event(draw, tenants, &jobs)).collect();
    document.events = Some(events);
    document.jobs = Some(jobs);
    document
}

fn job(draw: &mut Draw, number: i64, tenants: i64) -> JobDoc<'static> {
    let job_type = draw.pick(JobType::ALL);
    let mut job = JobDoc {
        name: text("job", number),
        tenant: text("tenant", draw.below(tenants)),
        job_type: Some(job_type),
        target: draw.chance(15).then_some(Target::Local),
        ..JobDoc::default()
    };
    if job_type.is_policy() {
        job.initial_sync = draw.chance(50).then(|| minutes(5 + draw.below(12) * 5));
        return job;
    }
    job.slots = draw.chance(50).then(|| u32::try_from(1 + draw.below(3)).unwrap());
    let tasks: Vec<TaskDoc<'static>> = (0..=draw.below(5))
        .map(|n| TaskDoc {
            name: text("vm", n),
            duration: Some(minutes(5 + draw.below(6) * 5)),
            fails: draw.chance(10).then_some(true),
        })
        .collect();
    job.retry = draw.chance(50).then(|| RetryDoc {
        times: Some(u32::try_from(1 + draw.below(3)).unwrap()),
        wait: Some(minutes(5 + draw.below(3) * 5)),
    });
    job.starts = Some((0..draw.below(4)).map(|_| at(draw.below(30) * 5 - 5)).collect());
    job.running = draw.chance(25).then(|| running(draw, &tasks));
    job.tasks = Some(tasks);
    job
}

fn running(draw: &mut Draw, tasks: &[TaskDoc<'static>]) -> RunningDoc<'static> {
    let mut listed: Vec<RunningTaskDoc<'static>> = tasks
        .iter()
        .map(|task| {
            let mut doc = RunningTaskDoc { name: task.name.clone(), ..RunningTaskDoc::default() };
            let state = draw.pick(TaskState::ALL);
            doc.state = Some(state);
            if state != TaskState::Pending {
                doc.started = Some(at(-60 + draw.below(6) * 5));
            }
            if matches!(state, TaskState::Success | TaskState::Failed) {
                doc.ended = Some(at(-30 + draw.below(6) * 5));
            }
            if state == TaskState::Failed && draw.chance(50) {
                (doc.code, doc.started) = (Some(FailureCode::Maintenance), None);
            }
            doc
        })
        .collect();
    let first = &mut listed[0];
    (first.state, first.ended, first.code) = (Some(TaskState::Running), None, None);
    first.started = Some(at(-draw.below(8) * 5));
    RunningDoc { started: Some(at(-60)), attempt: None, tasks: Some(listed) }
}

fn event(draw: &mut Draw, tenants: i64, jobs: &[JobDoc<'static>]) -> Option<EventDoc<'static>> {
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
    let mut event = EventDoc { at: Some(when), event: Some(kind.into()), ..EventDoc::default() };
    match kind {
        "enable" => event.until = draw.chance(50).then(|| when + minutes(5 + draw.below(12) * 5)),
        "set-message" => event.message = draw.chance(50).then(|| "{job} waits".into()),
        "disable-tenant" | "enable-tenant" => event.tenant = text("tenant", draw.below(tenants)),
        "start" | "disable-policy" | "enable-policy" | "delete-policy" => {
            let policy = kind != "start";
            let fits = |job: &&JobDoc<'_>| job.job_type.unwrap().is_policy() == policy;
            let candidates: Vec<&JobDoc<'_>> = jobs.iter().filter(fits).collect();
            if candidates.is_empty() {
                return None;
            }
            let job = draw.pick(&candidates);
            (event.job, event.tenant) = (job.name.clone(), job.tenant.clone());
        }
        _ => {}
    }
    Some(event)
}
