//! Results as rows, for JSON lines and CSV.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::output::json::write_json;
use crate::output::sanitize;

/// Rows under named columns.
pub struct Rows {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Value>>,
}

struct Row<'r> {
    columns: &'r [&'static str],
    cells: &'r [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.columns.len()))?;
        for (column, cell) in self.columns.iter().zip(self.cells) {
            map.serialize_entry(column, cell)?;
        }
        map.end()
    }
}

impl Rows {
    /// No rows yet.
    pub fn new(columns: impl IntoIterator<Item = &'static str>) -> Rows {
        Rows { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// A row for each of some objects, with its members that the columns name.
    pub fn of<T: Serialize>(
        columns: impl IntoIterator<Item = &'static str>,
        objects: impl IntoIterator<Item = T>,
    ) -> Rows {
        let mut rows = Rows::new(columns);
        for object in objects {
            // Only a map with keys that are no texts has no JSON.
            let mut object = serde_json::to_value(object).unwrap_or_default();
            rows.push(rows.columns.iter().map(|column| object[*column].take()).collect());
        }
        rows
    }

    /// Adds a row with a cell for every column.
    pub fn push(&mut self, cells: Vec<Value>) {
        self.rows.push(cells);
    }

    /// Writes one JSON object a line.
    pub fn jsonl(&self, mut to: impl Write) -> io::Result<()> {
        let mut rows = self.rows.iter().map(|cells| Row { columns: &self.columns, cells });
        rows.try_for_each(|row| write_json(&row, &mut to))
    }

    /// Writes CSV with a header. At a terminal control characters are escaped; a program or a file
    /// gets every character.
    pub fn csv(&self, to: impl Write, is_terminal: bool) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            let cells = row.iter().map(csv_cell);
            if is_terminal {
                writer.write_record(cells.map(|cell| sanitize(&cell).into_owned()))?;
            } else {
                writer.write_record(cells)?;
            }
        }
        writer.flush()
    }
}

/// What a formula begins with in one spreadsheet or another, full-width forms included.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A text that a spreadsheet would take for a formula gets an apostrophe in front. So does a text
/// that already looks like that, so that removing one apostrophe always restores the text.
fn csv_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.trim_start_matches('\'').starts_with(FORMULA) => {
            format!("'{text}")
        }
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let mut rows = Rows::new("name count".split(' '));
        rows.push(vec!["=1+1".into(), 2.into()]);
        rows.push(vec!["a,\"b\"".into(), Value::Null]);
        rows
    }

    #[track_caller]
    fn case(write: impl Fn(&mut Vec<u8>) -> io::Result<()>, want: &str) {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), want);
    }

    #[test]
    fn csv_quotes_and_disarms_formulas() {
        case(|to| rows().csv(to, false), "name,count\n'=1+1,2\n\"a,\"\"b\"\"\",\n");
    }

    #[test]
    fn a_disarmed_text_can_be_restored() {
        let texts = [
            "=1", "+1", "-1", "@x", "\t=1", "\r", "\n=1", "＝1", "'=1", "''@", "'a", "'", "a=1", "",
        ];
        for text in texts {
            let cell = csv_cell(&text.into());
            assert!(!cell.starts_with(FORMULA), "{cell:?}");
            let bare = cell.trim_start_matches('\'');
            let back = if bare.starts_with(FORMULA) { &cell[1..] } else { &cell[..] };
            assert_eq!(back, text);
        }
    }

    #[test]
    fn csv_at_a_terminal_is_sanitized() {
        let mut rows = Rows::new("name".split(' '));
        rows.push(vec!["\u{1b}[2J\u{202e}".into()]);
        case(|to| rows.csv(to, true), "name\n\\u{1b}[2J\\u{202e}\n");
        case(|to| rows.csv(to, false), "name\n\u{1b}[2J\u{202e}\n");
    }

    #[test]
    fn json_lines_keep_the_order_of_the_columns() {
        let want = "{\"name\":\"=1+1\",\"count\":2}\n{\"name\":\"a,\\\"b\\\"\",\"count\":null}\n";
        case(|to| rows().jsonl(to), want);
    }
}
