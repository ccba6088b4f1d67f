//! Sessions list: sessions that fit, oldest first.

use std::io;

use serde::Serialize;

use crate::args::{Global, spelled};
use crate::commands::Done;
use crate::domain::facts::Origin;
use crate::domain::{FailureCode, Instant, KnownResult, Look, When};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::known::known_tenant;
use crate::output::{Page, Rows, Show, Sink, plural};
use crate::store::{Sessions, Snapshot, StoredSession};
use crate::views::session_row::{COLUMNS, SessionRow, Telling};
use crate::views::session_table::{Whose, table};

/// What `mm sessions list` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub filter: Filter,
}

/// Which sessions.
#[derive(Debug, clap::Args)]
pub struct Filter {
    /// Only those of this job
    #[arg(long, value_name = "JOB")]
    job: Option<String>,
    /// Only those of this tenant
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Only those that came to be known like this
    #[arg(long, value_name = "ORIGIN", value_parser = spelled::<Origin>())]
    origin: Option<Origin>,
    /// Only those that ended so
    #[arg(long, value_name = "RESULT", value_parser = spelled::<KnownResult>())]
    result: Option<KnownResult>,
    /// Only those that failed for this
    #[arg(long, value_name = "CODE", value_parser = spelled::<FailureCode>())]
    code: Option<FailureCode>,
    /// Only those that ended since then, or work
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    since: Option<When>,
    /// Only those that work
    #[arg(long, conflicts_with_all = ["result", "code"])]
    working: bool,
}

impl Filter {
    /// Whether any of it is given.
    pub fn is_given(&self) -> bool {
        self.job.is_some()
            || self.tenant.is_some()
            || self.origin.is_some()
            || self.result.is_some()
            || self.code.is_some()
            || self.since.is_some()
            || self.working
    }
}

/// Lists sessions.
pub fn run(global: &Global, filter: &Filter) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let since = match filter.since {
        Some(since) => Some(app.when("--since", since, Look::Back)?),
        None => None,
    };
    let listed = app.look(|snapshot| {
        let state = ServerStatus::of(snapshot, app.now())?;
        let mut sessions = chosen(snapshot, filter)?;
        state.caught_up.advance(&mut sessions);
        sessions.retain(|session| fits(session, filter, since));
        let telling = Telling::of(snapshot, &state)?;
        Ok(Listed {
            schema: "mm.sessions/1",
            revision: state.server.revision,
            now: state.now,
            observed_at: state.observed_at,
            sessions: sessions.iter().map(|session| telling.row(session)).collect(),
        })
    })?;
    Ok(app.done(listed))
}

/// The sessions that may fit, as they stand in the store.
fn chosen(snapshot: &Snapshot<'_>, filter: &Filter) -> Result<Vec<StoredSession>> {
    if let Some(tenant) = &filter.tenant {
        known_tenant(snapshot, tenant)?;
    }
    match &filter.job {
        Some(job) => snapshot.sessions(Sessions::Of(job_ref::find(snapshot, job)?.id)),
        None if filter.working => snapshot.sessions(Sessions::Working),
        None => snapshot.sessions(Sessions::All),
    }
}

fn fits(session: &StoredSession, filter: &Filter, since: Option<Instant>) -> bool {
    let ended = session.facts.ended;
    filter.tenant.as_ref().is_none_or(|tenant| *tenant == session.facts.tenant)
        && filter.origin.is_none_or(|origin| origin == session.origin)
        && filter.result.is_none_or(|result| ended.is_some_and(|ended| ended.result == result))
        && filter.code.is_none_or(|code| ended.is_some_and(|ended| ended.code == Some(code)))
        && since.is_none_or(|since| ended.is_none_or(|ended| ended.at >= since))
        && (!filter.working || session.works())
}

/// The document `mm.sessions/1`.
#[derive(Serialize)]
struct Listed {
    schema: &'static str,
    revision: u64,
    now: Instant,
    observed_at: Option<Instant>,
    sessions: Vec<SessionRow>,
}

impl Show for Listed {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&COLUMNS);
        for session in &self.sessions {
            rows.push(session.cells());
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        if self.sessions.is_empty() {
            return page.line("No session.");
        }
        page.table(&table(&self.sessions, Whose::Anybody, page));
        let count = plural(self.sessions.len() as u64, "session", "sessions");
        page.line("");
        page.line(if self.sessions.iter().any(SessionRow::is_expected_of) {
            format!("{count}. EXPECTED goes by planned durations; nobody has seen it.")
        } else {
            format!("{count}.")
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::{Ended, Session};

    fn session(ended: Option<(i64, KnownResult, Option<FailureCode>)>) -> StoredSession {
        let at = Instant::from_millis;
        StoredSession {
            id: 1,
            job: 1,
            origin: Origin::Imported,
            facts: Session {
                tenant: "t".into(),
                job: "j".into(),
                source_id: None,
                attempt: 0,
                started: at(1_000),
                ended: ended.map(|(millis, result, code)| Ended { at: at(millis), result, code }),
                tasks: Vec::new(),
            },
            rule: None,
            notification: None,
            task_notifications: Vec::new(),
            observed_at: at(2_000),
            process: None,
        }
    }

    fn everything() -> Filter {
        Filter {
            job: None,
            tenant: None,
            origin: None,
            result: None,
            code: None,
            since: None,
            working: false,
        }
    }

    #[test]
    fn sessions_that_fit() {
        #[track_caller]
        fn case(filter: &Filter, since: Option<i64>, want: [bool; 3]) {
            let all = [
                session(None),
                session(Some((5_000, KnownResult::Failed, Some(FailureCode::Maintenance)))),
                session(Some((9_000, KnownResult::Unknown, None))),
            ];
            let since = since.map(Instant::from_millis);
            assert_eq!(all.map(|session| fits(&session, filter, since)), want);
        }
        case(&everything(), None, [true; 3]);
        case(&everything(), Some(9_000), [true, false, true]);
        case(&everything(), Some(9_001), [true, false, false]);
        case(&Filter { working: true, ..everything() }, None, [true, false, false]);
        let failed = Filter { result: Some(KnownResult::Failed), ..everything() };
        case(&failed, None, [false, true, false]);
        let refused = Filter { code: Some(FailureCode::Maintenance), ..everything() };
        case(&refused, None, [false, true, false]);
        case(&Filter { origin: Some(Origin::Run), ..everything() }, None, [false; 3]);
        case(&Filter { tenant: Some("t".into()), ..everything() }, None, [true; 3]);
        case(&Filter { tenant: Some("T".into()), ..everything() }, None, [false; 3]);
        assert!(!everything().is_given() && refused.is_given());
    }
}
