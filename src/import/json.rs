//! JSON: hands out the elements of documents one by one, whatever they are wrapped in.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::import::node::{Depth, Key, Node, Take};
use crate::import::warnings::{List, Spot};

/// Hands out all elements of all documents of a text, and after each document what stood around
/// its elements. An error tells where the text is broken, and what is wrong there.
pub(super) fn elements<'a>(text: &'a str, take: &mut dyn Take<'a>) -> Result<(), (String, String)> {
    let mut from = serde_json::Deserializer::from_str(text);
    for document in 0.. {
        let around = Top { document, take: &mut *take }.deserialize(&mut from).map_err(located)?;
        take.end(around);
        // Several documents may follow one another, as when pages are put together.
        if from.end().is_ok() {
            break;
        }
    }
    Ok(())
}

/// Where an error lies, and what it says without that.
#[expect(clippy::needless_pass_by_value, reason = "it is the last that is seen of it")]
pub(super) fn located(error: serde_json::Error) -> (String, String) {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(&*text, |end| &text[..end]);
    let place = format!("line {} column {}", error.line(), error.column());
    (place, if error.is_data() { text.to_owned() } else { format!("not JSON: {text}") })
}

/// A document.
struct Top<'t, 'a> {
    document: u32,
    take: &'t mut dyn Take<'a>,
}

/// The list of elements inside a document.
struct Elements<'t, 'a> {
    document: u32,
    list: List,
    take: &'t mut dyn Take<'a>,
}

impl<'de> DeserializeSeed<'de> for Top<'_, 'de> {
    type Value = Node<'de>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Node<'de>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, 'de> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Node<'de>, A::Error> {
        let Top { document, take } = self;
        Elements { document, list: List::Bare, take }.visit_seq(list)?;
        Ok(Node::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let Top { document, take } = self;
        let mut around = Vec::new();
        let mut wraps = false;
        while let Some(key) = map.next_key_seed(Key)? {
            let list = match &*key {
                key if key.eq_ignore_ascii_case("data") => Some(List::Data),
                // Old PowerShell wraps a list so.
                key if key.eq_ignore_ascii_case("value") => Some(List::Value),
                _ => None,
            };
            match list {
                Some(list) => {
                    wraps = true;
                    map.next_value_seed(Elements { document, list, take: &mut *take })?;
                }
                None => around.push((key, map.next_value_seed(Depth(1))?)),
            }
        }
        if !wraps {
            take.element(Spot::new(document, List::None, 0), Node::Object(around));
            return Ok(Node::Null);
        }
        Ok(Node::Object(around))
    }
}

impl<'de> DeserializeSeed<'de> for Elements<'_, 'de> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects or an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut at = 0;
        while let Some(node) = list.next_element_seed(Depth(1))? {
            self.take.element(Spot::new(self.document, self.list, at), node);
            at += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let node = Depth(1).visit_map(map)?;
        let list = if self.list == List::Value { List::OneValue } else { List::OneData };
        self.take.element(Spot::new(self.document, list, 0), node);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen {
        elements: Vec<String>,
        around: usize,
    }

    impl Take<'_> for Seen {
        fn element(&mut self, spot: Spot, node: Node<'_>) {
            self.elements.push(format!("{spot}={}", node.kind()));
        }
        fn refuse(&mut self, _: Spot, _: String) {}
        fn end(&mut self, around: Node<'_>) {
            if let Node::Object(members) = around {
                self.around += members.len();
            }
        }
    }

    fn read(text: &str) -> Result<(Vec<String>, usize), (String, String)> {
        let mut seen = Seen::default();
        elements(text, &mut seen)?;
        Ok((seen.elements, seen.around))
    }

    #[test]
    fn elements_are_found_in_every_wrapper() {
        #[track_caller]
        fn case(text: &str, want: &[&str], around: usize) {
            assert_eq!(
                read(text).unwrap(),
                (want.iter().map(ToString::to_string).collect(), around)
            );
        }
        let object = "an object";
        case(r#"[{"a":1},{}]"#, &[&format!("[0]={object}"), &format!("[1]={object}")], 0);
        case(r#"{"data":[{}],"pagination":{}}"#, &[&format!("data[0]={object}")], 1);
        case(r#"{"meta":{},"errors":[],"data":[{}]}"#, &[&format!("data[0]={object}")], 2);
        case(r#"{"value":[{}],"Count":1}"#, &[&format!("value[0]={object}")], 1);
        case(r#"{"data":{"id":1}}"#, &[&format!("data={object}")], 0);
        case(r#"{"data":null}"#, &[], 0);
        case(r#"{"id":1}"#, &[&format!("$={object}")], 0);
        case("[]", &[], 0);
        case("[1,null,[]]", &["[0]=a number", "[1]=nothing", "[2]=a list"], 0);
        case(
            "{\"data\":[{}]}\n{\"data\":[{}]}\n",
            &[&format!("data[0]={object}"), &format!("document 2: data[0]={object}")],
            0,
        );
        case("{}\n{}", &[&format!("$={object}"), &format!("document 2: $={object}")], 0);
    }

    #[test]
    fn broken_documents_are_refused_with_their_place() {
        #[track_caller]
        fn case(text: &str, place: &str, what: &str) {
            let (where_, why) = read(text).unwrap_err();
            assert!(where_ == place && why.contains(what), "{where_}: {why}");
        }
        case("[{\"a\":1},\n {\"a\":", "line 2 column 6", "EOF");
        case("{\"data\":[{\"a\":1}", "line 1 column 16", "EOF");
        case("[{\"a\":1} {}]", "line 1 column 10", "not JSON");
        case("{} ,", "line 1 column 4", "not JSON");
        case("7", "line 1 column 1", "a list or an object");
        case("{\"data\":7}", "line 1 column 9", "a list of objects");
        case("[1e999]", "line 1 column 6", "out of range");
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("[{{\"a\":{}{}}}]", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(read(&deep).unwrap().0, ["[0]=an object"]);
        assert!(read(&"[".repeat(200_000)).is_err());
    }
}
