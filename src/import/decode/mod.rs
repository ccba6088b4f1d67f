//! Files as elements: text encodings, JSON and tables, and how exports write members.

pub mod columns;
pub mod date_evidence;
mod duration;
pub mod json;
mod members;
pub mod running;
pub mod table;
pub mod text;
pub mod time;
pub mod value;

use crate::import::warnings::Position;

pub use crate::import::decode::columns::Columns;
pub(crate) use crate::import::decode::members::members;
pub use crate::import::decode::members::{
    Element, EndTime, HasMember, Id, Member, NextStart, Present, StateWord, TaskLimit,
};
pub use crate::import::decode::value::{Value, normalized, quoted};

/// Takes the documents of a file, element by element: a table is one document, and several JSON
/// documents may follow one another.
pub trait Sink {
    /// The members of the elements of this document.
    fn columns(&mut self) -> &mut Columns;

    /// The names in the first line of a table.
    fn header(&mut self, _: &[String]) {}

    /// The next element. An error says why something is not an element.
    fn element(&mut self, position: Position, element: Result<Value<'_>, String>);

    /// The end of a document, with the object that wraps its elements, without them.
    fn end(&mut self, envelope: &Value<'_>) -> Result<(), Problem>;
}

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
