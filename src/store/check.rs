//! `mm store check`: the file, its schema, references, history and every value.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::domain::{Instant, plural, spelled};
use crate::error::Result;
use crate::store::applied::HookPhase;
use crate::store::connection::Store;
use crate::store::history::HistoryFilter;
use crate::store::jobs::JobFilter;
use crate::store::migrations;
use crate::store::sessions::SessionFilter;
use crate::store::snapshot::Snapshot;

spelled! {
    /// What `mm store check` checks.
    pub enum CheckPart: "part of a store" {
        /// The pages of the file, checked by SQLite.
        File = "file",
        /// Tables, columns and indices as this program makes them.
        Schema = "schema",
        /// Rows that belong to others.
        References = "references",
        /// The chain of the history.
        History = "history",
        /// Every value in every row.
        Values = "values",
        /// Whether the store forms a scenario that can be simulated.
        Scenario = "night",
    }
}

/// The result of checking one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub part: CheckPart,
    /// What the part holds, in a few words.
    pub found: String,
    /// What is wrong; empty if the part is sound.
    pub faults: Vec<String>,
}

impl Finding {
    pub fn of(part: CheckPart, result: Result<(String, Vec<String>)>) -> Finding {
        match result {
            Ok((found, faults)) => Finding { part, found, faults },
            Err(problem) => {
                Finding { part, found: "not readable".to_owned(), faults: vec![problem.message()] }
            }
        }
    }
}

impl Store {
    /// Checks everything in the file. A fault is not an error but part of a finding.
    pub fn check(&self) -> Vec<Finding> {
        let snapshot = Snapshot::of(&self.connection);
        vec![
            Finding::of(CheckPart::File, self.pages()),
            Finding::of(CheckPart::Schema, altered(&self.connection)),
            Finding::of(CheckPart::References, self.orphans()),
            Finding::of(CheckPart::History, snapshot.chain()),
            Finding::of(CheckPart::Values, Ok(snapshot.values())),
        ]
    }

    fn pages(&self) -> Result<(String, Vec<String>)> {
        let mut faults = list(&self.connection, "PRAGMA integrity_check")?;
        if faults == ["ok"] {
            faults = self.forbidden()?;
        }
        let pragma =
            |name| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let bytes = pragma("page_count")? * pragma("page_size")?;
        Ok((format!("{bytes} bytes"), faults))
    }

    /// Rows that the schema forbids. SQLite does not check them in a read-only file, so it checks a
    /// copy in memory.
    fn forbidden(&self) -> Result<Vec<String>> {
        let mut copy = Connection::open_in_memory()?;
        Backup::new(&self.connection, &mut copy)?.step(-1)?;
        let mut faults = list(&copy, "PRAGMA quick_check")?;
        faults.retain(|fault| fault != "ok");
        Ok(faults)
    }

    fn orphans(&self) -> Result<(String, Vec<String>)> {
        let orphans = list(&self.connection, "PRAGMA foreign_key_check")?;
        let fault = |table| format!("a row of table {table} refers to a row that does not exist");
        Ok(("rows refer to rows that exist".to_owned(), orphans.into_iter().map(fault).collect()))
    }
}

