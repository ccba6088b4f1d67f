//! One consistent view of the store, with the table `server`.

use rusqlite::Connection;

use crate::domain::{Instant, Service, spelled};
use crate::error::Result;
use crate::store::columns::{first_row, spelled_columns};
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
}

/// The store in one read transaction.
pub struct Snapshot<'c> {
    pub(super) connection: &'c Connection,
}

impl<'c> Snapshot<'c> {
    pub(super) fn of(connection: &'c Connection) -> Snapshot<'c> {
        Snapshot { connection }
    }

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
