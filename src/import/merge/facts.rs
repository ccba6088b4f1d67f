//! A merged job as a job of `mm`, with the sessions that matter.

use hashbrown::HashMap;

use crate::domain::{Ended, Job, PolicySettings, Session, Task};
use crate::domain::{Instant, JobType, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::Id;
use crate::import::imported::{ImportedJob, Stated};
use crate::import::job_kind::{self, JobKind, Platform};
use crate::import::merge::jobs::{MergedJob, MergedSession};
use crate::import::merge::sessions::Sessions;
use crate::import::merge::tasks::MergedTasks;
use crate::import::records::{ExportedJob, ExportedRun, ExportedState, Owner, RepositoryRecord};
use crate::import::warnings::Place;

/// The targets of repositories by id and by name, both in lower case; one name may have both targets.
pub struct Repositories(HashMap<String, Targets>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Targets {
    All(Target),
    Several,
}

impl Repositories {
    pub fn new(records: &[RepositoryRecord]) -> Repositories {
        let keys = |record: &RepositoryRecord| {
            let name = record.name.as_ref().map(|name| name.to_ascii_lowercase());
            let id = record.id.as_ref().map(|id| id.0.clone());
            let target = record.target;
            [name, id].into_iter().flatten().map(move |key| (key, target))
        };
        let mut targets = HashMap::with_capacity(records.len());
        for (key, target) in records.iter().flat_map(keys) {
            let known = targets.entry(key).or_insert(Targets::All(target));
            if *known != Targets::All(target) {
                *known = Targets::Several;
            }
        }
        Repositories(targets)
    }

    /// Gives a row of a job the target of its repository. Servers may have repositories of one name.
    pub fn locate(&self, job: &mut ExportedJob, context: &mut Context<'_>) {
        let Some(Id(id)) = &job.repository else { return };
        let Some(targets) = self.0.get(id) else { return };
        match (targets, job.target) {
            (Targets::All(Target::Cloud), Some(Target::Local)) => {
                let what = "the repository of this job is a cloud repository; cloud counts";
                context.unused(job.place, "Target", what);
                job.target = Some(Target::Cloud);
            }
            (Targets::All(target), None) => job.target = Some(*target),
            (Targets::Several, None) => {
                let name = job.repository_name.as_ref().unwrap_or(id);
                context.assume(job.place, "", Assumption::AmbiguousRepository(name.clone()));
                job.target = Some(Target::Cloud);
            }
            (Targets::All(_) | Targets::Several, Some(_)) => {}
        }
    }
}

pub fn facts(
    mut merged: MergedJob,
    observed_at: Instant,
    context: &mut Context<'_>,
) -> (ImportedJob, Vec<Session>) {
    if let Some(place) = session_of_policy(&merged) {
        context.assume(place, "", Assumption::PolicyRuns);
        merged.record.kind = None;
    }
    let is_type_unknown = merged.record.kind.is_none_or(|kind| kind == JobKind::Unknown);
    let is_seen_covered = merged.is_seen_covered;
    let listing = merged.record.set;
    let site = match &merged.record.owner {
        Owner::Organization { site, .. } => site.as_ref().map(|site| site.0.clone()),
        Owner::Unknown | Owner::Tenant(_) => None,
    };
    let (job_type, type_stated) = job_type(&merged.record, context);
    let (target, target_stated) = target(&merged.record, context);
    let record = &mut merged.record;
    let mut stated = Stated {
        tenant: merged.tenant_stated,
        job_type: type_stated,
        target: target_stated,
        slots: false,
        tasks: false,
        schedule: record.schedule.is_some() || record.next_start.is_some(),
        retry: record.retry_stated,
        enabled: record.enabled.is_some(),
        // The status of a policy is not that of a session.
        state: !job_type.is_policy() && merged.states_whether_running(),
        start: false,
    };
    let (tenant, name) = (std::mem::take(&mut merged.tenant), std::mem::take(&mut merged.name));
    let mut job = Job {
        target,
        is_disabled: merged.record.enabled == Some(false) && !job_type.is_policy(),
        source_id: merged.source_id.take(),
        ..Job::new(tenant, name, job_type)
    };
    if job_type.is_policy() {
        job.policy = Some(policy(&merged.record, context));
        let ended =
            merged.sessions.iter().filter_map(|session| ended_with_id(session, &job, observed_at));
        let ended = ended.collect();
        return (
            ImportedJob { job, stated, listing, site, is_type_unknown, is_seen_covered },
            ended,
        );
    }
    let record = &mut merged.record;
    if record.enabled != Some(false) {
        job.schedule = record.schedule.take();
        // A known schedule includes the next start, and a start in the past is over.
        let next = record.next_start.filter(|next| *next > observed_at && job.schedule.is_none());
        job.starts.extend(next);
        if job.schedule.is_none() && next.is_none() && !record.is_unscheduled {
            context.assume(record.place, "", Assumption::NoNextStart);
        }
    }
    job.retry = record.retry;
    let sessions = Sessions::new(&mut merged, observed_at);
    let running = sessions.running.map(|at| &merged.sessions[at]);
    let tasks = MergedTasks::new(&merged, running, observed_at, &job.name, context);
    stated.tasks = tasks.are_stated;
    stated.slots = tasks.slots_stated;
    if tasks.names.len() > 1 && !tasks.slots_stated {
        context.assume(merged.record.place, "", Assumption::NoSlots);
    }
    stated.start = running.and_then(MergedSession::started).is_some();
    let sessions = sessions.facts(&merged, &job, &tasks, context);
    job.slots = tasks.slots;
    job.durations = tasks.duration_source;
    let planned = tasks.names.into_iter().zip(tasks.durations).zip(tasks.recorded);
    let task = |((name, duration), recorded)| Task { name, duration, fails: false, recorded };
    job.tasks = planned.map(task).collect();
    (ImportedJob { job, stated, listing, site, is_type_unknown, is_seen_covered }, sessions)
}

/// Where a listing of sessions has one of a CDP policy that is running. A policy has no sessions, and its
/// own listing does not count as one: what is running is something that nothing is known of.
fn session_of_policy(merged: &MergedJob) -> Option<Place> {
    let record = &merged.record;
    let is_listed = |place: Place| !record.listed || place != record.place;
    let mut running = merged.sessions.iter().filter(|session| session.run.is_running());
    let found = running.find(|session| is_listed(session.place)).map(|session| session.place);
    found.filter(|_| record.kind == Some(JobKind::Cdp))
}

/// A session that has ended, by its id: it may be known as running, of an unknown type.
fn ended_with_id(session: &MergedSession, policy: &Job, observed_at: Instant) -> Option<Session> {
    let ExportedRun { state, started, ended, result, attempt, .. } = session.run;
    let (id, ended) = (session.id.as_ref()?, ended.filter(|_| state == ExportedState::Ended)?);
    let ended = ended.min(observed_at);
    let started = started.unwrap_or(ended).min(ended);
    Some(Session {
        source_id: Some(id.0.clone()),
        attempt,
        ended: Some(Ended { at: ended, result, code: None }),
        ..Session::new(&policy.tenant, &policy.name, started)
    })
}

/// The type of a job, and whether a listing states it.
fn job_type(record: &ExportedJob, context: &mut Context<'_>) -> (JobType, bool) {
    let Some(kind) = record.kind else {
        let assumed = job_kind::job_type(JobKind::Backup, record.platform);
        context.assume(record.place, "", Assumption::NoType(assumed));
        return (assumed, false);
    };
    let is_guessed =
        kind == JobKind::Agent && matches!(record.platform, None | Some(Platform::Unlisted));
    if is_guessed {
        context.assume(record.place, "", Assumption::NoAgentSystem);
    }
    // Sessions say less than a listing of jobs: that a job is a backup, but not of what.
    (job_kind::job_type(kind, record.platform), record.listed && !is_guessed)
}

/// The target of a job, and whether a file or an option states it.
fn target(record: &ExportedJob, context: &mut Context<'_>) -> (Target, bool) {
    if let Some(target) = record.target.or(context.options.target) {
        return (target, true);
    }
    let assumption = match &record.repository {
        Some(Id(id)) => {
            let name = record.repository_name.as_ref().unwrap_or(id);
            Assumption::UnlistedRepository(name.clone())
        }
        None => Assumption::NoTarget,
    };
    context.assume(record.place, "", assumption);
    (Target::Cloud, false)
}

fn policy(record: &ExportedJob, context: &mut Context<'_>) -> PolicySettings {
    if record.initial_sync {
        context.assume(record.place, "", Assumption::InitialSync);
    }
    PolicySettings {
        initial_sync: record.initial_sync.then_some(context.options.default_duration),
        enabled: record.enabled != Some(false),
    }
}
