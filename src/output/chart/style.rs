//! Style: how what becomes of tasks looks. Every fate has a colour and a pattern or a shape of its
//! own, so that nothing is said by colour alone.

#![expect(clippy::cast_precision_loss, reason = "places in a picture are rounded to a tenth")]

use crate::output::chart::Fate;
use crate::output::chart::svg::{Svg, tenth};

/// Colours told apart by all kinds of colour vision (Okabe and Ito), on light and on dark.
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

/// Styles and patterns, once for the whole picture.
pub(super) fn define(svg: &mut Svg) {
    svg.own("style", CSS);
    svg.open("defs", &[]);
    pattern(svg, "maintenance", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2");
    pattern(svg, "failed", "M0,0 l6,6 M0,6 l6,-6");
    pattern(svg, "disabled", "M0,1.5 h6 M0,4.5 h6");
    svg.open("pattern", &area(&"unfinished"));
    svg.leaf("rect", &[("width", &6), ("height", &6), ("class", &"ground-unfinished")]);
    svg.leaf("circle", &[("cx", &3), ("cy", &3), ("r", &0.9), ("class", &"dots")]);
    svg.close();
    svg.close();
}

fn area<'a>(id: &'a &'static str) -> [(&'a str, &'a dyn std::fmt::Display); 4] {
    [("id", id), ("width", &6), ("height", &6), ("patternUnits", &"userSpaceOnUse")]
}

fn pattern(svg: &mut Svg, id: &'static str, lines: &str) {
    svg.open("pattern", &area(&id));
    let ground = format!("ground-{id}");
    svg.leaf("rect", &[("width", &6), ("height", &6), ("class", &ground)]);
    svg.leaf("path", &[("d", &lines), ("class", &"line")]);
    svg.close();
}

/// The class of a task that took some time.
pub(super) fn class(fate: Fate) -> &'static str {
    match fate {
        Fate::Succeeded => "succeeded",
        Fate::FailedByMaintenance => "maintenance",
        Fate::Failed => "failed",
        Fate::TenantDisabled => "disabled",
        Fate::Unfinished => "unfinished",
    }
}

/// What the legend says.
fn meaning(fate: Fate) -> &'static str {
    match fate {
        Fate::Succeeded => "succeeded",
        Fate::FailedByMaintenance => "failed by maintenance",
        Fate::Failed => "failed otherwise",
        Fate::TenantDisabled => "tenant disabled",
        Fate::Unfinished => "pending or running at the end",
    }
}

/// The sign of a task that never began, with its middle there: a shape for every fate.
pub(super) fn mark(svg: &mut Svg, fate: Fate, x: f64, y: f64) {
    let (shape, class) = match fate {
        Fate::FailedByMaintenance => ("m0,-5.5 l5,5.5 l-5,5.5 l-5,-5.5 z", "mark-maintenance"),
        Fate::Failed => ("m0,-5 l5,9 h-10 z", "mark-failed"),
        Fate::TenantDisabled => ("m-4,-4 h8 v8 h-8 z", "mark-disabled"),
        Fate::Succeeded | Fate::Unfinished => ("m-1.5,-5 h3 v10 h-3 z", "unfinished"),
    };
    let shape = format!("M{},{} {shape}", tenth(x), tenth(y));
    svg.leaf("path", &[("d", &shape), ("class", &class)]);
}

/// The legend, from `x` on, in a line with its middle at `y`.
pub(super) fn legend(svg: &mut Svg, x: f64, y: f64) {
    let mut x = x;
    for fate in Fate::ALL {
        svg.leaf(
            "rect",
            &[
                ("x", &x),
                ("y", &(y - 6.0)),
                ("width", &22),
                ("height", &12),
                ("class", &class(fate)),
            ],
        );
        let begun = matches!(fate, Fate::Succeeded | Fate::Unfinished);
        if !begun {
            mark(svg, fate, x + 32.0, y);
        }
        let words = x + if begun { 28.0 } else { 42.0 };
        svg.words("text", &[("x", &words), ("y", &(y + 4.0))], meaning(fate));
        x = words + 6.6 * meaning(fate).len() as f64 + 18.0;
    }
    let attributes: [(&str, &dyn std::fmt::Display); 5] =
        [("x", &x), ("y", &(y - 6.0)), ("width", &22), ("height", &12), ("class", &"window")];
    svg.leaf("rect", &attributes);
    svg.words("text", &[("x", &(x + 28.0)), ("y", &(y + 4.0))], "maintenance mode is on");
}
