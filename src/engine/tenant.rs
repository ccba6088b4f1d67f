//! Tenant: runs the sessions of one tenant through time.
//!
//! An instant has five steps, in this order: ends, events, starts, dispatch, drained. Nothing here
//! scans all sessions: ends and retries wait in queues, and of the sessions with pending tasks only
//! those that could begin one are looked at.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::Keep;
use super::course::{Control, Course, Switch, TenantAct};
use super::details::{Cause, Details, Order, SessionRecord, Skipped, TaskRecord, Wording};
use super::groups::Groups;
use super::outcome::Totals;
use crate::domain::{
    Access, Code, Coverage, Instant, Mode, Notice, Rule, SessionResult, Span, Target, TaskState,
    Verdict, come_up, notice, start, switched_on, terminates,
};
use crate::scenario::{Retry, Running, Scenario};

/// A task that runs at the start and should have ended by then is assumed to end so much later.
const OVERDUE: Span = Span::from_secs(60);
const NONE: u32 = u32::MAX;

/// What the tenants' runs leave behind.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// Counts by job.
    pub(super) totals: Vec<Totals>,
    /// Windows that found covered sessions of a tenant working: tenant, window, since when it was
    /// drained.
    pub(super) drains: Vec<(u32, u32, Option<Instant>)>,
    /// The last instant at which something was due.
    pub(super) last: Option<Instant>,
    /// What became of every session.
    pub(super) details: Option<Details>,
}

/// Runs every tenant.
pub(super) fn run_all(scenario: &Scenario, course: &Course, keep: Keep) -> Runs {
    let by_tenant = (0_u32..).zip(&scenario.jobs).map(|(at, job)| (job.tenant, at)).collect();
    let jobs = Groups::new(scenario.tenants.len(), by_tenant);
    let mut run = Run {
        scenario,
        course,
        runs: Runs {
            totals: vec![Totals::default(); scenario.jobs.len()],
            details: (keep == Keep::Everything).then(Details::default),
            ..Runs::default()
        },
        tenant: Tenant::default(),
    };
    for tenant in (0_u32..).take(scenario.tenants.len()) {
        run.tenant(tenant, jobs.of(tenant));
    }
    run.runs
}

/// A job of the tenant that is run.
struct Job {
    /// Its index among all jobs.
    index: u32,
    coverage: Coverage,
    target: Target,
    slots: u32,
    first_task: u32,
    tasks: u32,
    retry: Option<Retry>,
    /// Its session that works, or `NONE`.
    working: u32,
    /// Its session that waits to be retried, or `NONE`.
    retried: u32,
}

impl Job {
    /// The index among all tasks of a session's task: of all tasks of the job in order, or of those
    /// listed from `listed` on.
    fn task(&self, lists: &[u32], listed: u32, task: u32) -> u32 {
        match listed {
            NONE => self.first_task + task,
            listed => lists[(listed + task) as usize],
        }
    }
}

/// A session of the tenant that is run.
struct Session {
    job: u32,
    attempt: u32,
    /// Where its tasks' states lie.
    base: u32,
    count: u32,
    /// No task before this one is pending.
    next: u32,
    pending: u32,
    running: u32,
    /// Where the job's tasks that it has are listed, or `NONE` if it has them all.
    listed: u32,
    /// Its place among those that work, or `NONE` if it has stopped.
    place: u32,
    /// Failed sessions before it that it heals if it succeeds.
    hurt: u32,
    codes: Codes,
    rule: Option<Rule>,
    /// Whether it stands in a queue for dispatch.
    queued: bool,
}

/// Which codes occur among a session's failed tasks.
#[derive(Clone, Copy, Default)]
struct Codes(u8);

impl Codes {
    fn bit(code: Code) -> u8 {
        match code {
            Code::TenantDisabled => 1,
            Code::Maintenance => 2,
            Code::TaskFailed => 4,
        }
    }

    fn add(&mut self, code: Code) {
        self.0 |= Codes::bit(code);
    }

