//! Warnings: what could not be used and what was guessed, each with its place.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use serde::Serialize;

use crate::import::assumption::Assumption;
use crate::import::incoming::Options;

/// Something to tell whoever imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The file.
    pub file: String,
    /// Where in it: `line 7`, `data[3].lastRun`; the first of several; empty: the file as a whole.
    pub place: String,
    /// What there is to tell.
    pub what: String,
    /// How often it was so in this file.
    pub count: usize,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.place.is_empty() {
            write!(f, ": {}", self.place)?;
        }
        write!(f, ": {}", self.what)?;
        if self.count > 1 {
            write!(f, " ({} times)", self.count)?;
        }
        Ok(())
    }
}

/// What elements are listed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    /// The document is the element.
    None,
    /// The document is a list.
    Bare,
    /// The member `data` is a list.
    Data,
    /// The member `value` is a list.
    Value,
    /// The member `data` is the element.
    OneData,
    /// The member `value` is the element.
    OneValue,
    /// The document is a table.
    Lines,
    /// It is about the document as a whole.
    File,
}

/// Where an element lies in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    document: u32,
    list: List,
    at: u32,
}

impl Spot {
    /// The element `at` of a list of a document; both count from 0.
    pub fn new(document: u32, list: List, at: u32) -> Spot {
        Spot { document, list, at }
    }

    /// A line of a table; lines count from 1.
    pub fn line(line: u64) -> Spot {
        Spot { document: 0, list: List::Lines, at: u32::try_from(line).unwrap_or(u32::MAX) }
    }

    /// Whether it is an element by itself, not one of a list.
    pub fn single(self) -> bool {
        matches!(self.list, List::None | List::OneData | List::OneValue)
    }

    /// The document in which it lies.
    pub fn document(self) -> u32 {
        self.document
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.document > 0 {
            write!(f, "document {}: ", self.document + 1)?;
        }
        match self.list {
            List::None => f.write_str("$"),
            List::Bare => write!(f, "[{}]", self.at),
            List::Data => write!(f, "data[{}]", self.at),
            List::Value => write!(f, "value[{}]", self.at),
            List::OneData => f.write_str("data"),
            List::OneValue => f.write_str("value"),
            List::Lines => write!(f, "line {}", self.at),
            List::File => Ok(()),
        }
    }
}

/// Where something lies: its file, the element, and what is nested in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The file.
    pub file: u32,
    spot: Spot,
    /// A member of the element, and which of its list.
    inner: Option<(&'static str, Option<u32>)>,
}

impl Place {
    /// An element of a file.
    pub fn new(file: u32, spot: Spot) -> Place {
        Place { file, spot, inner: None }
    }

    /// What is nested in an element.
    pub fn inside(self, member: &'static str, at: Option<usize>) -> Place {
        let at = at.map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        Place { inner: Some((member, at)), ..self }
    }

    /// As it is written, with the member that it is about, if any.
    fn written(self, member: &str) -> String {
        let mut text = self.spot.to_string();
        let joint = match self.spot.list {
            List::Lines => ", ",
            List::File => "",
            _ => ".",
        };
        match self.inner {
            Some((inner, Some(at))) => text = format!("{text}{joint}{inner}[{at}]"),
            Some((inner, None)) => text = format!("{text}{joint}{inner}"),
            None => {}
        }
        if !member.is_empty() {
            text.push_str(joint);
            text.push_str(member);
        }
        text
    }
}

/// Collects notes.
#[derive(Debug, Default)]
pub(super) struct Warnings {
    unused: Vec<(u32, String, String)>,
    guessed: Vec<(u32, String, Assumption)>,
    counts: HashMap<(u32, Assumption), usize>,
}

impl Warnings {
    /// Something could not be used: the element at this place, or a member of it.
    pub fn unused(&mut self, place: Place, member: &str, what: impl Into<String>) {
        self.unused.push((place.file, place.written(member), what.into()));
    }

    /// Something was guessed.
    pub fn guessed(&mut self, place: Place, member: &str, guess: Assumption) {
        match self.counts.entry((place.file, guess)) {
            Entry::Occupied(mut known) => *known.get_mut() += 1,
            Entry::Vacant(free) => {
                let guess = free.key().1.clone();
                self.guessed.push((place.file, place.written(member), guess));
                free.insert(1);
            }
        }
    }

    /// The first thing of a file that could not be used: its place, and why.
    pub fn first_unused(&self, file: usize) -> Option<(String, String)> {
        let first = self.unused.iter().find(|(of, ..)| usize::try_from(*of) == Ok(file))?;
        Some((first.1.clone(), first.2.clone()))
    }

    /// All notes, what could not be used first, in the order of the files.
    pub fn finish(self, files: &[&str], options: &Options) -> (Vec<Warning>, Vec<Warning>) {
        let Warnings { mut unused, mut guessed, counts } = self;
        let name = |file: u32| files.get(file as usize).map_or_else(String::new, |x| (*x).into());
        unused.sort_by_key(|note| note.0);
        guessed.sort_by_key(|note| note.0);
        let unused = unused.into_iter().map(|(file, place, what)| {
            let file = name(file);
            Warning { file, place, what, count: 1 }
        });
        let unused = unused.collect();
        let guessed = guessed.into_iter().map(|(file, place, guess)| {
            let what = guess.say(options);
            let count = counts.get(&(file, guess)).copied().unwrap_or(1);
            Warning { file: name(file), place, what, count }
        });
        (unused, guessed.collect())
    }
}
