//! Svg: a small writer of pictures in which text from outside can do no harm.

use std::fmt::{Display, Write as _};

use crate::output::sanitize::sanitize;

/// Elements on their way into a picture.
pub(super) struct Svg {
    text: String,
    open: Vec<&'static str>,
}

impl Svg {
    pub(super) fn new() -> Svg {
        Svg { text: String::new(), open: Vec::new() }
    }

    /// An element without content.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: &[(&str, &dyn Display)]) {
        self.begin(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element that holds what comes until it is closed.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &dyn Display)]) {
        self.begin(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// An element that holds a text.
    pub(super) fn words(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &dyn Display)],
        words: &str,
    ) {
        self.begin(name, attributes);
        let _ = writeln!(self.text, ">{}</{name}>", escaped(words));
    }

    /// An element that holds what the program itself wrote, as it stands.
    pub(super) fn own(&mut self, name: &'static str, text: &'static str) {
        let _ = writeln!(self.text, "<{name}>{text}</{name}>");
    }

    /// Closes what is open, and gives the whole.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        let _ = write!(self.text, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.text, " {attribute}=\"{}\"", escaped(&value.to_string()));
        }
    }
}

/// A text with nothing in it that means something to a reader of XML, or that reorders or hides
/// what is beside it.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in sanitize(text).chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            // No XML may hold these, not even by number.
            '\u{fffe}' | '\u{ffff}' => shown.push('\u{fffd}'),
            other => shown.push(other),
        }
    }
    shown
}

/// A length or place, to a tenth.
pub(super) fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use crate::output::chart::svg::{Svg, escaped};

    #[test]
    fn text_from_outside_does_no_harm() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(escaped(text), want);
        }
        case("nightly", "nightly");
        case("夜間 – é", "夜間 – é");
        case("<script>alert('1')</script>", "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
        case("\" onload=\"x", "&quot; onload=&quot;x");
        case("a&amp;b", "a&amp;amp;b");
        case("]]>", "]]&gt;");
        case("a\0b\u{1b}", "a\\u{0}b\\u{1b}");
        case("abc\u{202e}fdp.exe", "abc\\u{202e}fdp.exe");
        case("\u{fffe}\u{ffff}", "\u{fffd}\u{fffd}");
    }

    #[test]
    fn elements_are_closed_in_order() {
        let mut svg = Svg::new();
        svg.open("svg", &[("width", &10)]);
        svg.open("g", &[]);
        svg.leaf("rect", &[("x", &1.5), ("class", &"a\"b")]);
        svg.words("title", &[], "a<b");
        let want = "<svg width=\"10\">\n<g>\n<rect x=\"1.5\" class=\"a&quot;b\"/>\n<title>a&lt;b</title>\n</g>\n</svg>\n";
        assert_eq!(svg.finish(), want);
    }
}
