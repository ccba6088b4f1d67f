//! The search for the maintenance windows that do the least harm.

use std::ops::Range;

use crate::domain::{Instant, RunCounts, Span};
use crate::scenario::Model;
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::tenants::{in_parts, jobs_by_tenant};
use crate::simulator::window_harm::{Harm, WindowHarm};

/// A window with its harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub from: Instant,
    pub until: Instant,
    /// What it does to runs by the end of its look-ahead.
    pub runs: RunCounts,
    /// Sessions that it fails, healed ones included.
    pub failed: u32,
    /// The first instant without a working covered session; `None`: not before the window ends.
    pub drained_at: Option<Instant>,
    /// The tenants that it harms, in the order of the model.
    pub affected: Vec<AffectedTenant>,
}

/// A tenant that a window harms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AffectedTenant {
    pub tenant: u32,
    pub runs: RunCounts,
    /// Sessions that it fails, healed ones included.
    pub failed: u32,
}

impl Candidate {
    /// The order of windows: the least harm first.
    fn harm(&self) -> impl Ord + use<> {
        let drain = self.drained_at.map(|at| at - self.from);
        (self.runs.not_recovered(), self.runs.affected, drain.is_none(), drain, self.from)
    }
}

/// The `top` windows of a length that do the least harm, best first, among those that open at
/// `starts`, which are in order and lie within the model. The mode is off at the start; events that
/// switch it do not count.
pub fn best_windows(model: &Model, starts: &[Instant], length: Span, top: usize) -> Vec<Candidate> {
    let mut all = measure(model, starts, length, Affected::Counted);
    all.sort_by_key(Candidate::harm);
    all.truncate(top);
    let mut best: Vec<Instant> = all.iter().map(|candidate| candidate.from).collect();
    best.sort_unstable();
    // Only the best ones list the affected tenants, since lists for all would be long.
    let mut best = measure(model, &best, length, Affected::Listed);
    best.sort_by_key(Candidate::harm);
    best
}

/// Whether candidates list the affected tenants.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Affected {
    Counted,
    Listed,
}

fn measure(model: &Model, starts: &[Instant], length: Span, affected: Affected) -> Vec<Candidate> {
    let base = ModeTimeline::without_windows(model);
    let of_window = |from: &Instant| ModeTimeline::with_window(model, *from, *from + length);
    let timelines: Vec<ModeTimeline> = starts.iter().map(of_window).collect();
    let jobs = jobs_by_tenant(model);
    let times = 1 + starts.len() as u64 / 10;
    let parts = in_parts(model, times, |tenants: Range<u32>| {
        let mut part: Vec<Candidate> =
            starts.iter().map(|from| Candidate::harmless(*from, *from + length)).collect();
        let mut harm = WindowHarm::new(model, &base, &timelines, &jobs);
        for tenant in tenants {
            for (candidate, harm) in part.iter_mut().zip(harm.of_tenant(tenant)) {
                candidate.add(tenant, harm, affected);
            }
        }
        part
    });
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        for (candidate, more) in all.iter_mut().zip(part) {
            candidate.join(more);
        }
    }
    all
}

impl Candidate {
    fn harmless(from: Instant, until: Instant) -> Candidate {
        let (runs, affected) = (RunCounts::default(), Vec::new());
        Candidate { from, until, runs, failed: 0, drained_at: Some(from), affected }
    }

    /// Adds the harm to one tenant.
    fn add(&mut self, tenant: u32, harm: &Harm, affected: Affected) {
        self.runs.add(&harm.runs);
        self.failed += harm.failed;
        if let Some(drain) = harm.drain {
            self.drained_at = self.drained_at.zip(drain.drained_at).map(|(a, b)| a.max(b));
        }
        if affected == Affected::Listed && harm.runs.affected > 0 {
            let Harm { runs, failed, .. } = *harm;
            self.affected.push(AffectedTenant { tenant, runs, failed });
        }
    }

    /// Adds the harm to further tenants.
    fn join(&mut self, other: Candidate) {
        self.runs.add(&other.runs);
        self.failed += other.failed;
        self.drained_at = self.drained_at.zip(other.drained_at).map(|(a, b)| a.max(b));
        self.affected.extend(other.affected);
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Instant, LOOK_AHEAD, Mode, RunCounts, Span};
    use crate::scenario::{Action, Event, Model, random};
    use crate::simulator::window_search::best_windows;
    use crate::simulator::{By, Keep, preview, simulate};

