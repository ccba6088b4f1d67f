//! SQLite errors as errors of `mm`.

use rusqlite::ErrorCode;

use crate::error::{Code, Error};

const DAMAGED: &str = "`mm store check` lists everything that is wrong; a backup made by `mm store backup` can be restored";

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let code = error.sqlite_error_code();
        let is_of_another_type = is_of_another_type(&error);
        // The text of a SQLite error includes its causes.
        let cause = anyhow::Error::msg(error);
        let because = |code, what| Error::from_cause(code, cause).context(what);
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => locked(),
            Some(ErrorCode::DatabaseCorrupt) => {
                because(Code::Damaged, "it is damaged").hint(DAMAGED)
            }
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
                because(Code::NotReadable, "it cannot be opened")
                    .hint("check the owner and the permissions of the file and its folder")
            }
            Some(ErrorCode::ConstraintViolation) => {
                Error::new(Code::Store, "it refuses a value, so nothing was changed").hint(
                    "this is a mistake in mm: please report the command, and what `mm store check` says",
                )
            }
            Some(ErrorCode::SystemIoFailure) => {
                because(Code::InputOutput, "reading or writing it failed")
                    .hint("look for disk errors in the system log")
            }
            // All SQL is fixed, so a statement that cannot be prepared means a different schema.
            Some(ErrorCode::Unknown) => {
                because(Code::Damaged, "its schema is not that of mm").hint(DAMAGED)
            }
            None if is_of_another_type => {
                because(Code::Damaged, "it holds a value of another type").hint(DAMAGED)
            }
            Some(_) | None => because(Code::Store, "SQLite refused an operation"),
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
    Error::new(Code::Damaged, message).hint(DAMAGED)
}
