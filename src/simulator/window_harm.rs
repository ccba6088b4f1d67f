//! WindowHarm: what each of many windows does to a tenant.
//!
//! The tenant is run once without any window. A window's run leaves that one where it opens, and
//! is dropped as soon as both have the same future again.

use crate::domain::{Instant, Span};
use crate::scenario::Model;
use crate::simulator::drain_times::Drain;
use crate::simulator::groups::Groups;
use crate::simulator::merge::same_future;
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::tenant::TenantPlan;
use crate::simulator::tenant_run::Run;
use crate::simulator::tenant_state::State;
use crate::simulator::trace::Sum;

/// Runs with and without a window are compared so often.
const PACE: Span = Span::from_secs(15 * 60);
/// So many jobs may stand in the states of windows at once, to bound the memory.
const JOBS_AT_ONCE: usize = 4_000_000;

/// What a window does to one tenant.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// Sessions that maintenance fails.
    pub(super) failed: u32,
    /// Runs that are lost to it, sessions with their retries.
    pub(super) lost: u32,
    /// How the window was drained, where it found covered sessions at work.
    pub(super) drained: Option<Drain>,
}

/// One tenant after the other is weighed; memory is used again.
pub(super) struct WindowHarm<'w> {
    scenario: &'w Model,
    /// The course without any window.
    base: &'w ModeTimeline,
    /// One for each window, in the order in which they open.
    courses: &'w [ModeTimeline],
    jobs: &'w Groups<u32>,
    tenant: TenantPlan,
    plain: Branch,
    /// Windows that are open, or whose traces are not gone yet.
    branches: Vec<(usize, Branch)>,
    spare: Vec<Branch>,
    found: Vec<Found>,
}

/// A run of the tenant.
#[derive(Default)]
struct Branch {
    state: State,
    sum: Sum,
    drains: Vec<Drain>,
}

impl Branch {
    fn run<'b>(
        &'b mut self,
        scenario: &Model,
        base: &'b ModeTimeline,
        course: &'b ModeTimeline,
        tenant: &'b TenantPlan,
    ) -> Run<'b, Sum> {
        Run {
            start: scenario.start,
            course,
            tenant,
            acts: base.tenants.of(tenant.index),
            state: &mut self.state,
            ledger: &mut self.sum,
            drains: &mut self.drains,
            last: None,
            next_event: scenario.start,
        }
    }

    /// What this run has that another has not, in numbers that may wrap around.
    fn beyond(&self, other: &Branch) -> Found {
        let (mine, theirs) = (&self.sum.0, &other.sum.0);
        Found {
            failed: mine.failed_by_maintenance.wrapping_sub(theirs.failed_by_maintenance),
            lost: mine.lost.wrapping_sub(theirs.lost),
            drained: self.drains.first().copied(),
        }
    }
}

impl<'w> WindowHarm<'w> {
    pub(super) fn new(
        scenario: &'w Model,
        base: &'w ModeTimeline,
        courses: &'w [ModeTimeline],
        jobs: &'w Groups<u32>,
    ) -> WindowHarm<'w> {
        WindowHarm {
            scenario,
            base,
            courses,
            jobs,
            tenant: TenantPlan::default(),
            plain: Branch::default(),
            branches: Vec::new(),
            spare: Vec::new(),
            found: Vec::new(),
        }
    }

    /// What every window does to a tenant, in the order of the windows.
    pub(super) fn tenant(&mut self, index: u32) -> &[Found] {
        self.tenant.load(self.scenario, index, self.jobs.of(index));
        self.plain.state.reset(&self.tenant);
        self.plain.sum = Sum::default();
        self.found.clear();
        self.found.resize(self.courses.len(), Found::default());
        let scenario = self.scenario;
        self.without().find(scenario);
        let mut compare_at = self.scenario.start;
        // Runs that were too many to go on side by side: what they came to.
        let mut alone = Vec::new();
        for (which, course) in self.courses.iter().enumerate() {
            let opens = course.windows[0].from;
            while !self.branches.is_empty() && compare_at <= opens {
                self.compare(compare_at);
                compare_at = compare_at + PACE;
            }
            if self.branches.is_empty() {
                compare_at = opens + PACE;
            }
            self.without().advance(Some(opens));
            if self.does_something(course) {
                self.branch(which);
                if self.branches.len() * self.tenant.jobs.len() > JOBS_AT_ONCE {
                    alone.push(self.alone());
                }
            }
        }
        while !self.branches.is_empty() && self.without().advance(Some(compare_at)) {
            self.compare(compare_at);
            compare_at = compare_at + PACE;
        }
        while !self.branches.is_empty() {
            alone.push(self.alone());
        }
        self.without().advance(None);
        for (which, branch) in alone {
            self.found[which] = branch.beyond(&self.plain);
            self.spare.push(branch);
        }
        let plain = &self.plain.sum.0;
        for found in &mut self.found {
            found.failed = found.failed.wrapping_add(plain.failed_by_maintenance);
            found.lost = found.lost.wrapping_add(plain.lost);
        }
        &self.found
    }

    /// The run without any window.
    fn without(&mut self) -> Run<'_, Sum> {
        self.plain.run(self.scenario, self.base, self.base, &self.tenant)
    }

    /// Whether a window that opens now may change anything: it finds something to drain, or
    /// something is due before it closes.
    fn does_something(&mut self, course: &ModeTimeline) -> bool {
        let closes = course.steps.last().map(|step| step.at);
        self.plain.state.covered_working > 0
            || self.without().next().is_some_and(|next| Some(next) < closes)
    }

    fn branch(&mut self, which: usize) {
        let mut branch = self.spare.pop().unwrap_or_default();
        branch.state.copy(&self.plain.state);
        branch.sum = self.plain.sum;
        branch.drains.clear();
        self.branches.push((which, branch));
    }

    /// Takes all runs up to an instant, and drops those whose window has left no trace.
    fn compare(&mut self, at: Instant) {
        self.without().advance(Some(at));
        let WindowHarm { scenario, base, courses, tenant, plain, found, spare, branches, .. } =
            self;
        let mut kept = 0;
        for place in 0..branches.len() {
            let (which, branch) = &mut branches[place];
            let course = &courses[*which];
            branch.run(scenario, base, course, tenant).advance(Some(at));
            let closed = course.steps.last().is_none_or(|step| step.at < at);
            if closed && same_future(tenant, &branch.state, &plain.state) {
                found[*which] = branch.beyond(plain);
            } else {
                branches.swap(kept, place);
                kept += 1;
            }
        }
        spare.extend(branches.drain(kept..).map(|(_, branch)| branch));
    }

    /// Takes the oldest run to its end.
    fn alone(&mut self) -> (usize, Branch) {
        let (which, mut branch) = self.branches.remove(0);
        let course = &self.courses[which];
        branch.run(self.scenario, self.base, course, &self.tenant).advance(None);
        (which, branch)
    }
}
