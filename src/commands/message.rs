//! `mm message`: show the notification, and how a tenant reads it.

use super::prelude::*;
use crate::domain::maintenance::in_force;
use crate::ops::job_ref::{exactly, find};
use crate::store::Snapshot;
use crate::views::message::{MessageDocument, MessageReader};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without --tenant and --job, the placeholders {tenant} and {job} stay in the text.\n\nExamples:\n  mm message                                     the text, and how it reads now\n  mm message --tenant \"Kestrel Freight\" --job nightly\n  mm message --at \"tomorrow 23:00\"               how it will read in a planned window"
)]
pub struct Args {
    /// Show it as this tenant reads it
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Show it for this job
    #[arg(long, value_name = "JOB")]
    job: Option<String>,
    /// Show it as of this time [default: now]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    at: Option<When>,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let mut notes = Vec::new();
    let document = app.look(|snapshot| {
        let at = match args.at {
            Some(at) => app.when("--at", at, Toward::Future)?,
            None => app.now(),
        };
        let reader = reader(snapshot, args, &mut notes)?;
        let mut declared = snapshot.all_declared_by_hand()?;
        declared.extend(snapshot.occurrences(at, at)?.into_iter().map(|each| each.maintenance));
        let maintenance = in_force(&declared, at);
        let maintenance = maintenance.as_ref();
        let server = snapshot.server()?;
        let title = if maintenance.is_some_and(|each| each.message.is_some()) {
            "Tenants read the text of this maintenance."
        } else {
            "Tenants read the server's text."
        };
        let (text, shown) = (server.message.as_deref(), server.notification_text(maintenance));
        MessageDocument::new(snapshot, &reader, at, maintenance, text, shown, title)
    })?;
    Ok(Response { notes, ..Response::new(document) })
}

/// The tenant and the job of the options. Unknown names are used as they are, with a note: a
/// text can be tried out before anything is imported.
fn reader(snapshot: &Snapshot<'_>, args: &Args, notes: &mut Vec<String>) -> Result<MessageReader> {
    let mut reader = MessageReader { tenant: args.tenant.clone(), job: args.job.clone() };
    if let Some(name) = &args.job {
        let found = match &args.tenant {
            Some(tenant) => exactly(snapshot, tenant, name)?,
            None => find(snapshot, name).ok(),
        };
        match found {
            Some(job) => {
                reader.job = Some(job.facts.name);
                reader.tenant = Some(job.facts.tenant);
            }
            None => notes.push(format!("no job, or more than one, is named {name:?}")),
        }
    } else if let Some(tenant) = &args.tenant
        && snapshot.tenant(tenant)?.is_none()
    {
        notes.push(format!("no tenant is named {tenant:?}"));
    }
    Ok(reader)
}
