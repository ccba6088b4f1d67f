//! Whether the server is drained or idle, and what is missing to know it.
//!
//! A yes must rest on an observation of everything that can run, made after the real server was
//! switched. All commands that speak of the drain ask here.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use serde::{Serialize, Serializer};

use crate::domain::maintenance::{Maintenance, changes, in_force};
use crate::domain::{Instant, JobType, Mode, Span, Target, has_covered_sessions, plural};
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::comparison::{drift, is_off_on_server};
use crate::ops::apply::status::{Applied, ApplyStatus};
use crate::ops::estimate::{Estimate, drain_forecast};
use crate::ops::server_status::{ServerStatus, known_present};
use crate::store::{
    JobSight, Observation, ObservationKind, Part, Server, SessionFilter, Snapshot, StoredSession,
    Success,
};

/// An observation that proves that nothing runs is at most this old.
const FRESH: Span = Span::from_secs(5 * 60);

/// This many names are given of what is missing.
const MOST_NAMES: usize = 5;

/// Which sessions must have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Sessions that maintenance waits for: the server is drained.
    Covered,
    /// Sessions against the cloud, covered or not: the server is idle.
    Cloud,
}

/// Something without which the answer is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The real server was not switched: the hook `apply` did not run, or failed.
    NotApplied(Applied),
    /// The server says that its mode is off.
    Drift,
    /// There was no time left to ask the server for its mode.
    Mode,
    /// There is no observation since then at all.
    Observation { since: Option<Instant> },
    /// Jobs that no observation since then found with a usable state.
    Jobs { observed: usize, known: usize, since: Option<Instant>, names: Vec<String> },
    /// The newest observation since then is not complete, for these reasons.
    Complete { lost: Vec<String> },
    /// The newest complete observation is older than [`FRESH`].
    Fresh { at: Instant },
    /// The clock is before the switch, so that nothing can be after it.
    Clock { since: Instant },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrainState {
    /// Nothing runs, by an observation of this instant.
    Yes {
        observed_at: Option<Instant>,
    },
    /// The number of sessions that are known to be running.
    No {
        sessions: usize,
    },
    NotKnown(Vec<Missing>),
}

impl DrainState {
    pub fn answer(&self) -> Option<bool> {
        match self {
            DrainState::Yes { .. } => Some(true),
            DrainState::No { .. } => Some(false),
            DrainState::NotKnown(_) => None,
        }
    }

    pub fn missing(&self) -> &[Missing] {
        match self {
            DrainState::NotKnown(missing) => missing,
            DrainState::Yes { .. } | DrainState::No { .. } => &[],
        }
    }
}

impl Missing {
    pub fn code(&self) -> &'static str {
        match self {
            Missing::NotApplied(_) => "not-applied",
            Missing::Drift => "drift",
            Missing::Mode => "mode",
            Missing::Observation { .. } => "observation",
            Missing::Jobs { .. } => "jobs",
            Missing::Complete { .. } => "complete",
            Missing::Fresh { .. } => "fresh",
            Missing::Clock { .. } => "clock",
        }
    }

    /// In words, with times as `time` writes them.
    pub fn in_words(&self, time: &dyn Fn(Instant) -> String) -> String {
        let after = |since: &Option<Instant>| match since {
            Some(since) => format!(" since {}", time(*since)),
            None => String::new(),
        };
        match self {
            Missing::NotApplied(Applied::Failed) => {
                "the real server was not switched: the apply hook failed".to_owned()
            }
            Missing::NotApplied(Applied::Yes) => {
                "the real server was last told before this maintenance began".to_owned()
            }
            Missing::NotApplied(_) => {
                "the real server was not switched yet: the apply hook has not run".to_owned()
            }
            Missing::Drift => DRIFT.to_owned(),
            Missing::Mode => "the time was up before the server was asked for its mode".to_owned(),
            Missing::Observation { since } => {
                format!("no observation of the running sessions was made{}", after(since))
            }
            Missing::Jobs { observed, known, since, names } => {
                let mut text = format!(
                    "{observed} of {} observed{}",
                    plural(*known as u64, "job", "jobs"),
                    after(since)
                );
                if !names.is_empty() {
                    let more = (known - observed).saturating_sub(names.len());
                    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                    text.push_str(", without ");
                    text.push_str(&names.join(", "));
                    text.push_str(&more);
                }
                text
            }
            Missing::Complete { lost } => {
                format!("the newest observation is not complete: {}", lost.join("; "))
            }
            Missing::Fresh { at } => {
                let at = time(*at);
                format!("the newest complete observation is of {at}, more than 5 minutes ago")
            }
            Missing::Clock { since } => {
                format!("the clock is before {}, when the mode was switched on", time(*since))
            }
        }
    }

    /// Whether there are observations since then, though they do not prove that nothing runs.
    pub fn is_observed(&self) -> bool {
        match self {
            Missing::Jobs { .. } | Missing::Complete { .. } | Missing::Fresh { .. } => true,
            Missing::NotApplied(_)
            | Missing::Drift
            | Missing::Mode
            | Missing::Observation { .. }
            | Missing::Clock { .. } => false,
        }
    }
}

