//! Change: read, decide, write and record, in one transaction.

use std::ops::Deref;

use rusqlite::{Connection, Transaction, params};

use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::store::files::Group;
use crate::store::history::{self, Actor, NewEntry};
use crate::store::snapshot::{Snapshot, StoreKind};

/// What a new store begins with.
#[derive(Debug, Clone)]
pub struct NewStore<'a> {
    /// The server's name.
    pub server: &'a str,
    /// What the store is for, if that was said.
    pub kind: Option<StoreKind>,
    /// The group that shares it, if one does.
    pub group: Option<&'a Group>,
    /// Who founds it.
    pub actor: &'a Actor,
}

/// A change that has begun: no other process writes until it ends. It reads and decides; without
/// more, it leaves everything as it was.
pub struct Change<'c> {
    transaction: Transaction<'c>,
    now: Instant,
    is_new: bool,
}

/// May write what was observed.
pub struct Observer<'c> {
    change: Change<'c>,
}

/// May write what operators decide: with it an entry of the history is made, or nothing is.
pub struct Writer<'c> {
    observer: Observer<'c>,
    revision: u64,
    actor: Actor,
    entry: NewEntry,
}

impl<'c> Change<'c> {
    pub(super) fn begin(
        transaction: Transaction<'c>,
        now: Instant,
        founding: Option<&NewStore<'_>>,
    ) -> Result<Change<'c>> {
        let change = Change { transaction, now, is_new: founding.is_some() };
        if let Some(founding) = founding {
            change.transaction.execute(
                "INSERT INTO server (id, name, kind, shared, created, revision, settled, service) VALUES (1, ?, ?, ?, ?, 0, ?, 'running')",
                params![
                    founding.server,
                    founding.kind,
                    founding.group.is_some(),
                    now,
                    now,
                ],
            )?;
            let group = founding.group.map(|group| &group.name);
            let after = serde_json::json!({"server": founding.server, "store": founding.kind, "group": group});
            let before = serde_json::Value::Null;
            let entry = NewEntry { action: "init", reason: None, before, after };
            history::append(&change.snapshot(), now, founding.actor, 0, &entry)?;
        }
        Ok(change)
    }

    /// The store as it is now.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot::of(&self.transaction)
    }

    /// Whether this change founds the store.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Makes sure that the store is of one kind: what only that kind allows is about to be done.
    /// A store of which nobody said what it is for becomes one of that kind.
    pub fn only_for(&self, kind: StoreKind, what: &str) -> Result<()> {
        match self.snapshot().server()?.kind {
            Some(is) if is == kind => Ok(()),
            Some(is) => {
                let hint = match kind {
                    StoreKind::Rehearsal => "mm rehearse FILE makes a rehearsal copy of this store",
                    StoreKind::Live => "name the live store with --store",
                };
                let message = format!("{what}; this store is {is}");
                let problem = match is {
                    StoreKind::Live => Error::new(Code::LiveStore, message),
                    StoreKind::Rehearsal => Error::new(Code::RehearsalStore, message),
                };
                Err(problem.hint(hint))
            }
            None => {
                self.transaction.execute("UPDATE server SET kind = ?", [kind])?;
                Ok(())
            }
        }
    }

    /// Goes on to write what was observed; the revision stays.
    pub fn observe(self) -> Observer<'c> {
        Observer { change: self }
    }

    /// Goes on to do what is recorded with it. The revision goes up by one.
    pub fn record(self, actor: &Actor, entry: &NewEntry) -> Result<Writer<'c>> {
        let revision = self.snapshot().server()?.revision + 1;
        self.transaction.execute("UPDATE server SET revision = ?", [revision])?;
        let (actor, entry) = (actor.clone(), entry.clone());
        Ok(Writer { observer: Observer { change: self }, revision, actor, entry })
    }

    /// Ends the change, keeping only a store that it founded.
    pub fn leave(self) -> Result<()> {
        Ok(self.transaction.commit()?)
    }
}

impl Observer<'_> {
    pub(super) fn sql(&self) -> &Connection {
        &self.change.transaction
    }

    /// The present of this change.
    pub fn now(&self) -> Instant {
        self.change.now
    }

    /// The store as it is now, in the middle of the change.
    pub fn snapshot(&self) -> Snapshot<'_> {
        self.change.snapshot()
    }

    /// Simulated sessions are written down up to `at`.
    pub fn caught_up(&self, at: Instant) -> Result<()> {
        self.sql().execute("UPDATE server SET settled = ?", [at])?;
        Ok(())
    }

    /// An import told of this instant; `complete` if of all sessions that worked then.
    pub fn observed(&self, at: Instant, complete: bool) -> Result<()> {
        self.sql().execute(
            "INSERT INTO observation (at, recorded, complete) VALUES (?, ?, ?)",
            params![at, self.change.now, complete],
        )?;
        Ok(())
    }

    /// Makes all of it true at once, or nothing.
    pub fn commit(self) -> Result<()> {
        Ok(self.change.transaction.commit()?)
    }
}

impl Writer<'_> {
    /// The revision that this change makes.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Sets what is known of the server and the store as a whole.
    pub fn set_server(&self, name: &str, kind: Option<StoreKind>, shared: bool) -> Result<()> {
        self.sql().execute(
            "UPDATE server SET name = ?, kind = ?, shared = ?",
            params![name, kind, shared],
        )?;
        Ok(())
    }

    /// Makes the store a rehearsal: sessions that work go on with the clock from now on, as if
    /// they had been started here. What the real server was told says nothing of a rehearsal's.
    /// Returns how many were not simulated before.
    pub fn begin_rehearsal(&self) -> Result<usize> {
        self.sql().execute("UPDATE server SET kind = ?", [StoreKind::Rehearsal])?;
        self.sql().execute_batch("DELETE FROM applied; DELETE FROM busy;")?;
        let changed = self.sql().execute(
            "UPDATE session SET origin = 'simulated', pid = NULL, pid_started = NULL, boot = NULL
             WHERE ended IS NULL AND origin <> 'simulated'",
            [],
        )?;
        Ok(changed)
    }

    /// Makes all of it true at once with its entry of the history, which seals what was written,
    /// or nothing.
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
