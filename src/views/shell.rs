//! Commands for the reader to copy into a shell.

use std::path::Path;

use crate::platform;

/// An `mm` command for a store; the default store is not named.
pub fn command_with_store(store: &Path, command: &str) -> String {
    format!("{} {command}", program_with_store(store))
}

/// How to call `mm` for a store; the default store, or the one in `MM_STORE`, is not named.
pub fn program_with_store(store: &Path) -> String {
    if store == platform::expected_store() {
        return "mm".to_owned();
    }
    format!("mm --store {}", word(&store.to_string_lossy()))
}

/// Quotes a text as one word for a shell.
pub fn word(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./:=@%+,".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use crate::views::shell::word;

    #[test]
    fn special_characters_are_quoted() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(word(text), want);
        }
        case("night.db", "night.db");
        case("/var/lib/mm/mm.db", "/var/lib/mm/mm.db");
        case("my night.db", "'my night.db'");
        case("$(reboot)", "'$(reboot)'");
        case("it's", "'it'\\''s'");
        case("", "''");
    }
}
