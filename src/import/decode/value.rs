//! A value of an element, from JSON or a table alike.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

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
    /// Whether it says anything.
    pub fn is_filled(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Text(text) => !text.trim().is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Object(_) => true,
        }
    }

    /// The value at a path of member names in any letter case, such as `meta.pagingInfo.total`. The
    /// name `*` is the first object, and an empty path is the value itself.
    pub fn at(&self, path: &str) -> &Value<'a> {
        match path.split_once('.') {
            None if path.is_empty() => self,
            None => self.member(path),
            Some((name, rest)) => self.member(name).at(rest),
        }
    }

    /// A text on the way to this path that PowerShell wrote instead of an object or a list that was nested
    /// too deeply: `@{total=2; count=1}` or `System.Object[]`.
    pub fn cut_short(&self, path: &str) -> Option<&Value<'a>> {
        let (name, rest) = path.split_once('.')?;
        let value = self.member(name);
        match value {
            Value::Text(text) => {
                let text = text.trim();
                let is_cut =
                    text.starts_with("@{") || text.starts_with("System.") && text.ends_with("[]");
                is_cut.then_some(value)
            }
            _ => value.cut_short(rest),
        }
    }

    /// Whether there is a member of this name, even an empty one, or one of the same time in UTC.
    pub fn has(&self, name: &str) -> bool {
        let Value::Object(members) = self else { return false };
        members.iter().any(|(known, _)| {
            known.eq_ignore_ascii_case(name)
                || without_utc(known).is_some_and(|known| known.eq_ignore_ascii_case(name))
        })
    }

    /// The member of this name with the ending `Utc`, as in `creationTimeUTC` and `EndTime(UTC)`.
    pub fn in_utc(&self, name: &str) -> &Value<'a> {
        let Value::Object(members) = self else { return &Value::Null };
        let is_it = |(known, _): &&(Cow<'_, str>, Value<'_>)| {
            without_utc(known).is_some_and(|known| known.eq_ignore_ascii_case(name))
        };
        members.iter().find(is_it).map_or(&Value::Null, |(_, value)| value)
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

    /// The name of a member that is there twice with different values, in any letter case; of the value's
    /// own members, only those that are read count.
    pub fn ambiguous(&self, is_read: &dyn Fn(&str) -> bool) -> Option<&str> {
        let members = match self {
            Value::Object(members) => members,
            Value::List(items) => return items.iter().find_map(|item| item.ambiguous(&|_| true)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return None,
        };
        let twice = |at: usize, name: &str, value: &Value<'_>| {
            let mut before = members[..at].iter();
            before.any(|(known, other)| {
                known.eq_ignore_ascii_case(name) && other != value && !is_enum(name, value, other)
            })
        };
        let mut all = members.iter().enumerate();
        let own = all.find(|(at, (name, value))| twice(*at, name, value) && is_read(name));
        let own = own.map(|(_, (name, _))| &**name);
        let mut nested = members.iter().filter(|(_, value)| value.is_nested());
        own.or_else(|| {
            nested.find_map(|(name, value)| value.ambiguous(&|_| true).filter(|_| is_read(name)))
        })
    }

    /// Whether this has values of its own.
    fn is_nested(&self) -> bool {
        matches!(self, Value::List(_) | Value::Object(_))
    }

    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Number(number) => Value::Number(number),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Value::Object(members) => {
                let owned = |(name, value): (Cow<'_, str>, Value<'_>)| {
                    (Cow::Owned(name.into_owned()), value.into_owned())
                };
                Value::Object(members.into_iter().map(owned).collect())
            }
        }
    }

    /// The plain value inside an object that PowerShell made of it. Of the number and the name of an
    /// enumeration, the name counts.
    pub fn unwrapped(&self) -> &Value<'a> {
        let is_plain = |value: &&Value<'a>| {
            matches!(value, Value::Bool(_) | Value::Number(_) | Value::Text(_))
        };
        let name = self.members("value").find(|value| matches!(value, Value::Text(_)));
        let others = ["value", "Guid", "TotalSeconds"].into_iter().map(|name| self.member(name));
        name.into_iter().chain(others).find(is_plain).unwrap_or(self)
    }

    /// All members of this name, in any letter case.
    pub fn members(&self, name: &str) -> impl Iterator<Item = &Value<'a>> {
        let members = match self {
            Value::Object(members) => &members[..],
            _ => &[],
        };
        let named = members.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value)
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

/// Whether two members of an object are the number and the name of an enumeration, as remote sessions of
/// PowerShell write it: `{"value":5,"Value":"Working"}`.
fn is_enum(name: &str, one: &Value<'_>, other: &Value<'_>) -> bool {
    name.eq_ignore_ascii_case("value")
        && matches!(
            (one, other),
            (Value::Number(_), Value::Text(_)) | (Value::Text(_), Value::Number(_))
        )
}

/// The name of a time without its ending `Utc`, as in `creationTimeUTC` and `EndTime(UTC)`.
pub fn without_utc(name: &str) -> Option<&str> {
    let name = name.trim_end_matches([' ', ')']);
    let (local, ending) = name.split_at_checked(name.len().checked_sub(3)?)?;
    ending.eq_ignore_ascii_case("utc").then(|| local.trim_end_matches([' ', '_', '(']))
}

/// Members that are nested more deeply than this are never read.
const DEEPEST: u8 = 24;

/// Reads a value at this depth.
#[derive(Clone, Copy)]
pub struct Nested(pub u8);

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
        let mut members = Vec::with_capacity(12);
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
