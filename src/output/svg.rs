//! SVG in which text from outside stays text.

use std::fmt::Write as _;

use crate::output::sanitize::sanitize_markup;

/// A picture on its way to a file. Places and sizes are rounded to a tenth. Names of classes and
/// patterns are known when `mm` is compiled; the rest is text.
pub struct Svg(String);

/// The end of a text that stands at its place.
#[derive(Debug, Clone, Copy)]
pub enum Anchor {
    Start,
    End,
}

impl Svg {
    /// An empty picture, with a description for readers who cannot see it.
    pub fn new(width: f64, height: f64, title: &str, description: &str) -> Svg {
        let (width, height) = (tenth(width), tenth(height));
        let mut svg = Svg(String::new());
        svg.element(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title summary\">"
        ));
        svg.element(format_args!("<title id=\"title\">{}</title>", sanitize_markup(title)));
        svg.element(format_args!("<desc id=\"summary\">{}</desc>", sanitize_markup(description)));
        svg
    }

    /// Adds a style sheet.
    pub fn style(&mut self, css: &'static str) {
        self.element(format_args!("<style>{css}</style>"));
    }

    /// Defines a square pattern.
    pub fn pattern(&mut self, id: &'static str, size: f64, draw: impl FnOnce(&mut Svg)) {
        self.element(format_args!(
            "<defs><pattern id=\"{id}\" width=\"{size}\" height=\"{size}\" \
             patternUnits=\"userSpaceOnUse\">"
        ));
        draw(self);
        self.element(format_args!("</pattern></defs>"));
    }

    /// Adds a group, with a title that browsers show as a tooltip.
    pub fn group(&mut self, class: &'static str, title: &str, draw: impl FnOnce(&mut Svg)) {
        let title = sanitize_markup(title);
        self.element(format_args!("<g class=\"{class}\">\n<title>{title}</title>"));
        draw(self);
        self.element(format_args!("</g>"));
    }

    /// Adds a rectangle.
    pub fn rect(&mut self, class: &'static str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let (x, y, width, height) = (tenth(x), tenth(y), tenth(width), tenth(height));
        self.element(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    /// Adds a straight line.
    pub fn line(&mut self, class: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x1, y1, x2, y2) = (tenth(x1), tenth(y1), tenth(x2), tenth(y2));
        self.element(format_args!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        ));
    }

    /// Adds a shape, whose path is relative to a place.
    pub fn shape(&mut self, class: &'static str, (x, y): (f64, f64), path: &'static str) {
        let (x, y) = (tenth(x), tenth(y));
        self.element(format_args!("<path class=\"{class}\" d=\"M{x},{y} {path}\"/>"));
    }

    /// Adds a text, whose base line starts or ends at a place.
    pub fn text(&mut self, class: &'static str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let (x, y) = (tenth(x), tenth(y));
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::End => "end",
        };
        self.element(format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>",
            sanitize_markup(text)
        ));
    }

    /// The finished picture.
    pub fn into_text(mut self) -> String {
        self.element(format_args!("</svg>"));
        self.0
    }

    fn element(&mut self, element: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.0, "{element}");
    }
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use crate::output::svg::{Anchor, Svg};

    #[test]
    fn text_is_never_markup() {
        let mut svg = Svg::new(10.0, 20.04, "a<b", "\"c\"");
        svg.group("work", "</title>", |svg| svg.text("soft", (1.25, 2.0), Anchor::End, "]]>"));
        let want = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\" \
                    viewBox=\"0 0 10 20\" role=\"img\" aria-labelledby=\"title summary\">\n\
                    <title id=\"title\">a&lt;b</title>\n\
                    <desc id=\"summary\">&quot;c&quot;</desc>\n\
                    <g class=\"work\">\n<title>&lt;/title&gt;</title>\n\
                    <text class=\"soft\" x=\"1.3\" y=\"2\" text-anchor=\"end\">]]&gt;</text>\n\
                    </g>\n</svg>\n";
        assert_eq!(svg.into_text(), want);
    }
}