    /// Windows of a length from the start on, five minutes apart.
    fn starts(scenario: &Model, count: i64) -> Vec<Instant> {
        let all = (0..count).map(|n| scenario.start + Span::from_secs(300 * n));
        all.filter(|at| scenario.end.is_none_or(|end| *at <= end)).collect()
    }

    /// A scenario in which nothing switches the mode but one window, which is asked about.
    fn with_window(scenario: &Model, from: Instant, until: Instant) -> Model {
        let mut scenario = scenario.clone();
        let switches = |event: &Event<u32, u32, u32>| {
            matches!(event.action, Action::Enable { .. } | Action::Disable)
        };
        scenario.events.retain(|event| !switches(event));
        scenario.asked = Some(from);
        let look_ahead = until + LOOK_AHEAD;
        scenario.end = Some(scenario.end.map_or(look_ahead, |end| end.min(look_ahead)));
        let place = scenario.events.partition_point(|event| event.at <= from);
        let action = Action::Enable { until: Some(until) };
        scenario.events.insert(place, Event { at: from, action });
        scenario
    }

    /// The counts of affected runs.
    fn harm(runs: &RunCounts) -> [u32; 6] {
        let RunCounts { affected, cut, refused, recovered, lost, pending, .. } = *runs;
        [affected, cut, refused, recovered, lost, pending]
    }

    #[test]
    fn every_window_does_what_it_does_when_simulated_by_itself() {
        let mut hurt = 0;
        for seed in 0..160 {
            let mut scenario = random::scenario(seed);
            (scenario.mode, scenario.until) = (Mode::Active, None);
            let scenario = Model::new(scenario).unwrap();
            let length = Span::from_secs(300 + 300 * i64::try_from(seed % 9).unwrap());
            let starts = starts(&scenario, 36);
            let found = best_windows(&scenario, &starts, length, usize::MAX);
            assert_eq!(found.len(), starts.len());
            let mut never_on = scenario.clone();
            never_on
                .events
                .retain(|event| !matches!(event.action, Action::Enable { .. } | Action::Disable));
            let without = simulate(&never_on, Keep::Counts);
            let without: u32 =
                without.totals.iter().map(|totals| totals.failed_by_maintenance).sum();
            for candidate in found {
                let alone = with_window(&scenario, candidate.from, candidate.from + length);
                let outcome = simulate(&alone, Keep::Counts);
                let lines = preview(&alone, &outcome, By::Tenant);
                let place = |name: &str| scenario.tenants.iter().position(|t| &*t.name == name);
                let mut affected: Vec<(usize, RunCounts)> = lines
                    .iter()
                    .filter(|line| line.totals.runs.affected > 0)
                    .map(|line| (place(line.tenant.as_ref().unwrap()).unwrap(), line.totals.runs))
                    .collect();
                affected.sort_by_key(|each| each.0);
                let what = format!("seed {seed}, window at {}", candidate.from);
                let found = candidate.affected.iter();
                let found: Vec<_> =
                    found.map(|each| (each.tenant as usize, harm(&each.runs))).collect();
                let wanted: Vec<_> =
                    affected.iter().map(|(tenant, runs)| (*tenant, harm(runs))).collect();
                assert_eq!(found, wanted, "{what}");
                let mut all = RunCounts::default();
                outcome.totals.iter().for_each(|totals| all.add(&totals.runs));
                assert_eq!(harm(&candidate.runs), harm(&all), "{what}");
                let failed: u32 =
                    outcome.totals.iter().map(|totals| totals.failed_by_maintenance).sum();
                assert_eq!(candidate.failed, failed - without, "{what}");
                assert_eq!(candidate.drained_at, outcome.windows[0].drained_at, "{what}");
                hurt += usize::from(candidate.runs.recovered > 0);
            }
        }
        assert!(hurt > 40, "too few windows from which runs recover: {hurt}");
    }

    #[test]
    fn the_least_harm_comes_first() {
        let scenario = Model::new(random::scenario(5)).unwrap();
        let length = Span::from_secs(1800);
        let all = best_windows(&scenario, &starts(&scenario, 36), length, usize::MAX);
        let harm: Vec<_> = all
            .iter()
            .map(|candidate| (candidate.runs.not_recovered(), candidate.runs.affected))
            .collect();
        assert!(harm.is_sorted() && harm.first() != harm.last(), "{harm:?}");
        assert_eq!(best_windows(&scenario, &starts(&scenario, 36), length, 3), all[..3]);
    }
}
