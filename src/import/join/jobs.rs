//! Jobs: what several listings say of one job, put together, with its sessions and their tasks.

use std::collections::HashMap;

use super::owners::Owners;
use crate::import::context::Context;
use crate::import::guess::Guess;
use crate::import::notes::Place;
use crate::import::records::{
    JobKey, JobRecord, Owner, Run, SessionRecord, SessionTaskRecord, Standing, TaskRecord, Text,
};

/// All that is told of one job.
pub(super) struct Joined<'a> {
    /// What listings say of it.
    pub record: JobRecord<'a>,
    /// Whose it is.
    pub tenant: String,
    /// Whether that was told.
    pub tenant_told: bool,
    /// Its name.
    pub name: String,
    /// What its source knows it by.
    pub source_id: Option<String>,
    /// Its sessions, in any order.
    pub sessions: Vec<Joint<'a>>,
    /// Tasks that no session is known of.
    pub loose: Vec<TaskRecord<'a>>,
}

/// A session with its tasks.
pub(super) struct Joint<'a> {
    /// Its id.
    pub id: Option<Text<'a>>,
    /// How it went.
    pub run: Run,
    /// Where it was found.
    pub place: Place,
    /// Its tasks.
    pub tasks: Vec<TaskRecord<'a>>,
}

/// Jobs on their way to being put together.
pub(super) struct Jobs<'a> {
    list: Vec<Joined<'a>>,
    by_id: HashMap<Text<'a>, usize>,
    by_name: HashMap<Text<'a>, Vec<usize>>,
    /// Whether some file lists jobs; else they are made of what sessions tell.
    listed: bool,
}

impl<'a> Jobs<'a> {
    /// Puts together what listings say.
    pub fn new(
        records: Vec<JobRecord<'a>>,
        owners: &Owners<'a>,
        context: &mut Context<'_>,
    ) -> Jobs<'a> {
        let mut jobs = Jobs {
            list: Vec::with_capacity(records.len()),
            by_id: HashMap::with_capacity(records.len()),
            by_name: HashMap::new(),
            listed: records.iter().any(|record| record.listed),
        };
        // Listings with ids come first, so that what has only a name or an id finds its job.
        let (listed, mentioned): (Vec<_>, Vec<_>) =
            records.into_iter().partition(|record| record.listed && record.id.is_some());
        for record in listed {
            match jobs.by_ids(record.id.as_ref(), record.unique.as_ref()) {
                Some(at) => merge(&mut jobs.list[at].record, record),
                None => _ = jobs.add(record, owners, context),
            }
        }
        for (at, job) in jobs.list.iter().enumerate() {
            if let Some(name) = &job.record.name {
                jobs.by_name.entry(name.clone()).or_default().push(at);
            }
        }
        let (listed, mentioned): (Vec<_>, Vec<_>) =
            mentioned.into_iter().partition(|record| record.listed);
        for record in listed.into_iter().chain(mentioned) {
            jobs.add_later(record, owners, context);
        }
        jobs
    }

    /// A record without an id, or one that only mentions a job.
    fn add_later(&mut self, record: JobRecord<'a>, owners: &Owners<'a>, context: &mut Context<'_>) {
        let key = JobKey {
            id: record.id.clone().or_else(|| record.unique.clone()),
            name: record.name.clone(),
            owner: record.owner.clone(),
            ..JobKey::default()
        };
        match self.find(&key, owners, record.place, context) {
            Found::One(at) => merge(&mut self.list[at].record, record),
            Found::None if record.listed || (record.name.is_some() && !self.listed) => {
                if record.name.is_none() {
                    return context.lose(record.place, "name", "a job without a name");
                }
                let name = record.name.clone();
                let at = self.add(record, owners, context);
                self.by_name.entry(name.unwrap_or_default()).or_default().push(at);
            }
            Found::None => context.lose(record.place, "", NOT_LISTED),
            Found::Several => context.lose(record.place, "", SEVERAL),
        }
    }

    fn add(
        &mut self,
        record: JobRecord<'a>,
        owners: &Owners<'a>,
        context: &mut Context<'_>,
    ) -> usize {
        let at = self.list.len();
        for id in [&record.id, &record.unique].into_iter().flatten() {
            self.by_id.entry(id.clone()).or_insert(at);
        }
        let (tenant, tenant_told) = owners.find(&record.owner, record.place, context);
        self.list.push(Joined {
            name: String::new(),
            source_id: None,
            sessions: Vec::new(),
            loose: Vec::new(),
            record,
            tenant,
            tenant_told,
        });
        at
    }

    /// The job with these ids. Servers may share an id, and then the console's own tells.
    fn by_ids(&self, id: Option<&Text<'a>>, unique: Option<&Text<'a>>) -> Option<usize> {
        if let Some(at) = unique.and_then(|unique| self.by_id.get(unique)) {
            return Some(*at);
        }
        let at = *self.by_id.get(id?)?;
        let known = self.list[at].record.unique.as_ref();
        known.zip(unique).is_none_or(|(known, unique)| known == unique).then_some(at)
    }

    fn find(
        &self,
        key: &JobKey<'a>,
        owners: &Owners<'a>,
        place: Place,
        context: &mut Context<'_>,
    ) -> Found {
        if let Some(at) = self.by_ids(key.id.as_ref(), None) {
            return Found::One(at);
        }
        let Some(named) = key.name.as_ref().and_then(|name| self.by_name.get(name)) else {
            return Found::None;
        };
        let owner = match &key.owner {
            Owner::Unknown => None,
            owner => Some(owners.find(owner, place, context).0),
        };
        let mut fits = named.iter().filter(|at| {
            let job = &self.list[**at];
            // What has an id of its own is another job, unless its listing had none.
            let same = key.id.is_none() || job.record.id.is_none();
            same && owner.as_ref().is_none_or(|owner| *owner == job.tenant)
        });
        match (fits.next(), fits.next()) {
            (Some(at), None) => Found::One(*at),
            (None, _) => Found::None,
            (Some(_), Some(_)) => Found::Several,
        }
    }

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
                context.notes.guessed(place, "", Guess::Mentioned);
                let at = self.add(record, owners, context);
                let name = key.name.clone().unwrap_or_default();
                self.by_name.entry(name).or_default().push(at);
                Some(at)
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
                progress: crate::import::states::progress_of(&child.run),
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
                context.lose(task.place, "sessionId", "no file holds its session");
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

    /// All jobs, and what their sources know them by.
    pub fn finish(self, context: &mut Context<'_>) -> (Vec<Joined<'a>>, Vec<Option<String>>) {
        let Jobs { list, by_id, .. } = self;
        let mut jobs = Vec::with_capacity(list.len());
        let mut ids = Vec::with_capacity(list.len());
        for (at, mut job) in list.into_iter().enumerate() {
            let Some(name) = job.record.name.take() else {
                context.lose(job.record.place, "name", "a job without a name");
                continue;
            };
            job.name = name.into_owned();
            let own = job.record.id.take().filter(|id| by_id.get(id) == Some(&at));
            ids.push(own.or(job.record.unique.take()).map(Text::into_owned));
            jobs.push(job);
        }
        (jobs, ids)
    }
}

