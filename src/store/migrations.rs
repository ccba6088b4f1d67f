//! Schema: how the file is laid out, one step of SQL a version, never changed once released.

use rusqlite::Connection;

use crate::error::{Code, Error, Result};
use crate::store::sql_error::damaged;

/// What SQLite files of `mm` are marked with: "mmst".
const APPLICATION: i64 = 0x6d6d_7374;

/// The steps from an empty file to the newest version; the version is their number.
const STEPS: &[&str] = &[include_str!("schema/0001.sql"), include_str!("schema/0002.sql")];

/// The newest version.
#[expect(clippy::cast_possible_wrap, reason = "there are few")]
pub const VERSION: i64 = STEPS.len() as i64;

/// What a file is before its schema is known to be ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing is in it yet.
    Empty,
    /// A store of a version that this program knows.
    Ours(i64),
}

/// Looks at what a file is. A foreign database and a newer store are errors.
pub fn look(connection: &Connection) -> Result<State> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    if application == 0 && version == 0 {
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables == 0 {
            return Ok(State::Empty);
        }
    }
    if application != APPLICATION {
        return Err(Error::new(Code::NotAStore, "it is a SQLite database, but no store of mm")
            .hint("give the store with --store or MM_STORE"));
    }
    match version {
        1..=VERSION => Ok(State::Ours(version)),
        newer if newer > VERSION => {
            let message = format!("its schema is version {newer}; this mm knows {VERSION} at most");
            Err(Error::new(Code::NewerSchema, message).hint("use the mm that wrote it, or newer"))
        }
        other => Err(damaged(format!("its schema is version {other}, which never was"))),
    }
}

/// Brings a file to the newest version, within a transaction of a writer. Returns whether it was
/// empty before.
pub fn migrate(connection: &Connection) -> Result<bool> {
    let state = look(connection)?;
    let done = match state {
        State::Empty => 0,
        State::Ours(version) => version,
    };
    for step in STEPS.iter().skip(usize::try_from(done).unwrap_or(usize::MAX)) {
        connection.execute_batch(step)?;
    }
    if done < VERSION {
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(state == State::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::maintenance::OnExpiry;
    use crate::domain::{
        Access, FailureCode, JobType, KnownResult, Mode, Service, Spelled, Target,
    };
    use crate::domain::{DurationSource, Origin};

    /// The values that the schema's check of a column lists.
    fn checked(column: &str) -> Vec<&'static str> {
        let sql = STEPS[0];
        let check = sql.split("CHECK (").skip(1).find(|check| {
            let rest = check.trim_start().strip_prefix(column);
            rest.is_some_and(|rest| rest.starts_with(" = '") || rest.starts_with(" IN ('"))
        });
        let list = check.unwrap_or_else(|| panic!("no check of {column}"));
        list[..list.find(')').unwrap()].split('\'').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_schema_checks_the_spellings_of_the_domain() {
        #[track_caller]
        fn case<T: Spelled>(column: &str) {
            let spellings: Vec<&str> = T::ALL.iter().map(|value| value.spelling()).collect();
            assert_eq!(checked(column), spellings, "{column}");
        }
        case::<JobType>("type");
        case::<Target>("target");
        case::<Access>("access");
        case::<Service>("service");
        case::<OnExpiry>("on_expiry");
        case::<DurationSource>("durations");
        case::<Origin>("origin");
        case::<KnownResult>("result");
        case::<FailureCode>("code");
        case::<super::super::snapshot::StoreKind>("kind");
        case::<Mode>("mode");
        case::<super::super::applied::HookPhase>("doing");
    }

    #[test]
    fn a_file_is_brought_to_the_newest_version_once() {
        let connection = Connection::open_in_memory().unwrap();
        assert_eq!(look(&connection).unwrap(), State::Empty);
        assert!(migrate(&connection).unwrap());
        assert!(!migrate(&connection).unwrap());
        assert_eq!(look(&connection).unwrap(), State::Ours(VERSION));
    }

    #[test]
    fn foreign_and_newer_files_are_refused_by_name() {
        #[track_caller]
        fn case(sql: &str, code: &str) {
            let connection = Connection::open_in_memory().unwrap();
            connection.execute_batch(sql).unwrap();
            assert_eq!(look(&connection).unwrap_err().code.name(), code, "{sql}");
        }
        case("CREATE TABLE other (x)", "not-a-store");
        case("PRAGMA user_version = 3", "not-a-store");
        case("PRAGMA application_id = 1835889524; PRAGMA user_version = 99", "newer-schema");
        case("PRAGMA application_id = 1835889524; PRAGMA user_version = -1", "damaged");
    }
}
