//! Treat: how every job of a store is treated by maintenance, or would be, in the engine's words.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::{
    FailureCode, Instant, JobType, Mode, PolicyStatus, Rule, Span, Target, TaskState, spelled,
};
use crate::error::Result;
use crate::ops::catch_up::checked;
use crate::ops::forecast::{Forecast, Question, in_memory, look};
use crate::ops::server_status::ServerStatus;
use crate::output::plural;
use crate::simulator::{Keep, SessionRecord, simulate, start_now};
use crate::store::{Part, Snapshot, StoredSession};

spelled! {
    /// Where a job or policy stands.
    pub enum JobState: "job state" {
        /// No session works.
        Idle = "idle",
        /// A session works.
        Working = "working",
        /// A policy whose initial synchronisation has not completed.
        InitialSync = "initial-sync",
        /// A policy that replicates, or was stopped while it did.
        Syncing = "syncing",
        /// A policy that was disabled by hand.
        Disabled = "disabled",
        /// A policy that does not exist until an event of a scenario creates it.
        NotCreated = "not-created",
    }
}

/// How a job is treated.
#[derive(Debug, Clone, Serialize)]
pub struct Treatment {
    /// The rule that decides.
    pub rule: Option<Rule>,
    /// The same in a sentence.
    pub summary: String,
    /// Tasks of its session that complete.
    pub tasks_finish: u32,
    /// Tasks of its session that maintenance fails.
    pub tasks_fail: u32,
    /// Sessions that are refused within the look ahead, retries included.
    pub refused: u32,
    /// Failed sessions that a retry heals.
    pub healed: u32,
}

impl Treatment {
    /// Whether maintenance takes anything from the job.
    pub fn hurts(&self) -> bool {
        let paused = matches!(self.rule, Some(Rule::StopProcessing | Rule::HoldNewPolicy));
        self.tasks_fail > 0 || self.refused > 0 || paused
    }
}

/// A job with all that is said of it.
pub struct Treated {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub tenant: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// What it does.
    pub job_type: JobType,
    /// Where it writes to.
    pub target: Target,
    /// Where it stands.
    pub state: JobState,
    /// The session that works.
    pub session: Option<StoredSession>,
    /// How many tasks a session of it has.
    pub tasks: u32,
    /// How it is treated.
    pub treatment: Treatment,
}

/// How far ahead scheduled starts are looked for.
pub const HORIZON: Span = Span::from_secs(24 * 3600);

/// Every job: now, if the mode were switched on, or really, if it is.
pub fn treat(snapshot: &Snapshot<'_>, state: &ServerStatus) -> Result<Vec<Treated>> {
    let is_on = state.maintenance.is_some();
    let end = (state.now + HORIZON).min(Instant::LAST);
    let before = snapshot.declared(state.now, end)?;
    let mut after = before.clone();
    if !is_on {
        after.push(in_memory(state.now, None));
    }
    let question = Question { before: &before, after: &after, end, keep: Keep::Found };
    let mut ahead = look(snapshot, state, &question)?;
    let has_policies = ahead.night.scenario.jobs.iter().any(|job| job.policy.is_some());
    let policies = if has_policies { policies(snapshot, state)? } else { HashMap::new() };
    let ruled: HashMap<u32, Option<Rule>> =
        ahead.outcome.policies.iter().map(|policy| (policy.job, policy.rule)).collect();
    let found: HashMap<u32, &SessionRecord> = ahead
        .outcome
        .sessions
        .iter()
        .filter(|session| session.ran_already())
        .map(|session| (session.job, session))
        .collect();
    let mut sessions = std::mem::take(&mut ahead.night.sessions);
    let mut all = Vec::with_capacity(ahead.night.scenario.jobs.len());
    for ((place, job), &id) in (0_u32..).zip(&ahead.night.scenario.jobs).zip(&ahead.night.jobs) {
        let session = sessions.remove(&(place as usize));
        let totals = &ahead.outcome.totals[place as usize];
        let mut treatment = Treatment {
            rule: None,
            summary: String::new(),
            tasks_finish: 0,
            tasks_fail: 0,
            refused: totals.refused,
            healed: totals.healed,
        };
        let job_state = match (policies.get(&id), &session) {
            (Some(status), _) => {
                let disabled =
                    matches!(status, Some(PolicyStatus::Disabled | PolicyStatus::Deleted));
                let by_tenant = start_now(&ahead.night.scenario, place, Mode::Active).rule();
                let ruled = by_tenant.or(ruled.get(&place).copied().flatten());
                // The mode found it at its start, and has nothing to stop.
                treatment.rule = ruled.filter(|_| !disabled);
                treatment.summary = of_policy(treatment.rule, *status, is_on);
                match status {
                    Some(PolicyStatus::InitialSync) => JobState::InitialSync,
                    Some(PolicyStatus::Syncing) => JobState::Syncing,
                    Some(PolicyStatus::Disabled | PolicyStatus::Deleted) => JobState::Disabled,
                    None => JobState::NotCreated,
                }
            }
            (None, Some(_)) => {
                if let Some(record) = found.get(&place) {
                    of_session(&ahead, record, &mut treatment, is_on);
                }
                JobState::Working
            }
            (None, None) => {
                treatment.rule = start_now(&ahead.night.scenario, place, Mode::Maintenance).rule();
                treatment.summary = of_idle(&treatment, is_on);
                JobState::Idle
            }
        };
        all.push(Treated {
            id,
            tenant: ahead.night.scenario.tenants[job.tenant as usize].name.clone(),
            name: job.name.clone(),
            job_type: job.job_type,
            target: job.target,
            state: job_state,
            session,
            tasks: job.tasks.end - job.tasks.start,
            treatment,
        });
    }
    Ok(all)
}

