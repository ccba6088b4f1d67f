//! PolicyRun: one CDP policy on its way through time.

use crate::domain::{
    Access, Coverage, Instant, Mode, PolicyStatus, Rule, Span, Target, on_enable, processes,
    start_session,
};
use crate::scenario::{Model, ModelJob, PolicyAction};
use crate::simulator::Keep;
use crate::simulator::mode_timeline::{Control, ModeTimeline, Own, Step, Switch, TenantAct};
use crate::simulator::policies::PolicyChange;

/// A policy on its way through time.
pub(super) struct PolicyRun {
    start: Instant,
    coverage: Coverage,
    target: Target,
    access: Access,
    control: Control,
    /// The order of the event that made it; 0: it was there at the start.
    pub(super) born: Option<u32>,
    enabled: bool,
    deleted: bool,
    status: PolicyStatus,
    /// What its initial synchronisation still takes; `None`: it has completed.
    left: Option<Span>,
    pub(super) rule: Option<Rule>,
    pub(super) synced: Option<Instant>,
    /// `None`: nobody will read them.
    pub(super) changes: Option<Vec<PolicyChange>>,
    /// The instant up to which all of this is true.
    now: Instant,
}

impl PolicyRun {
    pub(super) fn new(scenario: &Model, job: &ModelJob, keep: Keep) -> PolicyRun {
        PolicyRun {
            start: scenario.start,
            coverage: job.coverage(),
            target: job.job.target,
            access: scenario.tenants[job.tenant as usize].access,
            control: Control {
                mode: scenario.mode,
                service: scenario.service,
                message: 0,
                until: scenario.until,
            },
            born: (!job.created_by_event).then_some(0),
            enabled: true,
            deleted: false,
            status: PolicyStatus::InitialSync,
            left: job.job.policy.and_then(|policy| policy.initial_sync),
            rule: None,
            synced: None,
            changes: match keep {
                Keep::Counts | Keep::Found => None,
                Keep::Everything => Some(Vec::new()),
            },
            now: scenario.start,
        }
    }

    pub(super) fn run(
        &mut self,
        course: &ModeTimeline,
        mut switches: &[Step],
        mut tenant: &[Own<TenantAct>],
        mut own: &[Own<PolicyAction>],
    ) {
        self.status = self.unstopped();
        if self.control.mode == Mode::Maintenance {
            self.switched_on();
        }
        loop {
            if !self.watches() {
                let before = own.first().map_or(u32::MAX, |act| act.order);
                let passed = switches.partition_point(|step| step.order < before);
                self.pass_switches(&switches[..passed], course);
                switches = &switches[passed..];
                let passed = tenant.partition_point(|act| act.order < before);
                self.pass_tenant(&tenant[..passed]);
                tenant = &tenant[passed..];
            }
            let next = [
                switches.first().map(|step| (step.order, step.at)),
                tenant.first().map(|act| (act.order, act.at)),
                own.first().map(|act| (act.order, act.at)),
            ];
            let Some((order, at)) = next.into_iter().flatten().min() else {
                break;
            };
            self.pass(at);
            // Each source gives at most one thing of this order, and only one of them has it.
            if let [step, rest @ ..] = switches
                && step.order == order
            {
                switches = rest;
                self.switch(*step, course);
            } else if let [act, rest @ ..] = tenant
                && act.order == order
            {
                tenant = rest;
                self.pass_tenant(std::slice::from_ref(act));
            } else if let [act, rest @ ..] = own
                && act.order == order
            {
                own = rest;
                self.act(act.what, act.order);
            }
        }
        self.pass(course.horizon);
        self.note();
    }

    /// Whether a switch or the tenant's access could change what is told of it, besides its rule.
    fn watches(&self) -> bool {
        let can_be_stopped = !processes(self.target, Access::Disabled, Mode::Maintenance);
        let is_told = self.changes.is_some() || self.left.is_some();
        can_be_stopped && is_told && self.born.is_some() && self.enabled && !self.deleted
    }

    /// Many switches that change nothing but its rule: the last two are enough, as every other one
    /// switches the mode on.
    fn pass_switches(&mut self, switches: &[Step], course: &ModeTimeline) {
        let last = switches.len().saturating_sub(2);
        switches[last..].iter().for_each(|step| self.switch(*step, course));
    }

    fn switch(&mut self, step: Step, course: &ModeTimeline) {
        self.control = course.controls[step.control as usize];
        if let Some(Switch::On(_)) = step.switch {
            self.switched_on();
        }
    }

    /// The tenant's access after all that happens to the tenant here.
    fn pass_tenant(&mut self, acts: &[Own<TenantAct>]) {
        let access = acts.iter().rev().find_map(|act| match act.what {
            TenantAct::Access(access) => Some(access),
            TenantAct::Start(_) => None,
        });
        self.access = access.unwrap_or(self.access);
    }

