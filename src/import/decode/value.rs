//! A value of an element, from JSON or a table alike.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_json::value::RawValue;

#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`, an empty cell, a member that is left out, or something nested too deeply.
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    pub fn from_json(json: &'a RawValue) -> Result<Value<'a>, serde_json::Error> {
        Nested(1).deserialize(&mut serde_json::Deserializer::from_str(json.get()))
    }

    /// The value at a path of member names in any letter case, such as `meta.pagingInfo.total`. The
    /// name `*` is the first object, and an empty path is the value itself.
    pub fn at(&self, path: &str) -> &Value<'a> {
        path.split('.').filter(|name| !name.is_empty()).fold(self, Value::member)
    }

    /// Whether there is a member of this name, even an empty one.
    pub fn has(&self, name: &str) -> bool {
        let Value::Object(members) = self else { return false };
        members.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    fn member(&self, name: &str) -> &Value<'a> {
        let Value::Object(members) = self else {
            return &Value::Null;
        };
        let found = if name == "*" {
            members.iter().find(|(_, value)| matches!(value, Value::Object(_)))
        } else {
            members.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(name))
        };
        found.map_or(&Value::Null, |(_, value)| value)
    }

    /// The plain value inside an object that PowerShell made of it.
    pub fn unwrapped(&self) -> &Value<'a> {
        let is_plain = |value: &&Value<'a>| {
            matches!(value, Value::Bool(_) | Value::Number(_) | Value::Text(_))
        };
        ["value", "Guid", "TotalSeconds"]
            .into_iter()
            .map(|name| self.member(name))
            .find(is_plain)
            .unwrap_or(self)
    }

    /// For messages: "a list where a text should be".
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

/// Members that are nested more deeply than this are never read.
const DEEPEST: u8 = 6;

/// Reads a value at this depth.
#[derive(Clone, Copy)]
struct Nested(u8);

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value<'de>, D::Error> {
        if self.0 > DEEPEST {
            // Ignoring needs no stack, however deep the value is.
            return from.deserialize_ignored_any(IgnoredAny).map(|_| Value::Null);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
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
    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.into()))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.into()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Nested(self.0 + 1))? {
            items.push(item);
        }
        Ok(Value::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut members = Vec::with_capacity(16);
        while let Some(Value::Text(name)) = map.next_key_seed(self)? {
            members.push((name, map.next_value_seed(Nested(self.0 + 1))?));
        }
        Ok(Value::Object(members))
    }
}

/// A value as it is compared with names: in lower case, without spaces and signs. `Hyper-V Backup`
/// is `hypervbackup`.
pub fn normalized(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// A value from a file as a warning shows it: quoted, and not too long.
pub fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}
