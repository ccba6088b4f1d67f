//! Trouble: what SQLite complains about, in words and codes that scripts can rely on.

use rusqlite::ErrorCode;

use crate::error::{Code, Error};

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let code = error.sqlite_error_code();
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => locked(),
            Some(ErrorCode::DatabaseCorrupt) => damaged(format!("it is damaged: {error}")),
            Some(ErrorCode::NotADatabase) => {
                Error::new(Code::NotAStore, "it is no SQLite database")
                    .hint("give the store with --store or MM_STORE")
            }
            Some(ErrorCode::ReadOnly) => {
                Error::new(Code::ReadOnly, "it cannot be written: it is read-only")
                    .hint("see who owns the file and its folder, and which modes they have")
            }
            Some(ErrorCode::DiskFull) => {
                Error::new(Code::DiskFull, "the disk is full; nothing was changed")
                    .hint("make room beside the store and try again")
            }
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Error::new(Code::NotReadable, format!("it cannot be opened: {error}"))
                    .hint("see who owns the file and its folder, and which modes they have")
            }
            Some(ErrorCode::ConstraintViolation) => {
                Error::new(Code::Store, format!("it refuses a value: {error}"))
            }
            Some(ErrorCode::SystemIoFailure) => {
                Error::new(Code::InputOutput, format!("reading or writing it failed: {error}"))
                    .hint("see the system's log for the disk")
            }
            // All SQL is fixed, so what cannot be prepared finds another schema than ours.
            Some(ErrorCode::Unknown) => damaged(format!("its schema is not mm's: {error}")),
            None if is_of_another_type(&error) => {
                damaged(format!("it holds a value of another type: {error}"))
            }
            Some(_) | None => Error::new(Code::Store, error.to_string()),
        }
    }
}

/// A store that others do not let go of.
pub fn locked() -> Error {
    Error::new(Code::Locked, "others kept the store locked for 30 seconds")
        .hint("see which process holds it, and try again")
}

fn is_of_another_type(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

/// A store that holds what it must not.
pub fn damaged(message: impl Into<String>) -> Error {
    Error::new(Code::Damaged, message)
        .hint("mm store check tells all that is wrong; restore a backup made by mm store backup")
}
