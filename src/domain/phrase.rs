//! Phrases that sentences for people share: counted nouns, rounded durations and quoted texts.

use std::fmt;

use crate::domain::time::Span;

/// A number with the noun that it counts.
pub fn plural(count: impl Into<u64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A duration in its two largest units, from ten minutes on without seconds.
pub fn rough(span: Span) -> String {
    const MINUTE: i64 = 60_000;
    let span = match span.millis() {
        millis if millis >= 10 * MINUTE => Span::from_secs((millis + MINUTE / 2) / MINUTE * 60),
        _ => span,
    };
    let text = span.to_string();
    let mut units = 0;
    let end = text.find(|letter: char| {
        units += u8::from(letter.is_ascii_alphabetic());
        units == 2
    });
    text[..end.map_or(text.len(), |end| end + 1)].to_owned()
}

/// How long something takes, in words.
pub fn delay(span: Span) -> String {
    if span == Span::NONE { "at once".to_owned() } else { rough(span) }
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
        case(599, "9m59s");
        case(600, "10m");
        case(1413, "24m");
        case(3599, "1h");
        case(3725, "1h2m");
        case(7200, "2h");
        case(90_061, "1d1h");
    }

    #[test]
    fn no_delay_has_a_name() {
        assert_eq!(delay(Span::NONE), "at once");
        assert_eq!(delay(Span::from_secs(90)), "1m30s");
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
