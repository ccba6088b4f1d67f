//! Node: one element of an export, from JSON or a table alike.

use std::borrow::Cow;
use std::fmt;

use crate::import::warnings::Spot;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value. Only one element of a file is held at a time; texts are borrowed where that is possible.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    /// `null`, an empty cell, or something nested too deeply to be of use.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object, in the order of its members.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The member of an object that is called so, in any letter case; the last of several.
    pub fn member(&self, name: &str) -> &Node<'a> {
        match self {
            Node::Object(members) => member(members, name),
            _ => &Node::Null,
        }
    }

    /// What kind of value this is, for people.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "nothing",
            Node::Flag(_) => "true or false",
            Node::Whole(_) | Node::Real(_) => "a number",
            Node::Text(_) => "a text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        }
    }
}

/// The member of an object that is called so, in any letter case; the last of several.
pub(super) fn member<'n, 'a>(members: &'n [(Cow<'a, str>, Node<'a>)], name: &str) -> &'n Node<'a> {
    let found = members.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map_or(&Node::Null, |(_, value)| value)
}

/// What takes the elements of a file.
pub(super) trait Take<'a> {
    /// An element, and where it lies.
    fn element(&mut self, spot: Spot, node: Node<'a>);
    /// Something that is no element, where it lies, and why.
    fn refuse(&mut self, spot: Spot, what: String);
    /// The end of a document, and what stood around its elements, such as `pagination`.
    fn end(&mut self, around: Node<'a>);
}

/// What is nested more deeply than this holds nothing that anybody asks for.
const DEEPEST: u8 = 6;

/// Reads a node that lies so deep.
#[derive(Clone, Copy)]
pub(super) struct Depth(pub u8);

impl<'de> DeserializeSeed<'de> for Depth {
    type Value = Node<'de>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Node<'de>, D::Error> {
        if self.0 > DEEPEST {
            // Ignoring takes no stack, however deep it goes.
            return from.deserialize_ignored_any(IgnoredAny).map(|_| Node::Null);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Depth {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Node<'de>, E> {
        Ok(Node::Flag(flag))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Node<'de>, E> {
        Ok(Node::Whole(number))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Node<'de>, E> {
        // Nothing that is asked for comes near the largest whole number.
        Ok(Node::Whole(i64::try_from(number).unwrap_or(i64::MAX)))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Node<'de>, E> {
        Ok(Node::Real(number))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<'de>, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element_seed(Depth(self.0 + 1))? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut members = Vec::with_capacity(16);
        while let Some(key) = map.next_key_seed(Key)? {
            members.push((key, map.next_value_seed(Depth(self.0 + 1))?));
        }
        Ok(Node::Object(members))
    }
}

/// Reads the name of a member, borrowed where that is possible.
pub(super) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Cow<'de, str>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }
    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
