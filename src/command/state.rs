//! State: what is known and what is expected at the present, from store and engine.

use serde::Serialize;

use super::estimate::{Estimate, prospect};
use super::settle::{Act, Settled, checked, settle};
use super::text::rendered;
use crate::domain::control::Maintenance;
use crate::domain::{Instant, Mode, Target, coverage};
use crate::engine::{Keep, simulate};
use crate::scenario::EventDoc;
use crate::store::{Jobs, KeptSession, Part, Result, Server, Sessions, View};

/// The present of a server.
pub struct State {
    /// The instant that is called present.
    pub now: Instant,
    /// What is known of the server.
    pub server: Server,
    /// The maintenance in force.
    pub maintenance: Option<Maintenance>,
    /// Where sessions stand.
    pub settled: Settled,
    /// The instant that the latest import told of.
    pub observed_at: Option<Instant>,
}

/// How far the sessions that maintenance waits for have come.
#[derive(Debug, Clone, Serialize)]
pub struct Drain {
    /// Whether no covered session works; `None`: nobody looked since the mode was switched on.
    pub drained: Option<bool>,
    /// Since when.
    pub drained_at: Option<Instant>,
    /// Covered sessions that still work.
    pub sessions: u32,
    /// Their tasks that will still end, and do not fail at once.
    pub tasks: u32,
    /// When all will be drained.
    pub estimate: Option<Estimate>,
    /// The instant that the latest import told of.
    pub observed_at: Option<Instant>,
}

impl State {
    /// Reads the present.
    pub fn of(view: &View<'_>, now: Instant) -> Result<State> {
        let server = view.server()?;
        let settled = settle(view, now, Act::default())?;
        Ok(State {
            now,
            maintenance: view.in_force(now)?,
            observed_at: view.observed_at()?,
            server,
            settled,
        })
    }

    /// The mode.
    pub fn mode(&self) -> Mode {
        match self.maintenance {
            Some(_) => Mode::Maintenance,
            None => Mode::Active,
        }
    }

    /// Whether the mode is on past its planned end.
    pub fn is_overdue(&self) -> bool {
        self.maintenance.as_ref().is_some_and(|each| each.is_overdue(self.now))
    }

    /// The notification as tenants read it; names of tenant and job are left as placeholders.
    pub fn message(&self, tenant: &str, job: &str) -> Result<String> {
        let maintenance = self.maintenance.as_ref();
        let own = maintenance.and_then(|each| each.message.as_deref());
        rendered(own.or(self.server.message.as_deref()), maintenance, tenant, job)
    }

    /// Covered sessions that work, and others.
    pub fn working(&self, view: &View<'_>) -> Result<(Vec<&KeptSession>, Vec<&KeptSession>)> {
        let mut covered = (Vec::new(), Vec::new());
        let mut known = std::collections::HashMap::new();
        view.each_job(Jobs::Working, |job| {
            let reach = coverage(job.facts.job_type.class(), job.facts.target);
            known.insert(job.id, reach.has_covered_sessions());
            Ok(())
        })?;
        for session in &self.settled.working {
            if known.get(&session.job).copied().unwrap_or(true) {
                covered.0.push(session);
            } else {
                covered.1.push(session);
            }
        }
        Ok(covered)
    }

    /// How far the maintenance in force is drained; `None` with the mode off.
    pub fn drain(&self, view: &View<'_>) -> Result<Option<Drain>> {
        let Some(maintenance) = &self.maintenance else {
            return Ok(None);
        };
        let (covered, _) = self.working(view)?;
        let looked =
            self.server.is_rehearsal() || self.observed_at.is_some_and(|at| at > maintenance.since);
        let mut drain = Drain {
            drained: (looked || !covered.is_empty()).then_some(covered.is_empty()),
            drained_at: None,
            sessions: u32::try_from(covered.len()).unwrap_or(u32::MAX),
            tasks: 0,
            estimate: None,
            observed_at: self.observed_at.filter(|_| !self.server.is_rehearsal()),
        };
        if covered.is_empty() {
            if looked {
                drain.drained_at = Some(self.drained_since(view, maintenance.since)?);
            }
            return Ok(Some(drain));
        }
        let working = self.settled.working.clone();
        let present = view.present(self.now, Some(maintenance), working, Part::Working)?;
        let prospect = prospect(&present)?;
        (drain.tasks, drain.estimate) = (prospect.tasks, prospect.estimate);
        Ok(Some(drain))
    }

    /// How many sessions work against the cloud, covered or not.
    pub fn working_to_cloud(&self, view: &View<'_>) -> Result<usize> {
        let mut cloud = std::collections::HashSet::new();
        view.each_job(Jobs::Working, |job| {
            if job.facts.target == Target::Cloud {
                cloud.insert(job.id);
            }
            Ok(())
        })?;
        Ok(self.settled.working.iter().filter(|session| cloud.contains(&session.job)).count())
    }

    /// Whether all covered sessions are expected to have ended by now, counting from when each
    /// was last seen.
    pub fn expected_drained(&self, view: &View<'_>) -> Result<bool> {
        let Some(maintenance) = &self.maintenance else {
            return Ok(false);
        };
        let (covered, _) = self.working(view)?;
        let Some(from) = covered.iter().map(|session| session.observed_at).min() else {
            return Ok(true);
        };
        let from = from.min(self.now);
        let working = self.settled.working.clone();
        let mut present = view.present(from, None, working, Part::Working)?;
        let since = maintenance.since.max(from);
        present.document.events = Some(vec![EventDoc {
            at: Some(since),
            event: Some("enable".into()),
            ..EventDoc::default()
        }]);
        let outcome = simulate(&checked(&present)?, Keep::Counts);
        let drained = outcome.windows.first().and_then(|window| window.drained_at);
        Ok(drained.is_some_and(|at| at <= self.now))
    }

    /// The first instant since `since` at which no covered session worked any more.
    fn drained_since(&self, view: &View<'_>, since: Instant) -> Result<Instant> {
        let mut covered = std::collections::HashMap::new();
        let stored = view.sessions(Sessions::EndedSince(since))?;
        let mut last = since;
        for session in stored.iter().chain(&self.settled.ended) {
            let Some(ended) = session.facts.ended.filter(|_| session.facts.started <= since) else {
                continue;
            };
            let is_covered = if let Some(is_covered) = covered.get(&session.job) {
                *is_covered
            } else {
                let mut is_covered = false;
                view.each_job(Jobs::Numbered(session.job), |job| {
                    let reach = coverage(job.facts.job_type.class(), job.facts.target);
                    is_covered = reach.has_covered_sessions();
                    Ok(())
                })?;
                covered.insert(session.job, is_covered);
                is_covered
            };
            if is_covered {
                last = last.max(ended.at);
            }
        }
        Ok(last.min(self.now))
    }
}
