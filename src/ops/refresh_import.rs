//! Import of what a refresh printed: sessions and observations only.

use std::borrow::Cow;

use serde::Serialize;

use crate::clock;
use crate::domain::{Instant, Span, plural};
use crate::error::{Code, Error, Result};
use crate::import::{self, ImportOptions, Imported, SourceFile, Warning};
use crate::ops::app::App;
use crate::ops::notification::notifications;
use crate::ops::session_diff::{Declared, JobNumbers, SessionDiff};
use crate::store::JobFilter;

/// Imports what a command printed that was started at `begun`. Returns the warnings.
pub fn import_output(
    app: &App,
    name: &str,
    bytes: &[u8],
    begun: Instant,
    declared: Declared,
) -> Result<Vec<Warning>> {
    let imported = read(app, name, bytes, begun)?;
    let declared = if imported.is_declared_complete { Declared::Complete } else { declared };
    app.lock(|store| {
        let snapshot = store.snapshot();
        let jobs = snapshot.jobs(JobFilter::All)?;
        let diff = SessionDiff::new(&snapshot, app, &imported, &jobs, declared)?;
        if diff.is_unchanged() {
            store.leave()?;
            return Ok(diff.warnings);
        }
        let observer = store.observe();
        // A refresh adds no jobs. One of this name may be another job.
        diff.write(&observer, &JobNumbers::new())?;
        observer.commit()?;
        Ok(diff.warnings)
    })
}

/// What an import of an output would observe.
#[derive(Debug, Serialize)]
pub struct ExportTrial {
    jobs: usize,
    /// Sessions that are running now.
    running: usize,
    /// Whether it is an observation of everything that can run.
    complete: bool,
    /// Why it is not.
    lost: Vec<String>,
}

impl ExportTrial {
    pub fn in_words(&self) -> String {
        let jobs = plural(self.jobs as u64, "job", "jobs");
        let running = plural(self.running as u64, "running session", "running sessions");
        let lost = self.lost.join("; ");
        match (self.complete, self.lost.is_empty()) {
            (true, _) => format!("{jobs}, {running}, a complete listing"),
            (false, true) => format!("{jobs}, {running}, but no listing of what runs"),
            (false, false) => {
                format!("{jobs}, {running}, a listing that cannot prove a drain: {lost}")
            }
        }
    }
}

/// Reads an output as `import_output` would, and stores nothing.
pub fn try_output(app: &App, bytes: &[u8], begun: Instant) -> Result<ExportTrial> {
    let imported = read(app, "refresh", bytes, begun)?;
    app.look(|snapshot| {
        let jobs = snapshot.jobs(JobFilter::All)?;
        let declared = Declared::of(&imported);
        let diff = SessionDiff::new(snapshot, app, &imported, &jobs, declared)?;
        Ok(ExportTrial {
            jobs: imported.jobs.len(),
            running: imported.sessions.iter().filter(|each| each.ended.is_none()).count(),
            complete: diff.is_complete(),
            lost: if diff.is_complete() { Vec::new() } else { diff.lost },
        })
    })
}

fn read(app: &App, name: &str, bytes: &[u8], begun: Instant) -> Result<Imported> {
    let options = import_options(app, begun)?;
    import::read(vec![SourceFile { name, bytes: Cow::Borrowed(bytes) }], &options)
        .map_err(|error| Error::new(Code::Import, error.to_string()))
}

/// How to read an export that says everything itself, with what the store knows. Its reading began at `begun`,
/// and has ended now.
pub fn import_options(app: &App, begun: Instant) -> Result<ImportOptions> {
    let now = if app.is_now_given() { begun } else { clock::now().max(begun) };
    app.look(|snapshot| {
        let tenants = snapshot.tenants()?.into_iter();
        Ok(ImportOptions {
            format: None,
            tenant: None,
            target: None,
            dates: None,
            kind: None,
            timezone: app.zone().clone(),
            default_duration: Span::from_secs(30 * 60),
            observed_at: None,
            begun,
            now,
            site: snapshot.server()?.site,
            known_jobs: snapshot.job_names()?.into_iter().map(|(_, job)| job).collect(),
            known_tenants: tenants.map(|each| each.facts.name).collect(),
            notifications: notifications(snapshot, app.now())?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestStore, at};

    #[test]
    fn a_trial_tells_what_an_export_would_observe() {
        #[track_caller]
        fn case(store: &TestStore, text: &str, want: &str) {
            let trial = try_output(&store.app("21:00"), text.as_bytes(), at("21:00")).unwrap();
            assert_eq!(trial.in_words(), want, "{text}");
            assert!(!trial.complete || trial.lost.is_empty(), "{trial:?}");
        }
        let live = TestStore::live();
        let none = r#"{"schema":"mm.provider-sessions/1","count":0,"sessions":[]}"#;
        case(&live, none, "0 jobs, 0 running sessions, a complete listing");
        let row = "Tenant,Name,JobType,IsRunning,Target\nAcme,nightly,Backup,True,cloud\n";
        let part = "1 job, 1 running session, a listing that cannot prove a drain: the listing was not declared complete";
        case(&live, row, part);
        let declared = "{\"schema\":\"mm.listing/1\",\"complete\":true}\n";
        let whole = "1 job, 1 running session, a complete listing";
        case(&live, &format!("{row}{declared}"), whole);
        let silent = "Tenant,Name,JobType,Target\nAcme,nightly,Backup,cloud\n";
        let no_listing = "1 job, 0 running sessions, but no listing of what runs";
        case(&live, &format!("{silent}{declared}"), no_listing);
        let ended = "Id,JobName,TenantName,JobType,State,Result,CreationTime,EndTime\n1,nightly,Acme,Backup,Stopped,Success,2026-11-23T20:00:00Z,2026-11-23T20:30:00Z\n";
        case(&live, ended, &part.replace("1 running session", "0 running sessions"));
        // A rehearsal knows all of its jobs.
        case(&TestStore::new(), row, whole);
    }
}
