//! Copies of a whole store, made while others may write.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::error::{Code, Error, Result};
use crate::platform;
use crate::platform::permissions::{copy_permissions, refuse_foreign_links};
use crate::store::connection::{Location, PAUSE, Store, TRIES};
use crate::store::files;
use crate::store::sql_error::locked;

/// This many pages are copied before others may write again.
const STEP: i32 = 1000;

/// A copy under a temporary name, `FILE.PID.part`, until it is kept: a killed process leaves neither
/// half a store at `FILE` nor a live store that should have become a rehearsal.
pub struct Copy {
    draft: PathBuf,
    to: PathBuf,
}

impl Copy {
    pub fn location(&self) -> Location {
        Location(self.draft.clone())
    }

    /// Gives the copy its name. A file that was created there in the meantime is left alone.
    pub fn keep(self) -> Result<()> {
        platform::rename_to_new(&self.draft, &self.to).map_err(|error| failed(&self.to, error))?;
        files::sync_folder(&self.to);
        Ok(())
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // The first error was reported; another one about the leftover would not help.
        let _ = fs::remove_file(&self.draft);
        let _ = fs::remove_file(files::journal_of(&self.draft));
    }
}

fn failed(path: &Path, error: io::Error) -> Error {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => Error::new(Code::Exists, format!("{path} exists already"))
            .hint("name a file that does not exist yet"),
        _ => Error::from_cause(Code::NotWritable, error).context(format!("cannot create {path}")),
    }
}

impl Store {
    /// Copies the whole store, whose path is `from`, into a new file with the same mode.
    pub fn copy(&self, from: &Location, to: &Path) -> Result<Copy> {
        if to.symlink_metadata().is_ok() {
            return Err(failed(to, io::ErrorKind::AlreadyExists.into()));
        }
        let mut draft = to.as_os_str().to_owned();
        draft.push(format!(".{}.part", std::process::id()));
        let draft = PathBuf::from(draft);
        refuse_foreign_links(&draft)
            .and_then(|()| files::create_new(&draft))
            .map_err(|error| failed(to, error))?;
        let copy = Copy { draft, to: to.to_owned() };
        self.copy_pages(&copy.draft).map_err(|problem| Location(to.to_owned()).about(problem))?;
        copy_permissions(&from.0, &copy.draft, files::folder_of(to))
            .map_err(|error| failed(to, error))?;
        Ok(copy)
    }

    fn copy_pages(&self, to: &Path) -> Result<()> {
        let mut there = Connection::open(to)?;
        let backup = Backup::new(&self.connection, &mut there)?;
        let mut tries = 0;
        loop {
            match backup.step(STEP)? {
                StepResult::Done => return Ok(()),
                StepResult::More => tries = 0,
                // Another process is writing.
                _ if tries < TRIES => {
                    tries += 1;
                    std::thread::sleep(PAUSE);
                }
                _ => return Err(locked()),
            }
        }
    }
}
