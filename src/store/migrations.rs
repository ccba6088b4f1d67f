//! Schema versions: one SQL script for each, never changed once it is released.

use rusqlite::Connection;

use crate::error::{Code, Error, Result};
use crate::store::sql_error::damaged;

/// The `application_id` of a store: "mmst".
const APPLICATION: i64 = 0x6d6d_7374;

/// The scripts from an empty file to the newest version; their number is the version.
const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
];

#[expect(clippy::cast_possible_wrap, reason = "there are few")]
pub const VERSION: i64 = STEPS.len() as i64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// The file is empty.
    None,
    /// A store with a schema version that this program knows.
    Version(i64),
}

/// Reads the schema version of a file. A foreign database and a newer store are errors.
pub fn schema_of(connection: &Connection) -> Result<Schema> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    if application == 0 && version == 0 {
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables == 0 {
            return Ok(Schema::None);
        }
    }
    if application != APPLICATION {
        return Err(Error::new(Code::NotAStore, "it is a SQLite database, but not a store of mm")
            .hint("name the store with --store or MM_STORE"));
    }
    match version {
        1..=VERSION => Ok(Schema::Version(version)),
        newer if newer > VERSION => {
            let message =
                format!("its schema version is {newer}; this mm knows versions up to {VERSION}");
            Err(Error::new(Code::NewerSchema, message)
                .hint("use the mm that wrote it, or a newer one"))
        }
        other => Err(damaged(format!("unknown schema version {other}"))),
    }
}

/// Brings a file to the newest version, within a write transaction. Returns whether it was empty.
pub fn migrate(connection: &Connection) -> Result<bool> {
    let schema = schema_of(connection)?;
    let done = match schema {
        Schema::None => 0,
        Schema::Version(version) => version,
    };
    for step in STEPS.iter().skip(usize::try_from(done).unwrap_or(usize::MAX)) {
        connection.execute_batch(step)?;
    }
    if done < VERSION {
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(schema == Schema::None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::maintenance::OnExpiry;
    use crate::domain::{
        Access, FailureCode, JobType, Mode, ObservedResult, Service, Spelled, Target,
    };
    use crate::domain::{DurationSource, Origin};

    /// The newest schema, as SQLite keeps it.
    fn newest_schema() -> String {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection).unwrap();
        let sql = "SELECT group_concat(sql, ';') FROM sqlite_schema";
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The values that the schema's check of a column lists.
    fn checked<'s>(schema: &'s str, column: &str) -> Vec<&'s str> {
        let check = schema.split("CHECK (").skip(1).find(|check| {
            let rest = check.trim_start().strip_prefix(column);
            rest.is_some_and(|rest| rest.starts_with(" = '") || rest.starts_with(" IN ('"))
        });
        let list = check.unwrap_or_else(|| panic!("no check of {column}"));
        list[..list.find(')').unwrap()].split('\'').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_schema_checks_the_spellings_of_the_domain() {
        #[track_caller]
        fn case<T: Spelled>(schema: &str, column: &str) {
            let spellings: Vec<&str> = T::ALL.iter().map(|value| value.spelling()).collect();
            assert_eq!(checked(schema, column), spellings, "{column}");
        }
        let schema = &newest_schema();
        case::<JobType>(schema, "type");
        case::<Target>(schema, "target");
        case::<Access>(schema, "access");
        case::<Service>(schema, "service");
        case::<OnExpiry>(schema, "on_expiry");
        case::<DurationSource>(schema, "durations");
        case::<Origin>(schema, "origin");
        case::<ObservedResult>(schema, "result");
        case::<FailureCode>(schema, "code");
        case::<super::super::server::StoreKind>(schema, "kind");
        case::<Mode>(schema, "mode");
        case::<super::super::applied::HookPhase>(schema, "doing");
    }

    #[test]
    fn a_file_is_brought_to_the_newest_version_once() {
        let connection = Connection::open_in_memory().unwrap();
        assert_eq!(schema_of(&connection).unwrap(), Schema::None);
        assert!(migrate(&connection).unwrap());
        assert!(!migrate(&connection).unwrap());
        assert_eq!(schema_of(&connection).unwrap(), Schema::Version(VERSION));
    }

    #[test]
    fn foreign_and_newer_files_are_refused_by_name() {
        #[track_caller]
        fn case(sql: &str, code: &str) {
            let connection = Connection::open_in_memory().unwrap();
            connection.execute_batch(sql).unwrap();
            assert_eq!(schema_of(&connection).unwrap_err().code.name(), code, "{sql}");
        }
        case("CREATE TABLE other (x)", "not-a-store");
        case("PRAGMA user_version = 3", "not-a-store");
        case("PRAGMA application_id = 1835889524; PRAGMA user_version = 99", "newer-schema");
        case("PRAGMA application_id = 1835889524; PRAGMA user_version = -1", "damaged");
    }
}
