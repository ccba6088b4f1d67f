//! Learn: bytes that operators exported in, plain records of tenants, jobs and sessions out.
//!
//! One file a source format, all giving the same records; `detect` tells which is which, `join`
//! puts all files of one import together. No clock, no file system, no store.

mod assumption;
mod context;
mod detect;
#[cfg(test)]
mod examples;
mod fields;
mod incoming;
mod join;
mod json;
mod mm;
#[cfg(test)]
pub mod mutants;
mod node;
mod powershell;
mod read;
#[cfg(test)]
mod real;
mod records;
mod schedule;
#[cfg(test)]
mod sound;
mod spans;
mod states;
mod table;
mod text;
mod times;
mod vbr;
mod vspc;
mod warnings;
mod words;
mod work;

pub use crate::import::incoming::{Extent, Format, Incoming, ObservedFrom, Options, Source, Told};
pub use crate::import::read::read;
pub use crate::import::warnings::Warning;
