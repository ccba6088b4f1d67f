//! `mm is`: answer with the exit status whether a state is reached.

use super::prelude::*;
use crate::ops::apply::observe::{drift, is_off_on_server};
use crate::ops::reached::{Reached, reached};
use crate::ops::server_status::ServerStatus;

/// Answer with the exit status whether a state is reached
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit statuses: 0 yes, 3 no, 1 not known.\n\nStates:\n  active       the mode is off\n  maintenance  the mode is on\n  drained      the mode is on and no covered session is running\n  idle         nothing runs against the cloud, covered or not\n  overdue      the mode is on past its planned end\n\nExamples:\n  mm is maintenance && echo \"hands off\"\n  until mm is drained; do sleep 30; ./refresh; done"
)]
pub struct Args {
    /// State to ask for
    #[arg(value_name = "STATE", value_parser = spelled::<Reached>())]
    state: Reached,
    /// Answer from the estimate if there is no observation since the mode was switched on
    #[arg(long)]
    predicted: bool,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let (answer, revision) = app.look(|snapshot| {
        let server = ServerStatus::of(snapshot, app.now())?;
        if args.state == Reached::Drained
            && is_off_on_server(snapshot, server.maintenance.as_ref())?
        {
            return Err(drift("the server's mode is active, but maintenance is recorded"));
        }
        let answer = reached(snapshot, &server, args.state, args.predicted)?;
        Ok((answer, server.server.revision))
    })?;
    let exit = match answer {
        Some(true) => Exit::Done,
        Some(false) => Exit::No,
        None => {
            let message =
                "no complete observation of the sessions was made since the mode was switched on";
            return Err(Error::new(Code::NotObserved, message).hint(
                "import the running sessions with `mm jobs import`, or ask with --predicted",
            ));
        }
    };
    let answer = IsAnswer { schema: "mm.is/1", revision, state: args.state, answer };
    Ok(Response { exit, ..Response::new(answer) })
}

/// The document `mm.is/1`; people read the exit status.
#[derive(Serialize)]
struct IsAnswer {
    schema: &'static str,
    revision: u64,
    state: Reached,
    answer: Option<bool>,
}

impl View for IsAnswer {
    fn page(&self, _: &mut Page) {}
}
