//! Jobs remove: removes jobs, and their sessions with them.

use std::io;

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Done;
use crate::commands::confirm::Confirmation;
use crate::domain::JobType;
use crate::domain::facts::Job;
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::catch_up::{Act, settle};
use crate::ops::change::expect_revision;
use crate::ops::job_document::as_json;
use crate::ops::job_ref;
use crate::output::{Align, Page, Show, Sink, Table, plural};
use crate::store::{NewEntry, Sessions, Snapshot, Stored};

/// What `mm jobs remove` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The sessions of a job go with it, those that work too. Its tenant stays.\n\nExamples:\n  mm jobs remove \"Kestrel/Nightly VMs\"\n  mm jobs remove \"Old 1\" \"Old 2\" --yes"
)]
pub struct Args {
    /// The jobs: names, or TENANT/JOB
    #[arg(value_name = "JOB", required = true)]
    jobs: Vec<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Removes jobs.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let mut revision = args.if_revision;
    if !args.confirmation.yes {
        let (plan, lines) = app.look(|snapshot| {
            expect_revision(snapshot, args.if_revision)?;
            let plan = Plan::of(snapshot, &args.jobs)?;
            let lines = plan.lines(snapshot)?;
            Ok((plan, lines))
        })?;
        args.confirmation.ask(&lines, &plan.question())?;
        // What somebody said yes to is what is done.
        revision = Some(plan.revision);
    }
    let removed = app.lock(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, revision)?;
        let plan = Plan::of(&snapshot, &args.jobs)?;
        let caught_up = settle(&snapshot, app.now(), Act::default())?;
        let before: Vec<_> = plan.jobs.iter().map(|(job, _)| as_json(&job.facts)).collect();
        let entry = NewEntry {
            action: "remove-job",
            reason: None,
            before: json!(before),
            after: serde_json::Value::Null,
        };
        let writer = change.record(&app.actor, &entry)?;
        caught_up.write(&writer)?;
        for (job, _) in &plan.jobs {
            writer.remove_job(job.id)?;
        }
        let revision = writer.revision();
        writer.commit()?;
        Ok(plan.removed(revision))
    })?;
    Ok(app.done(removed))
}

/// What goes.
struct Plan {
    revision: u64,
    /// Jobs, each with its sessions: all, and those that work.
    jobs: Vec<(Stored<Job>, (usize, usize))>,
}

impl Plan {
    fn of(snapshot: &Snapshot<'_>, names: &[String]) -> Result<Plan> {
        let mut jobs = Vec::new();
        for job in job_ref::find_all(snapshot, names)? {
            let sessions = snapshot.sessions(Sessions::Of(job.id))?;
            let working = sessions.iter().filter(|session| session.works()).count();
            jobs.push((job, (sessions.len(), working)));
        }
        Ok(Plan { revision: snapshot.server()?.revision, jobs })
    }

    fn lines(&self, snapshot: &Snapshot<'_>) -> Result<Vec<String>> {
        let mut lines = Vec::with_capacity(self.jobs.len());
        for (job, (all, working)) in &self.jobs {
            let name = job_ref::reference(snapshot, &job.facts)?;
            let sessions = match (all, working) {
                (0, _) => "no session".to_owned(),
                (all, 0) => format!("{}, none works", plural(*all as u64, "session", "sessions")),
                (all, working) => format!(
                    "{}, of which {}",
                    plural(*all as u64, "session", "sessions"),
                    plural(*working as u64, "works", "work"),
                ),
            };
            lines.push(format!("{name}: {sessions}"));
        }
        Ok(lines)
    }

    fn question(&self) -> String {
        let sessions: usize = self.jobs.iter().map(|(_, (all, _))| all).sum();
        let sessions = match sessions {
            0 => "no session".to_owned(),
            sessions => plural(sessions as u64, "session", "sessions"),
        };
        format!("Remove {} with {sessions}?", plural(self.jobs.len() as u64, "job", "jobs"))
    }

    fn removed(self, revision: u64) -> Removed {
        let jobs = self.jobs.into_iter().map(|(job, (sessions, _))| RemovedJob {
            name: job.facts.name,
            tenant: job.facts.tenant,
            job_type: job.facts.job_type,
            sessions,
        });
        Removed { schema: "mm.removal/1", revision, changed: true, jobs: jobs.collect() }
    }
}

/// The document `mm.removal/1`.
#[derive(Serialize)]
struct Removed {
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
}

impl Show for Removed {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        page.strong(format!("Removed {}.", plural(self.jobs.len() as u64, "job", "jobs")));
        let mut table = Table::new(&[
            ("TENANT", Align::Left),
            ("JOB", Align::Left),
            ("TYPE", Align::Left),
            ("SESSIONS", Align::Right),
        ]);
        for job in &self.jobs {
            table.push([
                job.tenant.clone(),
                job.name.clone(),
                job.job_type.to_string(),
                job.sessions.to_string(),
            ]);
        }
        page.table(&table);
    }
}
