//! The latest change in the history that `mm undo` can reverse.

use std::collections::HashSet;

use serde_json::Value;

use crate::domain::{Instant, Mode, Spelled as _};
use crate::error::{Code, Error, Result};
use crate::ops::apply::confirm_enable::TAKE_BACK;
use crate::store::{HistoryEntry, HistoryFilter, Snapshot};

/// The action of an undo in the history.
pub const UNDO: &str = "undo";

/// What a change was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Mode,
    Message,
    Service,
    Access,
}

#[derive(Debug)]
pub struct LatestChange {
    pub id: i64,
    pub at: Instant,
    pub action: String,
    pub actor: String,
    pub reason: Option<String>,
    pub subject: Subject,
    /// The values before the change, as the history records them.
    pub before: Value,
}

impl Subject {
    fn of(action: &str) -> Option<Subject> {
        match action {
            "enable" | "extend" | "disable" => Some(Subject::Mode),
            "set-message" => Some(Subject::Message),
            "service" => Some(Subject::Service),
            "enable-tenant" | "disable-tenant" => Some(Subject::Access),
            _ => None,
        }
    }
}

impl LatestChange {
    pub fn find(snapshot: &Snapshot<'_>) -> Result<LatestChange> {
        let mut undone = HashSet::new();
        let mut is_taken_back = false;
        for entry in snapshot.history(HistoryFilter::default())?.into_iter().rev() {
            if entry.action == TAKE_BACK {
                is_taken_back = true;
                continue;
            }
            if is_taken_back && switches_on(&entry) {
                // A hook refused it: there is nothing to undo.
                is_taken_back = false;
                continue;
            }
            if entry.action == UNDO {
                undone.extend(change(&entry)["after"]["undoes"].as_i64());
                continue;
            }
            let subject = Subject::of(&entry.action).filter(|_| !undone.contains(&entry.id));
            if let Some(subject) = subject {
                return Ok(LatestChange {
                    before: change(&entry)["before"].take(),
                    id: entry.id,
                    at: entry.at,
                    action: entry.action,
                    actor: entry.actor,
                    reason: entry.reason,
                    subject,
                });
            }
        }
        let message = "there is no change of mode, notification, service or tenant access to undo";
        Err(Error::new(Code::NothingToUndo, message).hint("`mm history` shows all changes"))
    }

    /// The error if the values before the change cannot be read.
    pub fn damaged(&self) -> Error {
        let message = format!("history entry {} does not say what was before", self.id);
        Error::new(Code::Damaged, message).hint("`mm store check` shows more")
    }
}

fn switches_on(entry: &HistoryEntry) -> bool {
    let change = change(entry);
    change["before"]["mode"] == Mode::Active.spelling()
        && change["after"]["mode"] == Mode::Maintenance.spelling()
}

fn change(entry: &HistoryEntry) -> Value {
    serde_json::from_str(entry.change.get()).unwrap_or_default()
}
