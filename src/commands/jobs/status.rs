//! Status of jobs: where each stands, and how it is or would be treated.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use serde_json::json;

use crate::args::{Global, spelled};
use crate::commands::Done;
use crate::commands::status::next_window;
use crate::domain::control::Maintenance;
use crate::domain::{Instant, JobType, KnownResult, Mode, Target};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::server_status::ServerStatus;
use crate::ops::treatment::{JobState, Treated, Treatment, treat};
use crate::output::{Align, Page, Rows, Show, Sink, Table, plural, rough};
use crate::store::Snapshot;

/// What `mm jobs status` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "With the mode off it tells how jobs would be treated if it were switched on now; with the mode on, how they are.\n\nExamples:\n  mm jobs status                          every job\n  mm jobs status --affected               those that lose something\n  mm jobs status --tenant Acme --json     one tenant's, for scripts\n\nOn a narrow terminal the least important columns are left out, in this order: TARGET, LAST, TYPE. What is no terminal gets all of them."
)]
pub struct Args {
    /// Only these jobs: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    jobs: Vec<String>,
    /// Only jobs of this tenant
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Only jobs of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = spelled::<JobType>())]
    job_type: Option<JobType>,
    /// Only jobs in this state
    #[arg(long, value_name = "STATE", value_parser = spelled::<JobState>())]
    state: Option<JobState>,
    /// Only jobs from which maintenance takes something
    #[arg(long)]
    affected: bool,
}

/// Tells of every job.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let status = app.look(|snapshot| Status::of(snapshot, app.now(), args))?;
    Ok(app.done(status))
}

struct Status {
    revision: u64,
    now: Instant,
    mode: Mode,
    rehearsal: bool,
    known: usize,
    next: Option<Maintenance>,
    jobs: Vec<Job>,
}

#[derive(Serialize)]
struct Job {
    name: Box<str>,
    tenant: Box<str>,
    #[serde(rename = "type")]
    job_type: JobType,
    target: Target,
    state: JobState,
    tasks_done: u32,
    tasks: u32,
    last_result: Option<KnownResult>,
    last_ended: Option<Instant>,
    observed_at: Option<Instant>,
    treatment: Treatment,
}

impl Status {
    fn of(snapshot: &Snapshot<'_>, now: Instant, args: &Args) -> Result<Status> {
        let state = ServerStatus::of(snapshot, now)?;
        let wanted = wanted(snapshot, args)?;
        let mut last = snapshot.last_ends()?;
        for session in &state.caught_up.ended {
            if let Some(ended) = session.facts.ended {
                last.insert(session.job, (ended.result, ended.at));
            }
        }
        let treated = treat(snapshot, &state)?;
        let known = treated.len();
        let jobs = treated
            .into_iter()
            .filter(|job| {
                wanted.as_ref().is_none_or(|wanted| wanted.contains(&job.id))
                    && args.tenant.as_deref().is_none_or(|tenant| *job.tenant == *tenant)
                    && args.job_type.is_none_or(|job_type| job.job_type == job_type)
                    && args.state.is_none_or(|state| job.state == state)
                    && (!args.affected || job.treatment.hurts())
            })
            .map(|job| Job::of(job, &last))
            .collect();
        Ok(Status {
            revision: state.server.revision,
            now,
            mode: state.mode(),
            rehearsal: state.server.is_rehearsal(),
            known,
            next: next_window(snapshot, now)?,
            jobs,
        })
    }
}

/// The numbers of the jobs that were named; `None`: all.
fn wanted(snapshot: &Snapshot<'_>, args: &Args) -> Result<Option<Vec<i64>>> {
    if let Some(tenant) = &args.tenant
        && snapshot.tenant(tenant)?.is_none()
    {
        let message = format!("nobody knows tenant {tenant:?}");
        return Err(crate::error::Error::new(crate::error::Code::UnknownTenant, message)
            .hint("mm tenants lists them"));
    }
    if args.jobs.is_empty() {
        return Ok(None);
    }
    let mut wanted = Vec::new();
    for name in &args.jobs {
        wanted.push(crate::ops::job_ref::find(snapshot, name)?.id);
    }
    Ok(Some(wanted))
}

