//! CDP policies along the timeline of the mode.

use crate::domain::{
    Access, Coverage, Instant, Mode, PolicyStatus, Rule, Span, Target, on_enable, processes,
    start_session,
};
use crate::scenario::{Model, ModelJob, PolicyAction};
use crate::simulator::mode_timeline::{
    Control, ControlChange, ModeTimeline, Ordered, Switch, TenantAction,
};
use crate::simulator::outcome::{Keep, PolicyChange, PolicyRecord};

/// Runs every policy. Also returns when the last initial synchronisation completed.
pub(super) fn run_policies(
    model: &Model,
    timeline: &ModeTimeline,
    keep: Keep,
) -> (Vec<PolicyRecord>, Option<Instant>) {
    let switches: Vec<ControlChange> =
        timeline.changes.iter().filter(|change| change.switch.is_some()).copied().collect();
    let mut records = Vec::new();
    let mut last = None;
    for (index, job) in (0_u32..).zip(&model.jobs) {
        if !job.job_type.is_policy() {
            continue;
        }
        let mut run = PolicyRun::new(model, job, keep);
        let tenant = timeline.tenant_events.of(job.tenant);
        run.run(timeline, &switches, tenant, timeline.policy_events.of(index));
        last = last.max(run.synced);
        if let Some(created) = run.created {
            let changes = run.changes.unwrap_or_default();
            records.push((created, PolicyRecord { job: index, rule: run.rule, changes }));
        }
    }
    records.sort_by_key(|(created, _)| *created);
    (records.into_iter().map(|(_, record)| record).collect(), last)
}

/// One policy on its way through time.
struct PolicyRun {
    start: Instant,
    coverage: Coverage,
    target: Target,
    access: Access,
    control: Control,
    /// The order of the event that created it; 0: it exists at the start.
    created: Option<u32>,
    enabled: bool,
    deleted: bool,
    status: PolicyStatus,
    /// What its initial synchronisation still takes; `None`: it has completed.
    left: Option<Span>,
    rule: Option<Rule>,
    synced: Option<Instant>,
    /// `None`: they are not kept.
    changes: Option<Vec<PolicyChange>>,
    /// The instant of this state.
    now: Instant,
}

impl PolicyRun {
    fn new(model: &Model, job: &ModelJob, keep: Keep) -> PolicyRun {
        PolicyRun {
            start: model.start,
            coverage: job.coverage(),
            target: job.target,
            access: model.tenants[job.tenant as usize].access,
            control: Control {
                mode: model.mode,
                service: model.service,
                message: 0,
                until: model.until,
                window: None,
            },
            created: (!job.created_by_event).then_some(0),
            enabled: true,
            deleted: false,
            status: PolicyStatus::InitialSync,
            left: job.policy.and_then(|policy| policy.initial_sync),
            rule: None,
            synced: None,
            changes: match keep {
                Keep::Counts | Keep::Found => None,
                Keep::Everything => Some(Vec::new()),
            },
            now: model.start,
        }
    }

    fn run(
        &mut self,
        timeline: &ModeTimeline,
        mut switches: &[ControlChange],
        mut tenant: &[Ordered<TenantAction>],
        mut events: &[Ordered<PolicyAction>],
    ) {
        self.status = self.status_if_not_stopped();
        if self.control.mode == Mode::Maintenance {
            self.enable();
        }
        loop {
            if !self.is_affected() {
                let before = events.first().map_or(u32::MAX, |event| event.order);
                let passed = switches.partition_point(|switch| switch.order < before);
                self.pass_switches(&switches[..passed], timeline);
                switches = &switches[passed..];
                let passed = tenant.partition_point(|event| event.order < before);
                self.pass_tenant_events(&tenant[..passed]);
                tenant = &tenant[passed..];
            }
            let next = [
                switches.first().map(|switch| (switch.order, switch.at)),
                tenant.first().map(|event| (event.order, event.at)),
                events.first().map(|event| (event.order, event.at)),
            ];
            let Some((order, at)) = next.into_iter().flatten().min() else {
                break;
            };
            self.pass(at);
            // Only one of the sources has an event of this order.
            if let [switch, rest @ ..] = switches
                && switch.order == order
            {
                switches = rest;
                self.pass_switch(*switch, timeline);
            } else if let [event, rest @ ..] = tenant
                && event.order == order
            {
                tenant = rest;
                self.pass_tenant_events(std::slice::from_ref(event));
            } else if let [event, rest @ ..] = events
                && event.order == order
            {
                events = rest;
                self.apply(event.action, event.order);
            }
        }
        self.pass(timeline.horizon);
        self.record();
    }

