//! The change in the history that `mm undo` reverses.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::domain::{Instant, Mode, Spelled as _};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::undo::reversal::{Reversal, Subject};
use crate::store::{HistoryAction, HistoryEntry, HistoryFilter, Snapshot};

#[derive(Debug, Clone, Serialize)]
pub struct UndoTarget {
    pub id: i64,
    pub at: Instant,
    pub action: String,
    pub actor: String,
    pub reason: Option<String>,
    #[serde(skip)]
    pub subject: Subject,
    /// Its number, action, time and actor, for people.
    #[serde(skip)]
    name: String,
    /// The values before and after the change, as the history records them.
    #[serde(skip)]
    pub before: Value,
    #[serde(skip)]
    pub after: Value,
}

/// The history, with what became of each entry.
struct Changes {
    entries: Vec<HistoryEntry>,
    /// Entries that were undone, and by which entry.
    undone: HashMap<i64, i64>,
    /// Entries that switched the mode on and were taken back, because a hook refused that.
    taken_back: HashSet<i64>,
}

impl Changes {
    fn read(snapshot: &Snapshot<'_>) -> Result<Changes> {
        let entries = snapshot.history(HistoryFilter::default())?;
        let (mut undone, mut taken_back) = (HashMap::new(), HashSet::new());
        let mut is_taken_back = false;
        for entry in entries.iter().rev() {
            let action = entry.known_action();
            if action == Some(HistoryAction::TakeBack) {
                is_taken_back = true;
            } else if is_taken_back && switches_on(entry) {
                is_taken_back = false;
                taken_back.insert(entry.id);
            } else if action == Some(HistoryAction::Undo)
                && let Some(id) = values(entry)["after"]["undoes"].as_i64()
            {
                undone.insert(id, entry.id);
            }
        }
        Ok(Changes { entries, undone, taken_back })
    }

    /// Whether the entry is a change that was neither undone nor taken back.
    fn stands(&self, entry: &HistoryEntry) -> bool {
        let is_change = !matches!(Reversal::of(entry), Reversal::NoChange(_));
        is_change && !self.undone.contains_key(&entry.id) && !self.taken_back.contains(&entry.id)
    }

    /// The change that now decides about the same thing as `target`, if that is a later one.
    fn successor(&self, target: &UndoTarget) -> Option<&HistoryEntry> {
        self.entries.iter().rev().take_while(|entry| entry.id > target.id).find(|entry| {
            self.stands(entry)
                && Reversal::of(entry) == Reversal::Undo(target.subject)
                && values(entry)["after"]["tenant"] == target.after["tenant"]
        })
    }
}

impl UndoTarget {
    /// The latest change. If it cannot be undone, that is an error: an earlier one is undone only
    /// if somebody names it.
    pub fn latest(app: &App, snapshot: &Snapshot<'_>) -> Result<UndoTarget> {
        let changes = Changes::read(snapshot)?;
        let latest = changes.entries.iter().rev().find(|entry| changes.stands(entry));
        let Some(latest) = latest else {
            let message = "no change is left to undo";
            return Err(
                Error::new(Code::NothingToUndo, message).hint("`mm history` shows all changes")
            );
        };
        let earlier = changes.entries.iter().rev().find(|entry| {
            changes.stands(entry) && matches!(Reversal::of(entry), Reversal::Undo(_))
        });
        UndoTarget::of(app, latest).map_err(|mut error| {
            if let (Some(earlier), Some(hint)) = (earlier, &mut error.hint) {
                let (number, change) = (earlier.id, in_words(app, earlier));
                *hint = format!("{hint}; `mm undo --entry {number}` undoes {change}");
            }
            error
        })
    }

    /// An earlier change, if nothing has changed its values since.
    pub fn entry(app: &App, snapshot: &Snapshot<'_>, id: i64) -> Result<UndoTarget> {
        let changes = Changes::read(snapshot)?;
        let entry = changes.entries.iter().find(|entry| entry.id == id).ok_or_else(|| {
            Error::new(Code::UnknownEntry, format!("the history has no entry {id}"))
                .hint("`mm history` shows the numbers of all entries")
        })?;
        let cannot = |why: &str, hint: &str| {
            let message = format!("{} {why}", in_words(app, entry));
            Err(Error::new(Code::CannotUndo, message).hint(hint))
        };
        if let Some(by) = changes.undone.get(&id) {
            let why = format!("was undone by entry {by}");
            return cannot(&why, "to make the change again, repeat the command");
        }
        if changes.taken_back.contains(&id) {
            return cannot("was taken back, because a hook refused it", "there is nothing to undo");
        }
        let target = UndoTarget::of(app, entry)?;
        if let Some(later) = changes.successor(&target) {
            let why = format!(
                "no longer stands: {} changed {}",
                in_words(app, later),
                target.subject.name()
            );
            let hint = format!("`mm undo --entry {}` undoes that change first", later.id);
            return cannot(&why, &hint);
        }
        Ok(target)
    }

    fn of(app: &App, entry: &HistoryEntry) -> Result<UndoTarget> {
        let subject = match Reversal::of(entry) {
            Reversal::Undo(subject) => subject,
            Reversal::Otherwise(hint) | Reversal::NoChange(hint) => {
                let message = format!("{} cannot be undone", in_words(app, entry));
                return Err(Error::new(Code::CannotUndo, message).hint(hint));
            }
        };
        let mut values = values(entry);
        Ok(UndoTarget {
            before: values["before"].take(),
            after: values["after"].take(),
            id: entry.id,
            at: entry.at,
            action: entry.action.clone(),
            actor: entry.actor.clone(),
            reason: entry.reason.clone(),
            subject,
            name: in_words(app, entry),
        })
    }

    /// The error if the values are no longer those after the change, though no command changed them.
    pub fn outdated(&self, now: &str) -> Error {
        let message = format!("{self} no longer stands: {now}");
        Error::new(Code::CannotUndo, message).hint("`mm status` shows the present state")
    }

    /// The error if the values before the change cannot be read.
    pub fn damaged(&self) -> Error {
        let message = format!("history entry {} does not say what was before", self.id);
        Error::new(Code::Damaged, message).hint("`mm store check` shows more")
    }
}

impl fmt::Display for UndoTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn in_words(app: &App, entry: &HistoryEntry) -> String {
    let HistoryEntry { id, action, actor, .. } = entry;
    format!("entry {id} ({action} at {} by {actor})", app.times()(entry.at))
}

fn switches_on(entry: &HistoryEntry) -> bool {
    let values = values(entry);
    values["before"]["mode"] == Mode::Active.spelling()
        && values["after"]["mode"] == Mode::Maintenance.spelling()
}

/// The values before and after the change.
fn values(entry: &HistoryEntry) -> Value {
    serde_json::from_str(entry.change.get()).unwrap_or_default()
}
