//! Keep: the facts of one server in a SQLite file, changed in one transaction with its history.
//!
//! Nothing else names `rusqlite`. A [`Snapshot`] reads in one snapshot. A [`Change`] reads and decides
//! under the lock of a writer; what operators decide can only be written by a [`Writer`], which
//! exists once an entry of the history was made, and what was observed by an [`Observer`].

mod applied;
mod catalog;
mod change;
mod check;
mod completion_names;
mod copy;
mod files;
mod history;
mod job_names;
mod json_columns;
mod maintenance;
mod migrations;
mod open;
mod scenario;
mod seal;
mod sessions;
mod snapshot;
mod sql_error;
mod value;

pub use crate::store::applied::{Applied, AppliedMode, HookPhase};
pub use crate::store::catalog::{JobFilter, Stored};
pub use crate::store::change::{Change, NewStore, Observer, Writer};
pub use crate::store::check::{CheckPart, Finding};
pub use crate::store::completion_names::NameKind;
pub use crate::store::files::Group;
pub use crate::store::history::{Actor, HistoryEntry, HistoryFilter, NewEntry};
pub use crate::store::maintenance::{Opens, Window};
pub use crate::store::open::{Location, Store};
pub use crate::store::scenario::{Part, StoredScenario, invalid};
pub use crate::store::sessions::{SessionFilter, StoredSession};
pub use crate::store::snapshot::{Server, Snapshot, StoreKind};
