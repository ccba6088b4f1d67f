//! The declaration that a listing is complete: a last line that connectors add for their operator.

use serde::Deserialize;

/// The `schema` of the line.
const SCHEMA: &str = "mm.listing/1";

/// The most bytes of the line: a large file may be one line, which would be parsed for nothing.
const LONGEST: usize = 1024;

#[derive(Deserialize)]
struct Declaration {
    schema: String,
    complete: bool,
}

/// A text without its last line, if that declares whether it is complete, and what it declares. A text that
/// was cut off on its way has lost its last line.
pub fn split(bytes: &[u8]) -> (&[u8], Option<bool>) {
    let text = bytes.trim_ascii_end();
    let tail = text.len().saturating_sub(LONGEST);
    let start = match text[tail..].iter().rposition(|byte| *byte == b'\n') {
        Some(at) => tail + at + 1,
        None if tail == 0 => 0,
        None => return (bytes, None),
    };
    let (before, last) = text.split_at(start);
    match serde_json::from_slice::<Declaration>(last) {
        Ok(declaration) if declaration.schema == SCHEMA => (before, Some(declaration.complete)),
        _ => (bytes, None),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn only_the_last_line_declares() {
        let case = |text: &str, before: &str, complete: Option<bool>| {
            assert_eq!(split(text.as_bytes()), (before.as_bytes(), complete), "{text}");
        };
        let yes = r#"{"schema":"mm.listing/1","complete":true}"#;
        let no = r#"{"schema":"mm.listing/1","complete":false}"#;
        case(&format!("{{}}\n{yes}\n"), "{}\n", Some(true));
        case(&format!("{{}}\n{yes}\r\n\n"), "{}\n", Some(true));
        case(&format!("{{}}\n{no}\n"), "{}\n", Some(false));
        case(yes, "", Some(true));
        let early = format!("{yes}\n{{}}\n");
        case(&early, &early, None);
        let cut = format!("{{}}\n{}", &yes[..yes.len() - 2]);
        case(&cut, &cut, None);
        let other = r#"{"schema":"mm.listing/2","complete":true}"#;
        case(other, other, None);
        case("", "", None);
    }
}
