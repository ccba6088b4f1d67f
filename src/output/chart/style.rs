//! The look of tasks in a chart: each fate has its own colour, and its own pattern or shape.

#![expect(clippy::cast_precision_loss, reason = "places in a picture are rounded to a tenth")]

use crate::output::chart::TaskFate;
use crate::output::svg::{Anchor, Svg};

/// The palette of Okabe and Ito suits all kinds of colour vision, on light and on dark paper.
const CSS: &str = "
text { font-family: system-ui, sans-serif; font-size: 12px; fill: #1a1a1a; }
.paper { fill: #ffffff; }
.title { font-size: 17px; font-weight: 600; }
.soft { fill: #595959; }
.grid { stroke: #d9d9d9; stroke-width: 1; }
.lane { stroke: #bfbfbf; stroke-width: 1; }
.window { fill: #e69f00; fill-opacity: 0.16; }
.edge { stroke: #9a6a00; stroke-width: 1.5; stroke-dasharray: 5 3; }
.drained { stroke: #1a1a1a; stroke-width: 1.5; stroke-dasharray: 1 3; stroke-linecap: round; }
.flag { fill: #1a1a1a; }
.session { fill: none; stroke: #737373; stroke-width: 0.8; }
.open { stroke-dasharray: 3 2; }
.ground-maintenance { fill: #d55e00; }
.ground-failed { fill: #cc79a7; }
.ground-disabled { fill: #0072b2; }
.ground-unfinished { fill: #cfcfcf; }
.line { stroke: #ffffff; stroke-width: 1.6; fill: none; }
.dots { fill: #595959; }
.succeeded { fill: #009e73; }
.maintenance { fill: url(#maintenance); stroke: #a34700; stroke-width: 0.8; }
.failed { fill: url(#failed); stroke: #9c4f7d; stroke-width: 0.8; }
.disabled { fill: url(#disabled); stroke: #00517e; stroke-width: 0.8; }
.unfinished { fill: url(#unfinished); stroke: #737373; stroke-width: 0.8; stroke-dasharray: 3 2; }
.heading { fill: #f1f1f1; }
.tenant { font-weight: 600; }
.uncovered rect { opacity: 0.45; }
.policy { fill: #56b4e9; stroke: #00517e; stroke-width: 0.8; }
.paused { fill: url(#paused); stroke: #a34700; stroke-width: 0.8; stroke-dasharray: 3 2; }
.ground-paused { fill: #ffffff; }
.stripe { stroke: #d55e00; stroke-width: 2; fill: none; }
.mark-maintenance { fill: #d55e00; stroke: #ffffff; stroke-width: 0.8; }
.mark-failed { fill: #cc79a7; stroke: #ffffff; stroke-width: 0.8; }
.mark-disabled { fill: #0072b2; stroke: #ffffff; stroke-width: 0.8; }
@media (prefers-color-scheme: dark) {
text { fill: #ededed; }
.paper { fill: #16181b; }
.soft { fill: #b3b3b3; }
.grid { stroke: #34383d; }
.lane { stroke: #4a4f55; }
.window { fill-opacity: 0.24; }
.edge { stroke: #e6b34d; }
.drained { stroke: #ededed; }
.flag { fill: #ededed; }
.session { stroke: #9a9a9a; }
.heading { fill: #22262b; }
.ground-paused { fill: #16181b; }
.ground-disabled { fill: #56b4e9; }
.ground-unfinished { fill: #4d5257; }
.line { stroke: #16181b; }
.dots { fill: #d9d9d9; }
.disabled { stroke: #9bd3f2; }
.maintenance { stroke: #f0914a; }
.failed { stroke: #e3b0cb; }
.mark-maintenance, .mark-failed, .mark-disabled { stroke: #16181b; }
.mark-disabled { fill: #56b4e9; }
}
";

/// Adds the style sheet and the patterns.
pub(super) fn define(svg: &mut Svg) {
    svg.style(CSS);
    hatching(svg, "maintenance", "ground-maintenance", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2");
    hatching(svg, "failed", "ground-failed", "l6,6 M0,6 l6,-6");
    hatching(svg, "disabled", "ground-disabled", "M0,1.5 h6 M0,4.5 h6");
    svg.pattern("paused", 6.0, |svg| {
        svg.rect("ground-paused", (0.0, 0.0), (6.0, 6.0));
        svg.shape("stripe", (0.0, 0.0), "M1.5,0 v6");
    });
    svg.pattern("unfinished", 6.0, |svg| {
        svg.rect("ground-unfinished", (0.0, 0.0), (6.0, 6.0));
        svg.rect("dots", (2.2, 2.2), (1.6, 1.6));
    });
}

fn hatching(svg: &mut Svg, id: &'static str, ground: &'static str, lines: &'static str) {
    svg.pattern(id, 6.0, |svg| {
        svg.rect(ground, (0.0, 0.0), (6.0, 6.0));
        svg.shape("line", (0.0, 0.0), lines);
    });
}

/// The class of a task that ran.
pub(super) fn class(fate: TaskFate) -> &'static str {
    match fate {
        TaskFate::Succeeded => "succeeded",
        TaskFate::FailedByMaintenance => "maintenance",
        TaskFate::Failed => "failed",
        TaskFate::TenantDisabled => "disabled",
        TaskFate::Unfinished => "unfinished",
    }
}

fn meaning(fate: TaskFate) -> &'static str {
    match fate {
        TaskFate::Succeeded => "succeeded",
        TaskFate::FailedByMaintenance => "failed by maintenance",
        TaskFate::Failed => "failed otherwise",
        TaskFate::TenantDisabled => "tenant disabled",
        TaskFate::Unfinished => "pending or running at the end",
    }
}

/// Adds the mark of a task that never ran, with its centre at a place.
pub(super) fn mark(svg: &mut Svg, fate: TaskFate, place: (f64, f64)) {
    let (class, path) = match fate {
        TaskFate::FailedByMaintenance => ("mark-maintenance", "m0,-5.5 l5,5.5 l-5,5.5 l-5,-5.5 z"),
        TaskFate::Failed => ("mark-failed", "m0,-5 l5,9 h-10 z"),
        TaskFate::TenantDisabled => ("mark-disabled", "m-4,-4 h8 v8 h-8 z"),
        TaskFate::Succeeded | TaskFate::Unfinished => ("unfinished", "m-1.5,-5 h3 v10 h-3 z"),
    };
    svg.shape(class, place, path);
}

/// Adds the legend, in two lines from `y` on.
pub(super) fn legend(svg: &mut Svg, margin: f64, y: f64) {
    const SAMPLE: (f64, f64) = (22.0, 12.0);
    let mut x = margin;
    for fate in TaskFate::ALL {
        svg.rect(class(fate), (x, y - 6.0), SAMPLE);
        let has_mark = !matches!(fate, TaskFate::Succeeded | TaskFate::Unfinished);
        if has_mark {
            mark(svg, fate, (x + 32.0, y));
        }
        let text = x + if has_mark { 42.0 } else { 28.0 };
        svg.text("legend", (text, y + 4.0), Anchor::Start, meaning(fate));
        x = text + 6.6 * meaning(fate).len() as f64 + 18.0;
    }
    let y = y + 20.0;
    let mut x = margin;
    for (class, meaning) in [
        ("window", "maintenance mode is on"),
        ("policy", "CDP policy processes"),
        ("paused", "CDP policy is paused"),
    ] {
        svg.rect(class, (x, y - 6.0), SAMPLE);
        svg.text("legend", (x + 28.0, y + 4.0), Anchor::Start, meaning);
        x += 28.0 + 6.6 * meaning.len() as f64 + 18.0;
    }
    svg.group("uncovered", "not covered", |svg| {
        svg.rect("succeeded", (x, y - 6.0), SAMPLE);
        svg.text("legend", (x + 28.0, y + 4.0), Anchor::Start, "pale: not covered by maintenance");
    });
}
