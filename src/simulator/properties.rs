//! Properties: what holds for every scenario, on seeded random ones.

use std::collections::HashMap;

use crate::domain::{
    Class, Coverage, FailureCode, Instant, Rule, SessionResult, SessionState, Spelled, Target,
    TaskState,
};
use crate::scenario::{Model, random};
use crate::simulator::outcome::Totals;
use crate::simulator::{By, Keep, Outcome, SessionRecord, TaskRecord, preview, simulate};

const SEEDS: u64 = 2000;

/// Simulates every seed and looks at what came out.
#[track_caller]
fn for_every_seed(look: impl Fn(u64, &Model, &Outcome)) {
    for seed in 0..SEEDS {
        let scenario = Model::new(random::scenario(seed));
        let scenario = scenario.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        look(seed, &scenario, &simulate(&scenario, Keep::Everything));
    }
}

fn tasks<'o>(outcome: &'o Outcome, session: &SessionRecord) -> &'o [TaskRecord] {
    outcome.tasks_of(session)
}

/// The instants at which the simulation itself began tasks of a session, with their ends: those
/// that ran at the start were not begun by it.
fn begun(
    scenario: &Model,
    outcome: &Outcome,
    session: &SessionRecord,
) -> Vec<(Instant, Option<Instant>)> {
    let running = scenario.jobs[session.job as usize].running.as_deref();
    let given = running.filter(|_| {
        matches!(session.order.cause, crate::simulator::outcome::Cause::RanAlready(..))
    });
    let pending =
        |at: usize| given.is_none_or(|running| running.tasks[at].state == TaskState::Pending);
    let tasks = tasks(outcome, session).iter().enumerate();
    tasks.filter(|(at, _)| pending(*at)).filter_map(|(_, t)| Some((t.started?, t.ended))).collect()
}

/// Whether the mode is on when tasks are dispatched at this instant: a window that closes at an
/// instant has closed by then.
fn on(outcome: &Outcome, at: Instant) -> bool {
    let holds =
        |from: Instant, until: Option<Instant>| from <= at && until.is_none_or(|until| at < until);
    outcome.windows.iter().any(|window| holds(window.from, window.until))
}

#[test]
fn no_task_of_a_covered_vbr_session_starts_while_the_mode_is_on() {
    for_every_seed(|seed, scenario, outcome| {
        for session in &outcome.sessions {
            if scenario.jobs[session.job as usize].coverage() != Coverage::Vbr {
                continue;
            }
            for (at, _) in begun(scenario, outcome, session) {
                assert!(!on(outcome, at), "seed {seed}: {session:?}");
            }
        }
    });
}

#[test]
fn no_agent_session_that_started_loses_a_task_to_the_mode() {
    for_every_seed(|seed, scenario, outcome| {
        for session in &outcome.sessions {
            let class = scenario.jobs[session.job as usize].job_type.class();
            if class != Class::Agent || session.rule == Some(Rule::RefuseNewSession) {
                continue;
            }
            for task in tasks(outcome, session) {
                let lost = task.code == Some(FailureCode::Maintenance)
                    && task.ended.is_some_and(|at| at >= scenario.start);
                assert!(!lost, "seed {seed}: {session:?} {task:?}");
            }
        }
    });
}

#[test]
fn every_session_ends_or_works_at_the_horizon() {
    for_every_seed(|seed, scenario, outcome| {
        for session in &outcome.sessions {
            let open =
                |task: &TaskRecord| matches!(task.state, TaskState::Pending | TaskState::Running);
            let left = tasks(outcome, session).iter().any(open);
            match session.state() {
                SessionState::Working => {
                    assert!(left && scenario.end.is_some(), "seed {seed}: {session:?}");
                }
                SessionState::Stopped => {
                    let last = tasks(outcome, session).iter().filter_map(|task| task.ended).max();
                    assert!(!left, "seed {seed}: {session:?}");
                    assert!(session.ended >= last, "seed {seed}: {session:?}");
                }
            }
        }
    });
}

/// When tasks ran, and which of them the simulation began.
#[derive(Default)]
struct Ran {
    all: Vec<(Instant, Option<Instant>)>,
    begun: Vec<(Instant, Option<Instant>)>,
}

impl Ran {
    /// The most that ran at an instant at which one was begun; ends come before starts.
    fn most(&self) -> usize {
        let at = |start: Instant| {
            let runs = |(began, ended): &&(Instant, Option<Instant>)| {
                *began <= start && ended.is_none_or(|ended| ended > start)
            };
            self.all.iter().filter(runs).count()
        };
        self.begun.iter().map(|(start, _)| at(*start)).max().unwrap_or(0)
    }
}

#[test]
fn what_starts_never_exceeds_the_slots() {
    for_every_seed(|seed, scenario, outcome| {
        let mut by_tenant: HashMap<u32, Ran> = HashMap::new();
        for session in &outcome.sessions {
            let job = &scenario.jobs[session.job as usize];
            let all = tasks(outcome, session).iter();
            let ran = Ran {
                all: all.filter_map(|task| Some((task.started?, task.ended))).collect(),
                begun: begun(scenario, outcome, session),
            };
            assert!(ran.most() <= job.slots as usize, "seed {seed}: {session:?}");
            if job.target == Target::Cloud {
                let tenant = by_tenant.entry(job.tenant).or_default();
                tenant.all.extend(ran.all);
                tenant.begun.extend(ran.begun);
            }
        }
        for (tenant, ran) in by_tenant {
            let slots = scenario.tenants[tenant as usize].slots;
            assert!(
                slots.is_none_or(|slots| ran.most() <= slots as usize),
                "seed {seed}: {tenant}"
            );
        }
    });
}

