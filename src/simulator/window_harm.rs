//! The harm that each of many windows does to a tenant.
//!
//! The tenant is run once without any window. The run of a window branches off where the window
//! opens, and is dropped as soon as both have the same future again.

use crate::domain::{Instant, RunCounts, Span};
use crate::scenario::Model;
use crate::simulator::groups::Groups;
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::outcome::TenantDrain;
use crate::simulator::tenant_plan::TenantPlan;
use crate::simulator::tenant_run::Run;
use crate::simulator::tenant_state::State;
use crate::simulator::trace::TenantTotals;

/// How often a branch is compared with the run without any window.
const PACE: Span = Span::from_secs(15 * 60);
/// The most jobs in the states of all branches together, which bounds the memory.
const JOBS_AT_ONCE: usize = 4_000_000;

/// The harm of a window to one tenant.
#[derive(Clone, Copy, Default)]
pub(super) struct Harm {
    /// Sessions that the window fails.
    pub(super) failed: u32,
    /// What it does to runs by the end of the look-ahead.
    pub(super) runs: RunCounts,
    /// How the window was drained, if it found covered sessions running.
    pub(super) drain: Option<TenantDrain>,
}

/// Finds the harm to one tenant after the other, and reuses the memory.
pub(super) struct WindowHarm<'w> {
    model: &'w Model,
    /// The timeline without any window.
    base: &'w ModeTimeline,
    /// The timeline of each window, in the order in which they open.
    timelines: &'w [ModeTimeline],
    jobs: &'w Groups<u32>,
    tenant: TenantPlan,
    /// The run without any window.
    baseline: Branch,
    /// The runs of windows that are open, or whose effects last.
    branches: Vec<(usize, Branch)>,
    spare: Vec<Branch>,
    harms: Vec<Harm>,
}

/// A run of the tenant, with its counts.
#[derive(Default)]
struct Branch {
    state: State,
    totals: TenantTotals,
    drains: Vec<TenantDrain>,
}

impl Branch {
    fn run<'b>(
        &'b mut self,
        model: &Model,
        base: &'b ModeTimeline,
        timeline: &'b ModeTimeline,
        tenant: &'b TenantPlan,
    ) -> Run<'b, TenantTotals> {
        Run {
            start: model.start,
            timeline,
            tenant,
            events: base.tenant_events.of(tenant.index),
            state: &mut self.state,
            trace: &mut self.totals,
            drains: &mut self.drains,
            last: None,
            next_event: model.start,
        }
    }

    /// The harm of the window of this run, of which `other` is the run without any. Runs that only
    /// the window harmed are counted in this one alone.
    fn harm_beyond(&self, other: &Branch) -> Harm {
        let (mine, theirs) = (&self.totals.0, &other.totals.0);
        Harm {
            failed: mine.failed_by_maintenance.saturating_sub(theirs.failed_by_maintenance),
            runs: mine.runs,
            drain: self.drains.first().copied(),
        }
    }
}

impl<'w> WindowHarm<'w> {
    pub(super) fn new(
        model: &'w Model,
        base: &'w ModeTimeline,
        timelines: &'w [ModeTimeline],
        jobs: &'w Groups<u32>,
    ) -> WindowHarm<'w> {
        WindowHarm {
            model,
            base,
            timelines,
            jobs,
            tenant: TenantPlan::default(),
            baseline: Branch::default(),
            branches: Vec::new(),
            spare: Vec::new(),
            harms: Vec::new(),
        }
    }

    /// The harm of every window to a tenant, in the order of the windows.
    pub(super) fn of_tenant(&mut self, index: u32) -> &[Harm] {
        self.tenant.load(self.model, index, self.jobs.of(index));
        self.baseline.state.reset(&self.tenant);
        self.baseline.totals = TenantTotals::default();
        self.harms.clear();
        self.harms.resize(self.timelines.len(), Harm::default());
        let model = self.model;
        self.run_baseline().add_running(model);
        let mut compare_at = self.model.start;
        // Branches that were run to their end, since there were too many.
        let mut finished = Vec::new();
        for (which, timeline) in self.timelines.iter().enumerate() {
            let opens = timeline.windows[0].from;
            while !self.branches.is_empty() && compare_at <= opens {
                self.compare(compare_at);
                compare_at = compare_at + PACE;
            }
            if self.branches.is_empty() {
                compare_at = opens + PACE;
            }
            self.run_baseline().advance(Some(opens));
            if self.may_have_effect(timeline) {
                self.branch(which);
                if self.branches.len() * self.tenant.jobs.len() > JOBS_AT_ONCE {
                    finished.push(self.finish_oldest());
                }
            }
        }
        while !self.branches.is_empty() && self.run_baseline().advance(Some(compare_at)) {
            self.compare(compare_at);
            compare_at = compare_at + PACE;
        }
        while !self.branches.is_empty() {
            finished.push(self.finish_oldest());
        }
        self.run_baseline().advance(None);
        for (which, branch) in finished {
            self.harms[which] = branch.harm_beyond(&self.baseline);
            self.spare.push(branch);
        }
        &self.harms
    }

    fn run_baseline(&mut self) -> Run<'_, TenantTotals> {
        self.baseline.run(self.model, self.base, self.base, &self.tenant)
    }

    /// Whether a window that opens now may have any effect: a covered session is working, or
    /// something is due before the window closes.
    fn may_have_effect(&mut self, timeline: &ModeTimeline) -> bool {
        let closes = timeline.changes.last().map(|change| change.at);
        self.baseline.state.covered_working > 0
            || self.run_baseline().next().is_some_and(|next| Some(next) < closes)
    }

    fn branch(&mut self, which: usize) {
        let mut branch = self.spare.pop().unwrap_or_default();
        branch.state.clone_from(&self.baseline.state);
        branch.totals = self.baseline.totals;
        branch.drains.clear();
        self.branches.push((which, branch));
    }

    /// Advances all runs to an instant, and drops branches whose window has no effect any more.
    fn compare(&mut self, at: Instant) {
        self.run_baseline().advance(Some(at));
        let WindowHarm { model, base, timelines, tenant, baseline, harms, spare, branches, .. } =
            self;
        let mut kept = 0;
        for place in 0..branches.len() {
            let (which, branch) = &mut branches[place];
            let timeline = &timelines[*which];
            let mut run = branch.run(model, base, timeline, tenant);
            run.advance(Some(at));
            let is_over = timeline.horizon < at;
            if is_over {
                run.finish();
            }
            let closed = timeline.changes.last().is_none_or(|change| change.at < at);
            if is_over || closed && branch.state.has_same_future(&baseline.state, tenant) {
                harms[*which] = branch.harm_beyond(baseline);
            } else {
                branches.swap(kept, place);
                kept += 1;
            }
        }
        spare.extend(branches.drain(kept..).map(|(_, branch)| branch));
    }

    /// Runs the oldest branch to its end.
    fn finish_oldest(&mut self) -> (usize, Branch) {
        let (which, mut branch) = self.branches.remove(0);
        let timeline = &self.timelines[which];
        let mut run = branch.run(self.model, self.base, timeline, &self.tenant);
        run.advance(None);
        run.finish();
        (which, branch)
    }
}
