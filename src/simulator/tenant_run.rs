//! Run: the sessions of one tenant through time, instant by instant.
//!
//! An instant has five steps, in this order: ends, events, starts, dispatch, drained. Nothing here
//! scans all sessions: ends and retries wait in queues, and of the sessions with pending tasks only
//! those that could begin one are looked at.

use crate::domain::{Access, FailureCode, Instant, Target, TaskState, on_enable, terminates};
use crate::simulator::details::Cause;
use crate::simulator::drain_times::Drain;
use crate::simulator::mode_timeline::{Control, ModeTimeline, Own, Switch, TenantAct};
use crate::simulator::tenant::TenantPlan;
use crate::simulator::tenant_state::{Due, Phase, State};
use crate::simulator::trace::Trace;

/// A tenant that is run.
pub(super) struct Run<'r, L> {
    pub(super) start: Instant,
    pub(super) course: &'r ModeTimeline,
    pub(super) tenant: &'r TenantPlan,
    /// What happens to the tenant and its jobs by hand.
    pub(super) acts: &'r [Own<TenantAct>],
    pub(super) state: &'r mut State,
    pub(super) ledger: &'r mut L,
    pub(super) drains: &'r mut Vec<Drain>,
    /// The last instant at which something was due.
    pub(super) last: Option<Instant>,
    /// When the course or the tenant changes next; kept up to date by the look ahead.
    pub(super) next_event: Instant,
}

