//! Impact of past maintenances: the sessions that they affected, and whether these recovered since.

use std::collections::{BTreeMap, HashMap};

use serde::{Serialize, Serializer};
use smol_str::SmolStr;

use crate::domain::maintenance::Maintenance;
use crate::domain::{
    FailureCode, Instant, JobRun, JobType, LOOK_AHEAD, ObservedResult, RunCounts, spelled,
};
use crate::error::Result;
use crate::ops::catch_up::CaughtUp;
use crate::ops::past_runs::{runs_of, was_refused};
use crate::ops::server_status::ServerStatus;
use crate::store::{JobFilter, SessionFilter, Snapshot, StoredSession};

spelled! {
    /// How a maintenance affected a session.
    pub enum SessionEffect: "hit" {
        Refused = "refused",
        Cut = "cut",
        /// It ended during the maintenance, and no source tells how or why.
        Unknown = "unknown",
    }
}

spelled! {
    /// Whether an affected session has to be run again.
    pub enum Recovery: "standing" {
        /// A later session of the job succeeded.
        Healed = "healed",
        /// The session or a later one of the job is running.
        Working = "working",
        RunAgain = "run-again",
        /// No source tells whether it failed, and no later session succeeded.
        Unknown = "unknown",
    }
}

#[derive(Debug, Serialize)]
pub struct Impact {
    pub since: Instant,
    /// The planned end; `None` once the maintenance ended, or if it has none.
    pub until: Option<Instant>,
    pub ended: Option<Instant>,
    pub reason: Option<String>,
    #[serde(flatten)]
    pub counts: ImpactCounts,
    /// Sorted by name.
    pub tenants: Vec<TenantImpact>,
    /// Runs count up to here: the end of the look-ahead, or the present if that is earlier.
    #[serde(skip)]
    pub counted_until: Instant,
    /// The runs of every tenant, affected or not.
    #[serde(skip)]
    runs: BTreeMap<String, RunCounts>,
}

#[derive(Debug, Serialize)]
pub struct TenantImpact {
    pub name: String,
    #[serde(flatten)]
    pub counts: ImpactCounts,
    /// In the order in which they started.
    pub sessions: Vec<AffectedSession>,
}

