//! Exports: what an invented provider's systems would have written at nine in the evening of
//! 2026-11-23, in every format that can be imported. The files are committed and compared.

mod night;
mod powershell;
mod vbr;
mod vspc;

use serde_json::Value;

use crate::support::{compare, project};
use night::Night;

#[test]
fn the_exports_are_those_of_the_invented_night() {
    let night = Night::new();
    let files = [vspc::files(&night), vbr::files(&night), powershell::files(&night)];
    for (name, text) in files.into_iter().flatten() {
        assert!(text.len() < 300_000, "{name}: {}", text.len());
        compare(&project("docs/examples/exports").join(name), &text);
    }
}

/// A list as REST answers are written here: an element a line.
fn lines(elements: &[Value]) -> String {
    let lines: Vec<String> = elements.iter().map(ToString::to_string).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}
