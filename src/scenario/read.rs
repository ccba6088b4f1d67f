//! Read: from the text of a scenario to a checked one, every mistake with its place.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _};

use serde::Deserialize;
use serde_json::de::{Deserializer, SliceRead};

use crate::domain::{Instant, SHOWN, Span};
use crate::scenario::check::Checker;
use crate::scenario::checked::Scenario;
use crate::scenario::document::{Document, Object};
use crate::scenario::stream;

/// A mistake in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where, as in `jobs[3].tasks[0].duration`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Wrong {
    pub(super) fn new(place: impl Into<String>, what: impl fmt::Display) -> Wrong {
        Wrong { place: place.into(), what: what.to_string() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for Wrong {}

/// Reads a document; strings are borrowed from `json` where they need no unescaping.
pub fn read(json: &[u8]) -> Result<Document<'_>, Wrong> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let read: Result<Object<Document<'_>>, _> = serde_json::from_slice(json);
    read.map(|object| object.0).map_err(|error| located(json, &error))
}

/// Checks a document and lays it out for the engine.
pub fn check(document: &Document<'_>) -> Result<Scenario, Wrong> {
    let mut checker = Checker::new(document)?;
    let jobs = document.jobs.as_deref().unwrap_or_default();
    let tasks = jobs.iter().map(|job| job.tasks.as_ref().map_or(0, Vec::len)).sum();
    checker.reserve(jobs.len(), tasks);
    document.tenants.iter().flatten().try_for_each(|tenant| checker.tenant(tenant))?;
    jobs.iter().try_for_each(|job| checker.job(job))?;
    let replicas = document.replicas_in_failover.as_deref().unwrap_or_default();
    checker.finish(replicas, document.events.as_deref().unwrap_or_default())
}

/// Where a scenario ends.
#[derive(Debug, Clone, Copy)]
pub enum Horizon {
    /// Where its document says; if it does not, when nothing is left to happen.
    Open,
    /// So long after its start, whatever its document says.
    After(Span),
    /// So long after its start, if its document does not say.
    OpenFor(Span),
    /// Then, but not before its start, if its document does not say.
    OpenUntil(Instant),
}

impl Horizon {
    /// Gives a document its end.
    pub fn complete(self, document: &mut Document<'_>) {
        let Some(start) = document.start else {
            return;
        };
        let end = match self {
            Horizon::Open => return,
            Horizon::After(span) => start + span,
            Horizon::OpenFor(span) => document.end.unwrap_or(start + span),
            Horizon::OpenUntil(end) => document.end.unwrap_or(end.max(start)),
        };
        document.end = Some(end.min(Instant::LAST.max(start)));
    }
}

/// Reads and checks a document.
pub fn scenario(json: &[u8], horizon: Horizon) -> Result<Scenario, Wrong> {
    stream::scenario(json, horizon).map_or_else(|| whole(json, horizon), Ok)
}

/// Reads and checks a document in a file, which is plain: a pipe could not be read again.
pub fn from_file(file: &mut File, horizon: Horizon) -> io::Result<Result<Scenario, Wrong>> {
    if let Some(scenario) = stream::scenario(&mut *file, horizon) {
        return Ok(Ok(scenario));
    }
    file.rewind()?;
    Ok(whole(&all_of(file)?, horizon))
}

/// So many bytes of a text are kept in memory at once; more is not what anybody means to give.
pub(super) const MOST: usize = 512 << 20;

/// All that can be read, unless it is more than may be kept at once.
pub fn all_of(from: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MOST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it holds more than 512 MiB; leave out what is not needed, or give it in parts",
        ));
    }
    Ok(bytes)
}

/// Reads a document as a whole, then checks it.
fn whole(json: &[u8], horizon: Horizon) -> Result<Scenario, Wrong> {
    let mut document = read(json)?;
    horizon.complete(&mut document);
    check(&document)
}

/// Reads again, slowly, to learn where the mistake lies.
fn located(json: &[u8], error: &serde_json::Error) -> Wrong {
    if let Some(wrong) = encoding(json) {
        return wrong;
    }
    let position = format!("line {} column {}", error.line(), error.column());
    if error.is_eof() {
        return Wrong::new(position, "not JSON: the document ends too early");
    }
    if error.is_syntax() {
        return Wrong::new(position, format!("not JSON: {}", without_position(error)));
    }
    let mut track = serde_path_to_error::Track::new();
    let mut again = Deserializer::new(SliceRead::new(json));
    let tracked = serde_path_to_error::Deserializer::new(&mut again, &mut track);
    let Err(error) = Object::<Document<'_>>::deserialize(tracked) else {
        return Wrong::new(position, without_position(error));
    };
    let mut place = track.path().to_string();
    // A member without a name has no place of its own.
    while place.len() > 1 && place.ends_with('.') {
        place.pop();
    }
    if place.is_empty() || place == "." {
        place = position;
    } else if let Some((end, _)) = place.char_indices().nth(2 * SHOWN) {
        place.replace_range(end.., "…");
    }
    Wrong::new(place, plain(&without_position(&error)))
}

