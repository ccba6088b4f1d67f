//! Thousands of damaged inputs of every kind, none of which may crash `mm`.

mod documents;
mod options;
mod texts;
mod watch;

use crate::testing::hostile::watch::Watch;

/// The number of tries: `full` with `MM_LONG=1`, otherwise `short`.
pub fn rounds(short: usize, full: usize) -> usize {
    if std::env::var_os("MM_LONG").is_some_and(|value| value == "1") { full } else { short }
}
