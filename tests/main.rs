//! Tests of the whole program: its commands, its files, its documentation and its sources.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test that cannot continue panics, and nothing here is fast or large"
)]

mod cli;
mod completions;
mod exit_status;
mod exports;
mod faults;
#[cfg(unix)]
mod gate;
mod generated;
#[cfg(unix)]
mod hooks;
#[cfg(unix)]
mod hostile;
mod json_page;
mod layers;
mod links;
#[cfg(target_os = "linux")]
mod memory;
mod numbers;
mod observations;
#[cfg(unix)]
mod permissions;
mod runbooks;
mod schemas;
mod store_page;
mod supply;
mod support;
#[cfg(unix)]
mod waits;
