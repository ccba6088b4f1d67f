//! Files as elements: text encodings, JSON and tables, and how exports write members.

mod duration;
pub mod json;
mod members;
pub mod table;
pub mod text;
pub mod time;
pub mod value;

use crate::import::warnings::Position;

pub(crate) use crate::import::decode::members::members;
pub use crate::import::decode::members::{Element, Id, Member, Present, TaskLimit};
pub use crate::import::decode::value::{Value, normalized, quoted};

/// One document of a file: a table, or one of several JSON documents that follow one another.
pub struct Document<'a> {
    /// Decoded one by one. An error says why something is not an element.
    pub elements: Elements<'a>,
    /// The object that wraps the elements, without them.
    pub envelope: Value<'a>,
}

pub type Elements<'a> = Box<dyn Iterator<Item = (Position, Result<Value<'a>, String>)> + 'a>;

/// Why a file, or an element of it, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// As in `line 3 column 9` or `data[3]`; empty for the file as a whole.
    pub place: String,
    pub what: String,
}

impl Problem {
    pub fn of_file(what: impl Into<String>) -> Problem {
        Problem { place: String::new(), what: what.into() }
    }
}
