//! Jobs of an import: what several listings say of one job, and which job a session belongs to.

use hashbrown::{HashMap, HashSet};

use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::Id;
use crate::import::job_kind::JobKind;
use crate::import::merge::tenants::{Tenants, with_id};
use crate::import::records::{
    ExportedJob, ExportedRun, ExportedTask, JobKey, JobObject, ObjectKind, Owner, TaskProgress,
};
use crate::import::warnings::Place;

/// All that the files say of one job.
pub struct MergedJob {
    pub record: Box<ExportedJob>,
    pub tenant: String,
    pub tenant_stated: bool,
    /// Unique within the tenant.
    pub name: String,
    pub source_id: Option<String>,
    pub sessions: Vec<MergedSession>,
    /// The provider's server lists a running session of it as covered.
    pub is_seen_covered: bool,
    /// Tasks of unknown sessions.
    pub loose_tasks: Vec<ExportedTask>,
}

pub struct MergedSession {
    pub id: Option<Id>,
    pub run: ExportedRun,
    pub place: Place,
    pub tasks: Vec<ExportedTask>,
}

impl MergedJob {
    /// Whether the files state if the job is running. Sessions that ended do not: a newer one may
    /// be on a page that is not among the files.
    pub fn states_whether_running(&self) -> bool {
        self.record.latest_run.is_some()
            || self.sessions.iter().any(|session| session.run.is_running())
    }
}

pub enum JobMatch {
    One(usize),
    None,
    /// The name alone does not decide; the first of them.
    Several(usize),
}

pub const NOT_LISTED: &str = "its job is not in any file";
pub const SEVERAL: &str = "several jobs have this name; use an export with their ids";

pub struct Jobs {
    pub list: Vec<MergedJob>,
    by_id: HashMap<Id, usize>,
    /// Built when something is first looked up by name.
    by_name: Option<HashMap<String, Vec<usize>>>,
    /// Some file lists jobs. If none does, they are created from what sessions say.
    pub are_listed: bool,
}

