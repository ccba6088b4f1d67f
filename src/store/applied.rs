//! Applied: what the real server was last told by hooks, and which process is at it.

use rusqlite::params;

use crate::domain::{Instant, Mode, spelled};
use crate::error::Result;
use crate::platform::Process;
use crate::store::change::Observer;
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;
use crate::store::value::Column;

spelled! {
    /// What a process does to the real server.
    pub enum HookPhase: "step" {
        /// Asks whether maintenance may be; it is in force already.
        Enabling = "enabling",
        /// Runs a hook.
        Telling = "telling",
    }
}

/// What the real server can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedMode {
    /// The mode.
    pub mode: Mode,
    /// The notification, rendered for no tenant.
    pub message: String,
}

/// What came of telling it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// What it was last told with success; `None`: nothing yet.
    pub told: Option<AppliedMode>,
    /// When it was last told, with success or without.
    pub at: Option<Instant>,
    /// Why it could not be told the last time; `None`: it could.
    pub error: Option<String>,
    /// The maintenance, by its begin, whose drain the hook heard of.
    pub drained: Option<Instant>,
    /// Whether hooks were told of a maintenance whose end none of them heard of.
    pub entered: bool,
}

impl Snapshot<'_> {
    /// What the real server was last told.
    pub fn applied(&self) -> Result<Applied> {
        let mut statement = self
            .c
            .prepare_cached("SELECT mode, message, at, error, drained, entered FROM applied")?;
        let mut rows = statement.query([])?;
        let Some(row) = rows.next()? else {
            return Ok(Applied::default());
        };
        let column = |name| Column::named(row, name);
        let told = match (column("mode").maybe_spelled()?, column("message").maybe_text()?) {
            (Some(mode), Some(message)) => Some(AppliedMode { mode, message }),
            (None, None) => None,
            _ => return Err(damaged("table applied holds a mode or a message alone")),
        };
        Ok(Applied {
            told,
            at: column("at").maybe_instant()?,
            error: column("error").maybe_text()?,
            drained: column("drained").maybe_instant()?,
            entered: column("entered").flag()?,
        })
    }

    /// Which process does something to the real server, or did when it was killed.
    pub fn busy(&self, doing: HookPhase) -> Result<Option<Process>> {
        let mut statement =
            self.c.prepare_cached("SELECT pid, pid_started, boot FROM busy WHERE doing = ?")?;
        let mut rows = statement.query([doing.to_string()])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let column = |name| Column::named(row, name);
        Ok(Some(Process {
            pid: column("pid").count()?,
            started: column("pid_started").number()?,
            boot: column("boot").text()?,
        }))
    }
}

impl Observer<'_> {
    /// Writes down what the real server was told.
    pub fn set_applied(&self, applied: &Applied) -> Result<()> {
        let told = applied.told.as_ref();
        self.sql().execute(
            "INSERT OR REPLACE INTO applied (id, mode, message, at, error, drained, entered) VALUES (1, ?, ?, ?, ?, ?, ?)",
            params![
                told.map(|told| told.mode.to_string()),
                told.map(|told| &told.message),
                applied.at.map(Instant::millis),
                applied.error,
                applied.drained.map(Instant::millis),
                applied.entered,
            ],
        )?;
        Ok(())
    }

    /// Writes down which process does something to the real server; `None`: none does.
    pub fn set_busy(&self, doing: HookPhase, process: Option<&Process>) -> Result<()> {
        match process {
            Some(process) => self.sql().execute(
                "INSERT OR REPLACE INTO busy (doing, pid, pid_started, boot) VALUES (?, ?, ?, ?)",
                params![doing.to_string(), process.pid, process.started, process.boot],
            )?,
            None => self.sql().execute("DELETE FROM busy WHERE doing = ?", [doing.to_string()])?,
        };
        Ok(())
    }
}
