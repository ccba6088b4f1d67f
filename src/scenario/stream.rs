//! Stream: reads a document job by job, so that a large one never stands in memory as a whole.
//!
//! It reads documents whose jobs come after all that they depend on, as nearly all do, and finds no
//! words for mistakes: whoever asks reads the document again as a whole where nothing comes back.
//! The later part of a large document is read beside the earlier one.

use std::cmp::Ordering;

use serde::{Deserialize, Deserializer};

use super::check::Checker;
use super::checked::Scenario;
use super::cursor::Cursor;
use super::document::{Document, JobDoc, Object, Text, objects};
use super::read::Horizon;

/// Documents of so many bytes at least are read in two parts.
const LARGE: usize = 4 << 20;
/// So many places are tried where the later part could begin.
const TRIES: usize = 1000;

/// Reads and checks a document.
pub(super) fn scenario(json: &[u8], horizon: Horizon) -> Option<Scenario> {
    // Once for all: the reader would look at every string by itself.
    let json = std::str::from_utf8(json).ok()?;
    let parts = if json.len() < LARGE { Parts::One } else { Parts::Two };
    Stream { json, horizon, parts }.scenario()
}

/// In how many parts a document is read.
#[derive(Clone, Copy)]
enum Parts {
    One,
    Two,
}

struct Stream<'j> {
    json: &'j str,
    horizon: Horizon,
    parts: Parts,
}

impl<'j> Stream<'j> {
    fn scenario(&self) -> Option<Scenario> {
        let mut cursor = Cursor::new(self.json, 0);
        let mut document = Document::default();
        let mut checker = None;
        let mut seen: Vec<Text<'j>> = Vec::new();
        cursor.pass(b'{')?;
        while cursor.pass(b'}').is_none() {
            if !seen.is_empty() {
                cursor.pass(b',')?;
                cursor.peek().filter(|sign| *sign == b'"')?;
            }
            cursor.peek()?;
            let key: Text<'j> = cursor.value()?;
            cursor.pass(b':')?;
            cursor.peek()?;
            if seen.contains(&key) {
                return None;
            }
            // What jobs depend on must not follow them.
            let head = checker.is_none();
            match &*key {
                "scenario" if head => document.scenario = cursor.value()?,
                "start" if head => document.start = cursor.value()?,
                "end" if head => document.end = cursor.value()?,
                "mode" if head => document.mode = cursor.value()?,
                "until" if head => document.until = cursor.value()?,
                "message" if head => document.message = cursor.value()?,
                "reason" if head => document.reason = cursor.value()?,
                "service" if head => document.service = cursor.value()?,
                "tenants" if head => document.tenants = cursor.value::<List<_>>()?.0,
                "replicas_in_failover" => {
                    document.replicas_in_failover = cursor.value::<List<_>>()?.0;
                }
                "events" => document.events = cursor.value::<List<_>>()?.0,
                "jobs" if head => {
                    let mut ready = self.begin(&mut document)?;
                    self.jobs(&mut cursor, &mut ready)?;
                    checker = Some(ready);
                }
                _ => return None,
            }
            seen.push(key);
        }
        if cursor.peek().is_some() {
            return None;
        }
        let checker =
            if let Some(checker) = checker { checker } else { self.begin(&mut document)? };
        let (replicas, events) = (document.replicas_in_failover, document.events);
        checker.finish(&replicas.unwrap_or_default(), &events.unwrap_or_default()).ok()
    }

    fn begin(&self, document: &mut Document<'_>) -> Option<Checker> {
        self.horizon.complete(document);
        let mut checker = Checker::new(document).ok()?;
        for tenant in document.tenants.iter().flatten() {
            checker.tenant(tenant).ok()?;
        }
        Some(checker)
    }

