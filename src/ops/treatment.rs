//! Treatment of every job by maintenance: now, or if the mode were switched on now.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::maintenance::Maintenance;
use crate::domain::{
    FailureCode, Instant, JobType, LOOK_AHEAD, Mode, ObservedResult, PolicyStatus, Rule, Target,
    plural, spelled, start_session,
};
use crate::error::{Code, Error, Result};
use crate::ops::forecast::{Forecast, Proposal, assumed};
use crate::ops::server_status::ServerStatus;
use crate::simulator::{Keep, SessionRecord, TaskRecord, simulate};
use crate::store::{Part, Snapshot};

spelled! {
    pub enum JobState: "job state" {
        Idle = "idle",
        Working = "working",
        InitialSync = "initial-sync",
        Syncing = "syncing",
        Disabled = "disabled",
    }
}

/// A job as `mm jobs status` shows it.
#[derive(Serialize)]
pub struct JobStatus {
    #[serde(skip)]
    pub id: i64,
    pub name: Box<str>,
    pub tenant: Box<str>,
    #[serde(rename = "type")]
    pub job_type: JobType,
    pub target: Target,
    pub state: JobState,
    /// How many tasks of the running session ended.
    pub tasks_done: u32,
    pub tasks: u32,
    pub last_result: Option<ObservedResult>,
    pub last_ended: Option<Instant>,
    /// When the running session was last seen.
    pub observed_at: Option<Instant>,
    pub treatment: Treatment,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct Treatment {
    pub rule: Option<Rule>,
    /// Whether maintenance takes anything from the job; `None` if that is not known.
    pub affected: Option<bool>,
    pub summary: String,
    /// Tasks of the running session that finish.
    pub tasks_finish: u32,
    /// Tasks of the running session that maintenance fails.
    pub tasks_fail: u32,
    /// Sessions that the mode refuses within [`LOOK_AHEAD`], retries included.
    pub refused: u32,
    /// Failed sessions within [`LOOK_AHEAD`] that a retry heals.
    pub healed: u32,
}

/// What maintenance does to a disabled job.
const DISABLED: &str = "disabled: does not start by itself";

pub fn job_status(snapshot: &Snapshot<'_>, status: &ServerStatus, id: i64) -> Result<JobStatus> {
    let found = job_statuses(snapshot, status)?.into_iter().find(|job| job.id == id);
    found.ok_or_else(|| Error::new(Code::UnknownJob, "the job was removed meanwhile"))
}

pub fn job_statuses(snapshot: &Snapshot<'_>, status: &ServerStatus) -> Result<Vec<JobStatus>> {
    let forecast = forecast_maintenance(snapshot, status)?;
    let has_policies = forecast.model.jobs.iter().any(|job| job.policy.is_some());
    let sessions = forecast.outcome.sessions.iter();
    let basis = Basis {
        policies: if has_policies { policy_statuses(snapshot, status)? } else { HashMap::new() },
        policy_rules: forecast
            .outcome
            .policies
            .iter()
            .filter_map(|policy| Some((policy.job, policy.rule?)))
            .collect(),
        running: sessions
            .filter(|session| session.ran_already())
            .map(|session| (session.job, session))
            .collect(),
        last_ends: last_ends(snapshot, status)?,
        is_on: status.maintenance.is_some(),
        period: period(status),
        forecast: &forecast,
    };
    let indices = (0_u32..).take(forecast.model.jobs.len());
    Ok(indices.map(|index| basis.job_status(index)).collect())
}

/// What the statuses of all jobs follow from. An index is the place of a job in the model.
struct Basis<'f> {
    forecast: &'f Forecast,
    /// The present statuses of policies, by the number of the job.
    policies: HashMap<i64, PolicyStatus>,
    /// The rules that decide about policies, by index.
    policy_rules: HashMap<u32, Rule>,
    /// The forecast of the sessions that are running now, by index.
    running: HashMap<u32, &'f SessionRecord>,
    /// Result and end of the session that ended last, by the number of the job.
    last_ends: HashMap<i64, (ObservedResult, Instant)>,
    is_on: bool,
    period: &'static str,
}

