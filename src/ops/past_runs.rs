//! The runs of past sessions, and what maintenance did to them.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::domain::{
    FailureCode, Instant, Job, JobRun, ObservedResult, Rule, RunEffect, RunProgress, TaskState,
};
use crate::store::StoredSession;

/// Sessions of one job that belong to one start: the first session and its retries.
pub struct PastRun<'s> {
    pub sessions: Vec<&'s StoredSession>,
    /// When the job started next.
    next: Option<Instant>,
}

/// The runs of a job, of which `sessions` are all, in order.
pub fn runs_of<'s>(sessions: &[&'s StoredSession]) -> Vec<PastRun<'s>> {
    let mut runs: Vec<PastRun<'s>> = Vec::new();
    for session in sessions {
        match runs.last_mut() {
            Some(run) if session.facts.attempt > 0 => run.sessions.push(session),
            last => {
                if let Some(last) = last {
                    last.next = Some(session.facts.started);
                }
                runs.push(PastRun { sessions: vec![session], next: None });
            }
        }
    }
    runs
}

/// Imported sessions carry no rule: one that was refused has tasks of which none ever started.
pub fn was_refused(session: &StoredSession) -> bool {
    let tasks = &session.facts.tasks;
    match session.rule {
        Some(rule) => rule == Rule::RefuseNewSession,
        None => !tasks.is_empty() && tasks.iter().all(|task| task.started.is_none()),
    }
}

impl PastRun<'_> {
    /// The run as it stood at `end`, and when maintenance first harmed it. `job` is what is known of
    /// its job. `None`: it had not begun then.
    pub fn at(&self, end: Instant, job: Option<&Job>) -> Option<(JobRun, Option<Instant>)> {
        let sessions = self.sessions.iter().filter(|session| session.facts.started <= end);
        let fails = |name: &str| {
            job.is_some_and(|job| job.tasks.iter().any(|task| task.name == name && task.fails))
        };
        // Harmed tasks, and whether each has succeeded since; the empty name stands for a session
        // without tasks.
        let mut harmed: HashMap<SmolStr, bool> = HashMap::new();
        let (mut since, mut is_cut) = (None, false);
        let mut last = None;
        for session in sessions {
            let facts = &session.facts;
            let ended = facts.ended.filter(|ended| ended.at <= end);
            let mut refused = Vec::new();
            for task in &facts.tasks {
                let at = task.ended.or(ended.map(|ended| ended.at)).filter(|at| *at <= end);
                if let (Some(FailureCode::Maintenance), Some(at)) = (task.code, at) {
                    refused.push((task.name.clone(), at));
                } else if task.state == TaskState::Success && at.is_some() {
                    harmed.entry(task.name.clone()).and_modify(|succeeded| *succeeded = true);
                }
            }
            let is_refused = ended.is_some_and(|each| each.code == Some(FailureCode::Maintenance));
            if is_refused && refused.is_empty() {
                refused.push((SmolStr::default(), facts.started));
            }
            if ended.is_some_and(|ended| ended.result == ObservedResult::Success) {
                for succeeded in harmed.values_mut() {
                    *succeeded = true;
                }
            }
            is_cut |= !refused.is_empty() && !was_refused(session);
            for (name, at) in refused.into_iter().filter(|(name, _)| !fails(name)) {
                harmed.insert(name, false);
                since = Some(since.map_or(at, |since: Instant| since.min(at)));
            }
            last = Some((facts.attempt, ended));
        }
        let (attempt, ended) = last?;
        let is_due = |ended: Instant| {
            let is_followed = self.next.is_some_and(|next| next <= end);
            !is_followed && retry_after(job, attempt, ended).is_some_and(|due| due > end)
        };
        let progress = match ended {
            None => RunProgress::Open,
            Some(ended) if ended.result == ObservedResult::Failed && is_due(ended.at) => {
                RunProgress::Open
            }
            Some(ended) if ended.result == ObservedResult::Failed => RunProgress::Failed,
            Some(_) => RunProgress::Succeeded,
        };
        let effect = if is_cut { RunEffect::Cut } else { RunEffect::Refused };
        let is_recovered = !harmed.is_empty() && harmed.values().all(|succeeded| *succeeded);
        Some((JobRun { effect: since.map(|_| effect), is_recovered, progress }, since))
    }

    /// Whether it was over when the mode was switched on: no session worked, and no retry was due.
    pub fn was_over_at(&self, switch: Instant, job: Option<&Job>) -> bool {
        let Some(last) = self.sessions.last().map(|last| &last.facts) else {
            return true;
        };
        let Some(ended) = last.ended.filter(|ended| ended.at <= switch) else {
            return false;
        };
        let is_followed = self.next.is_some_and(|next| next < switch);
        let due = retry_after(job, last.attempt, ended.at);
        let waited = ended.result == ObservedResult::Failed
            && !is_followed
            && due.is_some_and(|due| due >= switch);
        last.started < switch && !waited
    }
}

/// When a failed attempt is retried.
fn retry_after(job: Option<&Job>, attempt: u32, ended: Instant) -> Option<Instant> {
    let retry = job.and_then(|job| job.retry).filter(|retry| attempt < retry.times)?;
    Some(ended + retry.wait)
}
