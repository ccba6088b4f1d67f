//! Monte Carlo simulation: many runs with durations drawn from those of past sessions.
//!
//! A draw depends only on the seed, the run, the job and the task, not on the order of the runs or on
//! how many of them run side by side.

use std::ops::Range;

use crate::domain::Span;
use crate::scenario::Model;
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::outcome::TenantDrain;
use crate::simulator::tenant_plan::TenantPlan;
use crate::simulator::tenant_run::Run;
use crate::simulator::tenant_state::State;
use crate::simulator::tenants::{in_parts, jobs_by_tenant};
use crate::simulator::trace::{TenantTotals, Trace as _};

/// The number of runs and the seed of the draws.
#[derive(Debug, Clone, Copy)]
pub struct Draws {
    /// At least one.
    pub runs: u32,
    /// Equal seeds give equal runs.
    pub seed: u64,
}

/// The time that a run took to drain, the longest of all its windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DrainTime {
    /// From the start of the window until no covered session was working.
    After(Span),
    /// A covered session was working when the window or the simulation ended.
    Never,
}

/// Nearest-rank percentiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranks<T> {
    pub p50: T,
    pub p90: T,
    pub p99: T,
}

/// The spread over all runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    pub drain: Ranks<DrainTime>,
    /// Runs in which a window was not drained.
    pub undrained: u32,
    /// Sessions failed by maintenance, healed ones included.
    pub failed: Ranks<u32>,
    /// Runs of jobs that maintenance affects, and those of them that are lost.
    pub affected: Ranks<u32>,
    pub lost: Ranks<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonteCarlo {
    pub all: Spread,
    /// By tenant, in the order of the model.
    pub tenants: Vec<Spread>,
}

pub fn monte_carlo(model: &Model, draws: Draws) -> MonteCarlo {
    let timeline = ModeTimeline::of(model);
    let jobs = jobs_by_tenant(model);
    let parts = in_parts(model, draws.runs.into(), |tenants: Range<u32>| {
        let (mut tenant, mut state) = (TenantPlan::default(), State::default());
        let (mut all, mut mine) = (Runs::new(draws.runs), Runs::new(draws.runs));
        let mut spreads = Vec::with_capacity(tenants.len());
        for index in tenants {
            tenant.load(model, index, jobs.of(index));
            let has_choice = draw(&mut tenant, model, draws.seed, 0);
            for run in 0..draws.runs {
                // Without a choice all runs are alike.
                if run > 0 && has_choice {
                    draw(&mut tenant, model, draws.seed, run);
                }
                if run == 0 || has_choice {
                    mine.set(run, once(model, &timeline, &tenant, &mut state));
                } else {
                    mine.set(run, mine.of(0));
                }
            }
            all.add(&mine);
            spreads.push(mine.spread());
        }
        (all, spreads)
    });
    let (mut all, mut tenants) = (Runs::new(draws.runs), Vec::new());
    for (of_part, spreads) in parts {
        all.add(&of_part);
        tenants.extend(spreads);
    }
    MonteCarlo { all: all.spread(), tenants }
}

/// Runs a tenant once, with the durations that it has now.
fn once(model: &Model, timeline: &ModeTimeline, tenant: &TenantPlan, state: &mut State) -> Drawn {
    let (mut totals, mut drains) = (TenantTotals::default(), Vec::new());
    state.reset(tenant);
    totals.open(tenant);
    let mut run = Run {
        start: model.start,
        timeline,
        tenant,
        events: timeline.tenant_events.of(tenant.index),
        state,
        trace: &mut totals,
        drains: &mut drains,
        last: None,
        next_event: model.start,
    };
    run.add_running(model);
    run.advance(None);
    run.finish();
    let drain = |drain: &TenantDrain| match drain.drained_at {
        Some(at) => DrainTime::After(at - timeline.windows[drain.window as usize].from),
        None => DrainTime::Never,
    };
    let drain = drains.iter().map(drain).max().unwrap_or(DrainTime::After(Span::NONE));
    let counts = totals.0;
    Drawn {
        drain,
        failed: counts.failed_by_maintenance,
        affected: counts.runs.affected,
        lost: counts.runs.lost,
    }
}

