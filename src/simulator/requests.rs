//! Requests of tenants and of the provider, with their verdicts.

use std::collections::HashMap;

use crate::domain::{Access, Mode, ReplicaState, request};
use crate::scenario::{Action, Model};
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::outcome::RequestRecord;

/// Decides about the requests among the events.
pub(super) fn decide_all(model: &Model, timeline: &ModeTimeline) -> Vec<RequestRecord> {
    let mut answers = Vec::new();
    let mut access: Vec<Access> = model.tenants.iter().map(|tenant| tenant.access).collect();
    // The places among the events, from 1 on, at which replicas entered failover and the mode was last
    // switched_on on.
    let mut entered: HashMap<(u32, &str), usize> =
        model.replicas.iter().map(|(tenant, name)| ((*tenant, &**name), 0)).collect();
    let mut switched_on = 0;
    for (place, (event, control)) in (1..).zip(model.events.iter().zip(&timeline.control_at)) {
        let mode = timeline.controls[*control as usize].mode;
        match &event.action {
            Action::Enable { .. } => {
                if mode == Mode::Active {
                    switched_on = place;
                }
            }
            Action::SetAccess(tenant, now) => access[*tenant as usize] = *now,
            Action::Failover { tenant, replica } => {
                entered.entry((*tenant, replica)).or_insert(place);
            }
            Action::Request(asked) => {
                let known =
                    asked.replica.as_deref().and_then(|name| entered.get(&(asked.tenant, name)));
                let replica = match known {
                    Some(entered) if *entered <= switched_on => ReplicaState::InFailover,
                    Some(_) | None => ReplicaState::NotInFailover,
                };
                let access = access[asked.tenant as usize];
                let verdict = request(asked.operation, asked.by, replica, access, mode);
                answers.push(RequestRecord {
                    at: event.at,
                    tenant: asked.tenant,
                    operation: asked.operation,
                    by: asked.by,
                    replica: asked.replica.clone(),
                    product: asked.product,
                    verdict: verdict.answer(),
                    code: verdict.code(),
                    rule: verdict.rule(),
                });
            }
            Action::Disable
            | Action::SetMessage(_)
            | Action::SetService(_)
            | Action::Start(_)
            | Action::Policy(..) => {}
        }
    }
    answers
}
