//! `mm jobs status`: list jobs with their state and their treatment by maintenance.

use std::collections::{HashMap, HashSet};
use std::io::{self, IsTerminal as _};
use std::time::Duration;

use crate::args::Global;
use crate::clock;
use crate::commands::prelude::*;
use crate::commands::with_app;
use crate::domain::JobType;
use crate::ops::drain::missing;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::filtered_tenant;
use crate::ops::treatment::{JobState, JobStatus, job_statuses};
use crate::output::Format;
use crate::views::job_list::JobList;
use crate::views::status::next_window;

#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    after_help = "With the mode off, mm shows how maintenance would treat jobs if you switched it on now; with the mode on, how it treats them.\n\nExamples:\n  mm jobs status                          every job\n  mm jobs status --affected               jobs that maintenance affects\n  mm jobs status --tenant Acme --json     the jobs of one tenant, for scripts\n\nA narrow terminal leaves out the columns TARGET, LAST and TYPE, in this order."
)]
pub struct Args {
    /// Show only these jobs: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    pub jobs: Vec<String>,
    #[command(flatten)]
    pub filter: Filter,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct Filter {
    /// Show only jobs of this tenant; the beginning of its name is enough
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Show only jobs of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = spelled::<JobType>())]
    job_type: Option<JobType>,
    /// Show only jobs in this state
    #[arg(long, value_name = "STATE", value_parser = spelled::<JobState>())]
    state: Option<JobState>,
    /// Show only jobs that maintenance affects
    #[arg(long)]
    affected: bool,
    /// On a terminal, show the list again every few seconds until you press Ctrl+C
    #[arg(long)]
    watch: bool,
}

/// How often `--watch` redraws the list.
const REDRAW_EVERY: Duration = Duration::from_secs(3);

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    if args.filter.watch && !(io::stdout().is_terminal() && global.format() == Format::Table) {
        return Err(Error::usage("--watch needs a terminal, and no other output format")
            .hint("without a terminal, call `mm jobs status` again and again"));
    }
    if !args.filter.watch {
        return with_app(global, |app| job_list(app, args).map(Response::new));
    }
    // A present given by --now moves on with the clock.
    let app = App::of(global)?;
    let shift = app.now() - clock::now();
    let response = Response { notes: app.notes(), ..Response::new(job_list(&app, args)?) };
    Ok(redrawn(response, app, args.clone(), shift))
}

/// The same list, followed by that of a moment later, until somebody interrupts `mm`.
fn redrawn(list: Response, app: App, args: Args, shift: Span) -> Response {
    let next = move || {
        std::thread::sleep(REDRAW_EVERY);
        app.set_now(clock::now() + shift);
        let list = Response::new(job_list(&app, &args)?);
        Ok(redrawn(list, app, args, shift))
    };
    Response { next: Some(Box::new(next)), ..list }
}

fn job_list(app: &App, args: &Args) -> Result<JobList> {
    app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let ids = args.jobs.iter().map(|name| Ok(job_ref::find(snapshot, name)?.id));
        let named: HashSet<i64> = ids.collect::<Result<_>>()?;
        let tenant = args.filter.tenant.as_deref();
        let tenant = tenant.map(|text| filtered_tenant(snapshot, text)).transpose()?;
        let mut jobs = job_statuses(snapshot, &status)?;
        let known = jobs.len();
        let wanted = |job: &JobStatus| {
            (named.is_empty() || named.contains(&job.id))
                && tenant.as_ref().is_none_or(|tenant| *job.tenant == **tenant)
                && args.filter.matches(job)
        };
        let is_left_out =
            |job: &JobStatus| args.filter.affected && job.treatment.affected.is_none();
        let not_known = jobs.iter().filter(|job| wanted(job) && is_left_out(job)).count();
        jobs.retain(|job| wanted(job) && args.filter.is_affected(job));
        let mut places: HashMap<Box<str>, usize> = HashMap::new();
        for job in &jobs {
            let next = places.len();
            places.entry(job.tenant.clone()).or_insert(next);
        }
        jobs.sort_by_cached_key(|job| places.get(&job.tenant).copied());
        Ok(JobList {
            schema: "mm.jobs/1",
            revision: status.server.revision,
            now: app.now(),
            mode: status.mode(),
            jobs,
            missing: missing(app, snapshot, &status)?,
            is_rehearsal: status.server.is_rehearsal(),
            known,
            not_known,
            is_watched: args.filter.watch,
            next_window: next_window(snapshot, app.now())?,
        })
    })
}

impl Filter {
    fn matches(&self, job: &JobStatus) -> bool {
        self.job_type.is_none_or(|job_type| job.job_type == job_type)
            && self.state.is_none_or(|state| job.state == state)
    }

    fn is_affected(&self, job: &JobStatus) -> bool {
        !self.affected || job.treatment.affected == Some(true)
    }
}
