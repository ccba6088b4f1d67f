//! How often the drain falls into the estimated interval, over seeded scenarios.

use std::collections::BTreeSet;

use smol_str::format_smolstr;

use crate::domain::{
    DurationSource, Instant, Job, JobType, Mode, RecordedDuration, SessionTask, Span, Task,
    TaskState, Tenant, median,
};
use crate::ops::estimate::{Estimate, drain_forecast};
use crate::scenario::random::{Draw, START};
use crate::scenario::{Action, Event, Model, Running, Scenario, ScenarioJob};
use crate::simulator::{Keep, simulate};

/// How an evening is drawn.
#[derive(Clone, Copy)]
struct Evening {
    /// How many past sessions are recorded.
    sessions: i64,
    /// Whether tonight's durations are among the recorded ones, or only like them.
    among_recorded: bool,
}

/// Results of many evenings.
#[derive(Debug, Default)]
struct Tally {
    hit: u32,
    missed: u32,
    overdue: u32,
}

impl Tally {
    /// The share of hits among the evenings with an interval.
    fn percent(&self) -> u32 {
        100 * self.hit / (self.hit + self.missed)
    }
}

fn at(second: i64) -> Instant {
    Instant::from_millis(START + second * 1000)
}

/// The duration of a task in one night: mostly as usual, now and then much longer.
fn took(draw: &mut Draw, usual: i64) -> Span {
    let usual = if draw.chance(8) { usual * (15 + draw.below(15)) / 10 } else { usual };
    let spread: i64 = (0..4).map(|_| draw.below(usual / 4)).sum();
    Span::from_secs(usual / 2 + spread)
}

/// The jobs of an evening, and what their tasks take tonight.
fn jobs(draw: &mut Draw, evening: Evening) -> (Vec<ScenarioJob>, Vec<Vec<Span>>) {
    let mut tonight = Vec::new();
    let jobs = (0..=draw.below(5)).map(|number| {
        let types = [JobType::VsphereBackup, JobType::HypervBackup, JobType::LinuxAgentBackup];
        let tenant = format!("tenant-{}", draw.below(3));
        let mut job = Job::new(tenant, format!("job-{number}"), draw.pick(&types));
        job.slots = u32::try_from(1 + draw.below(3)).unwrap();
        job.starts = vec![at(draw.below(1800))];
        job.durations = DurationSource::Recorded;
        let mut really = Vec::new();
        for task in 0..=draw.below(6) {
            let usual = 300 + draw.below(3000);
            let past: Vec<Span> = (0..evening.sessions).map(|_| took(draw, usual)).collect();
            really.push(if evening.among_recorded { draw.pick(&past) } else { took(draw, usual) });
            let record = |took: &Span| RecordedDuration { started: None, took: *took };
            job.tasks.push(Task {
                name: format_smolstr!("vm-{task}"),
                duration: median(past.iter().copied()).unwrap(),
                fails: false,
                recorded: past.iter().map(record).collect(),
            });
        }
        tonight.push(really);
        job.into()
    });
    (jobs.collect(), tonight)
}

/// The same jobs with other durations of their tasks.
fn taking(jobs: &[ScenarioJob], tonight: &[Vec<Span>]) -> Vec<ScenarioJob> {
    let mut jobs = jobs.to_vec();
    for (job, really) in jobs.iter_mut().zip(tonight) {
        for (task, took) in job.job.tasks.iter_mut().zip(really) {
            task.duration = *took;
        }
    }
    jobs
}

/// Lets an evening go on until `now`, and gives what an observer sees of it then. `None` if
/// nothing covered works any more.
fn seen(
    jobs: &[ScenarioJob],
    tonight: &[Vec<Span>],
    on: Instant,
    now: Instant,
) -> Option<Vec<ScenarioJob>> {
    let mut scenario = Scenario::new(at(0));
    scenario.end = Some(now);
    scenario.jobs = taking(jobs, tonight);
    scenario.events = vec![Event { at: on, action: Action::Enable { until: None } }];
    scenario.tenants = tenants(jobs);
    let outcome = simulate(&Model::new(scenario).unwrap(), Keep::Everything);
    let mut seen = jobs.to_vec();
    for job in &mut seen {
        job.job.starts.clear();
    }
    for session in outcome.sessions.iter().filter(|session| session.ended.is_none()) {
        let job = &mut seen[session.job as usize];
        let tasks = job.job.tasks.iter().zip(outcome.tasks_of(session));
        let tasks = tasks.map(|(planned, task)| SessionTask {
            name: planned.name.clone(),
            state: task.state,
            started: task.started,
            ended: task.ended,
            code: task.code.filter(|_| task.state == TaskState::Failed),
        });
        job.running = Some(Running {
            started: session.started,
            attempt: 0,
            tasks: tasks.collect(),
            place: 0,
        });
    }
    seen.iter().any(|job| job.running.is_some()).then_some(seen)
}

fn tenants(jobs: &[ScenarioJob]) -> Vec<Tenant> {
    let names: BTreeSet<&str> = jobs.iter().map(|job| &*job.job.tenant).collect();
    let slots = |place: usize| u32::try_from(2 + place).ok();
    let tenant = |(place, name)| Tenant { slots: slots(place), ..Tenant::named(name) };
    names.into_iter().enumerate().map(tenant).collect()
}

/// A present in which the mode is on.
fn present(jobs: Vec<ScenarioJob>, now: Instant) -> Model {
    let mut scenario = Scenario::new(now);
    scenario.mode = Mode::Maintenance;
    scenario.tenants = tenants(&jobs);
    scenario.jobs = jobs;
    Model::new(scenario).unwrap()
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
        let told = drain_forecast(&present(seen.clone(), now), now).estimate;
        let really = simulate(&present(taking(&seen, &tonight), now), Keep::Counts);
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
