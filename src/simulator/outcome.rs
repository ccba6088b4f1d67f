//! Outcome: all that a simulation tells, and how it is put together from its parts.

use crate::domain::{Answer, FailureCode, Instant, Operation, Product, Rule, Side, Words};
use crate::scenario::Model;
use crate::simulator::Keep;
use crate::simulator::details::{Details, SessionRecord, TaskRecord, Wording};
use crate::simulator::drain_times::Drain;
use crate::simulator::mode_timeline::{Control, ModeTimeline, Window};
use crate::simulator::policies::{self, PolicyChange};
use crate::simulator::requests;
use crate::simulator::tenants::Runs;

/// What became of a scenario.
pub struct Outcome {
    /// Where the simulation started.
    pub start: Instant,
    /// The last instant at which something was due.
    pub end: Instant,
    /// Each time the mode was on.
    pub windows: Vec<Window>,
    /// Counts, by job.
    pub totals: Vec<Totals>,
    /// Windows that found covered sessions of a tenant at work: tenant, window, since when none
    /// worked any more. Where only counts were kept, the first window and each tenant's last.
    pub drains: Vec<Drain>,
    /// Policies in the order of creation.
    pub policies: Vec<PolicyRecord>,
    /// Sessions in the order of creation. Empty where only counts were kept, as all below.
    pub sessions: Vec<SessionRecord>,
    /// Tasks; a session holds a range of them.
    pub tasks: Vec<TaskRecord>,
    /// Requests in order.
    pub requests: Vec<RequestRecord>,
    /// Starts that did not happen, in order.
    pub skipped: Vec<SkippedRecord>,
    controls: Vec<Control>,
}

impl Outcome {
    /// The tasks of a session.
    pub fn tasks_of(&self, session: &SessionRecord) -> &[TaskRecord] {
        &self.tasks[session.tasks.start as usize..session.tasks.end as usize]
    }

    /// The notification in words, as it was at its moment, for a job.
    pub fn text(&self, scenario: &Model, job: u32, wording: Wording) -> String {
        let control = &self.controls[wording.control()];
        let job = &scenario.jobs[job as usize];
        scenario.messages[control.message as usize].render(Words {
            tenant: &job.job.tenant,
            job: &job.job.name,
            until: control.until,
            reason: &scenario.reason,
        })
    }
}

/// Counts of sessions and tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sessions, those at work at the end included.
    pub sessions: u32,
    /// Sessions whose every task succeeded.
    pub succeeded: u32,
    /// Sessions that failed, for whatever reason.
    pub failed: u32,
    /// Sessions that still work at the end.
    pub working: u32,
    /// Sessions that failed with the code `maintenance`: those cut and those refused.
    pub failed_by_maintenance: u32,
    /// Sessions that the mode refused at their start.
    pub refused: u32,
    /// Sessions that lost tasks to the mode while they ran.
    pub cut: u32,
    /// Sessions among those failed by maintenance of which a later retry succeeded.
    pub healed: u32,
    /// Runs that are lost to the mode; what that means is told at [`crate::simulator::Line::lost`].
    pub lost: u32,
    /// Sessions that failed since their tenant was disabled.
    pub tenant_disabled: u32,
    /// Tasks that succeeded.
    pub tasks_succeeded: u32,
    /// Tasks that the mode refused.
    pub tasks_failed_by_maintenance: u32,
}

impl Totals {
    pub(super) fn ended(&mut self, code: Option<FailureCode>, rule: Option<Rule>) {
        match code {
            None => self.succeeded += 1,
            Some(FailureCode::TaskFailed) => self.failed += 1,
            Some(FailureCode::TenantDisabled) => {
                self.failed += 1;
                self.tenant_disabled += 1;
            }
            Some(FailureCode::Maintenance) => {
                self.failed += 1;
                self.failed_by_maintenance += 1;
                if rule == Some(Rule::RefuseNewSession) {
                    self.refused += 1;
                } else {
                    self.cut += 1;
                }
            }
        }
    }

    /// Adds the counts of others.
    pub fn add(&mut self, other: &Totals) {
        self.sessions += other.sessions;
        self.succeeded += other.succeeded;
        self.failed += other.failed;
        self.working += other.working;
        self.failed_by_maintenance += other.failed_by_maintenance;
        self.refused += other.refused;
        self.cut += other.cut;
        self.healed += other.healed;
        self.lost += other.lost;
        self.tenant_disabled += other.tenant_disabled;
        self.tasks_succeeded += other.tasks_succeeded;
        self.tasks_failed_by_maintenance += other.tasks_failed_by_maintenance;
    }
}

/// What became of a policy.
#[derive(Debug, Clone)]
pub struct PolicyRecord {
    /// The policy, as an index into the scenario's jobs.
    pub job: u32,
    /// The rule that treated it last.
    pub rule: Option<Rule>,
    /// What it showed and did over time; empty where only counts were kept, and nowhere else.
    pub changes: Vec<PolicyChange>,
}

/// What somebody asked for, and the answer.
#[derive(Debug, Clone)]
pub struct RequestRecord {
    /// When.
    pub at: Instant,
    /// Whose backups or replicas it is about.
    pub tenant: u32,
    /// What.
    pub operation: Operation,
    /// Who asked.
    pub by: Side,
    /// On which replica, for operations that finish a failover.
    pub replica: Option<String>,
    /// With which agent, for `restore-agent`.
    pub product: Option<Product>,
    /// The answer.
    pub verdict: Answer,
    /// Why it was refused.
    pub code: Option<FailureCode>,
    /// The rule that decided.
    pub rule: Option<Rule>,
}

/// A start that did not happen since a session of the job still worked.
#[derive(Debug, Clone, Copy)]
pub struct SkippedRecord {
    /// The job.
    pub job: u32,
    /// When it was to start.
    pub at: Instant,
}

/// Puts the parts together.
pub(super) fn gather(scenario: &Model, course: &ModeTimeline, runs: Runs, keep: Keep) -> Outcome {
    let Runs { totals, drains, last, details } = runs;
    let (policies, synced) = policies::follow(scenario, course, keep);
    let mut windows = course.windows.clone();
    let drains = drains.tell(&mut windows);
    let (sessions, tasks, skipped) = in_order(details);
    let requests = match keep {
        Keep::Everything => requests::answer(scenario, course),
        Keep::Counts | Keep::Found => Vec::new(),
    };
    Outcome {
        start: scenario.start,
        end: [Some(course.last), last, synced].into_iter().flatten().fold(scenario.start, Ord::max),
        windows,
        totals,
        drains,
        sessions,
        tasks,
        policies,
        requests,
        skipped,
        controls: course.controls.clone(),
    }
}

fn in_order(details: Details) -> (Vec<SessionRecord>, Vec<TaskRecord>, Vec<SkippedRecord>) {
    let Details { mut sessions, tasks, mut skipped, .. } = details;
    sessions.sort_by_key(|session| session.order);
    skipped.sort_by_key(|skipped| skipped.order);
    let skipped =
        skipped.iter().map(|each| SkippedRecord { job: each.job, at: each.order.at }).collect();
    (sessions, tasks, skipped)
}
