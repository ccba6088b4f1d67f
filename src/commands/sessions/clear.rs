//! Sessions clear: forgets sessions that ended long ago.

use std::io;

use serde::Serialize;

use crate::args::Global;
use crate::commands::Done;
use crate::commands::confirm::Confirmation;
use crate::domain::{Instant, Look, When};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::catch_up::{Act, settle};
use crate::ops::change::expect_revision;
use crate::output::{Page, Show, Sink, plural};
use crate::store::{Sessions, Snapshot};

/// What `mm sessions clear` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Sessions that work stay. What maintenance did to sessions that are forgotten is told by no report any more.\n\nExamples:\n  mm sessions clear --before 2026-01-01T00:00:00Z\n  mm sessions clear --before -30d --yes"
)]
pub struct Args {
    /// Forget those that ended before this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    before: When,
    #[command(flatten)]
    confirmation: Confirmation,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Forgets sessions.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let before = app.when("--before", args.before, Look::Back)?;
    if !args.confirmation.yes {
        let count = app.look(|snapshot| {
            expect_revision(snapshot, args.if_revision)?;
            ended_before(snapshot, app.now(), before)
        })?;
        if count > 0 {
            let sessions = plural(count as u64, "session", "sessions");
            let question = format!("Forget {sessions} that ended before {before}?");
            args.confirmation.ask(&[], &question)?;
        }
    }
    let cleared = app.lock(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        let revision = snapshot.server()?.revision;
        let caught_up = settle(&snapshot, app.now(), Act::default())?;
        let observer = change.observe();
        caught_up.write(&observer)?;
        let sessions = observer.clear_sessions(before)?;
        observer.commit()?;
        let changed = sessions > 0;
        Ok(Cleared { schema: "mm.cleared/1", revision, changed, before, sessions })
    })?;
    Ok(app.done(cleared))
}

/// How many sessions have ended before an instant.
fn ended_before(snapshot: &Snapshot<'_>, now: Instant, before: Instant) -> Result<usize> {
    let mut sessions = snapshot.sessions(Sessions::All)?;
    settle(snapshot, now, Act::default())?.advance(&mut sessions);
    let ended = sessions.iter().filter_map(|session| session.facts.ended);
    Ok(ended.filter(|ended| ended.at < before).count())
}

/// The document `mm.cleared/1`.
#[derive(Serialize)]
struct Cleared {
    schema: &'static str,
    revision: u64,
    changed: bool,
    before: Instant,
    sessions: usize,
}

impl Show for Cleared {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        let before = page.time(self.before);
        page.line(match self.sessions {
            0 => format!("No session ended before {before}; nothing was changed."),
            count => {
                let sessions = plural(count as u64, "session", "sessions");
                format!("Forgot {sessions} that ended before {before}.")
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::facts::Origin;
    use crate::testing::TestStore;

    #[test]
    fn sessions_that_ended_are_forgotten_and_the_revision_stays() {
        let trial = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "other", "--task", "a=30m"];
        let revision = trial.run("20:00", &add).unwrap()["revision"].clone();
        trial.works("20:00", 1, Origin::Simulated, &[("a", Some("20:00"))]);
        let clear = |time: &str, before: &str| {
            trial.run(time, &["sessions", "clear", "--yes", "--before", before]).unwrap()
        };
        // At 21:00 it has ended at 20:30, though nobody has written that down.
        assert_eq!(clear("20:20", "-0h1s")["sessions"], 0);
        assert_eq!(clear("21:00", "-30m")["sessions"], 0);
        let cleared = clear("21:00", "-29m");
        assert_eq!((&cleared["sessions"], &cleared["changed"]), (&1.into(), &true.into()));
        assert_eq!(cleared["revision"], revision);
        assert_eq!(trial.run("21:00", &["sessions", "show", "1"]), Err("unknown-session"));
    }
}
