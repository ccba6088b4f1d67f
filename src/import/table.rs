//! Table: hands out the rows of a CSV text as elements, whatever wrote it.

use std::borrow::Cow;

use crate::import::node::{Node, Take};
use crate::import::warnings::Spot;

/// Hands out all rows. An error says what is wrong with the table as a whole.
pub(super) fn rows<'a>(text: &'a str, take: &mut dyn Take<'a>) -> Result<(), (String, String)> {
    let (skipped, body) = without_preamble(text);
    let head = body.lines().next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(head))
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut names: Vec<Cow<'a, str>> = Vec::new();
    loop {
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => {
                take.end(Node::Null);
                return Ok(());
            }
            Err(error) => return Err((String::new(), format!("not CSV: {error}"))),
        }
        let line = row.position().map_or(0, |position| line_of(position, body)) + skipped;
        if names.is_empty() {
            names = row.iter().map(|name| borrowed(head, name.trim())).collect();
            continue;
        }
        let first = row.get(0).unwrap_or_default();
        // Pages put together repeat the line of names, and the type above it.
        let again = row.len() == names.len() && row.iter().zip(&names).all(|(a, b)| a.trim() == b);
        if again || first.starts_with("#TYPE") || row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if row.len() < names.len() || row.iter().skip(names.len()).any(|cell| !cell.is_empty()) {
            let what = format!("{} values where {} belong", row.len(), names.len());
            take.refuse(Spot::line(line), what);
            continue;
        }
        let cells = names.iter().zip(row.iter()).map(|(name, cell)| {
            let empty = cell.trim().is_empty();
            let value = if empty { Node::Null } else { Node::Text(Cow::Owned(cell.to_owned())) };
            (name.clone(), value)
        });
        take.element(Spot::line(line), Node::Object(cells.collect()));
    }
}

/// The line in which a row begins: the reader tells the end of the one before.
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
        // A spreadsheet is told its separator in a line of its own.
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

/// What stands between the names: the sign that is most often there outside quotes.
fn delimiter(head: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in head.bytes() {
        quoted ^= byte == b'"';
        for (sign, count) in &mut counts {
            *count += usize::from(!quoted && byte == *sign);
        }
    }
    // The comma wins where there is but one column.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

/// The same text as a part of the line that it stands in, where it is one.
fn borrowed<'a>(line: &'a str, text: &str) -> Cow<'a, str> {
    match line.find(text).and_then(|at| line.get(at..at + text.len())) {
        Some(part) => Cow::Borrowed(part),
        None => Cow::Owned(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Seen(Vec<String>);

    impl Take<'_> for Seen {
        fn element(&mut self, spot: Spot, node: Node<'_>) {
            let Node::Object(members) = node else { panic!("an object") };
            let cell = |value: &Node<'_>| match value {
                Node::Text(text) => text.to_string(),
                _ => "-".into(),
            };
            let cells: Vec<String> =
                members.iter().map(|(name, value)| format!("{name}={}", cell(value))).collect();
            self.0.push(format!("{spot}: {}", cells.join(" ")));
        }
        fn refuse(&mut self, spot: Spot, what: String) {
            self.0.push(format!("{spot} refused: {what}"));
        }
        fn end(&mut self, _: Node<'_>) {}
    }

    #[track_caller]
    fn case(text: &str, want: &[&str]) {
        let mut seen = Seen(Vec::new());
        rows(text, &mut seen).unwrap();
        assert_eq!(seen.0, want);
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
                "line 2 refused: 1 values where 2 belong",
                "line 3 refused: 3 values where 2 belong",
                "line 4: a=4 b=5",
            ],
        );
        case("a,b\n\"1,2\n3,4\n", &["line 2 refused: 1 values where 2 belong"]);
    }
}
