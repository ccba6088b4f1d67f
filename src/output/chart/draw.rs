//! The drawing of a chart: frame, axis, windows and lanes.

use crate::domain::{Span, rough};
use crate::output::chart::lane::LaneLayout;
use crate::output::chart::scale::{MARGIN, RIGHT, Scale, WIDTH};
use crate::output::chart::{Chart, ChartWindow, axis, style};
use crate::output::svg::{Anchor, Svg};
use crate::output::wrap::wrap;

/// Where the lanes begin, below title, legend and times.
const TOP: f64 = 152.0;
/// A line of text.
const LINE: f64 = 18.0;
/// The letters of a line that have room.
const LETTERS: usize = 190;

/// Draws a chart as an SVG document.
pub(super) fn draw(chart: &Chart) -> String {
    let scale = Scale::new(chart.start, chart.end);
    let not_known = chart.not_known.as_deref().map(|text| wrap(text, Some(LETTERS), 0));
    let not_known = not_known.unwrap_or_default();
    let added: f64 = not_known.iter().map(|_| LINE).sum();
    let top = TOP + added;
    let lanes: Vec<_> = chart.lanes.iter().map(|lane| LaneLayout::new(lane, chart.end)).collect();
    let bottom = top + lanes.iter().map(LaneLayout::height).sum::<f64>();
    let height = bottom + 44.0;
    let mut svg = Svg::new(WIDTH, height, &chart.title, &chart.summary);
    style::define(&mut svg);
    svg.rect("paper", (0.0, 0.0), (WIDTH, height));
    svg.text("title", (MARGIN, 28.0), Anchor::Start, &chart.title);
    svg.text("soft", (MARGIN, 48.0), Anchor::Start, &chart.summary);
    let mut y = 48.0;
    for line in &not_known {
        y += LINE;
        svg.text("soft", (MARGIN, y), Anchor::Start, line);
    }
    style::legend(&mut svg, MARGIN, 70.0 + added);
    draw_axis(&mut svg, chart, scale, (top, bottom));
    for window in &chart.windows {
        draw_window(&mut svg, window, scale, (top, bottom));
    }
    let mut y = top;
    for lane in &lanes {
        svg.line("lane", (0.0, y), (WIDTH, y));
        lane.draw(&mut svg, scale, y);
        y += lane.height();
    }
    svg.line("lane", (0.0, y), (WIDTH, y));
    for window in &chart.windows {
        draw_drain(&mut svg, window, scale, (top, bottom));
    }
    svg.into_text()
}

/// The times above and below the lanes, with grid lines between them.
fn draw_axis(svg: &mut Svg, chart: &Chart, scale: Scale, (top, bottom): (f64, f64)) {
    let offset = axis::offset(chart.start, chart.end, &chart.zone);
    svg.text("soft", (MARGIN, top - 8.0), Anchor::Start, &format!("local time, {offset}"));
    let (mut dates, mut times) = (Labels::default(), Labels::default());
    for tick in axis::ticks(chart.start, chart.end, &chart.zone) {
        let x = scale.x(tick.at);
        svg.line("grid", (x, top - 4.0), (x, bottom + 4.0));
        if let Some(date) = &tick.date
            && let Some(anchor) = dates.place(x, date)
        {
            svg.text("soft", (x, top - 22.0), anchor, date);
        }
        if let Some(anchor) = times.place(x, &tick.time) {
            for y in [top - 8.0, bottom + 18.0] {
                svg.text("time", (x, y), anchor, &tick.time);
            }
        }
    }
}

/// The labels of one line, from left to right. One that would overlap the one before has no place.
#[derive(Default)]
struct Labels {
    /// Where the last one ends.
    end: f64,
}

impl Labels {
    /// The widest digit or letter of a label, and the gap between two labels.
    const LETTER: f64 = 7.0;
    const GAP: f64 = 6.0;

    /// On which side of `x` a label stands; at the right edge it ends there.
    fn place(&mut self, x: f64, label: &str) -> Option<Anchor> {
        let width = label.chars().map(|_| Labels::LETTER).sum::<f64>();
        let (from, anchor) =
            if x + width > WIDTH { (x - width, Anchor::End) } else { (x, Anchor::Start) };
        if from < self.end {
            return None;
        }
        self.end = from + width + Labels::GAP;
        Some(anchor)
    }
}

fn draw_window(svg: &mut Svg, window: &ChartWindow, scale: Scale, (top, bottom): (f64, f64)) {
    let (from, to) = (scale.x(window.from), window.until.map_or(RIGHT, |until| scale.x(until)));
    let (top, height) = (top - 4.0, bottom - top + 8.0);
    svg.rect("window", (from, top), ((to - from).max(1.0), height));
    svg.line("edge", (from, top), (from, top + height));
    if window.until.is_some() {
        svg.line("edge", (to, top), (to, top + height));
    }
}

/// The instant at which a window is drained, with a flag at its foot.
fn draw_drain(svg: &mut Svg, window: &ChartWindow, scale: Scale, (top, bottom): (f64, f64)) {
    let y = bottom + 32.0;
    let Some(at) = window.drained_at else {
        let place = (scale.x(window.from), y);
        return svg.text("flag", place, Anchor::Start, "not drained before it ends");
    };
    let x = scale.x(at);
    svg.line("drained", (x, top - 4.0), (x, bottom + 24.0));
    svg.shape("flag", (x, bottom + 22.0), "l9,4 l-9,4 z");
    let (anchor, x) =
        if x > RIGHT - 160.0 { (Anchor::End, x - 4.0) } else { (Anchor::Start, x + 13.0) };
    let text = match at - window.from {
        Span::NONE => "drained at once".to_owned(),
        span => format!("drained after {}", rough(span)),
    };
    svg.text("flag", (x, y), anchor, &text);
}

#[cfg(test)]
mod tests {
    use super::Labels;
    use crate::output::chart::scale::{RIGHT, WIDTH};

    #[test]
    fn labels_never_overlap_and_stay_on_the_picture() {
        let (step, label) = (73.0, "Tue 2026-11-24");
        let mut labels = Labels::default();
        let (mut places, mut x) = (0, 300.0);
        let mut last_end = 0.0;
        while x <= RIGHT {
            let before = labels.end;
            if labels.place(x, label).is_some() {
                let end = labels.end - Labels::GAP;
                let from = end - 14.0 * Labels::LETTER;
                assert!(from >= before && from >= last_end && end <= WIDTH, "{x}");
                (places, last_end) = (places + 1, end);
            }
            x += step;
        }
        assert!((5..=9).contains(&places), "{places}");
    }
}