#[test]
fn sums_agree() {
    for_every_seed(|seed, _, outcome| {
        let mut all = Totals::default();
        outcome.totals.iter().for_each(|totals| all.add(totals));
        let sessions = |fits: &dyn Fn(&&SessionRecord) -> bool| {
            u32::try_from(outcome.sessions.iter().filter(fits).count()).unwrap()
        };
        assert_eq!(all.sessions, sessions(&|_| true), "seed {seed}");
        assert_eq!(all.sessions, all.succeeded + all.failed + all.working, "seed {seed}");
        assert_eq!(all.succeeded, sessions(&|s| s.result == Some(SessionResult::Success)));
        assert_eq!(all.working, sessions(&|s| s.result.is_none()), "seed {seed}");
        assert_eq!(
            all.failed_by_maintenance,
            sessions(&|s| s.code == Some(FailureCode::Maintenance))
        );
        assert_eq!(all.failed_by_maintenance, all.cut + all.refused, "seed {seed}");
        assert!(all.healed <= all.failed_by_maintenance, "seed {seed}");
        let counted = |fits: &dyn Fn(&TaskRecord) -> bool| {
            u32::try_from(outcome.tasks.iter().filter(|task| fits(task)).count()).unwrap()
        };
        assert_eq!(all.tasks_succeeded, counted(&|task| task.state == TaskState::Success));
        let lost = counted(&|task| task.code == Some(FailureCode::Maintenance));
        assert_eq!(all.tasks_failed_by_maintenance, lost, "seed {seed}");
        let listed: usize = outcome.sessions.iter().map(|session| session.tasks.len()).sum();
        assert_eq!(listed, outcome.tasks.len(), "seed {seed}: every task belongs to a session");
    });
}

#[test]
fn counts_alone_are_the_counts_of_everything() {
    for_every_seed(|seed, scenario, outcome| {
        let counts = simulate(scenario, Keep::Counts);
        assert_eq!(counts.totals, outcome.totals, "seed {seed}");
        assert_eq!(counts.windows, outcome.windows, "seed {seed}");
        for by in By::ALL {
            let of = |outcome: &Outcome| preview(scenario, outcome, *by);
            assert_eq!(of(&counts), of(outcome), "seed {seed}: by {by}");
        }
        let rules = |outcome: &Outcome| -> Vec<_> {
            outcome.policies.iter().map(|policy| (policy.job, policy.rule)).collect()
        };
        assert_eq!(rules(&counts), rules(outcome), "seed {seed}");
        let first = |outcome: &Outcome| -> Vec<_> {
            outcome.drains.iter().filter(|drain| drain.window == 0).copied().collect()
        };
        assert_eq!(first(&counts), first(outcome), "seed {seed}");
        assert_eq!(counts.end, outcome.end, "seed {seed}");
    });
}

#[test]
fn what_ran_at_the_start_is_told_alike_with_and_without_the_rest() {
    for_every_seed(|seed, scenario, outcome| {
        let found = simulate(scenario, Keep::Found);
        assert_eq!(found.totals, outcome.totals, "seed {seed}");
        let told = |outcome: &Outcome, session: &SessionRecord| {
            let tasks = format!("{:?}", tasks(outcome, session));
            (format!("{:?}", SessionRecord { tasks: 0..0, ..session.clone() }), tasks)
        };
        let ran = |session: &&SessionRecord| session.ran_already();
        let all: Vec<_> = outcome.sessions.iter().filter(ran).map(|s| told(outcome, s)).collect();
        let kept: Vec<_> = found.sessions.iter().map(|s| told(&found, s)).collect();
        assert_eq!(kept, all, "seed {seed}");
    });
}

#[test]
fn threads_change_nothing() {
    let mut scenario = random::scenario(3);
    let jobs = std::mem::take(&mut scenario.jobs);
    let copies = (0..8_000).flat_map(|copy| {
        jobs.iter().map(move |job| {
            let mut job = job.clone();
            job.job.tenant = format!("{}-{copy}", job.job.tenant);
            job
        })
    });
    scenario.jobs = copies.collect();
    scenario.events.clear();
    let scenario = Model::new(scenario).unwrap();
    let told = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let outcome = pool.install(|| simulate(&scenario, Keep::Everything));
        (outcome.totals, outcome.drains, format!("{:?}", outcome.sessions), outcome.tasks.len())
    };
    assert!(told(1) == told(3));
}

#[test]
fn a_drained_window_has_no_covered_session_at_work_and_one_that_is_not_has() {
    for_every_seed(|seed, scenario, outcome| {
        for window in &outcome.windows {
            let works = |at: Instant| {
                outcome.sessions.iter().any(|session| {
                    scenario.jobs[session.job as usize].coverage().has_covered_sessions()
                        && session.started <= at
                        && session.ended.is_none_or(|ended| ended > at)
                })
            };
            let last = window.until.unwrap_or(outcome.end);
            match window.drained_at {
                Some(at) => assert!(!works(at), "seed {seed}: {window:?}"),
                None if window.until != Some(window.from) => {
                    let before = Instant::from_millis(last.millis() - 1);
                    assert!(works(before) || works(last), "seed {seed}: {window:?}");
                }
                None => {}
            }
        }
    });
}