impl<L: Trace> Run<'_, L> {
    /// Simulates every instant that comes before `limit` and not after the horizon. Returns whether
    /// something is left to happen then.
    pub(super) fn advance(&mut self, limit: Option<Instant>) -> bool {
        loop {
            match self.next() {
                Some(next) if next > self.course.horizon => return false,
                Some(next) if limit.is_some_and(|limit| next >= limit) => return true,
                Some(next) => self.instant(next),
                None => return false,
            }
        }
    }

    /// Warnings what still works at the end.
    pub(super) fn close(&mut self) {
        for &job in &self.state.working {
            let s = &self.state.sessions[job as usize];
            let (rule, lost) = (s.rule, s.hurt == 0 && s.codes.has(FailureCode::Maintenance));
            let totals = self.ledger.totals(job);
            totals.working += 1;
            totals.lost += u32::from(lost);
            if let Some(record) = self.ledger.details().and_then(|details| details.session(job)) {
                record.rule = rule;
            }
        }
    }

    fn instant(&mut self, now: Instant) {
        self.state.begun = true;
        self.state.now = now;
        self.catch_up();
        self.ends();
        if self.next_event <= now {
            self.events();
        }
        self.starts();
        self.retries();
        self.dispatch();
        self.drained();
    }

    pub(super) fn control(&self) -> Control {
        self.course.controls[self.state.control as usize]
    }

    pub(super) fn now(&self) -> Instant {
        self.state.now
    }

    /// Warnings that something was due now.
    pub(super) fn due(&mut self) {
        self.last = self.last.max(Some(self.now()));
    }

    /// The next instant at which something can change for this tenant.
    pub(super) fn next(&mut self) -> Option<Instant> {
        const NEVER: Instant = Instant::from_millis(i64::MAX);
        let s = &mut *self.state;
        let act = self.acts.get(s.next_act).map_or(NEVER, |act| act.at);
        let step = self.course.steps.get(s.next_step).map_or(NEVER, |step| step.at);
        self.next_event = act.min(step);
        if !s.begun {
            return Some(self.start);
        }
        while let Some(due) = s.retries.peek() {
            if s.sessions[due.job() as usize].phase == Phase::Waiting(due.at()) {
                break;
            }
            s.retries.pop();
        }
        let end = s.ends.peek().map_or(NEVER, Due::at);
        let retry = s.retries.peek().map_or(NEVER, Due::at);
        let start = self.tenant.starts.get(s.next_start).map_or(NEVER, |(at, _)| *at);
        let own = end.min(retry).min(start).min(act);
        // While nothing works the course of the mode changes nothing until the tenant does something.
        let step = if s.working.is_empty() { NEVER } else { step };
        (own < NEVER).then(|| own.min(step))
    }

    /// Passes over what changed before this instant, while nothing of the tenant worked.
    fn catch_up(&mut self) {
        if self.next_event >= self.state.now {
            return;
        }
        let (now, from) = (self.now(), self.state.next_step);
        let steps = &self.course.steps[from..];
        let passed = steps.partition_point(|step| step.at < now);
        if let Some(step) = passed.checked_sub(1).map(|last| steps[last]) {
            self.state.next_step += passed;
            self.state.control = step.control;
        }
    }

    // Step 1.
    fn ends(&mut self) {
        let now = self.now();
        while let Some(due) = self.state.ends.pop_if(|due| due.at() <= now) {
            let (job, task) = (due.job(), due.task());
            let j = &self.tenant.jobs[job as usize];
            let s = &mut self.state.sessions[job as usize];
            s.running -= 1;
            if j.target == Target::Cloud {
                self.state.used -= 1;
            }
            let place = (j.first + task) as usize;
            let (state, code) = if self.tenant.fails[place] {
                s.codes.add(FailureCode::TaskFailed);
                (TaskState::Failed, Some(FailureCode::TaskFailed))
            } else {
                self.ledger.totals(job).tasks_succeeded += 1;
                (TaskState::Success, None)
            };
            self.state.tasks[place] = Some(state);
            if let Some(details) = self.ledger.details()
                && let Some(record) = details.task(job, task)
            {
                (record.state, record.code, record.ended) = (state, code, Some(now));
            }
            if s.pending > 0 {
                self.enqueue(job);
            } else if s.running == 0 {
                self.stop(job);
            }
            self.last = self.last.max(Some(now));
        }
    }

    // Step 2.
    fn events(&mut self) {
        let now = self.now();
        loop {
            let step = self.course.steps.get(self.state.next_step);
            let step = step.filter(|step| step.at <= now);
            let act = self.acts.get(self.state.next_act).filter(|act| act.at <= now);
            match (step, act) {
                (Some(step), act) if act.is_none_or(|act| step.order < act.order) => {
                    self.state.next_step += 1;
                    self.state.control = step.control;
                    match step.switch {
                        Some(Switch::On(window)) => self.switch_on(window),
                        Some(Switch::Off) => self.state.draining = None,
                        None => {}
                    }
                }
                (_, Some(act)) => {
                    self.state.next_act += 1;
                    match act.what {
                        TenantAct::Access(Access::Disabled) => self.disable(),
                        TenantAct::Access(Access::Enabled) => self.state.disabled = false,
                        TenantAct::Start(index) => {
                            let jobs = &self.tenant.jobs;
                            if let Ok(job) = jobs.binary_search_by_key(&index, |job| job.index) {
                                let job = u32::try_from(job).unwrap_or(u32::MAX);
                                self.begin(job, Cause::ByHand(act.order));
                            }
                        }
                    }
                }
                (_, None) => break,
            }
        }
    }

    /// The mode is switched on: rules for all that works, and a window to be drained.
    pub(super) fn switch_on(&mut self, window: u32) {
        for &job in &self.state.working {
            let rule = on_enable(self.tenant.jobs[job as usize].coverage);
            self.state.sessions[job as usize].rule = Some(rule);
        }
        self.state.draining = None;
        if self.state.covered_working > 0 {
            self.state.draining = u32::try_from(self.drains.len()).ok();
            self.drains.push((self.tenant.index, window, None));
        }
    }

    /// The tenant is disabled: its sessions to the cloud end there and then.
    fn disable(&mut self) {
        if self.state.disabled {
            return;
        }
        self.state.disabled = true;
        for job in self.state.working.clone() {
            let j = &self.tenant.jobs[job as usize];
            let Some(rule) = terminates(j.target) else {
                continue;
            };
            let s = &mut self.state.sessions[job as usize];
            self.state.used -= s.running;
            (s.pending, s.running, s.rule) = (0, 0, Some(rule));
            for task in 0..j.count {
                match self.state.tasks[(j.first + task) as usize] {
                    Some(TaskState::Pending | TaskState::Running) => {
                        self.fail(job, task, FailureCode::TenantDisabled);
                    }
                    Some(TaskState::Success | TaskState::Failed) | None => {}
                }
            }
            self.stop(job);
        }
        let jobs = &self.tenant.jobs;
        let goes_on = |job: u32| jobs[job as usize].target == Target::Local;
        self.state.ends.retain(|due| goes_on(due.job()));
        self.state.fresh.clear();
        self.state.again.clear();
    }

    // Step 3, first part.
    fn starts(&mut self) {
        let now = self.now();
        while let Some(&(at, job)) = self.tenant.starts.get(self.state.next_start) {
            if at > now {
                break;
            }
            self.state.next_start += 1;
            self.due();
            self.begin(job, Cause::Scheduled(self.tenant.jobs[job as usize].index));
        }
    }

    // Step 3, second part.
    fn retries(&mut self) {
        let now = self.now();
        while let Some(due) = self.state.retries.peek() {
            let (at, job) = (due.at(), due.job());
            if at > now {
                break;
            }
            self.state.retries.pop();
            if self.state.sessions[job as usize].phase == Phase::Waiting(at) {
                self.due();
                self.retry(job);
            }
        }
    }

    // Step 4.
    fn dispatch(&mut self) {
        for at in 0..self.state.local.len() {
            let job = self.state.local[at];
            self.state.sessions[job as usize].queued = false;
            self.turn(job);
        }
        self.state.local.clear();
        while self.state.used < self.tenant.slots {
            let s = &mut *self.state;
            let again = s.again.peek();
            let fresh = s.fresh.front().copied();
            let job = match (again, fresh) {
                (None, None) => break,
                (Some(again), None) => {
                    s.again.pop();
                    again.job()
                }
                (Some(again), Some(fresh)) if again < s.sessions[fresh as usize].born => {
                    s.again.pop();
                    again.job()
                }
                (_, Some(fresh)) => {
                    s.fresh.pop_front();
                    fresh
                }
            };
            s.sessions[job as usize].queued = false;
            self.turn(job);
        }
    }

    // Step 5.
    fn drained(&mut self) {
        if let (Some(place), 0) = (self.state.draining, self.state.covered_working) {
            self.drains[place as usize].2 = Some(self.now());
            self.state.draining = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Model, read};
    use crate::simulator::tenant_run::{ModeTimeline, Run, State, TenantPlan};
    use crate::simulator::trace::{Sum, Trace as _};

    #[test]
    fn a_tenant_of_which_nothing_works_does_not_look_at_every_switch() {
        /// The minutes that are looked at, and how many sessions the mode fails.
        #[track_caller]
        fn case(duration: &str, starts: &[u32], want: &[u32], failed: u32) {
            let time = |minute: u32| format!(r#""2026-11-23T20:{minute:02}:00Z""#);
            let switch = |minute: u32| {
                let kind = if minute % 20 == 10 { "enable" } else { "disable" };
                format!(r#"{{"at":{},"event":"{kind}"}}"#, time(minute))
            };
            let json = format!(
                r#"{{"scenario":1,"start":{},"jobs":[{{"name":"j","tenant":"a","type":"mac-agent-backup","tasks":[{{"name":"t","duration":"{duration}"}}],"starts":[{}]}}],"events":[{}]}}"#,
                time(0),
                starts.iter().map(|minute| time(*minute)).collect::<Vec<_>>().join(","),
                [10, 20, 30, 40].map(switch).join(","),
            );
            let scenario = read(json.as_bytes()).and_then(Model::new).unwrap();
            let course = ModeTimeline::of(&scenario);
            let (mut tenant, mut state) = (TenantPlan::default(), State::default());
            let (mut sum, mut drains) = (Sum::default(), Vec::new());
            tenant.load(&scenario, 0, &[0]);
            state.reset(&tenant);
            sum.open(&tenant);
            let mut run = Run {
                start: scenario.start,
                course: &course,
                tenant: &tenant,
                acts: &[],
                state: &mut state,
                ledger: &mut sum,
                drains: &mut drains,
                last: None,
                next_event: scenario.start,
            };
            let mut seen = Vec::new();
            while let Some(next) = run.next() {
                seen.push(
                    u32::try_from((next.millis() - scenario.start.millis()) / 60_000).unwrap(),
                );
                run.instant(next);
            }
            assert_eq!((&*seen, sum.0.failed_by_maintenance), (want, failed), "{starts:?}");
        }
        case("1m", &[50], &[0, 50, 51], 0);
        case("1m", &[35], &[0, 35], 1);
        case("1m", &[10, 20], &[0, 10, 20, 21], 1);
        case("25m", &[5], &[0, 5, 10, 20, 30], 0);
        case("1m", &[], &[0], 0);
    }
}
