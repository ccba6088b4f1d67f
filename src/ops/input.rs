//! Input: what stands in a file or on standard input, and the scenario that it holds.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::error::{Code, Error, Result};
use crate::scenario::{self, Horizon, Scenario, Wrong};

/// Reads and checks a scenario; `-` is standard input.
pub fn scenario(path: &Path, horizon: Horizon) -> Result<Scenario> {
    let read = if path == Path::new("-") {
        scenario::scenario(&bytes(path)?, horizon)
    } else {
        from_file(path, horizon).map_err(|error| cannot_read(path, &error))?
    };
    read.map_err(|mistake| wrong(path, &mistake))
}

fn from_file(path: &Path, horizon: Horizon) -> io::Result<Result<Scenario, Wrong>> {
    let mut file = File::open(path)?;
    if file.metadata()?.is_file() {
        return scenario::from_file(&mut file, horizon);
    }
    Ok(scenario::scenario(&scenario::all_of(file)?, horizon))
}

/// A mistake in the scenario of a file.
pub fn wrong(path: &Path, mistake: &Wrong) -> Error {
    Error::new(Code::Scenario, format!("{}: {mistake}", name_of(path)))
        .hint("docs/scenario.md describes every member of a scenario")
}

/// What a file is called in errors.
pub fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// All of a file, or of standard input.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let read = if path == Path::new("-") {
        scenario::all_of(io::stdin().lock())
    } else {
        File::open(path).and_then(scenario::all_of)
    };
    read.map_err(|error| cannot_read(path, &error))
}

fn cannot_read(path: &Path, error: &io::Error) -> Error {
    Error::failed(format!("cannot read {}", name_of(path)), error)
}
