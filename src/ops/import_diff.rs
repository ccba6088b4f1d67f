//! Compare: what an import tells beside what the store knows, and what is to be written of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use serde_json::json;

use crate::domain::maintenance::{Maintenance, OnExpiry};
use crate::domain::{DurationSource, Job, Task, Tenant, median};
use crate::domain::{JobType, Mode, Service, Target};
use crate::error::Result;
use crate::import::{Extent, Incoming, Told, Warning};
use crate::ops::app::App;
use crate::ops::job_finder::Finder;
use crate::ops::observations;
use crate::store::{Change, JobFilter, NewEntry, Snapshot, Stored, Writer};
use crate::views::progress_bar::Bar;

/// What happens to jobs that the files no longer hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// They stay.
    Nothing,
    /// They go.
    Gone,
}

/// How many were added, changed, left as they were, and removed or ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New.
    pub added: u32,
    /// Known, and different now.
    pub changed: u32,
    /// Known, and the same.
    pub unchanged: u32,
    /// Removed, or ended for sessions.
    pub removed: u32,
}

impl Counts {
    /// The counts in words.
    pub fn in_words(&self) -> String {
        format!(
            "{} added, {} changed, {} unchanged, {} gone",
            self.added, self.changed, self.unchanged, self.removed
        )
    }

    fn any(&self) -> bool {
        self.added + self.changed + self.removed > 0
    }
}

/// How many jobs of a type the files hold.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct TypeCount {
    /// The type.
    #[serde(rename = "type")]
    pub job_type: JobType,
    /// Where they write to.
    pub target: Target,
    /// How many.
    pub jobs: u32,
}

/// Something known, to be replaced or added.
enum Step<'i, T> {
    Add(&'i T),
    Update(i64, T),
}

/// An import, compared.
pub struct Comparison<'i> {
    /// Jobs.
    pub jobs: Counts,
    /// Tenants.
    pub tenants: Counts,
    /// Sessions.
    pub sessions: Counts,
    /// What the files hold, by type and target.
    pub types: Vec<TypeCount>,
    /// What was decided on the way.
    pub notes: Vec<Warning>,
    tenant_steps: Vec<Step<'i, Tenant>>,
    job_steps: Vec<Step<'i, Job>>,
    removed: Vec<(i64, String)>,
    replicas: Vec<(String, String)>,
    state: Option<State>,
    observed: observations::Plan,
}

/// The state of the server that a new store takes over.
struct State {
    maintenance: Option<Maintenance>,
    message: Option<String>,
    service: Service,
}

/// Compares what `incoming` tells with the store.
pub fn compare<'i>(
    snapshot: &Snapshot<'_>,
    app: &App,
    incoming: &'i Incoming,
    removal: Removal,
) -> Result<Comparison<'i>> {
    let known = snapshot.jobs(JobFilter::All)?;
    let mut comparison = Comparison {
        jobs: Counts::default(),
        tenants: Counts::default(),
        sessions: Counts::default(),
        types: types(incoming),
        notes: Vec::new(),
        tenant_steps: Vec::new(),
        job_steps: Vec::new(),
        removed: Vec::new(),
        replicas: Vec::new(),
        state: None,
        observed: observations::Plan::default(),
    };
    comparison.tenants(snapshot, incoming)?;
    let matched = comparison.jobs(&known, incoming);
    if removal == Removal::Gone {
        comparison.gone_jobs(&known, &matched, incoming);
    }
    let replicas: HashSet<(String, String)> =
        snapshot.replicas()?.into_iter().map(|replica| (replica.tenant, replica.name)).collect();
    comparison.replicas =
        incoming.replicas.iter().filter(|replica| !replicas.contains(*replica)).cloned().collect();
    comparison.state(snapshot, app, incoming, known.is_empty())?;
    let (plan, counts) = observations::plan(snapshot, app, incoming, &known)?;
    (comparison.observed, comparison.sessions) = (plan, counts);
    comparison.notes.extend(comparison.observed.notes.iter().cloned());
    Ok(comparison)
}

fn types(incoming: &Incoming) -> Vec<TypeCount> {
    let mut types: BTreeMap<(JobType, Target), u32> = BTreeMap::new();
    for job in &incoming.jobs {
        *types.entry((job.job_type, job.target)).or_default() += 1;
    }
    let counted = |((job_type, target), jobs)| TypeCount { job_type, target, jobs };
    types.into_iter().map(counted).collect()
}

