//! Jobs add: adds a job or policy by hand.

use clap::Args;

use super::check::check;
use super::document::JobDocument;
use super::facts::{as_json, facts_of};
use super::members::Members;
use crate::cli::Global;
use crate::command::Done;
use crate::command::context::Context;
use crate::command::job_ref;
use crate::command::settle::{Act, settle};
use crate::command::switch::expect_revision;
use crate::domain::facts::JobFacts;
use crate::exit::Problem;
use crate::scenario::JobDoc;
use crate::store::{Deed, Result, View};

/// What `mm jobs add` takes.
#[derive(Debug, Args)]
#[command(
    mut_arg("tenant", |arg| arg.required(true)),
    mut_arg("job_type", |arg| arg.required(true)),
    after_help = "Examples:\n  mm jobs add \"Nightly VMs\" --tenant Kestrel --type vsphere-backup --slots 2 \\\n    --task sql01=40m --task erp01=25m --cron \"0 22 * * *\" --timezone Europe/Berlin --retry 3 --retry-wait 10m\n  mm jobs add \"Orders CDP\" --tenant Kestrel --type cdp-policy --initial-sync 2h"
)]
pub struct Arguments {
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
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let members = &arguments.members;
    let mut job = JobDoc { name: Some(arguments.name.clone().into()), ..JobDoc::default() };
    members.put_into(&context, &mut job)?;
    check(&context, &job)?;
    let facts = facts_of(&job, !members.disabled)?;
    if facts.policy.is_none() && members.disabled {
        return Err(Problem::usage("--disabled: only a cdp-policy takes this").into());
    }
    let told = context.change(|change| {
        let view = change.view();
        expect_revision(&view, arguments.if_revision)?;
        refuse_known(&view, &facts)?;
        let settled = settle(&view, context.now(), Act::default())?;
        let deed = Deed {
            action: "add-job",
            reason: None,
            before: serde_json::Value::Null,
            after: as_json(&facts),
        };
        let writer = change.record(&context.actor, &deed)?;
        settled.write(&writer)?;
        let id = writer.add_job(&facts)?;
        let told = JobDocument::of(&context, &writer.view(), id)?.changed(true, "Added");
        writer.commit()?;
        Ok(told)
    })?;
    Ok(context.done(told))
}

/// Makes sure that the tenant has no job of this name.
pub fn refuse_known(view: &View<'_>, facts: &JobFacts) -> Result<()> {
    if job_ref::exactly(view, &facts.tenant, &facts.name)?.is_none() {
        return Ok(());
    }
    let message = format!("tenant {:?} has a job named {:?} already", facts.tenant, facts.name);
    Err(Problem::failed("job-exists", message).hint("mm jobs edit changes it"))
}
