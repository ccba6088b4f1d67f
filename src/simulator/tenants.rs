//! The runs of all tenants, side by side if that is worth it.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::domain::{Instant, RunCounts};
use crate::scenario::Model;
use crate::simulator::drain_times::DrainTimes;
use crate::simulator::groups::Groups;
use crate::simulator::mode_timeline::{HarmedBy, ModeTimeline};
use crate::simulator::outcome::{Keep, Totals};
use crate::simulator::tenant_plan::TenantPlan;
use crate::simulator::tenant_run::Run;
use crate::simulator::tenant_state::State;
use crate::simulator::trace::{Details, JobTotals, Recorded, Trace as _};

/// With fewer tasks than this, threads cost more than they save.
const MANY: u64 = 100_000;

/// The results of the runs.
pub(super) struct Runs {
    /// Counts by job.
    pub(super) totals: Vec<Totals>,
    pub(super) drains: DrainTimes,
    /// What maintenance does to runs that is not asked about.
    pub(super) others: BTreeMap<HarmedBy, RunCounts>,
    /// The last instant at which something was due.
    pub(super) last: Option<Instant>,
    pub(super) details: Details,
}

pub(super) fn run_all(model: &Model, timeline: &ModeTimeline, keep: Keep) -> Runs {
    let jobs = jobs_by_tenant(model);
    let parts = in_parts(model, 1, |tenants| run_part(model, timeline, &jobs, keep, tenants));
    let mut runs = Runs {
        totals: vec![Totals::default(); model.jobs.len()],
        drains: DrainTimes::new(&timeline.windows),
        others: BTreeMap::new(),
        last: None,
        details: Details::default(),
    };
    let mut order = jobs.all().iter();
    for part in parts {
        for (totals, job) in part.trace.totals.iter().zip(&mut order) {
            runs.totals[*job as usize] = *totals;
        }
        runs.drains.append(part.drains);
        for (by, counts) in &part.trace.others {
            runs.others.entry(*by).or_default().add(counts);
        }
        runs.last = runs.last.max(part.last);
        runs.details = runs.details.append(part.trace.details.unwrap_or_default());
    }
    runs
}

/// The results of some tenants' runs.
struct Part {
    trace: JobTotals,
    drains: DrainTimes,
    last: Option<Instant>,
}

fn run_part(
    model: &Model,
    timeline: &ModeTimeline,
    jobs: &Groups<u32>,
    keep: Keep,
    tenants: Range<u32>,
) -> Part {
    let trace = match keep {
        Keep::Counts => JobTotals::default(),
        Keep::Found => JobTotals::with_details(Details::of(Recorded::RanAlready)),
        Keep::Everything => JobTotals::with_details(Details::of(Recorded::All)),
    };
    let mut part = Part { trace, drains: DrainTimes::new(&timeline.windows), last: None };
    let (mut tenant, mut state) = (TenantPlan::default(), State::default());
    let mut drains = Vec::new();
    for index in tenants {
        tenant.load(model, index, jobs.of(index));
        state.reset(&tenant);
        part.trace.open(&tenant);
        let mut run = Run {
            start: model.start,
            timeline,
            tenant: &tenant,
            events: timeline.tenant_events.of(index),
            state: &mut state,
            trace: &mut part.trace,
            drains: &mut drains,
            last: None,
            next_event: model.start,
        };
        run.add_running(model);
        run.advance(None);
        run.finish();
        part.last = part.last.max(run.last);
        part.drains.add(&drains, keep, timeline.asked);
        drains.clear();
    }
    part
}

/// Does some work for all tenants, in parts of several tenants. The parts run side by side if there
/// is enough to do, and are returned in order. `times`: how often every tenant is run.
pub(super) fn in_parts<R: Send>(
    model: &Model,
    times: u64,
    work: impl Fn(Range<u32>) -> R + Sync + Send,
) -> Vec<R> {
    let mut weights = vec![0_u64; model.tenants.len()];
    for job in &model.jobs {
        let sessions = job.starts.len() + usize::from(job.running.is_some());
        weights[job.tenant as usize] += 1 + (job.tasks.len() * sessions) as u64;
    }
    let all: u64 = weights.iter().sum::<u64>().saturating_mul(times);
    let threads = if all < MANY || weights.len() < 2 { 1 } else { rayon::current_num_threads() };
    if threads == 1 {
        return vec![work(0..u32::try_from(weights.len()).unwrap_or(u32::MAX))];
    }
    let parts = cut(&weights, 8 * threads as u64);
    parts.into_par_iter().map(work).collect()
}

/// Cuts the tenants into about `parts` parts of about the same weight.
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

/// The jobs of every tenant, in the order of the model.
pub(super) fn jobs_by_tenant(model: &Model) -> Groups<u32> {
    let by_tenant: Vec<(u32, u32)> =
        (0_u32..).zip(&model.jobs).map(|(at, job)| (job.tenant, at)).collect();
    Groups::new(model.tenants.len(), &by_tenant)
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
