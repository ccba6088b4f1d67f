//! The drawing of a chart: frame, axis, windows and lanes.

use crate::output::chart::lane::LaneLayout;
use crate::output::chart::scale::{MARGIN, RIGHT, Scale, WIDTH};
use crate::output::chart::{Chart, Window, axis, style};
use crate::output::svg::{Anchor, Svg};

/// Where the lanes begin, below title, legend and times.
const TOP: f64 = 152.0;

/// Draws a chart as an SVG document.
pub(super) fn draw(chart: &Chart) -> String {
    let scale = Scale::new(chart.start, chart.end);
    let lanes: Vec<_> = chart.lanes.iter().map(|lane| LaneLayout::new(lane, chart.end)).collect();
    let bottom = TOP + lanes.iter().map(LaneLayout::height).sum::<f64>();
    let height = bottom + 44.0;
    let mut svg = Svg::new(WIDTH, height, &chart.title, &chart.summary);
    style::define(&mut svg);
    svg.rect("paper", (0.0, 0.0), (WIDTH, height));
    svg.text("title", (MARGIN, 28.0), Anchor::Start, &chart.title);
    svg.text("soft", (MARGIN, 48.0), Anchor::Start, &chart.summary);
    style::legend(&mut svg, MARGIN, 70.0);
    draw_axis(&mut svg, chart, scale, bottom);
    for window in &chart.windows {
        draw_window(&mut svg, window, scale, bottom);
    }
    let mut y = TOP;
    for lane in &lanes {
        svg.line("lane", (0.0, y), (WIDTH, y));
        lane.draw(&mut svg, scale, y);
        y += lane.height();
    }
    svg.line("lane", (0.0, y), (WIDTH, y));
    for window in &chart.windows {
        draw_drain(&mut svg, window, scale, bottom);
    }
    svg.into_text()
}

/// The times above and below the lanes, with grid lines between them.
fn draw_axis(svg: &mut Svg, chart: &Chart, scale: Scale, bottom: f64) {
    let offset = axis::offset(chart.start, chart.end, &chart.zone);
    svg.text("soft", (MARGIN, TOP - 8.0), Anchor::Start, &format!("local time, {offset}"));
    for tick in axis::ticks(chart.start, chart.end, &chart.zone) {
        let x = scale.x(tick.at);
        svg.line("grid", (x, TOP - 4.0), (x, bottom + 4.0));
        let anchor = if x > RIGHT - 34.0 { Anchor::End } else { Anchor::Start };
        if let Some(date) = &tick.date {
            svg.text("soft", (x, TOP - 22.0), anchor, date);
        }
        for y in [TOP - 8.0, bottom + 18.0] {
            svg.text("time", (x, y), anchor, &tick.time);
        }
    }
}

fn draw_window(svg: &mut Svg, window: &Window, scale: Scale, bottom: f64) {
    let (from, to) = (scale.x(window.from), window.until.map_or(RIGHT, |until| scale.x(until)));
    let (top, height) = (TOP - 4.0, bottom - TOP + 8.0);
    svg.rect("window", (from, top), ((to - from).max(1.0), height));
    svg.line("edge", (from, top), (from, top + height));
    if window.until.is_some() {
        svg.line("edge", (to, top), (to, top + height));
    }
}

/// The instant at which a window is drained, with a flag at its foot.
fn draw_drain(svg: &mut Svg, window: &Window, scale: Scale, bottom: f64) {
    let y = bottom + 32.0;
    let Some(at) = window.drained_at else {
        let place = (scale.x(window.from), y);
        return svg.text("flag", place, Anchor::Start, "not drained before it ends");
    };
    let x = scale.x(at);
    svg.line("drained", (x, TOP - 4.0), (x, bottom + 24.0));
    svg.shape("flag", (x, bottom + 22.0), "l9,4 l-9,4 z");
    let (anchor, x) =
        if x > RIGHT - 160.0 { (Anchor::End, x - 4.0) } else { (Anchor::Start, x + 13.0) };
    svg.text("flag", (x, y), anchor, &format!("drained after {}", at - window.from));
}
