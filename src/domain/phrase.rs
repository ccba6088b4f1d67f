//! Phrases that sentences for people share: counted nouns, rounded durations and quoted texts.

use std::fmt;

use crate::domain::time::Span;

/// A number with the noun that it counts.
pub fn plural(count: impl Into<u64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A duration in its two largest units.
pub fn rough(span: Span) -> String {
    let text = span.to_string();
    let mut units = 0;
    let end = text.find(|letter: char| {
        units += u8::from(letter.is_ascii_alphabetic());
        units == 2
    });
    text[..end.map_or(text.len(), |end| end + 1)].to_owned()
}

/// How many letters of a text an error shows.
pub const SHOWN: usize = 80;

/// A text from outside in quotes, cut where it is long.
pub struct Quoted<'t>(pub &'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "{:?}…", &self.0[..end]),
            None => write!(f, "{:?}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_at_most_two_units() {
        #[track_caller]
        fn case(secs: i64, want: &str) {
            assert_eq!(rough(Span::from_secs(secs)), want);
        }
        case(0, "0s");
        case(59, "59s");
        case(3725, "1h2m");
        case(7200, "2h");
        case(90_061, "1d1h");
    }

    #[test]
    fn long_texts_are_cut_between_letters() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(Quoted(text).to_string(), want);
        }
        case("", "\"\"");
        case("a \"b\"\n", r#""a \"b\"\n""#);
        case(&"夜".repeat(80), &format!("\"{}\"", "夜".repeat(80)));
        case(&"夜".repeat(81), &format!("\"{}\"…", "夜".repeat(80)));
    }
}
