//! Sessions: the one of a job that runs and the latest that ended, as facts.

use std::collections::HashMap;

use crate::domain::{Ended, Job, Session, SessionTask};
use crate::domain::{FailureCode, Instant, KnownResult, TaskState};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::join::jobs::{Joined, Joint};
use crate::import::join::tasks::Plan;
use crate::import::records::{Progress, Run, Standing, TaskRecord};
use crate::import::warnings::Place;

/// Which sessions of a job are of interest.
pub(super) struct Sessions {
    /// The session that runs.
    pub running: Option<usize>,
    /// The latest that ended.
    ended: Option<usize>,
    /// When the files show what was so.
    pub observed_at: Instant,
}

impl Sessions {
    /// Looks at all sessions of a job, after giving the latest the tasks that its listing tells.
    pub fn new(job: &mut Joined<'_>, observed_at: Instant) -> Sessions {
        let tasks = std::mem::take(&mut job.record.last_tasks);
        let last = job.record.last.and_then(|last| last.started);
        let newest = (0..job.sessions.len()).max_by_key(|at| job.sessions[*at].run.started);
        for task in tasks {
            // An object may have been left out of the latest session of its job.
            let older = task.started.zip(last).is_some_and(|(task, last)| task < last);
            match newest.filter(|_| !older) {
                Some(newest) => job.sessions[newest].tasks.push(task),
                None => job.loose.push(task),
            }
        }
        let latest = |standing: Standing| {
            let fits = job.sessions.iter().enumerate();
            let fits = fits.filter(|(_, session)| session.run.standing == standing);
            fits.max_by_key(|(_, session)| session.run.started).map(|(at, _)| at)
        };
        Sessions { running: latest(Standing::Running), ended: latest(Standing::Ended), observed_at }
    }

    /// These sessions as facts. The tasks of the plan hold all tasks of the session that runs.
    pub fn facts(
        &self,
        joined: &Joined<'_>,
        job: &Job,
        plan: &Plan,
        context: &mut Context<'_>,
    ) -> Vec<Session> {
        let mut facts = Vec::new();
        if let Some(session) = self.ended.map(|at| &joined.sessions[at]) {
            facts.extend(self.ended(session, job, plan, context));
        }
        if let Some(session) = self.running.map(|at| &joined.sessions[at]) {
            facts.push(self.running(session, job, plan, context));
        }
        facts
    }

    fn ended(
        &self,
        session: &Joint<'_>,
        job: &Job,
        plan: &Plan,
        context: &mut Context<'_>,
    ) -> Option<Session> {
        let Run { started, ended, took, result, code, attempt, .. } = session.run;
        let started = self.held(started?, session.place, context);
        let mut end = ended;
        if end.is_some_and(|end| end < started) {
            context.notes.unused(session.place, "", "a session that ended before it started");
            end = None;
        }
        let end = end.or_else(|| took.map(|took| started + took)).unwrap_or_else(|| {
            context.notes.guessed(session.place, "", Assumption::NoEnd);
            plan.session().map_or(started, |length| started + length)
        });
        let at = end.min(self.observed_at).max(started);
        let known = by_name(&session.tasks);
        let order = plan.names.iter().filter_map(|name| known.get(&**name));
        let over =
            order.filter(|task| matches!(task.progress, Progress::Success | Progress::Failed));
        let tasks = over.map(|task| self.task(task, started, context)).collect();
        Some(Session {
            tenant: job.tenant.clone(),
            job: job.name.clone(),
            source_id: session.id.as_ref().map(ToString::to_string),
            attempt,
            started,
            ended: Some(Ended { at, result, code: code.filter(|_| result == KnownResult::Failed) }),
            tasks,
        })
    }

    fn running(
        &self,
        session: &Joint<'_>,
        job: &Job,
        plan: &Plan,
        context: &mut Context<'_>,
    ) -> Session {
        let first = session.tasks.iter().filter_map(|task| task.started).min();
        let started = session.run.started.or(first).unwrap_or_else(|| {
            context.notes.guessed(session.place, "", Assumption::NoStart);
            self.observed_at
        });
        let started = self.held(started, session.place, context);
        let known = by_name(&session.tasks);
        let mut tasks: Vec<SessionTask> = if known.is_empty() {
            if plan.told {
                context.notes.guessed(session.place, "", Assumption::AllRunning);
            }
            plan.names.iter().map(|name| running_since(name, started)).collect()
        } else {
            let order = plan.names.iter().filter_map(|name| known.get(&**name));
            order.map(|task| self.task(task, started, context)).collect()
        };
        let open =
            |task: &SessionTask| matches!(task.state, TaskState::Pending | TaskState::Running);
        if !tasks.iter().any(open) {
            // It works on something after its tasks, which nothing else would show.
            let last = tasks.iter_mut().max_by_key(|task| task.ended);
            if let Some(last) = last {
                context.notes.guessed(session.place, "", Assumption::LastRunning);
                *last = running_since(&last.name, last.started.unwrap_or(started));
            }
        }
        Session {
            tenant: job.tenant.clone(),
            job: job.name.clone(),
            source_id: session.id.as_ref().map(ToString::to_string),
            attempt: session.run.attempt,
            started,
            ended: None,
            tasks,
        }
    }

    /// A task with the times that its state needs.
    fn task(
        &self,
        record: &TaskRecord<'_>,
        session: Instant,
        context: &mut Context<'_>,
    ) -> SessionTask {
        let progress = match (record.progress, record.started, record.ended) {
            (Progress::Unknown, _, Some(_)) => Progress::Success,
            (Progress::Unknown, Some(_), None) => Progress::Running,
            (Progress::Unknown, None, None) => Progress::Pending,
            (progress, ..) => progress,
        };
        let started = self.held(record.started.unwrap_or(session), record.place, context);
        let took = || record.took.map(|took| started + took);
        let ended = record.ended.or_else(took).unwrap_or(started);
        let ended = self.held(ended, record.place, context).max(started);
        let (state, started, ended) = match progress {
            Progress::Pending | Progress::Unknown => (TaskState::Pending, None, None),
            Progress::Running => (TaskState::Running, Some(started), None),
            Progress::Success => (TaskState::Success, Some(started), Some(ended)),
            Progress::Failed => (TaskState::Failed, Some(started), Some(ended)),
        };
        let failed = state == TaskState::Failed;
        let code = failed.then(|| record.code.unwrap_or(FailureCode::TaskFailed));
        SessionTask { name: record.name.to_string(), state, started, ended, code }
    }

    /// A time that cannot be later than the observation.
    fn held(&self, at: Instant, place: Place, context: &mut Context<'_>) -> Instant {
        if at > self.observed_at {
            context.notes.guessed(place, "", Assumption::Late);
        }
        at.min(self.observed_at)
    }
}

fn running_since(name: &str, started: Instant) -> SessionTask {
    SessionTask {
        name: name.to_owned(),
        state: TaskState::Running,
        started: Some(started),
        ended: None,
        code: None,
    }
}

/// Tasks by name; of several, as after a retry, the one that began last.
fn by_name<'t, 'a>(tasks: &'t [TaskRecord<'a>]) -> HashMap<&'t str, &'t TaskRecord<'a>> {
    let mut known: HashMap<&str, &TaskRecord<'a>> = HashMap::with_capacity(tasks.len());
    for task in tasks {
        let slot = known.entry(&task.name).or_insert(task);
        if task.started >= slot.started {
            *slot = task;
        }
    }
    known
}
