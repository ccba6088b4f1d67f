//! Numbers of objects that an import adds, changes, leaves unchanged and removes.

use serde::Serialize;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub removed: u32,
    /// Of sessions: those that were running before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<u32>,
}

impl Counts {
    pub fn any(&self) -> bool {
        self.added + self.changed + self.removed + self.ended.unwrap_or(0) > 0
    }
}