    fn act(&mut self, act: PolicyAction, order: u32) {
        match act {
            PolicyAction::Create => {
                if self.born.is_none() {
                    self.born = Some(order);
                    self.now = self.now.max(self.start);
                    self.rule = start_session(
                        self.coverage,
                        self.target,
                        Access::Enabled,
                        self.control.mode,
                    )
                    .rule();
                }
            }
            PolicyAction::Disable if !self.deleted => {
                self.enabled = false;
                self.status = PolicyStatus::Disabled;
            }
            PolicyAction::Enable if !self.deleted && !self.enabled => {
                self.enabled = true;
                self.status = self.unstopped();
            }
            PolicyAction::Delete => {
                self.deleted = true;
                self.status = PolicyStatus::Deleted;
            }
            PolicyAction::Disable | PolicyAction::Enable => {}
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
        let rule = on_enable(self.coverage);
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

    /// Warnings what is true at the end of an instant, unless all is as before.
    fn note(&mut self) {
        if self.born.is_none() {
            return;
        }
        let change =
            PolicyChange { at: self.now, status: self.status, processing: self.processing() };
        let same = |last: &PolicyChange| {
            (last.status, last.processing) == (change.status, change.processing)
        };
        if let Some(changes) = &mut self.changes
            && !changes.last().is_some_and(same)
        {
            changes.push(change);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Rule;
    use crate::scenario::{Model, read};
    use crate::simulator::policy::PolicyRun;
    use crate::simulator::{Keep, simulate};

    /// One policy, and the mode on from minute 10 to 20, 30 to 40 and 50 to 60.
    fn scenario(members: &str, events: &[&str]) -> Model {
        let mut all = Vec::new();
        for minute in [10, 30, 50] {
            all.push(format!(r#"{{"at":"2026-11-23T20:{minute}:00Z","event":"enable","until":"2026-11-23T2{}:{:02}:00Z"}}"#, (minute + 10) / 60, (minute + 10) % 60));
        }
        let own = |event: &&str| {
            let (minute, kind) = event.split_once(' ').unwrap();
            format!(r#"{{"at":"2026-11-23T20:{minute}:00Z","event":"{kind}","job":"p"}}"#)
        };
        all.extend(events.iter().map(own));
        let json = format!(
            r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z","jobs":[{{"name":"p","tenant":"a","type":"cdp-policy"{members}}}],"events":[{}]}}"#,
            all.join(",")
        );
        read(json.as_bytes()).and_then(Model::new).unwrap()
    }

    #[test]
    fn only_what_can_be_stopped_looks_at_every_switch() {
        #[track_caller]
        fn case(members: &str, keep: Keep, want: bool) {
            let scenario = scenario(members, &[]);
            let job = &scenario.jobs[0];
            let life = PolicyRun::new(&scenario, job, keep);
            assert_eq!(life.watches(), want, "{members} {keep:?}");
        }
        const SYNC: &str = r#","initial_sync":"1h""#;
        case("", Keep::Everything, true);
        case("", Keep::Counts, false);
        case(SYNC, Keep::Everything, true);
        case(SYNC, Keep::Counts, true);
        case(r#","target":"local""#, Keep::Everything, false);
        case(r#","target":"local","initial_sync":"1h""#, Keep::Counts, false);
        case(r#","created_by_event":true,"initial_sync":"1h""#, Keep::Everything, false);
    }

    #[test]
    fn a_rule_is_the_same_whether_or_not_changes_are_kept() {
        #[track_caller]
        fn case(members: &str, events: &[&str], want: Option<Rule>) {
            let scenario = scenario(members, events);
            for keep in [Keep::Counts, Keep::Found, Keep::Everything] {
                let outcome = simulate(&scenario, keep);
                let policy = &outcome.policies[0];
                assert_eq!(policy.rule, want, "{members} {events:?} {keep:?}");
                assert_eq!(policy.changes.is_empty(), keep != Keep::Everything);
            }
        }
        const LATE: &str = r#","created_by_event":true,"initial_sync":"15m""#;
        const LOCAL: &str = r#","target":"local""#;
        case("", &[], Some(Rule::StopProcessing));
        case(LOCAL, &[], Some(Rule::NotCovered));
        case("", &["05 disable-policy"], None);
        case(LOCAL, &["05 disable-policy", "55 enable-policy"], None);
        case("", &["05 disable-policy", "15 enable-policy"], Some(Rule::StopProcessing));
        case(LOCAL, &["05 disable-policy", "45 enable-policy"], Some(Rule::NotCovered));
        case("", &["05 delete-policy"], None);
        case(LATE, &["55 create-policy"], Some(Rule::HoldNewPolicy));
        case(LATE, &["35 create-policy"], Some(Rule::StopProcessing));
        case(LATE, &["35 create-policy", "45 disable-policy"], Some(Rule::HoldNewPolicy));
    }
}