/// What is wrong with a document that is no UTF-8, as editors on Windows write it.
fn encoding(json: &[u8]) -> Option<Wrong> {
    let is_utf16 = matches!(json, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'{', ..])
        || matches!(json, [b'{', 0, ..]);
    if is_utf16 {
        return Some(Wrong::new("line 1", "this is UTF-16; save it as UTF-8"));
    }
    let error = std::str::from_utf8(json).err()?;
    let line = json[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
    Some(Wrong::new(format!("line {line}"), "a character is not UTF-8; save it as UTF-8"))
}

/// The text of an error with what was found cut where it is long, and with what was expected in
/// words, where `serde` names types.
fn plain(text: &str) -> String {
    const WORDS: [(&str, &str); 4] = [
        ("u32", "a whole number, 0 to 4294967295"),
        ("a sequence", "a list"),
        ("a map", "an object"),
        ("a boolean", "true or false"),
    ];
    let Some((found, expected)) = text.rsplit_once(", expected ") else {
        return text.to_owned();
    };
    let words = WORDS.iter().find(|(name, _)| *name == expected);
    format!("{}, expected {}", short(found), words.map_or(expected, |(_, words)| words))
}

/// What `serde` found, with the text in quotes cut where it is long.
fn short(found: &str) -> String {
    let quoted = found.find(['`', '"']).map(|at| found.split_at(at + 1));
    let (Some((before, text)), Some(quote)) = (quoted, found.chars().last()) else {
        return found.to_owned();
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) if end + quote.len_utf8() < text.len() => {
            format!("{before}{}{quote}…", &text[..end])
        }
        Some(_) | None => found.to_owned(),
    }
}

/// The text of an error without the position that `serde_json` adds to it.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Span;
    use crate::scenario::read::{Horizon, read, scenario};

    #[test]
    fn a_horizon_that_is_asked_for_goes_before_the_end_in_the_document() {
        #[track_caller]
        fn case(members: &str, horizon: Horizon, want: Option<&str>) {
            let json = format!(r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z"{members}}}"#);
            let end = scenario(json.as_bytes(), horizon).unwrap().end.map(|end| end.to_string());
            assert_eq!(end.as_deref(), want, "{members}");
        }
        const END: &str = r#","end":"2026-11-24T20:00:00Z""#;
        const LATE: &str = r#","jobs":[],"end":"2026-11-24T20:00:00Z""#;
        for members in [END, LATE] {
            case(members, Horizon::Open, Some("2026-11-24T20:00:00Z"));
        }
        for members in ["", END, LATE] {
            let hour = Horizon::After(Span::from_secs(3600));
            case(members, hour, Some("2026-11-23T21:00:00Z"));
        }
        case("", Horizon::Open, None);
        let far = Horizon::After(Span::from_secs(i64::from(u32::MAX) * 100));
        case("", far, Some("9999-12-30T22:00:00.999Z"));
    }

    #[test]
    fn mistakes_are_told_in_plain_words() {
        #[track_caller]
        fn case(json: &[u8], want: &str) {
            assert_eq!(read(json).unwrap_err().to_string(), want);
        }
        const NUMBER: &str = "expected a whole number, 0 to 4294967295";
        case(br#"{"scenario":"1"}"#, &format!("scenario: invalid type: string \"1\", {NUMBER}"));
        case(
            br#"{"tenants":[{"slots":-1}]}"#,
            &format!("tenants[0].slots: invalid value: integer `-1`, {NUMBER}"),
        );
        case(br#"{"jobs":7}"#, "jobs: invalid type: integer `7`, expected a list");
        case(
            br#"{"tenants":[{"enabled":", expected u32"}]}"#,
            "tenants[0].enabled: invalid type: string \", expected u32\", expected true or false",
        );
        let (long, shown) = ("x".repeat(2000), "x".repeat(80));
        let json = format!(r#"{{"jobs":[{{"slots":"{long}"}}]}}"#);
        let want = format!("jobs[0].slots: invalid type: string \"{shown}\"…, {NUMBER}");
        case(json.as_bytes(), &want);
        let json = format!(r#"{{"replicas_in_failover":[{{"{long}":1}}]}}"#);
        let found = read(json.as_bytes()).unwrap_err();
        assert!(found.place.chars().count() < 170, "{found}");
        let want = format!("unknown field `{shown}`…, expected `tenant` or `replica`");
        assert_eq!(found.what, want);
        case(br#"{"scenario":1,"#, "line 1 column 14: not JSON: the document ends too early");
        case(b"", "line 1 column 0: not JSON: the document ends too early");
        case(b"\xff\xfe{\0}\0", "line 1: this is UTF-16; save it as UTF-8");
        case(b"\0{\0}", "line 1: this is UTF-16; save it as UTF-8");
        case(b"{\n\"message\":\"caf\xe9\"}", "line 2: a character is not UTF-8; save it as UTF-8");
    }
}
