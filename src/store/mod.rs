//! The store: one SQLite file that holds the facts of one server and the history of their changes.
//!
//! A [`Snapshot`] reads in one transaction. A [`LockedStore`] reads under the lock of a writer and turns
//! into an [`Observer`], which writes observations, or a [`Writer`], which writes what operators
//! decide and adds an entry to the history.

mod applied;
mod change;
mod check;
mod columns;
mod completion_names;
mod connection;
mod copy;
mod files;
mod history;
mod history_action;
mod hook_runs;
mod jobs;
mod locks;
mod maintenance;
mod migrations;
mod observations;
mod policies;
mod scenario;
mod seal;
mod server;
mod server_observation;
mod sessions;
mod snapshot;
mod sql_error;
mod tenants;

pub use crate::store::applied::{AppliedMode, ApplyRecord, HookPhase, Success};
pub use crate::store::change::{LockedStore, NewStore, Observer, Writer};
pub use crate::store::check::{CheckPart, Finding};
pub use crate::store::completion_names::NameKind;
pub use crate::store::connection::{Location, LockDeadline, Store};
pub use crate::store::files::Group;
pub use crate::store::history::{Actor, HistoryEntry, HistoryFilter, NewEntry};
pub use crate::store::history_action::HistoryAction;
pub use crate::store::hook_runs::LastHookRun;
pub use crate::store::jobs::{JobFilter, KnownStarts, Stored};
pub use crate::store::locks::{RunLock, remove_run_lock};
pub use crate::store::maintenance::{Opens, PlannedWindow};
pub use crate::store::observations::{JobSight, Observation, ObservationKind};
pub use crate::store::scenario::{OpenSessions, Part, StoredModel, invalid};
pub use crate::store::server::{Server, StoreKind};
pub use crate::store::server_observation::ServerObservation;
pub use crate::store::sessions::{SessionFilter, StoredSession, WorkingCount};
pub use crate::store::snapshot::Snapshot;
