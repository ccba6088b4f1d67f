//! Copy: the whole store in another file, made while others may write.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::open::{Location, PAUSE, Store};
use super::place;
use super::trouble::Result;
use crate::exit::Problem;
use crate::way::must_not_lead_astray;

/// So many pages are copied before others may write again.
const STEP: i32 = 1000;

/// A copy that is taken away again unless it is kept.
pub struct Copy {
    path: PathBuf,
    kept: bool,
}

impl Copy {
    /// Where the copy lies.
    pub fn location(&self) -> Location {
        Location(self.path.clone())
    }

    /// The copy is as it should be.
    pub fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if !self.kept {
            // What went wrong is told; that this failed too helps nobody.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Store {
    /// Copies the whole store, which lies at `from`, into a new file of the same mode. One that
    /// exists is an error.
    pub fn copy(&self, from: &Location, to: &Path) -> Result<Copy> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Problem::failed("exists", format!("{} exists already", to.display()))
                    .hint("name a file that does not exist yet")
            }
            _ => {
                Problem::failed("not-writable", format!("cannot create {}: {error}", to.display()))
            }
        };
        must_not_lead_astray(to).and_then(|()| place::create_new(to)).map_err(failed)?;
        let copy = Copy { path: to.to_owned(), kept: false };
        let about = |problem: Problem| copy.location().about(problem);
        self.copy_pages(to).map_err(about)?;
        place::alike(&from.0, to).map_err(failed)?;
        Ok(copy)
    }

    fn copy_pages(&self, to: &Path) -> Result<()> {
        let mut there = Connection::open(to)?;
        let backup = Backup::new(&self.connection, &mut there)?;
        loop {
            match backup.step(STEP)? {
                StepResult::Done => return Ok(()),
                StepResult::More => {}
                // Somebody writes at this moment.
                _ => std::thread::sleep(PAUSE),
            }
        }
    }
}
