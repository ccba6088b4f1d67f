//! The report of the hook `observe`: what the real server says of itself.

use std::io::{self, PipeReader, PipeWriter, Read as _};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::domain::{DEFAULT_TEXT, Mode, Service};

/// How long to wait for the end of a report: a process that the hook left running may keep the pipe open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What the real server says; the hook leaves out what it cannot tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ServerReport {
    pub mode: Option<Mode>,
    /// The text that tenants read; null and a blank text stand for the default.
    #[serde(deserialize_with = "notification")]
    pub notification: Option<String>,
    pub service: Option<Service>,
}

fn notification<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(from)?.filter(|text| !text.trim().is_empty());
    Ok(Some(text.unwrap_or_else(|| DEFAULT_TEXT.to_owned())))
}

impl ServerReport {
    /// Reads one JSON object; fails with what is wrong.
    pub fn parse(output: &[u8]) -> Result<ServerReport, String> {
        let text = std::str::from_utf8(output).map_err(|_| "it is not UTF-8".to_owned())?;
        if !text.trim_start().starts_with('{') {
            return Err("it is not a JSON object".to_owned());
        }
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// Reads a pipe to its end in a thread of its own, so that the writer never waits.
pub struct Captured(Receiver<Option<Vec<u8>>>);

impl Captured {
    /// More than `limit` bytes are too many.
    pub fn new(limit: u64) -> io::Result<(Captured, PipeWriter)> {
        let (reader, writer) = io::pipe()?;
        let (sender, receiver) = channel();
        std::thread::Builder::new().spawn(move || {
            // Nobody receives it if the time limit has passed.
            let _ = sender.send(read(reader, limit));
        })?;
        Ok((Captured(receiver), writer))
    }

    /// What was written; `None` if that has no end, could not be read, or is too much.
    pub fn finish(self) -> Option<Vec<u8>> {
        self.0.recv_timeout(LAST_WORDS).ok().flatten()
    }
}

/// A part of what was written could look like all of it.
fn read(mut reader: PipeReader, limit: u64) -> Option<Vec<u8>> {
    let mut output = Vec::new();
    let is_read = (&mut reader).take(limit + 1).read_to_end(&mut output).is_ok();
    let _ = io::copy(&mut reader, &mut io::sink());
    (is_read && output.len() as u64 <= limit).then_some(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_report_are_optional() {
        #[track_caller]
        fn case(output: &str, mode: Option<Mode>, text: Option<&str>, service: Option<Service>) {
            let want = ServerReport { mode, notification: text.map(str::to_owned), service };
            assert_eq!(ServerReport::parse(output.as_bytes()), Ok(want), "{output}");
        }
        case("{}", None, None, None);
        case(r#" {"mode": "active"} "#, Some(Mode::Active), None, None);
        case(r#"{"mode":null,"service":"stopped","more":1}"#, None, None, Some(Service::Stopped));
        case(r#"{"notification":null}"#, None, Some(DEFAULT_TEXT), None);
        case(r#"{"notification":" "}"#, None, Some(DEFAULT_TEXT), None);
        case(r#"{"notification":"Back at ten"}"#, None, Some("Back at ten"), None);
    }

    #[test]
    fn other_output_is_no_report() {
        for output in [
            "",
            "active",
            "[]",
            r#"{"mode":"on"}"#,
            r#"{"mode":"active"} {}"#,
            r#"{"mode":"active""#,
        ] {
            assert!(ServerReport::parse(output.as_bytes()).is_err(), "{output}");
        }
        assert!(ServerReport::parse(b"{\xff}").is_err());
    }

    #[test]
    fn a_long_report_never_blocks_its_writer() {
        use std::io::Write as _;
        let (captured, mut writer) = Captured::new(1 << 20).unwrap();
        writer.write_all(&vec![b' '; 3 << 20]).unwrap();
        drop(writer);
        assert!(captured.finish().is_none(), "a part is not all of it");
    }
}
