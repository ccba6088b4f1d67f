//! Names that shell completions offer.

use rusqlite::params;

use crate::domain::spelled;
use crate::error::Result;
use crate::store::snapshot::Snapshot;

spelled! {
    pub enum NameKind: "kind of name" {
        /// Names of jobs, as `TENANT/JOB` where several tenants have a job of the name.
        Jobs = "jobs",
        Tenants = "tenants",
        Rules = "rules",
        /// Numbers of sessions, the latest first.
        Sessions = "sessions",
    }
}

/// More names than this do not help anybody who types.
const MOST: u32 = 500;

const JOBS: &str = "WITH many AS (SELECT name FROM job GROUP BY name HAVING count(*) > 1),
     shown AS (SELECT CASE WHEN job.name IN (SELECT name FROM many)
          THEN tenant.name || '/' || job.name ELSE job.name END AS name
          FROM job JOIN tenant ON tenant.id = job.tenant)
     SELECT name FROM shown WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name LIMIT ?2";
const TENANTS: &str =
    "SELECT name FROM tenant WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name LIMIT ?2";
const SESSIONS: &str =
    "SELECT id FROM session WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id DESC LIMIT ?2";

impl Snapshot<'_> {
    /// The first names that begin with a text, in alphabetical order.
    pub fn names(&self, of: NameKind, beginning: &str) -> Result<Vec<String>> {
        let sql = match of {
            NameKind::Jobs => JOBS,
            NameKind::Tenants => TENANTS,
            NameKind::Sessions => SESSIONS,
            NameKind::Rules => return Ok(Vec::new()),
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![beginning, MOST], |row| {
            row.get::<_, rusqlite::types::Value>(0).map(|value| match value {
                rusqlite::types::Value::Text(text) => text,
                rusqlite::types::Value::Integer(number) => number.to_string(),
                _ => String::new(),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::connection::new_store;

    #[test]
    fn names_are_found_by_how_they_begin() {
        let (_folder, store) = new_store();
        store
            .connection
            .execute_batch(
                "INSERT INTO tenant (id, name, access, added) VALUES (1, 'Oak', 'enabled', 0), (2, 'Kestrel', 'enabled', 0);
                 INSERT INTO job (id, tenant, name, type, target, slots, tasks, durations, enabled, added)
                 SELECT value, 1 + value % 2, iif(value < 3, 'Backup 1', 'it''s %' || value), 'vm-backup', 'cloud', 1, '[]', 'given', 1, 0
                 FROM json_each('[1,2,3]');
                 INSERT INTO session (id, job, origin, attempt, started, observed_at, tasks)
                 VALUES (7, 1, 'imported', 0, 0, 0, '[]'), (12, 2, 'imported', 0, 0, 0, '[]');",
            )
            .unwrap();
        let snapshot = store.snapshot().unwrap();
        let case = |of, beginning, want: &[&str]| {
            assert_eq!(snapshot.names(of, beginning).unwrap(), want, "{of} {beginning}");
        };
        case(NameKind::Tenants, "", &["Kestrel", "Oak"]);
        case(NameKind::Tenants, "K", &["Kestrel"]);
        case(NameKind::Jobs, "", &["Kestrel/Backup 1", "Oak/Backup 1", "it's %3"]);
        case(NameKind::Jobs, "it's %", &["it's %3"]);
        case(NameKind::Jobs, "%", &[]);
        case(NameKind::Sessions, "", &["12", "7"]);
        case(NameKind::Sessions, "1", &["12"]);
    }
}
