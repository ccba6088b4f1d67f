//! Learn: bytes that operators exported in, plain records of tenants, jobs and sessions out.
//!
//! One file a source format, all giving the same records; `detect` tells which is which, `join`
//! puts all files of one import together. No clock, no file system, no store.

mod context;
mod detect;
mod fields;
mod guess;
mod incoming;
mod join;
mod json;
mod mm;
mod node;
mod notes;
mod powershell;
mod read;
mod records;
mod schedule;
mod spans;
mod states;
mod table;
mod text;
mod times;
mod vbr;
mod vspc;
mod words;
mod work;

pub use incoming::{Extent, Format, Incoming, ObservedFrom, Options, Source, Told};
pub use notes::Note;
pub use read::read;
