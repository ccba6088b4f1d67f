//! Manual: a page for every command, made from the command line.

use std::collections::BTreeMap;

use crate::support::{bless, compare, files_below, project};

/// The pages by the name of their file.
fn pages() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    clap_mangen::generate_to(mm::command_line(), folder.path()).unwrap();
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files_below(folder.path())
        .iter()
        .map(|path| (name(path), std::fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn every_command_has_a_page() {
    let folder = project("docs/man");
    let pages = pages();
    assert!(pages.len() > 10, "{:?}", pages.keys());
    for (name, text) in &pages {
        compare(&folder.join(name), text);
    }
    for path in files_below(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if pages.contains_key(&name) {
            continue;
        }
        assert!(bless(), "{name} is a page of no command; MM_BLESS=1 cargo test removes it");
        std::fs::remove_file(path).unwrap();
    }
}
