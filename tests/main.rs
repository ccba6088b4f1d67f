//! What can be seen from outside: transcripts replayed, generated files compared, layers held to
//! their word.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test that cannot go on says where, and nothing here is fast or large"
)]

#[cfg(unix)]
mod access;
mod codes;
mod completions;
mod documents;
mod exports;
mod faults;
mod gate;
mod generated;
#[cfg(unix)]
mod hooks;
#[cfg(unix)]
mod hostile;
mod layers;
mod manual;
#[cfg(target_os = "linux")]
mod memory;
mod observations;
mod runbooks;
mod statuses;
mod store_page;
mod supply;
mod support;
mod transcripts;
