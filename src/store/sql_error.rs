//! SQLite errors as errors of `mm`.

use rusqlite::ErrorCode;

use crate::error::{Code, Error};

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let code = error.sqlite_error_code();
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => locked(),
            Some(ErrorCode::DatabaseCorrupt) => damaged(format!("it is damaged: {error}")),
            Some(ErrorCode::NotADatabase) => {
                Error::new(Code::NotAStore, "it is not a SQLite database")
                    .hint("name the store with --store or MM_STORE")
            }
            Some(ErrorCode::ReadOnly) => {
                Error::new(Code::ReadOnly, "it cannot be written: it is read-only")
                    .hint("check the owner and the permissions of the file and its folder")
            }
            Some(ErrorCode::DiskFull) => {
                Error::new(Code::DiskFull, "the disk is full; nothing was changed")
                    .hint("free some space on the disk of the store and try again")
            }
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Error::new(Code::NotReadable, format!("it cannot be opened: {error}"))
                    .hint("check the owner and the permissions of the file and its folder")
            }
            Some(ErrorCode::ConstraintViolation) => {
                Error::new(Code::Store, format!("it refuses a value: {error}"))
            }
            Some(ErrorCode::SystemIoFailure) => {
                Error::new(Code::InputOutput, format!("reading or writing it failed: {error}"))
                    .hint("look for disk errors in the system log")
            }
            // All SQL is fixed, so a statement that cannot be prepared means a different schema.
            Some(ErrorCode::Unknown) => damaged(format!("its schema is not that of mm: {error}")),
            None if is_of_another_type(&error) => {
                damaged(format!("it holds a value of another type: {error}"))
            }
            Some(_) | None => Error::new(Code::Store, error.to_string()),
        }
    }
}

/// A store that other processes kept locked.
pub fn locked() -> Error {
    Error::new(Code::Locked, "other processes kept the store locked for 30 seconds")
        .hint("find the process that holds it (`fuser` shows it), and try again")
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

/// A store that holds something that `mm` never writes.
pub fn damaged(message: impl Into<String>) -> Error {
    Error::new(Code::Damaged, message)
        .hint("`mm store check` lists everything that is wrong; a backup made by `mm store backup` can be restored")
}
