//! `mm sessions clear`: delete sessions that ended long ago.

use crate::commands::confirm::Confirmation;
use crate::commands::prelude::*;
use crate::ops::catch_up::catch_up;
use crate::ops::change::{ChangeRecord, expect_revision};
use crate::output::plural;
use crate::store::{SessionFilter, Snapshot};
use serde_json::json;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Running sessions stay. Reports leave out deleted sessions.\n\nExamples:\n  mm sessions clear --before 2026-01-01T00:00:00Z\n  mm sessions clear --before -30d --yes"
)]
pub struct Args {
    /// Delete sessions that ended before this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    before: When,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    // The time that the question names is the one that counts.
    let before = app.when("--before", args.before, Toward::Past)?;
    if before > app.now() {
        return Err(Error::usage(format!("--before {before} is in the future")));
    }
    if !args.confirmation.yes {
        let count = app.look(|snapshot| {
            expect_revision(snapshot, args.expect.revision)?;
            count_ended(snapshot, app.now(), before)
        })?;
        if count > 0 {
            let sessions = plural(count as u64, "session", "sessions");
            let question = format!("Delete {sessions} that ended before {before}?");
            args.confirmation.ask(&[], &question)?;
        }
    }
    let cleared =
        app.change(HistoryAction::ClearSessions, args.expect.revision, |change, now| {
            let snapshot = change.snapshot();
            let count = count_ended(&snapshot, now, before)?;
            let cleared = |revision, sessions| ClearedSessions {
                schema: "mm.cleared/1",
                revision,
                changed: sessions > 0,
                before,
                sessions,
            };
            if count == 0 {
                let revision = snapshot.server()?.revision;
                return change.unchanged(cleared(revision, 0));
            }
            let record = ChangeRecord {
                before: json!({"sessions": count, "ended_before": before}),
                after: json!({"sessions": 0}),
                ..ChangeRecord::default()
            };
            change.record(record, |writer| {
                Ok(cleared(writer.revision(), writer.clear_sessions(before)?))
            })
        })?;
    Ok(Response::new(cleared))
}

fn count_ended(snapshot: &Snapshot<'_>, now: Instant, before: Instant) -> Result<usize> {
    let mut sessions = snapshot.sessions(SessionFilter::All)?;
    catch_up(snapshot, now, Vec::new())?.advance(&mut sessions, |_| true);
    let ended = sessions.iter().filter_map(|session| session.facts.ended);
    Ok(ended.filter(|ended| ended.at < before).count())
}

/// The document `mm.cleared/1`.
#[derive(Serialize)]
struct ClearedSessions {
    schema: &'static str,
    revision: u64,
    changed: bool,
    before: Instant,
    sessions: usize,
}

impl View for ClearedSessions {
    fn page(&self, page: &mut Page) {
        let before = page.time(self.before);
        page.line(match self.sessions as u64 {
            0 => format!("No session ended before {before}; nothing was changed."),
            count => {
                let sessions = plural(count, "session", "sessions");
                format!("Deleted {sessions} that ended before {before}.")
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Origin;
    use crate::testing::TestStore;

    #[test]
    fn ended_sessions_are_deleted_with_an_entry_in_the_history() {
        let store = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "other", "--task", "a=30m"];
        let revision = store.run("20:00", &add).unwrap()["revision"].clone();
        store.works("20:00", 1, Origin::Simulated, &[("a", Some("20:00"))]);
        let clear = |time: &str, before: &str| {
            store.run(time, &["sessions", "clear", "--yes", "--before", before]).unwrap()
        };
        // At 21:00 it has ended at 20:30, which the store does not record yet.
        assert_eq!(clear("20:20", "-0h1s")["sessions"], 0);
        assert_eq!(clear("21:00", "-30m")["sessions"], 0);
        let cleared = clear("21:00", "-29m");
        assert_eq!((&cleared["sessions"], &cleared["changed"]), (&1.into(), &true.into()));
        assert_eq!(cleared["revision"], revision.as_u64().unwrap() + 1);
        let clear = ["sessions", "clear", "--yes", "--before", "+1h"];
        assert_eq!(store.run("21:00", &clear), Err("usage"));
        assert_eq!(store.run("21:00", &["sessions", "show", "1"]), Err("unknown-session"));
    }
}
