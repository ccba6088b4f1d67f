//! Impact: what a maintenance did to whom, session by session, and what healed since.

pub mod counts;
pub mod summary;
#[cfg(test)]
pub mod tests;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::domain::control::Maintenance;
use crate::domain::{FailureCode, Instant, JobType, KnownResult, Rule, coverage, spelled};
use crate::error::Result;
use crate::ops::server_status::ServerStatus;
use crate::store::{Sessions, Snapshot, StoredSession};

pub use crate::ops::impact::counts::Counts;
pub use crate::ops::impact::summary::ImpactSummary;

spelled! {
    /// What a maintenance did to a session.
    pub enum Hit: "hit" {
        /// It was refused at its start.
        Refused = "refused",
        /// It lost tasks while it ran.
        Cut = "cut",
        /// It ended meanwhile, and no source tells how or why.
        Unknown = "unknown",
    }
}

spelled! {
    /// How it stands with the job of such a session now.
    pub enum Standing: "standing" {
        /// A later session of the job succeeded.
        Healed = "healed",
        /// The session, or a later one of the job, works.
        Working = "working",
        /// It failed, and no later session of the job has succeeded.
        RunAgain = "run-again",
        /// Whether it failed is not known, and no later session of the job has succeeded.
        Unknown = "unknown",
    }
}

/// What a maintenance did.
#[derive(Debug, Serialize)]
pub struct Impact {
    /// Since when it was on.
    pub since: Instant,
    /// Until when it is planned, while it is on; `None`: until further notice.
    pub until: Option<Instant>,
    /// When it ended; `None`: it is on.
    pub ended: Option<Instant>,
    /// Why.
    pub reason: Option<String>,
    /// Counts over all tenants.
    #[serde(flatten)]
    pub counts: Counts,
    /// The tenants hit, by name.
    pub tenants: Vec<TenantImpact>,
}

/// What it did to one tenant.
#[derive(Debug, Serialize)]
pub struct TenantImpact {
    /// Its name.
    pub name: String,
    /// Counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// Its sessions that were hit, in the order of their start.
    pub sessions: Vec<AffectedSession>,
}

/// A session that was hit.
#[derive(Debug, Serialize)]
pub struct AffectedSession {
    /// Its number.
    pub id: i64,
    /// Its job's name.
    pub job: String,
    /// The job type; `None`: nobody knows the job any more.
    #[serde(rename = "type")]
    pub job_type: Option<JobType>,
    /// What the maintenance did to it.
    pub hit: Hit,
    /// When it started.
    pub started: Instant,
    /// When it ended; `None` while it works.
    pub ended: Option<Instant>,
    /// With what.
    pub result: Option<KnownResult>,
    /// How many tasks are known of it.
    pub tasks: usize,
    /// Those that were refused, by name.
    pub tasks_lost: Vec<String>,
    /// What the tenant read in its statistics.
    pub notification: Option<String>,
    /// How it stands now.
    pub standing: Standing,
    /// The later session that healed it.
    pub healed_by: Option<i64>,
    /// When that ended.
    pub healed_at: Option<Instant>,
}

/// What each of some maintenances did, in their order, up to now.
pub fn aftermaths(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
    maintenances: &[Maintenance],
) -> Result<Vec<Impact>> {
    let Some(first) = maintenances.first() else {
        return Ok(Vec::new());
    };
    let mut sessions = snapshot.sessions(Sessions::EndedSince(first.since))?;
    sessions.extend(state.caught_up.ended.iter().chain(&state.caught_up.working).cloned());
    sessions.sort_by_key(|session| (session.facts.started, session.id));
    let kinds = snapshot.job_kinds()?;
    let mut of_job: HashMap<i64, Vec<&StoredSession>> = HashMap::new();
    for session in &sessions {
        of_job.entry(session.job).or_default().push(session);
    }
    let mut found: Vec<BTreeMap<&str, Vec<AffectedSession>>> = Vec::new();
    found.resize_with(maintenances.len(), BTreeMap::new);
    for session in &sessions {
        let kind = kinds.get(&session.job);
        let covered = kind
            .is_none_or(|(kind, target)| coverage(kind.class(), *target).has_covered_sessions());
        let Some((hit, at)) = hit(session).filter(|_| covered) else {
            continue;
        };
        let was_on = |each: &Maintenance| {
            each.since <= at && ended(each, state.now).is_none_or(|ended| at <= ended)
        };
        let Some(place) = maintenances.iter().rposition(was_on) else {
            continue;
        };
        let others = of_job.get(&session.job).map_or(&[][..], Vec::as_slice);
        let struck = struck(session, kind.map(|(kind, _)| *kind), hit, others);
        found[place].entry(&session.facts.tenant).or_default().push(struck);
    }
    let told = maintenances.iter().zip(found);
    Ok(told.map(|(maintenance, tenants)| Impact::of(maintenance, tenants, state.now)).collect())
}

