//! Generated: texts made from the program itself, committed and compared.

use crate::support::{between_marks, compare, files_below, project, text_of};

#[test]
fn the_rules_are_documented_as_they_decide() {
    let path = project("docs/rules.md");
    let want = between_marks(&text_of(&path), "decision tables", &mm::decision_tables());
    compare(&path, &want);
}

#[test]
fn every_file_says_in_one_sentence_what_it_is_for() {
    let files = files_below(&project("src")).into_iter();
    for path in files.filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let text = text_of(&path);
        let header: Vec<&str> =
            text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
        let first = header.split(|line| line.is_empty()).next().unwrap().join(" ");
        let sentences = first.matches(". ").count() + usize::from(first.ends_with('.'));
        assert_eq!(sentences, 1, "{}: one sentence on what it is for: {first:?}", path.display());
    }
}
