//! Decided: which present sessions a rule decided, and which rule treats a job.

use std::collections::HashMap;

use serde::Serialize;

use super::state::State;
use crate::domain::facts::JobFacts;
use crate::domain::{
    Access, Coverage, Instant, JobType, KnownResult, Mode, Rule, Span, Target, coverage, start,
    switched_on,
};
use crate::store::{Jobs, Kept, KeptSession, Result, Sessions, View};

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
pub fn decided(view: &View<'_>, state: &State) -> Result<Vec<Decided>> {
    let mut reach: HashMap<i64, Coverage> = HashMap::new();
    view.each_job(Jobs::Working, |job| {
        reach.insert(job.id, coverage(job.facts.job_type.class(), job.facts.target));
        Ok(())
    })?;
    let since = state.maintenance.as_ref().map(|each| each.since);
    let stored = view.sessions(Sessions::EndedSince(since.unwrap_or(state.now - RECENT)))?;
    let all = stored.iter().chain(&state.settled.ended).chain(&state.settled.working);
    let found = all.filter_map(|session| {
        // What an import tells of carries no rule: the mode found it at work.
        let found_working = session.works() && since.is_some_and(|at| session.facts.started <= at);
        let by_mode =
            || reach.get(&session.job).filter(|_| found_working).map(|reach| switched_on(*reach));
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
    Ok(found.collect())
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
    /// Why this one, as a sentence.
    pub because: String,
}

/// Which rule treats a job, and why.
pub fn treated(view: &View<'_>, state: &State, job: &Kept<JobFacts>) -> Result<Treated> {
    let facts = &job.facts;
    let tenant = view.tenant(&facts.tenant)?;
    let access = tenant.map_or(Access::Enabled, |tenant| tenant.facts.access);
    let session = state.settled.working.iter().find(|session| session.job == job.id);
    let (rule, because) = reason(state, job, access, session);
    Ok(Treated {
        tenant: facts.tenant.clone(),
        name: facts.name.clone(),
        job_type: facts.job_type,
        target: facts.target,
        mode: state.mode(),
        rule,
        because,
    })
}

fn reason(
    state: &State,
    job: &Kept<JobFacts>,
    access: Access,
    session: Option<&KeptSession>,
) -> (Option<Rule>, String) {
    let facts = &job.facts;
    let reach = coverage(facts.job_type.class(), facts.target);
    let since = state.maintenance.as_ref().map(|each| each.since);
    let refused = start(reach, facts.target, access, Mode::Maintenance).rule();
    if (facts.target, access) == (Target::Cloud, Access::Disabled) {
        return (refused, format!("its tenant {} is disabled", facts.tenant));
    }
    match reach {
        Coverage::Uncovered => {
            let why = match facts.target {
                Target::Local => "it writes to a local target".to_owned(),
                Target::Cloud => format!("its type {} is none that the page lists", facts.job_type),
            };
            (Some(switched_on(reach)), why)
        }
        Coverage::Cdp => match facts.policy {
            Some(policy) if !policy.enabled => {
                (None, "the policy is disabled, so it processes nothing anyway".to_owned())
            }
            Some(policy)
                if policy.initial_sync.is_some() && since.is_some_and(|at| job.added >= at) =>
            {
                (refused, "the policy was created while the mode was on".to_owned())
            }
            Some(_) | None => {
                (Some(switched_on(reach)), "it is an enabled policy to the cloud".to_owned())
            }
        },
        Coverage::Vbr | Coverage::Agent => match session {
            Some(session) => {
                let found = since.is_none_or(|at| session.facts.started <= at);
                let rule = session.rule.or(found.then(|| switched_on(reach)));
                (rule, format!("session {} of it works", session.id))
            }
            None => {
                let when = match since {
                    Some(_) => "starts while the mode is on",
                    None => "would start while the mode is on",
                };
                (refused, format!("no session of it works, and the next one {when}"))
            }
        },
    }
}
