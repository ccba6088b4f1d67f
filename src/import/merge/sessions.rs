//! The sessions of a job that matter: the one that is running, and the latest that ended.

use hashbrown::HashMap;

use smol_str::SmolStr;

use crate::domain::{Ended, Job, Session, SessionTask};
use crate::domain::{FailureCode, Instant, ObservedResult, TaskState};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::imported::EXPORT_TIME;
use crate::import::merge::jobs::{MergedJob, MergedSession};
use crate::import::merge::tasks::MergedTasks;
use crate::import::records::{ExportedRun, ExportedState, ExportedTask, TaskProgress};
use crate::import::warnings::Place;

/// Indexes of sessions of a job.
pub struct Sessions {
    pub running: Option<usize>,
    ended: Option<usize>,
    observed_at: Instant,
}

impl Sessions {
    /// Gives the newest session the tasks in the listing of the job, and finds the sessions.
    pub fn new(job: &mut MergedJob, observed_at: Instant) -> Sessions {
        let tasks = std::mem::take(&mut job.record.latest_tasks);
        let latest_start = job.record.latest_run.and_then(|run| run.started);
        let newest = (0..job.sessions.len()).max_by_key(|at| job.sessions[*at].run.started);
        if let Some(newest) = newest
            && job.sessions[newest].tasks.is_empty()
        {
            job.sessions[newest].tasks.reserve_exact(tasks.len());
        }
        for task in tasks {
            // The latest session of an object may be older than that of its job.
            let is_older =
                task.started.zip(latest_start).is_some_and(|(task, latest)| task < latest);
            match newest.filter(|_| !is_older) {
                Some(newest) => job.sessions[newest].tasks.push(task),
                None => job.loose_tasks.push(task),
            }
        }
        let latest = |state: ExportedState| {
            let in_state =
                (0..job.sessions.len()).filter(|at| job.sessions[*at].run.state == state);
            in_state.max_by_key(|at| job.sessions[*at].run.started)
        };
        Sessions {
            running: latest(ExportedState::Running),
            ended: latest(ExportedState::Ended),
            observed_at,
        }
    }

    /// `tasks` include all tasks of the running session.
    pub fn facts(
        &self,
        merged: &MergedJob,
        job: &Job,
        tasks: &MergedTasks,
        context: &mut Context<'_>,
    ) -> Vec<Session> {
        let mut facts = Vec::new();
        if let Some(session) = self.ended.map(|at| &merged.sessions[at]) {
            facts.extend(self.ended(session, job, tasks, context));
        }
        if let Some(session) = self.running.map(|at| &merged.sessions[at]) {
            facts.push(self.running(session, job, tasks, context));
            let running = merged
                .sessions
                .iter()
                .filter(|each| each.run.state == ExportedState::Running)
                .count();
            if running > 1 {
                // They cannot be told apart later, so that the end of one would be the end of all.
                let what = format!("has {running} running sessions of {:?}", job.name);
                context.lose_running(session.place.file, &what);
            }
        }
        facts
    }

    fn ended(
        &self,
        session: &MergedSession,
        job: &Job,
        tasks: &MergedTasks,
        context: &mut Context<'_>,
    ) -> Option<Session> {
        let ExportedRun { started, ended, took, result, failure, attempt, .. } = session.run;
        let started = not_after(self.observed_at, started?, session.place, context);
        let mut end = ended;
        if end.is_some_and(|end| end < started) {
            context.unused(session.place, "", "the session ended before it started");
            end = None;
        }
        let end = end.or_else(|| took.map(|took| started + took)).unwrap_or_else(|| {
            context.assume(session.place, "", Assumption::NoEnd);
            tasks.session_duration().map_or(started, |length| started + length)
        });
        let at = end.min(self.observed_at).max(started);
        let known = by_name(&session.tasks);
        let ended = tasks.names.iter().filter_map(|name| known.get(&**name));
        let ended = ended
            .filter(|task| matches!(task.progress, TaskProgress::Success | TaskProgress::Failed));
        let latest = self.observed_at;
        let tasks = ended.map(|each| task(each, job, started, latest, context)).collect();
        let failure = failure.filter(|_| result == ObservedResult::Failed);
        let is_by_maintenance =
            failure.is_some_and(|failure| context.is_by_maintenance(failure, job, started, at));
        let code = is_by_maintenance.then_some(FailureCode::Maintenance);
        Some(Session {
            source_id: session.id.as_ref().map(|id| id.0.clone()),
            attempt,
            ended: Some(Ended { at, result, code }),
            tasks,
            ..Session::new(&job.tenant, &job.name, started)
        })
    }