    /// Reads the list of jobs; each is checked and forgotten before the next one is read.
    fn jobs(&self, cursor: &mut Cursor<'j>, checker: &mut Checker) -> Option<()> {
        cursor.pass(b'[')?;
        if cursor.pass(b']').is_some() {
            return Some(());
        }
        cursor.peek()?;
        let later = match self.parts {
            Parts::One => None,
            Parts::Two => self.later(cursor.place()),
        };
        let Some(later) = later else {
            each_job(cursor, None, |job| checker.job(&job).ok())?;
            return Some(());
        };
        let (earlier, later) = rayon::join(
            || each_job(cursor, Some(later.place()), |job| checker.job(&job).ok()),
            || Self::rest(later.clone()),
        );
        match earlier? {
            // What seemed to be a later job stands outside of the list.
            End::OfList => return Some(()),
            End::Beyond => return None,
            End::AtPlace => {}
        }
        let (after, jobs) = later?;
        jobs.iter().try_for_each(|job| checker.job(job).ok())?;
        *cursor = after;
        Some(())
    }

    /// All jobs from a place on, and the place after the list.
    fn rest(mut cursor: Cursor<'j>) -> Option<(Cursor<'j>, Vec<JobDoc<'j>>)> {
        let mut jobs = Vec::new();
        each_job(&mut cursor, None, |job| {
            jobs.push(job);
            Some(())
        })?;
        Some((cursor, jobs))
    }

    /// A place well within the list that begins at `first` where a job seems to begin.
    fn later(&self, first: usize) -> Option<Cursor<'j>> {
        // The earlier part is checked, too, while the later one is only read.
        let mut at = first + (self.json.len() - first) * 3 / 7;
        for _ in 0..TRIES {
            at += self.json.as_bytes()[at..].iter().position(|sign| *sign == b'{')?;
            let place = Cursor::new(self.json, at);
            let job = place.clone().value::<Object<JobDoc<'j>>>();
            if job.is_some_and(|Object(job)| job.tenant.is_some() && job.job_type.is_some()) {
                return Some(place);
            }
            at += 1;
        }
        None
    }
}

/// Where reading jobs one by one came to an end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// After the list.
    OfList,
    /// At the place at which it was to end.
    AtPlace,
    /// Beyond that place, since no job begins there.
    Beyond,
}

/// Reads jobs one by one, up to a place or to the end of the list.
fn each_job<'j>(
    cursor: &mut Cursor<'j>,
    place: Option<usize>,
    mut with: impl FnMut(JobDoc<'j>) -> Option<()>,
) -> Option<End> {
    loop {
        cursor.peek()?;
        match place.map(|place| cursor.place().cmp(&place)) {
            None | Some(Ordering::Less) => {}
            Some(Ordering::Equal) => return Some(End::AtPlace),
            Some(Ordering::Greater) => return Some(End::Beyond),
        }
        let Object(job) = cursor.value::<Object<JobDoc<'j>>>()?;
        with(job)?;
        if cursor.pass(b']').is_some() {
            return Some(End::OfList);
        }
        cursor.pass(b',')?;
    }
}

/// A list of objects.
struct List<T>(Option<Vec<T>>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<List<T>, D::Error> {
        objects(from).map(List)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{check, random, read};
    use super::{Horizon, Parts, Stream, scenario};
    use crate::domain::Span;

    #[test]
    fn a_stream_gives_what_the_whole_document_gives() {
        for seed in 0..500 {
            let json = serde_json::to_string(&random::document(seed)).unwrap();
            let whole = check(&read(json.as_bytes()).unwrap()).unwrap();
            for horizon in [Horizon::Open, Horizon::After(Span::from_secs(7200))] {
                let streamed = scenario(json.as_bytes(), horizon).unwrap();
                let mut document = read(json.as_bytes()).unwrap();
                horizon.complete(&mut document);
                let whole = check(&document).unwrap();
                assert_eq!(format!("{streamed:?}"), format!("{whole:?}"), "seed {seed}");
            }
            let two = Stream { json: &json, horizon: Horizon::Open, parts: Parts::Two };
            let two = two.scenario().unwrap();
            assert_eq!(format!("{two:?}"), format!("{whole:?}"), "seed {seed}, in two parts");
        }
    }

    #[test]
    fn a_later_part_begins_with_a_job() {
        let json = serde_json::to_string(&random::document(6)).unwrap();
        let first = json.find(r#""jobs":["#).unwrap();
        let two = Stream { json: &json, horizon: Horizon::Open, parts: Parts::Two };
        let later = two.later(first).unwrap().place();
        assert!(later > first && json[later..].starts_with(r#"{"name":"job-"#), "{later}");
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
