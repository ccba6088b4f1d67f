//! Jobs edit: changes what is known of a job.

use clap::Args;

use super::add::refuse_known;
use super::check::check;
use super::document::JobDocument;
use super::facts::{as_json, document_of, facts_of};
use super::members::Members;
use crate::cli::Global;
use crate::command::context::Context;
use crate::command::settle::{Act, settle};
use crate::command::switch::expect_revision;
use crate::command::{Done, job_ref};
use crate::domain::Span;
use crate::domain::facts::{JobFacts, RecordedFacts};
use crate::exit::Problem;
use crate::scenario::JobDoc;
use crate::store::{Deed, Result};

/// What `mm jobs edit` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "What is given replaces what was: --task one task, --start all starts, --recorded those of one task.\nWhat is not given stays.\n\nExamples:\n  mm jobs edit \"Nightly VMs\" --task erp01=30m --remove-task old01\n  mm jobs edit Kestrel/Nightly --name \"Nightly VMs\" --no-schedule --start 22:00\n  mm jobs edit \"Orders CDP\" --enabled"
)]
pub struct Arguments {
    /// The job: its name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
    /// Give it this name
    #[arg(long, value_name = "NEW")]
    name: Option<String>,
    #[command(flatten)]
    members: Members,
    #[command(flatten)]
    clear: Clear,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// What is taken away.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
struct Clear {
    /// Take this task away
    #[arg(long = "remove-task", value_name = "NAME")]
    tasks: Vec<String>,
    /// Take all starts away that are not scheduled
    #[arg(long = "no-starts", conflicts_with = "starts")]
    starts: bool,
    /// Take the schedule away
    #[arg(long = "no-schedule", conflicts_with_all = ["cron", "timezone"])]
    schedule: bool,
    /// Take the retries away
    #[arg(long = "no-retry", conflicts_with_all = ["retry", "retry_wait"])]
    retry: bool,
    /// Forget what past sessions took
    #[arg(long = "no-recorded", conflicts_with = "recorded")]
    recorded: bool,
    /// The initial synchronisation of the policy has completed
    #[arg(long = "no-initial-sync", conflicts_with = "initial_sync")]
    initial_sync: bool,
    /// The policy exists already
    #[arg(long = "no-created-by-event", conflicts_with = "created_by_event")]
    created_by_event: bool,
    /// The policy is enabled
    #[arg(long, conflicts_with = "disabled")]
    enabled: bool,
}

impl Clear {
    fn take_from(&self, job: &mut JobDoc<'_>) -> Result<()> {
        for name in &self.tasks {
            let tasks = job.tasks.get_or_insert_default();
            let before = tasks.len();
            tasks.retain(|task| task.name.as_deref() != Some(name));
            if tasks.len() == before {
                let known = tasks.iter().filter_map(|task| task.name.as_deref());
                let known: Vec<String> = known.map(|name| format!("{name:?}")).collect();
                let message = format!("--remove-task: the job has no task named {name:?}");
                return Err(Problem::failed("unknown-task", message)
                    .hint(format!("its tasks: {}", known.join(", "))));
            }
            if let Some(all) = &mut job.recorded {
                all.retain(|task, _| &**task != name);
            }
        }
        if job.tasks.as_ref().is_some_and(Vec::is_empty) {
            job.tasks = None;
        }
        if self.starts {
            job.starts = None;
        }
        if self.schedule {
            job.schedule = None;
        }
        if self.retry {
            job.retry = None;
        }
        if self.recorded {
            job.recorded = None;
        }
        if self.initial_sync {
            job.initial_sync = None;
        }
        if self.created_by_event {
            job.created_by_event = None;
        }
        Ok(())
    }
}

/// Changes a job.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let told = context.change_existing(|change| {
        let view = change.view();
        expect_revision(&view, arguments.if_revision)?;
        let job = job_ref::find(&view, &arguments.job)?;
        let before = job.facts;
        let after = edited(&context, arguments, &before)?;
        if before == after {
            let told = JobDocument::of(&context, &view, job.id)?.changed(false, "Unchanged");
            change.leave()?;
            return Ok(told);
        }
        if (&before.tenant, &before.name) != (&after.tenant, &after.name) {
            refuse_known(&view, &after)?;
        }
        let settled = settle(&view, context.now, Act::default())?;
        let deed = Deed {
            action: "edit-job",
            reason: None,
            before: as_json(&before),
            after: as_json(&after),
        };
        let writer = change.record(&context.actor, &deed)?;
        settled.write(&writer)?;
        writer.update_job(job.id, &after)?;
        let told = JobDocument::of(&context, &writer.view(), job.id)?.changed(true, "Changed");
        writer.commit()?;
        Ok(told)
    })?;
    Ok(context.done(told))
}

fn edited(context: &Context, arguments: &Arguments, before: &JobFacts) -> Result<JobFacts> {
    let Arguments { name, members, clear, .. } = arguments;
    let mut job = document_of(before);
    if let Some(name) = name {
        job.name = Some(name.clone().into());
    }
    clear.take_from(&mut job)?;
    members.put_into(context, &mut job)?;
    if before.policy.is_some() != job.job_type.is_some_and(crate::domain::JobType::is_policy) {
        // A job and a policy do not take each other's members; the default is no member.
        job.slots = job.slots.filter(|slots| *slots != 1);
    }
    check(context, &job)?;
    let was_enabled = before.policy.is_none_or(|policy| policy.enabled);
    let enabled = if clear.enabled { true } else { was_enabled && !members.disabled };
    let mut after = facts_of(&job, enabled)?;
    if after.policy.is_none() && (clear.enabled || members.disabled) {
        let option = if clear.enabled { "--enabled" } else { "--disabled" };
        return Err(Problem::usage(format!("{option}: only a cdp-policy takes this")));
    }
    if !members.tells_tasks() {
        after.durations = before.durations;
    }
    after.recorded = with_starts(&after.recorded, before, members);
    after.source_id.clone_from(&before.source_id);
    Ok(after)
}

/// What past sessions took: what was known of a task stays as it was, unless something else is
/// given.
fn with_starts(
    after: &[RecordedFacts],
    before: &JobFacts,
    members: &Members,
) -> Vec<RecordedFacts> {
    let took = |all: &[RecordedFacts], task: &str| -> Vec<Span> {
        all.iter().filter(|each| each.task == task).map(|each| each.took).collect()
    };
    let changes = |task: &str| {
        members.tells_recorded(task) && took(after, task) != took(&before.recorded, task)
    };
    let stays = |each: &&RecordedFacts| {
        !changes(&each.task) && after.iter().any(|other| other.task == each.task)
    };
    let mut recorded: Vec<RecordedFacts> = before.recorded.iter().filter(stays).cloned().collect();
    recorded.extend(after.iter().filter(|each| changes(&each.task)).cloned());
    recorded
}
