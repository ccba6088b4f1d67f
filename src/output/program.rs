//! Commands in sentences for people, written so that the reader can copy them.

/// A text in which each command in backticks calls `program`: `mm`, or `mm` with the store that was named.
/// A command that begins with an option names its store itself, or needs none.
pub fn name_program(text: &str, program: &str) -> String {
    let mut parts = text.split("`mm ");
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        named.push('`');
        named.push_str(if part.starts_with('-') { "mm" } else { program });
        named.push(' ');
        named.push_str(part);
    }
    named
}

#[cfg(test)]
mod tests {
    use super::name_program;

    #[test]
    fn commands_name_the_store_that_was_named() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(name_program(text, "mm"), text);
            assert_eq!(name_program(text, "mm --store a.db"), want);
        }
        case("mm shows no command", "mm shows no command");
        case(
            "`mm apply` tells it; see `mm history`",
            "`mm --store a.db apply` tells it; see `mm --store a.db history`",
        );
        case("`mm --help` lists all", "`mm --help` lists all");
        case("`mm --store b.db status`", "`mm --store b.db status`");
        case("`mm", "`mm");
    }
}