    /// Whether a switch or an event of the tenant could change its record, except for its rule.
    fn is_affected(&self) -> bool {
        let can_be_stopped = !processes(self.target, Access::Disabled, Mode::Maintenance);
        let is_recorded = self.changes.is_some() || self.left.is_some();
        can_be_stopped && is_recorded && self.created.is_some() && self.enabled && !self.deleted
    }

    /// Passes switches that only change its rule: the last two are enough, since every other one
    /// switches the mode on.
    fn pass_switches(&mut self, switches: &[ControlChange], timeline: &ModeTimeline) {
        let last = switches.len().saturating_sub(2);
        switches[last..].iter().for_each(|switch| self.pass_switch(*switch, timeline));
    }

    fn pass_switch(&mut self, switch: ControlChange, timeline: &ModeTimeline) {
        self.control = timeline.controls[switch.control as usize];
        if let Some(Switch::On(_)) = switch.switch {
            self.enable();
        }
    }

    /// The access of the tenant after these events.
    fn pass_tenant_events(&mut self, events: &[Ordered<TenantAction>]) {
        let access = events.iter().rev().find_map(|event| match event.action {
            TenantAction::SetAccess(access) => Some(access),
            TenantAction::Start(_) => None,
        });
        self.access = access.unwrap_or(self.access);
    }

    fn apply(&mut self, action: PolicyAction, order: u32) {
        match action {
            PolicyAction::Create => {
                if self.created.is_none() {
                    self.created = Some(order);
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
                self.status = self.status_if_not_stopped();
            }
            PolicyAction::Delete => {
                self.deleted = true;
                self.status = PolicyStatus::Deleted;
            }
            PolicyAction::Disable | PolicyAction::Enable => {}
        }
    }

    /// The status if the mode has not stopped it.
    fn status_if_not_stopped(&self) -> PolicyStatus {
        match self.left {
            Some(_) => PolicyStatus::InitialSync,
            None => PolicyStatus::Syncing,
        }
    }

    fn enable(&mut self) {
        if self.created.is_none() || !self.enabled || self.deleted {
            return;
        }
        let rule = on_enable(self.coverage);
        self.rule = Some(rule);
        if rule == Rule::StopProcessing {
            self.status = PolicyStatus::Syncing;
        }
    }

    fn processing(&self) -> bool {
        self.created.is_some()
            && self.enabled
            && !self.deleted
            && processes(self.target, self.access, self.control.mode)
    }

    /// Lets time pass up to `at`: records the state, and advances the initial synchronisation.
    fn pass(&mut self, at: Instant) {
        if at > self.now {
            self.record();
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
                        self.record();
                    }
                } else {
                    self.left = Some(left - (at - self.now));
                }
            }
        }
        self.now = at;
    }

    /// Records the state at the end of an instant, unless it is as before.
    fn record(&mut self) {
        if self.created.is_none() {
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
    use crate::simulator::policies::PolicyRun;
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
    fn only_policies_that_can_be_stopped_are_affected_by_every_switch() {
        #[track_caller]
        fn case(members: &str, keep: Keep, want: bool) {
            let model = scenario(members, &[]);
            let job = &model.jobs[0];
            let run = PolicyRun::new(&model, job, keep);
            assert_eq!(run.is_affected(), want, "{members} {keep:?}");
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
            let model = scenario(members, events);
            for keep in [Keep::Counts, Keep::Found, Keep::Everything] {
                let outcome = simulate(&model, keep);
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
