//! JSON documents: bare lists, single objects, and the wrappers of REST answers and PowerShell.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::import::decode::running::may_hide_run;
use crate::import::decode::table::without_marks;
use crate::import::decode::value::Nested;
use crate::import::decode::{Problem, Sink, Value};
use crate::import::warnings::Position;

/// Members that hold the elements: of REST answers, and of lists that old PowerShell writes.
pub const WRAPPERS: [&str; 2] = ["data", "value"];

/// Reads all documents of a text, in one pass: several may follow one another, as when pages are
/// put together.
pub fn read(text: &str, sink: &mut dyn Sink) -> Result<(), Problem> {
    let text = &*without_marks(text);
    let mut json = serde_json::Deserializer::from_str(text);
    while json.end().is_err() {
        let mut refused = None;
        let document = Document { sink: &mut *sink, refused: &mut refused };
        let read = document.deserialize(&mut json);
        if let Some(problem) = refused {
            return Err(problem);
        }
        read?;
    }
    Ok(())
}

/// Reads a document into a sink.
struct Document<'s> {
    sink: &'s mut dyn Sink,
    /// Why the document is refused although it is JSON.
    refused: &'s mut Option<Problem>,
}

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl Document<'_> {
    fn end<E: serde::de::Error>(self, envelope: &Value<'_>) -> Result<(), E> {
        self.sink.end(envelope).map_err(|problem| {
            *self.refused = Some(problem);
            E::custom("refused")
        })
    }

    fn value<E: serde::de::Error>(self, value: Value<'_>) -> Result<(), E> {
        self.sink.element(Position::Document, Ok(value));
        self.end(&Value::Null)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        items("", list, &mut *self.sink)?;
        self.end(&Value::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut members: Vec<(Cow<'de, str>, Value<'de>)> = Vec::new();
        let mut is_wrapped = false;
        while let Some(Value::Text(name)) = map.next_key_seed(Nested(1))? {
            let wrapper = WRAPPERS.into_iter().find(|wrapper| name.eq_ignore_ascii_case(wrapper));
            let Some(wrapper) = wrapper else {
                members.push((name, map.next_value_seed(Nested(2))?));
                continue;
            };
            is_wrapped = true;
            let has_list = map.next_value_seed(Wrapped { wrapper, sink: &mut *self.sink })?;
            if !has_list {
                members.push((name, Value::Null));
            }
        }
        // The sessions of a document that says which one it is.
        let is = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
        if members.iter().any(|(name, _)| is(name, "schema")) {
            for (_, value) in members.extract_if(.., |(name, _)| is(name, "sessions")) {
                for (at, element) in (0_u32..).zip(elements(value)) {
                    self.sink.element(Position::Item("sessions", at), element);
                }
                is_wrapped = true;
            }
        }
        if is_wrapped {
            self.end(&Value::Object(members))
        } else {
            self.value(Value::Object(members))
        }
    }
}

/// Reads the value of a wrapper into a sink, and answers whether it is more than null.
struct Wrapped<'s> {
    wrapper: &'static str,
    sink: &'s mut dyn Sink,
}

impl<'de> DeserializeSeed<'de> for Wrapped<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Wrapped<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects or an object")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<bool, A::Error> {
        items(self.wrapper, list, self.sink)?;
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let element = Element(self.sink).visit_map(map)?;
        self.sink.element(Position::Member(self.wrapper), Ok(element));
        Ok(true)
    }
}

