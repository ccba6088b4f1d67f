//! `mm history`: show who changed what, when and why, and verify that nothing was altered.

use serde_json::{Value, json};

use super::prelude::*;
use crate::domain::plural;
use crate::output::{Rows, Table};
use crate::platform;
use crate::store::{HistoryEntry, HistoryFilter};
use crate::views::history_text;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each entry contains the hash of the entry before it, so --verify finds damage and careless edits. A user who may write the store can rebuild the whole history, so keep the last hash elsewhere.\n\nExamples:\n  mm history --limit 10\n  mm history --since -8h --json\n  mm history --verify              0 if every entry fits, 1 if not\n  mm history --head >>audit.log    keep the last hash elsewhere"
)]
pub struct Args {
    /// Number of entries to show, the latest ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Show entries since this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    since: Option<When>,
    /// Check that every entry fits the ones before it
    #[arg(long, conflicts_with_all = ["limit", "since", "head"])]
    verify: bool,
    /// Print the hash of the last entry
    #[arg(long, conflicts_with_all = ["limit", "since"])]
    head: bool,
}

impl Args {
    /// Whether the result has rows: `--verify` and `--head` answer with one line.
    pub fn has_rows(&self) -> bool {
        !self.verify && !self.head
    }
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let since = args.since.map(|since| app.when("--since", since, Toward::Past)).transpose()?;
    let which = HistoryFilter { limit: args.limit, since };
    let document = app.look_at_all(|snapshot| {
        if args.verify
            && let Some(broken) = snapshot.first_broken_entry()?
        {
            let message = format!("history entry {}: {}", broken.id, broken.why);
            return Err(Error::new(Code::HistoryBroken, message)
                .hint("compare it with a backup (`mm store backup`) or a hash that you kept"));
        }
        let last = snapshot.history(HistoryFilter { limit: Some(1), since: None })?.pop();
        Ok(HistoryDocument {
            schema: "mm.history/1",
            revision: snapshot.server()?.revision,
            head: snapshot.head()?,
            verified: args.verify.then_some(true),
            entries: last.map_or(0, |last| last.id),
            history: args.has_rows().then(|| snapshot.history(which)).transpose()?,
        })
    })?;
    Ok(Response::new(document))
}

/// The document `mm.history/1`.
#[derive(Serialize)]
struct HistoryDocument {
    schema: &'static str,
    revision: u64,
    head: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
    entries: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<HistoryEntry>>,
}

const COLUMNS: &str = "id at revision action actor uid reason before after hash";

impl View for HistoryDocument {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(COLUMNS.split(' '));
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
                    "The history is intact: {}; the last hash is {}.",
                    plural(self.entries.unsigned_abs(), "entry", "entries"),
                    self.head
                ),
                None => self.head.clone(),
            });
        };
        let mut table = Table::of("ENTRY: | WHEN | WHO | WHAT | REASON");
        table.leave_out_first(&["WHO", "REASON"]);
        let dates = page.dates();
        for entry in history {
            let (before, after) = change(entry);
            let when = dates.at(entry.at);
            let what = history_text::in_words(entry, &before, &after, &dates);
            let why = entry.reason.clone().unwrap_or_default();
            table.push([entry.id.to_string(), when, who(entry), what, why]);
        }
        page.table(table);
    }
}

/// The values before and after.
fn change(entry: &HistoryEntry) -> (Value, Value) {
    let mut change: Value = serde_json::from_str(entry.change.get()).unwrap_or_default();
    let mut take = |name: &str| change.get_mut(name).map(Value::take).unwrap_or_default();
    (take("before"), take("after"))
}

/// The actor, with the real user if that is another one.
fn who(entry: &HistoryEntry) -> String {
    match entry.uid {
        Some(uid) if is_another(uid, &entry.actor) => format!("{} (uid {uid})", entry.actor),
        Some(_) | None => entry.actor.clone(),
    }
}

fn is_another(uid: u32, actor: &str) -> bool {
    actor != format!("uid {uid}") && platform::user(uid).as_deref() != Some(actor)
}
