//! Tables, laid out by `comfy_table`.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width};

use crate::output::sanitize;
use crate::output::wrap::longest_word;

/// A count in a table; zero is a dash, so that the others stand out.
pub fn count(count: u32) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

/// Spaces between columns.
pub const GAP: u16 = 2;
/// A column with longer texts is at least this wide, as long as others can be left out instead.
const COMFORTABLE: usize = 16;

/// The side on which the cells of a column stand.
#[derive(Debug, Clone, Copy)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A table on its way to a page.
pub struct Table {
    headers: Vec<&'static str>,
    /// The least width of each column that keeps its words whole.
    words: Vec<usize>,
    /// The least width of each column that reads well.
    comfortable: Vec<usize>,
    /// The columns to leave out together where a terminal is too narrow, the first of them first.
    expendable: Vec<Vec<usize>>,
    /// The columns of which every cell is a dash.
    empty: Vec<bool>,
    table: comfy_table::Table,
}

impl Table {
    /// A table with these columns, as in `JOB | TASKS: | STATE`: a colon stands behind the names of
    /// columns of numbers.
    pub fn of(columns: &'static str) -> Table {
        let columns = columns.split(" | ").map(|column| match column.strip_suffix(':') {
            Some(numbers) => (numbers, Align::Right),
            None => (column, Align::Left),
        });
        Table::new(&columns.collect::<Vec<_>>())
    }

    /// A table without rows.
    pub fn new(columns: &[(&'static str, Align)]) -> Table {
        let headers: Vec<&str> = columns.iter().map(|(header, _)| *header).collect();
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING).set_header(&headers);
        for (column, (_, align)) in table.column_iter_mut().zip(columns) {
            column.set_padding((0, GAP)).set_cell_alignment(match align {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            });
        }
        if let Some(last) = table.column_iter_mut().last() {
            last.set_padding((0, 0));
        }
        let words: Vec<usize> = headers.iter().map(|header| header.len()).collect();
        Table {
            comfortable: words.clone(),
            empty: vec![true; headers.len()],
            words,
            headers,
            expendable: Vec::new(),
            table,
        }
    }

    /// Adds a row with a cell for every column.
    pub fn push<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let cells: Vec<_> =
            cells.into_iter().map(|cell| sanitize(cell.as_ref()).into_owned()).collect();
        for (column, cell) in cells.iter().enumerate().take(self.headers.len()) {
            self.empty[column] &= matches!(cell.as_str(), "-" | "");
            let word = longest_word(cell);
            self.words[column] = self.words[column].max(word);
            let comfortable = super::columns(cell).min(COMFORTABLE).max(word);
            self.comfortable[column] = self.comfortable[column].max(comfortable);
        }
        self.table.add_row(cells);
    }

    /// Names the columns to leave out where a terminal is too narrow, in this order.
    pub fn leave_out_first(&mut self, headers: &[&str]) {
        let place = |header: &&str| self.headers.iter().position(|known| known == header);
        self.expendable = headers.iter().filter_map(place).map(|place| vec![place]).collect();
    }

    /// Keeps some of these columns together: none of them is shown if one has to be left out.
    pub fn keep_together(&mut self, headers: &[&str]) {
        let is_one = |column: &usize| headers.contains(&self.headers[*column]);
        let first = self.expendable.iter().position(|group| group.iter().any(is_one));
        let (together, mut others): (Vec<_>, Vec<_>) =
            self.expendable.drain(..).partition(|group| group.iter().any(is_one));
        if let Some(first) = first {
            others.insert(first, together.into_iter().flatten().collect());
        }
        self.expendable = others;
    }

    /// The lines, the headers first, and the headers of the columns that were left out.
    pub(super) fn lines(mut self, width: Option<usize>) -> (Vec<String>, Vec<&'static str>) {
        let Some(width) = width else {
            self.table.set_content_arrangement(ContentArrangement::Disabled);
            return (self.table.lines().collect(), Vec::new());
        };
        let mut shown: Vec<usize> = (0..self.headers.len()).collect();
        let total = |shown: &[usize], widths: &[usize]| {
            shown.iter().map(|column| widths[*column] + usize::from(GAP)).sum::<usize>()
        };
        // What says nothing goes first.
        self.expendable.sort_by_key(|group| !group.iter().all(|column| self.empty[*column]));
        for group in &self.expendable {
            if total(&shown, &self.comfortable) > width + usize::from(GAP) {
                shown.retain(|shown| !group.contains(shown));
            }
        }
        // Words are broken only where they cannot all fit.
        let least = [&self.comfortable, &self.words]
            .into_iter()
            .find(|widths| total(&shown, widths) <= width + usize::from(GAP));
        for (at, column) in self.table.column_iter_mut().enumerate() {
            let padding = column.padding_width();
            if !shown.contains(&at) {
                column.set_constraint(ColumnConstraint::Hidden);
            } else if let Some(least) = least.and_then(|least| u16::try_from(least[at]).ok()) {
                let least = Width::Fixed(least.saturating_add(padding));
                column.set_constraint(ColumnConstraint::LowerBoundary(least));
            }
        }
        self.table.set_content_arrangement(ContentArrangement::Dynamic);
        self.table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        let left_out = (0..self.headers.len())
            .filter(|column| !shown.contains(column))
            .map(|column| self.headers[column]);
        (self.table.lines().collect(), left_out.collect())
    }
}
