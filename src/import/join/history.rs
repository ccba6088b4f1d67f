//! History: gives every job its sessions, and every session its tasks.

use std::collections::HashMap;

use crate::domain::KnownResult;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::join::jobs::{Found, Jobs, Joint, NOT_LISTED, SEVERAL};
use crate::import::join::owners::Owners;
use crate::import::records::{
    JobKey, JobRecord, Run, SessionRecord, SessionTaskRecord, Standing, TaskRecord, Text,
};
use crate::import::states::progress_of;
use crate::import::warnings::Place;

impl<'a> Jobs<'a> {
    /// The job of a session or task; where no file lists jobs, it is made of what is told there.
    fn job_of(
        &mut self,
        key: &JobKey<'a>,
        owners: &Owners<'a>,
        place: Place,
        context: &mut Context<'_>,
    ) -> Option<usize> {
        match self.find(key, owners, place, context) {
            Found::One(at) => Some(at),
            Found::None if !self.listed && key.name.is_some() => {
                let mut record = JobRecord::at(place);
                record.id.clone_from(&key.id);
                record.name.clone_from(&key.name);
                record.owner = key.owner.clone();
                (record.work, record.platform) = (key.work, key.platform);
                context.notes.guessed(place, "", Assumption::Mentioned);
                Some(self.add(record, owners, context))
            }
            Found::None => {
                context.lose(place, "", NOT_LISTED);
                None
            }
            Found::Several => {
                context.lose(place, "", SEVERAL);
                None
            }
        }
    }

    /// Gives every job its sessions, and every session its tasks.
    pub fn attach(
        &mut self,
        sessions: Vec<SessionRecord<'a>>,
        tasks: Vec<SessionTaskRecord<'a>>,
        owners: &Owners<'a>,
        context: &mut Context<'_>,
    ) {
        let mut by_id: HashMap<Text<'a>, (usize, usize)> = HashMap::with_capacity(sessions.len());
        let (children, whole): (Vec<_>, Vec<_>) =
            sessions.into_iter().partition(|session| session.parent.is_some());
        for session in whole {
            self.attach_session(session, &mut by_id, owners, context);
        }
        for child in children {
            // A session of one computer is a task of the session of its job.
            let parent = child.parent.as_ref().and_then(|parent| by_id.get(parent)).copied();
            let Some((job, at)) = parent else {
                self.attach_session(child, &mut by_id, owners, context);
                continue;
            };
            if let Some(id) = child.id.clone() {
                by_id.insert(id, (job, at));
            }
            let task = TaskRecord {
                place: child.place,
                progress: progress_of(&child.run),
                started: child.run.started,
                ended: child.run.ended,
                took: child.run.took,
                code: child.run.code,
                session_started: None,
                name: child.name.unwrap_or_default(),
            };
            if !task.name.is_empty() {
                self.list[job].sessions[at].tasks.push(task);
            }
        }
        self.attach_latest(&mut by_id);
        for SessionTaskRecord { session, job, task } in tasks {
            if let Some((job, at)) = session.as_ref().and_then(|session| by_id.get(session)) {
                self.list[*job].sessions[*at].tasks.push(task);
                continue;
            }
            if job.id.is_none() && job.name.is_none() {
                context.lose(
                    task.place,
                    "sessionId",
                    "no file holds its session; add the listing of sessions",
                );
                continue;
            }
            if let Some(at) = self.job_of(&job, owners, task.place, context) {
                self.list[at].loose.push(task);
            }
        }
    }

    fn attach_session(
        &mut self,
        session: SessionRecord<'a>,
        by_id: &mut HashMap<Text<'a>, (usize, usize)>,
        owners: &Owners<'a>,
        context: &mut Context<'_>,
    ) {
        if session.id.as_ref().is_some_and(|id| by_id.contains_key(id)) {
            // It was on two pages.
            return;
        }
        let Some(job) = self.job_of(&session.job, owners, session.place, context) else {
            return;
        };
        let sessions = &mut self.list[job].sessions;
        if let Some(id) = session.id.clone() {
            by_id.insert(id, (job, sessions.len()));
        }
        let SessionRecord { id, place, run, .. } = session;
        sessions.push(Joint { id, run, place, tasks: Vec::new() });
    }

    /// Adds the latest session as listings of jobs tell it, unless it is known already.
    fn attach_latest(&mut self, by_id: &mut HashMap<Text<'a>, (usize, usize)>) {
        for (at, job) in self.list.iter_mut().enumerate() {
            let Some(last) = job.record.last else {
                continue;
            };
            let id = job.record.last_id.clone();
            let near = |a: &Run| {
                let apart =
                    a.started.zip(last.started).map(|(a, b)| a.millis().abs_diff(b.millis()));
                apart.is_some_and(|apart| apart < 2_000)
            };
            let known = job.sessions.iter().position(|session| match (&session.id, &id) {
                (Some(known), Some(id)) => known == id,
                (None, _) | (_, None) => near(&session.run),
            });
            if let Some(known) = known {
                complete(&mut job.sessions[known].run, &last);
                continue;
            }
            if last.started.is_none() && last.standing != Standing::Running {
                continue;
            }
            if let Some(id) = id.clone() {
                by_id.insert(id, (at, job.sessions.len()));
            }
            let place = job.record.place;
            job.sessions.push(Joint { id, run: last, place, tasks: Vec::new() });
        }
    }
}

/// Adds what another listing says of the same session; that it has ended is the newer word.
fn complete(run: &mut Run, other: &Run) {
    if other.standing == Standing::Ended {
        run.standing = run.standing.max(other.standing);
    }
    run.started = run.started.or(other.started);
    run.ended = run.ended.or(other.ended);
    run.took = run.took.or(other.took);
    if run.result == KnownResult::Unknown {
        (run.result, run.code) = (other.result, other.code);
    }
}
