//! Treated: the state of a job, and how the mode treats it now, or would if it were switched on.

use serde::Serialize;

use crate::command::settle::checked;
use crate::command::state::State;
use crate::command::switch::event;
use crate::domain::control::OnExpiry;
use crate::domain::facts::JobFacts;
use crate::domain::{Instant, Notice, PolicyStatus, Rule, spelled};
use crate::engine::{Keep, Outcome, Treatment, simulate, treatment};
use crate::output::plural;
use crate::scenario::{EventDoc, Scenario};
use crate::store::{Kept, Part, Result, View};

spelled! {
    /// In which state a job is.
    pub enum JobState: "job state" {
        /// No session of it works.
        Idle = "idle",
        /// A session of it works.
        Working = "working",
        /// A policy in its initial synchronisation, or held in it.
        InitialSync = "initial-sync",
        /// A policy that replicates, or was stopped while it did.
        Syncing = "syncing",
        /// A policy that is disabled.
        Disabled = "disabled",
        /// A policy that does not exist until an event of a scenario creates it.
        NotCreated = "not-created",
    }
}

/// How a job is treated.
#[derive(Debug, Serialize)]
pub struct Treated {
    /// The rule that decides; `None` where the mode has nothing to decide.
    pub rule: Option<Rule>,
    /// What happens, in a sentence.
    pub summary: String,
    /// Tasks that still end by themselves.
    pub tasks_finish: u32,
    /// Tasks that are refused, or terminated.
    pub tasks_lost: u32,
    /// When its session ends, if one works.
    pub ends: Option<Instant>,
}

/// The state of a job, how it is treated, and what its tenant reads where the mode fails it.
pub struct Standing {
    /// Its state.
    pub state: JobState,
    /// How it is treated.
    pub treatment: Treated,
    /// The notification that a session of it carries if the mode fails it.
    pub notification: Option<String>,
}

/// How a job stands.
pub fn standing(view: &View<'_>, state: &State, job: &Kept<JobFacts>) -> Result<Standing> {
    let works = state.settled.working.iter().any(|session| session.job == job.id);
    let (scenario, outcome, place) = play(view, state, job, |runs| asked(state, job, runs))?;
    let found = treatment(&scenario, &outcome, place, state.now);
    let is = match job.facts.policy {
        None if works => JobState::Working,
        None => JobState::Idle,
        Some(_) => policy_state(view, state, job)?,
    };
    let notification = match found.notice {
        Notice::Shown(_) => Some(state.message(&job.facts.tenant, &job.facts.name)?),
        Notice::None | Notice::Withheld(_) => None,
    };
    let treatment = Treated {
        rule: found.rule,
        summary: summary(&found, is),
        tasks_finish: if works { found.finish } else { 0 },
        tasks_lost: if works { found.lost } else { 0 },
        ends: found.ends.filter(|_| works),
    };
    Ok(Standing { state: is, treatment, notification })
}

/// Plays what is at work, and the job, from now on. `ask` is told whether a session of the job
/// runs, and says what else happens. Gives the place of the job, too.
fn play(
    view: &View<'_>,
    state: &State,
    job: &Kept<JobFacts>,
    ask: impl FnOnce(bool) -> Vec<EventDoc<'static>>,
) -> Result<(Scenario, Outcome, u32)> {
    let maintenance = state.maintenance.as_ref();
    let working = state.settled.working.clone();
    let part = Part::WorkingAnd(job.id);
    let mut present = view.present(state.now, maintenance, working, part)?;
    let place = present.jobs.iter().position(|id| *id == job.id).unwrap_or_default();
    let mut events = present.document.events.take().unwrap_or_default();
    events.extend(ask(present.sessions.contains_key(&place)));
    present.document.events = Some(events);
    let mut scenario = checked(&present)?;
    scenario.on_expiry = maintenance.map_or(OnExpiry::Alarm, |each| each.on_expiry);
    let outcome = simulate(&scenario, Keep::Everything);
    Ok((scenario, outcome, u32::try_from(place).unwrap_or(u32::MAX)))
}

/// What has to happen so that the engine answers: the mode is on, and the job does something.
fn asked(state: &State, job: &Kept<JobFacts>, runs: bool) -> Vec<EventDoc<'static>> {
    let mut events = Vec::new();
    if state.maintenance.is_none() {
        events.push(event(state.now, "enable"));
    }
    let kind = match job.facts.policy {
        None if !runs => Some("start"),
        Some(policy) if policy.created_by_event => Some("create-policy"),
        None | Some(_) => None,
    };
    events.extend(kind.map(|kind| EventDoc {
        job: Some(job.facts.name.clone().into()),
        tenant: Some(job.facts.tenant.clone().into()),
        ..event(state.now, kind)
    }));
    events
}

/// What a policy shows now.
fn policy_state(view: &View<'_>, state: &State, job: &Kept<JobFacts>) -> Result<JobState> {
    let (_, outcome, place) = play(view, state, job, |_| Vec::new())?;
    let record = outcome.policies.iter().find(|policy| policy.job == place);
    let mut changes = record.into_iter().flat_map(|record| &record.changes);
    let shows = changes.rfind(|change| change.at <= state.now).map(|change| change.status);
    Ok(match shows {
        Some(PolicyStatus::InitialSync) => JobState::InitialSync,
        Some(PolicyStatus::Syncing) => JobState::Syncing,
        Some(PolicyStatus::Disabled | PolicyStatus::Deleted) => JobState::Disabled,
        None => JobState::NotCreated,
    })
}

/// What happens to a job, in a sentence.
fn summary(found: &Treatment, state: JobState) -> String {
    let finish = plural(found.finish, "task ends by itself", "tasks end by themselves");
    match (found.rule, state) {
        (Some(Rule::FinishRunningTasks), _) if found.lost == 0 => format!("{finish}, none fails"),
        (Some(Rule::FinishRunningTasks), _) => {
            format!("{finish}, {}", plural(found.lost, "fails", "fail"))
        }
        (Some(Rule::FinishWholeJob), _) => format!("the whole job completes: {finish}"),
        (Some(Rule::RefuseNewSession), JobState::Working) => "its session is refused".to_owned(),
        (Some(Rule::RefuseNewSession), _) => "a session that starts is refused".to_owned(),
        (Some(Rule::StopProcessing), _) => "it stops processing, and shows syncing".to_owned(),
        (Some(Rule::HoldNewPolicy), _) => "it is held, and processes nothing".to_owned(),
        (Some(Rule::TenantDisabled), _) => "nothing runs, as its tenant is disabled".to_owned(),
        (Some(Rule::NotCovered), _) => "it goes on as ever, as it is not covered".to_owned(),
        (Some(rule), _) => rule.what().to_owned(),
        (None, JobState::Disabled) => "it is disabled already".to_owned(),
        (None, _) => "nothing".to_owned(),
    }
}
