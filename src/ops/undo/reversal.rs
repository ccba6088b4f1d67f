//! Which changes `mm undo` reverses, and how to reverse the others.

use crate::store::{HistoryAction, HistoryEntry};

/// How to reverse a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// `mm undo` does.
    Undo(Subject),
    /// By another command, if at all: a hint.
    Otherwise(&'static str),
    /// The entry is no change of its own: a hint.
    NoChange(&'static str),
}

/// What a change was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Mode,
    Message,
    Service,
    Access,
}

impl Reversal {
    pub fn of(entry: &HistoryEntry) -> Reversal {
        let Some(action) = entry.known_action() else {
            return Reversal::Otherwise("`mm --help` lists the commands");
        };
        match action {
            HistoryAction::Enable | HistoryAction::Extend | HistoryAction::Disable => {
                Reversal::Undo(Subject::Mode)
            }
            HistoryAction::SetMessage => Reversal::Undo(Subject::Message),
            HistoryAction::Service => Reversal::Undo(Subject::Service),
            HistoryAction::EnableTenant | HistoryAction::DisableTenant => {
                Reversal::Undo(Subject::Access)
            }
            HistoryAction::Undo | HistoryAction::TakeBack => {
                Reversal::NoChange("to make the change again, repeat the command")
            }
            HistoryAction::Rehearse => Reversal::NoChange("`mm --help` lists the commands"),
            HistoryAction::Init => {
                let hint = "`mm init --server NAME` sets the previous name";
                // The first entry creates the store.
                if entry.id > 1 { Reversal::Otherwise(hint) } else { Reversal::NoChange(hint) }
            }
            HistoryAction::AddWindow => {
                Reversal::Otherwise("`mm schedule remove ID` removes the window")
            }
            HistoryAction::RemoveWindow => {
                Reversal::Otherwise("`mm schedule add` plans the window again")
            }
            HistoryAction::AddJob => Reversal::Otherwise("`mm jobs remove JOB` removes the job"),
            HistoryAction::EditJob => {
                Reversal::Otherwise("`mm jobs edit JOB` sets the values that `mm history` shows")
            }
            HistoryAction::RemoveJob => {
                Reversal::Otherwise("`mm jobs add` or `mm jobs import` adds the job again")
            }
            HistoryAction::StartJob => Reversal::Otherwise(
                "a simulated session ends by itself, or with its tenant (`mm tenants disable`)",
            ),
            HistoryAction::Import => Reversal::Otherwise(
                "`mm jobs import --replace` with the previous files changes it back",
            ),
            HistoryAction::AddTenant => {
                Reversal::Otherwise("`mm tenants disable TENANT` disables the tenant")
            }
            HistoryAction::EditTenant => {
                Reversal::Otherwise("`mm tenants edit TENANT` sets the previous values")
            }
            HistoryAction::Failover => Reversal::Otherwise(
                "`mm tenants failover TENANT REPLICA --ended` records that it ended",
            ),
            HistoryAction::EndFailover => {
                Reversal::Otherwise("`mm tenants failover TENANT REPLICA` records it again")
            }
            HistoryAction::ClearSessions => {
                Reversal::Otherwise("only a copy made by `mm store backup` still has the sessions")
            }
        }
    }
}

impl Subject {
    pub fn name(self) -> &'static str {
        match self {
            Subject::Mode => "the mode",
            Subject::Message => "the notification",
            Subject::Service => "the service",
            Subject::Access => "the access of the tenant",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use crate::domain::Instant;
    use crate::ops::undo::reversal::{Reversal, Subject};
    use crate::store::HistoryEntry;

    #[test]
    fn actions_of_other_versions_are_changes_that_cannot_be_undone() {
        #[track_caller]
        fn case(id: i64, action: &str, want: Reversal) {
            let entry = HistoryEntry {
                id,
                at: Instant::FIRST,
                revision: 1,
                action: action.to_owned(),
                actor: "op".to_owned(),
                uid: None,
                reason: None,
                change: RawValue::NULL.to_owned(),
                hash: String::new(),
            };
            assert_eq!(Reversal::of(&entry), want, "{action}");
        }
        let renamed = "`mm init --server NAME` sets the previous name";
        case(2, "edit-server", Reversal::Otherwise("`mm --help` lists the commands"));
        case(2, "extend", Reversal::Undo(Subject::Mode));
        case(2, "init", Reversal::Otherwise(renamed));
        case(1, "init", Reversal::NoChange(renamed));
    }
}
