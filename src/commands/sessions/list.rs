//! `mm sessions list`: list the sessions that match a filter, oldest first.

use crate::commands::prelude::*;
use crate::domain::{FailureCode, ObservedResult, Origin};
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::filtered_tenant;
use crate::output::{Rows, plural};
use crate::store::{SessionFilter, Snapshot, StoredSession};
use crate::views::session::{SessionContext, SessionRow, session_rows};
use crate::views::session_table::{SessionsOf, session_table};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub filter: Filter,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct Filter {
    /// Show only sessions of this job
    #[arg(long, value_name = "JOB")]
    job: Option<String>,
    /// Show only sessions of this tenant; the beginning of its name is enough
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Show only sessions of this origin
    #[arg(long, value_name = "ORIGIN", value_parser = spelled::<Origin>())]
    origin: Option<Origin>,
    /// Show only sessions with this result
    #[arg(long, value_name = "RESULT", value_parser = spelled::<ObservedResult>())]
    result: Option<ObservedResult>,
    /// Show only sessions that failed with this code
    #[arg(long, value_name = "CODE", value_parser = spelled::<FailureCode>())]
    code: Option<FailureCode>,
    /// Show only sessions that are running or ended since this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    since: Option<When>,
    /// Show only running sessions
    #[arg(long, conflicts_with_all = ["result", "code"])]
    working: bool,
}

pub fn run(app: &App, filter: &Filter) -> Result<Response> {
    let since = filter.since.map(|since| app.when("--since", since, Toward::Past)).transpose()?;
    let list = app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let tenant = filter.tenant.as_deref();
        let tenant = tenant.map(|text| filtered_tenant(snapshot, text)).transpose()?;
        let filter = &Filter { tenant, ..filter.clone() };
        let mut sessions = candidates(snapshot, filter)?;
        status.caught_up.advance(&mut sessions, |_| true);
        let context = SessionContext::of(snapshot, &status)?;
        let matching = sessions.iter().filter(|session| filter.matches(session, since));
        Ok(SessionList {
            schema: "mm.sessions/1",
            revision: status.server.revision,
            now: status.now,
            observed_at: status.last_observed_at,
            sessions: matching.map(|session| context.row(session)).collect(),
        })
    })?;
    Ok(Response::new(list))
}

/// Stored sessions among which are all that match.
fn candidates(snapshot: &Snapshot<'_>, filter: &Filter) -> Result<Vec<StoredSession>> {
    match &filter.job {
        Some(job) => snapshot.sessions(SessionFilter::OfJob(job_ref::find(snapshot, job)?.id)),
        None if filter.working => snapshot.sessions(SessionFilter::Running),
        None => snapshot.sessions(SessionFilter::All),
    }
}

impl Filter {
    fn matches(&self, session: &StoredSession, since: Option<Instant>) -> bool {
        let ended = session.facts.ended;
        self.tenant.as_ref().is_none_or(|tenant| *tenant == session.facts.tenant)
            && self.origin.is_none_or(|origin| origin == session.origin)
            && self.result.is_none_or(|result| ended.is_some_and(|ended| ended.result == result))
            && self.code.is_none_or(|code| ended.is_some_and(|ended| ended.code == Some(code)))
            && since.is_none_or(|since| ended.is_none_or(|ended| ended.at >= since))
            && (!self.working || session.works())
    }
}

/// The document `mm.sessions/1`.
#[derive(Serialize)]
struct SessionList {
    schema: &'static str,
    revision: u64,
    now: Instant,
    observed_at: Option<Instant>,
    sessions: Vec<SessionRow>,
}

impl View for SessionList {
    fn rows(&self) -> Option<Rows> {
        Some(session_rows(&self.sessions))
    }

    fn page(&self, page: &mut Page) {
        if self.sessions.is_empty() {
            return page.line("No sessions.");
        }
        page.table(session_table(&self.sessions, SessionsOf::Server, page));
        let count = plural(self.sessions.len() as u64, "session", "sessions");
        page.line("");
        page.line(if self.sessions.iter().any(|session| session.expected.is_some()) {
            format!("{count}. EXPECTED is estimated from planned durations, not observed.")
        } else {
            format!("{count}.")
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Ended, Session};

    fn session(ended: Option<(i64, ObservedResult, Option<FailureCode>)>) -> StoredSession {
        let at = Instant::from_millis;
        let facts = Session {
            ended: ended.map(|(millis, result, code)| Ended { at: at(millis), result, code }),
            ..Session::new("t", "j", at(1_000))
        };
        let target = crate::domain::Target::Cloud;
        StoredSession::new(Origin::Imported, Some(1), None, target, facts)
    }

    #[test]
    fn a_filter_matches_sessions_that_meet_all_of_it() {
        #[track_caller]
        fn case(filter: &Filter, since: Option<i64>, want: [bool; 3]) {
            let all = [
                session(None),
                session(Some((5_000, ObservedResult::Failed, Some(FailureCode::Maintenance)))),
                session(Some((9_000, ObservedResult::Unknown, None))),
            ];
            let since = since.map(Instant::from_millis);
            assert_eq!(all.map(|session| filter.matches(&session, since)), want);
        }
        case(&Filter::default(), None, [true; 3]);
        case(&Filter::default(), Some(9_000), [true, false, true]);
        case(&Filter::default(), Some(9_001), [true, false, false]);
        case(&Filter { working: true, ..Filter::default() }, None, [true, false, false]);
        let failed = Filter { result: Some(ObservedResult::Failed), ..Filter::default() };
        case(&failed, None, [false, true, false]);
        let refused = Filter { code: Some(FailureCode::Maintenance), ..Filter::default() };
        case(&refused, None, [false, true, false]);
        case(&Filter { origin: Some(Origin::Run), ..Filter::default() }, None, [false; 3]);
        case(&Filter { tenant: Some("t".into()), ..Filter::default() }, None, [true; 3]);
        case(&Filter { tenant: Some("T".into()), ..Filter::default() }, None, [false; 3]);
    }
}
