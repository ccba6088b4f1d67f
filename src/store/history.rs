//! History: one entry for each change of what operators decide, chained by hashes.

use std::fmt::Write as _;

use rusqlite::types::{FromSql, FromSqlResult, ValueRef};
use rusqlite::{Row, params};
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::domain::{Instant, Spelled as _};
use crate::error::{Code, Error, Result};
use crate::store::columns::{first_row, rows, wrong};
use crate::store::history_action::HistoryAction;
use crate::store::snapshot::Snapshot;

/// The hash before the first entry.
const ROOT: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name that is claimed.
    pub name: String,
    /// The real user of the process, where the system tells.
    pub uid: Option<u32>,
}

/// A change to be recorded.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub action: HistoryAction,
    pub reason: Option<String>,
    /// What the change replaces.
    pub before: serde_json::Value,
    pub after: serde_json::Value,
}

/// An entry of the history.
#[derive(Debug, Serialize)]
pub struct HistoryEntry {
    /// 1, 2, and so on, without a gap.
    pub id: i64,
    pub at: Instant,
    /// The revision after it.
    pub revision: u64,
    /// A spelling of a [`HistoryAction`]; stores of other versions may have others.
    pub action: String,
    /// The name that was claimed.
    pub actor: String,
    /// The real user of the process.
    pub uid: Option<u32>,
    pub reason: Option<String>,
    /// `before`, `after` and `seal`.
    pub change: Box<RawValue>,
    /// SHA-256 of the hash of the entry before, followed by this entry as JSON.
    pub hash: String,
}

/// An entry that does not fit the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub id: i64,
    pub why: String,
}

/// Which entries of the history to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryFilter {
    /// The number of the latest entries to read; `None`: all.
    pub limit: Option<u32>,
    pub since: Option<Instant>,
}

impl HistoryEntry {
    /// The action; `None` if this version does not know it.
    pub fn known_action(&self) -> Option<HistoryAction> {
        HistoryAction::spelled(&self.action)
    }

    fn expected_hash(&self, before: &str) -> Result<String> {
        let text = serde_json::to_string(&(
            self.id,
            self.at.millis(),
            self.revision,
            &self.action,
            &self.actor,
            self.uid,
            &self.reason,
            self.change.get(),
        ))
        .map_err(|error| Error::from_cause(Code::Store, error))?;
        Ok(hexadecimal(&Sha256::new_with_prefix(before).chain_update(text).finalize()))
    }

    /// Whether nothing of it was altered since it was added after `before`.
    pub(super) fn follows(&self, before: Option<&HistoryEntry>) -> Result<bool> {
        let id = before.map_or(1, |before| before.id + 1);
        let hash = self.expected_hash(before.map_or(ROOT, |before| &before.hash))?;
        Ok(self.id == id && self.hash == hash)
    }
}

/// A digest in hexadecimal.
pub(super) fn hexadecimal(digest: &[u8]) -> String {
    let mut hash = String::with_capacity(2 * digest.len());
    for byte in digest {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

impl Snapshot<'_> {
    /// The entries of the history, oldest first.
    pub fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryEntry>> {
        let sql = "SELECT id, at, revision, action, actor, uid, reason, change, hash FROM history
            WHERE at >= ifnull(?1, at) ORDER BY id DESC LIMIT ifnull(?2, -1)";
        let mut entries = rows(self.connection, sql, params![filter.since, filter.limit], entry)?;
        entries.reverse();
        Ok(entries)
    }

    /// When the store was last changed; the beginning of the calendar if it never was.
    pub fn last_change(&self) -> Result<Instant> {
        let sql = "SELECT at FROM history ORDER BY id DESC LIMIT 1";
        let last = first_row(self.connection, sql, [], |row| row.get("at"))?;
        Ok(last.unwrap_or(Instant::FIRST))
    }

    /// The first entry's hash, which a store shares with its copies and with no other store.
    pub fn identity(&self) -> Result<Option<String>> {
        let sql = "SELECT hash FROM history ORDER BY id LIMIT 1";
        first_row(self.connection, sql, [], |row| row.get("hash"))
    }

    /// The last entry's hash, to be kept elsewhere.
    pub fn head(&self) -> Result<String> {
        let last = self.history(HistoryFilter { limit: Some(1), since: None })?.pop();
        Ok(last.map_or_else(|| ROOT.to_owned(), |entry| entry.hash))
    }

    /// The first entry that does not fit those before it, if there is one.
    pub fn first_broken_entry(&self) -> Result<Option<Broken>> {
        let mut before = ROOT.to_owned();
        let (mut id, mut revision) = (0, 0);
        for entry in self.history(HistoryFilter::default())? {
            let broken = |why: String| Ok(Some(Broken { id: entry.id, why }));
            if entry.id != id + 1 {
                return broken(format!("entries before it are missing: {} follows {id}", entry.id));
            }
            if entry.expected_hash(&before)? != entry.hash {
                return broken("it was altered, or an entry before it was".to_owned());
            }
            if entry.revision < revision {
                return broken(format!("its revision {} follows {revision}", entry.revision));
            }
            (id, revision, before) = (entry.id, entry.revision, entry.hash);
        }
        if id == 0 {
            let why = "it is missing: every store begins with one".to_owned();
            return Ok(Some(Broken { id: 1, why }));
        }
        let known = self.server()?.revision;
        if known != revision {
            let why = format!(
                "the store is at revision {known}, the last entry at {revision}: entries after it are missing"
            );
            return Ok(Some(Broken { id: id + 1, why }));
        }
        Ok(None)
    }
}

/// Adds an entry at the end, which seals what stands now.
pub(super) fn append(
    snapshot: &Snapshot<'_>,
    at: Instant,
    actor: &Actor,
    revision: u64,
    entry: &NewEntry,
) -> Result<()> {
    let NewEntry { before, after, .. } = entry;
    let seal = snapshot.seal(&snapshot.server()?)?;
    let change = serde_json::json!({"before": before, "after": after, "seal": seal});
    let last = snapshot.history(HistoryFilter { limit: Some(1), since: None })?.pop();
    let mut entry = HistoryEntry {
        id: last.as_ref().map_or(1, |last| last.id + 1),
        at,
        revision,
        action: entry.action.to_string(),
        actor: actor.name.clone(),
        uid: actor.uid,
        reason: entry.reason.clone(),
        change: RawValue::from_string(change.to_string())
            .map_err(|error| Error::from_cause(Code::Store, error))?,
        hash: String::new(),
    };
    entry.hash = entry.expected_hash(last.as_ref().map_or(ROOT, |last| &last.hash))?;
    snapshot.connection.execute(
        "INSERT INTO history (id, at, revision, action, actor, uid, reason, change, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            entry.id,
            entry.at,
            entry.revision,
            entry.action,
            entry.actor,
            entry.uid,
            entry.reason,
            entry.change.get(),
            entry.hash,
        ],
    )?;
    Ok(())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
    Ok(HistoryEntry {
        id: row.get("id")?,
        at: row.get("at")?,
        revision: row.get("revision")?,
        action: row.get("action")?,
        actor: row.get("actor")?,
        uid: row.get("uid")?,
        reason: row.get("reason")?,
        change: row.get::<_, RawJson>("change")?.0,
        hash: row.get("hash")?,
    })
}

struct RawJson(Box<RawValue>);

impl FromSql for RawJson {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?.to_owned();
        RawValue::from_string(text)
            .map(RawJson)
            .map_err(|error| wrong(format!("cannot be read: {error}")))
    }
}
