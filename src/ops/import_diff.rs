//! Comparison of an import with the store, and the changes that follow from it.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use serde::Serialize;
use serde_json::json;

use crate::domain::maintenance::{Maintenance, OnExpiry};
use crate::domain::{Coverage, JobType, Mode, Service, Target};
use crate::domain::{Job, Tenant};
use crate::error::Result;
use crate::import::{Imported, ListedJobs, Warning};
use crate::ops::app::App;
use crate::ops::catch_up::{CaughtUp, catch_up};
use crate::ops::import_counts::Counts;
use crate::ops::job_update::updated;
use crate::ops::session_diff::{Declared, JobNumbers, SessionDiff};
use crate::ops::tenant_match::TenantFinder;
use crate::store::{HistoryAction, JobFilter, LockedStore, NewEntry, Snapshot, Stored, Writer};

/// What to do with jobs that are not in the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlisted {
    Keep,
    Remove,
}

/// The number of imported jobs of a type and target.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct TypeCount {
    #[serde(rename = "type")]
    pub job_type: JobType,
    pub target: Target,
    pub jobs: u32,
}

/// New facts of a job or tenant; without a number it is added.
struct Edit<'i, T: Clone> {
    id: Option<i64>,
    facts: Cow<'i, T>,
}

pub struct ImportDiff<'i> {
    pub jobs: Counts,
    pub tenants: Counts,
    pub sessions: SessionDiff,
    pub types: Vec<TypeCount>,
    /// About the import as a whole.
    pub warnings: Vec<Warning>,
    /// Removed jobs as `tenant/name`, with their numbers.
    removed: Vec<(i64, String)>,
    tenant_edits: Vec<Edit<'i, Tenant>>,
    renamed_tenants: Vec<Stored<Tenant>>,
    job_edits: Vec<Edit<'i, Job>>,
    replicas: Vec<(String, String)>,
    server: Option<ServerChange>,
}

/// What a new store takes over from a scenario document.
struct ServerChange {
    maintenance: Option<Maintenance>,
    message: Option<String>,
    service: Service,
}

pub fn compare<'i>(
    snapshot: &Snapshot<'_>,
    app: &App,
    imported: &'i Imported,
    unlisted: Unlisted,
    declared: Declared,
) -> Result<ImportDiff<'i>> {
    let tenants = snapshot.tenants()?;
    let finder = TenantFinder::new(&tenants, &imported.tenants);
    let renamed = finder.renamed();
    // The jobs as they are called once their tenants have their new names.
    let mut known = snapshot.jobs(JobFilter::All)?;
    for job in &mut known {
        if let Some(name) = renamed.get(&*job.facts.tenant) {
            job.facts.tenant.clone_from(name);
        }
    }
    let known_replicas: HashSet<(String, String)> =
        snapshot.replicas()?.into_iter().map(|replica| (replica.tenant, replica.name)).collect();
    let is_new = |replica: &&(String, String)| !known_replicas.contains(*replica);
    let mut diff = ImportDiff {
        jobs: Counts::default(),
        tenants: Counts::default(),
        sessions: SessionDiff::new(snapshot, app, imported, &known, declared)?,
        types: types(imported),
        warnings: Vec::new(),
        removed: Vec::new(),
        tenant_edits: Vec::new(),
        renamed_tenants: Vec::new(),
        job_edits: Vec::new(),
        replicas: imported.replicas.iter().filter(is_new).cloned().collect(),
        server: None,
    };
    diff.compare_tenants(&tenants, imported, &finder, &renamed);
    let matched = diff.compare_jobs(&known, imported);
    diff.count_named_tenants(&tenants, &renamed);
    if unlisted == Unlisted::Remove {
        diff.remove_unlisted(&known, &matched, imported);
    }
    diff.compare_server(snapshot, app, imported, known.is_empty())?;
    diff.warnings.extend(diff.sessions.warnings.iter().cloned());
    Ok(diff)
}

/// Unique key of a job.
fn names(job: &Job) -> (&str, &str) {
    (&job.tenant, &job.name)
}

/// Whether sessions of a job would no longer count for a drain. What is running began before that.
pub fn leaves_cloud(old: &Job, new: &Job) -> bool {
    let is_covered = |job: &Job| job.job_type.coverage(job.target) != Coverage::Uncovered;
    let becomes_policy = new.job_type.is_policy() && !old.job_type.is_policy();
    (is_covered(old) && !is_covered(new))
        || becomes_policy
        || old.target != Target::Local && new.target == Target::Local
}

