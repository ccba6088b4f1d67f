//! Colours of a terminal, which repeat what words say.

use std::borrow::Cow;

/// The look of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Bold.
    Heading,
    /// Yellow: maintenance, and what is not known.
    Warning,
    /// Red: what needs somebody.
    Alarm,
}

/// Words that stand out wherever `mm` writes them.
const LOUD: [(&str, Tone); 5] = [
    ("overdue", Tone::Alarm),
    ("OVERDUE", Tone::Alarm),
    ("FAILED", Tone::Alarm),
    ("DIFFERS", Tone::Alarm),
    ("MAINTENANCE", Tone::Warning),
];

/// Words that stand out where a value or a cell begins with them.
const FIRST: [(&str, Tone); 4] = [
    ("failed", Tone::Alarm),
    ("not known", Tone::Warning),
    ("unknown", Tone::Warning),
    ("pending", Tone::Warning),
];

impl Tone {
    /// The text between the escape sequences that begin and end the tone.
    pub fn paint(self, text: &str) -> String {
        let code = match self {
            Tone::Heading => "1",
            Tone::Warning => "1;33",
            Tone::Alarm => "1;31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// A line of fields or of a table in which the words that matter most are painted.
pub fn painted(line: &str) -> Cow<'_, str> {
    let mut text = String::new();
    let mut done = 0;
    let mut at = 0;
    while at < line.len() {
        let Some((word, tone)) = word_at(line, at) else {
            at += line[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        text.push_str(&line[done..at]);
        text.push_str(&tone.paint(word));
        at += word.len();
        done = at;
    }
    if text.is_empty() {
        return Cow::Borrowed(line);
    }
    text.push_str(&line[done..]);
    Cow::Owned(text)
}

fn word_at(line: &str, at: usize) -> Option<(&'static str, Tone)> {
    let before = &line[..at];
    let is_inside = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '/';
    let is_word = |word: &str| {
        line[at..].starts_with(word)
            && !line[at + word.len()..].starts_with(is_inside)
            && !before.ends_with(is_inside)
    };
    let is_first = before.is_empty() || before.ends_with("  ");
    let first = FIRST.iter().filter(|_| is_first);
    LOUD.iter().chain(first).copied().find(|(word, _)| is_word(word))
}

#[cfg(test)]
mod tests {
    use super::painted;

    #[test]
    fn words_that_matter_are_painted() {
        #[track_caller]
        fn case(line: &str, want: &str) {
            let shown = painted(line).replace("\u{1b}[1;31m", "<").replace("\u{1b}[1;33m", "(");
            assert_eq!(shown.replace("\u{1b}[0m", ">"), want);
        }
        case("nightly  working 1/2  overdue", "nightly  working 1/2  <overdue>");
        case("nightly  failed: maintenance", "nightly  <failed>: maintenance");
        case("the failed job  success", "the failed job  success");
        case("  drain  5 running; overdue: long", "  drain  5 running; <overdue>: long");
        case("failed-jobs  not known", "failed-jobs  (not known>");
        case("  planned end  22:00, OVERDUE by 3m", "  planned end  22:00, <OVERDUE> by 3m");
        case("UNOVERDUE  MAINTENANCES", "UNOVERDUE  MAINTENANCES");
        case("夜  overdue", "夜  <overdue>");
        case("", "");
    }
}