const DRIFT: &str = "the server's mode is active, but maintenance is recorded";

/// What every answer from a store without the hook `apply` adds.
pub const SERVER_UNCHECKED: &str = "the server itself was not checked: no apply hook is installed";

/// The error that it is not known whether nothing runs.
pub fn not_known(missing: &[Missing], message: String) -> Error {
    if missing.contains(&Missing::Drift) {
        return drift(DRIFT);
    }
    if missing.contains(&Missing::NotApplied(Applied::Yes)) {
        return Error::new(Code::NotApplied, message)
            .hint("`mm apply --force` tells the real server again");
    }
    if missing.iter().any(|each| matches!(each, Missing::NotApplied(_))) {
        return Error::new(Code::NotApplied, message)
            .hint("`mm apply` tells the real server what is recorded");
    }
    Error::new(Code::NotObserved, message).hint(OBSERVE_HINT)
}

/// How it becomes known what runs.
pub const OBSERVE_HINT: &str = "`mm wait drained`, or `mm wait idle` with the mode off, reads the server again with the refresh hook (docs/connect.md); without one, import a complete listing of the running sessions with `mm jobs import` (docs/import.md)";

/// Whether nothing will tell a wait for a drain what runs: no hook lists the sessions of a live store.
pub fn is_never_refreshed(server: &Server, hooks: &Hooks) -> bool {
    !server.is_rehearsal() && !hooks.has(Hook::Refresh)
}

/// The line that tells what is missing, where anything is.
pub fn not_known_line(missing: &[Missing], time: &dyn Fn(Instant) -> String) -> Option<String> {
    let is_known = missing.is_empty();
    (!is_known).then(|| format!("Not known whether it is drained: {}.", in_words(missing, time)))
}

pub fn in_words(missing: &[Missing], time: &dyn Fn(Instant) -> String) -> String {
    missing.iter().map(|each| each.in_words(time)).collect::<Vec<_>>().join("; ")
}

impl Serialize for Missing {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'m> {
            code: &'static str,
            text: String,
            observed: Option<usize>,
            known: Option<usize>,
            since: Option<Instant>,
            names: &'m [String],
            lost: &'m [String],
        }
        let mut document = Document {
            code: self.code(),
            text: self.in_words(&|at| at.to_string()),
            observed: None,
            known: None,
            since: None,
            names: &[],
            lost: &[],
        };
        match self {
            Missing::NotApplied(_) | Missing::Drift | Missing::Mode => {}
            Missing::Observation { since } => document.since = *since,
            Missing::Jobs { observed, known, since, names } => {
                document.observed = Some(*observed);
                document.known = Some(*known);
                document.since = *since;
                document.names = names;
            }
            Missing::Complete { lost } => document.lost = lost,
            Missing::Fresh { at } | Missing::Clock { since: at } => document.since = Some(*at),
        }
        document.serialize(serializer)
    }
}

/// How far the sessions that maintenance waits for have come.
#[derive(Debug, Clone, Serialize)]
pub struct Drain {
    /// Whether no covered session works; `None`: that is not known, for the reasons in `missing`.
    pub drained: Option<bool>,
    /// When it was drained.
    pub drained_at: Option<Instant>,
    /// Covered sessions that still work.
    pub sessions: u32,
    /// Their tasks that will still end, and do not fail at once.
    pub tasks: u32,
    /// When the server will be drained.
    pub estimate: Option<Estimate>,
    /// The instant of the observation that the answer rests on, or of the latest.
    pub observed_at: Option<Instant>,
    /// Whether the real server was told, so that it need not be switched by hand.
    #[serde(skip)]
    pub is_server_checked: bool,
    /// What is missing to know it.
    pub missing: Vec<Missing>,
}

