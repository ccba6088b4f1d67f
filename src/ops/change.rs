//! The one way to change what operators decide: lock, clock, revision, decision, catch-up, history entry, commit.

use serde_json::Value;

use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::scenario::Event;
use crate::store::{HistoryAction, LockedStore, NewEntry, Observer, Snapshot, StoreKind, Writer};

/// A locked store, about to be changed.
pub struct Change<'c> {
    app: &'c App,
    action: HistoryAction,
    store: LockedStore<'c>,
}

/// What the history records of a change, and what it does to simulated sessions.
#[derive(Default)]
pub struct ChangeRecord {
    pub before: Value,
    pub after: Value,
    pub reason: Option<String>,
    /// What happens now to simulated sessions.
    pub events: Vec<Event>,
}

impl App {
    /// Changes the store under the lock. The closure decides at `now`, the present as it is read
    /// once the lock is held, and ends with [`Change::record`] or [`Change::unchanged`].
    ///
    /// `action` names the change in the history. Fails with `conflict` if the store is not at
    /// `expected_revision`.
    pub fn change<T>(
        &self,
        action: HistoryAction,
        expected_revision: Option<u64>,
        decide: impl FnOnce(Change<'_>, Instant) -> Result<T>,
    ) -> Result<T> {
        self.lock(|store| {
            expect_revision(&store.snapshot(), expected_revision)?;
            decide(Change { app: self, action, store }, self.now())
        })
    }
}

impl Change<'_> {
    pub fn snapshot(&self) -> Snapshot<'_> {
        self.store.snapshot()
    }

    /// Refuses to go on with a store of another kind; a store of no kind becomes one of this.
    pub fn only_for(&self, kind: StoreKind, what: &str) -> Result<()> {
        self.store.only_for(kind, what)
    }

    /// The hooks that this change will run, checked.
    pub fn hooks(&self) -> Result<Hooks> {
        self.app.hooks_for(&self.store)
    }

    /// Ends without a change.
    pub fn unchanged<T>(self, outcome: T) -> Result<T> {
        self.store.leave()?;
        Ok(outcome)
    }

    /// Catches up simulated sessions, writes the change and its history entry, and commits.
    pub fn record<T>(
        self,
        record: ChangeRecord,
        write: impl FnOnce(&Writer<'_>) -> Result<T>,
    ) -> Result<T> {
        let ChangeRecord { before, after, reason, events } = record;
        let caught_up = catch_up(&self.store.snapshot(), self.app.now(), events)?;
        let entry = NewEntry { action: self.action, reason, before, after };
        let writer = self.store.record(&self.app.actor, &entry)?;
        caught_up.write(&writer)?;
        let outcome = write(&writer)?;
        writer.commit()?;
        self.app.set_changed();
        Ok(outcome)
    }

    /// Writes what was observed, without a history entry or a new revision, and commits.
    pub fn observe<T>(self, write: impl FnOnce(&Observer<'_>) -> Result<T>) -> Result<T> {
        let observer = self.store.observe();
        let outcome = write(&observer)?;
        observer.commit()?;
        self.app.set_changed();
        Ok(outcome)
    }
}

/// Fails if the store was changed since a script read `expected`.
pub fn expect_revision(snapshot: &Snapshot<'_>, expected: Option<u64>) -> Result<()> {
    let revision = snapshot.server()?.revision;
    match expected {
        Some(expected) if expected != revision => {
            let message = format!("the store is at revision {revision}, not {expected}");
            Err(Error::new(Code::Conflict, message)
                .hint("somebody changed it meanwhile: see `mm history`, then decide again"))
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Actor, NewStore};
    use crate::testing::{TestStore, live_app};

    #[test]
    fn a_store_that_became_one_of_a_kind_stays_it_even_if_nothing_else_changes() {
        let folder = tempfile::tempdir().unwrap();
        let app = live_app(folder.path().join("mm.db"));
        let actor = Actor { name: "trial".to_owned(), uid: None };
        let new = NewStore { server: "trial", kind: None, site: None, group: None, actor: &actor };
        let revision = app.lock_or_create(&new, |store| {
            let revision = store.snapshot().server()?.revision;
            store.leave()?;
            Ok(revision)
        });
        let kind = || app.look(|snapshot| Ok(snapshot.server()?.kind)).unwrap();
        assert_eq!((revision.unwrap(), kind()), (0, None));
        let live = |change: Change<'_>, _| {
            change.only_for(StoreKind::Live, "a trial")?;
            change.unchanged(())
        };
        app.change(HistoryAction::Disable, None, live).unwrap();
        assert_eq!((kind(), app.has_changed()), (Some(StoreKind::Live), false));
    }

    #[test]
    fn what_was_written_is_a_change_whatever_becomes_of_the_result() {
        let store = TestStore::live();
        let recorded = store.app("20:00");
        let record = |change: Change<'_>, _| change.record(ChangeRecord::default(), |_| Ok(()));
        recorded.change(HistoryAction::Disable, None, record).unwrap();
        assert!(recorded.has_changed());
        let observed = store.app("20:01");
        let observe = |change: Change<'_>, _| change.observe(|_| Ok(()));
        observed.change(HistoryAction::Disable, None, observe).unwrap();
        assert!(observed.has_changed());
    }

    #[test]
    fn a_change_of_another_revision_than_the_expected_one_is_refused() {
        let store = TestStore::new();
        store.run("20:00", &["set-message", "Closed"]).unwrap();
        for (expected, want) in [("0", Err("conflict")), ("2", Err("conflict")), ("1", Ok(()))] {
            let words = ["set-message", "Open", "--if-revision", expected];
            assert_eq!(store.run("20:01", &words).map(drop), want, "{expected}");
        }
    }
}
