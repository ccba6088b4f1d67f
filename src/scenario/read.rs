//! Reads a scenario from JSON, and finds the place of a mistake.

use std::io::{self, Read as _};

use serde::Deserialize;
use serde_json::Deserializer;
use serde_json::value::RawValue;

use crate::domain::SHOWN;
use crate::scenario::batch::{BATCH, decode};
use crate::scenario::format::{JobMembers, Members, Object, Objects};
use crate::scenario::{Model, ModelBuilder, Scenario, ScenarioError, ScenarioJob};

/// A scenario in JSON of which the jobs are still to be read. They are read one by one, since those
/// of a large scenario take much memory.
pub struct ScenarioReader<'j> {
    /// The scenario without its jobs; it may be changed before these are read.
    pub scenario: Scenario,
    json: &'j str,
    jobs: Vec<&'j RawValue>,
}

impl<'j> ScenarioReader<'j> {
    pub fn new(json: &'j [u8]) -> Result<ScenarioReader<'j>, ScenarioError> {
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        let json = std::str::from_utf8(json).map_err(|error| encoding(json, error))?;
        match serde_json::from_str::<Object<Members<Vec<&RawValue>>>>(json) {
            Ok(Object(members)) => {
                let (scenario, jobs) = members.scenario()?;
                Ok(ScenarioReader { scenario, json, jobs })
            }
            Err(error) => Err(located(json, error)),
        }
    }

    /// Reads the jobs, and checks and indexes everything.
    pub fn model(self) -> Result<Model, ScenarioError> {
        let mut builder = ModelBuilder::new(self.scenario)?;
        each_job(self.json, &self.jobs, |job| builder.add(job))?;
        builder.finish()
    }
}

/// Reads a scenario, and checks everything.
pub fn read(json: &[u8]) -> Result<Scenario, ScenarioError> {
    let ScenarioReader { mut scenario, json, jobs } = ScenarioReader::new(json)?;
    let mut builder = ModelBuilder::new(scenario.clone())?;
    each_job(json, &jobs, |job| {
        builder.add(job.clone())?;
        scenario.jobs.push(job);
        Ok(())
    })?;
    builder.finish()?;
    Ok(scenario)
}

/// Passes on jobs one by one. A mistake that ends the reading is reported before those in jobs.
fn each_job(
    json: &str,
    jobs: &[&RawValue],
    mut take: impl FnMut(ScenarioJob) -> Result<(), ScenarioError>,
) -> Result<(), ScenarioError> {
    let mut taken = Ok(());
    for (batch, first) in jobs.chunks(BATCH).zip((0..).step_by(BATCH)) {
        let read = |(at, text): (usize, &RawValue)| {
            serde_json::from_str::<Object<JobMembers>>(text.get()).map(|job| job.0.job(at))
        };
        for job in decode((first..).zip(batch.iter().copied()).collect(), read) {
            let job = job.map_err(|error| located(json, error))?;
            taken = taken.and_then(|()| take(job?));
        }
    }
    taken
}

/// The most bytes that are read from one file.
const MOST: usize = 512 << 20;

/// Reads everything, unless it is longer than any input should be.
pub fn all_of(from: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MOST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it is larger than 512 MiB; leave out what is not needed, or import it in parts",
        ));
    }
    Ok(bytes)
}

/// Reads again and keeps track of the place, which takes longer than reading alone.
fn located(json: &str, error: serde_json::Error) -> ScenarioError {
    if json.starts_with("{\0") || json.starts_with("\0{") {
        return ScenarioError::new("line 1", UTF16);
    }
    let mut track = serde_path_to_error::Track::new();
    let mut again = Deserializer::from_str(json);
    let tracked = serde_path_to_error::Deserializer::new(&mut again, &mut track);
    let error = Object::<Members<Objects<JobMembers>>>::deserialize(tracked).err().unwrap_or(error);
    let position = format!("line {} column {}", error.line(), error.column());
    if error.is_eof() {
        return ScenarioError::new(position, "not JSON: the document ends too early");
    }
    if error.is_syntax() {
        return ScenarioError::new(position, format!("not JSON: {}", without_position(&error)));
    }
    let mut place = track.path().to_string();
    let mut what = without_position(&error);
    if let Some(member) = missing_member(&what) {
        place = if place == "." { member.to_owned() } else { format!("{place}.{member}") };
        "missing".clone_into(&mut what);
    }
    // A member without a name has no place of its own.
    while place.len() > 1 && place.ends_with('.') {
        place.pop();
    }
    if place.is_empty() || place == "." {
        place = position;
    } else if let Some((end, _)) = place.char_indices().nth(2 * SHOWN) {
        place.replace_range(end.., "…");
    }
    ScenarioError::new(place, in_words(&what))
}

/// The member that an error of `serde` says is missing.
fn missing_member(what: &str) -> Option<&str> {
    what.strip_prefix("missing field `")?.strip_suffix('`')
}

/// The mistake in UTF-16, which may be valid UTF-8 with a zero byte in every letter.
const UTF16: &str = "this is UTF-16; save it as UTF-8";

/// The mistake in a document that is not UTF-8, as editors on Windows may write it.
fn encoding(json: &[u8], error: std::str::Utf8Error) -> ScenarioError {
    if matches!(json, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return ScenarioError::new("line 1", UTF16);
    }
    let line = json[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
    ScenarioError::new(format!("line {line}"), "a character is not UTF-8; save it as UTF-8")
}

/// The text of an error of `serde`: it names types where people expect words, and shows a long
/// value in full.
fn in_words(text: &str) -> String {
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
    format!("{}, expected {}", cut_value(found), words.map_or(expected, |(_, words)| words))
}

/// The text with the value in quotes cut where it is long.
fn cut_value(found: &str) -> String {
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
    use crate::scenario::{random, read};

    #[test]
    fn a_scenario_is_read_as_it_was_written() {
        for seed in 0..500 {
            let scenario = random::scenario(seed);
            let json = serde_json::to_string(&scenario).unwrap();
            assert_eq!(read(json.as_bytes()), Ok(scenario), "seed {seed}");
        }
    }

    #[test]
    fn mistakes_are_told_in_plain_words() {
        #[track_caller]
        fn case(json: &[u8], want: &str) {
            assert_eq!(read(json).unwrap_err().to_string(), want);
        }
        const NUMBER: &str = "expected a whole number, 0 to 4294967295";
        case(br#"{"scenario":"1"}"#, &format!("scenario: invalid type: string \"1\", {NUMBER}"));
        case(br#"{"scenario":1}"#, "start: missing");
        case(br#"{"events":[{"at":"2026-11-23T20:00:00Z"}]}"#, "events[0].event: missing");
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
