//! Seal: a hash of all that the mode depends on, which the last entry of the history carries.
//!
//! SQLite notices a page that it cannot read, not a time that became another one or a row that a
//! flipped bit hides. Whoever asks for the mode must not be told the wrong one, so every look and
//! every change begins by comparing.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::domain::Instant;
use crate::domain::maintenance::Maintenance;
use crate::error::{Code, Error, Result};
use crate::store::history::{HistoryFilter, hexadecimal};
use crate::store::maintenance::{Opens, Window};
use crate::store::snapshot::{Server, Snapshot};
use crate::store::sql_error::damaged;

/// What of a recorded change is looked at here. Entries of older programs have no seal.
#[derive(Deserialize)]
struct Sealed {
    seal: Option<String>,
}

impl Snapshot<'_> {
    /// The hash of mode, windows, notification and service as they stand.
    pub(super) fn seal(&self, server: &Server) -> Result<String> {
        let declared = self.declared_by_hand()?;
        let (windows, ended) = (self.windows()?, self.ended_occurrences()?);
        let text = serde_json::to_string(&(
            (&server.message, server.service),
            declared.as_ref().map(declaration),
            windows.iter().map(plan).collect::<Vec<_>>(),
            ended
                .iter()
                .map(|(window, since, ended)| (window, since.millis(), ended.millis()))
                .collect::<Vec<_>>(),
        ))
        .map_err(|error| Error::new(Code::Store, error.to_string()))?;
        Ok(hexadecimal(&Sha256::digest(text)))
    }

    /// Makes sure that the last change left things as they stand.
    pub fn sealed(&self) -> Result<()> {
        let mut last = self.history(HistoryFilter { limit: Some(2), since: None })?;
        let Some(entry) = last.pop() else {
            return Err(damaged("its history is gone"));
        };
        let id = entry.id;
        if !entry.follows(last.pop().as_ref())? {
            return Err(damaged(format!("entry {id} of the history, the last, was altered")));
        }
        let server = self.server()?;
        if entry.revision != server.revision {
            let (is, revision) = (entry.revision, server.revision);
            return Err(damaged(format!(
                "it is at revision {revision}, the last entry of its history at {is}"
            )));
        }
        let sealed: Sealed = serde_json::from_str(entry.change.get())
            .map_err(|error| damaged(format!("the change of history entry {id}: {error}")))?;
        match sealed.seal {
            Some(seal) if seal != self.seal(&server)? => Err(damaged(format!(
                "mode, windows, notification or service are not what entry {id} of the history left"
            ))),
            Some(_) | None => Ok(()),
        }
    }
}

type Texts<'t> = (&'t str, Option<&'t str>, Option<&'t str>);

fn declaration(of: &Maintenance) -> (i64, Option<i64>, String, Texts<'_>) {
    let texts = (&*of.by, of.reason.as_deref(), of.message.as_deref());
    (of.since.millis(), of.until.map(Instant::millis), of.on_expiry.to_string(), texts)
}

fn plan(of: &Window) -> impl serde::Serialize {
    let opens = match &of.opens {
        Opens::Once(at) => (Some(at.millis()), None, None),
        Opens::Cron { cron, timezone } => (None, Some(cron), Some(timezone)),
    };
    let texts: Texts<'_> = (&of.by, of.reason.as_deref(), of.message.as_deref());
    let lasts = (of.length.millis(), of.on_expiry.to_string());
    (of.id, opens, lasts, of.added.millis(), of.removed.map(Instant::millis), texts)
}
