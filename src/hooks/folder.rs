//! Folder: where hooks lie, which of them there are, and how one is run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::{Span, Spelled};
use crate::error::{Code, Error};
use crate::hooks::document::Change;
use crate::hooks::hook::Hook;
use crate::hooks::permissions::{Extent, UnsafePath, check};
use crate::hooks::process::{self, Call, Failure};
use crate::platform;

/// The hooks of a store.
#[derive(Debug, Clone)]
pub struct Hooks {
    folder: Option<PathBuf>,
    extent: Extent,
    limit: Span,
}

impl Hooks {
    /// No hooks.
    pub fn none() -> Hooks {
        Hooks { folder: None, extent: Extent::Nearest, limit: Span::NONE }
    }

    /// The hooks in a folder, each of which may take as long as `limit`.
    pub fn at(folder: PathBuf, extent: Extent, limit: Span) -> Hooks {
        Hooks { folder: Some(folder), extent, limit }
    }

    /// How long one may take.
    pub fn limit(&self) -> Duration {
        Duration::from_millis(self.limit.millis().unsigned_abs())
    }

    /// Whether there is such a hook. What may not be looked at counts as there.
    pub fn has(&self, hook: Hook) -> bool {
        self.path(hook).is_some()
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        Hook::ALL.iter().any(|hook| self.has(*hook))
    }

    fn path(&self, hook: Hook) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
        let paths = endings.iter().map(|ending| folder.join(format!("{hook}{ending}")));
        paths.into_iter().find(|path| is_there(path))
    }

    /// Makes sure that every hook that there is can be run, and that nobody else can change it.
    pub fn check(&self) -> Result<(), Error> {
        let paths = Hook::ALL.iter().filter_map(|hook| self.path(*hook));
        paths.into_iter().try_for_each(|path| {
            check(&path, self.extent).map_err(|distrust| self.explained(&path, distrust))
        })
    }

    fn explained(&self, path: &Path, distrust: UnsafePath) -> Error {
        let of = |what: String| format!("the hook {}: {what}", path.display());
        match distrust {
            UnsafePath::Unreadable(what) => Error::new(Code::HookUnsafe, of(what))
                .hint("run mm as the user who owns the hooks, as with sudo"),
            UnsafePath::NotExecutable(what) => Error::new(Code::HookNotExecutable, of(what))
                .hint("make it executable (chmod 755), or take it out of the folder"),
            UnsafePath::Unsafe(what) => {
                let hint = match self.extent {
                    Extent::Whole => {
                        "the hook and every folder above it must be root's and writable by nobody else (chown root, chmod go-w)"
                    }
                    Extent::Nearest => {
                        "the hook and its folder must be yours or root's and writable by nobody else (chmod go-w)"
                    }
                };
                Error::new(Code::HookUnsafe, of(what)).hint(hint)
            }
        }
    }

    /// Runs a hook that is there, and `Ok` where there is none. `say` hears each line that it
    /// writes.
    pub fn run(
        &self,
        change: &Change,
        store: &Path,
        say: &mut dyn FnMut(&str),
    ) -> Result<(), Error> {
        let Some(path) = self.path(change.hook) else {
            return Ok(());
        };
        check(&path, self.extent).map_err(|distrust| self.explained(&path, distrust))?;
        let input = serde_json::to_string(change)
            .map_err(|error| Error::new(Code::HookFailed, error.to_string()))?;
        let call = Call {
            program: &path,
            environment: environment(change, store),
            input: format!("{input}\n"),
            limit: self.limit(),
        };
        process::run(&call, say).map_err(|failure| {
            let problem =
                Error::new(Code::HookFailed, format!("the hook {} {failure}", path.display()));
            match failure {
                Failure::NotStarted(_) => {
                    problem.hint("a script begins with its interpreter, as #!/bin/sh")
                }
                Failure::TooLong(_) => problem.hint("--hook-timeout DUR gives hooks more time"),
                Failure::Ended(_) | Failure::Interrupted => problem,
            }
        })
    }
}

/// What may not be looked at counts as there: else a hook would be passed over in silence.
fn is_there(path: &Path) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    match path.symlink_metadata() {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), NotFound | NotADirectory),
    }
}

/// All that stands in the environment of a hook.
fn environment(change: &Change, store: &Path) -> Vec<(&'static str, OsString)> {
    let store = std::path::absolute(store).unwrap_or_else(|_| store.to_owned());
    let mut environment: Vec<(&'static str, OsString)> = platform::for_hooks();
    environment.extend([
        ("MM_STORE", store.into()),
        ("MM_HOOK", change.hook.spelling().into()),
        ("MM_MODE", change.mode.spelling().into()),
        ("MM_SERVER", change.server.clone().into()),
    ]);
    environment
}