/// Draws the durations of a tenant's tasks. Returns whether there was a choice.
fn draw(tenant: &mut TenantPlan, model: &Model, seed: u64, run: u32) -> bool {
    let mut choice = false;
    let of_run = mixed(mixed(seed) ^ u64::from(run));
    for job in &tenant.jobs {
        let first = model.jobs[job.index as usize].tasks.start;
        let of_job = mixed(of_run ^ u64::from(job.index));
        for task in 0..job.count {
            let recorded = model.recorded(first + task);
            if recorded.is_empty() {
                continue;
            }
            let drawn = mixed(of_job ^ u64::from(task));
            tenant.durations[(job.first + task) as usize] = recorded[below(drawn, recorded.len())];
            choice |= recorded.len() > 1;
        }
    }
    choice
}

/// A number below `count` from 64 random bits, each as likely as the others.
fn below(bits: u64, count: usize) -> usize {
    let scaled = (u128::from(bits) * count as u128) >> 64;
    usize::try_from(scaled).unwrap_or_default()
}

/// Bits that look random (the step and the finish of SplitMix64).
fn mixed(label: u64) -> u64 {
    let mut z = label.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The results of one run.
#[derive(Clone, Copy)]
struct Drawn {
    drain: DrainTime,
    failed: u32,
    affected: u32,
    lost: u32,
}

/// The results of every run, of one tenant or of several together.
struct Runs {
    drains: Vec<DrainTime>,
    failed: Vec<u32>,
    affected: Vec<u32>,
    lost: Vec<u32>,
}

impl Runs {
    fn new(runs: u32) -> Runs {
        let runs = runs as usize;
        Runs {
            drains: vec![DrainTime::After(Span::NONE); runs],
            failed: vec![0; runs],
            affected: vec![0; runs],
            lost: vec![0; runs],
        }
    }

    fn set(&mut self, run: u32, drawn: Drawn) {
        let run = run as usize;
        self.drains[run] = drawn.drain;
        self.failed[run] = drawn.failed;
        self.affected[run] = drawn.affected;
        self.lost[run] = drawn.lost;
    }

    fn of(&self, run: usize) -> Drawn {
        Drawn {
            drain: self.drains[run],
            failed: self.failed[run],
            affected: self.affected[run],
            lost: self.lost[run],
        }
    }

    fn add(&mut self, other: &Runs) {
        for (drain, more) in self.drains.iter_mut().zip(&other.drains) {
            *drain = (*drain).max(*more);
        }
        let counts = [
            (&mut self.failed, &other.failed),
            (&mut self.affected, &other.affected),
            (&mut self.lost, &other.lost),
        ];
        for (counts, others) in counts {
            for (count, more) in counts.iter_mut().zip(others) {
                *count += more;
            }
        }
    }

    fn spread(&self) -> Spread {
        let never = self.drains.iter().filter(|drain| **drain == DrainTime::Never).count();
        Spread {
            drain: ranks(self.drains.clone()),
            undrained: u32::try_from(never).unwrap_or(u32::MAX),
            failed: ranks(self.failed.clone()),
            affected: ranks(self.affected.clone()),
            lost: ranks(self.lost.clone()),
        }
    }
}

/// The percentiles of some values, of which there is at least one.
fn ranks<T: Ord + Copy>(mut values: Vec<T>) -> Ranks<T> {
    values.sort_unstable();
    let rank = |percent: usize| values[(percent * values.len()).div_ceil(100).max(1) - 1];
    Ranks { p50: rank(50), p90: rank(90), p99: rank(99) }
}

#[cfg(test)]
mod tests {
    use crate::domain::{RunCounts, Span, Task};
    use crate::scenario::{Model, random};
    use crate::simulator::monte_carlo::{DrainTime, Draws, draw, monte_carlo, ranks};
    use crate::simulator::tenant_plan::TenantPlan;
    use crate::simulator::{Keep, Outcome, simulate};

    fn drain(outcome: &Outcome, of: impl Fn(u32) -> bool) -> DrainTime {
        let drains = outcome.drains.iter().filter(|drain| of(drain.tenant));
        let drains = drains.map(|drain| match drain.drained_at {
            Some(at) => DrainTime::After(at - outcome.windows[drain.window as usize].from),
            None => DrainTime::Never,
        });
        drains.max().unwrap_or(DrainTime::After(Span::NONE))
    }

    #[test]
    fn with_one_recorded_duration_all_runs_are_the_simulation() {
        for seed in 0..200 {
            let scenario = random::with_recorded(seed, |task| vec![task.duration]);
            let scenario = Model::new(scenario).unwrap();
            let outcome = simulate(&scenario, Keep::Counts);
            let result = monte_carlo(&scenario, Draws { runs: 3, seed });
            let failed = |of: &dyn Fn(u32) -> bool| {
                let jobs = scenario.jobs.iter().zip(&outcome.totals);
                jobs.filter(|(job, _)| of(job.tenant)).map(|(_, t)| t.failed_by_maintenance).sum()
            };
            let told =
                |spread: super::Spread| (spread.drain.p50, spread.drain.p99, spread.failed.p99);
            let want: u32 = failed(&|_| true);
            let all = drain(&outcome, |_| true);
            assert_eq!(told(result.all), (all, all, want), "seed {seed}");
            for (tenant, spread) in (0..).zip(result.tenants) {
                let mine = drain(&outcome, |of| of == tenant);
                assert_eq!(told(spread), (mine, mine, failed(&|of| of == tenant)), "seed {seed}");
            }
        }
    }

    /// A scenario of which every task has some recorded durations.
    fn chancy(seed: u64) -> Model {
        let took = |_: &Task| (1..8).map(|n| Span::from_secs(n * 240)).collect();
        Model::new(random::with_recorded(seed, took)).unwrap()
    }

    #[test]
    fn a_run_is_the_simulation_of_its_draws() {
        for seed in 0..100 {
            let scenario = chancy(seed);
            let drawn = |run: u32| {
                let mut drawn = scenario.clone();
                for tenant in 0..u32::try_from(scenario.tenants.len()).unwrap() {
                    let jobs: Vec<u32> = (0..u32::try_from(scenario.jobs.len()).unwrap())
                        .filter(|job| scenario.jobs[*job as usize].tenant == tenant)
                        .collect();
                    let mut loaded = TenantPlan::default();
                    loaded.load(&scenario, tenant, &jobs);
                    draw(&mut loaded, &scenario, 7, run);
                    for job in &loaded.jobs {
                        let to = drawn.jobs[job.index as usize].tasks.start as usize;
                        let (from, count) = (job.first as usize, job.count as usize);
                        drawn.durations[to..to + count]
                            .copy_from_slice(&loaded.durations[from..from + count]);
                    }
                }
                simulate(&drawn, Keep::Counts)
            };
            let failed = |run| -> u32 {
                drawn(run).totals.iter().map(|totals| totals.failed_by_maintenance).sum()
            };
            let runs = 7;
            let spread = monte_carlo(&scenario, Draws { runs, seed: 7 }).all;
            assert_eq!(spread.failed, ranks((0..runs).map(failed).collect()), "seed {seed}");
            let of_runs = |count: &dyn Fn(&RunCounts) -> u32| {
                let count = |run| drawn(run).totals.iter().map(|totals| count(&totals.runs)).sum();
                ranks((0..runs).map(count).collect::<Vec<u32>>())
            };
            assert_eq!(spread.affected, of_runs(&|runs| runs.affected), "seed {seed}");
            assert_eq!(spread.lost, of_runs(&|runs| runs.lost), "seed {seed}");
            let drains = (0..runs).map(|run| drain(&drawn(run), |_| true)).collect();
            assert_eq!(spread.drain, ranks(drains), "seed {seed}");
        }
    }

    #[test]
    fn equal_seeds_give_equal_runs_and_others_do_not() {
        let all = |seed| {
            let runs = (0..40).map(|of| monte_carlo(&chancy(of), Draws { runs: 9, seed }));
            runs.collect::<Vec<_>>()
        };
        assert_eq!(all(1), all(1));
        assert_ne!(all(1), all(2));
    }

    #[test]
    fn draws_are_spread_evenly() {
        let mut counts = [0_u32; 10];
        for run in 0..10_000 {
            counts[super::below(super::mixed(run), counts.len())] += 1;
        }
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
    }

    #[test]
    fn ranks_are_the_nearest() {
        #[track_caller]
        fn case(values: &[u32], want: (u32, u32, u32)) {
            let found = ranks(values.to_vec());
            assert_eq!((found.p50, found.p90, found.p99), want);
        }
        case(&[7], (7, 7, 7));
        case(&[4, 1, 3, 2], (2, 4, 4));
        case(&(1..=100).collect::<Vec<_>>(), (50, 90, 99));
        case(&(1..=10).collect::<Vec<_>>(), (5, 9, 10));
    }
}
