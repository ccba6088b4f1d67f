//! `mm jobs add`: add a job or a CDP policy.

use crate::commands::jobs::options::JobOptions;
use crate::commands::prelude::*;
use crate::domain::{Job, JobType};
use crate::ops::change::ChangeRecord;
use crate::ops::job_check::{check, job_json, refuse_existing};
use crate::views::job::JobDocument;

#[derive(Debug, clap::Args)]
#[command(
    mut_arg("tenant", |arg| arg.required(true)),
    mut_arg("job_type", |arg| arg.required(true)),
    after_help = "Unless you say otherwise, the job writes to the cloud, runs one task at a time, and its schedule is in the time zone of the machine.\n\nExamples:\n  mm jobs add \"Nightly VMs\" --tenant Kestrel --type vsphere-backup --slots 2 \\\n    --task sql01=40m --task erp01=25m --cron \"0 22 * * *\" --timezone Europe/Berlin \\\n    --retry 3 --retry-wait 10m\n  mm jobs add \"Orders CDP\" --tenant Kestrel --type cdp-policy --initial-sync 2h"
)]
pub struct Args {
    /// Name of the job, unique within its tenant
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    options: JobOptions,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let Args { name, options, expect } = args;
    let job_at_present = || -> Result<Job> {
        // The required options replace the tenant and the type.
        let mut job = Job::new("", &**name, JobType::Other);
        options.apply(app, &mut job)?;
        check(app.now(), &job)?;
        Ok(job)
    };
    // A mistake in the options must not create a store.
    job_at_present()?;
    let document = app.change(HistoryAction::AddJob, expect.revision, |change, _| {
        let job = job_at_present()?;
        refuse_existing(&change.snapshot(), &job)?;
        let record = ChangeRecord { after: job_json(&job), ..ChangeRecord::default() };
        change.record(record, |writer| {
            let id = writer.add_job(&job)?;
            Ok(JobDocument::of(app, &writer.snapshot(), id)?.changed(true, "Added"))
        })
    })?;
    Ok(Response::new(document))
}
