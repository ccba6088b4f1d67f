//! Stream: reads a document job by job, so that a large one never stands in memory as a whole.
//!
//! It reads documents whose jobs come after all that they depend on, as nearly all do, and finds no
//! words for mistakes: whoever asks reads the document again as a whole where nothing comes back.

use std::io::Read;

use serde::{Deserialize, Deserializer};

use crate::scenario::check::Checker;
use crate::scenario::checked::Scenario;
use crate::scenario::cursor::Cursor;
use crate::scenario::document::{Document, JobDoc, Object, Text, objects};
use crate::scenario::read::Horizon;
use crate::scenario::window::{Left, Window};

/// Reads and checks a document.
pub(super) fn scenario(json: impl Read, horizon: Horizon) -> Option<Scenario> {
    let mut window = Window::new(json);
    let Head { text: head, mut checker, mut next } = window.take(|text, _| head(text, horizon))?;
    while next == Next::Jobs {
        next = window.take(|text, _| some_jobs(text, &mut checker))?;
    }
    let mut checker = Some(checker);
    window.take(|text, left| match left {
        Left::More => None,
        Left::Nothing => Some((tail(&head, text, next, checker.take()?)?, text.len())),
    })
}

/// What follows in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A job.
    Jobs,
    /// Members after the jobs, or the end of the document.
    Members,
    /// Nothing.
    Nothing,
}

/// What stands before the jobs.
struct Head {
    /// Itself, since what it holds may be needed after the jobs.
    text: String,
    checker: Checker,
    next: Next,
}

/// Reads all that stands before the first job. Tells how long that is, too.
fn head(text: &str, horizon: Horizon) -> Option<(Head, usize)> {
    let mut document = Document::default();
    let mut cursor = begin(text)?;
    let next = members(&mut cursor, &mut document, &mut Vec::new())?;
    horizon.complete(&mut document);
    let mut checker = Checker::new(&document).ok()?;
    for tenant in document.tenants.iter().flatten() {
        checker.tenant(tenant).ok()?;
    }
    let used = cursor.place();
    Some((Head { text: text[..used].to_owned(), checker, next }, used))
}

/// Checks the jobs that stand in a text as a whole, each of which is forgotten before the next one
/// is read. Tells how long they are, too.
fn some_jobs(text: &str, checker: &mut Checker) -> Option<(Next, usize)> {
    let mut cursor = Cursor::new(text, 0);
    let mut used = 0;
    while let Some((job, next)) = job(&mut cursor) {
        checker.job(&job).ok()?;
        used = cursor.place();
        if next == Next::Members {
            return Some((next, used));
        }
    }
    (used > 0).then_some((Next::Jobs, used))
}

fn job<'t>(cursor: &mut Cursor<'t>) -> Option<(JobDoc<'t>, Next)> {
    cursor.peek()?;
    let Object(job) = cursor.value::<Object<JobDoc<'t>>>()?;
    let next = if cursor.peek()? == b']' { Next::Members } else { Next::Jobs };
    match next {
        Next::Jobs => cursor.pass(b',')?,
        Next::Members | Next::Nothing => cursor.pass(b']')?,
    }
    Some((job, next))
}

/// Reads what follows the jobs, and gives the whole scenario.
fn tail<'t>(head: &'t str, text: &'t str, next: Next, checker: Checker) -> Option<Scenario> {
    let (mut document, mut seen) = (Document::default(), Vec::new());
    members(&mut begin(head)?, &mut document, &mut seen)?;
    let mut cursor = Cursor::new(text, 0);
    if next == Next::Members {
        members(&mut cursor, &mut document, &mut seen)?;
    }
    if cursor.peek().is_some() {
        return None;
    }
    let replicas = document.replicas_in_failover.unwrap_or_default();
    checker.finish(&replicas, &document.events.unwrap_or_default()).ok()
}

/// Passes what stands before the first member.
fn begin(text: &str) -> Option<Cursor<'_>> {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut cursor = Cursor::new(text, mark);
    cursor.pass(b'{')?;
    Some(cursor)
}