/// What every policy shows at the present, before anything is in_memory, by its number.
fn policies(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
) -> Result<HashMap<i64, Option<PolicyStatus>>> {
    let maintenance = state.maintenance.as_ref();
    let mut present = snapshot.present(state.now, maintenance, Vec::new(), Part::Policies)?;
    present.document.end = Some(state.now);
    let outcome = simulate(&checked(&present)?, Keep::Everything);
    let mut shown: HashMap<i64, Option<PolicyStatus>> =
        present.jobs.iter().map(|job| (*job, None)).collect();
    for policy in &outcome.policies {
        if let Some(change) = policy.changes.last() {
            shown.insert(present.jobs[policy.job as usize], Some(change.status));
        }
    }
    Ok(shown)
}

fn of_session(ahead: &Forecast, record: &SessionRecord, treatment: &mut Treatment, is_on: bool) {
    let tasks = &ahead.outcome.tasks[record.tasks.start as usize..record.tasks.end as usize];
    let running = ahead.night.scenario.jobs[record.job as usize].running.as_deref();
    let open = running.map_or(&[][..], |running| &running.tasks);
    for (task, before) in tasks.iter().zip(open) {
        if !matches!(before.state, TaskState::Pending | TaskState::Running) {
            continue;
        }
        match task.code {
            Some(FailureCode::Maintenance) => treatment.tasks_fail += 1,
            Some(FailureCode::TaskFailed | FailureCode::TenantDisabled) | None => {
                treatment.tasks_finish += 1
            }
        }
    }
    treatment.rule = record.rule;
    let (finish, fail) = (treatment.tasks_finish, treatment.tasks_fail);
    let (completes, fails) = match (is_on, finish, fail) {
        (true, 1, 1) => ("completes", "fails"),
        (true, 1, _) => ("completes", "fail"),
        (true, _, 1) => ("complete", "fails"),
        (true, _, _) => ("complete", "fail"),
        (false, _, _) => ("would complete", "would fail"),
    };
    let left = plural(finish, "task", "tasks");
    treatment.summary = match record.rule {
        Some(Rule::FinishRunningTasks) if fail == 0 => format!("{left} {completes}, none fails"),
        Some(Rule::FinishRunningTasks) => format!("{left} {completes}, {fail} {fails}"),
        Some(Rule::FinishWholeJob) if is_on => format!("completes as a whole: {left} left"),
        Some(Rule::FinishWholeJob) => format!("would complete as a whole: {left} left"),
        Some(Rule::NotCovered) | None => "goes on as ever".to_owned(),
        Some(rule) => rule.what().to_owned(),
    };
}

fn of_idle(treatment: &Treatment, is_on: bool) -> String {
    let verb = if is_on { "is" } else { "would be" };
    match treatment.rule {
        Some(Rule::RefuseNewSession) => {
            let ahead = match treatment.refused {
                0 => String::new(),
                1 => "; 1 start in the next 24h".to_owned(),
                count => format!("; {count} starts in the next 24h, retries included"),
            };
            format!("a start {verb} refused{ahead}")
        }
        Some(Rule::TenantDisabled) => "its tenant is disabled: a start is refused".to_owned(),
        Some(Rule::NotCovered) | None => "starts as ever".to_owned(),
        Some(rule) => rule.what().to_owned(),
    }
}