fn types(imported: &Imported) -> Vec<TypeCount> {
    let mut types: BTreeMap<(JobType, Target), u32> = BTreeMap::new();
    for each in &imported.jobs {
        *types.entry((each.job.job_type, each.job.target)).or_default() += 1;
    }
    let counted = |((job_type, target), jobs)| TypeCount { job_type, target, jobs };
    types.into_iter().map(counted).collect()
}

impl<'i> ImportDiff<'i> {
    fn compare_tenants(
        &mut self,
        known: &[Stored<Tenant>],
        imported: &'i Imported,
        finder: &TenantFinder<'_>,
        renamed: &HashMap<&str, String>,
    ) {
        let mut found = HashSet::new();
        for tenant in &imported.tenants {
            let Some(old) = finder.find(tenant) else {
                self.tenants.added += 1;
                self.tenant_edits.push(Edit { id: None, facts: Cow::Borrowed(tenant) });
                continue;
            };
            found.insert(old.id);
            let mut new = tenant.clone();
            new.source_id = new.source_id.or_else(|| old.facts.source_id.clone());
            // Exports of other systems have no zones.
            new.timezone = new.timezone.or_else(|| old.facts.timezone.clone());
            if new == old.facts {
                self.tenants.unchanged += 1;
            } else {
                self.tenants.changed += 1;
                self.tenant_edits.push(Edit { id: Some(old.id), facts: Cow::Owned(new) });
            }
        }
        for old in known.iter().filter(|tenant| !found.contains(&tenant.id)) {
            let Some(name) = renamed.get(&*old.facts.name) else { continue };
            self.warnings.push(Warning::about_import(format!(
                "another tenant is named {} now: the former one is called {name} here",
                old.facts.name
            )));
            self.tenants.changed += 1;
            let facts = Cow::Owned(Tenant { name: name.clone(), ..old.facts.clone() });
            self.tenant_edits.push(Edit { id: Some(old.id), facts });
        }
        self.renamed_tenants = known
            .iter()
            .filter(|tenant| renamed.contains_key(&*tenant.facts.name))
            .cloned()
            .collect();
    }

    /// Counts the tenants that are added with jobs or replicas that name them.
    fn count_named_tenants(&mut self, known: &[Stored<Tenant>], renamed: &HashMap<&str, String>) {
        let known = known.iter().map(|tenant| &*tenant.facts.name);
        let known = known.filter(|name| !renamed.contains_key(name));
        let edited = self.tenant_edits.iter().map(|edit| &*edit.facts.name);
        let mut names: HashSet<&str> = known.chain(edited).collect();
        let of_jobs = self.job_edits.iter().map(|edit| &*edit.facts.tenant);
        let of_replicas = self.replicas.iter().map(|(tenant, _)| &**tenant);
        let added = of_jobs.chain(of_replicas).filter(|name| names.insert(name)).count();
        self.tenants.added += u32::try_from(added).unwrap_or(u32::MAX);
    }