impl ServerStatus {
    /// How far the maintenance in force is drained; `None` with the mode off.
    pub fn drain(&self, app: &App, snapshot: &Snapshot<'_>) -> Result<Option<Drain>> {
        let Some(maintenance) = &self.maintenance else {
            return Ok(None);
        };
        let state = decide(app, snapshot, self, Scope::Covered)?;
        let sessions = running(self, Scope::Covered).len();
        let mut drain = Drain {
            drained: state.answer(),
            drained_at: None,
            sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
            tasks: 0,
            estimate: None,
            observed_at: self.last_observed_at.filter(|_| !self.server.is_rehearsal()),
            is_server_checked: !is_unchecked(app, snapshot)?,
            missing: state.missing().to_vec(),
        };
        match state {
            DrainState::NotKnown(_) => {}
            DrainState::Yes { observed_at } => {
                drain.observed_at = observed_at.or(drain.observed_at);
                drain.drained_at = Some(self.drained_since(snapshot, maintenance.since)?);
            }
            DrainState::No { .. } => {
                let working = self.caught_up.working.clone();
                let mut stored =
                    snapshot.scenario(self.now, Some(maintenance), working, Part::Working)?;
                let drain_forecast = drain_forecast(&stored.model()?, self.now);
                (drain.tasks, drain.estimate) = (drain_forecast.tasks, drain_forecast.estimate);
                // Nothing is known of the tasks of a job that is not known, or known as another one.
                if (drain_forecast.sessions as usize) < sessions {
                    drain.estimate = Some(Estimate::Unknown);
                }
            }
        }
        Ok(Some(drain))
    }

    /// The first instant since `since` at which no covered session worked any more.
    fn drained_since(&self, snapshot: &Snapshot<'_>, since: Instant) -> Result<Instant> {
        let stored = snapshot.sessions(SessionFilter::EndedSince(since))?;
        let mut last = since;
        for session in stored.iter().chain(&self.caught_up.ended) {
            let Some(ended) = session.facts.ended.filter(|_| session.facts.started <= since) else {
                continue;
            };
            if session.is_covered() {
                last = last.max(ended.at);
            }
        }
        Ok(last.min(self.now))
    }
}

/// Whether the real server is in maintenance.
#[derive(Debug, PartialEq, Eq)]
enum ServerSwitch {
    ModeOff,
    On(SwitchedOn),
    NotKnown(Missing),
}

/// The instant from which the real server is known to be in maintenance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SwitchedOn {
    at: Instant,
    /// The last observation before.
    observation: i64,
}

/// Whether nothing tells what the mode of the real server is.
pub fn is_unchecked(app: &App, snapshot: &Snapshot<'_>) -> Result<bool> {
    let hooks = app.hooks(snapshot)?;
    let is_rehearsal = snapshot.server()?.is_rehearsal();
    Ok(!is_rehearsal && !hooks.has(Hook::Apply) && !hooks.has(Hook::Observe))
}

/// Decides whether nothing runs. With the mode off, a drain is not asked for here.
pub fn decide(
    app: &App,
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
    scope: Scope,
) -> Result<DrainState> {
    if scope == Scope::Covered && is_off_on_server(snapshot, server.maintenance.as_ref())? {
        let applied = ApplyStatus::of(snapshot, &app.hooks(snapshot)?, server.now)?.applied;
        let missing = match applied {
            Applied::Yes | Applied::Unmanaged => Missing::Drift,
            Applied::Pending | Applied::Failed => Missing::NotApplied(applied),
        };
        return Ok(DrainState::NotKnown(vec![missing]));
    }
    let running = running(server, scope).len();
    if running > 0 {
        return Ok(DrainState::No { sessions: running });
    }
    if server.server.is_rehearsal() {
        return Ok(DrainState::Yes { observed_at: None });
    }
    let now = known_present(&server.server, server.now);
    let switch = match server_switch(app, snapshot, server)? {
        ServerSwitch::ModeOff => None,
        ServerSwitch::On(switch) if switch.at > now => {
            return Ok(DrainState::NotKnown(vec![Missing::Clock { since: switch.at }]));
        }
        ServerSwitch::On(switch) => Some(switch),
        ServerSwitch::NotKnown(missing) => return Ok(DrainState::NotKnown(vec![missing])),
    };
    let observations: Vec<Observation> = snapshot
        .observations()?
        .into_iter()
        .filter(|each| {
            let is_after = |switch: SwitchedOn| each.at > switch.at && each.id > switch.observation;
            each.is_dated(now) && switch.is_none_or(is_after)
        })
        .collect();
    let since = switch.map(|each| each.at);
    if observations.is_empty() {
        return Ok(DrainState::NotKnown(vec![Missing::Observation { since }]));
    }
    let jobs = snapshot.job_sights()?;
    Ok(from_observations(&observations, &jobs, since, now, scope))
}

