//! Draft: one job with everything that is known of it, on its way to plain facts.

use std::collections::HashMap;

use crate::domain::{DurationSource, Job, PolicySettings, Session, Task};
use crate::domain::{Instant, JobType, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::incoming::Told;
use crate::import::join::jobs::Joined;
use crate::import::join::sessions::Sessions;
use crate::import::join::tasks::Plan;
use crate::import::records::{JobRecord, RepositoryRecord};
use crate::import::work::{self, Platform, Work};

/// A job as facts, with what was told of it and its sessions.
pub(super) struct Draft {
    /// The job.
    pub job: Job,
    /// What sources told of it.
    pub told: Told,
    /// The session that runs, and the latest that ended.
    pub sessions: Vec<Session>,
}

/// Repositories by id and name.
pub(super) struct Repositories<'r>(HashMap<&'r str, Target>);

impl<'r> Repositories<'r> {
    /// All repositories of an import.
    pub fn new(records: &'r [RepositoryRecord<'_>]) -> Repositories<'r> {
        let mut targets = HashMap::with_capacity(records.len() * 2);
        for record in records {
            for key in [&record.name, &record.id].into_iter().flatten() {
                targets.insert(&**key, record.target);
            }
        }
        Repositories(targets)
    }

    /// Where a repository lies; names are compared as ids are, without letter case.
    fn target(&self, key: &str) -> Option<Target> {
        let found = self.0.get(key).or_else(|| {
            let mut all = self.0.iter();
            all.find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, target)| target)
        });
        found.copied()
    }
}

impl Draft {
    /// Decides everything that is to be known of a job.
    pub fn new(
        mut joined: Joined<'_>,
        repositories: &Repositories<'_>,
        observed_at: Instant,
        context: &mut Context<'_>,
    ) -> Draft {
        let (job_type, type_told) = job_type(&joined.record, context);
        let (target, target_told) = target(&joined.record, repositories, context);
        let told = Told {
            tenant: joined.tenant_told,
            job_type: type_told,
            target: target_told,
            slots: false,
            tasks: false,
            schedule: joined.record.schedule.is_some() || joined.record.next.is_some(),
            retry: joined.record.retry_told,
            state: joined.tells_state(),
        };
        let mut draft = Draft {
            job: Job {
                tenant: std::mem::take(&mut joined.tenant),
                name: std::mem::take(&mut joined.name),
                job_type,
                target,
                slots: 1,
                tasks: Vec::new(),
                durations: DurationSource::Given,
                starts: Vec::new(),
                schedule: None,
                retry: None,
                policy: None,
                source_id: joined.source_id.take(),
            },
            told,
            sessions: Vec::new(),
        };
        if job_type.is_policy() {
            draft.job.policy = Some(policy(&joined.record, context));
        } else {
            draft.add_sessions(joined, observed_at, context);
        }
        draft
    }

    /// What only jobs with sessions have.
    fn add_sessions(
        &mut self,
        mut joined: Joined<'_>,
        observed_at: Instant,
        context: &mut Context<'_>,
    ) {
        let record = &mut joined.record;
        if record.enabled != Some(false) {
            self.job.schedule = record.schedule.take();
            // The next start says nothing more where the schedule is known.
            self.job.starts.extend(record.next.filter(|_| self.job.schedule.is_none()));
        }
        self.job.retry = record.retry;
        let place = record.place;
        let sessions = Sessions::new(&mut joined, observed_at);
        let plan = Plan::new(&joined, &sessions, &self.job.name, context);
        self.told.tasks = plan.told;
        self.told.slots = plan.slots_told;
        self.job.slots = plan.slots;
        if plan.names.len() > 1 && !plan.slots_told {
            context.notes.guessed(place, "", Assumption::Slots);
        }
        self.sessions = sessions.facts(&joined, &self.job, &plan, context);
        self.job.durations = plan.source;
        let tasks = plan.names.into_iter().zip(plan.durations).zip(plan.recorded);
        let task = |((name, duration), recorded)| Task { name, duration, fails: false, recorded };
        self.job.tasks = tasks.map(task).collect();
    }
}

/// What a job does, and whether that was told.
fn job_type(record: &JobRecord<'_>, context: &mut Context<'_>) -> (JobType, bool) {
    let Some(work) = record.work else {
        let taken = work::job_type(Work::Backup, record.platform);
        context.notes.guessed(record.place, "", Assumption::NoType(taken));
        return (taken, false);
    };
    if work == Work::Agent && matches!(record.platform, None | Some(Platform::Foreign)) {
        context.notes.guessed(record.place, "", Assumption::AgentSystem);
    }
    // Sessions tell less than a listing: a backup, but not of what.
    (work::job_type(work, record.platform), record.listed)
}

/// Where a job writes to, and whether that was told.
fn target(
    record: &JobRecord<'_>,
    repositories: &Repositories<'_>,
    context: &mut Context<'_>,
) -> (Target, bool) {
    let by_repository =
        || record.repository.as_deref().and_then(|repository| repositories.target(repository));
    if let Some(target) = record.target.or_else(by_repository).or(context.options.target) {
        return (target, true);
    }
    context.notes.guessed(record.place, "", Assumption::NoTarget);
    (Target::Cloud, false)
}

fn policy(record: &JobRecord<'_>, context: &mut Context<'_>) -> PolicySettings {
    let initial_sync = record.initial_sync.then(|| {
        context.notes.guessed(record.place, "", Assumption::InitialSync);
        context.options.default_duration
    });
    let enabled = record.enabled != Some(false);
    PolicySettings { initial_sync, enabled }
}
