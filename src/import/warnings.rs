//! Warnings of an import: what could not be used and what was assumed, each with its place.

use hashbrown::HashMap;
use std::fmt;

use crate::import::assumption::Assumption;
use crate::import::imported::{ImportOptions, Warning};

/// Where an element stands in its document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Position {
    /// No element: the file as a whole.
    #[default]
    File,
    /// The document is the element.
    Document,
    /// The element is the value of this member.
    Member(&'static str),
    /// An item of the list in this member; an empty name: the document is the list.
    Item(&'static str, u32),
    /// A line of a table, counted from 1.
    Line(u32),
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Position::File => Ok(()),
            Position::Document => f.write_str("$"),
            Position::Member(member) => f.write_str(member),
            Position::Item(member, at) => write!(f, "{member}[{at}]"),
            Position::Line(line) => write!(f, "line {line}"),
        }
    }
}

/// Where something stands: a file, an element of it, and a member of the element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub file: usize,
    /// Which of the documents that follow one another in the file, from 0.
    pub document: usize,
    pub position: Position,
    /// A member of the element, and the number of an item in its list.
    inner: Option<(&'static str, Option<u32>)>,
}

impl Place {
    pub fn new(file: usize, document: usize, position: Position) -> Place {
        Place { file, document, position, inner: None }
    }

    pub fn file(file: usize) -> Place {
        Place::new(file, 0, Position::File)
    }

    /// A member of this place, or an item of the list in it; an empty path is this place.
    pub fn inside(self, path: &'static str, item: Option<u32>) -> Place {
        if path.is_empty() && item.is_none() {
            return self;
        }
        Place { inner: Some((path.trim_end_matches(".*"), item)), ..self }
    }

    pub fn with_member(self, member: &str) -> String {
        let mut text = match self.document {
            0 => String::new(),
            document => format!("document {}: ", document + 1),
        };
        text.push_str(&self.position.to_string());
        let mut add = |member: &str| {
            text.push_str(match self.position {
                Position::File => "",
                Position::Line(_) => ", ",
                Position::Document | Position::Member(_) | Position::Item(..) => ".",
            });
            text.push_str(member);
        };
        match self.inner {
            Some((inner, Some(item))) => add(&format!("{inner}[{item}]")),
            Some((inner, None)) => add(inner),
            None => {}
        }
        if !member.is_empty() {
            add(member);
        }
        text
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_member(""))
    }
}

/// Collects the warnings of an import.
#[derive(Debug, Default)]
pub struct Warnings {
    unused: Vec<(usize, String, String)>,
    /// Each assumption once per file, where it was first made.
    assumed: Vec<(usize, String, Assumption)>,
    counts: HashMap<(usize, Assumption), usize>,
}

impl Warnings {
    /// The element at this place, or a member of it, could not be used.
    pub fn unused(&mut self, place: Place, member: &str, what: impl Into<String>) {
        self.unused.push((place.file, place.with_member(member), what.into()));
    }

    pub fn assume(&mut self, place: Place, member: &str, assumption: Assumption) {
        if let Some(count) = self.counts.get_mut(&(place.file, assumption.clone())) {
            *count += 1;
            return;
        }
        self.counts.insert((place.file, assumption.clone()), 1);
        self.assumed.push((place.file, place.with_member(member), assumption));
    }

    /// The place of the first problem in a file, and the problem.
    pub fn first_unused(&self, file: usize) -> Option<(&str, &str)> {
        let first = self.unused.iter().find(|(of, ..)| *of == file)?;
        Some((&first.1, &first.2))
    }

    /// What could not be used, and what was assumed, in the order of the files.
    pub fn finish(self, files: &[&str], options: &ImportOptions) -> (Vec<Warning>, Vec<Warning>) {
        let Warnings { mut unused, mut assumed, counts } = self;
        unused.sort_by_key(|(file, ..)| *file);
        assumed.sort_by_key(|(file, ..)| *file);
        let warning = |file: usize, place, what, count| Warning {
            file: files.get(file).copied().unwrap_or_default().to_owned(),
            place,
            what,
            count,
        };
        let unused = unused.into_iter().map(|(file, place, what)| warning(file, place, what, 1));
        let unused = unused.collect();
        let assumed = assumed.into_iter().map(|(file, place, assumption)| {
            let what = assumption.sentence(options);
            let count = counts.get(&(file, assumption)).copied().unwrap_or(1);
            warning(file, place, what, count)
        });
        (unused, assumed.collect())
    }
}
