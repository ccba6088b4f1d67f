//! Jobs: what several listings say of one job, put together, with its sessions and their tasks.

use std::collections::HashMap;

use crate::import::context::Context;
use crate::import::join::owners::Owners;
use crate::import::records::{JobKey, JobRecord, Owner, Run, Standing, TaskRecord, Text};
use crate::import::warnings::Place;

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

impl Joined<'_> {
    /// Whether it is told if the job runs. Sessions that ended do not tell: a newer one may be on
    /// a page that nobody asked for.
    pub fn tells_state(&self) -> bool {
        let runs = |session: &Joint<'_>| session.run.standing == Standing::Running;
        self.record.last.is_some() || self.sessions.iter().any(runs)
    }
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
    pub(super) list: Vec<Joined<'a>>,
    by_id: HashMap<Text<'a>, usize>,
    /// Made when something is first looked for by name.
    by_name: Option<HashMap<Text<'a>, Vec<usize>>>,
    /// Whether some file lists jobs; else they are made of what sessions tell.
    pub(super) listed: bool,
}

impl<'a> Jobs<'a> {
    /// Puts together what listings say.
    pub fn new(
        listed: Vec<JobRecord<'a>>,
        others: Vec<JobRecord<'a>>,
        owners: &Owners<'a>,
        context: &mut Context<'_>,
    ) -> Jobs<'a> {
        let mut jobs = Jobs {
            list: Vec::with_capacity(listed.len()),
            by_id: HashMap::with_capacity(listed.len()),
            by_name: None,
            listed: !listed.is_empty() || others.iter().any(|record| record.listed),
        };
        for record in listed {
            match jobs.by_ids(record.id.as_ref(), record.unique.as_ref()) {
                Some(at) => merge(&mut jobs.list[at].record, record, context),
                None => _ = jobs.add(record, owners, context),
            }
        }
        let (listed, mentioned): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|record| record.listed);
        for record in listed.into_iter().chain(mentioned) {
            jobs.add_later(record, owners, context);
        }
        jobs
    }

    /// A record without an id, or one that only mentions a job.
    fn add_later(&mut self, record: JobRecord<'a>, owners: &Owners<'a>, context: &mut Context<'_>) {
        let key = JobKey {
            id: record.id.clone(),
            unique: record.unique.clone(),
            name: record.name.clone(),
            owner: record.owner.clone(),
            ..JobKey::default()
        };
        match self.find(&key, owners, record.place, context) {
            Found::One(at) => merge(&mut self.list[at].record, record, context),
            Found::None if record.listed || (record.name.is_some() && !self.listed) => {
                if record.name.is_none() {
                    return context.lose(record.place, "name", "a job without a name");
                }
                self.add(record, owners, context);
            }
            Found::None => context.lose(record.place, "", NOT_LISTED),
            Found::Several => context.lose(record.place, "", SEVERAL),
        }
    }

    /// Adds a job of its own. Returns its place.
    pub(super) fn add(
        &mut self,
        record: JobRecord<'a>,
        owners: &Owners<'a>,
        context: &mut Context<'_>,
    ) -> usize {
        let at = self.list.len();
        for id in [&record.id, &record.unique].into_iter().flatten() {
            self.by_id.entry(id.clone()).or_insert(at);
        }
        if let (Some(by_name), Some(name)) = (&mut self.by_name, &record.name) {
            by_name.entry(name.clone()).or_default().push(at);
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

    /// The job that is meant.
    pub(super) fn find(
        &mut self,
        key: &JobKey<'a>,
        owners: &Owners<'a>,
        place: Place,
        context: &mut Context<'_>,
    ) -> Found {
        if let Some(at) = self.by_ids(key.id.as_ref(), key.unique.as_ref()) {
            return Found::One(at);
        }
        let by_name = self.by_name.get_or_insert_with(|| names(&self.list));
        let Some(named) = key.name.as_ref().and_then(|name| by_name.get(name)) else {
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

/// Jobs by name.
fn names<'a>(jobs: &[Joined<'a>]) -> HashMap<Text<'a>, Vec<usize>> {
    let mut names: HashMap<Text<'a>, Vec<usize>> = HashMap::with_capacity(jobs.len());
    for (at, job) in jobs.iter().enumerate() {
        if let Some(name) = &job.record.name {
            names.entry(name.clone()).or_default().push(at);
        }
    }
    names
}

/// Why something cannot be used whose job is not there.
pub(super) const NOT_LISTED: &str = "it belongs to a job that no file lists";
/// Why something cannot be used whose job could be one of several.
pub(super) const SEVERAL: &str = "several jobs have this name; give an export that tells their ids";

/// Which job is meant.
pub(super) enum Found {
    /// This one.
    One(usize),
    /// None that is known.
    None,
    /// It could be one of several.
    Several,
}

/// Adds what another listing says of the same job; what was said first stays.
fn merge<'a>(job: &mut JobRecord<'a>, other: JobRecord<'a>, context: &mut Context<'_>) {
    let runs = |last: Option<Run>| last.map(|run| run.standing == Standing::Running);
    let (this, that) = (runs(job.last), runs(other.last));
    if this.is_some() && that.is_some() && this != that {
        context.lose(
            other.place,
            "",
            "another row says otherwise about the same job; running counts",
        );
    }
    let wins = this == Some(true) && that == Some(false);
    let loses = this == Some(false) && that == Some(true);
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
    let is_newer = other.last.as_ref().map(newer) > job.last.as_ref().map(newer);
    if loses || (is_newer && !wins) {
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
