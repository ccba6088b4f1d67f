//! One consistent view of the store.

use rusqlite::Connection;

/// The store in one read transaction.
pub struct Snapshot<'c> {
    pub(super) connection: &'c Connection,
}

impl<'c> Snapshot<'c> {
    pub(super) fn of(connection: &'c Connection) -> Snapshot<'c> {
        Snapshot { connection }
    }
}
