//! Merge: whether two states of a tenant have the same future, whatever lies behind them.

use crate::simulator::tenant::TenantPlan;
use crate::simulator::tenant_state::{Due, Phase, Session, State};

/// Whether two states at the same instant, under the same course from then on, lead to the same
/// ends of the same sessions. Sessions that are over are not looked at, nor rules of those that
/// work: only a session refused at its start counts by its rule, and none such works.
pub(super) fn same_future(tenant: &TenantPlan, one: &State, other: &State) -> bool {
    let counts = |s: &State| {
        (s.used, s.disabled, s.working.len(), s.covered_working, s.ends.len(), s.local.len())
    };
    if counts(one) != counts(other)
        || (one.next_start, one.next_act) != (other.next_start, other.next_act)
    {
        return false;
    }
    let sessions = one.sessions.iter().zip(&other.sessions);
    let same = |((a, b), job): ((&Session, &Session), &crate::simulator::tenant::TenantJob)| {
        let tasks = job.first as usize..(job.first + job.count) as usize;
        match (a.phase, b.phase) {
            (Phase::Idle, Phase::Idle) => true,
            (Phase::Working, Phase::Working) | (Phase::Waiting(_), Phase::Waiting(_)) => {
                carried(a) == carried(b) && one.tasks[tasks.clone()] == other.tasks[tasks]
            }
            (Phase::Idle | Phase::Working | Phase::Waiting(_), _) => false,
        }
    };
    sessions.zip(&tenant.jobs).all(same) && ends(one) == ends(other)
}

/// What a session carries into the future besides its tasks.
fn carried(s: &Session) -> impl PartialEq {
    let waits = matches!(s.phase, Phase::Waiting(_));
    // Of one that waits, only what its retry takes over.
    let working = (!waits).then_some((s.born, s.next, s.pending, s.running, s.queued));
    (s.phase, s.attempt, s.hurt, s.codes, working)
}

fn ends(state: &State) -> Vec<Due> {
    let mut ends: Vec<_> = state.ends.iter().collect();
    ends.sort_unstable();
    ends
}