impl Basis<'_> {
    fn job_status(&self, index: u32) -> JobStatus {
        let Forecast { model, jobs, sessions, .. } = self.forecast;
        let place = index as usize;
        let (job, id, session) = (&model.jobs[place], jobs[place], sessions.get(&place));
        let (state, treatment) = self.treatment(index);
        // A session that was seen without its tasks runs all tasks of its job.
        let seen = job.running.as_deref().map(|running| &running.tasks);
        let seen = seen.filter(|_| session.is_some());
        let last = self.last_ends.get(&id);
        JobStatus {
            id,
            name: job.name.clone(),
            tenant: (*model.tenants[job.tenant as usize].name).into(),
            job_type: job.job_type,
            target: job.target,
            state,
            tasks_done: count(seen.into_iter().flatten().filter(|task| !task.state.is_open())),
            tasks: seen.map_or_else(|| count(job.tasks.clone()), count),
            last_result: last.map(|(result, _)| *result),
            last_ended: last.map(|(_, at)| *at),
            observed_at: session.map(|session| session.observed_at),
            treatment,
        }
    }

    fn treatment(&self, index: u32) -> (JobState, Treatment) {
        let Forecast { model, jobs, sessions, outcome } = self.forecast;
        let place = index as usize;
        let (job, totals) = (&model.jobs[place], &outcome.totals[place]);
        let access = model.tenants[job.tenant as usize].access;
        let start = |mode| start_session(job.coverage(), job.target, access, mode).rule();
        let next = start(Mode::Maintenance);
        let (state, mut treatment) = match self.policies.get(&jobs[place]) {
            Some(policy) => {
                let rule = start(Mode::Active).or(self.policy_rules.get(&index).copied());
                (policy_state(*policy), policy_treatment(rule, *policy, self.is_on))
            }
            None if sessions.contains_key(&place) => {
                (JobState::Working, self.working_treatment(index, next))
            }
            None if job.is_disabled => {
                let summary = DISABLED.to_owned();
                (JobState::Disabled, Treatment { summary, ..Treatment::default() })
            }
            None => {
                let runs = job.has_known_starts.then_some(totals.runs.refused);
                (JobState::Idle, idle_treatment(next, runs, self.is_on, self.period))
            }
        };
        treatment.refused = totals.refused;
        treatment.healed = totals.healed;
        treatment.affected =
            is_affected(&treatment, totals.runs.affected, job.has_known_starts, next);
        (state, treatment)
    }

    /// The treatment of the running session, and of the runs after it, whose start `next` decides.
    fn working_treatment(&self, index: u32, next: Option<Rule>) -> Treatment {
        let Forecast { model, outcome, .. } = self.forecast;
        let runs = outcome.totals[index as usize].runs;
        let record = self.running.get(&index);
        let treatment = record.map(|record| running_treatment(self.forecast, record, self.is_on));
        let mut treatment = treatment.unwrap_or_default();
        if treatment.tasks_fail > 0 && runs.affected == 0 {
            treatment.summary.push_str(" anyway");
        }
        if next == Some(Rule::RefuseNewSession) {
            let are_known = model.jobs[index as usize].has_known_starts;
            treatment.summary.push_str(&later_runs(are_known, runs.refused, self.is_on));
        }
        treatment
    }
}

/// Whether maintenance takes anything from a job whose next session `start` decides.
fn is_affected(
    treatment: &Treatment,
    runs_affected: u32,
    has_known_starts: bool,
    start: Option<Rule>,
) -> Option<bool> {
    let is_paused = matches!(treatment.rule, Some(Rule::StopProcessing | Rule::HoldNewPolicy));
    if runs_affected > 0 || is_paused {
        return Some(true);
    }
    let has_unknown_starts = start == Some(Rule::RefuseNewSession) && !has_known_starts;
    let has_unknown_tasks =
        treatment.rule == Some(Rule::FinishRunningTasks) && treatment.tasks_finish == 0;
    if has_unknown_starts || has_unknown_tasks { None } else { Some(false) }
}

fn count<T>(items: impl IntoIterator<Item = T>) -> u32 {
    u32::try_from(items.into_iter().count()).unwrap_or(u32::MAX)
}