impl Jobs {
    #[expect(clippy::vec_box, reason = "a growing list would hold large records twice")]
    pub fn new(
        listed: Vec<Box<ExportedJob>>,
        details: Vec<ExportedJob>,
        tenants: &Tenants,
        context: &mut Context<'_>,
    ) -> Jobs {
        let mut jobs = Jobs {
            list: Vec::with_capacity(listed.len()),
            by_id: HashMap::with_capacity(listed.len()),
            by_name: None,
            are_listed: !listed.is_empty() || details.iter().any(|record| record.listed),
        };
        let (policies, others): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|record| record.is_policy);
        let mut by_policy: HashMap<String, usize> = HashMap::new();
        for record in policies.into_iter().chain(others) {
            let known = jobs.by_ids(record.id.as_ref(), record.unique_id.as_ref());
            if let Some(at) = known {
                merge(&mut jobs.list[at].record, *record, context);
            } else if let Some((at, computer)) = of_policy(&record, &by_policy) {
                jobs.add_computer(at, &computer, *record, context);
            } else {
                let name = record.name.clone().filter(|_| record.is_policy);
                let at = jobs.add(record, tenants, context);
                by_policy.extend(name.map(|name| (name, at)));
            }
        }
        let (listed, mentioned): (Vec<_>, Vec<_>) =
            details.into_iter().partition(|record| record.listed);
        for record in listed.into_iter().chain(mentioned) {
            jobs.add_details(record, tenants, context);
        }
        jobs
    }

    fn add_details(&mut self, record: ExportedJob, tenants: &Tenants, context: &mut Context<'_>) {
        let key = JobKey {
            id: record.id.clone(),
            unique_id: record.unique_id.clone(),
            name: record.name.clone(),
            owner: record.owner.clone(),
            ..JobKey::default()
        };
        match self.find(&key, tenants, record.place, context) {
            JobMatch::One(at) => merge(&mut self.list[at].record, record, context),
            JobMatch::None if record.listed && record.name.is_none() => {
                context.discard(record.place, "name", "a job without a name");
            }
            JobMatch::None if record.listed || (record.name.is_some() && !self.are_listed) => {
                self.add(Box::new(record), tenants, context);
            }
            JobMatch::None => context.discard(record.place, "", NOT_LISTED),
            JobMatch::Several(_) => context.discard(record.place, "", SEVERAL),
        }
    }

    /// Adds the job of a computer to its policy, as a task.
    fn add_computer(
        &mut self,
        at: usize,
        computer: &str,
        record: ExportedJob,
        context: &mut Context<'_>,
    ) {
        context.assume(record.place, "name", Assumption::PartOfJob);
        for id in [record.id, record.unique_id].into_iter().flatten() {
            self.by_id.entry(id).or_insert(at);
        }
        let policy = &mut self.list[at].record;
        policy.objects.push(JobObject { name: computer.to_owned(), kind: ObjectKind::Processed });
        let Some(run) = record.latest_run else { return };
        let mut task = ExportedTask::of_run(record.place, computer.to_owned(), &run);
        if run.is_running() {
            task.progress = TaskProgress::Running;
        }
        if run.is_running() || run.started.is_some() {
            policy.latest_tasks.push(task);
        }
        let known = policy.latest_run.get_or_insert(run);
        match (known.is_running(), run.is_running()) {
            (true, true) => known.started = known.started.min(run.started),
            (false, true) => *known = run,
            (false, false) if run.started > known.started => *known = run,
            (true | false, false) => {}
        }
    }

    /// Adds a job of its own, and returns its index.
    pub fn add(
        &mut self,
        record: Box<ExportedJob>,
        tenants: &Tenants,
        context: &mut Context<'_>,
    ) -> usize {
        let at = self.list.len();
        for id in [&record.id, &record.unique_id].into_iter().flatten() {
            self.by_id.entry(id.clone()).or_insert(at);
        }
        if let (Some(by_name), Some(name)) = (&mut self.by_name, &record.name) {
            by_name.entry(name.clone()).or_default().push(at);
        }
        let (tenant, tenant_stated) = tenants.find(&record.owner, record.place, context);
        self.list.push(MergedJob {
            record,
            tenant,
            tenant_stated,
            name: String::new(),
            source_id: None,
            sessions: Vec::new(),
            is_seen_covered: false,
            loose_tasks: Vec::new(),
        });
        at
    }

    pub fn has_name(&self, name: &str) -> bool {
        self.list.iter().any(|job| job.record.name.as_deref() == Some(name))
    }

    /// Servers may share an id; the console's own id then decides.
    fn by_ids(&self, id: Option<&Id>, unique_id: Option<&Id>) -> Option<usize> {
        if let Some(at) = unique_id.and_then(|unique_id| self.by_id.get(unique_id)) {
            return Some(*at);
        }
        let at = *self.by_id.get(id?)?;
        let known = self.list[at].record.unique_id.as_ref();
        known.zip(unique_id).is_none_or(|(known, unique_id)| known == unique_id).then_some(at)
    }

    /// The job with these ids, or else the only one with this name and tenant.
    pub fn find(
        &mut self,
        key: &JobKey,
        tenants: &Tenants,
        place: Place,
        context: &mut Context<'_>,
    ) -> JobMatch {
        if let Some(at) = self.by_ids(key.id.as_ref(), key.unique_id.as_ref()) {
            return JobMatch::One(at);
        }
        let by_name = self.by_name.get_or_insert_with(|| {
            let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, job) in self.list.iter().enumerate() {
                if let Some(name) = &job.record.name {
                    by_name.entry(name.clone()).or_default().push(at);
                }
            }
            by_name
        });
        let Some(named) = key.name.as_ref().and_then(|name| by_name.get(name)) else {
            return self.whole_of(key);
        };
        let tenant = match &key.owner {
            Owner::Unknown => None,
            owner => Some(tenants.find(owner, place, context).0),
        };
        let mut matches = named.iter().filter(|at| {
            let job = &self.list[**at];
            // A job with another id is another job, unless its listing had no ids.
            let may_match = key.id.is_none() || job.record.id.is_none();
            may_match && tenant.as_ref().is_none_or(|tenant| *tenant == job.tenant)
        });
        match (matches.next(), matches.next()) {
            (Some(at), None) => JobMatch::One(*at),
            (None, _) => JobMatch::None,
            (Some(at), Some(_)) => JobMatch::Several(*at),
        }
    }

    /// The copy job whose worker has this name, or the policy whose computer has it.
    fn whole_of(&self, key: &JobKey) -> JobMatch {
        let name = key.name.as_deref().unwrap_or_default();
        let by_name = self.by_name.as_ref();
        let found = [("\\", true), (" - ", false)].into_iter().find_map(|(sign, is_copy)| {
            let (whole, _) = name.split_once(sign)?;
            let [at] = **by_name?.get(whole)? else { return None };
            let record = &self.list[at].record;
            let is_whole = if is_copy {
                matches!(record.kind, None | Some(JobKind::Copy))
            } else {
                record.is_policy
            };
            is_whole.then_some(at)
        });
        found.map_or(JobMatch::None, JobMatch::One)
    }

    /// All jobs that have a name, which is unique within the tenant.
    ///
    /// Of several jobs with one name, all get the beginning of their id. Else the bare name would
    /// mean another job when the order of an export changes.
    pub fn into_named(self, context: &mut Context<'_>) -> Vec<MergedJob> {
        let Jobs { list, by_id, .. } = self;
        let mut jobs = Vec::with_capacity(list.len());
        for (at, mut job) in list.into_iter().enumerate() {
            let Some(name) = job.record.name.take() else {
                context.discard(job.record.place, "name", "a job without a name");
                continue;
            };
            if name.contains(['?', '\u{fffd}']) {
                let assumption = Assumption::DamagedName(name.clone());
                context.assume(job.record.place, "name", assumption);
            }
            job.name = name;
            let id = job.record.id.take().filter(|id| by_id.get(id) == Some(&at));
            job.source_id = id.or(job.record.unique_id.take()).map(|id| id.0);
            jobs.push(job);
        }
        let mut count: HashMap<(&str, &str), usize> = HashMap::with_capacity(jobs.len());
        for job in &jobs {
            *count.entry((&job.tenant, &job.name)).or_default() += 1;
        }
        let is_unique = |job: &MergedJob| count[&(&*job.tenant, &*job.name)] == 1;
        let (unique, shared): (Vec<usize>, Vec<usize>) =
            (0..jobs.len()).partition(|at| is_unique(&jobs[*at]));
        drop(count);
        let mut taken: HashMap<String, HashSet<String>> = HashMap::new();
        if !shared.is_empty() {
            for job in unique.into_iter().map(|at| &jobs[at]) {
                taken.entry(job.tenant.clone()).or_default().insert(job.name.clone());
            }
        }
        for at in shared {
            let job = &mut jobs[at];
            let taken = taken.entry(job.tenant.clone()).or_default();
            job.name = with_id(&job.name, job.source_id.as_deref().unwrap_or("?"), taken);
            taken.insert(job.name.clone());
            context.assume(job.record.place, "name", Assumption::SameJobName);
        }
        jobs
    }
}