impl Job {
    fn of(job: Treated, last: &HashMap<i64, (KnownResult, Instant)>) -> Job {
        use crate::domain::TaskState::{Failed, Success};
        let session = job.session.as_ref();
        let listed = session.map_or(&[][..], |session| &session.facts.tasks);
        let done = listed.iter().filter(|task| matches!(task.state, Success | Failed)).count();
        let of = if listed.is_empty() { job.tasks } else { count(listed.len()) };
        let last = last.get(&job.id);
        Job {
            tasks_done: count(done),
            tasks: of,
            last_result: last.map(|(result, _)| *result),
            last_ended: last.map(|(_, at)| *at),
            observed_at: session.map(|session| session.observed_at),
            name: job.name,
            tenant: job.tenant,
            job_type: job.job_type,
            target: job.target,
            state: job.state,
            treatment: job.treatment,
        }
    }

    fn state_in_words(&self) -> String {
        match self.state {
            JobState::Working => format!("working {}/{}", self.tasks_done, self.tasks),
            state => state.to_string(),
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Show for Status {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        #[derive(Serialize)]
        struct Document<'s> {
            schema: &'static str,
            revision: u64,
            now: Instant,
            mode: Mode,
            jobs: &'s [Job],
        }
        let Status { revision, now, mode, ref jobs, .. } = *self;
        crate::output::json(&Document { schema: "mm.jobs/1", revision, now, mode, jobs }, to)
    }

    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&[
            "tenant",
            "name",
            "type",
            "target",
            "state",
            "tasks_done",
            "tasks",
            "last_result",
            "last_ended",
            "observed_at",
            "rule",
            "summary",
            "tasks_finish",
            "tasks_fail",
            "refused",
            "healed",
        ]);
        for job in &self.jobs {
            rows.push(vec![
                json!(job.tenant),
                json!(job.name),
                json!(job.job_type),
                json!(job.target),
                json!(job.state),
                json!(job.tasks_done),
                json!(job.tasks),
                json!(job.last_result),
                json!(job.last_ended),
                json!(job.observed_at),
                json!(job.treatment.rule),
                json!(job.treatment.summary),
                json!(job.treatment.tasks_finish),
                json!(job.treatment.tasks_fail),
                json!(job.treatment.refused),
                json!(job.treatment.healed),
            ]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        let kind = if self.rehearsal { " (a rehearsal)" } else { "" };
        page.strong(match self.mode {
            Mode::Active => {
                format!("Active{kind}. This is how jobs would be treated if maintenance began now.")
            }
            Mode::Maintenance => {
                format!("MAINTENANCE{kind}. This is how jobs are treated.")
            }
        });
        let working = self.jobs.iter().filter(|job| job.state == JobState::Working).count();
        let hurt = self.jobs.iter().filter(|job| job.treatment.hurts()).count();
        let shown = if self.jobs.len() == self.known {
            plural(self.known as u64, "job", "jobs")
        } else {
            format!("{} of {}", self.jobs.len(), plural(self.known as u64, "job", "jobs"))
        };
        page.line(format!("{shown}: {working} working, {hurt} affected."));
        if let Some(next) = &self.next {
            let until = next.until.map(|until| format!(" until {}", page.time(until)));
            let until = until.unwrap_or_default();
            page.line(format!("The next window opens {}{until}.", page.time(next.since)));
        }
        if self.jobs.is_empty() {
            return;
        }
        page.line("");
        let mut table = Table::new(&[
            ("TENANT", Align::Left),
            ("JOB", Align::Left),
            ("TYPE", Align::Left),
            ("TARGET", Align::Left),
            ("STATE", Align::Left),
            ("LAST", Align::Left),
            ("TREATMENT", Align::Left),
        ]);
        table.leave_out_first(&["TARGET", "LAST", "TYPE"]);
        for job in &self.jobs {
            let last = match (job.last_result, job.last_ended) {
                (Some(result), Some(at)) if at <= self.now => {
                    format!("{result} {} ago", rough(self.now - at))
                }
                (Some(result), _) => result.to_string(),
                (None, _) => "-".to_owned(),
            };
            table.push([
                &*job.tenant,
                &*job.name,
                &job.job_type.to_string(),
                &job.target.to_string(),
                &job.state_in_words(),
                &last,
                &job.treatment.summary,
            ]);
        }
        page.table(&table);
    }
}
