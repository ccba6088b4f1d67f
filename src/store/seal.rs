//! The seal: a hash of everything that the mode depends on, in the last entry of the history.
//!
//! SQLite notices a page that it cannot read. It does not notice a flipped bit that changes a time or
//! hides a row. A wrong mode must not be reported, so every read and every change checks the seal
//! first.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::domain::Instant;
use crate::domain::maintenance::Maintenance;
use crate::error::{Code, Error, Result};
use crate::store::history::{HistoryFilter, hexadecimal};
use crate::store::maintenance::{Opens, PlannedWindow};
use crate::store::server::Server;
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;

/// The part of a recorded change that is read here. Entries of older programs have no seal.
#[derive(Deserialize)]
struct Sealed {
    seal: Option<String>,
}

impl Snapshot<'_> {
    /// The hash of mode, windows, notification and service as the tables hold them.
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
        .map_err(|error| Error::from_cause(Code::Store, error))?;
        Ok(hexadecimal(&Sha256::digest(text)))
    }

    /// Makes sure that the tables are as the last recorded change left them.
    pub fn sealed(&self) -> Result<()> {
        let mut last = self.history(HistoryFilter { limit: Some(2), since: None })?;
        let Some(entry) = last.pop() else {
            return Err(damaged("its history is empty"));
        };
        let id = entry.id;
        if !entry.follows(last.pop().as_ref())? {
            return Err(damaged(format!("entry {id}, the last of the history, was altered")));
        }
        let server = self.server()?;
        if entry.revision != server.revision {
            let (is, revision) = (entry.revision, server.revision);
            return Err(damaged(format!(
                "it is at revision {revision}, the last entry of its history at {is}"
            )));
        }
        let sealed: Sealed = serde_json::from_str(entry.change.get()).map_err(|error| {
            damaged(error.to_string()).context(format!("the change of history entry {id}"))
        })?;
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

fn plan(of: &PlannedWindow) -> impl serde::Serialize {
    let opens = match &of.opens {
        Opens::Once(at) => (Some(at.millis()), None, None),
        Opens::Cron { cron, timezone } => (None, Some(cron), Some(timezone)),
    };
    let texts: Texts<'_> = (&of.by, of.reason.as_deref(), of.message.as_deref());
    let lasts = (of.length.millis(), of.on_expiry.to_string());
    (of.id, opens, lasts, of.added.millis(), of.removed.map(Instant::millis), texts)
}
