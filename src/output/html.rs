//! HTML in which text from outside stays text.

use crate::output::sanitize::sanitize_markup;

/// A document on its way to a browser. Markup is known when `mm` is compiled; the rest is text.
#[derive(Default)]
pub struct Html(String);

impl Html {
    /// Adds markup.
    pub fn markup(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Adds text, escaped.
    pub fn text(&mut self, text: &str) {
        self.0.push_str(&sanitize_markup(text));
    }

    /// Adds text between two pieces of markup.
    pub fn within(&mut self, before: &'static str, text: &str, after: &'static str) {
        self.markup(before);
        self.text(text);
        self.markup(after);
    }

    /// The finished document.
    pub fn into_text(self) -> String {
        self.0
    }
}
