//! Opening a store: its path, its SQLite connection, and the transactions that read and change it.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::clock::Deadline;
use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::platform::interruption::was_interrupted;
use crate::store::change::{LockedStore, NewStore};
use crate::store::files::{self, Group};
use crate::store::migrations::{self, Schema};
use crate::store::snapshot::Snapshot;

/// A locked store is tried this often, [`PAUSE`] apart: for 30 seconds.
pub(super) const TRIES: i32 = 6000;
pub(super) const PAUSE: Duration = Duration::from_millis(5);
/// The journal is cut to this many bytes after a change that needed more.
const JOURNAL: i64 = 1 << 20;

/// The path of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location(pub PathBuf);

impl Location {
    /// Names the store in an error.
    pub fn about(&self, problem: Error) -> Error {
        problem.context(format!("the store {}", self.0.display()))
    }

    /// Makes sure that a group which gets access to the store gets access to nothing else.
    pub fn may_be_shared(&self, with: &Group) -> Result<()> {
        files::refuse_shared_folder_in_use(&self.0, with)
    }

    /// Gives the folder and the file to a group. Returns whether that changed anything.
    pub fn share(&self, with: &Group) -> Result<bool> {
        files::share(&self.0, with)
    }

    /// Refuses a path without a file that may be a store.
    fn refuse_missing(&self) -> Result<()> {
        match fs::metadata(&self.0) {
            Ok(found) if found.is_dir() => {
                let folder = Error::new(Code::NotAStore, "it is a folder");
                let hint = format!("name a file in it, such as {}", self.0.join("mm.db").display());
                Err(self.about(folder.hint(hint)))
            }
            // Opening a pipe would wait until somebody writes to it.
            Ok(found) if !found.is_file() => {
                Err(self.about(Error::new(Code::NotAStore, "it is not a regular file")))
            }
            Ok(found) if found.len() == 0 => Err(self.missing()),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(self.missing()),
            Err(error) => {
                let problem = Error::from_cause(Code::NotReadable, error).context("cannot be read");
                Err(self.about(problem))
            }
        }
    }

    fn missing(&self) -> Error {
        Error::new(Code::NoStore, format!("there is no store at {}", self.0.display()))
            .hint("`mm init --live` creates one there; --store PATH or MM_STORE names another")
    }
}

/// An open store.
pub struct Store {
    pub(super) connection: Connection,
}

thread_local! {
    static LOCK_DEADLINE: Cell<Option<Deadline>> = const { Cell::new(None) };
}

/// Limits waiting: while it lives, this thread waits for locks of stores until a deadline at most,
/// or until a signal is caught.
pub struct LockDeadline(());

impl LockDeadline {
    pub fn set(deadline: Deadline) -> LockDeadline {
        LOCK_DEADLINE.set(Some(deadline));
        LockDeadline(())
    }
}

impl Drop for LockDeadline {
    fn drop(&mut self) {
        LOCK_DEADLINE.set(None);
    }
}

