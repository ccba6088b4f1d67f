//! `mm jobs status`: list jobs with their state and their treatment by maintenance.

use std::collections::HashSet;

use crate::commands::prelude::*;
use crate::domain::JobType;
use crate::ops::drain::missing;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::filtered_tenant;
use crate::ops::treatment::{JobState, JobStatus, job_statuses};
use crate::store::Snapshot;
use crate::views::job_list::JobList;
use crate::views::status::next_window;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "With the mode off, mm shows how jobs would be treated if you switched it on now; with the mode on, how they are treated.\n\nExamples:\n  mm jobs status                          every job\n  mm jobs status --affected               jobs that lose something\n  mm jobs status --tenant Acme --json     the jobs of one tenant, for scripts\n\nA narrow terminal leaves out the columns TARGET, LAST and TYPE, in this order."
)]
pub struct Args {
    /// Show only these jobs: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    jobs: Vec<String>,
    /// Show only jobs of this tenant; the beginning of its name is enough
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Show only jobs of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = spelled::<JobType>())]
    job_type: Option<JobType>,
    /// Show only jobs in this state
    #[arg(long, value_name = "STATE", value_parser = spelled::<JobState>())]
    state: Option<JobState>,
    /// Show only jobs from which maintenance takes something
    #[arg(long)]
    affected: bool,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let list = app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let tenant = args.tenant.as_deref();
        let tenant = tenant.map(|text| filtered_tenant(snapshot, text)).transpose()?;
        let named = named_jobs(snapshot, args)?;
        let mut jobs = job_statuses(snapshot, &status)?;
        let known = jobs.len();
        jobs.retain(|job| {
            tenant.as_ref().is_none_or(|tenant| *job.tenant == **tenant)
                && (named.is_empty() || named.contains(&job.id))
                && args.matches(job)
        });
        Ok(JobList {
            schema: "mm.jobs/1",
            revision: status.server.revision,
            now: app.now(),
            mode: status.mode(),
            jobs,
            missing: missing(app, snapshot, &status)?,
            is_rehearsal: status.server.is_rehearsal(),
            known,
            next_window: next_window(snapshot, app.now())?,
        })
    })?;
    Ok(Response::new(list))
}

fn named_jobs(snapshot: &Snapshot<'_>, args: &Args) -> Result<HashSet<i64>> {
    args.jobs.iter().map(|name| Ok(job_ref::find(snapshot, name)?.id)).collect()
}

impl Args {
    fn matches(&self, job: &JobStatus) -> bool {
        self.job_type.is_none_or(|job_type| job.job_type == job_type)
            && self.state.is_none_or(|state| job.state == state)
            && (!self.affected || job.treatment.is_affected())
    }
}
