//! Jobs show: one job, its sessions and tasks, and how it is treated.

use clap::Args;

use super::document::JobDocument;
use crate::cli::Global;
use crate::command::context::Context;
use crate::command::{Done, job_ref};

/// What `mm jobs show` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm jobs show \"Nightly VMs\"             by name, where one tenant has it\n  mm jobs show \"Kestrel/Nightly VMs\"     by tenant and name\n  mm jobs show \"Kestrel//a/b\" --json     where names hold slashes, // ends the tenant's"
)]
pub struct Arguments {
    /// The job: its name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
}

/// Shows a job.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let told = context.look(|view| {
        let job = job_ref::find(view, &arguments.job)?;
        JobDocument::of(&context, view, job.id)
    })?;
    Ok(context.done(told))
}
