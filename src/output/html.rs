//! HTML: a page on its way to a browser, on which text from outside cannot be anything but text.

use crate::output::safe::safe;

/// A page of HTML. Markup is the program's own, known when it is compiled; all else is text.
#[derive(Default)]
pub struct Html(String);

impl Html {
    /// Adds markup.
    pub fn markup(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Adds text, which shows as it is, whatever it holds.
    pub fn text(&mut self, text: &str) {
        for letter in safe(text).chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
    }

    /// Adds text between two pieces of markup.
    pub fn within(&mut self, before: &'static str, text: &str, after: &'static str) {
        self.markup(before);
        self.text(text);
        self.markup(after);
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use crate::output::html::Html;

    #[test]
    fn text_is_never_markup() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            let mut html = Html::default();
            html.text(text);
            assert_eq!(html.into_text(), want);
        }
        case("nightly – 夜", "nightly – 夜");
        case(
            "<script>alert('1' & \"2\")</script>",
            "&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;",
        );
        case("a\u{202e}b\u{1b}[31m\n", "a\\u{202e}b\\u{1b}[31m\\n");
    }
}
