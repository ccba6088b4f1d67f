//! File locks that last as long as any process that inherited them.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::platform::permissions::permit_as;

/// An exclusive lock on a file. Every process that this process starts inherits it.
pub struct InheritedLock {
    file: File,
}

impl InheritedLock {
    /// Creates a file with the permissions of `model`, and locks it.
    pub fn create(path: &Path, model: &Path) -> io::Result<InheritedLock> {
        let file = options().write(true).create_new(true).open(path)?;
        permit_as(&file, model)?;
        file.lock()?;
        InheritedLock::inheritable(file)
    }

    /// Locks a file, which is created if there is none; `None` if another process holds the lock,
    /// or if the process group that the last holder noted still exists.
    pub fn try_take(path: &Path, model: &Path) -> io::Result<Option<InheritedLock>> {
        let file = open_or_create(path, model)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
            Ok(()) if noted_group_exists(&file) => Ok(None),
            Ok(()) => InheritedLock::inheritable(file).map(Some),
        }
    }

    #[cfg(unix)]
    fn inheritable(file: File) -> io::Result<InheritedLock> {
        rustix::io::fcntl_setfd(&file, rustix::io::FdFlags::empty())?;
        Ok(InheritedLock { file })
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
    fn inheritable(file: File) -> io::Result<InheritedLock> {
        Ok(InheritedLock { file })
    }

    /// Notes the process group of a command, which may close what it inherits; `None` clears the note.
    /// A note has always the same length, so that only the first can fail for lack of space.
    pub fn note_group(&self, group: Option<u32>) -> io::Result<()> {
        let note = format!("{:10} {:20}\n", group.unwrap_or(0), uptime());
        #[cfg(unix)]
        std::os::unix::fs::FileExt::write_all_at(&self.file, note.as_bytes(), 0)?;
        #[cfg(not(unix))]
        let _ = note;
        Ok(())
    }

    /// Releases the lock, even if processes that inherited it are still running.
    pub fn release(&self) {
        // Both fail only if the file system does; the lock then ends with this process.
        let _ = self.note_group(None);
        let _ = self.file.unlock();
    }
}