impl<'i> Comparison<'i> {
    fn tenants(&mut self, snapshot: &Snapshot<'_>, incoming: &'i Incoming) -> Result<()> {
        let known = snapshot.tenants()?;
        let by_source: HashMap<&str, &Stored<Tenant>> = known
            .iter()
            .filter_map(|each| Some((each.facts.source_id.as_deref()?, each)))
            .collect();
        let by_name: HashMap<&str, &Stored<Tenant>> =
            known.iter().map(|each| (&*each.facts.name, each)).collect();
        let mut names: HashSet<&str> = by_name.keys().copied().collect();
        for tenant in &incoming.tenants {
            names.insert(&tenant.name);
            let source = tenant.source_id.as_deref().and_then(|id| by_source.get(id));
            let Some(old) = source.or_else(|| by_name.get(&*tenant.name)) else {
                self.tenants.added += 1;
                self.tenant_steps.push(Step::Add(tenant));
                continue;
            };
            let mut new = tenant.clone();
            new.source_id = new.source_id.or_else(|| old.facts.source_id.clone());
            if new == old.facts {
                self.tenants.unchanged += 1;
            } else {
                self.tenants.changed += 1;
                self.tenant_steps.push(Step::Update(old.id, new));
            }
        }
        for job in &incoming.jobs {
            if names.insert(&job.tenant) {
                self.tenants.added += 1;
            }
        }
        Ok(())
    }

    /// Returns the numbers of the known jobs that the files hold.
    fn jobs(&mut self, known: &[Stored<Job>], incoming: &'i Incoming) -> HashSet<i64> {
        let finder = Finder::of(known);
        let mut matched = HashSet::new();
        for (job, told) in incoming.jobs.iter().zip(&incoming.told) {
            let Some(old) = finder.find(job) else {
                self.jobs.added += 1;
                self.job_steps.push(Step::Add(job));
                continue;
            };
            matched.insert(old.id);
            let new = merged(&old.facts, job, *told);
            if new == old.facts {
                self.jobs.unchanged += 1;
            } else {
                self.jobs.changed += 1;
                self.job_steps.push(Step::Update(old.id, new));
            }
        }
        matched
    }

    fn gone_jobs(&mut self, known: &[Stored<Job>], matched: &HashSet<i64>, incoming: &Incoming) {
        let named: HashSet<&str> = incoming.jobs.iter().map(|job| &*job.tenant).collect();
        for job in known.iter().filter(|job| !matched.contains(&job.id)) {
            let listed = match &incoming.complete {
                Extent::Everything => true,
                Extent::TheseTenants => named.contains(&*job.facts.tenant),
                Extent::Part(_) => false,
            };
            if listed {
                self.jobs.removed += 1;
                let name = format!("{}/{}", job.facts.tenant, job.facts.name);
                self.removed.push((job.id, name));
            }
        }
        if let Extent::Part(why) = &incoming.complete {
            self.notes.push(note(format!("--replace removes nothing: {why}")));
        }
    }

    /// A store in which nothing was decided yet becomes what a scenario document says.
    fn state(
        &mut self,
        snapshot: &Snapshot<'_>,
        app: &App,
        incoming: &Incoming,
        is_empty: bool,
    ) -> Result<()> {
        let Some(told) = &incoming.state else {
            return Ok(());
        };
        let server = snapshot.server()?;
        let maintenance = (told.mode == Mode::Maintenance).then(|| Maintenance {
            since: incoming.observed_at.min(app.now()),
            until: told.until,
            on_expiry: OnExpiry::Disable,
            by: app.actor.name.clone(),
            reason: told.reason.clone(),
            message: None,
        });
        let in_force = snapshot.in_force(app.now())?;
        let same_mode = maintenance.is_some() == in_force.is_some()
            && told.until == in_force.as_ref().and_then(|each| each.until);
        let message = told.message.clone();
        let effective = in_force.and_then(|each| each.message).or(server.message);
        let same = same_mode && effective == message && server.service == told.service;
        if same {
            return Ok(());
        }
        if server.revision == 0 && is_empty {
            self.state = Some(State { maintenance, message, service: told.service });
            self.notes.push(note(
                "mode, message and service were taken over, as nothing was decided here yet"
                    .to_owned(),
            ));
        } else {
            self.notes.push(note("mode, message and service of the document were not taken over: mm enable, set-message and service change them".to_owned()));
        }
        Ok(())
    }

    /// The jobs that would be removed.
    pub fn gone(&self) -> Vec<String> {
        self.removed.iter().map(|(_, name)| name.clone()).collect()
    }

    /// Whether sessions were observed.
    pub fn has_sessions(&self) -> bool {
        !self.observed.is_empty()
    }

    fn decides(&self) -> bool {
        self.jobs.any() || self.tenants.any() || !self.replicas.is_empty() || self.state.is_some()
    }

