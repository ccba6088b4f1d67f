//! Hook: executables of the operator's that tell the real server what was decided.
//!
//! Nothing else runs them. Which hook is due, and what it is told, is decided by `command`.

mod document;
mod folder;
mod hook;
mod permissions;
mod process;

pub use crate::hooks::document::Change;
pub use crate::hooks::folder::Hooks;
pub use crate::hooks::hook::Hook;
pub use crate::hooks::permissions::Extent;
