//! Table: rows of cells, laid out in columns.

use std::ops::Range;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Width};

use crate::output::fit::{GAP, Wish};
use crate::output::safe::safe;
use crate::output::wrap::{columns, longest_word};

/// So many rows are laid out at once, since each takes much memory on the way.
pub const AT_ONCE: usize = 500;

/// On which side the cells of a column stand.
#[derive(Debug, Clone, Copy)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A table on its way to a page. It may be long, so that all cells stand in one text.
pub struct Table {
    pub(super) columns: Vec<(&'static str, Align)>,
    text: String,
    /// Where each cell ends, row by row.
    ends: Vec<usize>,
    pub(super) expendable: Vec<usize>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[(&'static str, Align)]) -> Table {
        Table {
            columns: columns.to_vec(),
            text: String::new(),
            ends: Vec::new(),
            expendable: Vec::new(),
        }
    }

    /// Adds a row, of as many cells as there are columns; text from outside is made harmless here.
    pub fn push<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let row = self.ends.len();
        for cell in cells.into_iter().take(self.columns.len()) {
            self.text.push_str(&safe(cell.as_ref()));
            self.ends.push(self.text.len());
        }
        self.ends.resize(row + self.columns.len(), self.text.len());
    }

    pub(super) fn rows(&self) -> usize {
        self.ends.len() / self.columns.len().max(1)
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        let at = row * self.columns.len() + column;
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[from..self.ends[at]]
    }

    /// Names the columns that are left out where a screen is too narrow, in this order.
    pub fn leave_out_first(&mut self, names: &[&str]) {
        let place = |name: &&str| self.columns.iter().position(|(known, _)| known == name);
        self.expendable = names.iter().filter_map(place).collect();
    }

    /// What the columns ask for; only where a screen is narrow it matters how long words are.
    pub(super) fn wishes(&self, is_narrow: bool) -> Vec<Wish> {
        let wish = |(at, (name, _)): (usize, &(&str, Align))| {
            let longest = |measure: fn(&str) -> usize| {
                (0..self.rows()).map(|row| measure(self.cell(row, at))).max().unwrap_or(0)
            };
            Wish {
                text: longest(columns),
                word: if is_narrow { longest(longest_word) } else { 0 },
                header: columns(name),
                header_word: longest_word(name),
            }
        };
        self.columns.iter().enumerate().map(wish).collect()
    }

    /// Some rows below the headers, with the columns that are shown and their widths.
    pub(super) fn laid(&self, shown: &[(usize, usize)], rows: Range<usize>) -> comfy_table::Table {
        let mut laid = comfy_table::Table::new();
        laid.load_style(comfy_table::presets::NOTHING);
        laid.set_content_arrangement(ContentArrangement::Disabled);
        let cell = |text: &str, at: usize| {
            Cell::new(text).set_alignment(match self.columns[at].1 {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            })
        };
        laid.set_header(shown.iter().map(|(at, _)| cell(self.columns[*at].0, *at)));
        for row in rows {
            laid.add_row(shown.iter().map(|(at, _)| cell(self.cell(row, *at), *at)));
        }
        let last = shown.len().saturating_sub(1);
        for ((at, column), (_, width)) in laid.column_iter_mut().enumerate().zip(shown) {
            let gap = if at == last { 0 } else { GAP };
            let absolute = u16::try_from(width + gap);
            column.set_padding((0, u16::try_from(gap).unwrap_or(0)));
            // What is wider than any screen is as wide as it is.
            if let Ok(absolute) = absolute {
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(absolute)));
            }
        }
        laid
    }
}
