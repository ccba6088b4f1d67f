//! Sessions show: one session with its tasks.

use std::io;

use clap::Args;
use serde::Serialize;

use super::row::{SessionRow, Telling};
use crate::cli::Global;
use crate::command::Done;
use crate::command::context::Context;
use crate::command::state::State;
use crate::domain::Instant;
use crate::exit::Problem;
use crate::output::{Page, Show, Sink};
use crate::store::Sessions;

/// What `mm sessions show` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  mm sessions show 17\n  mm sessions show 17 --json")]
pub struct Arguments {
    /// Its number, as mm sessions lists it
    #[arg(value_name = "SESSION")]
    id: i64,
}

/// Shows a session.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let shown = context.look(|view| {
        let state = State::of(view, context.now())?;
        let mut sessions = view.sessions(Sessions::Numbered(arguments.id))?;
        state.settled.advance(&mut sessions);
        let Some(session) = sessions.first() else {
            let message = format!("there is no session {}", arguments.id);
            return Err(Problem::failed("unknown-session", message)
                .hint("mm sessions lists them; mm sessions clear may have removed it"));
        };
        Ok(Shown {
            schema: "mm.session/1",
            revision: state.server.revision,
            now: state.now,
            session: Telling::of(view, &state)?.row(session),
        })
    })?;
    Ok(context.done(shown))
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
