//! Jobs add: adds a job or policy by hand.

use crate::args::Global;
use crate::commands::Response;
use crate::commands::jobs::members::Members;
use crate::domain::{Job, JobType};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::ops::job_check::{as_json, check};
use crate::ops::job_ref;
use crate::store::{NewEntry, Snapshot};
use crate::views::job::JobDocument;

/// What `mm jobs add` takes.
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("tenant", |arg| arg.required(true)),
    mut_arg("job_type", |arg| arg.required(true)),
    after_help = "Examples:\n  mm jobs add \"Nightly VMs\" --tenant Kestrel --type vsphere-backup --slots 2 \\\n    --task sql01=40m --task erp01=25m --cron \"0 22 * * *\" --timezone Europe/Berlin --retry 3 --retry-wait 10m\n  mm jobs add \"Orders CDP\" --tenant Kestrel --type cdp-policy --initial-sync 2h"
)]
pub struct Args {
    /// Its name, known within its tenant
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    members: Members,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Adds a job.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let job_type = args.members.job_type.unwrap_or(JobType::Other);
    let mut facts = Job::new("", &*args.name, job_type);
    args.members.put_into(&app, &mut facts)?;
    check(app.now(), &facts)?;
    let told = app.lock_or_create(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        refuse_known(&snapshot, &facts)?;
        let caught_up = catch_up(&snapshot, app.now(), Vec::new())?;
        let entry = NewEntry {
            action: "add-job",
            reason: None,
            before: serde_json::Value::Null,
            after: as_json(&facts),
        };
        let writer = change.record(&app.actor, &entry)?;
        caught_up.write(&writer)?;
        let id = writer.add_job(&facts)?;
        let told = JobDocument::of(&app, &writer.snapshot(), id)?.changed(true, "Added");
        writer.commit()?;
        Ok(told)
    })?;
    Ok(Response::of(&app, told))
}

/// Makes sure that the tenant has no job of this name.
pub fn refuse_known(snapshot: &Snapshot<'_>, facts: &Job) -> Result<()> {
    if job_ref::exactly(snapshot, &facts.tenant, &facts.name)?.is_none() {
        return Ok(());
    }
    let message = format!("tenant {:?} has a job named {:?} already", facts.tenant, facts.name);
    Err(Error::new(Code::JobExists, message).hint("mm jobs edit changes it"))
}
