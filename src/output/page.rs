//! Page: text and tables for people, fitted to the terminal.

use comfy_table::{Cell, CellAlignment, ContentArrangement};
use jiff::tz::TimeZone;

use super::safe::safe;
use crate::domain::{Instant, Span};

/// A page of text on its way to standard output.
pub struct Page {
    text: String,
    width: Option<u16>,
    bold: bool,
    zone: TimeZone,
}

/// On which side the cells of a column stand.
#[derive(Debug, Clone, Copy)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A table on its way to a page.
pub struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[(&'static str, Align)]) -> Table {
        Table { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; text from outside is made harmless here.
    pub fn push<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| safe(cell.as_ref()).into_owned()).collect());
    }
}

impl Page {
    /// An empty page. `width` is that of the terminal; without one nothing is ever cut.
    pub fn new(width: Option<u16>, bold: bool, zone: TimeZone) -> Page {
        Page { text: String::new(), width, bold, zone }
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Adds a line, which is the program's own words and harmless texts.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Adds a line that stands out at a terminal.
    pub fn strong(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        if self.bold {
            self.line(format!("\u{1b}[1m{line}\u{1b}[0m"));
        } else {
            self.line(line);
        }
    }

    /// An instant as people here read it: local, with its offset.
    pub fn time(&self, instant: Instant) -> String {
        let zoned = instant.timestamp().to_zoned(self.zone.clone());
        let digits = if instant.millis().rem_euclid(1000) == 0 { "" } else { "%.3f" };
        zoned.strftime(&format!("%Y-%m-%d %H:%M:%S{digits} %:z")).to_string()
    }

    /// Adds names with what is to be said of them, one below the other; text from outside is made
    /// harmless here.
    pub fn fields(&mut self, fields: &[(&str, String)]) {
        let mut laid = comfy_table::Table::new();
        laid.load_style(comfy_table::presets::NOTHING);
        match self.width {
            Some(width) => {
                laid.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
            }
            None => {
                laid.set_content_arrangement(ContentArrangement::Disabled);
            }
        }
        for (name, text) in fields {
            laid.add_row([Cell::new(format!("  {name}")), Cell::new(safe(text))]);
        }
        for (at, column) in laid.column_iter_mut().enumerate() {
            column.set_padding((0, if at == 1 { 0 } else { 2 }));
        }
        for line in laid.lines() {
            self.line(line.trim_end());
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: &Table) {
        let mut laid = comfy_table::Table::new();
        laid.load_style(comfy_table::presets::NOTHING);
        match self.width {
            Some(width) => {
                laid.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
            }
            None => {
                laid.set_content_arrangement(ContentArrangement::Disabled);
            }
        }
        let align = |align: &Align| match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        };
        let cell = |text: &str, side: &Align| Cell::new(text).set_alignment(align(side));
        laid.set_header(table.columns.iter().map(|(name, side)| cell(name, side)));
        for row in &table.rows {
            laid.add_row(row.iter().zip(&table.columns).map(|(text, (_, side))| cell(text, side)));
        }
        let last = table.columns.len().saturating_sub(1);
        for (at, column) in laid.column_iter_mut().enumerate() {
            column.set_padding((0, if at == last { 0 } else { 2 }));
        }
        for (at, line) in laid.lines().enumerate() {
            let line = line.trim_end();
            if at == 0 { self.strong(line) } else { self.line(line) }
        }
    }
}

/// A length of time as people say it: its two largest units.
pub fn rough(span: Span) -> String {
    let text = span.to_string();
    let mut units = 0;
    let end = text.find(|letter: char| {
        units += u8::from(letter.is_ascii_alphabetic());
        units == 2
    });
    text[..end.map_or(text.len(), |end| end + 1)].to_owned()
}

/// A number with the noun that it counts.
pub fn plural(count: impl Into<u64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::{Span, rough};

    #[test]
    fn lengths_of_time_are_said_in_two_units() {
        #[track_caller]
        fn case(secs: i64, want: &str) {
            assert_eq!(rough(Span::from_secs(secs)), want);
        }
        case(0, "0s");
        case(59, "59s");
        case(3725, "1h2m");
        case(7200, "2h");
        case(90_061, "1d1h");
    }
}