#[derive(Debug, Serialize)]
pub struct AffectedSession {
    pub id: i64,
    pub job: String,
    /// `None` if the job was removed.
    #[serde(rename = "type")]
    pub job_type: Option<JobType>,
    #[serde(rename = "hit")]
    pub effect: SessionEffect,
    pub started: Instant,
    pub ended: Option<Instant>,
    pub result: Option<ObservedResult>,
    pub tasks: usize,
    /// Names of the tasks that the mode refused.
    pub tasks_lost: Vec<SmolStr>,
    pub notification: Option<String>,
    #[serde(rename = "standing")]
    pub recovery: Recovery,
    pub healed_by: Option<i64>,
    pub healed_at: Option<Instant>,
    /// The affected run of which it is the first affected session; `None` for further sessions of that
    /// run, and for a run that an earlier maintenance affected. Documents have its outcome.
    #[serde(rename = "outcome", serialize_with = "outcome")]
    pub run: Option<JobRun>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn outcome<S: Serializer>(run: &Option<JobRun>, to: S) -> std::result::Result<S::Ok, S::Error> {
    run.and_then(JobRun::outcome).serialize(to)
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ImpactCounts {
    pub refused: u32,
    pub cut: u32,
    pub unknown: u32,
    pub healed: u32,
    pub working: u32,
    pub run_again: u32,
    pub tasks_lost: u32,
    #[serde(flatten)]
    pub runs: RunCounts,
}

/// The counts of an impact without its sessions, as part of other documents.
#[derive(Serialize)]
pub struct ImpactSummary {
    since: Instant,
    #[serde(flatten)]
    pub counts: ImpactCounts,
    pub tenants: Vec<TenantCounts>,
}

#[derive(Serialize)]
pub struct TenantCounts {
    pub name: String,
    #[serde(flatten)]
    pub counts: ImpactCounts,
}

/// The impact of each maintenance that was on since `since`, or of the latest one alone.
pub fn past_impacts(
    snapshot: &Snapshot<'_>,
    status: &ServerStatus,
    since: Option<Instant>,
) -> Result<Vec<Impact>> {
    let past = match since {
        Some(since) => snapshot.past_maintenances(since, status.now)?,
        None => snapshot.latest_maintenance(status.now)?.into_iter().collect(),
    };
    impacts(snapshot, &status.caught_up, status.now, &past)
}

/// The job of a session: its number, or the names of a job that is not known.
type SessionJob<'s> = (Option<i64>, &'s str, &'s str);

fn job_key(session: &StoredSession) -> SessionJob<'_> {
    (session.job, &session.facts.tenant, &session.facts.job)
}

/// The impact of each of `maintenances`, which are sorted by their beginning.
fn impacts(
    snapshot: &Snapshot<'_>,
    caught_up: &CaughtUp,
    now: Instant,
    maintenances: &[Maintenance],
) -> Result<Vec<Impact>> {
    let Some(first) = maintenances.first() else {
        return Ok(Vec::new());
    };
    let mut sessions = snapshot.sessions(SessionFilter::EndedSince(first.since))?;
    sessions.extend(caught_up.ended.iter().chain(&caught_up.working).cloned());
    sessions.sort_by_key(|session| (session.facts.started, session.id));
    let mut of_job: HashMap<SessionJob<'_>, Vec<&StoredSession>> = HashMap::new();
    for session in &sessions {
        of_job.entry(job_key(session)).or_default().push(session);
    }
    let mut found: Vec<BTreeMap<&str, Vec<AffectedSession>>> = Vec::new();
    found.resize_with(maintenances.len(), BTreeMap::new);
    for session in &sessions {
        let is_covered = session.is_covered();
        let Some((effect, at)) = effect(session).filter(|_| is_covered) else {
            continue;
        };
        let Some(place) = belongs(maintenances, at, now) else { continue };
        let affected = affected(session, session.job_type, effect, &of_job[&job_key(session)]);
        found[place].entry(&session.facts.tenant).or_default().push(affected);
    }
    let mut runs = Vec::new();
    runs.resize_with(maintenances.len(), BTreeMap::new);
    count_runs(snapshot, &of_job, maintenances, now, &mut runs, &mut found)?;
    let impacts = maintenances.iter().zip(found).zip(runs);
    Ok(impacts.map(|((each, tenants), runs)| Impact::of(each, tenants, runs, now)).collect())
}

/// Counts the runs of every tenant in each maintenance up to the end of its look-ahead, and notes the
/// first affected session of each affected run.
fn count_runs<'s>(
    snapshot: &Snapshot<'_>,
    of_job: &HashMap<SessionJob<'s>, Vec<&'s StoredSession>>,
    maintenances: &[Maintenance],
    now: Instant,
    counts: &mut [BTreeMap<String, RunCounts>],
    found: &mut [BTreeMap<&'s str, Vec<AffectedSession>>],
) -> Result<()> {
    for ((id, tenant, _), sessions) in of_job {
        let has_failed = |session: &&StoredSession| {
            let has_ended =
                session.facts.ended.is_some_and(|ended| ended.result == ObservedResult::Failed);
            has_ended || session.facts.tasks.iter().any(|task| task.code.is_some())
        };
        let job = match id.filter(|_| sessions.iter().any(has_failed)) {
            Some(id) => snapshot.jobs(JobFilter::Id(id))?.pop().map(|job| job.facts),
            None => None,
        };
        for run in runs_of(sessions) {
            for (place, each) in maintenances.iter().enumerate() {
                let end = counted_until(each, now);
                let Some((mut job_run, harmed_at)) = run.at(end, job.as_ref()) else {
                    continue;
                };
                let is_its =
                    harmed_at.is_some_and(|at| belongs(maintenances, at, now) == Some(place));
                if run.was_over_at(each.since, job.as_ref()) && !is_its {
                    continue;
                }
                let counts = counts[place].entry((*tenant).to_owned()).or_default();
                if harmed_at.is_some() && !is_its {
                    counts.runs += 1;
                    continue;
                }
                job_run.effect = job_run.effect.filter(|_| is_its);
                counts.count(job_run);
                let ids: Vec<i64> = run.sessions.iter().map(|session| session.id).collect();
                let affected = found[place].get_mut(tenant).into_iter().flatten();
                if is_its
                    && let Some(first) = affected.into_iter().find(|each| ids.contains(&each.id))
                {
                    first.run = Some(job_run);
                }
            }
        }
    }
    Ok(())
}

/// The maintenance that was on at an instant, by its place.
fn belongs(maintenances: &[Maintenance], at: Instant, now: Instant) -> Option<usize> {
    // They do not overlap, so that only the last one to begin can have been on.
    let last = maintenances.partition_point(|each| each.since <= at).checked_sub(1)?;
    ended(&maintenances[last], now).is_none_or(|ended| at <= ended).then_some(last)
}

/// When a maintenance ended; `None` while it is on.
fn ended(maintenance: &Maintenance, now: Instant) -> Option<Instant> {
    maintenance.ends().filter(|end| *end <= now)
}

/// Up to when the runs of a maintenance count.
fn counted_until(maintenance: &Maintenance, now: Instant) -> Instant {
    ended(maintenance, now).map_or(now, |ended| now.min(ended + LOOK_AHEAD))
}

/// How the mode affected a session, and when; `None` if it did not.
fn effect(session: &StoredSession) -> Option<(SessionEffect, Instant)> {
    let facts = &session.facts;
    let mut lost =
        facts.tasks.iter().filter(|task| task.code == Some(FailureCode::Maintenance)).peekable();
    let lost_any = lost.peek().is_some();
    let first_lost = lost.filter_map(|task| task.ended).min();
    let Some(ended) = facts.ended else {
        return lost_any.then(|| (SessionEffect::Cut, first_lost.unwrap_or(facts.started)));
    };
    match (ended.code, ended.result) {
        (Some(FailureCode::Maintenance), _) if was_refused(session) => {
            Some((SessionEffect::Refused, facts.started))
        }
        (Some(FailureCode::Maintenance), _) => {
            Some((SessionEffect::Cut, first_lost.unwrap_or(ended.at)))
        }
        (None, ObservedResult::Failed | ObservedResult::Unknown) => {
            Some((SessionEffect::Unknown, ended.at))
        }
        (None, ObservedResult::Success)
        | (Some(FailureCode::TaskFailed | FailureCode::TenantDisabled), _) => None,
    }
}

/// `of_job` holds every session of the same job, sorted by start.
fn affected(
    session: &StoredSession,
    job_type: Option<JobType>,
    effect: SessionEffect,
    of_job: &[&StoredSession],
) -> AffectedSession {
    let facts = &session.facts;
    let order = |each: &StoredSession| (each.facts.started, each.id);
    let later = of_job.iter().filter(|each| order(each) > order(session));
    let succeeded = later.clone().filter_map(|each| {
        let ended = each.facts.ended.filter(|ended| ended.result == ObservedResult::Success)?;
        Some((ended.at, each.id))
    });
    let healed = succeeded.min_by_key(|(at, _)| *at);
    let result = facts.ended.map(|ended| ended.result);
    let is_working = session.works() || later.clone().any(|each| each.works());
    let lost = facts.tasks.iter().filter(|task| task.code == Some(FailureCode::Maintenance));
    AffectedSession {
        id: session.id,
        job: facts.job.clone(),
        job_type,
        effect,
        started: facts.started,
        ended: facts.ended.map(|ended| ended.at),
        result,
        tasks: facts.tasks.len(),
        tasks_lost: lost.map(|task| task.name.clone()).collect(),
        notification: session.notification.clone(),
        recovery: match (healed, result) {
            (Some(_), _) => Recovery::Healed,
            (None, _) if is_working => Recovery::Working,
            (None, Some(ObservedResult::Unknown)) => Recovery::Unknown,
            (None, _) => Recovery::RunAgain,
        },
        healed_by: healed.map(|(_, id)| id),
        healed_at: healed.map(|(at, _)| at),
        run: None,
    }
}

impl Impact {
    fn of(
        maintenance: &Maintenance,
        tenants: BTreeMap<&str, Vec<AffectedSession>>,
        runs: BTreeMap<String, RunCounts>,
        now: Instant,
    ) -> Impact {
        let ended = ended(maintenance, now);
        let mut counts = ImpactCounts::of(tenants.values().flatten());
        for of_tenant in runs.values() {
            counts.runs.add(of_tenant);
        }
        let runs_of = |tenant: &str| runs.get(tenant).copied().unwrap_or_default();
        Impact {
            since: maintenance.since,
            until: maintenance.until.filter(|_| ended.is_none()),
            ended,
            reason: maintenance.reason.clone(),
            counts,
            tenants: tenants
                .into_iter()
                .map(|(name, sessions)| TenantImpact {
                    name: name.to_owned(),
                    counts: ImpactCounts { runs: runs_of(name), ..ImpactCounts::of(&sessions) },
                    sessions,
                })
                .collect(),
            counted_until: counted_until(maintenance, now),
            runs,
        }
    }