/// The elements of a member that lists them. Old PowerShell writes a list inside another object as
/// `{"value":[…],"Count":1}`, and a list of one element as that element.
fn elements(value: Value<'_>) -> Vec<Result<Value<'_>, String>> {
    // A script writes this if its query failed.
    let null = || Err("null where a list should be".to_owned());
    let is_list = |value: &Value<'_>| matches!(value, Value::List(_) | Value::Null);
    match value {
        Value::List(items) => items.into_iter().map(Ok).collect(),
        Value::Null => vec![null()],
        Value::Object(members)
            if members
                .iter()
                .any(|(name, value)| name.eq_ignore_ascii_case("value") && is_list(value)) =>
        {
            let is = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
            let count = members.iter().find(|(name, _)| is(name, "Count"));
            let count = count.and_then(|(_, count)| match count {
                Value::Number(count) => count.as_u64(),
                Value::Text(count) => count.trim().parse().ok(),
                _ => None,
            });
            let lists = members.into_iter().filter(|(name, _)| is(name, "value"));
            let mut elements: Vec<_> = lists.flat_map(|(_, value)| elements(value)).collect();
            if count.is_some_and(|count| count > elements.len() as u64) {
                elements.push(Err("fewer elements than the Count of the list".to_owned()));
            }
            elements
        }
        other => vec![Ok(other)],
    }
}

fn items<'de, A: SeqAccess<'de>>(
    wrapper: &'static str,
    mut list: A,
    sink: &mut dyn Sink,
) -> Result<(), A::Error> {
    let mut at = 0;
    while let Some(element) = list.next_element_seed(Element(&mut *sink))? {
        sink.element(Position::Item(wrapper, at), Ok(element));
        at = u32::checked_add(at, 1).ok_or_else(|| A::Error::custom("too many elements"))?;
    }
    Ok(())
}

/// Reads an element: of an object, only the members that matter.
struct Element<'s>(&'s mut dyn Sink);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value<'de>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Value<'de>, E> {
        Nested(1).visit_i64(number)
    }
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Value<'de>, E> {
        Nested(1).visit_u64(number)
    }
    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Value<'de>, E> {
        Nested(1).visit_f64(number)
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value<'de>, E> {
        Nested(1).visit_str(text)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Value<'de>, A::Error> {
        Nested(1).visit_seq(list)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let columns = self.0.columns();
        let mut members = Vec::with_capacity(columns.count_kept());
        let mut at = 0;
        while let Some(Value::Text(name)) = map.next_key_seed(Nested(1))? {
            let value = map.next_value_seed(Nested(2))?;
            if value.is_filled() {
                columns.fill(at, &name);
            }
            if columns.is_kept(at, &name) || may_hide_run(&name, &value) {
                members.push((name, value));
            }
            at += 1;
        }
        Ok(Value::Object(members))
    }
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

    use crate::import::decode::Columns;

    /// Elements as `place=kind`, and how many members stand around them.
    #[derive(Default)]
    struct Found {
        columns: Columns,
        elements: Vec<String>,
        around: usize,
    }

    impl Sink for Found {
        fn columns(&mut self) -> &mut Columns {
            &mut self.columns
        }

        fn element(&mut self, position: Position, element: Result<Value<'_>, String>) {
            let found = element.map_or_else(|what| what, |value| value.kind().to_owned());
            self.elements.push(format!("{position}={found}"));
        }

        fn end(&mut self, envelope: &Value<'_>) -> Result<(), Problem> {
            self.around += match envelope {
                Value::Object(members) => members.len(),
                _ => 0,
            };
            Ok(())
        }
    }

    fn read(text: &str) -> Result<(Vec<String>, usize), Problem> {
        let mut found = Found::default();
        super::read(text, &mut found)?;
        Ok((found.elements, found.around))
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
        case(r#"{"data":null}"#, &[], 1);
        case(r#"{"id":1}"#, &["$=an object"], 0);
        case("[]", &[], 0);
        case("[1,null,[]]", &["[0]=a number", "[1]=nothing", "[2]=a list"], 0);
        case("{\"data\":[{}]}\n{\"data\":[{}]}\n", &["data[0]=an object"; 2], 0);
        let of_powershell = r#"{"schema":"x","Sessions":{"value":[{},7],"Count":2}}"#;
        case(of_powershell, &["sessions[0]=an object", "sessions[1]=a number"], 1);
        let of_text = r#"{"schema":"x","sessions":{"value":[],"Count":"1"}}"#;
        case(of_text, &["sessions[0]=fewer elements than the Count of the list"], 1);
        // Sessions are read, whatever else is there.
        case(r#"{"schema":"x","data":null,"sessions":[{}]}"#, &["sessions[0]=an object"], 2);
        case(r#"{"schema":"x","sessions":{"value":7}}"#, &["sessions[0]=an object"], 1);
        case(r#"{"schema":"x","sessions":{"value":[],"Count":0}}"#, &[], 1);
        let fewer = "sessions[0]=fewer elements than the Count of the list";
        case(r#"{"schema":"x","sessions":{"value":[],"Count":1}}"#, &[fewer], 1);
        case("{}\n{}", &["$=an object"; 2], 0);
        case("{}\n\u{feff}[{}]\n", &["$=an object", "[0]=an object"], 0);
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
        case("7", "line 1 column 1", "expected a list or an object");
        case("{\"data\":7}", "line 1 column 9", "expected a list of objects");
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("[{{\"a\":{}{}}}]", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(read(&deep).unwrap().0, ["[0]=an object"]);
        assert!(read(&"[".repeat(200_000)).is_err());
    }
}