const NOT_LISTED: &str = "it belongs to a job that no file lists";
const SEVERAL: &str = "several jobs have this name; give an export that tells their ids";

enum Found {
    One(usize),
    None,
    Several,
}

/// Adds what another listing says of the same session; that it has ended is the newer word.
fn complete(run: &mut Run, other: &Run) {
    if other.standing == Standing::Ended {
        run.standing = run.standing.max(other.standing);
    }
    run.started = run.started.or(other.started);
    run.ended = run.ended.or(other.ended);
    run.took = run.took.or(other.took);
    if run.result == crate::domain::KnownResult::Unknown {
        (run.result, run.code) = (other.result, other.code);
    }
}

/// Adds what another listing says of the same job; what was said first stays.
fn merge<'a>(job: &mut JobRecord<'a>, other: JobRecord<'a>) {
    job.listed |= other.listed;
    job.id = job.id.take().or(other.id);
    job.unique = job.unique.take().or(other.unique);
    job.name = job.name.take().or(other.name);
    if job.owner == Owner::Unknown {
        job.owner = other.owner;
    }
    job.work = job.work.or(other.work);
    job.platform = job.platform.or(other.platform);
    job.target = job.target.or(other.target);
    job.repository = job.repository.take().or(other.repository);
    job.enabled = job.enabled.or(other.enabled);
    let newer = |run: &Run| run.started;
    if other.last.as_ref().map(newer) > job.last.as_ref().map(newer) {
        (job.last, job.last_id) = (other.last, other.last_id);
        // Tasks of an older session say nothing of this one.
        if !other.last_tasks.is_empty() {
            job.last_tasks.clear();
        }
    }
    job.last_tasks.extend(other.last_tasks);
    job.average = job.average.or(other.average);
    job.next = job.next.or(other.next);
    job.schedule = job.schedule.take().or(other.schedule);
    job.retry = job.retry.or(other.retry);
    job.retry_told |= other.retry_told;
    job.initial_sync |= other.initial_sync;
    job.objects.extend(other.objects);
}
