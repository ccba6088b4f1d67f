//! Hostile: damaged texts of every kind, thousands of them, none of which may stop the program.

mod documents;
mod options;
mod texts;
mod watch;

use crate::testing::hostile::watch::Watch;

/// How often something is tried: seldom as a rule, often under `MM_LONG=1`.
fn rounds(short: usize, full: usize) -> usize {
    if std::env::var_os("MM_LONG").is_some_and(|value| value == "1") { full } else { short }
}
