//! Lane: the sessions of a tenant one below the other, or, where they are many, their tasks counted
//! in columns.

#![expect(clippy::cast_precision_loss, reason = "places in a picture are rounded to a tenth")]

use crate::domain::Instant;
use crate::output::chart::draw::Scale;
use crate::output::chart::svg::{Svg, tenth};
use crate::output::chart::{Bar, Fate, Lane, Piece, style};

/// More rows of sessions than that make a lane too high, and more sessions one too full.
const ROWS: usize = 14;
const SESSIONS: usize = 120;
const ROW: f64 = 17.0;
const BAR: f64 = 13.0;
const PAD: f64 = 5.0;
/// Two lines of text.
const LEAST: f64 = 38.0;
const COLUMNS: usize = 150;
const COLUMN: f64 = 44.0;
/// So many letters of a name have room.
const LETTERS: usize = 27;

/// A lane with a place for everything in it.
pub(super) struct Laid<'c> {
    lane: &'c Lane,
    /// For each session the row that it stands in; `None`: they are too many.
    rows: Option<Vec<usize>>,
    end: Instant,
}

impl<'c> Laid<'c> {
    /// `end`: where the picture ends.
    pub(super) fn new(lane: &'c Lane, end: Instant) -> Laid<'c> {
        let spans = lane.bars.iter().map(|bar| (bar.from, bar.to.unwrap_or(end)));
        let rows = Some(packed(spans))
            .filter(|rows| lane.bars.len() <= SESSIONS && rows.iter().all(|row| *row < ROWS));
        Laid { lane, rows, end }
    }

    pub(super) fn height(&self) -> f64 {
        let inside = match &self.rows {
            Some(rows) => rows.iter().max().map_or(0.0, |last| (last + 1) as f64 * ROW),
            None => COLUMN,
        };
        (inside + 2.0 * PAD).max(LEAST)
    }

    pub(super) fn draw(&self, svg: &mut Svg, scale: Scale, y: f64) {
        svg.open("g", &[]);
        svg.words("title", &[], &format!("{}: {}", self.lane.name, self.lane.note));
        let attributes: [(&str, &dyn std::fmt::Display); 2] = [("x", &16), ("y", &(y + 16.0))];
        svg.words("text", &attributes, &shortened(&self.lane.name));
        let attributes: [(&str, &dyn std::fmt::Display); 3] =
            [("x", &16), ("y", &(y + 31.0)), ("class", &"soft")];
        svg.words("text", &attributes, &shortened(&self.lane.note));
        if let Some(rows) = &self.rows {
            for (bar, row) in self.lane.bars.iter().zip(rows) {
                self.session(svg, scale, bar, y + PAD + *row as f64 * ROW);
            }
        } else {
            let attributes: [(&str, &dyn std::fmt::Display); 3] =
                [("x", &16), ("y", &(y + 46.0)), ("class", &"soft")];
            svg.words("text", &attributes, "tasks, by when they end");
            self.columns(svg, scale, y + PAD);
        }
        svg.close();
    }

    /// A session: its outline, the tasks that took time as strips in it, and a sign for those that
    /// never began.
    fn session(&self, svg: &mut Svg, scale: Scale, bar: &Bar, y: f64) {
        svg.open("g", &[]);
        svg.words("title", &[], &bar.title);
        let began: Vec<(Instant, Instant, Fate)> = bar
            .pieces
            .iter()
            .filter_map(|piece| Some((piece.from?, piece.to.unwrap_or(self.end), piece.fate)))
            .collect();
        let strips = packed(began.iter().map(|(from, to, _)| (*from, *to)));
        let thickness = BAR / strips.iter().max().map_or(1, |last| last + 1) as f64;
        for ((from, to, fate), strip) in began.iter().zip(&strips) {
            let (from, to) = (scale.x(*from), scale.x(*to));
            svg.leaf(
                "rect",
                &[
                    ("class", &style::class(*fate)),
                    ("x", &from),
                    ("y", &tenth(y + *strip as f64 * thickness)),
                    ("width", &tenth((to - from - 0.4).max(0.6))),
                    ("height", &tenth((thickness - 0.4).max(0.6))),
                ],
            );
        }
        let (from, to) = (scale.x(bar.from), scale.x(bar.to.unwrap_or(self.end)));
        let class = if bar.to.is_some() { "session" } else { "session open" };
        let width = tenth((to - from).max(1.0));
        if to > from {
            svg.leaf(
                "rect",
                &[("class", &class), ("x", &from), ("y", &y), ("width", &width), ("height", &BAR)],
            );
        }
        let mut marks: Vec<(Instant, Fate)> = bar.pieces.iter().filter_map(never_began).collect();
        marks.dedup();
        for (at, fate) in marks {
            style::mark(svg, fate, scale.x(at), y + BAR / 2.0);
        }
        svg.close();
    }

    /// Tasks counted by when they end, what becomes of them stacked.
    fn columns(&self, svg: &mut Svg, scale: Scale, y: f64) {
        let mut counts = vec![[0_u32; Fate::ALL.len()]; COLUMNS];
        for piece in self.lane.bars.iter().flat_map(|bar| &bar.pieces) {
            let part = scale.part(piece.to.unwrap_or(self.end), COLUMNS);
            let fate = Fate::ALL.iter().position(|fate| *fate == piece.fate);
            counts[part][fate.unwrap_or_default()] += 1;
        }
        // What is unfinished all stands at the very end, and would make all else look like nothing.
        let unfinished = Fate::ALL.iter().position(|fate| *fate == Fate::Unfinished);
        let ended = |column: &[u32; Fate::ALL.len()]| -> u32 {
            let counts = column.iter().enumerate().filter(|(at, _)| Some(*at) != unfinished);
            counts.map(|(_, count)| count).sum()
        };
        let most = counts.iter().map(ended).max().unwrap_or(0).max(1);
        for (part, column) in counts.iter().enumerate() {
            let (x, next) = (Scale::part_x(part, COLUMNS), Scale::part_x(part + 1, COLUMNS));
            let mut foot = y + COLUMN;
            for (fate, count) in Fate::ALL.iter().zip(column).filter(|(_, count)| **count > 0) {
                let height = (COLUMN * f64::from(*count) / f64::from(most)).min(foot - y);
                foot -= height;
                svg.leaf(
                    "rect",
                    &[
                        ("class", &style::class(*fate)),
                        ("x", &x),
                        ("y", &tenth(foot)),
                        ("width", &tenth(next - x - 0.8)),
                        ("height", &tenth(height.max(0.6))),
                    ],
                );
            }
        }
    }
}

/// When a task that never began came to its end; one that is pending has no sign.
fn never_began(piece: &Piece) -> Option<(Instant, Fate)> {
    match piece.from {
        Some(_) => None,
        None => Some((piece.to?, piece.fate)),
    }
}

/// Puts each span of time into the first row in which it meets no other.
fn packed(spans: impl Iterator<Item = (Instant, Instant)>) -> Vec<usize> {
    let mut ends: Vec<Instant> = Vec::new();
    spans
        .map(|(from, to)| {
            let free = ends.iter().position(|end| *end <= from).unwrap_or(ends.len());
            ends.resize(ends.len().max(free + 1), to);
            ends[free] = to;
            free
        })
        .collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    text.chars().take(LETTERS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use crate::domain::Instant;
    use crate::output::chart::lane::{packed, shortened};

    #[test]
    fn what_meets_stands_in_rows_of_its_own() {
        let spans = [(0, 10), (5, 8), (8, 9), (10, 20), (12, 14)];
        let at = |(from, to)| (Instant::from_millis(from), Instant::from_millis(to));
        assert_eq!(packed(spans.into_iter().map(at)), [0, 1, 1, 0, 1]);
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        assert_eq!(shortened("Bäckerei Süd"), "Bäckerei Süd");
        assert_eq!(shortened(&"é".repeat(40)).chars().count(), 27);
    }
}