    /// Returns the numbers of the known jobs that are in the files.
    fn compare_jobs(&mut self, known: &[Stored<Job>], imported: &'i Imported) -> HashSet<i64> {
        let by_number: HashMap<i64, &Job> = known.iter().map(|job| (job.id, &job.facts)).collect();
        let by_name: HashMap<(&str, &str), i64> =
            known.iter().map(|job| (names(&job.facts), job.id)).collect();
        let numbers = std::mem::take(&mut self.sessions.job_numbers);
        let numbered = || imported.jobs.iter().zip(&numbers);
        let with_id = numbered().filter(|(each, _)| each.job.source_id.is_some());
        let with_id: HashSet<i64> = with_id.filter_map(|(_, number)| *number).collect();
        let mut renamed = HashSet::new();
        let mut added = Vec::new();
        for (each, number) in numbered() {
            let Some((number, old)) = number.and_then(|id| Some((id, *by_number.get(&id)?))) else {
                added.push(&each.job);
                continue;
            };
            // A session has the name that its job had when it began.
            let is_former_name = names(&each.job) != names(old) || with_id.contains(&number);
            if each.job.source_id.is_none() && is_former_name {
                continue;
            }
            let mut new = updated(old, each);
            if self.sessions.running_jobs.contains(&number) && leaves_cloud(old, &new) {
                self.warnings.push(Warning::about_import(format!(
                    "{}/{} is running and is listed as {}, {}: it counts as {}, {} until it is idle",
                    new.tenant, new.name, new.job_type, new.target, old.job_type, old.target
                )));
                (new.job_type, new.target) = (old.job_type, old.target);
                if !old.job_type.is_policy() {
                    new.policy = None;
                    new.tasks.clone_from(&old.tasks);
                }
            }
            let is_other_id = old.source_id.is_some() && old.source_id != new.source_id;
            if self.sessions.running_jobs.contains(&number) && is_other_id {
                self.warnings.push(Warning::about_import(format!(
                    "{}/{} is running and is listed with another id: it keeps its id until it is idle",
                    new.tenant, new.name
                )));
                new.source_id.clone_from(&old.source_id);
            }
            if by_name.get(&names(&new)).is_some_and(|other| *other != number) {
                self.warnings.push(Warning::about_import(format!(
                    "{}/{} was renamed to {}/{}, but another job here has that name: it keeps its former name",
                    old.tenant, old.name, new.tenant, new.name
                )));
                new.tenant.clone_from(&old.tenant);
                new.name.clone_from(&old.name);
            }
            if names(&new) != names(old) {
                renamed.insert(number);
            }
            if new == *old {
                self.jobs.unchanged += 1;
            } else {
                self.jobs.changed += 1;
                self.job_edits.push(Edit { id: Some(number), facts: Cow::Owned(new) });
            }
        }
        // New jobs come last, since a name may become free.
        for job in added {
            if by_name.get(&names(job)).is_some_and(|other| !renamed.contains(other)) {
                self.warnings.push(Warning::about_import(format!(
                    "{}/{} was not added, because a job with another id has this name here",
                    job.tenant, job.name
                )));
            } else {
                self.jobs.added += 1;
                self.job_edits.push(Edit { id: None, facts: Cow::Borrowed(job) });
            }
        }
        numbers.into_iter().flatten().collect()
    }

    fn remove_unlisted(
        &mut self,
        known: &[Stored<Job>],
        matched: &HashSet<i64>,
        imported: &Imported,
    ) {
        let tenants: HashSet<&str> = imported.jobs.iter().map(|each| &*each.job.tenant).collect();
        let is_gone = |job: &&Stored<Job>| match &imported.listed_jobs {
            _ if matched.contains(&job.id) => false,
            ListedJobs::AllTenants => true,
            ListedJobs::NamedTenants => tenants.contains(&*job.facts.tenant),
            ListedJobs::Partial(_) => false,
        };
        for Stored { id, facts: job, .. } in known.iter().filter(is_gone) {
            self.jobs.removed += 1;
            self.removed.push((*id, format!("{}/{}", job.tenant, job.name)));
        }
        if let ListedJobs::Partial(why) = &imported.listed_jobs {
            self.warnings.push(Warning::about_import(format!("--replace removes nothing: {why}")));
        }
    }

    /// A store in which nothing was decided yet takes over the mode of a scenario document.
    fn compare_server(
        &mut self,
        snapshot: &Snapshot<'_>,
        app: &App,
        imported: &Imported,
        has_no_jobs: bool,
    ) -> Result<()> {
        let Some(new) = &imported.server else { return Ok(()) };
        let server = snapshot.server()?;
        let maintenance = (new.mode == Mode::Maintenance).then(|| Maintenance {
            since: imported.observed_at.min(app.now()),
            until: new.until,
            on_expiry: OnExpiry::Disable,
            by: app.actor.name.clone(),
            reason: new.reason.clone(),
            message: None,
        });
        let in_force = snapshot.in_force(app.now())?;
        let same_mode = maintenance.is_some() == in_force.is_some()
            && new.until == in_force.as_ref().and_then(|known| known.until);
        let message = in_force.and_then(|known| known.message).or(server.message);
        if same_mode && message == new.message && server.service == new.service {
            return Ok(());
        }
        let takes_over = server.revision == 0 && has_no_jobs;
        self.warnings.push(Warning::about_import(if takes_over {
            "the mode, notification and service of the document were imported, because nothing \
             was decided here yet"
        } else {
            "the mode, notification and service of the document were not imported; `mm enable`, \
             `mm set-message` and `mm service` change them"
        }));
        let (message, service) = (new.message.clone(), new.service);
        self.server = takes_over.then_some(ServerChange { maintenance, message, service });
        Ok(())
    }

