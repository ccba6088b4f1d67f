//! A lane of a chart: sessions one below the other, or columns that count tasks if they are many.

#![expect(clippy::cast_precision_loss, reason = "places in a picture are rounded to a tenth")]

use crate::domain::Instant;
use crate::output::chart::scale::{LEFT, MARGIN, Scale, WIDTH};
use crate::output::chart::{Lane, LaneKind, SessionBar, TaskFate, style};
use crate::output::svg::{Anchor, Svg};

/// The most rows, and the most sessions, that a lane can show one by one.
const MAX_ROWS: usize = 14;
const MAX_SESSIONS: usize = 120;
const ROW_HEIGHT: f64 = 17.0;
const BAR_HEIGHT: f64 = 13.0;
const PADDING: f64 = 5.0;
/// Two lines of text.
const LEAST_HEIGHT: f64 = 38.0;
const COLUMNS: usize = 150;
const COLUMN_HEIGHT: f64 = 44.0;
/// The letters of a name that have room.
const LETTERS: usize = 46;
const HEADING_HEIGHT: f64 = 26.0;

/// A lane with a place for everything in it.
pub(super) struct LaneLayout<'c> {
    lane: &'c Lane,
    /// The row of each session; `None` if there are too many.
    rows: Option<Vec<usize>>,
    /// The end of the picture.
    end: Instant,
}

