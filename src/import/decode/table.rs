//! Tables: rows of CSV as PowerShell and spreadsheets write them, with any delimiter.

use std::borrow::Cow;

use crate::domain::plural;
use crate::import::decode::running::is_cut;
use crate::import::decode::{Problem, Sink, Value};
use crate::import::warnings::Position;

/// Reads the rows below the line of names.
pub fn read(text: &str, sink: &mut dyn Sink) -> Result<(), Problem> {
    let text = &*without_marks(text);
    let (skipped, separator, body) = without_preamble(text);
    let delimiter = separator.unwrap_or_else(|| delimiter(body.lines().next().unwrap_or_default()));
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut names: Vec<String> = Vec::new();
    if rows.read_record(&mut row).is_ok_and(|found| found) {
        names = row.iter().map(|name| name.trim().to_owned()).collect();
    }
    sink.header(&names);
    let (mut blank, mut is_any_used) = (None, false);
    loop {
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => {
                if let Some(position) = blank.filter(|_| !is_any_used) {
                    sink.element(position, Err(BLANK.to_owned()));
                }
                return sink.end(&Value::Null);
            }
            Err(error) => {
                sink.element(Position::File, Err(format!("not CSV: {error}")));
                continue;
            }
        }
        let is_empty = row.iter().all(|cell| cell.trim().is_empty());
        let line = row.position().map_or(0, |position| line_of(position, body)) + skipped;
        let position = Position::Line(u32::try_from(line).unwrap_or(u32::MAX));
        if is_empty {
            // Only a line without a separator is blank.
            blank = blank.or((row.len() > 1).then_some(position));
            continue;
        }
        // Pages that were put together repeat the line of names, and the type above it.
        // A job may have such a name, but its row has other values.
        let is_type = row.get(0).is_some_and(|cell| cell.starts_with("#TYPE"))
            && row.iter().skip(1).all(|cell| cell.trim().is_empty());
        let is_head = row.len() == names.len() && row.iter().map(str::trim).eq(names.iter());
        if is_type || is_head {
            blank = None;
            continue;
        }
        if let Some(position) = blank.take() {
            sink.element(position, Err(BLANK.to_owned()));
        }
        is_any_used = true;
        if row.len() < names.len() || row.iter().skip(names.len()).any(|cell| !cell.is_empty()) {
            let values = plural(row.len() as u64, "value", "values");
            let columns = plural(names.len() as u64, "column", "columns");
            let what = format!("{values} in a table of {columns}");
            sink.element(position, Err(what));
            continue;
        }
        // Two rows that became one lost about as many delimiters as a row has.
        let holds_rows = |cell: &str| {
            let delimiters = cell.bytes().filter(|byte| *byte == delimiter).count();
            cell.contains(['\n', '\r']) && delimiters + 2 >= names.len().max(3)
        };
        if row.iter().any(holds_rows) {
            let what = "a value holds other rows, as if its quote were not closed".to_owned();
            sink.element(position, Err(what));
            continue;
        }
        let columns = sink.columns();
        let mut cells = Vec::with_capacity(columns.count_kept());
        for (at, (name, cell)) in names.iter().zip(&row).enumerate() {
            let is_empty = cell.trim().is_empty();
            if !is_empty {
                columns.fill(at, name);
            }
            let value = if is_empty { Value::Null } else { Value::Text(Cow::Borrowed(cell)) };
            if columns.is_kept(at, name) || is_cut(&value) {
                cells.push((Cow::Borrowed(&**name), value));
            }
        }
        sink.element(position, Ok(Value::Object(cells)));
    }
}

/// What is wrong with a row of separators alone. Cmdlets write such rows of objects that lack the selected
/// properties; below all other rows they are those of a spreadsheet.
const BLANK: &str = "a row without a value";

/// The text without byte order marks at the beginning of lines: pages that were put together may each begin
/// with one.
pub fn without_marks(text: &str) -> Cow<'_, str> {
    const MARK: &str = "\n\u{feff}";
    if text.contains(MARK) { text.replace(MARK, "\n").into() } else { text.into() }
}

/// The line in which a row begins: the CSV reader gives the end of the row before.
fn line_of(position: &csv::Position, body: &str) -> u64 {
    let begin = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let blank = body.as_bytes().get(begin..).unwrap_or_default().iter();
    let blank = blank.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + blank.map(|byte| u64::from(*byte == b'\n')).sum::<u64>()
}

