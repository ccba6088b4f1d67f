//! Sink: standard output that remembers why writing failed.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::output::safe::safe_json;

/// A buffered writer. `serde_json` hides the kind of an input/output error; this keeps it, so that
/// a closed pipe is known from a full disk.
pub struct Sink<'w> {
    to: io::BufWriter<&'w mut dyn Write>,
    failed: Option<io::Error>,
}

impl<'w> Sink<'w> {
    /// Writes to `to`, many bytes at a time.
    pub fn new(to: &'w mut dyn Write) -> Sink<'w> {
        Sink { to: io::BufWriter::with_capacity(1 << 16, to), failed: None }
    }

    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.to.write(bytes);
        self.keep(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.to.flush();
        self.keep(result)
    }
}

/// JSON that a terminal may show: what would be harmful stands in its strings as an escape.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        to: &mut W,
        part: &str,
    ) -> io::Result<()> {
        // Controls below the space are escaped in every JSON.
        if part.is_ascii() && !part.contains('\u{7f}') {
            return to.write_all(part.as_bytes());
        }
        to.write_all(safe_json(part).as_bytes())
    }

    fn write_raw_fragment<W: Write + ?Sized>(&mut self, to: &mut W, part: &str) -> io::Result<()> {
        self.write_string_fragment(to, part)
    }
}

/// Writes a value as one line of JSON.
pub fn json(value: &impl Serialize, to: &mut Sink<'_>) -> io::Result<()> {
    let mut writer = Serializer::with_formatter(&mut *to, Harmless);
    if let Err(error) = value.serialize(&mut writer) {
        return Err(to.failed.take().unwrap_or_else(|| io::Error::other(error)));
    }
    to.write_all(b"\n")
}
