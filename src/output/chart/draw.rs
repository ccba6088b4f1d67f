//! Draw: puts a chart on paper, lane by lane.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a picture are rounded to a tenth"
)]

use std::fmt::Display;

use crate::domain::Instant;
use crate::output::chart::axis;
use crate::output::chart::lane::Laid;
use crate::output::chart::style;
use crate::output::chart::svg::{Svg, tenth};
use crate::output::chart::{Chart, Shade};

const WIDTH: f64 = 1280.0;
/// Where the lanes begin, right of their names.
const LEFT: f64 = 200.0;
const RIGHT: f64 = WIDTH - 24.0;
/// Where the lanes begin, below title, legend and times.
const TOP: f64 = 132.0;

/// From instants to places.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    start: i64,
    length: f64,
}

impl Scale {
    fn new(start: Instant, end: Instant) -> Scale {
        let length = (end.millis() - start.millis()).max(1);
        Scale { start: start.millis(), length: length as f64 }
    }

    /// Where an instant lies; those outside of the picture at its edge.
    pub(super) fn x(self, at: Instant) -> f64 {
        let share = (at.millis() - self.start) as f64 / self.length;
        tenth(LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT))
    }

    /// Which of so many equal parts of the picture an instant lies in.
    pub(super) fn part(self, at: Instant, parts: usize) -> usize {
        let share = (at.millis() - self.start) as f64 / self.length;
        ((share.max(0.0) * parts as f64) as usize).min(parts - 1)
    }

    /// Where such a part begins.
    pub(super) fn part_x(part: usize, parts: usize) -> f64 {
        tenth(LEFT + (RIGHT - LEFT) * part as f64 / parts as f64)
    }
}

/// A chart as an SVG document.
pub(super) fn draw(chart: &Chart) -> String {
    let scale = Scale::new(chart.start, chart.end);
    let lanes: Vec<Laid<'_>> = chart.lanes.iter().map(|lane| Laid::new(lane, chart.end)).collect();
    let bottom = TOP + lanes.iter().map(Laid::height).sum::<f64>();
    let height = bottom + 44.0;
    let mut svg = Svg::new();
    let view = format!("0 0 {WIDTH} {height}");
    svg.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("width", &WIDTH),
            ("height", &height),
            ("viewBox", &view),
            ("role", &"img"),
            ("aria-labelledby", &"title summary"),
        ],
    );
    svg.words("title", &[("id", &"title")], &chart.title);
    svg.words("desc", &[("id", &"summary")], &chart.summary);
    style::define(&mut svg);
    svg.leaf("rect", &[("class", &"paper"), ("width", &WIDTH), ("height", &height)]);
    svg.words("text", &[("x", &16), ("y", &28), ("class", &"title")], &chart.title);
    svg.words("text", &[("x", &16), ("y", &48), ("class", &"soft")], &chart.summary);
    style::legend(&mut svg, 16.0, 70.0);
    times(&mut svg, chart, scale, bottom);
    for window in &chart.windows {
        shade(&mut svg, window, scale, bottom);
    }
    let mut y = TOP;
    for lane in &lanes {
        line(&mut svg, "lane", (0.0, y), (WIDTH, y));
        lane.draw(&mut svg, scale, y);
        y += lane.height();
    }
    line(&mut svg, "lane", (0.0, y), (WIDTH, y));
    for window in &chart.windows {
        drained(&mut svg, window, scale, bottom);
    }
    svg.finish()
}

/// The times above and below the lanes, with lines through them.
fn times(svg: &mut Svg, chart: &Chart, scale: Scale, bottom: f64) {
    let offset = axis::offset(chart.start, chart.end, &chart.zone);
    let local = format!("local time, {offset}");
    svg.words("text", &[("x", &16), ("y", &(TOP - 8.0)), ("class", &"soft")], &local);
    for tick in axis::ticks(chart.start, chart.end, &chart.zone) {
        let x = scale.x(tick.at);
        line(svg, "grid", (x, TOP - 4.0), (x, bottom + 4.0));
        // The last ones would leave the picture to the right.
        let anchor = if x > RIGHT - 60.0 { "end" } else { "start" };
        let shown = |y: f64| -> [f64; 2] { [x, y] };
        if let Some(date) = &tick.date {
            let [x, y] = shown(TOP - 22.0);
            let attributes: [(&str, &dyn Display); 4] =
                [("x", &x), ("y", &y), ("class", &"soft"), ("text-anchor", &anchor)];
            svg.words("text", &attributes, date);
        }
        for y in [TOP - 8.0, bottom + 18.0] {
            svg.words("text", &[("x", &x), ("y", &y), ("text-anchor", &anchor)], &tick.time);
        }
    }
}

fn shade(svg: &mut Svg, window: &Shade, scale: Scale, bottom: f64) {
    let (from, to) = (scale.x(window.from), window.until.map_or(RIGHT, |until| scale.x(until)));
    svg.leaf(
        "rect",
        &[
            ("class", &"window"),
            ("x", &from),
            ("y", &(TOP - 4.0)),
            ("width", &tenth((to - from).max(1.0))),
            ("height", &(bottom - TOP + 8.0)),
        ],
    );
    line(svg, "edge", (from, TOP - 4.0), (from, bottom + 4.0));
    if window.until.is_some() {
        line(svg, "edge", (to, TOP - 4.0), (to, bottom + 4.0));
    }
}

/// The moment since which no covered session works, with a flag at its foot.
fn drained(svg: &mut Svg, window: &Shade, scale: Scale, bottom: f64) {
    let y = tenth(bottom + 32.0);
    let Some(at) = window.drained_at else {
        let x = scale.x(window.from);
        return svg.words("text", &[("x", &x), ("y", &y)], "not drained before it ends");
    };
    let x = scale.x(at);
    line(svg, "drained", (x, TOP - 4.0), (x, bottom + 24.0));
    let flag = format!("M{x},{} l9,4 l-9,4 z", tenth(bottom + 22.0));
    svg.leaf("path", &[("d", &flag), ("class", &"flag")]);
    let after = format!("drained after {}", at - window.from);
    let (anchor, x) = if x > RIGHT - 160.0 { ("end", x - 4.0) } else { ("start", x + 13.0) };
    svg.words("text", &[("x", &tenth(x)), ("y", &y), ("text-anchor", &anchor)], &after);
}

fn line(svg: &mut Svg, class: &str, from: (f64, f64), to: (f64, f64)) {
    svg.leaf(
        "line",
        &[
            ("class", &class),
            ("x1", &tenth(from.0)),
            ("y1", &tenth(from.1)),
            ("x2", &tenth(to.0)),
            ("y2", &tenth(to.1)),
        ],
    );
}