    /// The tenants of which reports list a session.
    pub fn listed_tenants(&self) -> impl Iterator<Item = &TenantImpact> {
        let is_listed = |each: &&TenantImpact| each.sessions.iter().any(AffectedSession::is_listed);
        self.tenants.iter().filter(is_listed)
    }

    /// How many tenants have runs and are not listed, and their runs.
    pub fn others(&self) -> (u64, ImpactCounts) {
        let is_listed = |name: &str| self.listed_tenants().any(|each| each.name == name);
        let (mut tenants, mut counts) = (0, ImpactCounts::default());
        for (_, runs) in self.runs.iter().filter(|(name, _)| !is_listed(name)) {
            tenants += 1;
            counts.runs.add(runs);
        }
        (tenants, counts)
    }

    /// Leaves out every other tenant, in the counts too.
    pub fn keep_only(&mut self, tenant: &str) {
        self.tenants.retain(|each| each.name == tenant);
        self.counts = self.tenants.first().map(|each| each.counts).unwrap_or_default();
        self.counts.runs = self.runs.get(tenant).copied().unwrap_or_default();
        self.runs.retain(|name, _| name == tenant);
    }
}

impl AffectedSession {
    /// Whether reports list it: it stands for an affected run, or it is not known why it ended.
    pub fn is_listed(&self) -> bool {
        self.run.is_some() || self.effect == SessionEffect::Unknown
    }
}

impl ImpactCounts {
    fn of<'s>(sessions: impl IntoIterator<Item = &'s AffectedSession>) -> ImpactCounts {
        let mut counts = ImpactCounts::default();
        for session in sessions {
            match session.effect {
                SessionEffect::Refused => counts.refused += 1,
                SessionEffect::Cut => counts.cut += 1,
                SessionEffect::Unknown => counts.unknown += 1,
            }
            match session.recovery {
                Recovery::Healed => counts.healed += 1,
                Recovery::Working => counts.working += 1,
                Recovery::RunAgain => counts.run_again += 1,
                Recovery::Unknown => {}
            }
            counts.tasks_lost += u32::try_from(session.tasks_lost.len()).unwrap_or(u32::MAX);
        }
        counts
    }
}

