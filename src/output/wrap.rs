//! Text wrapped between words.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The columns of a terminal that a text takes.
pub fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// The columns that the longest word of a text takes.
pub fn longest_word(text: &str) -> usize {
    text.split(' ').map(columns).max().unwrap_or(0)
}

/// The lines of a text in `width` columns, all but the first one indented. Only words longer than
/// a line are broken. Without a width the text stays on one line.
pub fn wrap(text: &str, width: Option<usize>, indent: usize) -> Vec<String> {
    let Some(width) = width.filter(|width| columns(text) > *width) else {
        return vec![text.to_owned()];
    };
    let indent = " ".repeat(indent.min(width / 2));
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use crate::output::wrap::wrap;

    #[test]
    fn words_that_fit_stay_whole() {
        #[track_caller]
        fn case(text: &str, width: usize, indent: usize, want: &[&str]) {
            assert_eq!(wrap(text, Some(width), indent), want);
        }
        case("one two three", 13, 2, &["one two three"]);
        case("one two three", 12, 2, &["one two", "  three"]);
        case("one  two", 8, 0, &["one  two"]);
        case(
            "  start refused: tenant-disabled",
            20,
            4,
            &["  start refused:", "    tenant-disabled"],
        );
        case("abcdefghij", 4, 0, &["abcd", "efgh", "ij"]);
        case("夜間 バックアップ", 12, 0, &["夜間", "バックアップ"]);
        case("a bb", 3, 60, &["a", " bb"]);
        case("", 3, 0, &[""]);
        assert_eq!(wrap("one two three", None, 2), ["one two three"]);
    }
}
