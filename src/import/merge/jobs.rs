//! Jobs of an import: what several listings say of one job, and which job a session belongs to.

use hashbrown::{HashMap, HashSet};

use crate::domain::{Instant, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::Id;
use crate::import::job_kind::{self, JobKind, Platform};
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

impl MergedSession {
    /// When it started, or else its first task.
    pub fn started(&self) -> Option<Instant> {
        self.run.started.or_else(|| self.tasks.iter().filter_map(|task| task.started).min())
    }
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
pub const SEVERAL: &str =
    "several jobs have this name or id; use an export with their tenants and ids";

pub struct Jobs {
    pub list: Vec<MergedJob>,
    by_id: HashMap<Id, usize>,
    /// The jobs of each id that several have, as on servers that were copied from one another.
    shared: HashMap<Id, Vec<usize>>,
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
            shared: HashMap::new(),
            by_name: None,
            are_listed: !listed.is_empty() || details.iter().any(|record| record.listed),
        };
        let (policies, others): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|record| record.is_policy);
        let mut policies_by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for record in policies.into_iter().chain(others) {
            let ids = (record.id.as_ref(), record.unique_id.as_ref());
            let known = jobs.with_ids(ids, record.name.as_deref(), &record.owner);
            if let JobMatch::One(at) = known {
                merge(&mut jobs.list[at].record, *record, context);
            } else if let Some((at, computer)) =
                jobs.policy_of(&record, &policies_by_name, tenants, context)
            {
                jobs.add_computer(at, &computer, *record, context);
            } else {
                let name = record.name.clone().filter(|_| is_agent_policy(&record));
                let at = jobs.add(record, tenants, context);
                if let Some(name) = name {
                    policies_by_name.entry(name).or_default().push(at);
                }
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

    /// The policy whose computer has the job of this record, and the computer.
    fn policy_of(
        &self,
        record: &ExportedJob,
        policies: &HashMap<String, Vec<usize>>,
        tenants: &Tenants,
        context: &mut Context<'_>,
    ) -> Option<(usize, String)> {
        let is_agent = matches!(record.kind, Some(JobKind::Agent | JobKind::ManagedAgent));
        let name = record.name.as_deref().filter(|_| is_agent && !record.is_policy)?;
        let by_policy = record.policy.as_deref().map(|policy| (policy, name));
        let readings = [by_policy, name.split_once(" - ")].into_iter().flatten();
        let named = readings
            .filter_map(|(policy, computer)| Some((policies.get(policy)?, computer)))
            .collect::<Vec<_>>();
        if named.is_empty() {
            return None;
        }
        let tenant = stated_tenant(&record.owner, tenants, record.place, context);
        let (at, computer) = named.into_iter().find_map(|(policies, computer)| {
            Some((self.of_tenant(policies, tenant.as_deref(), context)?, computer))
        })?;
        // What this computer writes to the cloud must not be taken for local.
        let is_elsewhere = self.list[at].record.target == Some(Target::Local)
            && record.target == Some(Target::Cloud);
        (!is_elsewhere).then(|| (at, computer.to_owned()))
    }

    /// The only one of these jobs that is of this tenant. If the tenant is not known, or that of the
    /// only job, it may be that one.
    fn of_tenant(
        &self,
        jobs: &[usize],
        tenant: Option<&str>,
        context: &Context<'_>,
    ) -> Option<usize> {
        let is_known = |at: usize| {
            self.list[at].record.owner != Owner::Unknown || context.options.tenant.is_some()
        };
        let is_of = |at: &usize| is_known(*at) && tenant == Some(&*self.list[*at].tenant);
        let mut own = jobs.iter().copied().filter(is_of);
        match (own.next(), own.next(), jobs) {
            (Some(at), None, _) => Some(at),
            (None, _, [at]) if tenant.is_none() || !is_known(*at) => Some(*at),
            _ => None,
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
            self.add_id(id, at);
        }
        let policy = &mut self.list[at].record;
        policy.target = policy.target.or(record.target.filter(|target| *target == Target::Cloud));
        policy.objects.push(JobObject { name: computer.to_owned(), kind: ObjectKind::Processed });
        let running = record.latest_tasks.into_iter().filter(ExportedTask::is_running);
        let task = |task| ExportedTask { name: computer.to_owned(), ..task };
        policy.latest_tasks.extend(running.map(task));
        let Some(run) = record.latest_run else { return };
        if run.is_running() || run.started.is_some() {
            let mut task = ExportedTask::of_run(record.place, computer.to_owned(), &run);
            if run.is_running() {
                task.progress = TaskProgress::Running;
            }
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
            let is_shared = self.add_id(id.clone(), at);
            if is_shared && record.unique_id.is_none() {
                context.assume(record.place, "", Assumption::SharedId(id.0.clone()));
            }
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

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().filter_map(|job| job.record.name.as_deref())
    }

    /// A job has this id. Returns whether another one has it, too.
    fn add_id(&mut self, id: Id, at: usize) -> bool {
        let first = *self.by_id.entry(id.clone()).or_insert(at);
        if first == at {
            return false;
        }
        let jobs = self.shared.entry(id).or_insert_with(|| vec![first]);
        if !jobs.contains(&at) {
            jobs.push(at);
        }
        true
    }

    /// The job with an id, or with the console's own. Servers may share an id: then the console's
    /// own decides, and else the tenant and the name.
    fn with_ids(
        &self,
        (id, unique_id): (Option<&Id>, Option<&Id>),
        name: Option<&str>,
        owner: &Owner,
    ) -> JobMatch {
        if let Some(at) = unique_id.and_then(|unique_id| self.by_id.get(unique_id)) {
            return JobMatch::One(*at);
        }
        let Some((id, first)) = id.and_then(|id| Some((id, self.by_id.get(id)?))) else {
            return JobMatch::None;
        };
        let jobs = self.shared.get(id).map_or(std::slice::from_ref(first), Vec::as_slice);
        let record = |at: &usize| &self.list[*at].record;
        let may_be = |at: &usize| {
            let known = record(at).unique_id.as_ref();
            known.zip(unique_id).is_none_or(|(known, unique_id)| known == unique_id)
                && !record(at).owner.is_other_than(owner)
        };
        let possible = || jobs.iter().copied().filter(may_be);
        let of_owner = || possible().filter(|at| record(at).owner == *owner);
        let of_name = || possible().filter(|at| record(at).name.as_deref() == name);
        let found = only(possible()).or_else(|| only(of_owner())).or_else(|| only(of_name()));
        match (found, possible().next()) {
            (Some(at), _) => JobMatch::One(at),
            (None, Some(at)) => JobMatch::Several(at),
            (None, None) => JobMatch::None,
        }
    }

    /// The job with these ids, or else the only one with this name and tenant.
    pub fn find(
        &mut self,
        key: &JobKey,
        tenants: &Tenants,
        place: Place,
        context: &mut Context<'_>,
    ) -> JobMatch {
        let ids = (key.id.as_ref(), key.unique_id.as_ref());
        match self.with_ids(ids, key.name.as_deref(), &key.owner) {
            JobMatch::None => {}
            found @ (JobMatch::One(_) | JobMatch::Several(_)) => return found,
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
            return self.whole_of(key, tenants, place, context);
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
    fn whole_of(
        &self,
        key: &JobKey,
        tenants: &Tenants,
        place: Place,
        context: &mut Context<'_>,
    ) -> JobMatch {
        let name = key.name.as_deref().unwrap_or_default();
        let found = [("\\", true), (" - ", false)].into_iter().find_map(|(sign, is_copy)| {
            let (whole, _) = name.split_once(sign)?;
            let named = self.by_name.as_ref()?.get(whole)?;
            let tenant = stated_tenant(&key.owner, tenants, place, context);
            let at = self.of_tenant(named, tenant.as_deref(), context)?;
            let record = &self.list[at].record;
            let is_whole = if is_copy {
                matches!(record.kind, None | Some(JobKind::Copy))
            } else {
                is_agent_policy(record)
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
        let Jobs { list, shared, .. } = self;
        let mut jobs = Vec::with_capacity(list.len());
        for mut job in list {
            let Some(name) = job.record.name.take() else {
                context.discard(job.record.place, "name", "a job without a name");
                continue;
            };
            if name.contains(['?', '\u{fffd}']) {
                let assumption = Assumption::DamagedName(name.clone());
                context.assume(job.record.place, "name", assumption);
            }
            job.name = name;
            let id = job.record.id.take().filter(|id| !shared.contains_key(id));
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

/// The only one, if there is one.
fn only(mut jobs: impl Iterator<Item = usize>) -> Option<usize> {
    let first = jobs.next()?;
    jobs.next().is_none().then_some(first)
}

/// Whether agents run this policy, and not a server, as with policies for copies and for CDP.
fn is_agent_policy(record: &ExportedJob) -> bool {
    record.is_policy && record.kind == Some(JobKind::Agent)
}

/// The tenant that a row or an option states.
fn stated_tenant(
    owner: &Owner,
    tenants: &Tenants,
    place: Place,
    context: &mut Context<'_>,
) -> Option<String> {
    let is_stated = *owner != Owner::Unknown || context.options.tenant.is_some();
    is_stated.then(|| tenants.find(owner, place, context).0)
}

/// Adds the type in another row of the same job. If only one of them makes maintenance cover the job,
/// that one counts.
pub fn merge_type(
    job: &mut ExportedJob,
    (kind, platform): (Option<JobKind>, Option<Platform>),
    place: Place,
    context: &mut Context<'_>,
) {
    let both = (job.kind.or(kind), job.platform.or(platform));
    let reversed = (kind.or(job.kind), platform.or(job.platform));
    let readings = [both, reversed, (job.kind, job.platform), (kind, platform)];
    // A row that adds the platform to the type of another one does not contradict it.
    let differs = job.kind.zip(kind).is_some_and(|(one, other)| one != other);
    let readings = if differs { &readings[..] } else { &readings[..2] };
    // What is of an unknown type counts as covered while it runs.
    let is_covered = |(kind, platform): &(Option<JobKind>, Option<Platform>)| {
        kind.is_none_or(|kind| kind == JobKind::Unknown || job_kind::is_covered(kind, *platform))
    };
    let is_known =
        |(kind, _): &(Option<JobKind>, Option<Platform>)| *kind != Some(JobKind::Unknown);
    let covered = || readings.iter().copied().filter(is_covered);
    (job.kind, job.platform) = covered().find(is_known).or(covered().next()).unwrap_or(both);
    if covered().next().is_some() && !readings.iter().all(is_covered) {
        let what =
            "another row differs on the type of this job; the type that maintenance covers counts";
        context.unused(place, "", what);
    }
}

/// Adds what another listing says of the same job. The first statement counts, except that a
/// running session wins, a newer session wins over an older one, and what makes maintenance cover
/// the job over what does not.
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
    merge_type(job, (other.kind, other.platform), other.place, context);
    job.target = match (job.target, other.target) {
        (Some(known), Some(target)) if known != target => {
            let what = "another row differs on the target of this job; cloud counts";
            context.unused(other.place, "", what);
            Some(Target::Cloud)
        }
        (known, target) => known.or(target),
    };
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