impl Store {
    /// Opens a store to read it. Nothing is created or written.
    pub fn open(location: &Location) -> Result<Store> {
        let path = &location.0;
        location.refuse_missing()?;
        files::refuse_unsafe(path, None).map_err(|problem| location.about(problem))?;
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
        Store::connect(path, read_only)
            .or_else(|problem| match problem.code {
                // A process died in the middle of a change. SQLite rolls it back, which writes.
                Code::ReadOnly => Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE),
                _ => Err(problem),
            })
            .and_then(|(store, schema)| match schema {
                Schema::Version(migrations::VERSION) => Ok(store),
                Schema::Version(_) => store.in_newest_schema(),
                Schema::None => Err(location.missing()),
            })
            .map_err(|problem| match problem.code {
                Code::NoStore => problem,
                _ => location.about(problem),
            })
    }

    /// Opens a store to change it.
    pub fn open_to_change(location: &Location) -> Result<Store> {
        location.refuse_missing()?;
        let open = || {
            files::refuse_unsafe(&location.0, None)?;
            Store::connect_to_write(&location.0)
        };
        match open().map_err(|problem| location.about(problem))? {
            (store, Schema::Version(_)) => Ok(store),
            (_, Schema::None) => Err(location.missing()),
        }
    }

    /// Does the same. If there is none, its folder and file are created, for the owner alone or for
    /// a group too.
    pub fn open_or_create(location: &Location, group: Option<&Group>) -> Result<Store> {
        let open = || {
            files::refuse_unsafe(&location.0, group)?;
            files::create(&location.0, group)?;
            Store::connect_to_write(&location.0)
        };
        Ok(open().map_err(|problem| location.about(problem))?.0)
    }

    fn connect_to_write(path: &Path) -> Result<(Store, Schema)> {
        let (store, schema) = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // An acknowledged change survives a loss of power: the journal is synced when it is
        // written and when it is cleared. To keep the file is the least work for the file system.
        store.connection.pragma_update(None, "journal_mode", "PERSIST")?;
        store.connection.pragma_update(None, "journal_size_limit", JOURNAL)?;
        store.connection.pragma_update(None, "synchronous", "FULL")?;
        // A large change does not lock out readers before it is committed.
        store.connection.pragma_update(None, "cache_spill", false)?;
        Ok((store, schema))
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<(Store, Schema)> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_handler(Some(|tries| {
            std::thread::sleep(PAUSE);
            let is_over = |deadline: Deadline| deadline.has_passed() || was_interrupted();
            tries < TRIES && !LOCK_DEADLINE.get().is_some_and(is_over)
        }))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        // Else SQLite plans some prepared statements again for every new value.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        if flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY) {
            // Reading the schema and the snapshot after it take one lock together.
            connection.execute_batch("BEGIN")?;
        }
        let schema = migrations::schema_of(&connection)?;
        Ok((Store { connection }, schema))
    }

    /// A copy in memory of a store of an older version, in the newest schema. Reading never writes:
    /// the file is migrated by the next change.
    fn in_newest_schema(self) -> Result<Store> {
        let mut store = Store { connection: Connection::open_in_memory()? };
        Backup::new(&self.connection, &mut store.connection)?.step(-1)?;
        let transaction = store.connection.transaction()?;
        migrations::migrate(&transaction)?;
        transaction.commit()?;
        Ok(store)
    }

    /// Begins a read transaction.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        if self.connection.is_autocommit() {
            self.connection.execute_batch("BEGIN")?;
        }
        Ok(Snapshot::of(&self.connection))
    }

    /// Locks the store: until the transaction ends, no other process changes it. `present` returns the
    /// present, given the instant of the last change.
    pub fn lock(&mut self, present: impl FnOnce(Instant) -> Instant) -> Result<LockedStore<'_>> {
        self.begin(present, None)
    }

    /// Does the same; an empty file becomes a new store first.
    pub fn lock_or_create(
        &mut self,
        present: impl FnOnce(Instant) -> Instant,
        new: &NewStore<'_>,
    ) -> Result<LockedStore<'_>> {
        self.begin(present, Some(new))
    }

    fn begin(
        &mut self,
        present: impl FnOnce(Instant) -> Instant,
        new: Option<&NewStore<'_>>,
    ) -> Result<LockedStore<'_>> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let is_new = migrations::migrate(&transaction)?;
        if !is_new {
            Snapshot::of(&transaction).sealed()?;
        }
        let now = present(Snapshot::of(&transaction).last_change()?);
        LockedStore::begin(transaction, now, new.filter(|_| is_new))
    }
}

/// A new store in a folder of its own, for tests.
#[cfg(test)]
pub(super) fn new_store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location(folder.path().join("mm.db"));
    let actor = crate::store::history::Actor { name: "op".to_owned(), uid: None };
    let new = NewStore { server: "cc01", kind: None, site: None, group: None, actor: &actor };
    let mut store = Store::open_or_create(&location, None).unwrap();
    store.lock_or_create(|_| Instant::from_millis(0), &new).unwrap().leave().unwrap();
    (folder, store)
}