/// Why it is not known which covered sessions run now.
pub fn not_observed(
    app: &App,
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
) -> Result<Option<String>> {
    Ok(match decide(app, snapshot, server, Scope::Covered)? {
        DrainState::NotKnown(missing) => Some(in_words(&missing, &app.times())),
        DrainState::Yes { .. } | DrainState::No { .. } => None,
    })
}

/// What is missing to know whether the maintenance in force is drained; empty if that is known, and
/// with the mode off.
pub fn missing(app: &App, snapshot: &Snapshot<'_>, server: &ServerStatus) -> Result<Vec<Missing>> {
    if server.maintenance.is_none() {
        return Ok(Vec::new());
    }
    Ok(decide(app, snapshot, server, Scope::Covered)?.missing().to_vec())
}

fn from_observations(
    observations: &[Observation],
    jobs: &[JobSight],
    since: Option<Instant>,
    now: Instant,
    scope: Scope,
) -> DrainState {
    let Some(newest) = observations.iter().max_by_key(|each| (each.at, each.id)) else {
        return DrainState::NotKnown(vec![Missing::Observation { since }]);
    };
    let since_then: HashSet<i64> = observations.iter().map(|each| each.id).collect();
    let is_since = |id: i64| since_then.contains(&id);
    let is_asked = |job: &&JobSight| {
        job.target == Target::Cloud
            && !job.job_type.is_some_and(JobType::is_policy)
            && (scope == Scope::Cloud || has_covered_sessions(job.job_type, job.target))
            && !job.is_gone
            && !job.tenant_disabled.is_some_and(is_since)
            && !job.is_only_run_by_mm
    };
    let asked: Vec<&JobSight> = jobs.iter().filter(is_asked).collect();
    let is_seen_since =
        |job: &JobSight, first: i64| job.observed.is_some_and(|id| id >= first && is_since(id));
    // Jobs of several servers may share the name by which an incomplete listing ended a session.
    let is_doubted = |each: &Observation| {
        let ends = |later: &&Observation| (later.at, later.id) > (each.at, each.id);
        observations.iter().filter(ends).any(|later| later.ended > 0)
    };
    // The newest complete observation in which every job was found, or that needs no jobs.
    let proves = |each: &&Observation| {
        each.complete
            && !is_doubted(each)
            && match each.kind {
                ObservationKind::Sessions => true,
                ObservationKind::Jobs => asked.iter().all(|job| is_seen_since(job, each.id)),
            }
    };
    if let Some(proof) = observations.iter().filter(proves).max_by_key(|each| (each.at, each.id)) {
        // Before a switch, sessions may start at any time.
        if (scope == Scope::Cloud || since.is_none()) && proof.at + FRESH < now {
            return DrainState::NotKnown(vec![Missing::Fresh { at: proof.at }]);
        }
        return DrainState::Yes { observed_at: Some(proof.at) };
    }
    let mut missing = Vec::new();
    let complete = observations.iter().filter(|each| each.complete);
    let first = complete.max_by_key(|each| (each.at, each.id)).map_or(0, |each| each.id);
    let unseen: Vec<&&JobSight> = asked.iter().filter(|job| !is_seen_since(job, first)).collect();
    if !unseen.is_empty() || first == 0 {
        let names = unseen.iter().take(MOST_NAMES);
        missing.push(Missing::Jobs {
            observed: asked.len() - unseen.len(),
            known: asked.len(),
            since,
            names: names.map(|job| format!("{}/{}", job.tenant, job.name)).collect(),
        });
    }
    if first == 0 {
        missing.push(Missing::Complete { lost: newest.lost.clone() });
    } else if missing.is_empty() {
        let what = "a later listing may have a running session that mm does not keep, or ended one by its name alone";
        missing.push(Missing::Complete { lost: vec![what.to_owned()] });
    }
    DrainState::NotKnown(missing)
}

