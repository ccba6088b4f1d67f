//! Generated: texts made from the program itself, committed and compared.

use std::fmt::Write as _;

use crate::support::{between_marks, compare, files_below, project, text_of};

#[test]
fn the_rules_are_documented_as_they_decide() {
    let path = project("docs/rules.md");
    let want = between_marks(&text_of(&path), "decision tables", &mm::decision_tables());
    compare(&path, &want);
}

#[test]
fn the_code_map_is_made_of_the_first_line_of_every_file() {
    let root = project("src");
    let mut map = String::from("| file | what it is |\n|---|---|\n");
    let files = files_below(&root).into_iter();
    for path in files.filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let text = text_of(&path);
        let first = text.lines().next().unwrap_or_default();
        let said = first.strip_prefix("//! ").unwrap_or_else(|| panic!("{path:?} does not say"));
        let name = path.strip_prefix(&root).unwrap().display();
        writeln!(map, "| `{name}` | {said} |").unwrap();
    }
    let path = project("docs/architecture.md");
    compare(&path, &between_marks(&text_of(&path), "code map", &map));
}
