//! Input: a scenario from a file or from standard input.

use std::io::{self, Read as _};
use std::path::Path;

use anyhow::Context as _;

use crate::exit::Problem;
use crate::scenario::{self, Horizon, Scenario, Wrong};

/// Reads and checks the scenario in a file; `-` is standard input.
pub fn scenario(path: &Path, horizon: Horizon) -> anyhow::Result<Scenario> {
    let json = read(path)?;
    let wrong = |wrong: Wrong| {
        Problem::failed("scenario", format!("{}: {wrong}", name_of(path)))
            .hint("docs/scenario.md describes every member of a scenario")
    };
    Ok(scenario::scenario(&json, horizon).map_err(wrong)?)
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