    fn has(self, code: Code) -> bool {
        self.0 & Codes::bit(code) != 0
    }

    /// The code of the session: the gravest.
    fn first(self) -> Option<Code> {
        match self.0 {
            0 => None,
            bits if bits & 1 != 0 => Some(Code::TenantDisabled),
            bits if bits & 2 != 0 => Some(Code::Maintenance),
            _ => Some(Code::TaskFailed),
        }
    }
}

/// The end of a task: when, of which session, which of its tasks.
type End = Reverse<(Instant, u32, u32)>;

/// The state of the tenant that is run; its memory is used again for the next.
#[derive(Default)]
struct Tenant {
    slots: Option<u32>,
    used: u32,
    disabled: bool,
    jobs: Vec<Job>,
    sessions: Vec<Session>,
    states: Vec<TaskState>,
    /// The job's tasks of sessions that do not have all of them.
    lists: Vec<u32>,
    working: Vec<u32>,
    covered_working: u32,
    starts: Vec<(Instant, u32)>,
    next_start: usize,
    next_step: usize,
    next_act: usize,
    ends: BinaryHeap<End>,
    retries: BinaryHeap<Reverse<(Instant, u32, u32)>>,
    /// Sessions to the cloud with a pending task and a free slot of their own, to be looked at in
    /// the order of their numbers: a queue of those that come in that order, and the others.
    fresh: VecDeque<u32>,
    again: BinaryHeap<Reverse<u32>>,
    /// The same for local targets, where sessions do not wait for each other.
    local: Vec<u32>,
    /// The window that is on and not drained yet, as a place in `drains`.
    draining: Option<usize>,
    /// Where this tenant's details begin.
    first_session: u32,
    first_task: u32,
    now: Option<Instant>,
    control: u32,
}

impl Tenant {
    fn access(&self) -> Access {
        if self.disabled { Access::Disabled } else { Access::Enabled }
    }

    fn has_free_slot(&self) -> bool {
        self.slots.is_none_or(|slots| self.used < slots)
    }
}

struct Run<'s> {
    scenario: &'s Scenario,
    course: &'s Course,
    runs: Runs,
    tenant: Tenant,
}

