//! The result of an import: what changed in the store, and what was assumed or left out.

use serde::Serialize;

use crate::domain::Instant;
use crate::import::{ObservedFrom, Warning};
use crate::ops::import_counts::Counts;
use crate::ops::import_diff::TypeCount;
use crate::output::{Page, View, sanitize};

/// The document `mm.import/1`.
#[derive(Serialize)]
pub struct ImportReport {
    pub schema: &'static str,
    pub revision: u64,
    pub changed: bool,
    pub dry_run: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_change: Option<bool>,
    pub observed_at: Instant,
    pub observed_from: ObservedFrom,
    pub jobs: Counts,
    pub tenants: Counts,
    pub sessions: Counts,
    pub types: Vec<TypeCount>,
    /// Whether the import observed everything that can run.
    pub complete: bool,
    pub lost: Vec<String>,
    pub unused: Vec<Warning>,
    #[serde(rename = "guessed")]
    pub assumed: Vec<Warning>,
}

impl View for ImportReport {
    fn page(&self, page: &mut Page) {
        page.strong(match (self.dry_run, self.changed) {
            (true, _) => "Dry run: nothing was changed. These are the changes of an import.",
            (false, true) => "Imported.",
            (false, false) => "Nothing has changed since the last import.",
        });
        let from = match self.observed_from {
            ObservedFrom::File => "as stated in the files",
            ObservedFrom::Option => "as given with --observed-at",
            ObservedFrom::Written => "at most 5 minutes before the oldest file was written",
            ObservedFrom::Present => "the present",
        };
        page.fields(&[
            ("observed", format!("{}, {from}", page.time(self.observed_at))),
            ("jobs", counts(self.jobs)),
            ("tenants", counts(self.tenants)),
            ("sessions", counts(self.sessions)),
        ]);
        for TypeCount { job_type, target, jobs } in &self.types {
            page.line(format!("    {jobs:>6}  {job_type}, {target}"));
        }
        let is_declared = |what: &&String| !what.contains("was not declared complete");
        let lost: Vec<&String> = self.lost.iter().filter(is_declared).collect();
        if !lost.is_empty() {
            page.line("");
            page.strong("This import does not show that nothing else is running:");
            for what in lost {
                page.line(format!("  {}", sanitize(what)));
            }
        }
        for (title, warnings) in [("Assumed:", &self.assumed), ("Not used:", &self.unused)] {
            if warnings.is_empty() {
                continue;
            }
            page.line("");
            page.strong(title);
            for warning in warnings {
                page.line(format!("  {}", sanitize(&warning.to_string())));
            }
        }
    }
}

fn counts(counts: Counts) -> String {
    let Counts { added, changed, unchanged, removed, ended } = counts;
    let last = match ended {
        Some(ended) => format!("{ended} ended"),
        None => format!("{removed} removed"),
    };
    format!("{added} added, {changed} changed, {unchanged} unchanged, {last}")
}
