//! Requests: answers what tenants and the provider ask for on the way.

use std::collections::HashMap;

use crate::domain::{Access, Mode, Replica, request};
use crate::scenario::{Action, Model};
use crate::simulator::mode_timeline::ModeTimeline;
use crate::simulator::outcome::RequestRecord;

/// Answers the requests among the events that happen.
pub(super) fn answer(scenario: &Model, course: &ModeTimeline) -> Vec<RequestRecord> {
    let mut answers = Vec::new();
    let mut access: Vec<Access> = scenario.tenants.iter().map(|tenant| tenant.access).collect();
    // When replicas entered failover, and the latest switch: places among the events, from 1 on.
    let mut entered: HashMap<(u32, &str), usize> =
        scenario.replicas.iter().map(|(tenant, name)| ((*tenant, &**name), 0)).collect();
    let mut switched = 0;
    for (place, (event, control)) in (1..).zip(scenario.events.iter().zip(&course.control_at)) {
        let mode = course.controls[*control as usize].mode;
        match &event.action {
            Action::Enable { .. } => {
                if mode == Mode::Active {
                    switched = place;
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
                    Some(entered) if *entered <= switched => Replica::InFailover,
                    Some(_) | None => Replica::NotInFailover,
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
