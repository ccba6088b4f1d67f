//! How each hook last ended.

use rusqlite::params;
use serde::Serialize;

use crate::domain::Instant;
use crate::error::Result;
use crate::store::change::Observer;
use crate::store::columns::rows;
use crate::store::snapshot::Snapshot;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastHookRun {
    pub hook: String,
    /// When it had ended.
    pub at: Instant,
    /// Its exit status; `None`: it was not started, or was killed.
    pub status: Option<i32>,
    /// Why it failed; `None`: it did not.
    pub error: Option<String>,
}

impl Snapshot<'_> {
    /// The last run of each hook, by name.
    pub fn last_hook_runs(&self) -> Result<Vec<LastHookRun>> {
        let sql = "SELECT hook, at, status, error FROM hook_run ORDER BY hook";
        rows(self.connection, sql, [], |row| {
            Ok(LastHookRun {
                hook: row.get("hook")?,
                at: row.get("at")?,
                status: row.get("status")?,
                error: row.get("error")?,
            })
        })
    }
}

impl Observer<'_> {
    pub fn set_last_hook_run(&self, run: &LastHookRun) -> Result<()> {
        self.sql().execute(
            "INSERT OR REPLACE INTO hook_run (hook, at, status, error) VALUES (?, ?, ?, ?)",
            params![run.hook, run.at, run.status, run.error],
        )?;
        Ok(())
    }
}
