//! Change: what a hook reads on its standard input, the document `mm.hook/1`.

use serde::Serialize;

use crate::domain::{Instant, Mode};
use crate::hooks::hook::Hook;

/// What the real server is to be told.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    schema: &'static str,
    /// The revision of the store.
    pub revision: u64,
    /// The hook that is run.
    pub hook: Hook,
    /// The server's name.
    pub server: String,
    /// What the store is for: `live` or `rehearsal`.
    pub store: &'static str,
    /// The mode that is recorded.
    pub mode: Mode,
    /// Since when maintenance is on.
    pub since: Option<Instant>,
    /// Until when it is planned.
    pub until: Option<Instant>,
    /// Why.
    pub reason: Option<String>,
    /// The notification, rendered for no tenant.
    pub message: String,
    /// Who runs the command that runs the hook.
    pub actor: String,
    /// Since when the server is drained, where it is.
    pub drained_at: Option<Instant>,
}

impl Change {
    /// A change at which `hook` is run, before more is known of it.
    pub fn new(hook: Hook, mode: Mode, message: String) -> Change {
        Change {
            schema: "mm.hook/1",
            revision: 0,
            hook,
            server: String::new(),
            store: "live",
            mode,
            since: None,
            until: None,
            reason: None,
            message,
            actor: String::new(),
            drained_at: None,
        }
    }

    /// The same at another hook.
    #[must_use]
    pub fn at(self, hook: Hook) -> Change {
        Change { hook, ..self }
    }
}
