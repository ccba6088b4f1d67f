//! Truth: how often the drain falls into the interval that was told, over seeded evenings.

use std::collections::HashMap;

use crate::domain::facts::DurationSource;
use crate::domain::facts::median;
use crate::domain::{Instant, JobType, Mode, Span, TaskState};
use crate::ops::estimate::{Estimate, prospect};
use crate::scenario::random::{Draw, START};
use crate::scenario::{
    self, Document, EventDoc, JobDoc, RunningDoc, RunningTaskDoc, TaskDoc, TenantDoc,
};
use crate::simulator::{Keep, simulate};
use crate::store::Present;

/// How an evening is drawn.
#[derive(Clone, Copy)]
struct Evening {
    /// How many past sessions are recorded.
    sessions: i64,
    /// Whether tonight's durations are among the recorded ones, or only like them.
    among_recorded: bool,
}

/// What came of many evenings.
#[derive(Debug, Default)]
struct Tally {
    hit: u32,
    missed: u32,
    overdue: u32,
}

impl Tally {
    /// Of the evenings of which an interval was told.
    fn percent(&self) -> u32 {
        100 * self.hit / (self.hit + self.missed)
    }
}

fn at(second: i64) -> Instant {
    Instant::from_millis(START + second * 1000)
}

/// What one task takes one night: mostly as usual, now and then much longer.
fn took(draw: &mut Draw, usual: i64) -> Span {
    let usual = if draw.chance(8) { usual * (15 + draw.below(15)) / 10 } else { usual };
    let spread: i64 = (0..4).map(|_| draw.below(usual / 4)).sum();
    Span::from_secs(usual / 2 + spread)
}

/// The jobs of an evening, and what their tasks take tonight.
fn jobs(draw: &mut Draw, evening: Evening) -> (Vec<JobDoc<'static>>, Vec<Vec<Span>>) {
    let mut tonight = Vec::new();
    let jobs = (0..=draw.below(5)).map(|number| {
        let types = [JobType::VsphereBackup, JobType::HypervBackup, JobType::LinuxAgentBackup];
        let mut job = JobDoc {
            name: Some(format!("job-{number}").into()),
            tenant: Some(format!("tenant-{}", draw.below(3)).into()),
            job_type: Some(draw.pick(&types)),
            slots: Some(u32::try_from(1 + draw.below(3)).unwrap()),
            starts: Some(vec![at(draw.below(1800))]),
            ..JobDoc::default()
        };
        let (mut recorded, mut tasks, mut really) = (HashMap::new(), Vec::new(), Vec::new());
        for task in 0..=draw.below(6) {
            let usual = 300 + draw.below(3000);
            let past: Vec<Span> = (0..evening.sessions).map(|_| took(draw, usual)).collect();
            really.push(if evening.among_recorded { draw.pick(&past) } else { took(draw, usual) });
            let name = format!("vm-{task}");
            tasks.push(TaskDoc {
                name: Some(name.clone().into()),
                duration: median(past.iter().copied()),
                fails: None,
            });
            recorded.insert(name, past);
        }
        tonight.push(really);
        job.recorded = Some(recorded.into_iter().map(|(name, took)| (name.into(), took)).collect());
        job.tasks = Some(tasks);
        job
    });
    (jobs.collect(), tonight)
}

