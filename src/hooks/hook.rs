//! Point: the moments at which a hook is run.

use crate::domain::spelled;

spelled! {
    /// A hook, by the name of its file.
    pub enum Hook: "hook" {
        /// Before maintenance is confirmed: may refuse it.
        PreEnable = "pre-enable",
        /// Tells the real server mode and message.
        Apply = "apply",
        /// No covered session works any more.
        Drained = "drained",
        /// After the real server was told that maintenance is over.
        PostDisable = "post-disable",
    }
}