fn list(connection: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Differences from the schema that this program creates.
fn altered(connection: &Connection) -> Result<(String, Vec<String>)> {
    let fresh = Connection::open_in_memory()?;
    migrations::migrate(&fresh)?;
    let (want, have) = (layout(&fresh)?, layout(connection)?);
    let mut faults = Vec::new();
    for (name, sql) in &want {
        match have.get(name) {
            Some(is) if is == sql => {}
            Some(_) => faults.push(format!("{name} was altered")),
            None => faults.push(format!("{name} is missing")),
        }
    }
    let foreign = have.keys().filter(|name| !want.contains_key(*name));
    faults.extend(foreign.map(|name| format!("{name} does not belong to mm")));
    Ok((format!("version {}", migrations::VERSION), faults))
}

/// The SQL of tables, views, indices and triggers, by type and name.
fn layout(connection: &Connection) -> Result<BTreeMap<String, Option<String>>> {
    let mut statement = connection.prepare(
        "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Snapshot<'_> {
    fn chain(&self) -> Result<(String, Vec<String>)> {
        let entries = self.history(HistoryFilter::default())?.len();
        let broken = self.first_broken_entry()?;
        let fault = match broken {
            Some(broken) => Some(format!("entry {}: {}", broken.id, broken.why)),
            None => self.sealed().err().map(|problem| problem.message()),
        };
        Ok((format!("{entries} entries"), fault.into_iter().collect()))
    }

    /// Reads every row of every table. For each table, the first wrong value is a fault.
    fn values(&self) -> (String, Vec<String>) {
        let ever = Instant::from_millis(0);
        let tables: [(&str, Result<usize>); 12] = [
            ("server", self.server().map(|_| 1)),
            ("maintenances", self.all_declared_by_hand().map(|all| all.len())),
            ("windows", self.windows().map(|all| all.len())),
            ("occurrences", self.occurrences(ever, ever).map(|all| all.len())),
            ("tenants", self.tenants().map(|all| all.len())),
            ("replicas", self.replicas().map(|all| all.len())),
            ("jobs", self.jobs(JobFilter::All).map(|all| all.len())),
            ("sessions", self.sessions(SessionFilter::All).map(|all| all.len())),
            ("applied", self.applied().and_then(|_| self.is_begun(HookPhase::Telling)).map(|_| 1)),
            ("observations", self.observations().map(|all| all.len())),
            ("server observation", self.server_observation().map(|_| 1)),
            ("hook runs", self.last_hook_runs().map(|all| all.len())),
        ];
        let mut faults = Vec::new();
        let mut found = Vec::new();
        for (table, read) in tables {
            match read {
                Ok(rows) if ["tenants", "jobs", "sessions"].contains(&table) => {
                    let one = table.trim_end_matches('s');
                    found.push(plural(rows as u64, one, table));
                }
                Ok(_) => {}
                Err(error) => faults.push(error.message()),
            }
        }
        (found.join(", "), faults)
    }

    /// Sessions of `mm run` that count as running only because their lock file is missing.
    pub fn missing_locks(&self) -> Result<Vec<String>> {
        let sessions = self.sessions(SessionFilter::Running)?;
        let missing = sessions.iter().filter_map(|session| {
            let lock = self.missing_lock(session)?;
            Some(format!(
                "session {} counts as running because its lock file is missing: move it to {1}, or create an \
                 empty {1} if no process of its command is left",
                session.id,
                lock.display()
            ))
        });
        Ok(missing.collect())
    }

    /// Times that lie in the future: the clock was ahead when they were stored.
    pub fn future_times(&self, now: Instant) -> Result<Vec<String>> {
        let observations = self.observations()?;
        let ahead = observations.iter().filter(|each| each.at > now || each.stored_at > now);
        let observations = ahead.map(|each| {
            format!("observation {} is of {}, which lies in the future", each.id, each.at)
        });
        let sessions = self.sessions(SessionFilter::Running)?;
        let ahead = sessions.iter().filter(|session| session.observed_at > now);
        let sessions = ahead.map(|session| {
            format!(
                "session {} was seen at {}, which lies in the future",
                session.id, session.observed_at
            )
        });
        let entry = Some(self.last_change()?).filter(|at| *at > now);
        let entry =
            entry.map(|at| format!("the last change was at {at}, which lies in the future"));
        Ok(observations.chain(sessions).chain(entry).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::connection::new_store;

    /// What is found wrong with a store after some SQL, by part.
    fn faults(sql: &str) -> Vec<(CheckPart, String)> {
        let (_folder, store) = new_store();
        store
            .connection
            .execute_batch(&format!(
                "PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on;
                 INSERT INTO tenant (id, name, access, added) VALUES (1, 'acme', 'enabled', 0);
                 INSERT INTO job (id, tenant, name, type, target, slots, tasks, durations, enabled, added)
                 VALUES (1, 1, 'nightly', 'vm-backup', 'cloud', 1, '[[\"vm\",60,false]]', 'given', 1, 0);
                 {sql}"
            ))
            .unwrap();
        let findings = store.check().into_iter();
        findings.flat_map(|each| each.faults.into_iter().map(move |f| (each.part, f))).collect()
    }

    #[test]
    fn what_is_wrong_is_named() {
        #[track_caller]
        fn case(sql: &str, want: &[(CheckPart, &str)]) {
            let found = faults(sql);
            let same = found.len() == want.len()
                && found
                    .iter()
                    .zip(want)
                    .all(|(found, want)| found.0 == want.0 && found.1.contains(want.1));
            assert!(same, "{sql}: {found:?}");
        }
        case("", &[]);
        case(
            "UPDATE job SET type = 'tape'",
            &[(CheckPart::File, "in job"), (CheckPart::Values, "job.type holds \"tape\"")],
        );
        case(
            "UPDATE job SET retry_times = 1",
            &[
                (CheckPart::File, "CHECK constraint failed in job"),
                (CheckPart::Values, "job.retry_wait holds a value of type Null"),
            ],
        );
        case(
            "UPDATE job SET tasks = '[[\"vm\",0,false]]'",
            &[(CheckPart::Values, "job.tasks holds a duration of 0 seconds")],
        );
        case(
            "UPDATE tenant SET access = 'maybe'",
            &[(CheckPart::File, "in tenant"), (CheckPart::Values, "access")],
        );
        case(
            "UPDATE server SET service = 'dozing'",
            &[
                (CheckPart::File, "in server"),
                (CheckPart::History, "dozing"),
                (CheckPart::Values, "service"),
            ],
        );
        case("DELETE FROM tenant", &[(CheckPart::References, "table job")]);
        case(
            "UPDATE history SET actor = 'nobody'",
            &[(CheckPart::History, "entry 1: it was altered")],
        );
        case("DELETE FROM history", &[(CheckPart::History, "entry 1: it is missing")]);
        case(
            "UPDATE server SET revision = 3",
            &[(CheckPart::History, "entry 2: the store is at revision 3")],
        );
        case("DROP VIEW job_task", &[(CheckPart::Schema, "view job_task is missing")]);
        case("CREATE TABLE other (x)", &[(CheckPart::Schema, "table other does not belong to mm")]);
        case(
            "DROP INDEX session_of_job; CREATE INDEX session_of_job ON session (job)",
            &[(CheckPart::Schema, "index session_of_job was altered")],
        );
    }
}
