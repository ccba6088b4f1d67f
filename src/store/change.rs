//! Changes of the store: read, decide, write and record in one transaction.

use std::ops::Deref;

use rusqlite::{Connection, Transaction};

use crate::domain::{Instant, Service};
use crate::error::{Code, Error, Result};
use crate::store::files::Group;
use crate::store::history::{self, Actor, NewEntry};
use crate::store::history_action::HistoryAction;
use crate::store::server::{self, StoreKind};
use crate::store::snapshot::Snapshot;

/// The contents of a new store.
#[derive(Debug, Clone)]
pub struct NewStore<'a> {
    pub server: &'a str,
    pub kind: Option<StoreKind>,
    /// The site of the console that it is.
    pub site: Option<&'a str>,
    /// The group that shares it.
    pub group: Option<&'a Group>,
    pub actor: &'a Actor,
}

/// A write transaction: no other process writes until it ends. Dropped, it changes nothing.
pub struct LockedStore<'c> {
    transaction: Transaction<'c>,
    now: Instant,
    is_new: bool,
}

/// Writes what was observed. The revision stays.
pub struct Observer<'c> {
    store: LockedStore<'c>,
}

/// Writes what operators decide, together with one entry of the history.
pub struct Writer<'c> {
    observer: Observer<'c>,
    revision: u64,
    actor: Actor,
    entry: NewEntry,
}

impl<'c> LockedStore<'c> {
    pub(super) fn begin(
        transaction: Transaction<'c>,
        now: Instant,
        new: Option<&NewStore<'_>>,
    ) -> Result<LockedStore<'c>> {
        let store = LockedStore { transaction, now, is_new: new.is_some() };
        if let Some(new) = new {
            let NewStore { server: name, kind, site, group, .. } = *new;
            server::create(&store.transaction, name, kind, site, group.is_some(), now)?;
            let group = new.group.map(|group| &group.name);
            let after = serde_json::json!({"server": new.server, "store": new.kind, "group": group, "site": new.site});
            let before = serde_json::Value::Null;
            let entry = NewEntry { action: HistoryAction::Init, reason: None, before, after };
            history::append(&store.snapshot(), now, new.actor, 0, &entry)?;
        }
        Ok(store)
    }

    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot::of(&self.transaction)
    }

    /// Whether this transaction creates the store.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Makes sure that the store is of one kind. A store whose kind is not decided yet becomes one of
    /// this kind.
    pub fn only_for(&self, kind: StoreKind, what: &str) -> Result<()> {
        match self.snapshot().server()?.kind {
            Some(is) if is == kind => Ok(()),
            Some(is) => {
                let hint = match kind {
                    StoreKind::Rehearsal => {
                        "`mm rehearse FILE` makes a copy of this store for rehearsals"
                    }
                    StoreKind::Live => "name the live store with --store",
                };
                let message = format!("{what}; this store is {is}");
                let problem = match is {
                    StoreKind::Live => Error::new(Code::LiveStore, message),
                    StoreKind::Rehearsal => Error::new(Code::RehearsalStore, message),
                };
                Err(problem.hint(hint))
            }
            None => server::set_kind(&self.transaction, kind),
        }
    }

    pub fn observe(self) -> Observer<'c> {
        Observer { store: self }
    }

    /// Raises the revision by one.
    pub fn record(self, actor: &Actor, entry: &NewEntry) -> Result<Writer<'c>> {
        let revision = self.snapshot().server()?.revision + 1;
        server::set_revision(&self.transaction, revision)?;
        let (actor, entry) = (actor.clone(), entry.clone());
        Ok(Writer { observer: Observer { store: self }, revision, actor, entry })
    }

    /// Ends the change without writing anything else. A store that it created stays.
    pub fn leave(self) -> Result<()> {
        Ok(self.transaction.commit()?)
    }
}

impl Observer<'_> {
    pub(super) fn sql(&self) -> &Connection {
        &self.store.transaction
    }

    pub fn now(&self) -> Instant {
        self.store.now
    }

    pub fn snapshot(&self) -> Snapshot<'_> {
        self.store.snapshot()
    }

    /// Records up to when simulated sessions are written down.
    pub fn caught_up(&self, at: Instant) -> Result<()> {
        server::set_caught_up(self.sql(), at)
    }

    pub fn commit(self) -> Result<()> {
        Ok(self.store.transaction.commit()?)
    }
}

impl Writer<'_> {
    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn set_server(
        &self,
        name: &str,
        kind: Option<StoreKind>,
        site: Option<&str>,
        shared: bool,
    ) -> Result<()> {
        server::set_identity(self.sql(), name, kind, site, shared)
    }

    /// Sets the notification text; `None`: the default.
    pub fn set_message(&self, text: Option<&str>) -> Result<()> {
        self.outdate_server_observation()?;
        server::set_message(self.sql(), text)
    }

    /// Sets whether the Cloud Connect Service runs.
    pub fn set_service(&self, service: Service) -> Result<()> {
        server::set_service(self.sql(), service)
    }

    /// Makes the store a rehearsal: running sessions are simulated from now on. What hooks told the
    /// real server is forgotten. Returns how many running sessions were not simulated before.
    pub fn begin_rehearsal(&self) -> Result<usize> {
        server::set_kind(self.sql(), StoreKind::Rehearsal)?;
        self.sql()
            .execute_batch("DELETE FROM applied; DELETE FROM hook_phase; DELETE FROM hook_run;")?;
        let changed = self.sql().execute(
            "UPDATE session SET origin = 'simulated', lock = NULL
             WHERE ended IS NULL AND origin <> 'simulated'",
            [],
        )?;
        Ok(changed)
    }

    /// Commits everything together with the entry of the history, which seals it.
    pub fn commit(self) -> Result<()> {
        let Writer { observer, revision, actor, entry } = self;
        history::append(&observer.snapshot(), observer.now(), &actor, revision, &entry)?;
        observer.commit()
    }
}

impl<'c> Deref for Writer<'c> {
    type Target = Observer<'c>;
    fn deref(&self) -> &Observer<'c> {
        &self.observer
    }
}
