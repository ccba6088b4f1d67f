//! `mm store backup`: copy the store to a new file.

use std::path::PathBuf;

use serde::Serialize;

use crate::commands::Response;
use crate::commands::store::check::StoreCheckDocument;
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::output::{Page, View, sanitize};
use crate::store::{CheckPart, Store};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Path of the copy; the file must not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// The document `mm.store/1` of a backup.
#[derive(Serialize)]
struct Backup {
    schema: &'static str,
    revision: Option<u64>,
    path: PathBuf,
    copy: PathBuf,
    head: Option<String>,
    warnings: Vec<String>,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let copy = Store::open(&app.location)?.copy(&app.location, &args.file)?;
    let checked = StoreCheckDocument::of(app, &copy.location())?;
    if let Some(fault) = checked.first_fault(|part| part == CheckPart::File) {
        let message = format!("the copy was damaged, so it was removed: {fault}");
        return Err(Error::new(Code::Damaged, message)
            .hint("`mm store check` lists everything that is wrong with the store"));
    }
    // A copy of a store that somebody tampered with is better than none.
    let warnings = checked
        .first_fault(|_| true)
        .map(|fault| format!("the store is not sound, and neither is the copy: {fault}"));
    copy.keep()?;
    app.set_changed();
    let backup = Backup {
        schema: "mm.store/1",
        revision: checked.revision,
        path: app.location.0.clone(),
        copy: args.file.clone(),
        head: checked.head,
        warnings: warnings.into_iter().collect(),
    };
    Ok(Response::new(backup))
}

impl View for Backup {
    fn page(&self, page: &mut Page) {
        page.strong(format!("Copied the store to {}.", sanitize(&self.copy.to_string_lossy())));
        let revision = self.revision.map(|revision| revision.to_string()).unwrap_or_default();
        let head = self.head.clone().unwrap_or_default();
        page.fields(&[("revision", revision), ("last hash", head)]);
        for warning in &self.warnings {
            page.warning(warning);
        }
    }
}