fn server_switch(
    app: &App,
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
) -> Result<ServerSwitch> {
    let Some(maintenance) = &server.maintenance else {
        return Ok(ServerSwitch::ModeOff);
    };
    let by_hand = SwitchedOn {
        at: maintenance.since,
        observation: snapshot.observation_at_switch(maintenance.since)?,
    };
    let status = ApplyStatus::of(snapshot, &app.hooks(snapshot)?, server.now)?;
    let success = match snapshot.applied()?.success {
        Some(success) if is_of(snapshot, success, maintenance.since, server.now)? => Some(success),
        Some(_) | None => None,
    };
    Ok(switched_on(by_hand, success, &status, is_on_on_server(snapshot)?))
}

/// When the real server was switched for a maintenance, of which a success of the hook `apply`, or a
/// report of the server, may be known.
fn switched_on(
    by_hand: SwitchedOn,
    success: Option<Success>,
    status: &ApplyStatus,
    is_on_on_server: bool,
) -> ServerSwitch {
    let known = success.map(|success| SwitchedOn {
        at: success.at.max(by_hand.at),
        observation: success.observation.max(by_hand.observation),
    });
    match (status.applied, known) {
        (Applied::Unmanaged, known) => ServerSwitch::On(known.unwrap_or(by_hand)),
        (Applied::Yes, Some(known)) => ServerSwitch::On(known),
        // The hook `observe` says so, after what was told last.
        (Applied::Pending | Applied::Failed, Some(known))
            if is_on_on_server && status.applied_at.is_none_or(|at| at <= known.at) =>
        {
            ServerSwitch::On(known)
        }
        (applied, _) => ServerSwitch::NotKnown(Missing::NotApplied(applied)),
    }
}

/// How many covered sessions are running, of which `known` are known to be; `None` if nothing proves
/// that none is. With the mode off sessions start at any time, so that only a fresh observation
/// proves it.
pub fn running_covered(
    app: &App,
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
    drain: Option<&Drain>,
    known: usize,
) -> Result<Option<usize>> {
    if known > 0 {
        return Ok(Some(known));
    }
    let is_fresh = server.last_observed_at.is_some_and(|at| server.now <= at + FRESH);
    let is_none_running = match drain {
        Some(drain) => drain.drained,
        None if is_fresh || server.server.is_rehearsal() => {
            decide(app, snapshot, server, Scope::Cloud)?.answer()
        }
        None => None,
    };
    Ok((is_none_running == Some(true)).then_some(0))
}

/// Whether the server is known to be in maintenance since a success for the maintenance that began
/// at `since`, or for one that passed into it.
fn is_of(snapshot: &Snapshot<'_>, success: Success, since: Instant, now: Instant) -> Result<bool> {
    let Some(first) = success.maintenance.filter(|first| *first <= since) else {
        return Ok(false);
    };
    if first == since {
        return Ok(true);
    }
    let by_hand = snapshot.all_declared_by_hand()?;
    let windows = snapshot.occurrences(first, now)?.into_iter().map(|each| each.maintenance);
    let declared: Vec<Maintenance> = by_hand.into_iter().chain(windows).collect();
    let is_on = in_force(&declared, first).is_some();
    Ok(is_on && changes(&declared, first, now).iter().all(|(_, after)| after.is_some()))
}

fn is_on_on_server(snapshot: &Snapshot<'_>) -> Result<bool> {
    let observation = snapshot.server_observation()?;
    Ok(observation.is_some_and(|each| {
        each.is_current
            && (each.mode, each.recorded_mode) == (Some(Mode::Maintenance), Mode::Maintenance)
    }))
}

/// The sessions that are known to be running.
pub fn running(server: &ServerStatus, scope: Scope) -> Vec<&StoredSession> {
    let working = server.caught_up.working.iter();
    match scope {
        Scope::Covered => working.filter(|session| session.is_covered()).collect(),
        Scope::Cloud => working.filter(|session| session.target == Target::Cloud).collect(),
    }
}
