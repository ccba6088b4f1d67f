//! The run of one tenant through time, instant by instant.
//!
//! An instant has five steps: ends, events, starts, dispatch, drained. No step scans all sessions:
//! ends and retries wait in queues, and only sessions that could start a task are dispatched.

use std::cmp::Reverse;

use crate::domain::{
    Access, FailureCode, Instant, RunProgress, Target, TaskState, on_enable, terminates,
};
use crate::simulator::mode_timeline::{Control, ModeTimeline, Ordered, Switch, TenantAction};
use crate::simulator::outcome::{Cause, TenantDrain};
use crate::simulator::tenant_plan::TenantPlan;
use crate::simulator::tenant_state::{Due, Phase, Session, State};
use crate::simulator::trace::Trace;

pub(super) struct Run<'r, T> {
    pub(super) start: Instant,
    pub(super) timeline: &'r ModeTimeline,
    pub(super) tenant: &'r TenantPlan,
    /// The events of the tenant.
    pub(super) events: &'r [Ordered<TenantAction>],
    pub(super) state: &'r mut State,
    pub(super) trace: &'r mut T,
    pub(super) drains: &'r mut Vec<TenantDrain>,
    /// The last instant at which something was due.
    pub(super) last: Option<Instant>,
    /// When the control or the tenant changes next, as [`Run::next`] found it.
    pub(super) next_event: Instant,
}

