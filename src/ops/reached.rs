//! The states that `mm is` asks for and `mm wait` waits for, and whether they are reached.

use crate::domain::{Mode, RunState, spelled};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::comparison::is_off_on_server;
use crate::ops::drain::{self, DrainState, Missing, Scope};
use crate::ops::expected::expected;
use crate::ops::server_status::ServerStatus;
use crate::store::{Snapshot, StoredSession};

spelled! {
    /// A state to ask for or to wait for.
    pub enum Reached: "state" {
        Active = "active",
        Maintenance = "maintenance",
        /// The mode is on and no covered session is running.
        Drained = "drained",
        /// Nothing runs against the cloud, covered or not.
        Idle = "idle",
        /// The mode is on past its planned end.
        Overdue = "overdue",
    }
}

impl Reached {
    /// Which sessions must have ended.
    pub fn scope(self) -> Option<Scope> {
        match self {
            Reached::Drained => Some(Scope::Covered),
            Reached::Idle => Some(Scope::Cloud),
            Reached::Active | Reached::Maintenance | Reached::Overdue => None,
        }
    }
}

/// Whether a state is reached; `None` if that is not known, and what is missing to know it.
pub struct Answer {
    pub reached: Option<bool>,
    /// Whether it rests on planned durations instead of an observation.
    pub is_predicted: bool,
    pub missing: Vec<Missing>,
}

impl From<bool> for Answer {
    fn from(reached: bool) -> Answer {
        Answer { reached: Some(reached), is_predicted: false, missing: Vec::new() }
    }
}

impl From<DrainState> for Answer {
    fn from(state: DrainState) -> Answer {
        Answer { reached: state.answer(), is_predicted: false, missing: state.missing().to_vec() }
    }
}

pub fn reached(
    app: &App,
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
    state: Reached,
    predicted: bool,
) -> Result<Answer> {
    let is_on = server.mode() == Mode::Maintenance;
    let scope = match state {
        Reached::Active => return Ok((!is_on).into()),
        Reached::Maintenance => return Ok(is_on.into()),
        Reached::Overdue => return Ok(server.is_overdue().into()),
        Reached::Drained if !is_on => return Ok(false.into()),
        Reached::Drained => Scope::Covered,
        Reached::Idle => Scope::Cloud,
    };
    let known = drain::decide(app, snapshot, server, scope)?;
    // A server that is not in maintenance drains by no estimate.
    let is_off = is_off_on_server(snapshot, server.maintenance.as_ref())?;
    let is_observed = matches!(known, DrainState::Yes { .. });
    if !predicted || is_observed || scope == Scope::Covered && is_off {
        return Ok(known.into());
    }
    let running = drain::running(server, scope);
    let reached = match scope {
        Scope::Cloud => running.is_empty(),
        Scope::Covered => {
            let expected = expected(snapshot, server)?;
            // Sessions of a disabled tenant have been ended, so nothing is expected of them.
            let has_ended = |session: &&StoredSession| {
                expected.get(&session.id).is_none_or(|each| each.state == RunState::Stopped)
            };
            running.iter().all(has_ended)
        }
    };
    Ok(Answer { reached: Some(reached), is_predicted: true, missing: Vec::new() })
}
