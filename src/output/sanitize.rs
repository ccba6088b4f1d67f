//! Text from outside, made harmless for terminals and for markup.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Escapes control characters, and characters that reorder or hide text, as `\u{…}`.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
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

/// Escapes the same characters in JSON as JSON does, so that its meaning stays.
pub fn sanitize_json(json: &str) -> Cow<'_, str> {
    let is_plain = json.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'));
    let is_harmful = |letter: char| letter != '\n' && is_harmful(letter);
    if is_plain || !json.chars().any(is_harmful) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if is_harmful(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// Escapes the same characters, and what XML or HTML would take for markup.
pub fn sanitize_markup(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in sanitize(text).chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            // XML cannot hold these, not even by number.
            '\u{fffe}' | '\u{ffff}' => shown.push('\u{fffd}'),
            other => shown.push(other),
        }
    }
    shown
}

fn is_harmful(letter: char) -> bool {
    // Most text is printable ASCII.
    !(' '..='~').contains(&letter)
        && (letter.is_control()
            || matches!(letter,
                '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'))
}

#[cfg(test)]
mod tests {
    use crate::output::sanitize::{sanitize, sanitize_json, sanitize_markup};

    #[test]
    fn harmless_text_is_left_alone() {
        for text in ["nightly", "夜間バックアップ", "a\\n", "é – ü"] {
            assert_eq!(sanitize(text), text);
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(sanitize("\u{1b}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(sanitize("a\nb\r\tc\u{9b}"), "a\\nb\\r\\tc\\u{9b}");
        assert_eq!(sanitize("abc\u{202e}fdp.exe\u{200b}"), "abc\\u{202e}fdp.exe\\u{200b}");
    }

    #[test]
    fn escaped_json_means_the_same() {
        let value = serde_json::json!({"a": "\u{1b}\u{9b}\u{202e}\u{e0001}\u{7f}夜\n", "b": [1]});
        let json = serde_json::to_string_pretty(&value).unwrap();
        let shown = sanitize_json(&json);
        assert!(
            shown.chars().all(|letter| letter == '\n' || !super::is_harmful(letter)),
            "{shown}"
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
        assert_eq!(sanitize_json("{\n  \"夜\": 1\n}"), "{\n  \"夜\": 1\n}");
    }

    #[test]
    fn text_is_never_markup() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(sanitize_markup(text), want);
        }
        case("夜間 – é", "夜間 – é");
        case("<script>alert('1')</script>", "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
        case("\" onload=\"x", "&quot; onload=&quot;x");
        case("a&amp;b", "a&amp;amp;b");
        case("]]>", "]]&gt;");
        case("a\0b\u{1b}\n", "a\\u{0}b\\u{1b}\\n");
        case("abc\u{202e}fdp.exe", "abc\\u{202e}fdp.exe");
        case("\u{fffe}\u{ffff}", "\u{fffd}\u{fffd}");
    }
}
