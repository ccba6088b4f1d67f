//! The change in the history that `mm undo` reverses.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::Serialize;
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

#[derive(Debug, Clone, Serialize)]
pub struct UndoTarget {
    pub id: i64,
    pub at: Instant,
    pub action: String,
    pub actor: String,
    pub reason: Option<String>,
    #[serde(skip)]
    pub subject: Subject,
    /// The values before and after the change, as the history records them.
    #[serde(skip)]
    pub before: Value,
    #[serde(skip)]
    pub after: Value,
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

    fn name(self) -> &'static str {
        match self {
            Subject::Mode => "the mode",
            Subject::Message => "the notification",
            Subject::Service => "the service",
            Subject::Access => "the access of the tenant",
        }
    }
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
            if entry.action == TAKE_BACK {
                is_taken_back = true;
            } else if is_taken_back && switches_on(entry) {
                is_taken_back = false;
                taken_back.insert(entry.id);
            } else if entry.action == UNDO
                && let Some(id) = values(entry)["after"]["undoes"].as_i64()
            {
                undone.insert(id, entry.id);
            }
        }
        Ok(Changes { entries, undone, taken_back })
    }

    /// Whether the change was neither undone nor taken back. To create a store, to copy it and to
    /// undo are no changes of their own.
    fn stands(&self, entry: &HistoryEntry) -> bool {
        let is_change = match &*entry.action {
            UNDO | TAKE_BACK | "rehearse" => false,
            "init" => entry.id > 1,
            _ => true,
        };
        is_change && !self.undone.contains_key(&entry.id) && !self.taken_back.contains(&entry.id)
    }

    /// The change that now decides about the same thing as `target`, if that is a later one.
    fn successor(&self, target: &UndoTarget) -> Option<&HistoryEntry> {
        self.entries.iter().rev().take_while(|entry| entry.id > target.id).find(|entry| {
            self.stands(entry)
                && Subject::of(&entry.action) == Some(target.subject)
                && values(entry)["after"]["tenant"] == target.after["tenant"]
        })
    }
}

impl UndoTarget {
    /// The latest change. If it cannot be undone, that is an error: an earlier one is undone only
    /// if somebody names it.
    pub fn latest(snapshot: &Snapshot<'_>) -> Result<UndoTarget> {
        let changes = Changes::read(snapshot)?;
        let latest = changes.entries.iter().rev().find(|entry| changes.stands(entry));
        let Some(latest) = latest else {
            let message = "no change is left to undo";
            return Err(
                Error::new(Code::NothingToUndo, message).hint("`mm history` shows all changes")
            );
        };
        let earlier = changes.entries.iter().rev();
        let earlier =
            earlier.filter(|entry| changes.stands(entry)).find(|entry| is_undoable(entry));
        UndoTarget::of(latest).map_err(|error| match earlier {
            None => error,
            Some(earlier) => {
                let way_back = way_back(&latest.action);
                let (number, change) = (earlier.id, in_words(earlier));
                error.hint(format!("{way_back}; `mm undo --entry {number}` undoes {change}"))
            }
        })
    }

    /// An earlier change, if nothing has changed its values since.
    pub fn entry(snapshot: &Snapshot<'_>, id: i64) -> Result<UndoTarget> {
        let changes = Changes::read(snapshot)?;
        let entry = changes.entries.iter().find(|entry| entry.id == id).ok_or_else(|| {
            Error::new(Code::UnknownEntry, format!("the history has no entry {id}"))
                .hint("`mm history` shows the numbers of all entries")
        })?;
        let cannot = |why: &str, hint: &str| {
            let message = format!("{} {why}", in_words(entry));
            Err(Error::new(Code::CannotUndo, message).hint(hint))
        };
        if let Some(by) = changes.undone.get(&id) {
            let why = format!("was undone by entry {by}");
            return cannot(&why, "to make the change again, repeat the command");
        }
        if changes.taken_back.contains(&id) {
            return cannot("was taken back, because a hook refused it", "there is nothing to undo");
        }
        if entry.action == UNDO || entry.action == TAKE_BACK {
            return cannot("cannot be undone", "to make the change again, repeat the command");
        }
        let target = UndoTarget::of(entry)?;
        if let Some(later) = changes.successor(&target) {
            let why =
                format!("no longer stands: {} changed {}", in_words(later), target.subject.name());
            let hint = format!("`mm undo --entry {}` undoes that change first", later.id);
            return cannot(&why, &hint);
        }
        Ok(target)
    }

    fn of(entry: &HistoryEntry) -> Result<UndoTarget> {
        let Some(subject) = Subject::of(&entry.action) else {
            let message = format!("{} cannot be undone", in_words(entry));
            return Err(Error::new(Code::CannotUndo, message).hint(way_back(&entry.action)));
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
        write!(f, "entry {} ({} at {} by {})", self.id, self.action, self.at, self.actor)
    }
}

fn is_undoable(entry: &HistoryEntry) -> bool {
    Subject::of(&entry.action).is_some()
}

fn in_words(entry: &HistoryEntry) -> String {
    format!("entry {} ({} at {} by {})", entry.id, entry.action, entry.at, entry.actor)
}

/// The command that changes something back which cannot be undone.
fn way_back(action: &str) -> &'static str {
    match action {
        "schedule add" => "`mm schedule remove ID` removes the window",
        "schedule remove" => "`mm schedule add` plans the window again",
        "add-job" => "`mm jobs remove JOB` removes the job",
        "edit-job" => "`mm jobs edit JOB` sets the values that `mm history` shows",
        "remove-job" => "`mm jobs add` or `mm jobs import` adds the job again",
        "import" => "`mm jobs import --replace` with the previous files changes it back",
        "start-job" => {
            "a simulated session ends by itself, or with its tenant (`mm tenants disable`)"
        }
        "add-tenant" => "`mm tenants disable TENANT` disables the tenant",
        "edit-tenant" => "`mm tenants edit TENANT` sets the previous values",
        "failover" => "`mm tenants failover TENANT REPLICA --ended` records that it ended",
        "end-failover" => "`mm tenants failover TENANT REPLICA` records it again",
        "clear-sessions" => "only a copy made by `mm store backup` still has the sessions",
        "init" => "`mm init --server NAME` sets the previous name",
        _ => "`mm --help` lists the commands",
    }
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
