//! Decided: which present sessions a rule decided, and which rule treats a job.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::{Instant, JobType, KnownResult, Mode, Rule, Span, Target};
use crate::error::Result;
use crate::ops::server_status::ServerStatus;
use crate::ops::treatment::treat;
use crate::simulator::found;
use crate::store::{Jobs, Sessions, Snapshot};

/// With the mode off, sessions that ended so long ago still count as present.
const RECENT: Span = Span::from_secs(24 * 3600);

/// A session that works, or ended during this maintenance or, with the mode off, of late.
#[derive(Debug, Clone, Serialize)]
pub struct Decided {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub tenant: String,
    /// Of which job.
    pub job: String,
    /// When it began.
    pub started: Instant,
    /// When it ended; `None` while it works.
    pub ended: Option<Instant>,
    /// How it ended.
    pub result: Option<KnownResult>,
    /// The rule that decided.
    pub rule: Rule,
}

/// The present sessions that some rule decided.
pub fn decided(snapshot: &Snapshot<'_>, state: &ServerStatus) -> Result<Vec<Decided>> {
    let mut by_mode: HashMap<i64, Rule> = HashMap::new();
    snapshot.each_job(Jobs::Working, |job| {
        by_mode.insert(job.id, found(job.facts.job_type, job.facts.target));
        Ok(())
    })?;
    let since = state.maintenance.as_ref().map(|each| each.since);
    let stored = snapshot.sessions(Sessions::EndedSince(since.unwrap_or(state.now - RECENT)))?;
    let all = stored.iter().chain(&state.caught_up.ended).chain(&state.caught_up.working);
    let decided = all.filter_map(|session| {
        // What an import tells of carries no rule: the mode found it at work.
        let found_working = session.works() && since.is_some_and(|at| session.facts.started <= at);
        let by_mode = || by_mode.get(&session.job).copied().filter(|_| found_working);
        Some(Decided {
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

/// How a job is treated, or would be if the mode were switched on now.
#[derive(Debug, Clone, Serialize)]
pub struct Treated {
    /// Whose.
    pub tenant: String,
    /// Its name.
    pub name: String,
    /// What it does.
    #[serde(rename = "type")]
    pub job_type: JobType,
    /// Where it writes to.
    pub target: Target,
    /// Whether it is so, or would be.
    pub mode: Mode,
    /// The rule; `None`: none has to treat it.
    pub rule: Option<Rule>,
    /// The same in a sentence.
    pub summary: String,
}

/// Which rule treats a job, and what that means for it.
pub fn treated(snapshot: &Snapshot<'_>, state: &ServerStatus, job: i64) -> Result<Option<Treated>> {
    let found = treat(snapshot, state)?.into_iter().find(|found| found.id == job);
    Ok(found.map(|found| Treated {
        tenant: found.tenant.into(),
        name: found.name.into(),
        job_type: found.job_type,
        target: found.target,
        mode: state.mode(),
        rule: found.treatment.rule,
        summary: found.treatment.summary,
    }))
}
