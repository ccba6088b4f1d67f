//! Lock files beside a store: one for each command of `mm run`, and one for hooks.

use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::Origin;
use crate::error::{Code, Error, Result};
use crate::platform::lock::{InheritedLock, LockWatch, SharedLock, boot, is_held, is_shared};
use crate::store::connection::Location;
use crate::store::files::folder_of;
use crate::store::sessions::{SessionFilter, StoredSession};
use crate::store::snapshot::Snapshot;

/// The lock that a command of `mm run` inherits.
pub struct RunLock {
    pub lock: InheritedLock,
    /// Its path, as a session records it.
    pub path: String,
    watch: LockWatch,
}

impl RunLock {
    /// Leaves the lock to the processes that inherited it, and watches it.
    pub fn let_go(self) -> LockWatch {
        drop(self.lock);
        self.watch
    }
}

/// In the name of a lock file, it stands between the name of the store and two numbers: that of the boot, where
/// it is known, and a random one.
const RUN: &str = ".run-";

/// Whether the machine was started again since a lock file was made, by the name of the file.
fn is_of_an_earlier_boot(lock: &Path) -> bool {
    let name = lock.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let made = name.rsplit_once(RUN).and_then(|(_, numbers)| numbers.split_once('-'));
    made.zip(boot()).is_some_and(|((made, _), now)| made != now)
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
        let random = RandomState::new().hash_one(());
        let boot = boot().map(|boot| format!("{boot}-")).unwrap_or_default();
        let ending = format!("{RUN}{boot}{random:016x}");
        let (path, store) = self.beside(&ending)?;
        let name = path.to_str().map(str::to_owned);
        let name = name.ok_or_else(|| self.lock_failed(io::Error::other("it is not UTF-8")))?;
        let lock = InheritedLock::create(&path, &store).map_err(|error| self.lock_failed(error))?;
        let watch = LockWatch::open(&path).map_err(|error| self.lock_failed(error))?;
        Ok(RunLock { lock, path: name, watch })
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
    /// Whether a process of a session of `mm run` is still running. Where its lock file is missing, nothing
    /// says so, and it may be: `mm` removes the file after it recorded the end.
    pub fn is_alive(&self, session: &StoredSession) -> bool {
        session.lock.as_deref().map(Path::new).is_some_and(|lock| match self.is_run_held(lock) {
            Some(is_held) => is_held,
            None => !is_of_an_earlier_boot(lock),
        })
    }

    /// Whether the lock of a command of `mm run` is held; `None`: its file is missing.
    fn is_run_held(&self, lock: &Path) -> Option<bool> {
        // The store may have been moved or copied, with or without its lock files.
        let store = self.connection.path().map(|store| folder_of(Path::new(store)));
        let beside = store.zip(lock.file_name()).map(|(folder, name)| folder.join(name));
        let places = beside.into_iter().chain([lock.to_owned()]);
        places.filter_map(|path| is_held(&path)).reduce(|one, other| one || other)
    }

    /// The place beside the store of the lock file of a session of `mm run` that counts as running only
    /// because that file is missing.
    pub fn missing_lock(&self, session: &StoredSession) -> Option<PathBuf> {
        let lock = session.lock.as_deref().map(Path::new).filter(|_| session.works())?;
        let is_missing = self.is_run_held(lock).is_none() && !is_of_an_earlier_boot(lock);
        let store = self.connection.path().map(|store| folder_of(Path::new(store)))?;
        is_missing.then(|| store.join(lock.file_name().unwrap_or_default()))
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
        let prefix = format!("{}{RUN}", store.file_name().unwrap_or_default().to_string_lossy());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_of_an_earlier_boot_is_known_by_its_name() {
        #[track_caller]
        fn case(name: &str, want: bool) {
            assert_eq!(is_of_an_earlier_boot(Path::new(name)), want, "{name}");
        }
        case("/x/mm.db.run-0123456789abcdef", false);
        case("/x/mm.db", false);
        case("/x-0/mm.db.run-0123456789abcdef", false);
        case("/x/mm.db.run-0000000000000000-0123456789abcdef", boot().is_some());
        case("/x/a.run-0-1.run-0123456789abcdef", false);
        let now = boot().unwrap_or_default();
        case(&format!("/x/mm.db.run-{now}-0123456789abcdef"), false);
    }
}
