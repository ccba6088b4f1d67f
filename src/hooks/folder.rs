//! The folder of an operator's hooks: which there are, whether they are safe, and running one.

use std::ffi::OsString;
use std::io::PipeWriter;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::clock::Deadline;
use crate::domain::{Span, Spelled};
use crate::error::{Code, Error, Result};
use crate::hooks::process::{self, Call, Failure};
use crate::hooks::report::Captured;
use crate::hooks::{Hook, HookInput, ServerReport};
use crate::platform;
use crate::platform::lock::InheritedLock;
use crate::platform::permissions::{CheckedFolders, HookFault, check_hook};

#[derive(Debug, Clone)]
pub struct Hooks {
    folder: Option<PathBuf>,
    folders: CheckedFolders,
    limit: Duration,
    /// The limit of the command that runs them.
    deadline: Deadline,
}

/// The longest report of the hook `observe`, in bytes.
const REPORT_LIMIT: u64 = 1 << 20;
/// The longest output of the hook `refresh`, in bytes.
const EXPORT_LIMIT: u64 = 1 << 30;

/// A hook that did not do what it is for.
#[derive(Debug)]
pub struct HookFailed {
    /// Its exit status; `None`: it was not started, or was killed.
    pub status: Option<i32>,
    pub error: Error,
}

impl From<HookFailed> for Error {
    fn from(failed: HookFailed) -> Error {
        failed.error
    }
}

impl From<Error> for HookFailed {
    fn from(error: Error) -> HookFailed {
        HookFailed { status: None, error }
    }
}

/// The error of a hook that succeeded with an output that cannot be used.
fn unusable(why: String, what: String) -> HookFailed {
    HookFailed { status: Some(0), error: Error::new(Code::HookFailed, why).context(what) }
}

impl Hooks {
    pub fn none() -> Hooks {
        Hooks {
            folder: None,
            folders: CheckedFolders::Own,
            limit: Duration::ZERO,
            deadline: Deadline::new(None),
        }
    }

    /// The hooks in a folder; each may run for `limit`.
    pub fn at(folder: PathBuf, folders: CheckedFolders, limit: Span) -> Hooks {
        let limit = limit.duration();
        Hooks { folder: Some(folder), folders, limit, deadline: Deadline::new(None) }
    }

    /// The same hooks, of which none runs longer than until a deadline.
    #[must_use]
    pub fn until(self, deadline: Deadline) -> Hooks {
        Hooks { deadline, ..self }
    }

    /// How long a hook that starts now may run.
    pub fn limit(&self) -> Duration {
        self.deadline.left().map_or(self.limit, |left| left.min(self.limit))
    }

    /// How long to wait for the hooks of another process: for several that take the time limit.
    pub fn patience(&self) -> Duration {
        /// A change runs this many hooks at most, each within the time limit.
        const HOOKS_PER_CHANGE: u32 = 4;
        let patience = self.limit * HOOKS_PER_CHANGE;
        self.deadline.left().map_or(patience, |left| left.min(patience))
    }

    pub fn has(&self, hook: Hook) -> bool {
        self.path(hook).is_some()
    }

    pub fn any(&self) -> bool {
        Hook::ALL.iter().any(|hook| self.has(*hook))
    }

