//! `mm jobs remove`: remove jobs with all their sessions.

use serde_json::json;

use crate::commands::confirm::Confirmation;
use crate::commands::prelude::*;
use crate::domain::{Job, JobType};
use crate::ops::catch_up::catch_up;
use crate::ops::change::{ChangeRecord, expect_revision};
use crate::ops::job_check::job_json;
use crate::ops::job_ref;
use crate::output::{Table, plural};
use crate::store::{SessionFilter, Snapshot, Stored};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "`mm` removes the sessions of a job with it; its tenant stays. On a live store a running session stays, and counts until it is known to have ended.\n\nExamples:\n  mm jobs remove \"Kestrel/Nightly VMs\"\n  mm jobs remove \"Old 1\" \"Old 2\" --yes"
)]
pub struct Args {
    /// Jobs to remove: names, or TENANT/JOB
    #[arg(value_name = "JOB", required = true)]
    jobs: Vec<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let mut revision = args.expect.revision;
    if !args.confirmation.yes {
        let (confirmed, lines, question) = app.look(|snapshot| {
            expect_revision(snapshot, revision)?;
            let jobs = jobs_to_remove(app, snapshot, &args.jobs)?;
            let lines = jobs.iter().map(|job| job.consequence(snapshot));
            let lines = lines.collect::<Result<Vec<String>>>()?;
            Ok((snapshot.server()?.revision, lines, question(&jobs)))
        })?;
        args.confirmation.ask(&lines, &question)?;
        // The answer holds only for what the question showed.
        revision = Some(confirmed);
    }
    let removal = app.change(HistoryAction::RemoveJob, revision, |change, _| {
        let jobs = jobs_to_remove(app, &change.snapshot(), &args.jobs)?;
        let before: Vec<_> = jobs.iter().map(|job| job_json(&job.stored.facts)).collect();
        let record = ChangeRecord { before: json!(before), ..ChangeRecord::default() };
        change.record(record, |writer| {
            for job in &jobs {
                writer.remove_job(job.stored.id)?;
            }
            let revision = writer.revision();
            Ok(Removal { schema: "mm.removal/1", revision, changed: true, jobs })
        })
    })?;
    Ok(Response::new(removal))
}

/// The document `mm.removal/1`.
#[derive(Serialize)]
struct Removal {
    schema: &'static str,
    revision: u64,
    changed: bool,
    jobs: Vec<RemovedJob>,
}

#[derive(Serialize)]
struct RemovedJob {
    name: String,
    tenant: String,
    #[serde(rename = "type")]
    job_type: JobType,
    sessions: usize,
    #[serde(skip)]
    working: usize,
    #[serde(skip)]
    stored: Stored<Job>,
}

fn jobs_to_remove(app: &App, snapshot: &Snapshot<'_>, names: &[String]) -> Result<Vec<RemovedJob>> {
    let caught_up = catch_up(snapshot, app.now(), Vec::new())?;
    let jobs = job_ref::find_all(snapshot, names)?.into_iter().map(|stored| {
        let mut sessions = snapshot.sessions(SessionFilter::OfJob(stored.id))?;
        caught_up.advance(&mut sessions, |session| session.job == Some(stored.id));
        Ok(RemovedJob {
            name: stored.facts.name.clone(),
            tenant: stored.facts.tenant.clone(),
            job_type: stored.facts.job_type,
            sessions: sessions.len(),
            working: sessions.iter().filter(|session| session.works()).count(),
            stored,
        })
    });
    jobs.collect()
}

fn sessions_text(count: usize) -> String {
    match count as u64 {
        0 => "no session".to_owned(),
        count => plural(count, "session", "sessions"),
    }
}

fn question(jobs: &[RemovedJob]) -> String {
    let sessions = sessions_text(jobs.iter().map(|job| job.sessions).sum());
    format!("Remove {} with {sessions}?", plural(jobs.len() as u64, "job", "jobs"))
}

impl RemovedJob {
    fn consequence(&self, snapshot: &Snapshot<'_>) -> Result<String> {
        let name = job_ref::reference(snapshot, &self.stored.facts)?;
        let running = match self.working {
            0 => String::new(),
            count => format!(", {count} running"),
        };
        Ok(format!("{name}: {}{running}", sessions_text(self.sessions)))
    }
}

impl View for Removal {
    fn page(&self, page: &mut Page) {
        page.strong(format!("Removed {}.", plural(self.jobs.len() as u64, "job", "jobs")));
        let mut table = Table::of("TENANT | JOB | TYPE | SESSIONS:");
        for job in &self.jobs {
            table.push([
                job.tenant.clone(),
                job.name.clone(),
                job.job_type.to_string(),
                job.sessions.to_string(),
            ]);
        }
        page.table(table);
    }
}
