//! Trouble: what SQLite complains about, in words and codes that scripts can rely on.

use rusqlite::{Error, ErrorCode};

use crate::exit::Problem;

/// What every step of the store gives.
pub type Result<T> = std::result::Result<T, Problem>;

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let code = error.sqlite_error_code();
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => locked(),
            Some(ErrorCode::DatabaseCorrupt) => damaged(format!("it is damaged: {error}")),
            Some(ErrorCode::NotADatabase) => {
                Problem::failed("not-a-store", "it is no SQLite database")
                    .hint("give the store with --store or MM_STORE")
            }
            Some(ErrorCode::ReadOnly) => {
                Problem::failed("read-only", "it cannot be written: it is read-only")
                    .hint("see who owns the file and its folder, and which modes they have")
            }
            Some(ErrorCode::DiskFull) => {
                Problem::failed("disk-full", "the disk is full; nothing was changed")
                    .hint("make room beside the store and try again")
            }
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Problem::failed("not-readable", format!("it cannot be opened: {error}"))
                    .hint("see who owns the file and its folder, and which modes they have")
            }
            Some(ErrorCode::ConstraintViolation) => {
                Problem::failed("store", format!("it refuses a value: {error}"))
            }
            Some(ErrorCode::SystemIoFailure) => {
                Problem::failed("input-output", format!("reading or writing it failed: {error}"))
                    .hint("see the system's log for the disk")
            }
            // All SQL is fixed, so what cannot be prepared finds another schema than ours.
            Some(ErrorCode::Unknown) => damaged(format!("its schema is not mm's: {error}")),
            None if is_of_another_type(&error) => {
                damaged(format!("it holds a value of another type: {error}"))
            }
            Some(_) | None => Problem::failed("store", error.to_string()),
        }
    }
}

/// A store that others do not let go of.
pub fn locked() -> Problem {
    Problem::failed("locked", "others kept the store locked for 30 seconds")
        .hint("see which process holds it, and try again")
}

fn is_of_another_type(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::FromSqlConversionFailure(..)
            | Error::Utf8Error(..)
    )
}

/// A store that holds what it must not.
pub fn damaged(message: impl Into<String>) -> Problem {
    Problem::failed("damaged", message)
        .hint("mm store check tells all that is wrong; restore a backup made by mm store backup")
}
