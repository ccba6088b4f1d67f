//! What the hook `observe` last reported of the real server.

use rusqlite::params;

use crate::domain::{Instant, Mode, Service};
use crate::error::Result;
use crate::store::change::Observer;
use crate::store::columns::first_row;
use crate::store::snapshot::Snapshot;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerObservation {
    pub at: Instant,
    /// `None` here and below: the hook did not report it.
    pub mode: Option<Mode>,
    /// The text that tenants read.
    pub notification: Option<String>,
    pub service: Option<Service>,
    /// The mode that the store recorded at that time.
    pub recorded_mode: Mode,
    /// Whether nothing was recorded or told since that could change the server.
    pub is_current: bool,
}

impl Snapshot<'_> {
    pub fn server_observation(&self) -> Result<Option<ServerObservation>> {
        let sql =
            "SELECT at, mode, notification, service, recorded, current FROM server_observation";
        first_row(self.connection, sql, [], |row| {
            Ok(ServerObservation {
                at: row.get("at")?,
                mode: row.get("mode")?,
                notification: row.get("notification")?,
                service: row.get("service")?,
                recorded_mode: row.get("recorded")?,
                is_current: row.get("current")?,
            })
        })
    }
}

impl Observer<'_> {
    pub fn set_server_observation(&self, observation: &ServerObservation) -> Result<()> {
        self.sql().execute(
            "INSERT OR REPLACE INTO server_observation
             (id, at, mode, notification, service, recorded, current) VALUES (1, ?, ?, ?, ?, ?, ?)",
            params![
                observation.at,
                observation.mode,
                observation.notification,
                observation.service,
                observation.recorded_mode,
                observation.is_current,
            ],
        )?;
        Ok(())
    }

    /// Records that the server may be different from what was observed.
    pub fn outdate_server_observation(&self) -> Result<()> {
        self.sql().execute("UPDATE server_observation SET current = 0", [])?;
        Ok(())
    }
}
