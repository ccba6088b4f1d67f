//! Latest: the change that is to be undone, out of the history.

use std::collections::HashSet;

use serde_json::Value;

use crate::domain::{Instant, Mode, Spelled as _};
use crate::error::{Code, Error, Result};
use crate::ops::apply::confirm_enable::TAKE_BACK;
use crate::store::{HistoryEntry, HistoryFilter, Snapshot};

/// How an undo is called in the history.
pub const UNDO: &str = "undo";

/// What a change was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The mode.
    Mode,
    /// The notification text.
    Message,
    /// The Cloud Connect Service.
    Service,
    /// Whether a tenant may use the cloud.
    Access,
}

/// The latest change that was not undone.
#[derive(Debug)]
pub struct Latest {
    /// The number of its entry.
    pub id: i64,
    /// When it was made.
    pub at: Instant,
    /// By which command.
    pub action: String,
    /// Who claims to have made it.
    pub actor: String,
    /// Why.
    pub reason: Option<String>,
    /// What it was about.
    pub subject: Subject,
    /// What was before it.
    pub before: Value,
}

impl Subject {
    /// What an action changes, if it can be undone.
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

impl Latest {
    /// Finds it.
    pub fn of(snapshot: &Snapshot<'_>) -> Result<Latest> {
        let mut undone = HashSet::new();
        let mut taken_back = false;
        for entry in snapshot.history(HistoryFilter::default())?.into_iter().rev() {
            if entry.action == TAKE_BACK {
                taken_back = true;
                continue;
            }
            if taken_back && switches_on(&entry) {
                // A hook refused it, so it is as if it had never been.
                taken_back = false;
                continue;
            }
            if entry.action == UNDO {
                undone.extend(change(&entry)["after"]["undoes"].as_i64());
                continue;
            }
            let Some(subject) = Subject::of(&entry.action).filter(|_| !undone.contains(&entry.id))
            else {
                continue;
            };
            return Ok(Latest {
                before: change(&entry)["before"].take(),
                id: entry.id,
                at: entry.at,
                action: entry.action,
                actor: entry.actor,
                reason: entry.reason,
                subject,
            });
        }
        let message = "no change of mode, message, service or tenant access is left to be undone";
        Err(Error::new(Code::NothingToUndo, message).hint("mm history shows what was done"))
    }

    /// What was before cannot be read.
    pub fn damaged(&self) -> Error {
        let message = format!("entry {} of the history does not say what was before", self.id);
        Error::new(Code::Damaged, message).hint("mm store check tells more")
    }
}

/// Whether an entry switched the mode on.
fn switches_on(entry: &HistoryEntry) -> bool {
    let change = change(entry);
    change["before"]["mode"] == Mode::Active.spelling()
        && change["after"]["mode"] == Mode::Maintenance.spelling()
}

fn change(entry: &HistoryEntry) -> Value {
    serde_json::from_str(entry.change.get()).unwrap_or_default()
}
