//! Lock files beside a store: one for each command of `mm run`, and one for hooks.

use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::Origin;
use crate::error::{Code, Error, Result};
use crate::platform::lock::{InheritedLock, SharedLock, is_held, is_shared};
use crate::store::connection::Location;
use crate::store::files::folder_of;
use crate::store::sessions::{SessionFilter, StoredSession};
use crate::store::snapshot::Snapshot;

/// The lock that a command of `mm run` inherits.
pub struct RunLock {
    pub lock: InheritedLock,
    /// Its path, as a session records it.
    pub path: String,
}

impl RunLock {
    /// Leaves the lock to the processes that inherited it.
    pub fn let_go(self) {
        drop(self.lock);
    }

    /// Whether processes of the command still hold the lock at a path.
    pub fn is_held(path: &str) -> bool {
        is_held(Path::new(path)) == Some(true)
    }
}

/// Removes the lock file of a session whose end is recorded.
pub fn remove_run_lock(path: &str) {
    // The next run of a job removes what is left.
    let _ = std::fs::remove_file(path);
}

impl Location {
    /// The path of a file beside the store, links followed.
    fn beside(&self, ending: &str) -> Result<(PathBuf, PathBuf)> {
        let store = std::fs::canonicalize(&self.0).map_err(|error| self.lock_failed(error))?;
        let mut path = store.clone().into_os_string();
        path.push(ending);
        Ok((path.into(), store))
    }

    fn lock_failed(&self, error: io::Error) -> Error {
        let failed = Error::from_cause(Code::NotWritable, error);
        self.about(failed.context("its lock file cannot be used"))
    }

    /// A new lock for a command of `mm run`.
    pub fn create_run_lock(&self) -> Result<RunLock> {
        let ending = format!(".run-{:016x}", RandomState::new().hash_one(()));
        let (path, store) = self.beside(&ending)?;
        let name = path.to_str().map(str::to_owned);
        let name = name.ok_or_else(|| self.lock_failed(io::Error::other("it is not UTF-8")))?;
        let lock = InheritedLock::create(&path, &store).map_err(|error| self.lock_failed(error))?;
        Ok(RunLock { lock, path: name })
    }

    /// The lock that the process that runs hooks holds, and its hooks with it; `None` if another
    /// process or a hook that it left behind holds it.
    pub fn try_hook_lock(&self) -> Result<Option<InheritedLock>> {
        let (path, store) = self.beside(".hooks")?;
        InheritedLock::try_take(&path, &store).map_err(|error| self.lock_failed(error))
    }

    /// The lock of processes that are about to ask the hook `pre-enable`.
    pub fn enabling_lock(&self) -> Result<SharedLock> {
        let (path, store) = self.beside(".enabling")?;
        SharedLock::take(&path, &store).map_err(|error| self.lock_failed(error))
    }

    /// Whether a process is about to ask the hook `pre-enable`.
    pub fn is_enabling(&self) -> Result<bool> {
        Ok(is_shared(&self.beside(".enabling")?.0))
    }
}

impl Snapshot<'_> {
    /// Whether a process of a session of `mm run` is still running.
    pub fn is_alive(&self, session: &StoredSession) -> bool {
        let Some(lock) = session.lock.as_deref().map(Path::new) else {
            return false;
        };
        // The store may have been moved together with its lock files.
        let store = self.connection.path().map(|store| folder_of(Path::new(store)));
        let beside = store.zip(lock.file_name()).map(|(folder, name)| folder.join(name));
        beside.and_then(|path| is_held(&path)).or_else(|| is_held(lock)).unwrap_or(false)
    }

    /// Removes lock files that no session needs. Within a change nobody creates one.
    pub fn remove_old_run_locks(&self) -> Result<()> {
        let Some(store) = self.connection.path().map(Path::new) else {
            return Ok(());
        };
        let needed: Vec<String> = self
            .sessions(SessionFilter::Running)?
            .into_iter()
            .filter(|session| session.origin == Origin::Run)
            .filter_map(|session| session.lock)
            .collect();
        let prefix = format!("{}.run-", store.file_name().unwrap_or_default().to_string_lossy());
        let entries = std::fs::read_dir(folder_of(store)).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_needed =
                || needed.iter().any(|lock| Path::new(lock).file_name() == path.file_name());
            if name.starts_with(&prefix) && !is_needed() && is_held(&path) == Some(false) {
                let _ = std::fs::remove_file(&path);
            }
        }
        Ok(())
    }
}
