//! The server that the store is about: name, kind, revision, notification and service, in one row.

use rusqlite::{Connection, params};

use crate::domain::{Instant, Maintenance, Service, spelled};
use crate::error::Result;
use crate::store::columns::{first_row, spelled_columns};
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;

spelled! {
    /// What a store is for.
    pub enum StoreKind: "kind of store" {
        /// It observes and gates a real server.
        Live = "live",
        /// Its sessions are simulated, and its time may be set.
        Rehearsal = "rehearsal",
    }
}

spelled_columns!(StoreKind);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    pub name: String,
    /// `None` until the first command that only one kind of store allows.
    pub kind: Option<StoreKind>,
    /// The site of the console that it is; `None`: the only one in the files of an import.
    pub site: Option<String>,
    /// Whether a group shares the store.
    pub shared: bool,
    pub created: Instant,
    /// How many changes were made to what operators decide.
    pub revision: u64,
    /// Up to when simulated sessions are written down.
    pub caught_up: Instant,
    /// The notification text; `None`: the default.
    pub message: Option<String>,
    /// Whether the Cloud Connect Service runs.
    pub service: Service,
}

impl Server {
    pub fn is_rehearsal(&self) -> bool {
        self.kind == Some(StoreKind::Rehearsal)
    }

    /// The notification text that tenants read: that of the maintenance, or else the server's. `None`:
    /// the default.
    pub fn notification_text<'t>(
        &'t self,
        maintenance: Option<&'t Maintenance>,
    ) -> Option<&'t str> {
        let own = maintenance.and_then(|each| each.message.as_deref());
        own.or(self.message.as_deref())
    }
}

impl Snapshot<'_> {
    pub fn server(&self) -> Result<Server> {
        let sql = "SELECT name, kind, site, shared, created, revision, settled, message, service FROM server";
        let server = first_row(self.connection, sql, [], |row| {
            Ok(Server {
                name: row.get("name")?,
                kind: row.get("kind")?,
                site: row.get("site")?,
                shared: row.get("shared")?,
                created: row.get("created")?,
                revision: row.get("revision")?,
                caught_up: row.get("settled")?,
                message: row.get("message")?,
                service: row.get("service")?,
            })
        })?;
        server.ok_or_else(|| damaged("table server has no row"))
    }
}

/// Adds the row, at revision 0.
pub(super) fn create(
    connection: &Connection,
    name: &str,
    kind: Option<StoreKind>,
    site: Option<&str>,
    shared: bool,
    now: Instant,
) -> Result<()> {
    connection.execute(
        "INSERT INTO server (id, name, kind, site, shared, created, revision, settled, service) VALUES (1, ?, ?, ?, ?, ?, 0, ?, 'running')",
        params![name, kind, site, shared, now, now],
    )?;
    Ok(())
}

/// Sets what `mm init` sets.
pub(super) fn set_identity(
    connection: &Connection,
    name: &str,
    kind: Option<StoreKind>,
    site: Option<&str>,
    shared: bool,
) -> Result<()> {
    connection.execute(
        "UPDATE server SET name = ?, kind = ?, site = ?, shared = ?",
        params![name, kind, site, shared],
    )?;
    Ok(())
}

pub(super) fn set_kind(connection: &Connection, kind: StoreKind) -> Result<()> {
    connection.execute("UPDATE server SET kind = ?", [kind])?;
    Ok(())
}

pub(super) fn set_revision(connection: &Connection, revision: u64) -> Result<()> {
    connection.execute("UPDATE server SET revision = ?", [revision])?;
    Ok(())
}

pub(super) fn set_caught_up(connection: &Connection, at: Instant) -> Result<()> {
    connection.execute("UPDATE server SET settled = ?", [at])?;
    Ok(())
}

pub(super) fn set_message(connection: &Connection, text: Option<&str>) -> Result<()> {
    connection.execute("UPDATE server SET message = ?", [text])?;
    Ok(())
}

pub(super) fn set_service(connection: &Connection, service: Service) -> Result<()> {
    connection.execute("UPDATE server SET service = ?", [service])?;
    Ok(())
}
