//! Plan: where a maintenance window would hurt least.
//!
//! What lies before a window does not depend on it, and some time after it all is as if it had
//! never been. So every tenant is run once without any window; each candidate leaves that run where
//! it opens, and is dropped as soon as its state has the same future again.

use std::ops::Range;

use crate::domain::{Instant, Span};
use crate::scenario::Model;
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::tenants::{in_parts, jobs_by_tenant};
use crate::simulator::window_harm::{Found, WindowHarm};

/// A window, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// When the mode is switched on.
    pub from: Instant,
    /// When it ends.
    pub until: Instant,
    /// Runs, each a session with its retries, that it fails and no retry heals by the horizon.
    pub lost: u32,
    /// Sessions that it fails, healed ones included.
    pub failed: u32,
    /// Since when no covered session works; `None`: not before it ends.
    pub drained_at: Option<Instant>,
    /// The tenants that it hits, in the order of the scenario.
    pub hits: Vec<Hit>,
}

/// A tenant that a window hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Who, as an index.
    pub tenant: u32,
    /// Runs that the window fails and no retry heals.
    pub lost: u32,
    /// Sessions that it fails, healed ones included.
    pub failed: u32,
}

impl Candidate {
    /// What windows are ordered by: the least harm first.
    fn harm(&self) -> impl Ord + use<> {
        let drain = self.drained_at.map(|at| at - self.from);
        (self.lost, self.failed, drain.is_none(), drain, self.from)
    }
}

/// The windows of a length that hurt least, best first, `top` at most, among those that open at
/// `starts`, which are in order and lie within the scenario. The mode is off at the scenario's
/// start; what its events would switch is left out.
pub fn plan(scenario: &Model, starts: &[Instant], length: Span, top: usize) -> Vec<Candidate> {
    let mut all = weigh(scenario, starts, length, Hits::Left);
    all.sort_by_key(Candidate::harm);
    all.truncate(top);
    let mut best: Vec<Instant> = all.iter().map(|candidate| candidate.from).collect();
    best.sort_unstable();
    // Who is hit is worked out of the best alone, since a list of all would be long.
    let mut best = weigh(scenario, &best, length, Hits::Stored);
    best.sort_by_key(Candidate::harm);
    best
}

/// Whether it is kept who is hit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hits {
    Left,
    Stored,
}

fn weigh(scenario: &Model, starts: &[Instant], length: Span, hits: Hits) -> Vec<Candidate> {
    let base = ModeTimeline::without_windows(scenario);
    let courses: Vec<ModeTimeline> = starts
        .iter()
        .map(|from| ModeTimeline::with_window(scenario, *from, *from + length))
        .collect();
    let jobs = jobs_by_tenant(scenario);
    let times = 1 + starts.len() as u64 / 10;
    let parts = in_parts(scenario, times, |tenants: Range<u32>| {
        let mut part: Vec<Candidate> =
            starts.iter().map(|from| Candidate::harmless(*from, *from + length)).collect();
        let mut weighing = WindowHarm::new(scenario, &base, &courses, &jobs);
        for tenant in tenants {
            for (candidate, found) in part.iter_mut().zip(weighing.tenant(tenant)) {
                candidate.add(tenant, found, hits);
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
        Candidate { from, until, lost: 0, failed: 0, drained_at: Some(from), hits: Vec::new() }
    }

    /// Adds what the window does to one tenant.
    fn add(&mut self, tenant: u32, found: &Found, hits: Hits) {
        let (failed, lost) = (found.failed, found.lost);
        self.lost += lost;
        self.failed += failed;
        if let Some((_, _, drained)) = found.drained {
            self.drained_at = self.drained_at.zip(drained).map(|(a, b)| a.max(b));
        }
        if hits == Hits::Stored && failed > 0 {
            self.hits.push(Hit { tenant, lost, failed });
        }
    }

    /// Adds what the window does to further tenants.
    fn join(&mut self, other: Candidate) {
        self.lost += other.lost;
        self.failed += other.failed;
        self.drained_at = self.drained_at.zip(other.drained_at).map(|(a, b)| a.max(b));
        self.hits.extend(other.hits);
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Instant, Mode, Span};
    use crate::scenario::{Action, Event, Model, random};
    use crate::simulator::window_search::{Hit, plan};
    use crate::simulator::{By, Keep, preview, simulate};

    /// Windows of a length from the start on, five minutes apart.
    fn starts(scenario: &Model, count: i64) -> Vec<Instant> {
        let all = (0..count).map(|n| scenario.start + Span::from_secs(300 * n));
        all.filter(|at| scenario.end.is_none_or(|end| *at <= end)).collect()
    }

    /// A scenario in which nothing switches the mode but one window.
    fn with_window(scenario: &Model, from: Instant, until: Instant) -> Model {
        let mut scenario = scenario.clone();
        let switches = |event: &Event<u32, u32, u32>| {
            matches!(event.action, Action::Enable { .. } | Action::Disable)
        };
        scenario.events.retain(|event| !switches(event));
        let place = scenario.events.partition_point(|event| event.at <= from);
        let action = Action::Enable { until: Some(until) };
        scenario.events.insert(place, Event { at: from, action });
        scenario
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
            let found = plan(&scenario, &starts, length, usize::MAX);
            assert_eq!(found.len(), starts.len());
            for candidate in found {
                let alone = with_window(&scenario, candidate.from, candidate.from + length);
                let outcome = simulate(&alone, Keep::Counts);
                let lines = preview(&alone, &outcome, By::Tenant);
                let place = |name: &str| scenario.tenants.iter().position(|t| &*t.name == name);
                let mut hits: Vec<Hit> = lines
                    .iter()
                    .filter(|line| line.totals.failed_by_maintenance > 0)
                    .map(|line| Hit {
                        tenant: u32::try_from(place(line.tenant.as_ref().unwrap()).unwrap())
                            .unwrap(),
                        lost: line.lost(),
                        failed: line.totals.failed_by_maintenance,
                    })
                    .collect();
                hits.sort_by_key(|hit| hit.tenant);
                let what = format!("seed {seed}, window at {}", candidate.from);
                assert_eq!(candidate.hits, hits, "{what}");
                assert_eq!(candidate.lost, hits.iter().map(|hit| hit.lost).sum::<u32>(), "{what}");
                assert_eq!(candidate.drained_at, outcome.windows[0].drained_at, "{what}");
                hurt += usize::from(candidate.failed > candidate.lost);
            }
        }
        assert!(hurt > 40, "too few windows from which sessions heal: {hurt}");
    }

    #[test]
    fn the_least_harm_comes_first() {
        let scenario = Model::new(random::scenario(5)).unwrap();
        let length = Span::from_secs(1800);
        let all = plan(&scenario, &starts(&scenario, 36), length, usize::MAX);
        let harm: Vec<_> = all.iter().map(|candidate| (candidate.lost, candidate.failed)).collect();
        assert!(harm.is_sorted() && harm[0] != harm[35], "{harm:?}");
        assert_eq!(plan(&scenario, &starts(&scenario, 36), length, 3), all[..3]);
    }
}
