//! Is: answers with its exit status whether a state is reached, and prints nothing.

use std::io;

use clap::Args;
use serde::Serialize;

use super::Done;
use super::context::Context;
use super::state::State;
use crate::cli::{Global, spelled};
use crate::domain::{Mode, spelled as declare};
use crate::exit::{Exit, Problem};
use crate::output::{Page, Show, Sink};
use crate::store::{Result, View};

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
#[derive(Debug, Args)]
#[command(
    after_help = "Exit statuses: 0 yes, 3 no, 1 it cannot be known.\n\nStates:\n  active       the mode is off\n  maintenance  the mode is on\n  drained      the mode is on and no covered session works\n  idle         nothing works against the cloud, covered or not\n  overdue      the mode is on past its planned end\n\nExamples:\n  mm is maintenance && echo \"hands off\"\n  until mm is drained; do sleep 30; ./refresh; done"
)]
pub struct Arguments {
    /// The state to ask for
    #[arg(value_name = "STATE", value_parser = spelled::<Reached>())]
    state: Reached,
    /// Take what is expected for what is so, where nobody looked since the mode was switched on
    #[arg(long)]
    predicted: bool,
}

/// Answers.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let (answer, revision) = context.look(|view| {
        let state = State::of(view, context.now())?;
        let answer = reached(view, &state, arguments.state, arguments.predicted)?;
        Ok((answer, state.server.revision))
    })?;
    let mut done = context.done(Nothing { revision, state: arguments.state, answer });
    done.exit = match answer {
        Some(true) => Exit::Done,
        Some(false) => Exit::No,
        None => {
            let message = "no import told of running sessions since the mode was switched on";
            return Err(Problem::failed("not-observed", message)
                .hint("import the present sessions (mm jobs import), or ask with --predicted")
                .into());
        }
    };
    Ok(done)
}

/// Whether a state is reached; `None` if it cannot be known.
pub fn reached(
    view: &View<'_>,
    state: &State,
    wanted: Reached,
    predicted: bool,
) -> Result<Option<bool>> {
    let on = state.mode() == Mode::Maintenance;
    Ok(match wanted {
        Reached::Active => Some(!on),
        Reached::Maintenance => Some(on),
        Reached::Overdue => Some(state.is_overdue()),
        Reached::Drained => match state.drain(view)? {
            None => Some(false),
            Some(drain) if predicted => Some(drain.sessions == 0 || state.expected_drained(view)?),
            Some(drain) => drain.drained,
        },
        Reached::Idle => {
            let cloud = state.working_to_cloud(view)?;
            let looked = state.server.is_rehearsal() || state.observed_at.is_some() || predicted;
            if cloud > 0 || looked { Some(cloud == 0) } else { None }
        }
    })
}

/// Only a script that asks for JSON is told more than the status: the document `mm.is/1`.
#[derive(Serialize)]
struct Document {
    schema: &'static str,
    revision: u64,
    state: Reached,
    answer: Option<bool>,
}

struct Nothing {
    revision: u64,
    state: Reached,
    answer: Option<bool>,
}

impl Show for Nothing {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        let Nothing { revision, state, answer } = *self;
        crate::output::json(&Document { schema: "mm.is/1", revision, state, answer }, to)
    }

    fn page(&self, _: &mut Page) {}
}
