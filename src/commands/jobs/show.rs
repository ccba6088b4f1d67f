//! `mm jobs show`: show a job with its tasks, its sessions and its treatment by maintenance.

use crate::commands::prelude::*;
use crate::ops::job_ref;
use crate::views::job::JobDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm jobs show \"Nightly VMs\"             by name, if only one tenant has such a job\n  mm jobs show \"Kestrel/Nightly VMs\"     by tenant and name\n  mm jobs show \"Kestrel//a/b\" --json     if names contain slashes: // ends that of the tenant"
)]
pub struct Args {
    /// Job to show: its name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let document = app.look(|snapshot| {
        let job = job_ref::find(snapshot, &args.job)?;
        JobDocument::of(app, snapshot, job.id)
    })?;
    Ok(Response::new(document))
}