/// Reads members up to the first job or the end of the document. `seen`: those that came before.
fn members<'t>(
    cursor: &mut Cursor<'t>,
    document: &mut Document<'t>,
    seen: &mut Vec<Text<'t>>,
) -> Option<Next> {
    loop {
        if cursor.pass(b'}').is_some() {
            return Some(Next::Nothing);
        }
        if !seen.is_empty() {
            cursor.pass(b',')?;
        }
        if cursor.peek()? != b'"' {
            return None;
        }
        let key: Text<'t> = cursor.value()?;
        cursor.pass(b':')?;
        cursor.peek()?;
        if seen.contains(&key) {
            return None;
        }
        // What jobs depend on must not follow them.
        let is_head = !seen.iter().any(|key| &**key == "jobs");
        match &*key {
            "scenario" if is_head => document.scenario = cursor.value()?,
            "start" if is_head => document.start = cursor.value()?,
            "end" if is_head => document.end = cursor.value()?,
            "mode" if is_head => document.mode = cursor.value()?,
            "until" if is_head => document.until = cursor.value()?,
            "message" if is_head => document.message = cursor.value()?,
            "reason" if is_head => document.reason = cursor.value()?,
            "service" if is_head => document.service = cursor.value()?,
            "tenants" if is_head => document.tenants = cursor.value::<List<_>>()?.0,
            "replicas_in_failover" => {
                document.replicas_in_failover = cursor.value::<List<_>>()?.0;
            }
            "events" => document.events = cursor.value::<List<_>>()?.0,
            "jobs" => {
                seen.push(key);
                cursor.pass(b'[')?;
                let none = cursor.pass(b']').is_some();
                return Some(if none { Next::Members } else { Next::Jobs });
            }
            _ => return None,
        }
        seen.push(key);
        // Without a sign after it a value may go on where the text is cut.
        cursor.peek()?;
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
    use crate::domain::Span;
    use crate::scenario::stream::{Horizon, scenario};
    use crate::scenario::{check, random, read};

    #[test]
    fn a_stream_gives_what_the_whole_document_gives() {
        for seed in 0..500 {
            let json = serde_json::to_string(&random::document(seed)).unwrap();
            for horizon in [Horizon::Open, Horizon::After(Span::from_secs(7200))] {
                let streamed = scenario(json.as_bytes(), horizon).unwrap();
                let mut document = read(json.as_bytes()).unwrap();
                horizon.complete(&mut document);
                let whole = check(&document).unwrap();
                assert_eq!(format!("{streamed:?}"), format!("{whole:?}"), "seed {seed}");
            }
        }
    }

    #[test]
    fn a_document_longer_than_what_is_read_at_once_is_read_to_its_end() {
        let mut document = random::document(6);
        let jobs = document.jobs.clone().unwrap_or_default();
        let copy = |copy: i32| {
            jobs.iter().cloned().map(move |job| {
                let name = format!("{} 夜間 {copy}", job.name.as_deref().unwrap_or_default());
                crate::scenario::JobDoc { name: Some(name.into()), ..job }
            })
        };
        document.jobs = Some((0..4000).flat_map(copy).collect());
        document.events = None;
        let json = serde_json::to_string(&document).unwrap();
        assert!(json.len() > 3 << 20);
        let streamed = scenario(json.as_bytes(), Horizon::Open).unwrap();
        assert_eq!(format!("{streamed:?}"), format!("{:?}", check(&document).unwrap()));
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
        case(&format!(r#"{START},"jobs":[],"events":[]"#), true);
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
        case(&format!("{START},"), false);
        case(&format!(r#"{START},"jobs":[{JOB},]"#), false);
        case(&format!(r#"{START},"jobs":[{JOB}],"#), false);
        case(&format!(r#"{START},"jobs":[{JOB}] "events":[]"#), false);
        case(&format!(r#""events":[],{START},"jobs":[{JOB}],"events":[]"#), false);
        case(&format!("{START}}} {{"), false);
    }
}
