//! The states that `mm is` asks for and `mm wait` waits for, and whether they are reached.

use crate::domain::{Mode, spelled};
use crate::error::Result;
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

/// Whether a state is reached; `None` if that is not known.
pub fn reached(
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
    state: Reached,
    predicted: bool,
) -> Result<Option<bool>> {
    let is_on = server.mode() == Mode::Maintenance;
    Ok(match state {
        Reached::Active => Some(!is_on),
        Reached::Maintenance => Some(is_on),
        Reached::Overdue => Some(server.is_overdue()),
        Reached::Drained => match server.drain(snapshot)? {
            None => Some(false),
            Some(drain) if predicted => {
                Some(drain.sessions == 0 || server.expected_drained(snapshot)?)
            }
            Some(drain) => drain.drained,
        },
        Reached::Idle => {
            let running = server.working_to_cloud();
            let is_known =
                server.server.is_rehearsal() || server.observed_at.is_some() || predicted;
            (running > 0 || is_known).then_some(running == 0)
        }
    })
}
