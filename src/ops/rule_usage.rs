//! Present sessions that a rule decided.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::{Instant, ObservedResult, Rule, Span, on_enable};
use crate::error::Result;
use crate::ops::server_status::ServerStatus;
use crate::store::{JobFilter, SessionFilter, Snapshot};

/// With the mode off, a session that ended this recently still counts as present.
const RECENT: Span = Span::from_secs(24 * 3600);

#[derive(Debug, Clone, Serialize)]
pub struct DecidedSession {
    pub id: i64,
    pub tenant: String,
    pub job: String,
    pub started: Instant,
    pub ended: Option<Instant>,
    pub result: Option<ObservedResult>,
    pub rule: Rule,
}

/// Sessions that are running, or ended during this maintenance or recently, if a rule decided them.
pub fn decided_sessions(
    snapshot: &Snapshot<'_>,
    status: &ServerStatus,
) -> Result<Vec<DecidedSession>> {
    let running = &status.caught_up.working;
    let jobs: Vec<i64> = running.iter().filter_map(|session| session.job).collect();
    let running = snapshot.jobs(JobFilter::Ids(&jobs))?;
    let rules: HashMap<i64, Rule> = running
        .iter()
        .map(|job| (job.id, on_enable(job.facts.job_type.coverage(job.facts.target))))
        .collect();
    let since = status.maintenance.as_ref().map(|each| each.since);
    let stored =
        snapshot.sessions(SessionFilter::EndedSince(since.unwrap_or(status.now - RECENT)))?;
    let all = stored.iter().chain(&status.caught_up.ended).chain(&status.caught_up.working);
    let decided = all.filter_map(|session| {
        // Imported sessions carry no rule. One that was running when the mode was switched on is
        // decided by the rule for running sessions.
        let was_running = session.works() && since.is_some_and(|at| session.facts.started <= at);
        let by_mode = || rules.get(&session.job?).copied().filter(|_| was_running);
        Some(DecidedSession {
            rule: session.rule.or_else(by_mode)?,
            id: session.id,
            tenant: session.facts.tenant.clone(),
            job: session.facts.job.clone(),
            started: session.facts.started,
            ended: session.facts.ended.map(|ended| ended.at),
            result: session.facts.ended.map(|ended| ended.result),
        })
    });
    Ok(decided.collect())
}
