//! `mm sessions show`: show a session with its tasks.

use crate::commands::prelude::*;
use crate::ops::server_status::ServerStatus;
use crate::store::SessionFilter;
use crate::views::session::{SessionContext, SessionRow};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  mm sessions show 17\n  mm sessions show 17 --json")]
pub struct Args {
    /// Number of the session, as `mm sessions` lists it
    #[arg(value_name = "SESSION")]
    id: i64,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let shown = app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let mut sessions = snapshot.sessions(SessionFilter::Id(args.id))?;
        status.caught_up.advance(&mut sessions, |session| session.id == args.id);
        let session = sessions.first().ok_or_else(|| {
            Error::new(Code::UnknownSession, format!("no session {}", args.id))
                .hint("`mm sessions` lists all; `mm sessions clear` may have deleted it")
        })?;
        Ok(ShownSession {
            schema: "mm.session/1",
            revision: status.server.revision,
            now: status.now,
            session: SessionContext::of(snapshot, &status)?.row(session),
        })
    })?;
    Ok(Response::new(shown))
}

/// The document `mm.session/1`.
#[derive(Serialize)]
struct ShownSession {
    schema: &'static str,
    revision: u64,
    now: Instant,
    #[serde(flatten)]
    session: SessionRow,
}

impl View for ShownSession {
    fn page(&self, page: &mut Page) {
        page.strong(format!("Session {}", self.session.id));
        let fields = self.session.fields(page);
        page.fields(&fields);
        if !self.session.tasks.is_empty() {
            page.line("");
            page.table(self.session.task_table(page));
        }
    }
}
