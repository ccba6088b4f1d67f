//! Numbers of objects that an import adds, changes, leaves unchanged and removes.

use serde::Serialize;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// Of sessions: ended.
    pub removed: u32,
}

impl Counts {
    pub fn any(&self) -> bool {
        self.added + self.changed + self.removed > 0
    }
}
