//! Policies: follows every CDP policy through the course of the mode.

use super::course::{Control, Course, Own, PolicyAct, Step, Switch, TenantAct};
use super::outcome::PolicyRecord;
use crate::domain::{
    Access, Coverage, Instant, Mode, PolicyStatus, Rule, Span, Target, processes, start,
    switched_on,
};
use crate::scenario::{Job, Policy, Scenario};

/// What a policy showed and did from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyChange {
    /// From when on.
    pub at: Instant,
    /// What the console shows.
    pub status: PolicyStatus,
    /// Whether it processes its VMs.
    pub processing: bool,
}

/// Follows every policy. Also tells when the last initial synchronisation completed.
pub(super) fn follow(scenario: &Scenario, course: &Course) -> (Vec<PolicyRecord>, Option<Instant>) {
    let mut records = Vec::new();
    let mut last = None;
    for (index, job) in (0_u32..).zip(&scenario.jobs) {
        let Some(policy) = &job.policy else {
            continue;
        };
        let mut life = Life::new(scenario, job, policy);
        life.run(course, course.tenants.of(job.tenant), course.policies.of(index));
        last = last.max(life.synced);
        if let Some(born) = life.born {
            records
                .push((born, PolicyRecord { job: index, rule: life.rule, changes: life.changes }));
        }
    }
    records.sort_by_key(|(born, _)| *born);
    (records.into_iter().map(|(_, record)| record).collect(), last)
}

/// A policy on its way through time.
struct Life {
    start: Instant,
    coverage: Coverage,
    target: Target,
    access: Access,
    control: Control,
    /// The order of the event that made it; 0: it was there at the start.
    born: Option<u32>,
    enabled: bool,
    deleted: bool,
    status: PolicyStatus,
    /// What its initial synchronisation still takes; `None`: it has completed.
    left: Option<Span>,
    rule: Option<Rule>,
    synced: Option<Instant>,
    changes: Vec<PolicyChange>,
    /// The instant up to which all of this is true.
    now: Instant,
}

impl Life {
    fn new(scenario: &Scenario, job: &Job, policy: &Policy) -> Life {
        Life {
            start: scenario.start,
            coverage: job.coverage(),
            target: job.target,
            access: scenario.tenants[job.tenant as usize].access,
            control: Control {
                mode: scenario.mode,
                service: scenario.service,
                message: 0,
                until: scenario.until,
            },
            born: (!policy.created_by_event).then_some(0),
            enabled: true,
            deleted: false,
            status: PolicyStatus::InitialSync,
            left: policy.initial_sync,
            rule: None,
            synced: None,
            changes: Vec::new(),
            now: scenario.start,
        }
    }

    fn run(&mut self, course: &Course, tenant: &[Own<TenantAct>], own: &[Own<PolicyAct>]) {
        self.status = self.unstopped();
        if self.control.mode == Mode::Maintenance {
            self.switched_on();
        }
        let (mut steps, mut tenant, mut own) =
            (course.steps.iter().peekable(), tenant.iter().peekable(), own.iter().peekable());
        loop {
            let next = [
                steps.peek().map(|step| (step.order, step.at)),
                tenant.peek().map(|act| (act.order, act.at)),
                own.peek().map(|act| (act.order, act.at)),
            ];
            let Some((order, at)) = next.into_iter().flatten().min() else {
                break;
            };
            self.pass(at);
            // Each source gives at most one thing of this order, and only one of them has it.
            if let Some(step) = steps.next_if(|step| step.order == order) {
                self.step(*step, course);
            } else if let Some(act) = tenant.next_if(|act| act.order == order) {
                if let TenantAct::Access(access) = act.what {
                    self.access = access;
                }
            } else if let Some(act) = own.next_if(|act| act.order == order) {
                self.act(act.what, act.order);
            }
        }
        self.pass(course.horizon);
        self.note();
    }

    fn step(&mut self, step: Step, course: &Course) {
        self.control = course.controls[step.control as usize];
        if let Some(Switch::On(_)) = step.switch {
            self.switched_on();
        }
    }

    fn act(&mut self, act: PolicyAct, order: u32) {
        match act {
            PolicyAct::Create => {
                if self.born.is_none() {
                    self.born = Some(order);
                    self.now = self.now.max(self.start);
                    self.rule =
                        start(self.coverage, self.target, Access::Enabled, self.control.mode)
                            .rule();
                }
            }
            PolicyAct::Disable if !self.deleted => {
                self.enabled = false;
                self.status = PolicyStatus::Disabled;
            }
            PolicyAct::Enable if !self.deleted && !self.enabled => {
                self.enabled = true;
                self.status = self.unstopped();
            }
            PolicyAct::Delete => {
                self.deleted = true;
                self.status = PolicyStatus::Deleted;
            }
            PolicyAct::Disable | PolicyAct::Enable => {}
        }
    }

    /// What it shows where the mode has not stopped it.
    fn unstopped(&self) -> PolicyStatus {
        match self.left {
            Some(_) => PolicyStatus::InitialSync,
            None => PolicyStatus::Syncing,
        }
    }

    fn switched_on(&mut self) {
        if self.born.is_none() || !self.enabled || self.deleted {
            return;
        }
        let rule = switched_on(self.coverage);
        self.rule = Some(rule);
        if rule == Rule::StopProcessing {
            self.status = PolicyStatus::Syncing;
        }
    }

    fn processing(&self) -> bool {
        self.born.is_some()
            && self.enabled
            && !self.deleted
            && processes(self.target, self.access, self.control.mode)
    }

    /// Time passes up to `at`: what was true is noted, and the initial synchronisation advances.
    fn pass(&mut self, at: Instant) {
        if at > self.now {
            self.note();
            if let (true, Some(left)) = (self.processing(), self.left) {
                let completes = self.now + left;
                if completes <= at {
                    self.left = None;
                    self.synced = Some(completes);
                    self.now = completes;
                    if self.status == PolicyStatus::InitialSync {
                        self.status = PolicyStatus::Syncing;
                    }
                    if completes < at {
                        self.note();
                    }
                } else {
                    self.left = Some(left - (at - self.now));
                }
            }
        }
        self.now = at;
    }

    /// Notes what is true at the end of an instant, unless all is as before.
    fn note(&mut self) {
        if self.born.is_none() {
            return;
        }
        let change =
            PolicyChange { at: self.now, status: self.status, processing: self.processing() };
        let same = |last: &PolicyChange| {
            (last.status, last.processing) == (change.status, change.processing)
        };
        if !self.changes.last().is_some_and(same) {
            self.changes.push(change);
        }
    }
}