impl ImpactSummary {
    /// What a maintenance did up to now, before the starts of this instant, as it may end now.
    pub fn of(
        snapshot: &Snapshot<'_>,
        status: &ServerStatus,
        maintenance: &Maintenance,
    ) -> Result<ImpactSummary> {
        let only = std::slice::from_ref(maintenance);
        let impact = impacts(snapshot, &status.before_starts, status.now, only)?.pop();
        let (counts, tenants) = impact.map(|each| (each.counts, each.tenants)).unwrap_or_default();
        let tenants = tenants
            .into_iter()
            .map(|each| TenantCounts { name: each.name, counts: each.counts })
            .collect();
        Ok(ImpactSummary { since: maintenance.since, counts, tenants })
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::ObservedResult;
    use crate::domain::{Ended, Origin};
    use crate::testing::{TestStore, at};

    #[test]
    fn a_session_without_a_known_cause_counts_as_unknown() {
        #[track_caller]
        fn case(ended: &str, result: ObservedResult, want: &[&str]) {
            let store = TestStore::new();
            let add =
                ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup", "--task", "a=30m"];
            store.run("20:00", &add).unwrap();
            store.works("20:05", 1, Origin::Imported, &[("a", Some("20:00"))]);
            store.run("20:10", &["enable"]).unwrap();
            store.run("20:40", &["disable"]).unwrap();
            store.ends("20:50", 1, Ended { at: at(ended), result, code: None });
            let report = store.run("21:00", &["report"]).unwrap();
            let tenants = report["maintenances"][0]["tenants"].as_array().unwrap().iter();
            let sessions = tenants.flat_map(|tenant| tenant["sessions"].as_array().unwrap());
            let found: Vec<&str> = sessions
                .flat_map(|each| {
                    [each["hit"].as_str().unwrap(), each["standing"].as_str().unwrap()]
                })
                .collect();
            assert_eq!(found, want, "{ended} {result}");
        }
        case("20:30", ObservedResult::Unknown, &["unknown", "unknown"]);
        case("20:30", ObservedResult::Failed, &["unknown", "run-again"]);
        case("20:30", ObservedResult::Success, &[]);
        case("20:09", ObservedResult::Unknown, &[]);
        case("20:45", ObservedResult::Unknown, &[]);
    }
}