    /// Writes all of it. Returns the revision, and whether anything changed.
    pub fn write(&self, change: Change<'_>, app: &App) -> Result<(u64, bool)> {
        let server = change.snapshot().server()?;
        if !self.decides() {
            if self.observed.is_nothing() {
                change.leave()?;
                return Ok((server.revision, false));
            }
            let observer = change.observe();
            self.observed.write(&observer)?;
            observer.commit()?;
            return Ok((server.revision, true));
        }
        let removed: Vec<&str> = self.removed.iter().map(|(_, name)| &**name).take(100).collect();
        let entry = NewEntry {
            action: "import",
            reason: None,
            before: serde_json::Value::Null,
            after: json!({
                "jobs": self.jobs, "tenants": self.tenants, "sessions": self.sessions,
                "removed": removed,
            }),
        };
        let writer = change.record(&app.actor, &entry)?;
        self.decided(&writer, app)?;
        self.observed.write(&writer)?;
        let revision = writer.revision();
        writer.commit()?;
        Ok((revision, true))
    }

    fn decided(&self, writer: &Writer<'_>, app: &App) -> Result<()> {
        for step in &self.tenant_steps {
            match step {
                Step::Add(facts) => writer.add_tenant(facts).map(|_| ())?,
                Step::Update(id, facts) => writer.update_tenant(*id, facts)?,
            }
        }
        for (id, _) in &self.removed {
            writer.remove_job(*id)?;
        }
        let mut bar = Bar::new(self.job_steps.len());
        for step in &self.job_steps {
            bar.step();
            match step {
                Step::Add(facts) => writer.add_job(facts).map(|_| ())?,
                Step::Update(id, facts) => writer.update_job(*id, facts)?,
            }
        }
        for (tenant, replica) in &self.replicas {
            let tenant = writer.tenant_named(tenant)?;
            writer.add_replica(tenant, replica, self.observed.at.min(app.now()))?;
        }
        if let Some(state) = &self.state {
            if let Some(maintenance) = &state.maintenance {
                writer.declare(maintenance)?;
            }
            writer.set_message(state.message.as_deref())?;
            writer.set_service(state.service)?;
        }
        Ok(())
    }
}

/// A note about the import as a whole.
pub fn note(what: String) -> Warning {
    Warning { file: "import".to_owned(), place: String::new(), what, count: 1 }
}

/// What is known of a job once a source has told of it: a member that it did not tell stays.
fn merged(old: &Job, new: &Job, told: Told) -> Job {
    let mut job = old.clone();
    job.name.clone_from(&new.name);
    job.source_id = new.source_id.clone().or(job.source_id);
    if told.tenant {
        job.tenant.clone_from(&new.tenant);
    }
    if told.job_type {
        job.job_type = new.job_type;
    }
    if told.target {
        job.target = new.target;
    }
    if told.slots {
        job.slots = new.slots;
    }
    if told.schedule {
        job.schedule.clone_from(&new.schedule);
        job.starts.clone_from(&new.starts);
    }
    if told.retry {
        job.retry = new.retry;
    }
    job.policy = new.policy.or(job.policy).filter(|_| job.job_type.is_policy());
    if job.policy.is_some() {
        job.tasks.clear();
        return job;
    }
    tasks(&mut job, old, new, told);
    job
}

/// The tasks that the source tells, with the best durations that are known.
fn tasks(job: &mut Job, old: &Job, new: &Job, told: Told) {
    if told.tasks || old.tasks.is_empty() {
        job.tasks.clone_from(&new.tasks);
        job.durations = new.durations;
    }
    let by_name = |job: &'_ Job| -> HashMap<String, Task> {
        job.tasks.iter().map(|task| (task.name.clone(), task.clone())).collect()
    };
    let (before, told) = (by_name(old), by_name(new));
    // Records without a time are a list that replaces the one before.
    let timed = |job: &Job| {
        job.tasks.iter().flat_map(|task| &task.recorded).all(|each| each.started.is_some())
    };
    let (keep, add) = match (new.has_recorded(), timed(new) && timed(old)) {
        (false, _) => (true, false),
        (true, false) => (false, true),
        (true, true) => (true, true),
    };
    for task in &mut job.tasks {
        let recorded = |tasks: &HashMap<String, Task>| {
            tasks.get(&task.name).map(|task| task.recorded.clone()).unwrap_or_default()
        };
        let mut all = if keep { recorded(&before) } else { Vec::new() };
        if add {
            all.extend(recorded(&told));
        }
        if keep && add {
            all.sort_unstable();
            all.dedup_by_key(|each| each.started);
        }
        task.recorded = all;
    }
    if old.durations < new.durations {
        for task in &mut job.tasks {
            if let Some(known) = before.get(&task.name) {
                task.duration = known.duration;
                job.durations = old.durations;
            }
        }
    }
    if job.durations == DurationSource::Given {
        return;
    }
    for task in &mut job.tasks {
        if let Some(duration) = median(task.recorded.iter().map(|each| each.took)) {
            task.duration = duration;
            job.durations = DurationSource::Recorded;
        }
    }
}
