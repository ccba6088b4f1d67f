//! JSON documents: bare lists, single objects, and the wrappers of REST answers and PowerShell.

use std::collections::HashMap;
use std::iter;

use serde_json::value::RawValue;

use crate::import::decode::{Document, Elements, Problem, Value};
use crate::import::warnings::Position;

/// Members that hold the elements: of REST answers, and of lists that old PowerShell writes.
const WRAPPERS: [&str; 2] = ["data", "value"];

/// All documents of a text: several may follow one another, as when pages are put together.
pub fn documents(text: &str) -> Result<Vec<Document<'_>>, Problem> {
    let parsed = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    parsed.map(|json| document(json?)).collect()
}

fn document(json: &RawValue) -> Result<Document<'_>, Problem> {
    if !json.get().starts_with('{') {
        return Ok(Document { elements: elements("", json)?, envelope: Value::Null });
    }
    let mut members: HashMap<String, &RawValue> = serde_json::from_str(json.get())?;
    let mut wrapped = Vec::new();
    for wrapper in WRAPPERS {
        let name = members.keys().find(|name| name.eq_ignore_ascii_case(wrapper)).cloned();
        if let Some(json) = name.and_then(|name| members.remove(&name)) {
            wrapped.push(elements(wrapper, json)?);
        }
    }
    // The sessions of a document that says which one it is.
    if wrapped.is_empty()
        && members.contains_key("schema")
        && let Some(json) = members.remove("sessions")
    {
        wrapped.push(elements("sessions", json)?);
    }
    if wrapped.is_empty() {
        let element = iter::once((Position::Document, value(json)));
        return Ok(Document { elements: Box::new(element), envelope: Value::Null });
    }
    let envelope = members
        .into_iter()
        .map(|(name, json)| (name.into(), Value::from_json(json).unwrap_or(Value::Null)));
    Ok(Document {
        elements: Box::new(wrapped.into_iter().flatten()),
        envelope: Value::Object(envelope.collect()),
    })
}

/// The elements of a wrapper; the name is empty for the document itself.
fn elements<'a>(wrapper: &'static str, json: &'a RawValue) -> Result<Elements<'a>, Problem> {
    match json.get().as_bytes() {
        [b'[', ..] => {
            let items: Vec<&RawValue> = serde_json::from_str(json.get())?;
            let items = (0_u32..).zip(items);
            Ok(Box::new(items.map(move |(at, json)| (Position::Item(wrapper, at), value(json)))))
        }
        [b'{', ..] => Ok(Box::new(iter::once((Position::Member(wrapper), value(json))))),
        b"null" => Ok(Box::new(iter::empty())),
        _ => Err(Problem {
            place: wrapper.into(),
            what: "neither a list of objects nor an object".into(),
        }),
    }
}

fn value(json: &RawValue) -> Result<Value<'_>, String> {
    Value::from_json(json).map_err(|error| Problem::from(error).what)
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Problem {
        let text = error.to_string();
        let text = text.rfind(" at line ").map_or(&*text, |end| &text[..end]);
        let place = format!("line {} column {}", error.line(), error.column());
        Problem { place, what: format!("not JSON: {text}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements as `place=kind`, and how many members stand around them.
    fn read(text: &str) -> Result<(Vec<String>, usize), Problem> {
        let (mut elements, mut around) = (Vec::new(), 0);
        for document in documents(text)? {
            for (position, value) in document.elements {
                elements.push(format!("{position}={}", value.map_or("broken", |x| x.kind())));
            }
            around += match document.envelope {
                Value::Object(members) => members.len(),
                _ => 0,
            };
        }
        Ok((elements, around))
    }

    #[test]
    fn elements_are_found_in_every_wrapper() {
        #[track_caller]
        fn case(text: &str, want: &[&str], around: usize) {
            let want = want.iter().map(ToString::to_string).collect();
            assert_eq!(read(text).unwrap(), (want, around));
        }
        case(r#"[{"a":1},{}]"#, &["[0]=an object", "[1]=an object"], 0);
        case(r#"{"data":[{}],"pagination":{}}"#, &["data[0]=an object"], 1);
        case(r#"{"meta":{},"errors":[],"Data":[{}]}"#, &["data[0]=an object"], 2);
        case(r#"{"value":[{}],"Count":1}"#, &["value[0]=an object"], 1);
        case(r#"{"data":{"id":1}}"#, &["data=an object"], 0);
        case(r#"{"data":null}"#, &[], 0);
        case(r#"{"id":1}"#, &["$=an object"], 0);
        case("[]", &[], 0);
        case("[1,null,[]]", &["[0]=a number", "[1]=nothing", "[2]=a list"], 0);
        case("[1e999]", &["[0]=broken"], 0);
        case("{\"data\":[{}]}\n{\"data\":[{}]}\n", &["data[0]=an object"; 2], 0);
        case("{}\n{}", &["$=an object"; 2], 0);
    }

    #[test]
    fn broken_documents_are_refused_with_their_place() {
        #[track_caller]
        fn case(text: &str, place: &str, what: &str) {
            let problem = read(text).unwrap_err();
            assert!(problem.place == place && problem.what.contains(what), "{problem:?}");
        }
        case("[{\"a\":1},\n {\"a\":", "line 2 column 6", "EOF");
        case("{\"data\":[{\"a\":1}", "line 1 column 16", "EOF");
        case("[{\"a\":1} {}]", "line 1 column 10", "not JSON");
        case("{} ,", "line 1 column 4", "not JSON");
        case("7", "", "neither a list of objects nor an object");
        case("{\"data\":7}", "data", "neither a list of objects nor an object");
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("[{{\"a\":{}{}}}]", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(read(&deep).unwrap().0, ["[0]=an object"]);
        assert!(read(&"[".repeat(200_000)).is_err());
    }
}
