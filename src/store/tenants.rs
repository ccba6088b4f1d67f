//! Tenants and their replicas in failover.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::{Access, Instant, Tenant};
use crate::error::Result;
use crate::store::change::Writer;
use crate::store::columns::{first_row, rows};
use crate::store::jobs::Stored;
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;

/// A replica in failover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReplica {
    pub tenant: String,
    pub name: String,
    /// When it entered failover.
    pub since: Instant,
}

impl Snapshot<'_> {
    /// All tenants, in the order in which they were added.
    pub fn tenants(&self) -> Result<Vec<Stored<Tenant>>> {
        let sql =
            "SELECT id, name, access, slots, timezone, source_id, added FROM tenant ORDER BY id";
        rows(self.connection, sql, [], tenant)
    }

    pub fn tenant(&self, name: &str) -> Result<Option<Stored<Tenant>>> {
        let sql =
            "SELECT id, name, access, slots, timezone, source_id, added FROM tenant WHERE name = ?";
        first_row(self.connection, sql, [name], tenant)
    }

    /// The access of a tenant that a job or an argument names. A tenant that is named but not found
    /// is damage, and gives nobody a right.
    pub fn access_of(&self, name: &str) -> Result<Access> {
        let tenant = self.tenant(name)?;
        let missing = || damaged(format!("tenant {name:?} is known but has no row"));
        Ok(tenant.ok_or_else(missing)?.facts.access)
    }

    pub fn replicas(&self) -> Result<Vec<StoredReplica>> {
        let sql = "SELECT tenant.name AS tenant, replica.name, since
            FROM replica JOIN tenant ON tenant.id = replica.tenant
            ORDER BY replica.tenant, replica.name";
        rows(self.connection, sql, [], |row| {
            Ok(StoredReplica { tenant: row.get(0)?, name: row.get(1)?, since: row.get(2)? })
        })
    }
}

fn tenant(row: &Row<'_>) -> rusqlite::Result<Stored<Tenant>> {
    Ok(Stored {
        id: row.get("id")?,
        added: row.get("added")?,
        facts: Tenant {
            name: row.get("name")?,
            access: row.get("access")?,
            slots: row.get("slots")?,
            timezone: row.get("timezone")?,
            source_id: row.get("source_id")?,
        },
    })
}

impl Writer<'_> {
    /// Adds a tenant. Returns its number.
    pub fn add_tenant(&self, facts: &Tenant) -> Result<i64> {
        let mut statement = self.sql().prepare_cached(
            "INSERT INTO tenant (name, access, slots, timezone, source_id, added)
             VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        statement.execute(params![
            facts.name,
            facts.access,
            facts.slots,
            facts.timezone,
            facts.source_id,
            self.now(),
        ])?;
        Ok(self.sql().last_insert_rowid())
    }

    pub fn update_tenant(&self, id: i64, facts: &Tenant) -> Result<()> {
        self.sql().execute(
            "UPDATE tenant SET name = ?, access = ?, slots = ?, timezone = ?, source_id = ?
             WHERE id = ?",
            params![facts.name, facts.access, facts.slots, facts.timezone, facts.source_id, id],
        )?;
        Ok(())
    }

    /// The number of a tenant. One that is not known yet is added: enabled, without a limit.
    pub fn tenant_named(&self, name: &str) -> Result<i64> {
        let mut known = self.sql().prepare_cached("SELECT id FROM tenant WHERE name = ?")?;
        if let Some(id) = known.query_row([name], |row| row.get(0)).optional()? {
            return Ok(id);
        }
        self.add_tenant(&Tenant::named(name))
    }

    pub fn add_replica(&self, tenant: i64, name: &str, since: Instant) -> Result<()> {
        self.sql().execute(
            "INSERT OR IGNORE INTO replica (tenant, name, since) VALUES (?, ?, ?)",
            params![tenant, name, since],
        )?;
        Ok(())
    }

    pub fn remove_replica(&self, tenant: i64, name: &str) -> Result<()> {
        self.sql()
            .execute("DELETE FROM replica WHERE tenant = ? AND name = ?", params![tenant, name])?;
        Ok(())
    }
}
