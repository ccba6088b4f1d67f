//! Is: answers with its exit status whether a state is reached, and prints nothing.

use serde::Serialize;

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::domain::{Mode, spelled as declare};
use crate::error::{Code, Error, Exit, Result};
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, View};
use crate::store::Snapshot;

declare! {
    /// A state that can be asked and waited for.
    pub enum Reached: "state" {
        /// The mode is off.
        Active = "active",
        /// The mode is on.
        Maintenance = "maintenance",
        /// The mode is on and no covered session works.
        Drained = "drained",
        /// Nothing works against the cloud, covered or not.
        Idle = "idle",
        /// The mode is on past its planned end.
        Overdue = "overdue",
    }
}

/// What `mm is` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit statuses: 0 yes, 3 no, 1 it cannot be known.\n\nStates:\n  active       the mode is off\n  maintenance  the mode is on\n  drained      the mode is on and no covered session works\n  idle         nothing works against the cloud, covered or not\n  overdue      the mode is on past its planned end\n\nExamples:\n  mm is maintenance && echo \"hands off\"\n  until mm is drained; do sleep 30; ./refresh; done"
)]
pub struct Args {
    /// The state to ask for
    #[arg(value_name = "STATE", value_parser = spelled::<Reached>())]
    state: Reached,
    /// Take what is expected for what is so, where nobody looked since the mode was switched on
    #[arg(long)]
    predicted: bool,
}

/// Answers.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let (answer, revision) = app.look(|snapshot| {
        let state = ServerStatus::of(snapshot, app.now())?;
        let answer = reached(snapshot, &state, args.state, args.predicted)?;
        Ok((answer, state.server.revision))
    })?;
    let mut done =
        Response::of(&app, IsDocument { schema: "mm.is/1", revision, state: args.state, answer });
    done.exit = match answer {
        Some(true) => Exit::Done,
        Some(false) => Exit::No,
        None => {
            let message = "no import told of running sessions since the mode was switched on";
            return Err(Error::new(Code::NotObserved, message)
                .hint("import the present sessions (mm jobs import), or ask with --predicted"));
        }
    };
    Ok(done)
}

/// Whether a state is reached; `None` if it cannot be known.
pub fn reached(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
    wanted: Reached,
    predicted: bool,
) -> Result<Option<bool>> {
    let on = state.mode() == Mode::Maintenance;
    Ok(match wanted {
        Reached::Active => Some(!on),
        Reached::Maintenance => Some(on),
        Reached::Overdue => Some(state.is_overdue()),
        Reached::Drained => match state.drain(snapshot)? {
            None => Some(false),
            Some(drain) if predicted => {
                Some(drain.sessions == 0 || state.expected_drained(snapshot)?)
            }
            Some(drain) => drain.drained,
        },
        Reached::Idle => {
            let cloud = state.working_to_cloud(snapshot)?;
            let looked = state.server.is_rehearsal() || state.observed_at.is_some() || predicted;
            if cloud > 0 || looked { Some(cloud == 0) } else { None }
        }
    })
}

/// The document `mm.is/1`; people get the exit status alone.
#[derive(Serialize)]
struct IsDocument {
    schema: &'static str,
    revision: u64,
    state: Reached,
    answer: Option<bool>,
}

impl View for IsDocument {
    fn page(&self, _: &mut Page) {}
}
