//! Tenants: runs them all, side by side where that is worth it.

use std::ops::Range;

use rayon::prelude::*;

use crate::domain::Instant;
use crate::scenario::Model;
use crate::simulator::Keep;
use crate::simulator::details::{Details, Which};
use crate::simulator::drain_times::DrainTimes;
use crate::simulator::groups::Groups;
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::outcome::Totals;
use crate::simulator::tenant::TenantPlan;
use crate::simulator::tenant_run::Run;
use crate::simulator::tenant_state::State;
use crate::simulator::trace::{Counts, Everything, Trace};

/// With less to do than so many tasks, threads would cost more than they bring.
const MANY: u64 = 100_000;

/// What the tenants' runs leave behind.
pub(super) struct Runs {
    /// Counts by job.
    pub(super) totals: Vec<Totals>,
    /// How windows were drained.
    pub(super) drains: DrainTimes,
    /// The last instant at which something was due.
    pub(super) last: Option<Instant>,
    /// What became of sessions and tasks, as far as it was kept.
    pub(super) details: Details,
}

/// Runs every tenant.
pub(super) fn run_all(scenario: &Model, course: &ModeTimeline, keep: Keep) -> Runs {
    let jobs = jobs_by_tenant(scenario);
    let everything = |which| {
        let part = move || Everything { details: Details::of(which), ..Everything::default() };
        let parts = run_parts(scenario, course, &jobs, keep, part);
        let split = |(part, rest): (Everything, _)| ((part.counts, rest), part.details);
        let (parts, details): (Vec<_>, Vec<_>) = parts.into_iter().map(split).unzip();
        (parts, details.into_iter().reduce(Details::append).unwrap_or_default())
    };
    let (parts, details) = match keep {
        Keep::Counts => {
            (run_parts(scenario, course, &jobs, keep, Counts::default), Details::default())
        }
        Keep::Found => everything(Which::Found),
        Keep::Everything => everything(Which::All),
    };
    let mut runs = Runs {
        totals: vec![Totals::default(); scenario.jobs.len()],
        drains: DrainTimes::new(&course.windows),
        last: None,
        details,
    };
    let mut order = jobs.all().iter();
    for (counts, rest) in parts {
        for (totals, job) in counts.totals.iter().zip(&mut order) {
            runs.totals[*job as usize] = *totals;
        }
        runs.drains.append(rest.drains);
        runs.last = runs.last.max(rest.last);
    }
    runs
}

/// What is left of some tenants' runs besides what their ledger holds.
struct Rest {
    drains: DrainTimes,
    last: Option<Instant>,
}

fn run_parts<L: Trace + Send>(
    scenario: &Model,
    course: &ModeTimeline,
    jobs: &Groups<u32>,
    keep: Keep,
    ledger: impl Fn() -> L + Sync + Send,
) -> Vec<(L, Rest)> {
    let run = |tenants: Range<u32>| {
        let (mut tenant, mut state, mut ledger) =
            (TenantPlan::default(), State::default(), ledger());
        let mut rest = Rest { drains: DrainTimes::new(&course.windows), last: None };
        let mut drains = Vec::new();
        for index in tenants {
            tenant.load(scenario, index, jobs.of(index));
            state.reset(&tenant);
            ledger.open(&tenant);
            let mut run = Run {
                start: scenario.start,
                course,
                tenant: &tenant,
                acts: course.tenants.of(index),
                state: &mut state,
                ledger: &mut ledger,
                drains: &mut drains,
                last: None,
                next_event: scenario.start,
            };
            run.find(scenario);
            run.advance(None);
            run.close();
            rest.last = rest.last.max(run.last);
            rest.drains.add(&drains, keep);
            drains.clear();
        }
        (ledger, rest)
    };
    in_parts(scenario, 1, run)
}

/// Does some work for all tenants, in parts that hold some tenants each; side by side where there
/// is enough to do. `times`: how often every tenant is run. Parts come in the order of the tenants.
pub(super) fn in_parts<R: Send>(
    scenario: &Model,
    times: u64,
    work: impl Fn(Range<u32>) -> R + Sync + Send,
) -> Vec<R> {
    let mut weights = vec![0_u64; scenario.tenants.len()];
    for job in &scenario.jobs {
        let sessions = job.job.starts.len() + usize::from(job.running.is_some());
        weights[job.tenant as usize] += 1 + (job.job.tasks.len() * sessions) as u64;
    }
    let all: u64 = weights.iter().sum::<u64>().saturating_mul(times);
    let threads = if all < MANY || weights.len() < 2 { 1 } else { rayon::current_num_threads() };
    if threads == 1 {
        return vec![work(0..u32::try_from(weights.len()).unwrap_or(u32::MAX))];
    }
    let parts = cut(&weights, 8 * threads as u64);
    parts.into_par_iter().map(work).collect()
}

/// Cuts the tenants into about so many parts of about the same weight.
fn cut(weights: &[u64], parts: u64) -> Vec<Range<u32>> {
    let enough = weights.iter().sum::<u64>().div_ceil(parts);
    let (mut cuts, mut first, mut weight) = (Vec::new(), 0, 0);
    for (next, of_tenant) in (1..).zip(weights) {
        weight += of_tenant;
        if weight >= enough {
            cuts.push(first..next);
            (first, weight) = (next, 0);
        }
    }
    let end = u32::try_from(weights.len()).unwrap_or(u32::MAX);
    if first < end {
        cuts.push(first..end);
    }
    cuts
}

/// The jobs of every tenant, in the order of the file.
pub(super) fn jobs_by_tenant(scenario: &Model) -> Groups<u32> {
    let by_tenant: Vec<(u32, u32)> =
        (0_u32..).zip(&scenario.jobs).map(|(at, job)| (job.tenant, at)).collect();
    Groups::new(scenario.tenants.len(), &by_tenant)
}

#[cfg(test)]
mod tests {
    use crate::simulator::tenants::cut;

    #[test]
    fn parts_hold_every_tenant_once_and_in_order() {
        #[track_caller]
        fn case(weights: &[u64], parts: u64, want: &[std::ops::Range<u32>]) {
            assert_eq!(cut(weights, parts), want);
        }
        case(&[1, 1, 1, 1], 2, &[0..2, 2..4]);
        case(&[9, 1, 1, 1], 3, &[0..1, 1..4]);
        case(&[1, 1, 9], 8, &[0..2, 2..3]);
        case(&[5, 0], 1, &[0..1, 1..2]);
        case(&[], 4, &[]);
    }
}