    fn path(&self, hook: Hook) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
        let paths = endings.iter().map(|ending| folder.join(format!("{hook}{ending}")));
        paths.into_iter().find(|path| is_there(path))
    }

    /// Fails if a hook cannot be run, or if other users could change it.
    pub fn check(&self) -> Result<()> {
        let hooks = Hook::ALL.iter().filter_map(|hook| self.examine(*hook));
        hooks.into_iter().try_for_each(|(_, checked)| checked)
    }

    /// The file of a hook, and why it cannot be run or is not safe; `None`: it is not installed.
    pub fn examine(&self, hook: Hook) -> Option<(PathBuf, Result<()>)> {
        let path = self.path(hook)?;
        let checked = check_hook(&path, self.folders);
        let checked = checked.map_err(|reason| explain(&path, reason, self.folders));
        Some((path, checked))
    }

    /// Runs a hook if it is there, and passes each line that it writes to `output`. The hook inherits
    /// the lock.
    pub fn run(
        &self,
        input: &HookInput,
        store: &Path,
        lock: &InheritedLock,
        output: &mut dyn FnMut(&str) -> bool,
    ) -> Result<(), HookFailed> {
        self.run_with(input, store, lock, None, output)
    }

    /// Runs the hook `observe`, and reads its report.
    pub fn observe(
        &self,
        input: &HookInput,
        store: &Path,
        lock: &InheritedLock,
        output: &mut dyn FnMut(&str) -> bool,
    ) -> Result<ServerReport, HookFailed> {
        let report = self.capture(input, store, lock, REPORT_LIMIT, output)?;
        ServerReport::parse(&report)
            .map_err(|what| unusable(what, "the report of the hook observe is invalid".to_owned()))
    }

    /// Runs the hook `refresh`, and returns what it prints.
    pub fn refresh(
        &self,
        input: &HookInput,
        store: &Path,
        lock: &InheritedLock,
        output: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Vec<u8>, HookFailed> {
        self.capture(input, store, lock, EXPORT_LIMIT, output)
    }

    fn capture(
        &self,
        input: &HookInput,
        store: &Path,
        lock: &InheritedLock,
        limit: u64,
        output: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Vec<u8>, HookFailed> {
        let hook = input.hook;
        let (captured, stdout) = Captured::new(limit).map_err(|error| {
            Error::from_cause(Code::HookFailed, error)
                .context(format!("the hook {hook} cannot be run"))
        })?;
        self.run_with(input, store, lock, Some(stdout), output)?;
        captured.finish().ok_or_else(|| {
            let why = "it has no end, or is too long".to_owned();
            unusable(why, format!("the output of the hook {hook} cannot be used"))
        })
    }

    fn run_with(
        &self,
        input: &HookInput,
        store: &Path,
        lock: &InheritedLock,
        stdout: Option<PipeWriter>,
        output: &mut dyn FnMut(&str) -> bool,
    ) -> Result<(), HookFailed> {
        let Some(path) = self.path(input.hook) else {
            return Ok(());
        };
        check_hook(&path, self.folders).map_err(|reason| explain(&path, reason, self.folders))?;
        let json = serde_json::to_string(input)
            .map_err(|error| Error::from_cause(Code::HookFailed, error))?;
        let call = Call {
            program: &path,
            environment: environment(input, store),
            input: format!("{json}\n"),
            limit: self.limit(),
            lock,
            stdout,
        };
        process::run(&call, output).map_err(|failure| {
            let message = format!("the hook {} {failure}", path.display());
            let error = Error::new(Code::HookFailed, message);
            let status = match &failure {
                Failure::Ended(status) => status.code(),
                Failure::NotStarted(_) | Failure::TimedOut(_) | Failure::Interrupted => None,
            };
            let error = match failure {
                Failure::NotStarted(_) => {
                    error.hint("a script begins with its interpreter, such as #!/bin/sh")
                }
                Failure::TimedOut(_) => error.hint("--hook-timeout gives hooks more time"),
                Failure::Ended(_) | Failure::Interrupted => error,
            };
            HookFailed { status, error }
        })
    }
}

fn explain(path: &Path, reason: HookFault, folders: CheckedFolders) -> Error {
    let (code, what, hint) = match (reason, folders) {
        (HookFault::Unreadable(what), _) => {
            (Code::HookUnsafe, what, "run mm as the owner of the hooks, for example with sudo")
        }
        (HookFault::NotExecutable(what), _) => (
            Code::HookNotExecutable,
            what,
            "make it executable (chmod 755), or remove it from the folder",
        ),
        (HookFault::Unsafe(what), CheckedFolders::All) => (
            Code::HookUnsafe,
            what,
            "the hook and every folder above it must belong to root, and nobody else may write them (chown root, chmod go-w)",
        ),
        (HookFault::Unsafe(what), CheckedFolders::Own) => (
            Code::HookUnsafe,
            what,
            "the hook and its folder must belong to you or root, and nobody else may write them (chmod go-w)",
        ),
    };
    Error::new(code, format!("the hook {}: {what}", path.display())).hint(hint)
}

/// A path that cannot be examined counts as a hook, so that its error is reported.
fn is_there(path: &Path) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    match path.symlink_metadata() {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), NotFound | NotADirectory),
    }
}

/// The whole environment of a hook.
fn environment(input: &HookInput, store: &Path) -> Vec<(&'static str, OsString)> {
    let store = std::path::absolute(store).unwrap_or_else(|_| store.to_owned());
    let mut environment: Vec<(&'static str, OsString)> = platform::for_hooks();
    environment.extend([
        ("MM_STORE", store.into()),
        ("MM_HOOK", input.hook.spelling().into()),
        ("MM_MODE", input.mode.spelling().into()),
        ("MM_SERVER", input.server.clone().into()),
    ]);
    environment
}