    fn running(
        &self,
        session: &MergedSession,
        job: &Job,
        tasks: &MergedTasks,
        context: &mut Context<'_>,
    ) -> Session {
        let started = session.started().unwrap_or_else(|| {
            context.assume(session.place, "", Assumption::NoStart);
            self.observed_at
        });
        // It may have started while the source was being read.
        let read_until = (self.observed_at + EXPORT_TIME).min(context.options.now);
        let latest = read_until.max(self.observed_at);
        let started = not_after(latest, started, session.place, context);
        let known = by_name(&session.tasks);
        let mut tasks: Vec<SessionTask> = if known.is_empty() {
            if tasks.are_stated {
                context.assume(session.place, "", Assumption::AllTasksRunning);
            }
            tasks.names.iter().map(|name| running_since(name, started)).collect()
        } else {
            let known = tasks.names.iter().filter_map(|name| known.get(&**name));
            known.map(|each| task(each, job, started, latest, context)).collect()
        };
        let open =
            |task: &SessionTask| matches!(task.state, TaskState::Pending | TaskState::Running);
        if !tasks.iter().any(open) {
            // The session still does something after its tasks, which only a task can show.
            let last = tasks.iter_mut().max_by_key(|task| task.ended);
            if let Some(last) = last {
                context.assume(session.place, "", Assumption::LastTaskRunning);
                *last = running_since(&last.name, last.started.unwrap_or(started));
            }
        }
        Session {
            source_id: session.id.as_ref().map(|id| id.0.clone()),
            attempt: session.run.attempt,
            tasks,
            ..Session::new(&job.tenant, &job.name, started)
        }
    }
}

/// A task with the times that its state requires, none of which is after `latest`.
fn task(
    record: &ExportedTask,
    job: &Job,
    session_started: Instant,
    latest: Instant,
    context: &mut Context<'_>,
) -> SessionTask {
    let progress = match (record.progress, record.started, record.ended) {
        (TaskProgress::Unknown | TaskProgress::Unrecognised, _, Some(_)) => TaskProgress::Success,
        (TaskProgress::Unknown, Some(_), None) | (TaskProgress::Unrecognised, _, None) => {
            TaskProgress::Running
        }
        (TaskProgress::Unknown, None, None) => TaskProgress::Pending,
        (progress, ..) => progress,
    };
    let started = record.started.unwrap_or(session_started);
    let started = not_after(latest, started, record.place, context);
    let took = || record.took.map(|took| started + took);
    let ended = record.ended.or_else(took).unwrap_or(started);
    let ended = not_after(latest, ended, record.place, context).max(started);
    let (state, started, ended) = match progress {
        TaskProgress::Pending | TaskProgress::Unknown => (TaskState::Pending, None, None),
        TaskProgress::Running | TaskProgress::Unrecognised => {
            (TaskState::Running, Some(started), None)
        }
        TaskProgress::Success => (TaskState::Success, Some(started), Some(ended)),
        TaskProgress::Failed => (TaskState::Failed, Some(started), Some(ended)),
    };
    let code = started.zip(ended).filter(|_| state == TaskState::Failed).map(|(from, to)| {
        let is_by_maintenance =
            record.failure.is_some_and(|each| context.is_by_maintenance(each, job, from, to));
        if is_by_maintenance { FailureCode::Maintenance } else { FailureCode::TaskFailed }
    });
    SessionTask { name: SmolStr::new(&record.name), state, started, ended, code }
}

fn not_after(latest: Instant, at: Instant, place: Place, context: &mut Context<'_>) -> Instant {
    if at > latest {
        context.assume(place, "", Assumption::AfterObservation);
    }
    at.min(latest)
}

fn running_since(name: &str, started: Instant) -> SessionTask {
    SessionTask {
        name: name.into(),
        state: TaskState::Running,
        started: Some(started),
        ended: None,
        code: None,
    }
}

/// Tasks by name. Of several, as after a retry, the one that started last.
fn by_name(tasks: &[ExportedTask]) -> HashMap<&str, &ExportedTask> {
    let mut latest: HashMap<&str, &ExportedTask> = HashMap::with_capacity(tasks.len());
    for task in tasks {
        let known = latest.entry(&task.name).or_insert(task);
        if task.started >= known.started {
            *known = task;
        }
    }
    latest
}