/// The same jobs with other durations of their tasks.
fn taking(jobs: &[JobDoc<'static>], tonight: &[Vec<Span>]) -> Vec<JobDoc<'static>> {
    let mut jobs = jobs.to_vec();
    for (job, really) in jobs.iter_mut().zip(tonight) {
        for (task, took) in job.tasks.iter_mut().flatten().zip(really) {
            task.duration = Some(*took);
        }
    }
    jobs
}

/// Lets an evening go on until `now`, and notes down what an observer sees of it then. `None` if
/// nothing covered works any more.
fn seen(
    jobs: &[JobDoc<'static>],
    tonight: &[Vec<Span>],
    on: Instant,
    now: Instant,
) -> Option<Vec<JobDoc<'static>>> {
    let enable = EventDoc { at: Some(on), event: Some("enable".into()), ..EventDoc::default() };
    let document = Document {
        scenario: Some(1),
        start: Some(at(0)),
        end: Some(now),
        jobs: Some(taking(jobs, tonight)),
        events: Some(vec![enable]),
        tenants: Some(tenants(jobs)),
        ..Document::default()
    };
    let scenario = scenario::check(&document).unwrap();
    let outcome = simulate(&scenario, Keep::Everything);
    let mut seen = jobs.to_vec();
    for job in &mut seen {
        job.starts = None;
    }
    for session in outcome.sessions.iter().filter(|session| session.ended.is_none()) {
        let tasks = &outcome.tasks[session.tasks.start as usize..session.tasks.end as usize];
        let job = &mut seen[session.job as usize];
        let names = job.tasks.iter().flatten().map(|task| task.name.clone());
        let tasks = names.zip(tasks).map(|(name, task)| RunningTaskDoc {
            name,
            state: Some(task.state),
            started: task.started,
            ended: task.ended,
            code: task.code.filter(|_| task.state == TaskState::Failed),
        });
        job.running = Some(RunningDoc {
            started: Some(session.started),
            attempt: None,
            tasks: Some(tasks.collect()),
        });
    }
    seen.iter().any(|job| job.running.is_some()).then_some(seen)
}

fn tenants(jobs: &[JobDoc<'static>]) -> Vec<TenantDoc<'static>> {
    let names: std::collections::BTreeSet<_> = jobs.iter().map(|job| job.tenant.clone()).collect();
    let slots = |place: usize| u32::try_from(2 + place).ok();
    let tenant = |(place, name)| TenantDoc { name, enabled: None, slots: slots(place) };
    names.into_iter().enumerate().map(tenant).collect()
}

/// A present in which the mode is on.
fn present(jobs: Vec<JobDoc<'static>>, now: Instant) -> Present {
    Present {
        jobs: (1..).take(jobs.len()).collect(),
        durations: vec![DurationSource::Recorded; jobs.len()],
        sessions: HashMap::new(),
        document: Document {
            scenario: Some(1),
            start: Some(now),
            mode: Some(Mode::Maintenance),
            tenants: Some(tenants(&jobs)),
            jobs: Some(jobs),
            ..Document::default()
        },
    }
}

/// Tells the drain of many evenings, and lets each happen.
fn tally(evening: Evening) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..600 {
        let mut draw = Draw::new(seed);
        let (jobs, tonight) = jobs(&mut draw, evening);
        let on = at(600 + draw.below(3000));
        let now = on + Span::from_secs(draw.below(1800));
        let Some(seen) = seen(&jobs, &tonight, on, now) else {
            continue;
        };
        let told = prospect(&present(seen.clone(), now)).unwrap().estimate;
        let truth = present(taking(&seen, &tonight), now);
        let really = simulate(&scenario::check(&truth.document).unwrap(), Keep::Counts);
        let really = really.windows[0].drained_at.unwrap();
        match told.unwrap() {
            Estimate::About { remaining, at, earliest, latest } => {
                assert!(now <= earliest && earliest <= at && at <= latest, "seed {seed}");
                assert_eq!(now + remaining, at, "seed {seed}");
                if (earliest..=latest).contains(&really) {
                    tally.hit += 1;
                } else {
                    tally.missed += 1;
                }
            }
            Estimate::Overdue => tally.overdue += 1,
            Estimate::Unknown => panic!("seed {seed}: durations are recorded"),
        }
    }
    tally
}

#[test]
fn the_drain_falls_into_the_interval() {
    #[track_caller]
    fn case(sessions: i64, among_recorded: bool, floor: u32) {
        let tally = tally(Evening { sessions, among_recorded });
        assert!(tally.hit + tally.missed > 300, "{tally:?}");
        assert!(tally.percent() >= floor, "{sessions}, {among_recorded}: {tally:?}");
    }
    case(5, true, 100);
    case(20, true, 100);
    case(5, false, 60);
    case(20, false, 80);
}