/// The policy whose computer has the job of this record, and the computer.
fn of_policy(record: &ExportedJob, by_policy: &HashMap<String, usize>) -> Option<(usize, String)> {
    let is_agent = matches!(record.kind, Some(JobKind::Agent | JobKind::ManagedAgent));
    let name = record.name.as_deref().filter(|_| is_agent && !record.is_policy)?;
    let named = record.policy.as_ref().and_then(|policy| by_policy.get(policy)).copied();
    if let Some(at) = named {
        return Some((at, name.to_owned()));
    }
    let (policy, computer) = name.split_once(" - ")?;
    Some((*by_policy.get(policy)?, computer.to_owned()))
}

/// Adds what another listing says of the same job. The first statement counts, except that a
/// running session wins, and a newer session wins over an older one.
fn merge(job: &mut ExportedJob, other: ExportedJob, context: &mut Context<'_>) {
    let is_running = |job: &ExportedJob| job.latest_run.map(|run| run.is_running());
    let (this, that) = (is_running(job), is_running(&other));
    let is_worker = job.is_worker || other.is_worker;
    if is_worker {
        context.assume(other.place, "name", Assumption::PartOfJob);
    }
    if this.is_some() && that.is_some() && this != that && !is_worker {
        let what = "another row differs on whether this job is running; running counts";
        context.unused(other.place, "", what);
    }
    job.listed |= other.listed;
    job.is_worker &= other.is_worker;
    job.is_policy |= other.is_policy;
    job.policy = job.policy.take().or(other.policy);
    job.set = job.set.or(other.set);
    job.id = job.id.take().or(other.id);
    job.unique_id = job.unique_id.take().or(other.unique_id);
    job.name = job.name.take().or(other.name);
    if job.owner == Owner::Unknown {
        job.owner = other.owner;
    }
    job.kind = job.kind.or(other.kind);
    job.platform = job.platform.or(other.platform);
    job.target = job.target.or(other.target);
    job.repository = job.repository.take().or(other.repository);
    job.repository_name = job.repository_name.take().or(other.repository_name);
    job.enabled = job.enabled.or(other.enabled);
    let started = |run: &ExportedRun| run.started;
    let is_newer = other.latest_run.as_ref().map(started) > job.latest_run.as_ref().map(started);
    let other_wins = match (this, that) {
        (Some(false), Some(true)) => true,
        (Some(true), Some(false)) => false,
        _ => is_newer,
    };
    if other_wins {
        (job.latest_run, job.latest_session_id) = (other.latest_run, other.latest_session_id);
        // Tasks of an older session say nothing of this one.
        if !other.latest_tasks.is_empty() {
            job.latest_tasks.retain(ExportedTask::is_running);
        }
    }
    job.latest_tasks.extend(other.latest_tasks);
    job.average = job.average.or(other.average);
    job.next_start = job.next_start.or(other.next_start);
    job.schedule = job.schedule.take().or(other.schedule);
    job.is_unscheduled |= other.is_unscheduled;
    job.retry = job.retry.or(other.retry);
    job.retry_stated |= other.retry_stated;
    job.initial_sync |= other.initial_sync;
    job.objects.extend(other.objects);
}
