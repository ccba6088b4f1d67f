//! Sessions within the run of a tenant: how they start, are dispatched, fail, stop and are retried.

use std::cmp::Reverse;

use crate::domain::{
    Access, FailureCode, Instant, JobRun, Mode, Rule, RunEffect, RunProgress, SessionResult, Span,
    Target, TaskState, Verdict, notify, start_session, start_task,
};
use crate::scenario::{Model, ModelRetry, ModelSession};
use crate::simulator::mode_timeline::HarmedBy;
use crate::simulator::outcome::{Cause, Order, SessionRecord, Wording};
use crate::simulator::tenant_plan::TenantJob;
use crate::simulator::tenant_run::Run;
use crate::simulator::tenant_state::{Codes, Creation, Due, Phase, RunHarm, Session};
use crate::simulator::trace::Trace;

/// How much later a task ends that runs at the start and should have ended by then.
const OVERDUE: Span = Span::from_secs(60);

impl<T: Trace> Run<'_, T> {
    /// Starts a session of a job, in place of a waiting retry. The start is skipped if a session of
    /// the job is working.
    pub(super) fn start(&mut self, job: u32, cause: Cause) {
        let j = &self.tenant.jobs[job as usize];
        match self.state.sessions[job as usize].phase {
            Phase::Working => {
                let order = Order { at: self.now(), cause };
                if let Some(details) = self.trace.details() {
                    details.skip(order, j.index);
                }
            }
            phase @ (Phase::Idle | Phase::Waiting(_)) => {
                if phase != Phase::Idle {
                    self.close_run(job, RunProgress::Failed);
                }
                self.state.begin_run(job, j);
                self.create(job, cause, j.count, 0, 0);
            }
        }
    }

    /// Retries the failed tasks of a session in a new one.
    pub(super) fn retry(&mut self, job: u32) {
        let j = &self.tenant.jobs[job as usize];
        let mut count = 0;
        for task in self.state.tasks_of(j) {
            let failed = *task == Some(TaskState::Failed);
            *task = failed.then_some(TaskState::Pending);
            count += u32::from(failed);
        }
        let s = &self.state.sessions[job as usize];
        let to_heal = s.to_heal + u32::from(s.codes.first() == Some(FailureCode::Maintenance));
        let attempt = s.attempt + 1;
        self.create(job, Cause::Retry(j.index), count, attempt, to_heal);
    }

    /// Creates a session, which starts unless a rule refuses it.
    fn create(&mut self, job: u32, cause: Cause, count: u32, attempt: u32, to_heal: u32) {
        let (now, mode) = (self.now(), self.control().mode);
        let j = &self.tenant.jobs[job as usize];
        let access = if self.state.disabled { Access::Disabled } else { Access::Enabled };
        let verdict = start_session(j.coverage, j.target, access, mode);
        let harm = self.state.sessions[job as usize].harm;
        self.open(job, count, attempt, Order { at: now, cause }, now);
        let s = &mut self.state.sessions[job as usize];
        s.rule = verdict.rule();
        (s.to_heal, s.harm) = (to_heal, harm);
        match verdict {
            Verdict::Allowed(_) | Verdict::Undocumented(_) => self.queue(job),
            Verdict::Refused(code, _) => {
                self.fail_pending(job, code);
                self.stop(job);
            }
        }
    }

    /// Adds a session to the working ones; its tasks are pending.
    fn open(&mut self, job: u32, count: u32, attempt: u32, order: Order, started: Instant) {
        let j = &self.tenant.jobs[job as usize];
        self.state.covered_working += u32::from(j.is_covered());
        self.state.sessions[job as usize] = Session {
            phase: Phase::Working,
            creation: Creation { at: order.at, cause: order.cause, job },
            attempt,
            next: 0,
            pending: count,
            running: 0,
            place: u32::try_from(self.state.working.len()).unwrap_or(u32::MAX),
            to_heal: 0,
            harm: RunHarm::default(),
            codes: Codes::default(),
            rule: None,
            queued: false,
        };
        self.state.working.push(job);
        self.trace.totals(job).sessions += 1;
        if let Some(details) = self.trace.details() {
            let has = |task: &u32| self.state.tasks[(j.first + task) as usize].is_some();
            let tasks = (0..j.count).filter(has);
            details.add_session(job, SessionRecord::new(j.index, attempt, started, order), tasks);
        }
    }

    /// Queues a session for dispatch.
    pub(super) fn queue(&mut self, job: u32) {
        let j = &self.tenant.jobs[job as usize];
        let s = &mut self.state.sessions[job as usize];
        if s.queued {
            return;
        }
        s.queued = true;
        let creation = s.creation;
        match j.target {
            Target::Local => self.state.queued_local.push(job),
            Target::Cloud => {
                let last = self.state.queued_in_order.back();
                let last = last.map(|last| self.state.sessions[*last as usize].creation);
                if last.is_none_or(|last| last < creation) {
                    self.state.queued_in_order.push_back(job);
                } else {
                    self.state.queued_again.push(Reverse(creation));
                }
            }
        }
    }

    /// Starts the pending tasks of a session one by one until one finds no slot.
    pub(super) fn dispatch_session(&mut self, job: u32) {
        let (now, mode) = (self.now(), self.control().mode);
        let j = &self.tenant.jobs[job as usize];
        let is_cloud = j.target == Target::Cloud;
        loop {
            let s = &mut self.state.sessions[job as usize];
            if s.pending == 0 {
                if s.running == 0 {
                    self.stop(job);
                }
                return;
            }
            if s.running >= j.slots {
                return;
            }
            if is_cloud && self.state.used_slots >= self.tenant.slots {
                return self.queue(job);
            }
            if let Verdict::Refused(code, _) = start_task(j.coverage, mode) {
                // A refused task takes no slot, so the other pending tasks are refused at once.
                self.fail_pending(job, code);
                continue;
            }
            let mut place = (j.first + s.next) as usize;
            while self.state.tasks[place] != Some(TaskState::Pending) {
                s.next += 1;
                place += 1;
            }
            let task = s.next;
            s.next += 1;
            s.pending -= 1;
            s.running += 1;
            self.state.used_slots += u32::from(is_cloud);
            self.state.tasks[place] = Some(TaskState::Running);
            let at = now + self.tenant.durations[place];
            self.state.ends.push(Reverse(Due { at, job, task }));
            if let Some(details) = self.trace.details()
                && let Some(record) = details.task(job, task)
            {
                (record.state, record.started) = (TaskState::Running, Some(now));
            }
        }
    }

    /// Refuses all pending tasks of a session.
    fn fail_pending(&mut self, job: u32, code: FailureCode) {
        let j = &self.tenant.jobs[job as usize];
        let s = &mut self.state.sessions[job as usize];
        let first = s.next;
        s.pending = 0;
        for task in first..j.count {
            if self.state.tasks[(j.first + task) as usize] == Some(TaskState::Pending) {
                self.fail(job, task, code);
            }
        }
    }

    /// Fails a task that is refused, or that ends with its session.
    pub(super) fn fail(&mut self, job: u32, task: u32, code: FailureCode) {
        let j = &self.tenant.jobs[job as usize];
        self.state.sessions[job as usize].codes.add(code);
        self.state.tasks[(j.first + task) as usize] = Some(TaskState::Failed);
        if code == FailureCode::Maintenance {
            self.trace.totals(job).tasks_failed_by_maintenance += 1;
            let by = self.control().window.map_or(HarmedBy::Earlier, HarmedBy::Window);
            self.harm(job, task, by);
        }
        let now = self.now();
        if self.trace.details().is_none() {
            return;
        }
        let wording = self.wording(j, code).filter(|_| code == FailureCode::Maintenance);
        if let Some(details) = self.trace.details()
            && let Some(record) = details.task(job, task)
        {
            record.state = TaskState::Failed;
            (record.code, record.ended, record.wording) = (Some(code), Some(now), wording);
        }
    }

    /// Notes that the mode refused a task.
    fn harm(&mut self, job: u32, task: u32, by: HarmedBy) {
        let place = (self.tenant.jobs[job as usize].first + task) as usize;
        let s = &mut self.state.sessions[job as usize];
        s.harm.is_cut |= s.rule != Some(Rule::RefuseNewSession);
        if !self.tenant.fails[place] && !self.state.harmed[place] {
            self.state.harmed[place] = true;
            s.harm.open += 1;
            s.harm.by.get_or_insert(by);
        }
    }

    /// Counts a run that is over, or that the simulation ends with.
    pub(super) fn close_run(&mut self, job: u32, progress: RunProgress) {
        let harm = self.state.sessions[job as usize].harm;
        let effect = if harm.is_cut { RunEffect::Cut } else { RunEffect::Refused };
        let run =
            JobRun { effect: harm.by.map(|_| effect), is_recovered: harm.open == 0, progress };
        let asked = self.timeline.asked;
        let is_late = progress == RunProgress::Open || asked.counts_at(self.state.control);
        match harm.by {
            Some(by) if !asked.is_about(by) => {
                self.trace.totals(job).runs.runs += u32::from(is_late);
                self.trace.count_other(by, run);
            }
            Some(_) | None if is_late => self.trace.totals(job).runs.count(run),
            Some(_) | None => {}
        }
    }

    /// The notification of a failure with this code, as it is worded now.
    fn wording(&self, job: &TenantJob, code: FailureCode) -> Option<Wording> {
        let control = self.control();
        let notification = notify(job.coverage, code, control.mode, control.service);
        notification.is_shown().then(|| Wording::of(self.state.control)).flatten()
    }

    /// Stops a session of which no task is pending or running.
    pub(super) fn stop(&mut self, job: u32) {
        let now = self.now();
        let j = &self.tenant.jobs[job as usize];
        let s = &mut self.state.sessions[job as usize];
        let (code, to_heal, rule, place) = (s.codes.first(), s.to_heal, s.rule, s.place);
        s.phase = match (code, j.retry) {
            (Some(_), Some(retry)) if s.attempt < retry.times => {
                let at = now + retry.wait;
                self.state.retries.push(Reverse(Due { at, job, task: 0 }));
                Phase::Waiting(at)
            }
            (None | Some(_), None | Some(_)) => Phase::Idle,
        };
        self.state.working.swap_remove(place as usize);
        if let Some(&moved) = self.state.working.get(place as usize) {
            self.state.sessions[moved as usize].place = place;
        }
        self.state.covered_working -= u32::from(j.is_covered());
        let totals = self.trace.totals(job);
        totals.count_end(code, rule);
        if code.is_none() {
            totals.healed += to_heal;
        }
        match (self.state.sessions[job as usize].phase, code) {
            (Phase::Idle, None) => self.close_run(job, RunProgress::Succeeded),
            (Phase::Idle, Some(_)) => self.close_run(job, RunProgress::Failed),
            (Phase::Working | Phase::Waiting(_), _) => {}
        }
        if self.trace.details().is_none() {
            return;
        }
        let wording = code.and_then(|code| self.wording(j, code));
        if let Some(record) = self.trace.details().and_then(|details| details.session(job)) {
            (record.ended, record.code, record.wording) = (Some(now), code, wording);
            record.rule = rule;
            record.result = Some(match code {
                None => SessionResult::Success,
                Some(_) => SessionResult::Failed,
            });
        }
    }

    /// Adds the sessions that run at the start.
    pub(super) fn add_running(&mut self, model: &Model) {
        for (job, j) in (0_u32..).zip(&self.tenant.jobs) {
            if let Some(running) = &model.jobs[j.index as usize].running {
                self.add_running_session(job, running, model.since);
            }
            if let Some(waiting) = &model.jobs[j.index as usize].waiting {
                self.add_waiting_retry(job, waiting, model.since);
            }
        }
        if self.control().mode == Mode::Maintenance {
            self.switch_on(0);
        }
    }

    /// Adds a retry that is due after the start. What the maintenance that is on has refused counts as
    /// its harm.
    fn add_waiting_retry(&mut self, job: u32, waiting: &ModelRetry, since: Option<Instant>) {
        let first = self.tenant.jobs[job as usize].first;
        self.state.sessions[job as usize] = Session {
            phase: Phase::Waiting(waiting.at),
            attempt: waiting.attempt,
            rule: Some(Rule::RefuseNewSession),
            ..Session::default()
        };
        self.state.retries.push(Reverse(Due { at: waiting.at, job, task: 0 }));
        for (task, code) in &waiting.tasks {
            self.state.tasks[(first + task) as usize] = Some(TaskState::Failed);
            self.state.sessions[job as usize].codes.add(*code);
            if *code == FailureCode::Maintenance {
                self.harm(job, *task, self.harmed_by(Some(waiting.refused_at), since));
            }
        }
    }

    /// The maintenance that refused a task before the start, of which the one that is on began at
    /// `since`.
    fn harmed_by(&self, refused_at: Option<Instant>, since: Option<Instant>) -> HarmedBy {
        let is_earlier = refused_at.zip(since).is_some_and(|(at, since)| at < since);
        match self.control().window {
            Some(window) if !is_earlier => HarmedBy::Window(window),
            Some(_) | None => HarmedBy::Earlier,
        }
    }

    fn add_running_session(&mut self, job: u32, running: &ModelSession, since: Option<Instant>) {
        let j = &self.tenant.jobs[job as usize];
        let place = |task: u32| (j.first + task) as usize;
        for task in &running.tasks {
            self.state.tasks[place(task.task)] = Some(task.state);
        }
        let order = Order { at: self.start, cause: Cause::RanAlready(running.place, j.index) };
        let pending = running.tasks.iter().filter(|task| task.state == TaskState::Pending);
        let pending = u32::try_from(pending.count()).unwrap_or(u32::MAX);
        self.open(job, pending, running.attempt, order, running.started);
        for task in &running.tasks {
            let s = &mut self.state.sessions[job as usize];
            match task.state {
                TaskState::Pending => {}
                TaskState::Running => {
                    s.running += 1;
                    self.state.used_slots += u32::from(j.target == Target::Cloud);
                    let began = task.started.unwrap_or(self.start);
                    let planned = began + self.tenant.durations[place(task.task)];
                    let end = if planned > self.start { planned } else { self.start + OVERDUE };
                    self.state.ends.push(Reverse(Due { at: end, job, task: task.task }));
                }
                TaskState::Success => self.trace.totals(job).tasks_succeeded += 1,
                TaskState::Failed => {
                    let code = task.code.unwrap_or(FailureCode::TaskFailed);
                    s.codes.add(code);
                    if code == FailureCode::Maintenance {
                        self.trace.totals(job).tasks_failed_by_maintenance += 1;
                        self.harm(job, task.task, self.harmed_by(task.ended, since));
                    }
                }
            }
            if let Some(details) = self.trace.details()
                && let Some(record) = details.task(job, task.task)
            {
                (record.state, record.code) = (task.state, task.code);
                (record.started, record.ended) = (task.started, task.ended);
            }
        }
        if pending > 0 {
            self.queue(job);
        }
    }
}