impl Run<'_> {
    fn control(&self) -> Control {
        self.course.controls[self.tenant.control as usize]
    }

    fn now(&self) -> Instant {
        self.tenant.now.unwrap_or(self.scenario.start)
    }

    /// Notes that something was due now.
    fn due(&mut self) {
        self.runs.last = self.runs.last.max(Some(self.now()));
    }

    fn tenant(&mut self, tenant: u32, jobs: &[u32]) {
        self.prepare(tenant, jobs);
        let acts = self.course.tenants.of(tenant);
        self.find_running(tenant);
        let mut now = self.scenario.start;
        loop {
            self.tenant.now = Some(now);
            self.ends();
            self.events(tenant, acts);
            self.starts();
            self.retries();
            self.dispatch();
            self.drained();
            match self.next(acts) {
                Some(next) if next <= self.course.horizon => now = next,
                Some(_) | None => break,
            }
        }
        for session in &self.tenant.working {
            let s = &self.tenant.sessions[*session as usize];
            let job = self.tenant.jobs[s.job as usize].index;
            let totals = &mut self.runs.totals[job as usize];
            totals.working += 1;
            totals.lost += u32::from(s.hurt == 0 && s.codes.has(Code::Maintenance));
        }
        self.tell_rules();
    }

    fn prepare(&mut self, tenant: u32, jobs: &[u32]) {
        let scenario = self.scenario;
        let known = &scenario.tenants[tenant as usize];
        let t = &mut self.tenant;
        t.slots = known.slots;
        t.used = 0;
        t.disabled = known.access == Access::Disabled;
        t.jobs.clear();
        t.sessions.clear();
        t.states.clear();
        t.lists.clear();
        t.working.clear();
        t.covered_working = 0;
        t.starts.clear();
        (t.next_start, t.next_step, t.next_act) = (0, 0, 0);
        t.ends.clear();
        t.retries.clear();
        t.fresh.clear();
        t.again.clear();
        t.local.clear();
        t.draining = None;
        t.now = None;
        t.control = 0;
        if let Some(details) = &self.runs.details {
            t.first_session = u32::try_from(details.sessions.len()).unwrap_or(NONE);
            t.first_task = u32::try_from(details.tasks.len()).unwrap_or(NONE);
        }
        for (local, &index) in (0_u32..).zip(jobs) {
            let job = &scenario.jobs[index as usize];
            t.jobs.push(Job {
                index,
                coverage: job.coverage(),
                target: job.target,
                slots: job.slots,
                first_task: job.tasks.start,
                tasks: job.tasks.end - job.tasks.start,
                retry: job.retry,
                working: NONE,
                retried: NONE,
            });
            let starts = job.starts.start as usize..job.starts.end as usize;
            t.starts.extend(scenario.starts[starts].iter().map(|&at| (at, local)));
        }
        t.starts.sort_unstable();
    }

    /// The next instant at which something can change for this tenant.
    fn next(&mut self, acts: &[super::course::Own<TenantAct>]) -> Option<Instant> {
        let t = &mut self.tenant;
        while let Some(Reverse((_, session, _))) = t.ends.peek() {
            if t.sessions[*session as usize].place != NONE {
                break;
            }
            t.ends.pop();
        }
        while let Some(Reverse((_, job, session))) = t.retries.peek() {
            if t.jobs[*job as usize].retried == *session {
                break;
            }
            t.retries.pop();
        }
        let own = [
            t.ends.peek().map(|Reverse((at, _, _))| *at),
            t.retries.peek().map(|Reverse((at, _, _))| *at),
            t.starts.get(t.next_start).map(|(at, _)| *at),
            acts.get(t.next_act).map(|act| act.at),
        ];
        let own = own.into_iter().flatten().min()?;
        // The course of the mode matters only while the tenant has something left to do.
        let step = self.course.steps.get(t.next_step).map_or(own, |step| step.at);
        Some(own.min(step))
    }

    // Step 1.
    fn ends(&mut self) {
        let now = self.now();
        while let Some(&Reverse((at, session, task))) = self.tenant.ends.peek() {
            if at > now {
                break;
            }
            self.tenant.ends.pop();
            let t = &mut self.tenant;
            let s = &mut t.sessions[session as usize];
            if s.place == NONE {
                continue;
            }
            let job = &t.jobs[s.job as usize];
            s.running -= 1;
            if job.target == Target::Cloud {
                t.used -= 1;
            }
            let which = job.task(&t.lists, s.listed, task);
            let (state, code) = if self.scenario.task_fails[which as usize] {
                s.codes.add(Code::TaskFailed);
                (TaskState::Failed, Some(Code::TaskFailed))
            } else {
                (TaskState::Success, None)
            };
            t.states[(s.base + task) as usize] = state;
            if code.is_none() {
                self.runs.totals[job.index as usize].tasks_succeeded += 1;
            }
            if let Some(details) = &mut self.runs.details {
                let record = &mut details.tasks[(t.first_task + s.base + task) as usize];
                (record.state, record.code, record.ended) = (state, code, Some(now));
            }
            if s.pending > 0 {
                self.enqueue(session);
            } else if s.running == 0 {
                self.stop(session);
            }
            self.due();
        }
    }

    // Step 2.
    fn events(&mut self, tenant: u32, acts: &[super::course::Own<TenantAct>]) {
        let now = self.now();
        loop {
            let step = self.course.steps.get(self.tenant.next_step);
            let step = step.filter(|step| step.at <= now);
            let act = acts.get(self.tenant.next_act).filter(|act| act.at <= now);
            match (step, act) {
                (Some(step), act) if act.is_none_or(|act| step.order < act.order) => {
                    self.tenant.next_step += 1;
                    self.tenant.control = step.control;
                    match step.switch {
                        Some(Switch::On(window)) => self.switch_on(tenant, window),
                        Some(Switch::Off) => self.tenant.draining = None,
                        None => {}
                    }
                }
                (_, Some(act)) => {
                    self.tenant.next_act += 1;
                    match act.what {
                        TenantAct::Access(Access::Disabled) => self.disable(),
                        TenantAct::Access(Access::Enabled) => self.tenant.disabled = false,
                        TenantAct::Start(index) => {
                            let found =
                                self.tenant.jobs.binary_search_by_key(&index, |job| job.index);
                            if let Ok(job) = found {
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
    fn switch_on(&mut self, tenant: u32, window: u32) {
        let t = &mut self.tenant;
        for session in &t.working {
            let s = &mut t.sessions[*session as usize];
            s.rule = Some(switched_on(t.jobs[s.job as usize].coverage));
        }
        t.draining = None;
        if t.covered_working > 0 {
            t.draining = Some(self.runs.drains.len());
            self.runs.drains.push((tenant, window, None));
        }
    }

    /// The tenant is disabled: its sessions to the cloud end there and then.
    fn disable(&mut self) {
        if self.tenant.disabled {
            return;
        }
        self.tenant.disabled = true;
        let working = self.tenant.working.clone();
        for session in working {
            let s = &self.tenant.sessions[session as usize];
            let job = &self.tenant.jobs[s.job as usize];
            let Some(rule) = terminates(job.target) else {
                continue;
            };
            let (base, count) = (s.base, s.count);
            self.tenant.used -= s.running;
            for task in 0..count {
                match self.tenant.states[(base + task) as usize] {
                    TaskState::Pending | TaskState::Running => {
                        self.fail(session, task, Code::TenantDisabled);
                    }
                    TaskState::Success | TaskState::Failed => {}
                }
            }
            let s = &mut self.tenant.sessions[session as usize];
            (s.pending, s.running, s.rule) = (0, 0, Some(rule));
            self.stop(session);
        }
        self.tenant.fresh.clear();
        self.tenant.again.clear();
    }

    // Step 3, first part.
    fn starts(&mut self) {
        let now = self.now();
        while let Some(&(at, job)) = self.tenant.starts.get(self.tenant.next_start) {
            if at > now {
                break;
            }
            self.tenant.next_start += 1;
            self.due();
            let index = self.tenant.jobs[job as usize].index;
            self.begin(job as usize, Cause::Scheduled(index));
        }
    }

    /// A start, scheduled or by hand: skipped while the job's session works, and in place of a
    /// retry that waits.
    fn begin(&mut self, job: usize, cause: Cause) {
        let now = self.now();
        let j = &mut self.tenant.jobs[job];
        if j.working != NONE {
            let skipped = Skipped { order: Order { at: now, cause }, job: j.index };
            if let Some(details) = &mut self.runs.details {
                details.skipped.push(skipped);
            }
            return;
        }
        j.retried = NONE;
        let listed = Listed { at: NONE, count: j.tasks };
        self.create(job, cause, listed, 0, 0);
    }

    // Step 3, second part.
    fn retries(&mut self) {
        let now = self.now();
        while let Some(&Reverse((at, job, session))) = self.tenant.retries.peek() {
            if at > now {
                break;
            }
            self.tenant.retries.pop();
            let t = &mut self.tenant;
            let j = &mut t.jobs[job as usize];
            if j.retried != session {
                continue;
            }
            j.retried = NONE;
            let s = &t.sessions[session as usize];
            let first = u32::try_from(t.lists.len()).unwrap_or(NONE);
            for task in 0..s.count {
                if t.states[(s.base + task) as usize] == TaskState::Failed {
                    let which = j.task(&t.lists, s.listed, task);
                    t.lists.push(which);
                }
            }
            let count = u32::try_from(t.lists.len()).unwrap_or(NONE) - first;
            let hurt = s.hurt + u32::from(s.codes.first() == Some(Code::Maintenance));
            let (attempt, index) = (s.attempt + 1, j.index);
            self.due();
            let listed = Listed { at: first, count };
            self.create(job as usize, Cause::Retry(index), listed, attempt, hurt);
        }
    }

    /// Makes a session, which starts unless a rule refuses it.
    fn create(&mut self, job: usize, cause: Cause, listed: Listed, attempt: u32, hurt: u32) {
        let (now, control) = (self.now(), self.control());
        let j = &self.tenant.jobs[job];
        let verdict = start(j.coverage, j.target, self.tenant.access(), control.mode);
        let session = self.open(job, listed, attempt, Order { at: now, cause }, now);
        let s = &mut self.tenant.sessions[session as usize];
        s.rule = verdict.rule();
        s.hurt = hurt;
        match verdict {
            Verdict::Allowed(_) | Verdict::Undocumented(_) => self.enqueue(session),
            Verdict::Refused(code, _) => {
                for task in 0..listed.count {
                    self.fail(session, task, code);
                }
                self.tenant.sessions[session as usize].pending = 0;
                self.stop(session);
            }
        }
    }

    /// Enters a session whose tasks are all pending among those that work.
    fn open(
        &mut self,
        job: usize,
        listed: Listed,
        attempt: u32,
        order: Order,
        started: Instant,
    ) -> u32 {
        let t = &mut self.tenant;
        let session = u32::try_from(t.sessions.len()).unwrap_or(NONE);
        let base = u32::try_from(t.states.len()).unwrap_or(NONE);
        let j = &mut t.jobs[job];
        j.working = session;
        t.covered_working += u32::from(j.coverage.has_covered_sessions());
        t.sessions.push(Session {
            job: u32::try_from(job).unwrap_or(NONE),
            attempt,
            base,
            count: listed.count,
            next: 0,
            pending: listed.count,
            running: 0,
            listed: listed.at,
            place: u32::try_from(t.working.len()).unwrap_or(NONE),
            hurt: 0,
            codes: Codes::default(),
            rule: None,
            queued: false,
        });
        t.working.push(session);
        t.states.resize(t.states.len() + listed.count as usize, TaskState::Pending);
        self.runs.totals[j.index as usize].sessions += 1;
        if let Some(details) = &mut self.runs.details {
            let first = t.first_task + base;
            details.sessions.push(SessionRecord {
                job: j.index,
                attempt,
                started,
                ended: None,
                result: None,
                code: None,
                rule: None,
                wording: None,
                tasks: first..first + listed.count,
                order,
            });
            for task in 0..listed.count {
                let which = j.task(&t.lists, listed.at, task);
                details.tasks.push(TaskRecord {
                    task: which,
                    state: TaskState::Pending,
                    code: None,
                    started: None,
                    ended: None,
                    wording: None,
                });
            }
        }
        session
    }

    /// Puts a session with pending tasks where dispatch will find it.
    fn enqueue(&mut self, session: u32) {
        let t = &mut self.tenant;
        let s = &mut t.sessions[session as usize];
        if s.queued {
            return;
        }
        s.queued = true;
        match t.jobs[s.job as usize].target {
            Target::Local => t.local.push(session),
            Target::Cloud if t.fresh.back().is_none_or(|last| *last < session) => {
                t.fresh.push_back(session);
            }
            Target::Cloud => t.again.push(Reverse(session)),
        }
    }

    // Step 4.
    fn dispatch(&mut self) {
        for at in 0..self.tenant.local.len() {
            let session = self.tenant.local[at];
            self.tenant.sessions[session as usize].queued = false;
            self.turn(session);
        }
        self.tenant.local.clear();
        while self.tenant.has_free_slot() {
            let t = &mut self.tenant;
            let again = t.again.peek().map(|Reverse(session)| *session);
            let fresh = t.fresh.front().copied();
            let session = match (again, fresh) {
                (None, None) => break,
                (Some(again), fresh) if fresh.is_none_or(|fresh| again < fresh) => {
                    t.again.pop();
                    again
                }
                (_, Some(session)) => {
                    t.fresh.pop_front();
                    session
                }
                (Some(session), None) => session,
            };
            t.sessions[session as usize].queued = false;
            self.turn(session);
        }
    }

    /// A session's turn: its pending tasks come up one by one until one finds no slot.
    fn turn(&mut self, session: u32) {
        let (now, mode) = (self.now(), self.control().mode);
        loop {
            let t = &mut self.tenant;
            let s = &mut t.sessions[session as usize];
            let job = &t.jobs[s.job as usize];
            if s.pending == 0 {
                if s.running == 0 {
                    self.stop(session);
                }
                return;
            }
            if s.running >= job.slots {
                return;
            }
            if job.target == Target::Cloud && t.slots.is_some_and(|slots| t.used >= slots) {
                self.enqueue(session);
                return;
            }
            while t.states[(s.base + s.next) as usize] != TaskState::Pending {
                s.next += 1;
            }
            let task = s.next;
            s.next += 1;
            s.pending -= 1;
            if let Verdict::Refused(code, _) = come_up(job.coverage, mode) {
                self.fail(session, task, code);
                continue;
            }
            let which = job.task(&t.lists, s.listed, task);
            s.running += 1;
            if job.target == Target::Cloud {
                t.used += 1;
            }
            t.states[(s.base + task) as usize] = TaskState::Running;
            let end = now + self.scenario.durations[which as usize];
            t.ends.push(Reverse((end, session, task)));
            if let Some(details) = &mut self.runs.details {
                let record = &mut details.tasks[(t.first_task + s.base + task) as usize];
                (record.state, record.started) = (TaskState::Running, Some(now));
            }
        }
    }

    // Step 5.
    fn drained(&mut self) {
        if let (Some(place), 0) = (self.tenant.draining, self.tenant.covered_working) {
            self.runs.drains[place].2 = Some(self.now());
            self.tenant.draining = None;
        }
    }

    /// A task ends without success: refused, or ended with its session.
    fn fail(&mut self, session: u32, task: u32, code: Code) {
        let (now, wording) = (self.now(), self.wording(session, code));
        let t = &mut self.tenant;
        let s = &mut t.sessions[session as usize];
        s.codes.add(code);
        t.states[(s.base + task) as usize] = TaskState::Failed;
        let job = t.jobs[s.job as usize].index;
        if code == Code::Maintenance {
            self.runs.totals[job as usize].tasks_failed_by_maintenance += 1;
        }
        if let Some(details) = &mut self.runs.details {
            let record = &mut details.tasks[(t.first_task + s.base + task) as usize];
            record.state = TaskState::Failed;
            record.code = Some(code);
            record.ended = Some(now);
            record.wording = if code == Code::Maintenance { wording } else { None };
        }
    }

    /// The notification that a failure with this code carries now.
    fn wording(&self, session: u32, code: Code) -> Option<Wording> {
        let control = self.control();
        let job = self.tenant.sessions[session as usize].job;
        let coverage = self.tenant.jobs[job as usize].coverage;
        match notice(coverage, code, control.mode, control.service) {
            Notice::Shown(_) => Wording::of(self.tenant.control),
            Notice::None | Notice::Withheld(_) => None,
        }
    }

    /// A session of which no task is pending or running any more stops.
    fn stop(&mut self, session: u32) {
        let now = self.now();
        let t = &mut self.tenant;
        let s = &mut t.sessions[session as usize];
        let place = std::mem::replace(&mut s.place, NONE);
        let (code, hurt, rule, attempt) = (s.codes.first(), s.hurt, s.rule, s.attempt);
        let local = s.job;
        t.working.swap_remove(place as usize);
        if let Some(moved) = t.working.get(place as usize) {
            t.sessions[*moved as usize].place = place;
        }
        let job = &mut t.jobs[local as usize];
        job.working = NONE;
        t.covered_working -= u32::from(job.coverage.has_covered_sessions());
        if let (Some(_), Some(retry)) = (code, job.retry)
            && attempt < retry.times
        {
            job.retried = session;
            t.retries.push(Reverse((now + retry.wait, local, session)));
        }
        let totals = &mut self.runs.totals[job.index as usize];
        totals.ended(code, rule);
        match code {
            None => {
                totals.healed += hurt;
                totals.lost -= u32::from(hurt > 0);
            }
            Some(Code::Maintenance) => totals.lost += u32::from(hurt == 0),
            Some(Code::TenantDisabled | Code::TaskFailed) => {}
        }
        if self.runs.details.is_some() {
            let wording = code.and_then(|code| self.wording(session, code));
            let record = (self.tenant.first_session + session) as usize;
            if let Some(details) = &mut self.runs.details {
                let record = &mut details.sessions[record];
                record.ended = Some(now);
                record.code = code;
                record.wording = wording;
                record.result = Some(match code {
                    None => SessionResult::Success,
                    Some(_) => SessionResult::Failed,
                });
            }
        }
    }

    /// Sessions that run at the start.
    fn find_running(&mut self, tenant: u32) {
        let scenario = self.scenario;
        for job in 0..self.tenant.jobs.len() {
            let index = self.tenant.jobs[job].index;
            if let Some(running) = &scenario.jobs[index as usize].running {
                self.found(job, running);
            }
        }
        if self.control().mode == Mode::Maintenance {
            self.switch_on(tenant, 0);
        }
    }

    fn found(&mut self, job: usize, running: &Running) {
        let start = self.scenario.start;
        let t = &mut self.tenant;
        let count = u32::try_from(running.tasks.len()).unwrap_or(NONE);
        let listed = Listed { at: u32::try_from(t.lists.len()).unwrap_or(NONE), count };
        t.lists.extend(running.tasks.iter().map(|task| task.task));
        let index = t.jobs[job].index;
        let order = Order { at: start, cause: Cause::Found(index) };
        let session = self.open(job, listed, running.attempt, order, running.started);
        for (k, task) in (0_u32..).zip(&running.tasks) {
            let t = &mut self.tenant;
            let s = &mut t.sessions[session as usize];
            t.states[(s.base + k) as usize] = task.state;
            let totals = &mut self.runs.totals[index as usize];
            match task.state {
                TaskState::Pending => {}
                TaskState::Running => {
                    s.running += 1;
                    if t.jobs[job].target == Target::Cloud {
                        t.used += 1;
                    }
                    let began = task.started.unwrap_or(start);
                    let planned = began + self.scenario.durations[task.task as usize];
                    let end = if planned > start { planned } else { start + OVERDUE };
                    t.ends.push(Reverse((end, session, k)));
                }
                TaskState::Success => totals.tasks_succeeded += 1,
                TaskState::Failed => {
                    let code = task.code.unwrap_or(Code::TaskFailed);
                    s.codes.add(code);
                    totals.tasks_failed_by_maintenance += u32::from(code == Code::Maintenance);
                }
            }
            if let Some(details) = &mut self.runs.details {
                let record = &mut details.tasks[(t.first_task + s.base + k) as usize];
                (record.state, record.code) = (task.state, task.code);
                (record.started, record.ended) = (task.started, task.ended);
            }
        }
        let s = &mut self.tenant.sessions[session as usize];
        let pending = running.tasks.iter().filter(|task| task.state == TaskState::Pending);
        s.pending = u32::try_from(pending.count()).unwrap_or(NONE);
        if s.pending > 0 {
            self.enqueue(session);
        }
    }

    /// The rule of a session may change until it stops, so it is told at the end.
    fn tell_rules(&mut self) {
        let Some(details) = &mut self.runs.details else {
            return;
        };
        let records = &mut details.sessions[self.tenant.first_session as usize..];
        for (record, session) in records.iter_mut().zip(&self.tenant.sessions) {
            record.rule = session.rule;
        }
    }
}

/// The tasks of a session: how many, and where they are listed if it has not all of its job.
#[derive(Clone, Copy)]
struct Listed {
    at: u32,
    count: u32,
}
