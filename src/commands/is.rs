//! `mm is`: answer with the exit status whether a state is reached.

use super::prelude::*;
use crate::ops::drain::{SERVER_UNCHECKED, in_words, is_unchecked, not_known};
use crate::ops::reached::{Answer, Reached, reached};
use crate::ops::server_status::ServerStatus;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit statuses: 0 yes, 3 no, 1 not known.\n\nStates:\n  active       the mode is off\n  maintenance  the mode is on\n  drained      the mode is on and no covered session is running\n  idle         nothing runs against the cloud, covered or not\n  overdue      the mode is on past its planned end\n\nExamples:\n  mm is maintenance && echo \"hands off\"\n  mm is drained || echo \"not drained, or not known: status $?\""
)]
pub struct Args {
    /// State to ask for
    #[arg(value_name = "STATE", value_parser = spelled::<Reached>())]
    state: Reached,
    /// Answer from planned durations where no observation proves it, and say so; needs a session that is
    /// known to be running, or an observation since the switch
    #[arg(long)]
    predicted: bool,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let (answer, revision, is_unchecked) = app.look(|snapshot| {
        let server = ServerStatus::of(snapshot, app.now())?;
        let answer = reached(app, snapshot, &server, args.state, args.predicted)?;
        let is_unchecked = args.state.scope().is_some() && is_unchecked(app, snapshot)?;
        Ok((answer, server.server.revision, is_unchecked))
    })?;
    let Answer { reached: answer, is_predicted, missing } = answer;
    let exit = match answer {
        Some(true) => Exit::Done,
        Some(false) => Exit::No,
        None => {
            let state = args.state;
            let message = format!(
                "not known whether the server is {state}: {}",
                in_words(&missing, &app.times())
            );
            return Err(not_known(&missing, message));
        }
    };
    let answer = IsAnswer {
        schema: "mm.is/1",
        revision,
        state: args.state,
        answer,
        predicted: is_predicted,
    };
    let mut notes = Vec::new();
    if is_predicted {
        notes.push("predicted from planned durations, not observed".to_owned());
    }
    if is_unchecked && exit == Exit::Done {
        notes.push(SERVER_UNCHECKED.to_owned());
    }
    Ok(Response { notes, exit, ..Response::new(answer) })
}

/// The document `mm.is/1`; people read the exit status.
#[derive(Serialize)]
struct IsAnswer {
    schema: &'static str,
    revision: u64,
    state: Reached,
    answer: Option<bool>,
    /// Whether the answer rests on planned durations instead of an observation.
    predicted: bool,
}

impl View for IsAnswer {
    fn page(&self, _: &mut Page) {}
}
