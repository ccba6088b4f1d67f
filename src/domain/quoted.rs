//! Quoted: a text from outside within an error, in quotes, and cut where it is long.

use std::fmt;

/// So many letters of a text are shown in an error.
pub const SHOWN: usize = 80;

/// A text that an error shows; what is cut off it is marked.
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
    use crate::domain::quoted::Quoted;

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
