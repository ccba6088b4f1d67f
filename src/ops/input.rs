//! Input: what stands in a file or on standard input, and the scenario that it holds.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::Context as _;

use crate::error::{Code, Error};
use crate::scenario::{self, Horizon, Scenario, Wrong};

/// Reads and checks a scenario; `-` is standard input.
pub fn scenario(path: &Path, horizon: Horizon) -> anyhow::Result<Scenario> {
    let read = if path == Path::new("-") {
        scenario::scenario(&bytes(path)?, horizon)
    } else {
        from_file(path, horizon).with_context(|| format!("cannot read {}", path.display()))?
    };
    Ok(read.map_err(|mistake| wrong(path, &mistake))?)
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
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        return scenario::all_of(io::stdin().lock()).context("cannot read standard input");
    }
    let read = File::open(path).and_then(scenario::all_of);
    read.with_context(|| format!("cannot read {}", path.display()))
}
