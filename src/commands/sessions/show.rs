//! Sessions show: one session with its tasks.

use std::io;

use serde::Serialize;

use crate::args::Global;
use crate::commands::Done;
use crate::domain::Instant;
use crate::error::{Code, Error};
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, Show, Sink};
use crate::store::Sessions;
use crate::views::session_row::{SessionRow, Telling};

/// What `mm sessions show` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  mm sessions show 17\n  mm sessions show 17 --json")]
pub struct Args {
    /// Its number, as mm sessions lists it
    #[arg(value_name = "SESSION")]
    id: i64,
}

/// Shows a session.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let shown = app.look(|snapshot| {
        let state = ServerStatus::of(snapshot, app.now())?;
        let mut sessions = snapshot.sessions(Sessions::Numbered(args.id))?;
        state.caught_up.advance(&mut sessions);
        let Some(session) = sessions.first() else {
            let message = format!("there is no session {}", args.id);
            return Err(Error::new(Code::UnknownSession, message)
                .hint("mm sessions lists them; mm sessions clear may have removed it"));
        };
        Ok(Shown {
            schema: "mm.session/1",
            revision: state.server.revision,
            now: state.now,
            session: Telling::of(snapshot, &state)?.row(session),
        })
    })?;
    Ok(app.done(shown))
}

/// The document `mm.session/1`.
#[derive(Serialize)]
struct Shown {
    schema: &'static str,
    revision: u64,
    now: Instant,
    #[serde(flatten)]
    session: SessionRow,
}

impl Show for Shown {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        page.strong(format!("Session {}", self.session.id));
        let facts = self.session.facts(page);
        page.fields(&facts);
        if self.session.has_tasks() {
            page.line("");
            page.table(&self.session.task_table(page));
        }
    }
}
