//! Stream: reads a document job by job, so that a large one never stands in memory as a whole.
//!
//! It reads documents whose jobs come after all that they depend on, as nearly all do, and finds no
//! words for mistakes: whoever asks reads the document again as a whole where nothing comes back.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::check::Checker;
use super::checked::Scenario;
use super::document::{Document, JobDoc, Object, Text, objects};
use super::read::Horizon;

/// Reads and checks a document.
pub(super) fn scenario(json: &[u8], horizon: Horizon) -> Option<Scenario> {
    // Once for all: the reader would look at every string by itself.
    let json = std::str::from_utf8(json).ok()?;
    let mut from = serde_json::Deserializer::from_str(json);
    let scenario = from.deserialize_map(Top { horizon }).ok()?;
    from.end().ok()?;
    Some(scenario)
}

struct Top {
    horizon: Horizon,
}

impl<'de> Visitor<'de> for Top {
    type Value = Scenario;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scenario, A::Error> {
        let mut document = Document::default();
        let mut checker = None;
        let mut seen = Vec::new();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            if seen.contains(&key) {
                return Err(untold());
            }
            // What jobs depend on must not follow them.
            let head = checker.is_none();
            match &*key {
                "scenario" if head => document.scenario = map.next_value()?,
                "start" if head => document.start = map.next_value()?,
                "end" if head => document.end = map.next_value()?,
                "mode" if head => document.mode = map.next_value()?,
                "until" if head => document.until = map.next_value()?,
                "message" if head => document.message = map.next_value()?,
                "reason" if head => document.reason = map.next_value()?,
                "service" if head => document.service = map.next_value()?,
                "tenants" if head => document.tenants = map.next_value::<List<_>>()?.0,
                "replicas_in_failover" => {
                    document.replicas_in_failover = map.next_value::<List<_>>()?.0;
                }
                "events" => document.events = map.next_value::<List<_>>()?.0,
                "jobs" if head => {
                    self.horizon.complete(&mut document);
                    let mut ready = begin(&document)?;
                    map.next_value_seed(Jobs(&mut ready))?;
                    checker = Some(ready);
                }
                _ => return Err(untold()),
            }
            seen.push(key);
        }
        let checker = if let Some(checker) = checker {
            checker
        } else {
            self.horizon.complete(&mut document);
            begin(&document)?
        };
        let (replicas, events) = (document.replicas_in_failover, document.events);
        let finished = checker.finish(&replicas.unwrap_or_default(), &events.unwrap_or_default());
        finished.map_err(|_| untold())
    }
}

/// An error that nobody reads.
fn untold<E: Error>() -> E {
    E::custom("")
}

fn begin<E: Error>(document: &Document<'_>) -> Result<Checker, E> {
    let mut checker = Checker::new(document).map_err(|_| untold())?;
    for tenant in document.tenants.iter().flatten() {
        checker.tenant(tenant).map_err(|_| untold())?;
    }
    Ok(checker)
}

/// A list of objects.
struct List<T>(Option<Vec<T>>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<List<T>, D::Error> {
        objects(from).map(List)
    }
}

/// The list of jobs, each of which is checked and forgotten before the next one is read.
struct Jobs<'c>(&'c mut Checker);

impl<'de> DeserializeSeed<'de> for Jobs<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Jobs<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of jobs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(Object(job)) = list.next_element::<Object<JobDoc<'de>>>()? {
            self.0.job(&job).map_err(|_| untold())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{check, random, read};
    use super::{Horizon, scenario};

    #[test]
    fn a_stream_gives_what_the_whole_document_gives() {
        for seed in 0..500 {
            let json = serde_json::to_string(&random::document(seed)).unwrap();
            let streamed = scenario(json.as_bytes(), Horizon::Open).unwrap();
            let whole = check(&read(json.as_bytes()).unwrap()).unwrap();
            assert_eq!(format!("{streamed:?}"), format!("{whole:?}"), "seed {seed}");
        }
    }

    #[test]
    fn what_must_be_read_as_a_whole_is_left_alone() {
        const START: &str = r#""scenario":1,"start":"2026-11-23T20:00:00Z""#;
        const JOB: &str =
            r#"{"name":"n","tenant":"a","type":"other","tasks":[{"name":"vm","duration":"1m"}]}"#;
        #[track_caller]
        fn case(members: &str, is_read: bool) {
            let found = scenario(format!("{{{members}}}").as_bytes(), Horizon::Open);
            assert_eq!(found.is_some(), is_read, "{members}");
        }
        case(START, true);
        case(&format!(r#"{START},"jobs":[{JOB}],"events":[]"#), true);
        case(&format!(r#""events":[],{START},"end":null,"jobs":[{JOB}]"#), true);
        // Members that jobs depend on come after them.
        case(&format!(r#""jobs":[{JOB}],{START}"#), false);
        case(&format!(r#"{START},"jobs":[{JOB}],"end":"2026-11-24T20:00:00Z""#), false);
        case(&format!(r#"{START},"jobs":[{JOB}],"tenants":[]"#), false);
        // Mistakes.
        case(&format!(r#"{START},"jobs":[{JOB},{JOB}]"#), false);
        case(&format!(r#"{START},"jobs":[[]]"#), false);
        case(&format!(r#"{START},"jobs":[],"jobs":[]"#), false);
        case(&format!(r#"{START},"end":null,"end":null"#), false);
        case(&format!(r#"{START},"colour":1"#), false);
        case(&format!("{START}}} {{"), false);
    }
}
