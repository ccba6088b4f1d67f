//! Snapshot: the store as it is read, in one snapshot.

use rusqlite::Connection;

use crate::domain::{Instant, Service, spelled};
use crate::error::Result;
use crate::store::sql_error::damaged;
use crate::store::value::Column;

spelled! {
    /// What a store is for.
    pub enum StoreKind: "kind of store" {
        /// It observes and gates a real server.
        Live = "live",
        /// Its sessions are simulated, and its time may be set.
        Rehearsal = "rehearsal",
    }
}

/// What is known of the server itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub name: String,
    /// What the store is for; `None` until something tells.
    pub kind: Option<StoreKind>,
    /// Whether a group shares the store.
    pub shared: bool,
    /// Since when the store exists.
    pub created: Instant,
    /// How many changes there were to what operators decide.
    pub revision: u64,
    /// Up to when simulated sessions are written down.
    pub caught_up: Instant,
    /// The notification text; `None`: the default.
    pub message: Option<String>,
    /// Whether the Cloud Connect Service runs.
    pub service: Service,
}

impl Server {
    /// Whether the store is a rehearsal; one of which nobody said what it is for is not.
    pub fn is_rehearsal(&self) -> bool {
        self.kind == Some(StoreKind::Rehearsal)
    }
}

/// A store in one snapshot.
pub struct Snapshot<'c> {
    pub(super) c: &'c Connection,
}

impl<'c> Snapshot<'c> {
    pub(super) fn of(c: &'c Connection) -> Snapshot<'c> {
        Snapshot { c }
    }

    /// What is known of the server itself.
    pub fn server(&self) -> Result<Server> {
        let mut statement = self.c.prepare_cached(
            "SELECT name, kind, shared, created, revision, settled, message, service FROM server",
        )?;
        let mut rows = statement.query([])?;
        let row = rows.next()?.ok_or_else(|| damaged("the row of table server is gone"))?;
        let column = |name| Column::named(row, name);
        Ok(Server {
            name: column("name").text()?,
            kind: column("kind").maybe_spelled()?,
            shared: column("shared").flag()?,
            created: column("created").instant()?,
            revision: u64::try_from(column("revision").number()?)
                .map_err(|_| column("revision").wrong("a negative number"))?,
            caught_up: column("settled").instant()?,
            message: column("message").maybe_text()?,
            service: column("service").spelled()?,
        })
    }

    /// The latest complete observation up to `now`; `None`: there is none. A time that lies in the
    /// future, now or when it was recorded, is unknown and proves nothing.
    pub fn observed_at(&self, now: Instant) -> Result<Option<Instant>> {
        let mut statement = self.c.prepare_cached(
            "SELECT max(at) AS at FROM observation
             WHERE complete AND at <= recorded AND recorded <= ?1",
        )?;
        let mut rows = statement.query([now.millis()])?;
        match rows.next()? {
            Some(row) => Column::named(row, "at").maybe_instant(),
            None => Ok(None),
        }
    }

    /// Whether an import told of this instant already.
    pub fn is_observed(&self, at: Instant) -> Result<bool> {
        let mut statement = self.c.prepare_cached("SELECT 1 FROM observation WHERE at = ?")?;
        Ok(statement.exists([at.millis()])?)
    }
}