/// The next hours under the mode that is on, or with the mode switched on now.
fn forecast_maintenance(snapshot: &Snapshot<'_>, status: &ServerStatus) -> Result<Forecast> {
    let end = (status.now + LOOK_AHEAD).min(Instant::LAST);
    let before = snapshot.declared(status.now, end)?;
    let mut after = before.clone();
    if status.maintenance.is_none() {
        after.push(assumed(status.now, None));
    }
    let asked = Some(status.now);
    let proposal = Proposal { before: &before, after: &after, end, asked };
    Forecast::of(snapshot, status, &proposal, Keep::Found)
}

/// Result and end of the session of each job that ended last.
fn last_ends(
    snapshot: &Snapshot<'_>,
    status: &ServerStatus,
) -> Result<HashMap<i64, (ObservedResult, Instant)>> {
    let mut last = snapshot.last_ends()?;
    for session in &status.caught_up.ended {
        if let (Some(ended), Some(job)) = (session.facts.ended, session.job)
            && last.get(&job).is_none_or(|(_, at)| *at <= ended.at)
        {
            last.insert(job, (ended.result, ended.at));
        }
    }
    Ok(last)
}

/// The status of every policy at present, by the number of the job.
fn policy_statuses(
    snapshot: &Snapshot<'_>,
    status: &ServerStatus,
) -> Result<HashMap<i64, PolicyStatus>> {
    let maintenance = status.maintenance.as_ref();
    let mut stored = snapshot.scenario(status.now, maintenance, Vec::new(), Part::Policies)?;
    stored.scenario.end = Some(status.now);
    let outcome = simulate(&stored.model()?, Keep::Everything);
    let last = outcome.policies.iter().filter_map(|policy| {
        Some((stored.jobs[policy.job as usize], policy.changes.last()?.status))
    });
    Ok(last.collect())
}

fn policy_state(status: PolicyStatus) -> JobState {
    match status {
        PolicyStatus::InitialSync => JobState::InitialSync,
        PolicyStatus::Syncing => JobState::Syncing,
        PolicyStatus::Disabled | PolicyStatus::Deleted => JobState::Disabled,
    }
}

fn policy_treatment(rule: Option<Rule>, status: PolicyStatus, is_on: bool) -> Treatment {
    let is_disabled = matches!(status, PolicyStatus::Disabled | PolicyStatus::Deleted);
    // The mode has nothing to stop in a disabled policy.
    let rule = rule.filter(|_| !is_disabled);
    let summary = match rule {
        _ if is_disabled => "disabled by hand",
        Some(Rule::StopProcessing) if is_on => "stopped processing",
        Some(Rule::StopProcessing) => "would stop processing",
        Some(Rule::HoldNewPolicy) => "on hold until the mode is off",
        Some(Rule::TenantDisabled) => "tenant is disabled: processes nothing",
        Some(Rule::NotCovered) | None => "not affected",
        Some(rule) => rule.what(),
    };
    Treatment { rule, summary: summary.to_owned(), ..Treatment::default() }
}

fn running_treatment(forecast: &Forecast, record: &SessionRecord, is_on: bool) -> Treatment {
    let Forecast { model, outcome, .. } = forecast;
    let after = outcome.tasks_of(record);
    let running = model.jobs[record.job as usize].running.as_deref();
    let before = running.map_or(&[][..], |running| &running.tasks);
    let of = |is_open: bool| {
        let tasks = after.iter().zip(before);
        tasks
            .filter_map(move |(after, before)| (before.state.is_open() == is_open).then_some(after))
    };
    let is_refused = |task: &&TaskRecord| task.code == Some(FailureCode::Maintenance);
    let open = of(true);
    let fail = count(open.clone().filter(is_refused));
    let was_refused = match count(of(false).filter(is_refused)) {
        0 => None,
        refused => Some(plural(refused, "was refused", "were refused")),
    };
    let finish = count(open) - fail;
    let tasks = plural(finish, "task", "tasks");
    let summary = match record.rule {
        Some(Rule::FinishRunningTasks) if is_on => {
            let finishes = plural(finish, "task finishes", "tasks finish");
            let fails = plural(fail, "fails", "fail");
            match was_refused {
                None => format!("{finishes}, {fails}"),
                Some(refused) if fail == 0 => format!("{finishes}, {refused}"),
                Some(refused) => format!("{finishes}, {fails}, {refused}"),
            }
        }
        Some(Rule::FinishRunningTasks) => format!("{tasks} would finish, {fail} would fail"),
        Some(Rule::FinishWholeJob) if is_on => format!("finishes as a whole: {tasks} left"),
        Some(Rule::FinishWholeJob) => format!("would finish as a whole: {tasks} left"),
        Some(Rule::NotCovered) | None => "not affected".to_owned(),
        Some(rule) => rule.what().to_owned(),
    };
    Treatment {
        rule: record.rule,
        summary,
        tasks_finish: finish,
        tasks_fail: fail,
        ..Treatment::default()
    }
}