/// When a maintenance ended; `None`: it is on.
fn ended(maintenance: &Maintenance, now: Instant) -> Option<Instant> {
    maintenance.ends().filter(|end| *end <= now)
}

/// What a maintenance did to a session, if it did anything, and when.
fn hit(session: &StoredSession) -> Option<(Hit, Instant)> {
    let facts = &session.facts;
    let lost = facts.tasks.iter().filter(|task| task.code == Some(FailureCode::Maintenance));
    let first_lost = lost.clone().filter_map(|task| task.ended).min();
    let Some(ended) = facts.ended else {
        let is_cut = lost.count() > 0;
        return is_cut.then(|| (Hit::Cut, first_lost.unwrap_or(facts.started)));
    };
    match (ended.code, ended.result) {
        (Some(FailureCode::Maintenance), _) if was_refused(session) => {
            Some((Hit::Refused, facts.started))
        }
        (Some(FailureCode::Maintenance), _) => Some((Hit::Cut, first_lost.unwrap_or(ended.at))),
        (None, KnownResult::Failed | KnownResult::Unknown) => Some((Hit::Unknown, ended.at)),
        (None, KnownResult::Success)
        | (Some(FailureCode::TaskFailed | FailureCode::TenantDisabled), _) => None,
    }
}

/// Whether it was refused at its start: by its rule, or since no task of it ever began.
fn was_refused(session: &StoredSession) -> bool {
    let tasks = &session.facts.tasks;
    match session.rule {
        Some(rule) => rule == Rule::RefuseNewSession,
        None => !tasks.is_empty() && tasks.iter().all(|task| task.started.is_none()),
    }
}

fn struck(
    session: &StoredSession,
    job_type: Option<JobType>,
    hit: Hit,
    of_job: &[&StoredSession],
) -> AffectedSession {
    let facts = &session.facts;
    let place = |each: &StoredSession| (each.facts.started, each.id);
    let later = of_job.iter().filter(|each| place(each) > place(session));
    let success = |each: &&&StoredSession| {
        each.facts.ended.is_some_and(|ended| ended.result == KnownResult::Success)
    };
    let ends = |each: &&&StoredSession| each.facts.ended.map(|ended| ended.at);
    let healer = later.clone().filter(success).min_by_key(ends);
    let result = facts.ended.map(|ended| ended.result);
    let works = session.works() || later.clone().any(|each| each.works());
    let lost = facts.tasks.iter().filter(|task| task.code == Some(FailureCode::Maintenance));
    AffectedSession {
        id: session.id,
        job: facts.job.clone(),
        job_type,
        hit,
        started: facts.started,
        ended: facts.ended.map(|ended| ended.at),
        result,
        tasks: facts.tasks.len(),
        tasks_lost: lost.map(|task| task.name.clone()).collect(),
        notification: session.notification.clone(),
        standing: match (healer, result) {
            (Some(_), _) => Standing::Healed,
            (None, _) if works => Standing::Working,
            (None, Some(KnownResult::Unknown)) => Standing::Unknown,
            (None, _) => Standing::RunAgain,
        },
        healed_by: healer.map(|each| each.id),
        healed_at: healer.and_then(|each| each.facts.ended).map(|ended| ended.at),
    }
}

impl Impact {
    fn of(
        maintenance: &Maintenance,
        tenants: BTreeMap<&str, Vec<AffectedSession>>,
        now: Instant,
    ) -> Impact {
        let ended = ended(maintenance, now);
        let mut all = Counts::default();
        let tenants = tenants.into_iter().map(|(name, sessions)| {
            let mut counts = Counts::default();
            for session in &sessions {
                counts.take(session);
                all.take(session);
            }
            TenantImpact { name: name.to_owned(), counts, sessions }
        });
        Impact {
            since: maintenance.since,
            until: maintenance.until.filter(|_| ended.is_none()),
            ended,
            reason: maintenance.reason.clone(),
            tenants: tenants.collect(),
            counts: all,
        }
    }

    /// The same with one tenant alone.
    pub fn only(&mut self, tenant: &str) {
        self.tenants.retain(|each| each.name == tenant);
        self.counts = self.tenants.first().map(|each| each.counts).unwrap_or_default();
    }
}