/// The text from the line of names on, how many lines lie before it, and the separator that they name.
fn without_preamble(text: &str) -> (u64, Option<u8>, &str) {
    let mut skipped = 0;
    let mut named = None;
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        let line = line.trim();
        // Some spreadsheets expect their separator in a line of its own.
        let separator =
            line.len() == 5 && line.get(..4).is_some_and(|x| x.eq_ignore_ascii_case("sep="));
        if !(line.is_empty() || line.starts_with("#TYPE") || separator) {
            break;
        }
        named = separator.then(|| line.bytes().last()).flatten().or(named);
        skipped += 1;
        rest = after;
    }
    (skipped, named, rest)
}

/// The sign that occurs most often between the names, outside quotes.
fn delimiter(head: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in head.bytes() {
        quoted ^= byte == b'"';
        for (sign, count) in &mut counts {
            *count += usize::from(!quoted && byte == *sign);
        }
    }
    // The comma wins if there is only one column.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::decode::Columns;

    #[derive(Default)]
    struct Rows {
        columns: Columns,
        rows: Vec<String>,
    }

    impl Sink for Rows {
        fn columns(&mut self) -> &mut Columns {
            &mut self.columns
        }

        fn element(&mut self, position: Position, row: Result<Value<'_>, String>) {
            self.rows.push(match row {
                Ok(Value::Object(cells)) => {
                    let cells = cells.iter().map(|(name, cell)| match cell {
                        Value::Text(text) => format!(" {name}={text}"),
                        _ => format!(" {name}=-"),
                    });
                    format!("{position}:{}", cells.collect::<String>())
                }
                Ok(other) => panic!("{other:?}"),
                Err(what) => format!("{position} refused: {what}"),
            });
        }

        fn end(&mut self, _: &Value<'_>) -> Result<(), Problem> {
            Ok(())
        }
    }

    #[track_caller]
    fn case(text: &str, want: &[&str]) {
        let mut rows = Rows::default();
        read(text, &mut rows).unwrap();
        assert_eq!(rows.rows, want);
    }

    #[test]
    fn rows_are_read_whatever_wrote_them() {
        case("a,b\n1,2\n", &["line 2: a=1 b=2"]);
        case("\"a\";\"b\"\r\n\"1\";\"x,y\"\r\n", &["line 2: a=1 b=x,y"]);
        case("a\tb\n1\t2", &["line 2: a=1 b=2"]);
        case("#TYPE Selected.X\n\"a\",\"b\"\n\"1\",\n", &["line 3: a=1 b=-"]);
        case("a\r\n1\r\n\r\n2\r\n", &["line 2: a=1", "line 4: a=2"]);
        case("sep=;\na;b\n1;2\n", &["line 3: a=1 b=2"]);
        case("sep=|\na|b,c\n1|2\n", &["line 3: a=1 b,c=2"]);
        case("\n\na\n1\n", &["line 4: a=1"]);
        case("a\n\"x\ny\"\n2\n", &["line 2: a=x\ny", "line 4: a=2"]);
        case("a,b\n\"say \"\"hi\"\"\",2\n", &["line 2: a=say \"hi\" b=2"]);
        case("a,b\n1,2\n#TYPE X\na,b\n3,4\n", &["line 2: a=1 b=2", "line 5: a=3 b=4"]);
        case("a,b\n1,2\n#TYPE X,\na,b\n3,4\n", &["line 2: a=1 b=2", "line 5: a=3 b=4"]);
        case("a,b\n1,2\n\u{feff}\"a\",\"b\"\n3,4\n", &["line 2: a=1 b=2", "line 4: a=3 b=4"]);
        case("a,b\n#TYPE x,2\n", &["line 2: a=#TYPE x b=2"]);
        case("a,b\n\n1,2,,\n", &["line 3: a=1 b=2"]);
        let without_value = "line 2 refused: a row without a value";
        case("a,b\n,\n1,2\n", &[without_value, "line 3: a=1 b=2"]);
        case("a,b\n\"\",\"\"\n", &[without_value]);
        case("a,b\n1,2\n,\n,\n", &["line 2: a=1 b=2"]);
        case("", &[]);
        case("a,b", &[]);
    }

    #[test]
    fn ragged_rows_are_refused_with_their_line() {
        case(
            "a,b\n1\n1,2,3\n4,5\n",
            &[
                "line 2 refused: 1 value in a table of 2 columns",
                "line 3 refused: 3 values in a table of 2 columns",
                "line 4: a=4 b=5",
            ],
        );
        let rows = "line 2 refused: a value holds other rows, as if its quote were not closed";
        case("a,b,c,d\n1,\"x,2,3\n4,\"y,5,6\n", &[rows]);
        case("a,b,c,d\n1,\"x,2,3\n4,y\",5,6\n", &[rows]);
        case("a,b\n\"1,2\n3,4\n", &["line 2 refused: 1 value in a table of 2 columns"]);
    }
}
