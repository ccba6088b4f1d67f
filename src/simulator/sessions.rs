//! Sessions: how they begin, take their turns, fail, stop and are retried, within a run.

use crate::domain::{
    Access, FailureCode, Instant, Mode, Notice, SessionResult, Span, Target, TaskState, Verdict,
    notice, start_session, start_task,
};
use crate::scenario::{Model, ModelSession};
use crate::simulator::details::{Cause, Order, SessionRecord, Skipped, Wording};
use crate::simulator::tenant::TenantJob;
use crate::simulator::tenant_run::Run;
use crate::simulator::tenant_state::{Born, Codes, Due, Phase, Session};
use crate::simulator::trace::Trace;

/// A task that runs at the start and should have ended by then is assumed to end so much later.
const OVERDUE: Span = Span::from_secs(60);

impl<L: Trace> Run<'_, L> {
    /// A start, scheduled or by hand: skipped while the job's session works, and in place of a
    /// retry that waits.
    pub(super) fn begin(&mut self, job: u32, cause: Cause) {
        let j = &self.tenant.jobs[job as usize];
        match self.state.sessions[job as usize].phase {
            Phase::Working => {
                let order = Order { at: self.now(), cause };
                if let Some(details) = self.ledger.details() {
                    details.skip(Skipped { order, job: j.index });
                }
            }
            Phase::Idle | Phase::Waiting(_) => {
                self.state.tasks_of(j).fill(Some(TaskState::Pending));
                self.create(job, cause, j.count, 0, 0);
            }
        }
    }

    /// The failed tasks of a session are tried again, in a new one.
    pub(super) fn retry(&mut self, job: u32) {
        let j = &self.tenant.jobs[job as usize];
        let mut count = 0;
        for task in self.state.tasks_of(j) {
            let failed = *task == Some(TaskState::Failed);
            *task = failed.then_some(TaskState::Pending);
            count += u32::from(failed);
        }
        let s = &self.state.sessions[job as usize];
        let hurt = s.hurt + u32::from(s.codes.first() == Some(FailureCode::Maintenance));
        let attempt = s.attempt + 1;
        self.create(job, Cause::Retry(j.index), count, attempt, hurt);
    }

    /// Makes a session, which starts unless a rule refuses it.
    fn create(&mut self, job: u32, cause: Cause, count: u32, attempt: u32, hurt: u32) {
        let (now, mode) = (self.now(), self.control().mode);
        let j = &self.tenant.jobs[job as usize];
        let access = if self.state.disabled { Access::Disabled } else { Access::Enabled };
        let verdict = start_session(j.coverage, j.target, access, mode);
        self.open(job, count, attempt, Order { at: now, cause }, now);
        let s = &mut self.state.sessions[job as usize];
        s.rule = verdict.rule();
        s.hurt = hurt;
        match verdict {
            Verdict::Allowed(_) | Verdict::Undocumented(_) => self.enqueue(job),
            Verdict::Refused(code, _) => {
                self.fail_pending(job, code);
                self.stop(job);
            }
        }
    }

    /// Enters a session whose tasks are all pending among those that work.
    fn open(&mut self, job: u32, count: u32, attempt: u32, order: Order, started: Instant) {
        let j = &self.tenant.jobs[job as usize];
        self.state.covered_working += u32::from(j.is_covered());
        self.state.sessions[job as usize] = Session {
            phase: Phase::Working,
            born: Born::new(order.at, order.cause, job),
            attempt,
            next: 0,
            pending: count,
            running: 0,
            place: u32::try_from(self.state.working.len()).unwrap_or(u32::MAX),
            hurt: 0,
            codes: Codes::default(),
            rule: None,
            queued: false,
        };
        self.state.working.push(job);
        self.ledger.totals(job).sessions += 1;
        if let Some(details) = self.ledger.details() {
            let has = |task: &u32| self.state.tasks[(j.first + task) as usize].is_some();
            let tasks = (0..j.count).filter(has);
            details.begin(job, SessionRecord::new(j.index, attempt, started, order), tasks);
        }
    }

    /// Lets a session be looked at by the dispatch, if it could begin a task.
    pub(super) fn enqueue(&mut self, job: u32) {
        let j = &self.tenant.jobs[job as usize];
        let s = &mut self.state.sessions[job as usize];
        if s.queued {
            return;
        }
        s.queued = true;
        let born = s.born;
        match j.target {
            Target::Local => self.state.local.push(job),
            Target::Cloud => {
                let last = self.state.fresh.back();
                let last = last.map(|last| self.state.sessions[*last as usize].born);
                if last.is_none_or(|last| last < born) {
                    self.state.fresh.push_back(job);
                } else {
                    self.state.again.push(born);
                }
            }
        }
    }

    /// A session's turn: its pending tasks come up one by one until one finds no slot.
    pub(super) fn turn(&mut self, job: u32) {
        let (now, mode) = (self.now(), self.control().mode);
        let j = &self.tenant.jobs[job as usize];
        let cloud = j.target == Target::Cloud;
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
            if cloud && self.state.used >= self.tenant.slots {
                return self.enqueue(job);
            }
            if let Verdict::Refused(code, _) = start_task(j.coverage, mode) {
                // A refused task takes no slot, so all the others come up at once, too.
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
            self.state.used += u32::from(cloud);
            self.state.tasks[place] = Some(TaskState::Running);
            self.state.ends.push(Due::new(now + self.tenant.durations[place], job, task));
            if let Some(details) = self.ledger.details()
                && let Some(record) = details.task(job, task)
            {
                (record.state, record.started) = (TaskState::Running, Some(now));
            }
        }
    }

    /// All pending tasks of a session are refused.
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

    /// A task ends without success: refused, or ended with its session.
    pub(super) fn fail(&mut self, job: u32, task: u32, code: FailureCode) {
        let j = &self.tenant.jobs[job as usize];
        self.state.sessions[job as usize].codes.add(code);
        self.state.tasks[(j.first + task) as usize] = Some(TaskState::Failed);
        if code == FailureCode::Maintenance {
            self.ledger.totals(job).tasks_failed_by_maintenance += 1;
        }
        let now = self.now();
        if self.ledger.details().is_none() {
            return;
        }
        let wording = self.wording(j, code).filter(|_| code == FailureCode::Maintenance);
        if let Some(details) = self.ledger.details()
            && let Some(record) = details.task(job, task)
        {
            record.state = TaskState::Failed;
            (record.code, record.ended, record.wording) = (Some(code), Some(now), wording);
        }
    }

    /// The notification that a failure with this code carries now.
    fn wording(&self, job: &TenantJob, code: FailureCode) -> Option<Wording> {
        let control = self.control();
        match notice(job.coverage, code, control.mode, control.service) {
            Notice::Shown(_) => Wording::of(self.state.control),
            Notice::None | Notice::Withheld(_) => None,
        }
    }

    /// A session of which no task is pending or running any more stops.
    pub(super) fn stop(&mut self, job: u32) {
        let now = self.now();
        let j = &self.tenant.jobs[job as usize];
        let s = &mut self.state.sessions[job as usize];
        let (code, hurt, rule, place) = (s.codes.first(), s.hurt, s.rule, s.place);
        s.phase = match (code, j.retry) {
            (Some(_), Some(retry)) if s.attempt < retry.times => {
                let at = now + retry.wait;
                self.state.retries.push(Due::new(at, job, 0));
                Phase::Waiting(at)
            }
            (None | Some(_), None | Some(_)) => Phase::Idle,
        };
        self.state.working.swap_remove(place as usize);
        if let Some(&moved) = self.state.working.get(place as usize) {
            self.state.sessions[moved as usize].place = place;
        }
        self.state.covered_working -= u32::from(j.is_covered());
        let totals = self.ledger.totals(job);
        totals.ended(code, rule);
        match code {
            None => {
                totals.healed += hurt;
                totals.lost -= u32::from(hurt > 0);
            }
            Some(FailureCode::Maintenance) => totals.lost += u32::from(hurt == 0),
            Some(FailureCode::TenantDisabled | FailureCode::TaskFailed) => {}
        }
        if self.ledger.details().is_none() {
            return;
        }
        let wording = code.and_then(|code| self.wording(j, code));
        if let Some(record) = self.ledger.details().and_then(|details| details.session(job)) {
            (record.ended, record.code, record.wording) = (Some(now), code, wording);
            record.rule = rule;
            record.result = Some(match code {
                None => SessionResult::Success,
                Some(_) => SessionResult::Failed,
            });
        }
    }

    /// Enters the sessions that run at the start.
    pub(super) fn find(&mut self, scenario: &Model) {
        for (job, j) in (0_u32..).zip(&self.tenant.jobs) {
            if let Some(running) = &scenario.jobs[j.index as usize].running {
                self.found(job, running);
            }
        }
        if self.control().mode == Mode::Maintenance {
            self.switch_on(0);
        }
    }

    fn found(&mut self, job: u32, running: &ModelSession) {
        let j = &self.tenant.jobs[job as usize];
        let place = |task: u32| (j.first + task) as usize;
        for task in &running.tasks {
            self.state.tasks[place(task.task)] = Some(task.state);
        }
        let order = Order { at: self.start, cause: Cause::Found(j.index) };
        let pending = running.tasks.iter().filter(|task| task.state == TaskState::Pending);
        let pending = u32::try_from(pending.count()).unwrap_or(u32::MAX);
        self.open(job, pending, running.attempt, order, running.started);
        for task in &running.tasks {
            let s = &mut self.state.sessions[job as usize];
            match task.state {
                TaskState::Pending => {}
                TaskState::Running => {
                    s.running += 1;
                    self.state.used += u32::from(j.target == Target::Cloud);
                    let began = task.started.unwrap_or(self.start);
                    let planned = began + self.tenant.durations[place(task.task)];
                    let end = if planned > self.start { planned } else { self.start + OVERDUE };
                    let end = Due::new(end, job, task.task);
                    self.state.ends.push(end);
                }
                TaskState::Success => self.ledger.totals(job).tasks_succeeded += 1,
                TaskState::Failed => {
                    let code = task.code.unwrap_or(FailureCode::TaskFailed);
                    s.codes.add(code);
                    let lost = u32::from(code == FailureCode::Maintenance);
                    self.ledger.totals(job).tasks_failed_by_maintenance += lost;
                }
            }
            if let Some(details) = self.ledger.details()
                && let Some(record) = details.task(job, task.task)
            {
                (record.state, record.code) = (task.state, task.code);
                (record.started, record.ended) = (task.started, task.ended);
            }
        }
        if pending > 0 {
            self.enqueue(job);
        }
    }
}
