//! Rows: results as JSON lines and as CSV.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::output::safe::safe;
use crate::output::sink::{Sink, json};

/// Who reads CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody at a terminal, which would obey some letters.
    Terminal,
    /// A program or a file, which get every letter.
    Program,
}

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
    pub fn new(columns: &[&'static str]) -> Rows {
        Rows { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Nothing at all, not even a header.
    pub fn none() -> Rows {
        Rows { columns: Vec::new(), rows: Vec::new() }
    }

    /// A row for each of some objects, with its members that the columns name.
    pub fn of<T: Serialize>(
        columns: &[&'static str],
        objects: impl IntoIterator<Item = T>,
    ) -> Rows {
        let mut rows = Rows::new(columns);
        for object in objects {
            // Only a map with keys that are no texts has no JSON.
            let mut object = serde_json::to_value(object).unwrap_or_default();
            rows.push(columns.iter().map(|column| object[*column].take()).collect());
        }
        rows
    }

    /// Adds a row with a cell for every column.
    pub fn push(&mut self, cells: Vec<Value>) {
        self.rows.push(cells);
    }

    /// Writes one JSON object a line.
    pub fn jsonl(&self, to: &mut Sink<'_>) -> io::Result<()> {
        self.rows.iter().try_for_each(|cells| json(&Row { columns: &self.columns, cells }, to))
    }

    /// Writes CSV with a header. A text that a spreadsheet would take for a formula gets an
    /// apostrophe in front, and so does one that would look the same: whoever takes one apostrophe
    /// away from a text that begins with some and goes on like a formula has the text as it was.
    pub fn csv(&self, to: &mut Sink<'_>, reader: Reader) -> io::Result<()> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        let broken = |error: csv::Error| io::Error::other(error);
        writer.write_record(&self.columns).map_err(broken)?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match (reader, csv_cell(cell)) {
                (Reader::Terminal, cell) => safe(&cell).into_owned(),
                (Reader::Program, cell) => cell,
            });
            writer.write_record(cells).map_err(broken)?;
        }
        let text = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        to.write_all(&text)
    }
}

/// What formulas begin with in one spreadsheet or another, in wide letters too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

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

    fn written(with: impl Fn(&Rows, &mut Sink<'_>) -> io::Result<()>) -> String {
        let mut rows = Rows::new(&["name", "count"]);
        rows.push(vec!["=1+1".into(), 2.into()]);
        rows.push(vec!["a,\"b\"".into(), Value::Null]);
        let mut bytes = Vec::new();
        let mut sink = Sink::new(&mut bytes);
        with(&rows, &mut sink).unwrap();
        sink.flush().unwrap();
        drop(sink);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn csv_quotes_and_disarms_formulas() {
        let csv = |rows: &Rows, to: &mut Sink<'_>| rows.csv(to, Reader::Program);
        assert_eq!(written(csv), "name,count\n'=1+1,2\n\"a,\"\"b\"\"\",\n");
    }

    #[test]
    fn what_was_disarmed_can_be_had_back() {
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
    fn a_terminal_obeys_nothing() {
        let mut rows = Rows::new(&["name"]);
        rows.push(vec!["\u{1b}[2J\u{202e}".into()]);
        let csv = |reader| {
            let mut bytes = Vec::new();
            let mut sink = Sink::new(&mut bytes);
            rows.csv(&mut sink, reader).unwrap();
            sink.flush().unwrap();
            drop(sink);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(csv(Reader::Terminal), "name\n\\u{1b}[2J\\u{202e}\n");
        assert_eq!(csv(Reader::Program), "name\n\u{1b}[2J\u{202e}\n");
    }

    #[test]
    fn json_lines_keep_the_order_of_the_columns() {
        let want = "{\"name\":\"=1+1\",\"count\":2}\n{\"name\":\"a,\\\"b\\\"\",\"count\":null}\n";
        assert_eq!(written(Rows::jsonl), want);
    }
}
