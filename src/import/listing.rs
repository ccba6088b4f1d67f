//! A kind of listing: the members that identify it, and the function that reads its elements.

use crate::import::context::Context;
use crate::import::decode::Element;
use crate::import::imported::{ExportFormat, JobSet, Kind};
use crate::import::records::Records;

/// A kind of listing: its elements have all members of `all`, and one of `any` unless that is empty.
/// Spaces separate the names of members.
#[derive(Debug)]
pub struct Listing {
    /// In the plural, as in "jobs of backup agents".
    pub name: &'static str,
    pub kind: Kind,
    pub format: ExportFormat,
    /// The jobs that it lists; `None`: it lists something else.
    pub jobs: Option<JobSet>,
    pub all: &'static str,
    pub any: &'static str,
    /// Other members that its elements may have, and that are not read.
    pub also: &'static str,
    /// Adds the names of the members that are read.
    pub add_names: fn(&mut Vec<&'static str>),
    /// Adds an element to the records.
    pub read: ReadElement,
}

impl Listing {
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        (self.add_names)(&mut names);
        names
    }

    /// Whether elements with these members are of the listing.
    pub fn is_identified_by(&self, has: impl Fn(&str) -> bool) -> bool {
        let Listing { all, any, .. } = self;
        all.split_whitespace().all(&has)
            && (any.is_empty() || any.split_whitespace().any(&has))
            && !(all.is_empty() && any.is_empty())
    }
}

pub type ReadElement = fn(Element<'_>, &mut Records, &mut Context<'_>) -> Added;

/// An error says why the element cannot be used.
pub type Added = Result<(), String>;
