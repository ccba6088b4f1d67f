//! What hooks last told the real server, and what was begun with them.

use rusqlite::params;

use crate::domain::{Instant, Mode, spelled};
use crate::error::Result;
use crate::store::change::Observer;
use crate::store::columns::{first_row, spelled_columns};
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;

spelled! {
    /// A step with hooks that was begun and not finished.
    pub enum HookPhase: "step" {
        /// It waits for the answer of the hook `pre-enable`.
        Enabling = "enabling",
        /// It runs another hook.
        Telling = "telling",
    }
}

spelled_columns!(HookPhase);

/// A mode and its notification, rendered for no tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedMode {
    pub mode: Mode,
    /// With the planned end in UTC, so that it is the same in every zone.
    pub message: String,
    /// As the server shows it, with the planned end in a zone; `None`: as in `message`.
    pub shown: Option<String>,
}

impl AppliedMode {
    /// The notification as the server shows it.
    pub fn text(&self) -> &str {
        self.shown.as_ref().unwrap_or(&self.message)
    }

    /// Whether both say the same, in whatever zones.
    pub fn says_the_same(&self, other: &AppliedMode) -> bool {
        (self.mode, &self.message) == (other.mode, &other.message)
    }
}

/// A success of the hook `apply`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Success {
    pub at: Instant,
    /// The start of the maintenance that the server was told of; `None`: that there is none.
    pub maintenance: Option<Instant>,
    /// The last observation before.
    pub observation: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplyRecord {
    /// What the server was last told with success.
    pub told: Option<AppliedMode>,
    /// When it was last told, with success or without.
    pub at: Option<Instant>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// The start of the maintenance whose drain the hook `drained` was told.
    pub drained: Option<Instant>,
    /// Whether hooks were told that a maintenance began and not yet that it ended.
    pub entered: bool,
    /// The last success of the hook `apply`.
    pub success: Option<Success>,
}

impl Snapshot<'_> {
    pub fn applied(&self) -> Result<ApplyRecord> {
        let sql =
            "SELECT mode, message, shown, at, error, drained, entered, told_at, told_since, observation
            FROM applied";
        let applied = first_row(self.connection, sql, [], |row| {
            let told: (Option<Mode>, Option<String>, Option<String>) =
                (row.get("mode")?, row.get("message")?, row.get("shown")?);
            let applied = ApplyRecord {
                told: None,
                at: row.get("at")?,
                error: row.get("error")?,
                drained: row.get("drained")?,
                entered: row.get("entered")?,
                success: match row.get("told_at")? {
                    Some(at) => Some(Success {
                        at,
                        maintenance: row.get("told_since")?,
                        observation: row.get("observation")?,
                    }),
                    None => None,
                },
            };
            Ok((told, applied))
        })?;
        match applied {
            None => Ok(ApplyRecord::default()),
            Some(((Some(mode), Some(message), shown), applied)) => {
                Ok(ApplyRecord { told: Some(AppliedMode { mode, message, shown }), ..applied })
            }
            Some(((None, None, _), applied)) => Ok(applied),
            Some(_) => Err(damaged("table applied holds a mode without a message, or the reverse")),
        }
    }

    /// Whether a step was begun and not finished: it is under way, or a process was killed in it.
    pub fn is_begun(&self, phase: HookPhase) -> Result<bool> {
        let sql = "SELECT 1 FROM hook_phase WHERE doing = ?";
        Ok(self.connection.prepare_cached(sql)?.exists([phase])?)
    }
}

impl Observer<'_> {
    pub fn set_applied(&self, applied: &ApplyRecord) -> Result<()> {
        let told = applied.told.as_ref();
        self.sql().execute(
            "INSERT OR REPLACE INTO applied (id, mode, message, shown, at, error, drained, entered,
                told_at, told_since, observation)
             VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                told.map(|told| told.mode),
                told.map(|told| &told.message),
                told.and_then(|told| told.shown.as_ref()),
                applied.at,
                applied.error,
                applied.drained,
                applied.entered,
                applied.success.map(|success| success.at),
                applied.success.and_then(|success| success.maintenance),
                applied.success.map_or(0, |success| success.observation),
            ],
        )?;
        Ok(())
    }

    pub fn begin_phase(&self, phase: HookPhase) -> Result<()> {
        self.sql().execute("INSERT OR IGNORE INTO hook_phase (doing) VALUES (?)", [phase])?;
        Ok(())
    }

    pub fn end_phase(&self, phase: HookPhase) -> Result<()> {
        self.sql().execute("DELETE FROM hook_phase WHERE doing = ?", [phase])?;
        Ok(())
    }
}
