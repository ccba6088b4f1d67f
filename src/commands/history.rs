//! History: who did what, when, why, from what to what, and whether all of it fits.

use serde::Serialize;
use serde_json::{Value, json};

use crate::args::Global;
use crate::commands::Response;
use crate::domain::{Look, When};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::output::{Align, Page, Rows, Table, View, plural};
use crate::platform;
use crate::store::{HistoryEntry, HistoryFilter};
use crate::views::history_text;

/// What `mm history` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Every entry carries the hash of the one before it, so that damage and careless edits show. Whoever may write the store could rebuild all of it: keep the last hash elsewhere.\n\nExamples:\n  mm history --limit 10\n  mm history --since -8h --json\n  mm history --verify              0 if all of it fits, 1 if not\n  mm history --head >>audit.log    the last hash, to be kept elsewhere"
)]
pub struct Args {
    /// Show so many entries, the latest
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Show none before this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    since: Option<When>,
    /// Make sure that every entry fits those before it
    #[arg(long, conflicts_with_all = ["limit", "since", "head"])]
    verify: bool,
    /// Print the hash of the last entry
    #[arg(long, conflicts_with_all = ["limit", "since"])]
    head: bool,
}

/// Shows it.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let since = args.since.map(|since| app.when("--since", since, Look::Back));
    let which = HistoryFilter { limit: args.limit, since: since.transpose()? };
    let history = app.look_at_all(|snapshot| {
        if args.verify
            && let Some(broken) = snapshot.broken()?
        {
            let message = format!("entry {} of the history: {}", broken.id, broken.why);
            return Err(Error::new(Code::HistoryBroken, message).hint(
                "compare with a backup (mm store backup) or a hash that was kept elsewhere",
            ));
        }
        let entries = match (args.verify, args.head) {
            (false, false) => Some(snapshot.history(which)?),
            (true, _) | (false, true) => None,
        };
        let count = snapshot
            .history(HistoryFilter { limit: Some(1), since: None })?
            .last()
            .map(|last| last.id);
        Ok(History {
            schema: "mm.history/1",
            revision: snapshot.server()?.revision,
            head: snapshot.head()?,
            verified: args.verify.then_some(true),
            entries: count.unwrap_or(0),
            history: entries,
        })
    })?;
    Ok(Response::of(&app, history))
}

/// The document `mm.history/1`.
#[derive(Serialize)]
struct History {
    schema: &'static str,
    revision: u64,
    head: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
    entries: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<HistoryEntry>>,
}

const COLUMNS: [&str; 10] =
    ["id", "at", "revision", "action", "actor", "uid", "reason", "before", "after", "hash"];

impl View for History {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&COLUMNS);
        for entry in self.history.as_ref()? {
            let (before, after) = change(entry);
            rows.push(vec![
                json!(entry.id),
                json!(entry.at),
                json!(entry.revision),
                json!(entry.action),
                json!(entry.actor),
                json!(entry.uid),
                json!(entry.reason),
                before,
                after,
                json!(entry.hash),
            ]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        let Some(history) = &self.history else {
            return page.line(match self.verified {
                Some(_) => format!(
                    "The history fits: {}, the last with the hash {}.",
                    plural(self.entries.unsigned_abs(), "entry", "entries"),
                    self.head
                ),
                None => self.head.clone(),
            });
        };
        let mut table = Table::new(&[
            ("WHEN", Align::Left),
            ("WHO", Align::Left),
            ("WHAT", Align::Left),
            ("WHY", Align::Left),
        ]);
        for entry in history {
            let (before, after) = change(entry);
            let what = history_text::in_words(entry, &before, &after, page);
            let why = entry.reason.clone().unwrap_or_default();
            table.push([page.time(entry.at), who(entry), what, why]);
        }
        page.table(table);
    }
}

/// From what to what.
fn change(entry: &HistoryEntry) -> (Value, Value) {
    let mut change: Value = serde_json::from_str(entry.change.get()).unwrap_or_default();
    let mut take = |name: &str| change.get_mut(name).map(Value::take).unwrap_or_default();
    (take("before"), take("after"))
}

/// Who claims to have acted, with the real user where that is another.
fn who(entry: &HistoryEntry) -> String {
    match entry.uid {
        Some(uid) if is_another(uid, &entry.actor) => format!("{} (uid {uid})", entry.actor),
        Some(_) | None => entry.actor.clone(),
    }
}

fn is_another(uid: u32, actor: &str) -> bool {
    actor != format!("uid {uid}") && platform::user(uid).as_deref() != Some(actor)
}
