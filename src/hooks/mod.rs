//! The operator's executables that pass changes on to the real server.
//!
//! `ops::apply` decides which of them to run, and when.

mod folder;
mod hook;
mod input;
mod process;
mod report;

pub use crate::hooks::folder::{HookFailed, Hooks};
pub use crate::hooks::hook::Hook;
pub use crate::hooks::input::HookInput;
pub use crate::hooks::report::ServerReport;
