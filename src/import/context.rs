//! Context: what readers share on their way through the files: options, notes, times seen.

use std::collections::HashMap;

use crate::domain::Instant;
use crate::import::assumption::Assumption;
use crate::import::incoming::Options;
use crate::import::times::{self, Read};
use crate::import::warnings::{Place, Warnings};

/// What readers share.
#[derive(Debug)]
pub(super) struct Context<'o> {
    /// What whoever imports said.
    pub options: &'o Options,
    /// What there is to tell.
    pub notes: Warnings,
    /// Whether dates of this file that are written with slashes begin with the day.
    pub day_first: bool,
    /// The newest instant of all files that is not in the future.
    pub newest: Option<Instant>,
    /// The earliest time that a file tells for itself.
    pub observed_at: Option<Instant>,
    /// How many elements of each file could be used at first.
    pub used: Vec<u64>,
    /// How many of these could not be used in the end.
    lost: HashMap<u32, u64>,
}

impl<'o> Context<'o> {
    /// Nothing read yet.
    pub fn new(options: &'o Options) -> Context<'o> {
        let notes = Warnings::default();
        Context {
            options,
            notes,
            day_first: false,
            newest: None,
            observed_at: None,
            used: Vec::new(),
            lost: HashMap::new(),
        }
    }

    /// An element turned out not to be of use.
    pub fn lose(&mut self, place: Place, member: &str, what: &str) {
        *self.lost.entry(place.file).or_default() += 1;
        self.notes.unused(place, member, what);
    }

    /// How many elements of a file were of use in the end.
    pub fn left(&self, file: usize) -> u64 {
        let used = self.used.get(file).copied().unwrap_or(0);
        let lost = u32::try_from(file).ok().and_then(|file| self.lost.get(&file)).copied();
        used.saturating_sub(lost.unwrap_or(0))
    }

    /// Reads a time; one that cannot be used is reported, and `None` like one that stands for
    /// never.
    pub fn time(&mut self, text: &str, place: Place, member: &str) -> Option<Instant> {
        match times::read(text, &self.options.timezone, self.day_first) {
            Read::At { instant, local, ambiguous } => {
                if local {
                    self.notes.guessed(place, member, Assumption::NoOffset);
                }
                if ambiguous {
                    self.notes.guessed(place, member, Assumption::MonthFirst);
                }
                if instant <= self.options.now {
                    self.newest = self.newest.max(Some(instant));
                }
                Some(instant)
            }
            Read::Never => None,
            Read::Unusable => {
                self.notes.unused(place, member, format!("{} is no time", shown(text)));
                None
            }
        }
    }
}

/// A text as it is shown in a note: quoted and not too long.
pub(super) fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}
