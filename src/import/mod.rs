//! Import of the exports of backup products: files in, jobs, tenants and sessions out.
//!
//! [`read()`] decodes the files, recognises their listings, turns each element into a record, and
//! merges the records. There is one file for each source format. Nothing here reads the clock, files
//! or the store.

mod assumption;
mod context;
mod dates;
mod declaration;
mod decode;
mod document;
mod envelope;
mod foreign;
mod formats;
mod imported;
mod job_kind;
mod listing;
mod merge;
mod powershell;
mod provider;
mod read;
mod records;
mod repository;
mod schedule;
mod status;
#[cfg(test)]
pub mod tests;
mod vbr;
mod vspc;
mod warnings;

pub use crate::import::decode::time::DateOrder;
pub use crate::import::imported::{
    EXPORT_TIME, ExportFormat, ImportOptions, Imported, ImportedJob, JobSet, Kind, ListedJobs,
    ListedSessions, NotificationPeriod, ObservedFrom, SourceFile, Stated, Warning,
};
pub use crate::import::merge::with_id;
pub use crate::import::read::read;
