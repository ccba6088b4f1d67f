//! Safe: text from outside, made harmless for a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Shows control characters, and marks that reorder or hide text, as `\u{…}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_plain || !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            harmful if is_harmful(harmful) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(harmful));
            }
            other => shown.push(other),
        }
    }
    Cow::Owned(shown)
}

/// Makes JSON harmless for a terminal without changing what it says: what would be harmful stands
/// in its strings as an escape.
pub fn safe_json(json: &str) -> Cow<'_, str> {
    let harmful = |letter: char| is_harmful(letter) && letter != '\n';
    if !json.chars().any(harmful) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if harmful(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use crate::output::safe::{safe, safe_json};

    #[test]
    fn harmless_text_is_left_alone() {
        for text in ["nightly", "夜間バックアップ", "a\\n", "é – ü"] {
            assert_eq!(safe(text), text);
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(safe("\u{1b}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(safe("a\nb\r\tc\u{9b}"), "a\\nb\\r\\tc\\u{9b}");
        assert_eq!(safe("abc\u{202e}fdp.exe\u{200b}"), "abc\\u{202e}fdp.exe\\u{200b}");
    }

    #[test]
    fn json_says_the_same() {
        let value = serde_json::json!({"a": "\u{1b}\u{9b}\u{202e}\u{e0001}\u{7f}夜\n", "b": [1]});
        let json = serde_json::to_string_pretty(&value).unwrap();
        let shown = safe_json(&json);
        assert!(
            shown.chars().all(|letter| letter == '\n' || !super::is_harmful(letter)),
            "{shown}"
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
        assert_eq!(safe_json("{\n  \"夜\": 1\n}"), "{\n  \"夜\": 1\n}");
    }
}
