//! The error codes in docs/exit-status.md are generated from the program.

use crate::support::{between_marks, compare, project, text_of};

#[test]
fn the_page_lists_every_error_code_with_its_exit_status() {
    let page = project("docs/exit-status.md");
    let tables = mm::error_code_tables();
    compare(&page, &between_marks(&text_of(&page), "error codes", &tables));
}
