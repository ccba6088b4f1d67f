//! Sink: standard output that remembers why writing failed.

use std::io::{self, Write};

use serde::Serialize;

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

/// Writes a value as one line of JSON.
pub fn json(value: &impl Serialize, to: &mut Sink<'_>) -> io::Result<()> {
    if let Err(error) = serde_json::to_writer(&mut *to, value) {
        return Err(to.failed.take().unwrap_or_else(|| io::Error::other(error)));
    }
    to.write_all(b"\n")
}
