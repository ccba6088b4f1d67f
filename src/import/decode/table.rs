//! Tables: rows of CSV as PowerShell and spreadsheets write them, with any delimiter.

use std::borrow::Cow;

use crate::import::decode::{Document, Value};
use crate::import::warnings::Position;

/// The rows below the line of names.
pub fn document(text: &str) -> Document<'_> {
    let (skipped, body) = without_preamble(text);
    let head = body.lines().next().unwrap_or_default();
    let delimiter = delimiter(head);
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes())
        .into_records();
    let names = rows.next().and_then(Result::ok).unwrap_or_default();
    let names: Vec<Cow<'_, str>> = names.iter().map(|name| borrowed(head, name.trim())).collect();
    let elements = rows.filter_map(move |row| {
        let row = match row {
            Ok(row) => row,
            Err(error) => return Some((Position::File, Err(format!("not CSV: {error}")))),
        };
        let is_empty = row.iter().all(|cell| cell.trim().is_empty());
        // Pages that were put together repeat the line of names, and the type above it.
        let is_type = row.get(0).is_some_and(|cell| cell.starts_with("#TYPE"));
        let is_head = row.len() == names.len() && row.iter().map(str::trim).eq(names.iter());
        if is_empty || is_type || is_head {
            return None;
        }
        let line = row.position().map_or(0, |position| line_of(position, body)) + skipped;
        let position = Position::Line(u32::try_from(line).unwrap_or(u32::MAX));
        if row.len() < names.len() || row.iter().skip(names.len()).any(|cell| !cell.is_empty()) {
            let what = format!("{} values in a table of {} columns", row.len(), names.len());
            return Some((position, Err(what)));
        }
        let is_row = |line: &str| {
            let delimiters = line.bytes().filter(|byte| *byte == delimiter).count();
            delimiters + 1 >= names.len().max(2)
        };
        if row.iter().any(|cell| cell.contains('\n') && cell.lines().any(is_row)) {
            let what = "a value holds other rows, as if its quote were not closed".to_owned();
            return Some((position, Err(what)));
        }
        let cells = names.iter().zip(&row).map(|(name, cell)| {
            let is_empty = cell.trim().is_empty();
            let text = || Value::Text(Cow::Owned(cell.to_owned()));
            (name.clone(), if is_empty { Value::Null } else { text() })
        });
        Some((position, Ok(Value::Object(cells.collect()))))
    });
    Document { elements: Box::new(elements), envelope: Value::Null }
}

/// The line in which a row begins: the CSV reader gives the end of the row before.
fn line_of(position: &csv::Position, body: &str) -> u64 {
    let begin = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let blank = body.as_bytes().get(begin..).unwrap_or_default().iter();
    let blank = blank.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + blank.map(|byte| u64::from(*byte == b'\n')).sum::<u64>()
}

/// The text from the line of names on, and how many lines lie before it.
fn without_preamble(text: &str) -> (u64, &str) {
    let mut skipped = 0;
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        let line = line.trim();
        // Some spreadsheets expect their separator in a line of its own.
        let separator =
            line.len() == 5 && line.get(..4).is_some_and(|x| x.eq_ignore_ascii_case("sep="));
        if !(line.is_empty() || line.starts_with("#TYPE") || separator) {
            break;
        }
        skipped += 1;
        rest = after;
    }
    (skipped, rest)
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

/// A name as a slice of the line of names, so that rows need not copy it.
fn borrowed<'a>(line: &'a str, text: &str) -> Cow<'a, str> {
    match line.find(text).and_then(|at| line.get(at..at + text.len())) {
        Some(part) => Cow::Borrowed(part),
        None => Cow::Owned(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, want: &[&str]) {
        let show = |(position, row): (Position, Result<Value<'_>, String>)| match row {
            Ok(Value::Object(cells)) => {
                let cells = cells.iter().map(|(name, cell)| match cell {
                    Value::Text(text) => format!(" {name}={text}"),
                    _ => format!(" {name}=-"),
                });
                format!("{position}:{}", cells.collect::<String>())
            }
            Ok(other) => panic!("{other:?}"),
            Err(what) => format!("{position} refused: {what}"),
        };
        let rows: Vec<String> = document(text).elements.map(show).collect();
        assert_eq!(rows, want);
    }

    #[test]
    fn rows_are_read_whatever_wrote_them() {
        case("a,b\n1,2\n", &["line 2: a=1 b=2"]);
        case("\"a\";\"b\"\r\n\"1\";\"x,y\"\r\n", &["line 2: a=1 b=x,y"]);
        case("a\tb\n1\t2", &["line 2: a=1 b=2"]);
        case("#TYPE Selected.X\n\"a\",\"b\"\n\"1\",\n", &["line 3: a=1 b=-"]);
        case("a\r\n1\r\n\r\n2\r\n", &["line 2: a=1", "line 4: a=2"]);
        case("sep=;\na;b\n1;2\n", &["line 3: a=1 b=2"]);
        case("\n\na\n1\n", &["line 4: a=1"]);
        case("a\n\"x\ny\"\n2\n", &["line 2: a=x\ny", "line 4: a=2"]);
        case("a,b\n\"say \"\"hi\"\"\",2\n", &["line 2: a=say \"hi\" b=2"]);
        case("a,b\n1,2\n#TYPE X\na,b\n3,4\n", &["line 2: a=1 b=2", "line 5: a=3 b=4"]);
        case("a,b\n,\n1,2,,\n", &["line 3: a=1 b=2"]);
        case("", &[]);
        case("a,b", &[]);
    }

    #[test]
    fn ragged_rows_are_refused_with_their_line() {
        case(
            "a,b\n1\n1,2,3\n4,5\n",
            &[
                "line 2 refused: 1 values in a table of 2 columns",
                "line 3 refused: 3 values in a table of 2 columns",
                "line 4: a=4 b=5",
            ],
        );
        case("a,b\n\"1,2\n3,4\n", &["line 2 refused: 1 values in a table of 2 columns"]);
    }
}