impl<'c> LaneLayout<'c> {
    pub(super) fn new(lane: &'c Lane, end: Instant) -> LaneLayout<'c> {
        let spans = lane.sessions.iter().map(|bar| (bar.from, bar.to.unwrap_or(end)));
        let rows = Some(packed(spans)).filter(|rows| {
            lane.sessions.len() <= MAX_SESSIONS && rows.iter().all(|row| *row < MAX_ROWS)
        });
        LaneLayout { lane, rows, end }
    }

    pub(super) fn height(&self) -> f64 {
        if self.lane.kind == LaneKind::Heading {
            return HEADING_HEIGHT;
        }
        let inside = match &self.rows {
            Some(rows) => rows.iter().max().map_or(0.0, |last| (last + 1) as f64 * ROW_HEIGHT),
            None => COLUMN_HEIGHT,
        };
        (inside + 2.0 * PADDING).max(LEAST_HEIGHT)
    }

    pub(super) fn draw(&self, svg: &mut Svg, scale: Scale, y: f64) {
        let Lane { kind, name, note, sessions, policies } = self.lane;
        if *kind == LaneKind::Heading {
            svg.rect("heading", (0.0, y), (WIDTH, HEADING_HEIGHT));
            svg.text("tenant", (MARGIN, y + 17.0), Anchor::Start, &shortened(name));
            return svg.text("soft", (LEFT, y + 17.0), Anchor::Start, note);
        }
        let class = if *kind == LaneKind::Uncovered { "uncovered" } else { "work" };
        svg.group(class, &format!("{name}: {note}"), |svg| {
            svg.text("name", (MARGIN, y + 16.0), Anchor::Start, &shortened(name));
            svg.text("soft", (MARGIN, y + 31.0), Anchor::Start, &shortened(note));
            for policy in policies {
                let (from, to) = (scale.x(policy.from), scale.x(policy.to));
                let class = if policy.is_paused { "paused" } else { "policy" };
                svg.group("work", &policy.title, |svg| {
                    let place = (from, y + PADDING + 4.0);
                    svg.rect(class, place, ((to - from).max(1.0), BAR_HEIGHT));
                });
            }
            if let Some(rows) = &self.rows {
                for (session, row) in sessions.iter().zip(rows) {
                    self.draw_session(svg, scale, session, y + PADDING + *row as f64 * ROW_HEIGHT);
                }
            } else {
                let note = "tasks, by when they end";
                svg.text("soft", (MARGIN, y + 46.0), Anchor::Start, note);
                self.draw_columns(svg, scale, y + PADDING);
            }
        });
    }

    /// A session: an outline, with a strip for each task that ran and a mark for those that never
    /// did.
    fn draw_session(&self, svg: &mut Svg, scale: Scale, session: &SessionBar, y: f64) {
        let ran: Vec<(Instant, Instant, TaskFate)> = session
            .tasks
            .iter()
            .filter_map(|task| Some((task.from?, task.to.unwrap_or(self.end), task.fate)))
            .collect();
        let strips = packed(ran.iter().map(|(from, to, _)| (*from, *to)));
        let thickness = BAR_HEIGHT / strips.iter().max().map_or(1, |last| last + 1) as f64;
        let never_ran = session.tasks.iter().filter(|task| task.from.is_none());
        let mut marks: Vec<(Instant, TaskFate)> =
            never_ran.filter_map(|task| Some((task.to?, task.fate))).collect();
        marks.dedup();
        svg.group("work", &session.title, |svg| {
            for ((from, to, fate), strip) in ran.iter().zip(&strips) {
                let (from, to) = (scale.x(*from), scale.x(*to));
                let size = ((to - from - 0.4).max(0.6), (thickness - 0.4).max(0.6));
                svg.rect(style::class(*fate), (from, y + *strip as f64 * thickness), size);
            }
            let (from, to) = (scale.x(session.from), scale.x(session.to.unwrap_or(self.end)));
            if to > from {
                let class = if session.to.is_some() { "session" } else { "session open" };
                svg.rect(class, (from, y), ((to - from).max(1.0), BAR_HEIGHT));
            }
            for (at, fate) in marks {
                style::mark(svg, fate, (scale.x(at), y + BAR_HEIGHT / 2.0));
            }
        });
    }

    /// Columns that count tasks by when they end, stacked by fate.
    fn draw_columns(&self, svg: &mut Svg, scale: Scale, y: f64) {
        let mut counts = vec![[0_u32; TaskFate::ALL.len()]; COLUMNS];
        for task in self.lane.sessions.iter().flat_map(|session| &session.tasks) {
            let column = &mut counts[scale.part(task.to.unwrap_or(self.end), COLUMNS)];
            for (count, fate) in column.iter_mut().zip(TaskFate::ALL) {
                *count += u32::from(fate == task.fate);
            }
        }
        // Unfinished tasks all stand at the very end, and would make the others look tiny.
        let finished = |column: &[u32; TaskFate::ALL.len()]| -> u32 {
            let counts = column.iter().zip(TaskFate::ALL);
            counts.filter(|(_, fate)| *fate != TaskFate::Unfinished).map(|(count, _)| count).sum()
        };
        let highest = counts.iter().map(finished).max().unwrap_or(0).max(1);
        for (part, column) in counts.iter().enumerate() {
            let (x, next) = (Scale::part_x(part, COLUMNS), Scale::part_x(part + 1, COLUMNS));
            let mut foot = y + COLUMN_HEIGHT;
            for (fate, count) in TaskFate::ALL.into_iter().zip(column) {
                if *count > 0 {
                    let share = f64::from(*count) / f64::from(highest);
                    let height = (COLUMN_HEIGHT * share).min(foot - y);
                    foot -= height;
                    svg.rect(style::class(fate), (x, foot), (next - x - 0.8, height.max(0.6)));
                }
            }
        }
    }
}

/// The first row for each span of time in which it meets no other.
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
    fn overlapping_spans_get_rows_of_their_own() {
        let spans = [(0, 10), (5, 8), (8, 9), (10, 20), (12, 14)];
        let at = |(from, to)| (Instant::from_millis(from), Instant::from_millis(to));
        assert_eq!(packed(spans.into_iter().map(at)), [0, 1, 1, 0, 1]);
    }

    #[test]
    fn long_names_are_shortened() {
        assert_eq!(shortened("Bäckerei Süd"), "Bäckerei Süd");
        assert_eq!(shortened(&"é".repeat(50)).chars().count(), 46);
    }
}