/// A lock that several processes hold together, and that no other process inherits.
pub struct SharedLock(#[expect(dead_code, reason = "it is released with the file")] File);

impl SharedLock {
    pub fn take(path: &Path, model: &Path) -> io::Result<SharedLock> {
        let file = open_or_create(path, model)?;
        file.lock_shared()?;
        Ok(SharedLock(file))
    }
}

/// Looks at a lock, wherever its file is moved.
pub struct LockWatch(File);

impl LockWatch {
    pub fn open(path: &Path) -> io::Result<LockWatch> {
        options().open(path).map(LockWatch)
    }

    /// Whether a process holds the lock, or the process group that it noted exists.
    pub fn is_held(&self) -> bool {
        let LockWatch(file) = self;
        let is_held = match file.try_lock_shared() {
            Ok(()) => noted_group_exists(file),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => return true,
        };
        // It fails only if the file system does; the lock then ends with the file.
        let _ = file.unlock();
        is_held
    }
}

/// Whether a process holds the lock of a file, or the process group that it noted exists. A file that
/// cannot be examined counts as locked; `None`: there is no file.
pub fn is_held(path: &Path) -> Option<bool> {
    match LockWatch::open(path) {
        Ok(watch) => Some(watch.is_held()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(_) => Some(true),
    }
}

/// Whether processes hold a [`SharedLock`] on a file. A file that cannot be examined counts as locked.
pub fn is_shared(path: &Path) -> bool {
    match options().open(path) {
        Ok(file) => file.try_lock().is_err(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn open_or_create(path: &Path, model: &Path) -> io::Result<File> {
    let file = match options().write(true).create_new(true).open(path) {
        Ok(file) => {
            permit_as(&file, model)?;
            return Ok(file);
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            options().write(true).open(path)?
        }
        Err(error) => return Err(error),
    };
    // What another user put there is not written to.
    #[cfg(unix)]
    let is_plain = {
        let metadata = file.metadata()?;
        metadata.is_file() && std::os::unix::fs::MetadataExt::nlink(&metadata) <= 1
    };
    #[cfg(not(unix))]
    let is_plain = file.metadata()?.is_file();
    if is_plain {
        Ok(file)
    } else {
        Err(io::Error::other(format!("{} is not a plain file", path.display())))
    }
}

/// Options that open a file to read it. A link is not followed, and a pipe is not waited for.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
    }
    options
}

/// What tells this run of the machine from those before and after it; `None` where that is not known.
#[cfg(target_os = "linux")]
pub fn boot() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    Some(digits).filter(|digits| !digits.is_empty())
}

#[cfg(not(target_os = "linux"))]
pub fn boot() -> Option<String> {
    None
}

/// Whether the process group in a lock file exists. After a restart of the machine it does not.
fn noted_group_exists(file: &File) -> bool {
    let mut note = String::new();
    // It may have been read before.
    let mut file = file;
    let begin = io::Seek::rewind(&mut file);
    if begin.and_then(|()| io::Read::read_to_string(&mut file, &mut note)).is_err() {
        return true;
    }
    let mut numbers = note.split_whitespace().map(str::parse::<u64>);
    let (Some(Ok(group)), Some(Ok(noted_at))) = (numbers.next(), numbers.next()) else {
        return false;
    };
    noted_at <= uptime() && u32::try_from(group).is_ok_and(group_exists)
}

#[cfg(unix)]
fn group_exists(group: u32) -> bool {
    let group = i32::try_from(group).ok().filter(|group| *group > 1);
    let Some(group) = group.and_then(rustix::process::Pid::from_raw) else {
        return false;
    };
    // A group that this user may not look at exists.
    rustix::process::test_kill_process_group(group) != Err(rustix::io::Errno::SRCH)
}

#[cfg(not(unix))]
fn group_exists(_: u32) -> bool {
    false
}

/// Milliseconds since the machine was started; 0 where that is not known.
#[cfg(target_os = "linux")]
fn uptime() -> u64 {
    let uptime = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    u64::try_from(uptime.tv_sec * 1000 + uptime.tv_nsec / 1_000_000).unwrap_or(0)
}

#[cfg(not(target_os = "linux"))]
fn uptime() -> u64 {
    0
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::process::CommandExt as _;
    use std::path::PathBuf;
    use std::process::{Child, Command, Stdio};

    use super::*;

    struct Folder {
        folder: tempfile::TempDir,
    }

    impl Folder {
        fn new() -> Folder {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("model"), "").unwrap();
            Folder { folder }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn create(&self) -> InheritedLock {
            InheritedLock::create(&self.path("lock"), &self.path("model")).unwrap()
        }

        fn try_take(&self) -> Option<InheritedLock> {
            InheritedLock::try_take(&self.path("lock"), &self.path("model")).unwrap()
        }

        fn is_held(&self) -> Option<bool> {
            is_held(&self.path("lock"))
        }

        /// Waits for the commands of other tests: those that begin meanwhile inherit the lock, too.
        fn wait_until_free(&self) {
            while self.is_held() == Some(true) {
                std::thread::yield_now();
            }
        }
    }

    /// A script in a process group of its own, which waits for its input to end.
    fn start(script: &str) -> Child {
        let mut command = Command::new("bash");
        command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.process_group(0).spawn().unwrap();
        // The first line says that the script has begun.
        let mut begun = [0];
        io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut begun).unwrap();
        child
    }

    #[test]
    fn a_lock_lasts_as_long_as_a_process_that_inherited_it() {
        let folder = Folder::new();
        assert_eq!(folder.is_held(), None);
        let lock = folder.create();
        assert_eq!(folder.is_held(), Some(true));
        let mut child = start("echo; cat");
        drop(lock);
        assert_eq!(folder.is_held(), Some(true));
        assert!(folder.try_take().is_none());
        drop(child.stdin.take());
        child.wait().unwrap();
        folder.wait_until_free();
        assert_eq!(folder.is_held(), Some(false));
        assert!(folder.try_take().is_some());
    }

    #[test]
    fn a_released_lock_is_free_although_another_process_inherited_it() {
        let folder = Folder::new();
        let lock = folder.create();
        let mut child = start("echo; cat");
        lock.release();
        assert_eq!(folder.is_held(), Some(false));
        drop(child.stdin.take());
        child.wait().unwrap();
    }

    #[test]
    fn the_process_group_counts_if_the_command_closed_what_it_inherited() {
        let folder = Folder::new();
        let lock = folder.create();
        let close = "for n in /dev/fd/*; do n=${n##*/}; ((n > 2)) && eval \"exec $n>&-\"; done";
        let mut child = start(&format!("{close} 2>/dev/null; echo; cat"));
        lock.note_group(Some(child.id())).unwrap();
        drop(lock);
        assert_eq!(folder.is_held(), Some(true));
        assert!(folder.try_take().is_none());
        drop(child.stdin.take());
        child.wait().unwrap();
        folder.wait_until_free();
        assert_eq!(folder.is_held(), Some(false));
    }

    #[test]
    fn what_is_in_the_file_decides_only_while_the_lock_is_free() {
        #[track_caller]
        fn case(note: &str, want: bool) {
            let folder = Folder::new();
            std::fs::write(folder.path("lock"), note).unwrap();
            assert_eq!(folder.is_held(), Some(want), "{note:?}");
        }
        let group = rustix::process::getpgrp().as_raw_pid();
        case("", false);
        case("nonsense", false);
        case("0 0\n", false);
        case("1 0\n", false);
        case("-1 0\n", false);
        case(&format!("{group} 0\n"), true);
        // The machine was started again since then.
        case(&format!("{group} {}\n", u64::MAX), !cfg!(target_os = "linux"));
        case(&format!("{group}"), false);
        case("99999999999 0", false);
    }

    #[test]
    fn a_file_of_another_kind_is_not_written_to() {
        let folder = Folder::new();
        let (model, lock) = (folder.path("model"), folder.path("lock"));
        std::os::unix::fs::symlink(&model, &lock).unwrap();
        assert!(InheritedLock::try_take(&lock, &model).is_err());
        assert_eq!(is_held(&lock), Some(true));
        std::fs::remove_file(&lock).unwrap();
        std::fs::hard_link(&model, &lock).unwrap();
        assert!(InheritedLock::try_take(&lock, &model).is_err());
        assert!(InheritedLock::create(&lock, &model).is_err());
        assert_eq!(std::fs::read(&model).unwrap(), b"");
    }

    #[test]
    fn a_shared_lock_keeps_others_from_taking_it_alone() {
        let folder = Folder::new();
        let take = || SharedLock::take(&folder.path("lock"), &folder.path("model")).unwrap();
        let (one, other) = (take(), take());
        drop(one);
        assert!(folder.try_take().is_none());
        drop(other);
        assert!(folder.try_take().is_some());
    }
}
