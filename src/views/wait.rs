//! What one poll of a wait read: the document `mm.wait/1`, and a line of text.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::domain::{Instant, Mode, plural, rough};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::comparison::is_off_on_server;
use crate::ops::drain::{self, Drain, Missing};
use crate::ops::estimate::Estimate;
use crate::ops::reached::{Answer, Reached, reached};
use crate::ops::server_status::ServerStatus;
use crate::store::Snapshot;

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the wait")]
pub struct Poll {
    schema: &'static str,
    revision: u64,
    pub now: Instant,
    state: Reached,
    reached: bool,
    mode: Mode,
    pub drain: Option<Drain>,
    waiting_for: Vec<WorkingSession>,
    pub missing: Vec<Missing>,
    /// Whether nothing tells that the real server was switched.
    #[serde(skip)]
    pub is_server_unchecked: bool,
    #[serde(skip)]
    pub answer: Option<bool>,
    #[serde(skip)]
    is_off_on_server: bool,
    #[serde(skip)]
    pub is_impossible: bool,
    /// Whether no hook will tell what runs.
    #[serde(skip)]
    pub is_never_refreshed: bool,
    #[serde(skip)]
    zone: &'static TimeZone,
}

#[derive(Serialize)]
struct WorkingSession {
    tenant: String,
    job: String,
    started: Instant,
    observed_at: Instant,
}

impl Poll {
    pub fn read(snapshot: &Snapshot<'_>, app: &App, state: Reached) -> Result<Poll> {
        let server = ServerStatus::of(snapshot, app.now())?;
        let Answer { reached: answer, missing, .. } =
            reached(app, snapshot, &server, state, false)?;
        let waiting_for = state.scope().map_or(Vec::new(), |scope| drain::running(&server, scope));
        let waiting_for = waiting_for.into_iter().map(|session| WorkingSession {
            tenant: session.facts.tenant.clone(),
            job: session.facts.job.clone(),
            started: session.facts.started,
            observed_at: session.observed_at,
        });
        Ok(Poll {
            schema: "mm.wait/1",
            revision: server.server.revision,
            now: app.now(),
            state,
            reached: answer == Some(true),
            mode: server.mode(),
            waiting_for: waiting_for.collect(),
            drain: server.drain(app, snapshot)?,
            missing,
            is_server_unchecked: state.scope().is_some() && drain::is_unchecked(app, snapshot)?,
            answer,
            is_off_on_server: is_off_on_server(snapshot, server.maintenance.as_ref())?,
            is_impossible: state == Reached::Drained && server.mode() == Mode::Active,
            is_never_refreshed: state.scope().is_some()
                && drain::is_never_refreshed(&server.server, &app.hooks(snapshot)?),
            zone: app.zone(),
        })
    }

    /// The same poll, if something is missing to answer yes.
    #[must_use]
    pub fn without_answer(mut self, missing: Missing) -> Poll {
        (self.answer, self.reached) = (None, false);
        if let Some(drain) = &mut self.drain {
            (drain.drained, drain.drained_at) = (None, None);
            drain.missing.push(missing.clone());
        }
        self.missing.push(missing);
        self
    }

    /// What is missing, and how old that knowledge is.
    pub fn in_words(&self) -> String {
        const MOST_NAMES: usize = 3;
        let mut text = match self.state {
            Reached::Drained if self.is_off_on_server => {
                "the server's mode is active, but maintenance is recorded".to_owned()
            }
            Reached::Drained | Reached::Idle if self.waiting_for.is_empty() => {
                let missing = drain::in_words(&self.missing, &|at| at.in_zone(self.zone));
                format!("no session is known to be running, but {missing}")
            }
            Reached::Drained | Reached::Idle => {
                let count = self.waiting_for.len();
                let sessions = self.waiting_for.iter().take(MOST_NAMES);
                let mut names: Vec<String> =
                    sessions.map(|each| format!("{}/{}", each.tenant, each.job)).collect();
                if count > MOST_NAMES {
                    names.push(format!("{} more", count - MOST_NAMES));
                }
                let sessions = plural(count as u64, "session", "sessions");
                format!("{sessions} running: {}", names.join(", "))
            }
            Reached::Active | Reached::Maintenance | Reached::Overdue => {
                format!("the mode is {}", self.mode)
            }
        };
        if self.state.scope().is_some() {
            for part in self.estimate_in_words().into_iter().chain(self.observed_in_words()) {
                let _ = write!(text, "; {part}");
            }
        }
        text
    }

    /// What becomes of the mode when the wait is interrupted.
    pub fn mode_stays(&self) -> &'static str {
        match self.mode {
            Mode::Maintenance => "maintenance stays on",
            Mode::Active => "the mode stays active",
        }
    }

    /// How many tasks of the sessions that the wait is for are left.
    pub fn tasks_left(&self) -> u64 {
        let drain = self.drain.as_ref().filter(|_| self.state.scope().is_some());
        drain.map_or(0, |drain| drain.tasks.into())
    }

    /// What stands before the bar: the estimate, or what is missing.
    pub fn before_bar(&self) -> String {
        let text = match self.estimate_in_words() {
            Some(estimate) if !self.waiting_for.is_empty() => estimate,
            Some(_) | None => return self.in_words(),
        };
        match self.observed_in_words() {
            Some(observed) => format!("{text}, {observed}"),
            None => text,
        }
    }

    /// The jobs of the sessions that are running.
    pub fn job_names(&self) -> Vec<String> {
        self.waiting_for.iter().map(|each| format!("{}/{}", each.tenant, each.job)).collect()
    }

    fn estimate_in_words(&self) -> Option<String> {
        Some(match self.drain.as_ref()?.estimate? {
            about @ Estimate::About { .. } => about.in_words(self.now),
            Estimate::Overdue => "longer than expected".to_owned(),
            Estimate::Unknown => "remaining time unknown".to_owned(),
        })
    }

    fn observed_in_words(&self) -> Option<String> {
        let at = self.drain.as_ref()?.observed_at.filter(|at| *at <= self.now)?;
        Some(format!("observed {} ago", rough(self.now - at)))
    }
}
