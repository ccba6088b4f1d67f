//! Example exports: the files that the systems of an invented provider would write, in every format
//! that can be imported.

mod powershell;
mod provider;
mod vbr;
mod vspc;

use serde_json::Value;

use crate::support::{compare, project};
use provider::Provider;

#[test]
fn example_exports_are_up_to_date() {
    let provider = Provider::new();
    let files = [vspc::files(&provider), vbr::files(&provider), powershell::files(&provider)];
    for (name, text) in files.into_iter().flatten() {
        assert!(text.len() < 300_000, "{name}: {}", text.len());
        compare(&project("docs/examples/exports").join(name), &text);
    }
}

/// A JSON list with one element per line.
fn lines(elements: &[Value]) -> String {
    let lines: Vec<String> = elements.iter().map(ToString::to_string).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}
