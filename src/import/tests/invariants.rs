//! Invariants of every import that succeeds.

use std::collections::{HashMap, HashSet};

use crate::domain::{Job, Session};
use crate::domain::{Span, TaskState};
use crate::import::imported::{EXPORT_TIME, Imported};

#[track_caller]
pub fn check(imported: &Imported) {
    let mut jobs: HashMap<(&str, &str), &Job> = HashMap::new();
    let mut ids = HashSet::new();
    for job in imported.jobs.iter().map(|each| &each.job) {
        check_job(job);
        assert!(job.source_id.as_ref().is_none_or(|id| ids.insert(id)), "one id twice: {job:?}");
        assert!(jobs.insert((&job.tenant, &job.name), job).is_none(), "twice: {job:?}");
    }
    let mut tenants = HashSet::new();
    let mut ids = HashSet::new();
    for tenant in &imported.tenants {
        let is_new = tenant.source_id.as_ref().is_none_or(|id| ids.insert(id));
        assert!(is_new, "one id twice: {tenant:?}");
        assert!(!tenant.name.trim().is_empty() && tenant.slots != Some(0), "{tenant:?}");
        assert!(tenants.insert(&tenant.name), "twice: {tenant:?}");
    }
    let mut seen = HashSet::new();
    for session in &imported.sessions {
        let job = jobs[&(&*session.tenant, &*session.job)];
        assert!(job.policy.is_none(), "{session:?}");
        let which = (&session.tenant, &session.job, session.ended.is_some());
        assert!(seen.insert(which), "two at once: {session:?}");
        check_session(session, job, imported);
    }
}

#[track_caller]
fn check_job(job: &Job) {
    assert!(!job.name.trim().is_empty() && !job.tenant.trim().is_empty(), "{job:?}");
    assert!(job.slots > 0, "{job:?}");
    assert_eq!(job.policy.is_some(), job.job_type.is_policy(), "{job:?}");
    assert_eq!(job.tasks.is_empty(), job.policy.is_some(), "{job:?}");
    let mut names = HashSet::new();
    for task in &job.tasks {
        assert!(!task.name.trim().is_empty() && names.insert(&task.name), "{job:?}");
        let longest = Span::LONGEST;
        assert!(task.duration > Span::from_secs(0) && task.duration <= longest, "{job:?}");
    }
    let mut recorded = job.tasks.iter().flat_map(|task| &task.recorded);
    assert!(recorded.all(|record| record.took > Span::from_secs(0)), "{job:?}");
    if let Some(retry) = job.retry {
        assert!(retry.wait > Span::from_secs(0), "{job:?}");
    }
}

#[track_caller]
fn check_session(session: &Session, job: &Job, imported: &Imported) {
    // What is running may have begun while it was read.
    let reading = if session.ended.is_none() { EXPORT_TIME } else { Span::from_secs(0) };
    let observed = imported.observed_at + reading;
    assert!(session.started <= observed, "{session:?}");
    let place = |name: &str| job.tasks.iter().position(|task| task.name == name).unwrap();
    let order: Vec<usize> = session.tasks.iter().map(|task| place(&task.name)).collect();
    assert!(order.is_sorted_by(|a, b| a < b), "{session:?}");
    for task in &session.tasks {
        let (started, ended) = (task.started, task.ended);
        let fits = match task.state {
            TaskState::Pending => started.is_none() && ended.is_none() && task.code.is_none(),
            TaskState::Running => started.is_some() && ended.is_none() && task.code.is_none(),
            TaskState::Success => started.is_some() && ended.is_some() && task.code.is_none(),
            TaskState::Failed => ended.is_some() && task.code.is_some(),
        };
        assert!(fits, "{session:?}");
        assert!(started.is_none_or(|at| at <= observed), "{session:?}");
        assert!(ended.is_none_or(|at| at <= observed), "{session:?}");
        assert!(started.zip(ended).is_none_or(|(a, b)| a <= b), "{session:?}");
    }
    let open = |state| matches!(state, TaskState::Pending | TaskState::Running);
    match session.ended {
        Some(ended) => {
            assert!(session.started <= ended.at && ended.at <= observed, "{session:?}");
            assert!(!session.tasks.iter().any(|task| open(task.state)), "{session:?}");
        }
        None => assert!(session.tasks.iter().any(|task| open(task.state)), "{session:?}"),
    }
}
