//! Input from a file or from standard input, and the scenario in it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::error::{Code, Error, Result};
use crate::scenario::{self, Model, Scenario, ScenarioError, ScenarioReader};

/// Reads a scenario as a model; `-` is standard input. `adjust` changes the scenario before its jobs
/// are read.
pub fn model(path: &Path, adjust: impl FnOnce(&mut Scenario) -> Result<()>) -> Result<Model> {
    let bytes = bytes(path)?;
    let mut reader = ScenarioReader::new(&bytes).map_err(|error| invalid(path, error))?;
    adjust(&mut reader.scenario)?;
    reader.model().map_err(|error| invalid(path, error))
}

/// The error that a file does not hold a valid scenario.
fn invalid(path: &Path, error: ScenarioError) -> Error {
    Error::from_cause(Code::Scenario, error)
        .context(name_of(path))
        .hint("docs/scenario.md describes every member of a scenario")
}

/// The name of a file in errors.
pub fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// Reads a text of which only the beginning counts. Editors end it with a line feed, which is not
/// part of the text.
pub fn text(path: &Path, most: usize) -> Result<String> {
    let failed = |error: io::Error| {
        Error::from_cause(Code::NotReadable, error)
            .context(format!("cannot read {}", path.display()))
    };
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    let mut bytes = Vec::new();
    source.take(most as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage(format!("{} is not UTF-8", name_of(path))))?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
}

/// Reads all of a file, or of standard input.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let read = if path == Path::new("-") {
        scenario::all_of(io::stdin().lock())
    } else {
        File::open(path).and_then(scenario::all_of)
    };
    read.map_err(|error| Error::failed(format!("cannot read {}", name_of(path)), error))
}