fn of_policy(rule: Option<Rule>, status: Option<PolicyStatus>, is_on: bool) -> String {
    match (rule, status) {
        (_, None) => "does not exist yet".to_owned(),
        (_, Some(PolicyStatus::Disabled | PolicyStatus::Deleted)) => "disabled by hand".to_owned(),
        (Some(Rule::StopProcessing), _) if is_on => "stopped processing".to_owned(),
        (Some(Rule::StopProcessing), _) => "would stop processing".to_owned(),
        (Some(Rule::HoldNewPolicy), _) => "held until the mode is off".to_owned(),
        (Some(Rule::TenantDisabled), _) => {
            "its tenant is disabled: it processes nothing".to_owned()
        }
        (Some(Rule::NotCovered) | None, _) => "goes on as ever".to_owned(),
        (Some(rule), _) => rule.what().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::domain::facts::Origin;
    use crate::testing::TestStore;

    /// A job of this kind with tasks a, b and c of 30 minutes, of which a is at work.
    fn at_work(kind: &[&str]) -> TestStore {
        let trial = idle(kind);
        trial.works(
            "20:00",
            1,
            Origin::Imported,
            &[("a", Some("20:00")), ("b", None), ("c", None)],
        );
        trial
    }

    fn idle(kind: &[&str]) -> TestStore {
        let trial = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t"];
        let tasks = ["--task", "a=30m", "--task", "b=30m", "--task", "c=30m"];
        trial.run("20:00", &[&add[..], kind, &tasks].concat()).unwrap();
        trial
    }

    /// ServerStatus, rule, tasks that finish and that are lost, and whether its tenant would read anything.
    fn treated(trial: &TestStore) -> Value {
        let job = trial.run("20:10", &["jobs", "show", "j"]).unwrap();
        let treatment = &job["treatment"];
        let reads = !job["notification"].is_null();
        let (rule, finish) = (&treatment["rule"], &treatment["tasks_finish"]);
        json!([job["state"], rule, finish, treatment["tasks_fail"], reads])
    }

    #[test]
    fn the_mode_treats_a_job_as_it_was_said_to() {
        #[track_caller]
        fn case(trial: &TestStore, want: &Value) {
            assert_eq!(&treated(trial), want, "before");
            trial.run("20:10", &["enable"]).unwrap();
            assert_eq!(&treated(trial), want, "while the mode is on");
        }
        let vbr = ["--type", "vm-backup"];
        let agent = ["--type", "mac-agent-backup"];
        let local = ["--type", "vm-backup", "--target", "local"];
        case(&at_work(&vbr), &json!(["working", "finish-running-tasks", 1, 2, true]));
        case(&at_work(&agent), &json!(["working", "finish-whole-job", 3, 0, true]));
        case(&at_work(&local), &json!(["working", "not-covered", 3, 0, false]));
        case(&idle(&vbr), &json!(["idle", "refuse-new-session", 0, 0, true]));
        case(&idle(&agent), &json!(["idle", "refuse-new-session", 0, 0, true]));
        case(&idle(&local), &json!(["idle", "not-covered", 0, 0, false]));
        let disabled = idle(&vbr);
        disabled.run("20:05", &["tenants", "disable", "t", "--yes"]).unwrap();
        case(&disabled, &json!(["idle", "tenant-disabled", 0, 0, false]));
    }

    #[test]
    fn policies_are_stopped_or_held() {
        #[track_caller]
        fn case(more: &[&str], before: &Value, after: &Value) {
            let trial = TestStore::new();
            let add = ["jobs", "add", "j", "--tenant", "t", "--type", "cdp-policy"];
            trial.run("20:00", &[&add[..], more].concat()).unwrap();
            assert_eq!(&treated(&trial), before, "{more:?}");
            trial.run("20:05", &["enable"]).unwrap();
            assert_eq!(&treated(&trial), after, "{more:?}");
        }
        let state = |state: &str, rule: Option<&str>| json!([state, rule, 0, 0, false]);
        let sync = ["--initial-sync", "1h"];
        let stopped = Some("stop-processing");
        case(&[], &state("syncing", stopped), &state("syncing", stopped));
        case(&sync, &state("initial-sync", stopped), &state("syncing", stopped));
        case(&["--disabled"], &state("disabled", None), &state("disabled", None));
        let late = ["--initial-sync", "1h", "--created-by-event"];
        let none_yet = state("not-created", None);
        case(&late, &none_yet, &none_yet);
        let trial = TestStore::new();
        trial.run("20:00", &["enable"]).unwrap();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "cdp-policy"];
        trial.run("20:05", &[&add[..], &sync].concat()).unwrap();
        assert_eq!(treated(&trial), state("initial-sync", Some("hold-new-policy")));
    }
}
