//! Hook: executables of the operator's that tell the real server what was decided.
//!
//! Nothing else runs them. Which hook is due, and what it is told, is decided by `command`.

mod change;
mod folder;
mod point;
mod process;
mod trust;

pub use change::Change;
pub use folder::Hooks;
pub use point::Hook;
pub use trust::Extent;
