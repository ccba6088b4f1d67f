//! The states that `mm is` asks for and `mm wait` waits for, and whether they are reached.

use crate::domain::{Mode, spelled};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::comparison::is_off_on_server;
use crate::ops::drain::{self, DrainState, Missing, Scope};
use crate::ops::server_status::ServerStatus;
use crate::store::Snapshot;

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
    pub missing: Vec<Missing>,
}

impl From<bool> for Answer {
    fn from(reached: bool) -> Answer {
        Answer { reached: Some(reached), missing: Vec::new() }
    }
}

impl From<DrainState> for Answer {
    fn from(state: DrainState) -> Answer {
        Answer { reached: state.answer(), missing: state.missing().to_vec() }
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
    Ok(match state {
        Reached::Active => (!is_on).into(),
        Reached::Maintenance => is_on.into(),
        Reached::Overdue => server.is_overdue().into(),
        Reached::Drained if !is_on => false.into(),
        // A server that is not in maintenance drains by no estimate.
        Reached::Drained
            if predicted && !is_off_on_server(snapshot, server.maintenance.as_ref())? =>
        {
            let is_running = !drain::running(server, Scope::Covered).is_empty();
            (!is_running || server.expected_drained(snapshot)?).into()
        }
        Reached::Idle if predicted => drain::running(server, Scope::Cloud).is_empty().into(),
        Reached::Drained => drain::decide(app, snapshot, server, Scope::Covered)?.into(),
        Reached::Idle => drain::decide(app, snapshot, server, Scope::Cloud)?.into(),
    })
}
