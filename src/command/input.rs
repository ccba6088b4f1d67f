//! Input: a scenario from a file or from standard input.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use anyhow::Context as _;

use crate::exit::Problem;
use crate::scenario::{self, Horizon, Scenario, Wrong};

/// Reads and checks the scenario in a file; `-` is standard input.
pub fn scenario(path: &Path, horizon: Horizon) -> anyhow::Result<Scenario> {
    let read = if path == Path::new("-") {
        let mut json = Vec::new();
        io::stdin().lock().read_to_end(&mut json).context("cannot read standard input")?;
        scenario::scenario(&json, horizon)
    } else {
        from_file(path, horizon).with_context(|| format!("cannot read {}", path.display()))?
    };
    let wrong = |wrong: Wrong| {
        Problem::failed("scenario", format!("{}: {wrong}", name_of(path)))
            .hint("docs/scenario.md describes every member of a scenario")
    };
    Ok(read.map_err(wrong)?)
}

fn from_file(path: &Path, horizon: Horizon) -> io::Result<Result<Scenario, Wrong>> {
    let mut file = File::open(path)?;
    if file.metadata()?.is_file() {
        return scenario::from_file(&mut file, horizon);
    }
    let mut json = Vec::new();
    file.read_to_end(&mut json)?;
    Ok(scenario::scenario(&json, horizon))
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