/// What becomes of the runs after the present one.
fn later_runs(are_known: bool, refused: u32, is_on: bool) -> String {
    match (are_known, refused) {
        (false, _) => "; later runs are not known".to_owned(),
        (true, 0) => String::new(),
        (true, count) => {
            format!("; {} {}", refuses(is_on), plural(count, "later run", "later runs"))
        }
    }
}

fn refuses(is_on: bool) -> &'static str {
    if is_on { "refuses" } else { "would refuse" }
}

/// The time in which runs are counted, in words.
fn period(status: &ServerStatus) -> &'static str {
    let ends = |maintenance: &Maintenance| {
        maintenance.until.is_some_and(|until| status.now < until && until < status.now + LOOK_AHEAD)
    };
    if status.maintenance.as_ref().is_some_and(ends) {
        "before the planned end of the maintenance"
    } else {
        "in 24h"
    }
}

/// `refused` counts the refused runs; `None` if it is not known when the job starts.
fn idle_treatment(
    rule: Option<Rule>,
    refused: Option<u32>,
    is_on: bool,
    period: &str,
) -> Treatment {
    let verb = refuses(is_on);
    let summary = match (rule, refused) {
        (Some(Rule::RefuseNewSession), None) => {
            format!("{verb} runs; when they start is not known")
        }
        (Some(Rule::RefuseNewSession), Some(0)) => {
            format!("{verb} runs; none starts {period}")
        }
        (Some(Rule::RefuseNewSession), Some(count)) => {
            format!("{verb} {} {period}", plural(count, "run", "runs"))
        }
        (Some(Rule::TenantDisabled), _) => "tenant is disabled: starts are refused".to_owned(),
        (Some(Rule::NotCovered) | None, _) => "not affected".to_owned(),
        (Some(rule), _) => rule.what().to_owned(),
    };
    Treatment { rule, summary, ..Treatment::default() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::domain::Origin;
    use crate::testing::TestStore;

    /// A job with tasks a, b and c of 30 minutes, of which a is running.
    fn running(kind: &[&str]) -> TestStore {
        let store = idle(kind);
        store.works(
            "20:00",
            1,
            Origin::Imported,
            &[("a", Some("20:00")), ("b", None), ("c", None)],
        );
        store
    }

    fn idle(kind: &[&str]) -> TestStore {
        let store = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t"];
        let tasks = ["--task", "a=30m", "--task", "b=30m", "--task", "c=30m"];
        store.run("20:00", &[&add[..], kind, &tasks].concat()).unwrap();
        store
    }

    /// State, rule, tasks that finish and that fail, and whether the tenant would be notified.
    fn treated(store: &TestStore) -> Value {
        let job = store.run("20:10", &["jobs", "show", "j"]).unwrap();
        let treatment = &job["treatment"];
        let is_notified = !job["notification"].is_null();
        let (rule, finish) = (&treatment["rule"], &treatment["tasks_finish"]);
        json!([job["state"], rule, finish, treatment["tasks_fail"], is_notified])
    }

    #[test]
    fn jobs_are_treated_as_they_were_said_to_be() {
        #[track_caller]
        fn case(store: &TestStore, want: &Value) {
            assert_eq!(&treated(store), want, "before");
            store.run("20:10", &["enable"]).unwrap();
            assert_eq!(&treated(store), want, "while the mode is on");
        }
        let vbr = ["--type", "vm-backup"];
        let agent = ["--type", "mac-agent-backup"];
        let local = ["--type", "vm-backup", "--target", "local"];
        case(&running(&vbr), &json!(["working", "finish-running-tasks", 1, 2, true]));
        case(&running(&agent), &json!(["working", "finish-whole-job", 3, 0, true]));
        case(&running(&local), &json!(["working", "not-covered", 3, 0, false]));
        case(&idle(&vbr), &json!(["idle", "refuse-new-session", 0, 0, true]));
        case(&idle(&agent), &json!(["idle", "refuse-new-session", 0, 0, true]));
        case(&idle(&local), &json!(["idle", "not-covered", 0, 0, false]));
        let disabled = idle(&vbr);
        disabled.run("20:05", &["tenants", "disable", "t", "--yes"]).unwrap();
        case(&disabled, &json!(["idle", "tenant-disabled", 0, 0, false]));
    }

    #[test]
    fn runs_count_up_to_the_planned_end() {
        #[track_caller]
        fn case(enable: &[&str], cron: &str, want: &str) {
            let store = TestStore::new();
            let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup"];
            let more = ["--task", "a=30m", "--cron", cron, "--timezone", "UTC"];
            store.run("20:00", &[&add[..], &more].concat()).unwrap();
            store.run("20:00", &[&["enable"], enable].concat()).unwrap();
            let job = store.run("20:10", &["jobs", "show", "j"]).unwrap();
            assert_eq!(job["treatment"]["summary"], want, "{enable:?} {cron}");
        }
        case(&[], "0 21 * * *", "refuses 1 run in 24h");
        case(
            &["--for", "2h"],
            "0 21 * * *",
            "refuses 1 run before the planned end of the maintenance",
        );
        case(
            &["--for", "2h"],
            "0 23 * * *",
            "refuses runs; none starts before the planned end of the maintenance",
        );
        case(&["--for", "2d"], "0 23 * * *", "refuses 1 run in 24h");
    }

    #[test]
    fn tasks_that_were_already_refused_are_counted() {
        let store = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup", "--slots", "2"];
        let tasks = ["--task", "a=1h", "--task", "b=10m", "--task", "c=10m"];
        store.run("20:00", &[&add[..], &tasks].concat()).unwrap();
        store.run("20:00", &["jobs", "start", "j"]).unwrap();
        store.run("20:05", &["enable"]).unwrap();
        let summary = |time: &str| {
            let job = store.run(time, &["jobs", "show", "j"]).unwrap();
            let summary = job["treatment"]["summary"].as_str().unwrap();
            summary.split(';').next().unwrap().to_owned()
        };
        assert_eq!(summary("20:06"), "2 tasks finish, 1 fails");
        assert_eq!(summary("20:20"), "1 task finishes, 1 was refused");
    }

    #[test]
    fn a_session_that_was_seen_without_its_tasks_runs_all_of_them() {
        let store = idle(&["--type", "vm-backup"]);
        store.works("20:00", 1, Origin::Imported, &[("whole", Some("20:00"))]);
        let job = &store.run("20:10", &["jobs", "status"]).unwrap()["jobs"][0];
        assert_eq!((&job["tasks_done"], &job["tasks"]), (&json!(0), &json!(3)));
        let page = store.table("20:10", &["sessions"]);
        assert!(page.contains("working 0/3"), "{page}");
    }

    #[test]
    fn policies_are_stopped_or_held() {
        #[track_caller]
        fn case(more: &[&str], before: &Value, after: &Value) {
            let store = TestStore::new();
            let add = ["jobs", "add", "j", "--tenant", "t", "--type", "cdp-policy"];
            store.run("20:00", &[&add[..], more].concat()).unwrap();
            assert_eq!(&treated(&store), before, "{more:?}");
            store.run("20:05", &["enable"]).unwrap();
            assert_eq!(&treated(&store), after, "{more:?}");
        }
        let state = |state: &str, rule: Option<&str>| json!([state, rule, 0, 0, false]);
        let sync = ["--initial-sync", "1h"];
        let stopped = Some("stop-processing");
        case(&[], &state("syncing", stopped), &state("syncing", stopped));
        case(&sync, &state("initial-sync", stopped), &state("syncing", stopped));
        case(&["--disabled"], &state("disabled", None), &state("disabled", None));
        let store = TestStore::new();
        store.run("20:00", &["enable"]).unwrap();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "cdp-policy"];
        store.run("20:05", &[&add[..], &sync].concat()).unwrap();
        assert_eq!(treated(&store), state("initial-sync", Some("hold-new-policy")));
    }
}
