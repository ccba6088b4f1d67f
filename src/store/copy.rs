//! Copy: the whole store in another file, made while others may write.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::error::{Code, Error, Result};
use crate::platform::permissions::must_not_lead_astray;
use crate::store::files;
use crate::store::open::{Location, PAUSE, Store, TRIES};
use crate::store::sql_error::locked;

/// So many pages are copied before others may write again.
const STEP: i32 = 1000;

/// A copy that lies under a name of its own until it is kept, so that whoever is killed in the
/// middle leaves no half of a store, and no live store that was to become a rehearsal.
pub struct Copy {
    draft: PathBuf,
    to: PathBuf,
}

impl Copy {
    /// Where the copy lies until it is kept.
    pub fn location(&self) -> Location {
        Location(self.draft.clone())
    }

    /// The copy is as it should be: it gets its name. A file that was made there meanwhile stays.
    pub fn keep(self) -> Result<()> {
        let named = fs::hard_link(&self.draft, &self.to).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Err(error),
            // Not every file system knows a second name.
            _ if self.to.exists() => Err(io::ErrorKind::AlreadyExists.into()),
            _ => fs::rename(&self.draft, &self.to),
        });
        named.map_err(|error| failed(&self.to, &error))?;
        files::sync_folder(&self.to);
        Ok(())
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // What went wrong is told; that this failed too helps nobody.
        let _ = fs::remove_file(&self.draft);
        let mut journal = self.draft.clone().into_os_string();
        journal.push("-journal");
        let _ = fs::remove_file(journal);
    }
}

fn failed(path: &Path, error: &io::Error) -> Error {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => Error::new(Code::Exists, format!("{path} exists already"))
            .hint("name a file that does not exist yet"),
        _ => Error::new(Code::NotWritable, format!("cannot create {path}: {error}")),
    }
}

impl Store {
    /// Copies the whole store, which lies at `from`, into a new file of the same mode. One that
    /// exists is an error.
    pub fn copy(&self, from: &Location, to: &Path) -> Result<Copy> {
        if to.symlink_metadata().is_ok() {
            return Err(failed(to, &io::ErrorKind::AlreadyExists.into()));
        }
        let mut draft = to.as_os_str().to_owned();
        draft.push(format!(".{}.part", std::process::id()));
        let draft = PathBuf::from(draft);
        must_not_lead_astray(&draft)
            .and_then(|()| files::create_new(&draft))
            .map_err(|error| failed(to, &error))?;
        let copy = Copy { draft, to: to.to_owned() };
        self.copy_pages(&copy.draft).map_err(|problem| Location(to.to_owned()).about(problem))?;
        files::alike(&from.0, &copy.draft).map_err(|error| failed(to, &error))?;
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
                // Somebody writes at this moment.
                _ if tries < TRIES => {
                    tries += 1;
                    std::thread::sleep(PAUSE);
                }
                _ => return Err(locked()),
            }
        }
    }
}
