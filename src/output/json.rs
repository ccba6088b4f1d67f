//! JSON that a terminal can show safely.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::output::sanitize_json;

/// Escapes what a terminal would obey.
struct Sanitized;

impl Formatter for Sanitized {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        to: &mut W,
        part: &str,
    ) -> io::Result<()> {
        to.write_all(sanitize_json(part).as_bytes())
    }

    fn write_raw_fragment<W: Write + ?Sized>(&mut self, to: &mut W, part: &str) -> io::Result<()> {
        self.write_string_fragment(to, part)
    }
}

/// Writes a value as one line of JSON.
pub fn write_json(value: &impl Serialize, mut to: impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut to, Sanitized))?;
    to.write_all(b"\n")
}

/// Prints a value as one line of JSON, at once.
pub fn print_json(value: &impl Serialize) -> io::Result<()> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    write_json(value, &mut stdout)?;
    stdout.flush()
}

#[cfg(test)]
mod tests {
    use std::io;

    use crate::output::json::write_json;

    struct Closed;

    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_reported_as_such() {
        let error = write_json(&["text"], Closed).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