impl<T: Trace> Run<'_, T> {
    /// Simulates every instant before `limit`, up to the horizon. Returns whether anything is left to
    /// happen.
    pub(super) fn advance(&mut self, limit: Option<Instant>) -> bool {
        loop {
            match self.next() {
                Some(next) if next > self.timeline.horizon => return false,
                Some(next) if limit.is_some_and(|limit| next >= limit) => return true,
                Some(next) => {
                    self.begin_instant(next);
                    if next == self.timeline.horizon && self.timeline.stops_before_starts {
                        return false;
                    }
                    self.end_instant();
                }
                None => return false,
            }
        }
    }

    /// Counts the sessions that are working at the end, and the runs that are not over.
    pub(super) fn finish(&mut self) {
        for job in (0_u32..).zip(&self.tenant.jobs).map(|(job, _)| job) {
            let Session { phase, rule, .. } = self.state.sessions[job as usize];
            if phase != Phase::Idle {
                self.close_run(job, RunProgress::Open);
            }
            if phase != Phase::Working {
                continue;
            }
            self.trace.totals(job).working += 1;
            if let Some(record) = self.trace.details().and_then(|details| details.session(job)) {
                record.rule = rule;
            }
        }
    }

    /// Ends and events.
    fn begin_instant(&mut self, now: Instant) {
        self.state.begun = true;
        self.state.now = now;
        self.skip_changes();
        self.ends();
        if self.next_event <= now {
            self.events();
        }
    }

    fn end_instant(&mut self) {
        self.starts();
        self.retries();
        self.dispatch();
        self.drained();
    }

    pub(super) fn control(&self) -> Control {
        self.timeline.controls[self.state.control as usize]
    }

    pub(super) fn now(&self) -> Instant {
        self.state.now
    }

    /// Notes that something was due now.
    pub(super) fn due(&mut self) {
        self.last = self.last.max(Some(self.now()));
    }

    /// The next instant at which something can change for this tenant.
    pub(super) fn next(&mut self) -> Option<Instant> {
        const NEVER: Instant = Instant::from_millis(i64::MAX);
        let s = &mut *self.state;
        let event = self.events.get(s.next_event).map_or(NEVER, |event| event.at);
        let change = self.timeline.changes.get(s.next_change).map_or(NEVER, |change| change.at);
        self.next_event = event.min(change);
        if !s.begun {
            return Some(self.start);
        }
        while let Some(Reverse(due)) = s.retries.peek() {
            if s.sessions[due.job as usize].phase == Phase::Waiting(due.at) {
                break;
            }
            s.retries.pop();
        }
        let end = s.ends.peek().map_or(NEVER, |Reverse(due)| due.at);
        let retry = s.retries.peek().map_or(NEVER, |Reverse(due)| due.at);
        let start = self.tenant.starts.get(s.next_start).map_or(NEVER, |(at, _)| *at);
        let own = end.min(retry).min(start).min(event);
        // While nothing is working, a change of the mode has no effect until the tenant acts.
        let change = if s.working.is_empty() { NEVER } else { change };
        (own < NEVER).then(|| own.min(change))
    }

    /// Skips the changes before this instant, at which nothing of the tenant was working.
    fn skip_changes(&mut self) {
        if self.next_event >= self.state.now {
            return;
        }
        let (now, from) = (self.now(), self.state.next_change);
        let changes = &self.timeline.changes[from..];
        let passed = changes.partition_point(|change| change.at < now);
        if let Some(last) = passed.checked_sub(1) {
            self.state.next_change += passed;
            self.state.control = changes[last].control;
        }
    }

    // Step 1.
    fn ends(&mut self) {
        let now = self.now();
        while let Some(&Reverse(Due { at, job, task })) = self.state.ends.peek() {
            if at > now {
                break;
            }
            self.state.ends.pop();
            let j = &self.tenant.jobs[job as usize];
            let s = &mut self.state.sessions[job as usize];
            s.running -= 1;
            if j.target == Target::Cloud {
                self.state.used_slots -= 1;
            }
            let place = (j.first + task) as usize;
            let (state, code) = if self.tenant.fails[place] {
                s.codes.add(FailureCode::TaskFailed);
                (TaskState::Failed, Some(FailureCode::TaskFailed))
            } else {
                self.trace.totals(job).tasks_succeeded += 1;
                if s.harm.open > 0 && std::mem::take(&mut self.state.harmed[place]) {
                    s.harm.open -= 1;
                }
                (TaskState::Success, None)
            };
            self.state.tasks[place] = Some(state);
            if let Some(details) = self.trace.details()
                && let Some(record) = details.task(job, task)
            {
                (record.state, record.code, record.ended) = (state, code, Some(now));
            }
            if s.pending > 0 {
                self.queue(job);
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
            let change = self.timeline.changes.get(self.state.next_change);
            let change = change.filter(|change| change.at <= now);
            let event = self.events.get(self.state.next_event).filter(|event| event.at <= now);
            match (change, event) {
                (Some(change), event) if event.is_none_or(|event| change.order < event.order) => {
                    self.state.next_change += 1;
                    self.state.control = change.control;
                    match change.switch {
                        Some(Switch::On(window)) => self.switch_on(window),
                        Some(Switch::Off) => self.state.draining = None,
                        None => {}
                    }
                }
                (_, Some(event)) => {
                    self.state.next_event += 1;
                    match event.action {
                        TenantAction::SetAccess(Access::Disabled) => self.disable(),
                        TenantAction::SetAccess(Access::Enabled) => self.state.disabled = false,
                        TenantAction::Start(index) => {
                            let jobs = &self.tenant.jobs;
                            if let Ok(job) = jobs.binary_search_by_key(&index, |job| job.index) {
                                let job = u32::try_from(job).unwrap_or(u32::MAX);
                                self.start(job, Cause::ByHand(event.order));
                            }
                        }
                    }
                }
                (_, None) => break,
            }
        }
    }

    /// The mode is switched on: working sessions get their rule, and the window is to be drained.
    pub(super) fn switch_on(&mut self, window: u32) {
        for &job in &self.state.working {
            let rule = on_enable(self.tenant.jobs[job as usize].coverage);
            self.state.sessions[job as usize].rule = Some(rule);
        }
        self.state.draining = None;
        if self.state.covered_working > 0 {
            self.state.draining = u32::try_from(self.drains.len()).ok();
            self.drains.push(TenantDrain { tenant: self.tenant.index, window, drained_at: None });
        }
    }

    /// The tenant is disabled: its sessions to the cloud end at once.
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
            self.state.used_slots -= s.running;
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
        self.state.ends.retain(|Reverse(due)| jobs[due.job as usize].target == Target::Local);
        self.state.queued_in_order.clear();
        self.state.queued_again.clear();
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
            self.start(job, Cause::Scheduled(self.tenant.jobs[job as usize].index));
        }
    }

    // Step 3, second part.
    fn retries(&mut self) {
        let now = self.now();
        while let Some(&Reverse(Due { at, job, .. })) = self.state.retries.peek() {
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
        for at in 0..self.state.queued_local.len() {
            let job = self.state.queued_local[at];
            self.state.sessions[job as usize].queued = false;
            self.dispatch_session(job);
        }
        self.state.queued_local.clear();
        while self.state.used_slots < self.tenant.slots {
            let s = &mut *self.state;
            let again = s.queued_again.peek().map(|Reverse(creation)| *creation);
            let first = s.queued_in_order.front().map(|job| s.sessions[*job as usize].creation);
            let job = match (again, first) {
                (Some(again), first) if first.is_none_or(|first| again < first) => {
                    s.queued_again.pop();
                    again.job
                }
                (_, Some(first)) => {
                    s.queued_in_order.pop_front();
                    first.job
                }
                (Some(_) | None, None) => break,
            };
            s.sessions[job as usize].queued = false;
            self.dispatch_session(job);
        }
    }

    // Step 5.
    fn drained(&mut self) {
        if let (Some(place), 0) = (self.state.draining, self.state.covered_working) {
            self.drains[place as usize].drained_at = Some(self.now());
            self.state.draining = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Model, read};
    use crate::simulator::tenant_run::{ModeTimeline, Run, State, TenantPlan};
    use crate::simulator::trace::{TenantTotals, Trace as _};

    #[test]
    fn an_idle_tenant_skips_changes_of_the_mode() {
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
            let model = read(json.as_bytes()).and_then(Model::new).unwrap();
            let timeline = ModeTimeline::of(&model);
            let (mut tenant, mut state) = (TenantPlan::default(), State::default());
            let (mut sum, mut drains) = (TenantTotals::default(), Vec::new());
            tenant.load(&model, 0, &[0]);
            state.reset(&tenant);
            sum.open(&tenant);
            let mut run = Run {
                start: model.start,
                timeline: &timeline,
                tenant: &tenant,
                events: &[],
                state: &mut state,
                trace: &mut sum,
                drains: &mut drains,
                last: None,
                next_event: model.start,
            };
            let mut seen = Vec::new();
            while let Some(next) = run.next() {
                seen.push(u32::try_from((next.millis() - model.start.millis()) / 60_000).unwrap());
                run.begin_instant(next);
                run.end_instant();
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
