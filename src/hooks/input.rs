//! The input of a hook: the document `mm.hook/1`.

use serde::Serialize;

use crate::domain::{Instant, Mode};
use crate::hooks::Hook;

/// What a hook reads on its standard input, as `docs/json.md` describes it.
#[derive(Debug, Clone, Serialize)]
pub struct HookInput {
    pub schema: &'static str,
    pub revision: u64,
    pub hook: Hook,
    pub server: String,
    pub store: &'static str,
    pub mode: Mode,
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    pub reason: Option<String>,
    pub message: String,
    pub actor: String,
    pub drained_at: Option<Instant>,
}