    /// The jobs that will be removed, as `tenant/name`.
    pub fn removed_jobs(&self) -> Vec<String> {
        self.removed.iter().map(|(_, name)| name.clone()).collect()
    }

    /// Whether [`ImportDiff::write`] changes anything.
    pub fn is_change(&self) -> bool {
        self.needs_entry() || !self.sessions.is_unchanged()
    }

    /// Whether anything changes but sessions and observations, which leave no history entry.
    fn needs_entry(&self) -> bool {
        self.jobs.any() || self.tenants.any() || !self.replicas.is_empty() || self.server.is_some()
    }

    /// Commits all changes. `on_job` is called before each job is written, with the number of jobs.
    /// Returns the revision, and whether anything changed.
    pub fn write(
        &self,
        store: LockedStore<'_>,
        app: &App,
        on_job: &mut dyn FnMut(usize),
    ) -> Result<(u64, bool)> {
        // Where simulated sessions run, they go on from where they are.
        let caught_up = catch_up(&store.snapshot(), app.now(), Vec::new())?;
        let caught_up = Some(caught_up).filter(CaughtUp::is_idle);
        if !self.needs_entry() {
            let revision = store.snapshot().server()?.revision;
            if self.sessions.is_unchanged() {
                store.leave()?;
                return Ok((revision, false));
            }
            let observer = store.observe();
            caught_up.iter().try_for_each(|idle| idle.write(&observer))?;
            self.sessions.write(&observer, &JobNumbers::new())?;
            observer.commit()?;
            app.set_changed();
            return Ok((revision, true));
        }
        let removed: Vec<&str> = self.removed.iter().map(|(_, name)| &**name).take(100).collect();
        let entry = NewEntry {
            action: HistoryAction::Import,
            reason: None,
            before: serde_json::Value::Null,
            after: json!({
                "jobs": self.jobs, "tenants": self.tenants, "sessions": self.sessions.counts(),
                "removed": removed,
            }),
        };
        let writer = store.record(&app.actor, &entry)?;
        caught_up.iter().try_for_each(|idle| idle.write(&writer))?;
        let added = self.write_edits(&writer, app, on_job)?;
        self.sessions.write(&writer, &added)?;
        let revision = writer.revision();
        writer.commit()?;
        app.set_changed();
        Ok((revision, true))
    }

    /// Returns the numbers of added jobs by tenant and name.
    fn write_edits(
        &self,
        writer: &Writer<'_>,
        app: &App,
        on_job: &mut dyn FnMut(usize),
    ) -> Result<JobNumbers<'_>> {
        // Names are unique, and tenants may swap them.
        for Stored { id, facts, .. } in &self.renamed_tenants {
            let name = format!("\u{1f}{id}");
            writer.update_tenant(*id, &Tenant { name, ..facts.clone() })?;
        }
        for Edit { id, facts } in &self.tenant_edits {
            match id {
                None => writer.add_tenant(facts).map(|_| ())?,
                Some(id) => writer.update_tenant(*id, facts)?,
            }
        }
        for (id, _) in &self.removed {
            writer.remove_job(*id)?;
        }
        let mut added = JobNumbers::new();
        for Edit { id, facts } in &self.job_edits {
            on_job(self.job_edits.len());
            match (id, facts) {
                (Some(id), job) => writer.update_job(*id, job)?,
                (None, job) => {
                    added.insert((&*job.tenant, &*job.name), writer.add_job(job)?);
                }
            }
        }
        for (tenant, replica) in &self.replicas {
            let tenant = writer.tenant_named(tenant)?;
            writer.add_replica(tenant, replica, self.sessions.observed_at.min(app.now()))?;
        }
        if let Some(server) = &self.server {
            if let Some(maintenance) = &server.maintenance {
                writer.declare(maintenance)?;
            }
            writer.set_message(server.message.as_deref())?;
            writer.set_service(server.service)?;
        }
        Ok(added)
    }
}
