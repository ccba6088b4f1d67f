//! Jobs show: one job, its sessions and tasks, and how it is treated.

use crate::args::Global;
use crate::commands::Done;
use crate::ops::app::App;
use crate::ops::job_ref;
use crate::views::job::JobDocument;

/// What `mm jobs show` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm jobs show \"Nightly VMs\"             by name, where one tenant has it\n  mm jobs show \"Kestrel/Nightly VMs\"     by tenant and name\n  mm jobs show \"Kestrel//a/b\" --json     where names hold slashes, // ends the tenant's"
)]
pub struct Args {
    /// The job: its name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
}

/// Shows a job.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let told = app.look(|snapshot| {
        let job = job_ref::find(snapshot, &args.job)?;
        JobDocument::of(&app, snapshot, job.id)
    })?;
    Ok(app.done(told))
}
