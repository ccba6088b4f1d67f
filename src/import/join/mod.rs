//! Join: puts together what all files of one import tell.

mod draft;
mod extent;
mod history;
mod jobs;
mod names;
mod owners;
mod sessions;
mod slots;
mod tasks;

use crate::domain::{Instant, Span};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::incoming::{Incoming, ObservedFrom, Wrong};
use crate::import::join::draft::Draft;
use crate::import::records::Records;
use crate::import::warnings::{List, Place, Spot};

/// An export without anything newer than this may be an old one.
const OLD: Span = Span::from_secs(26 * 3600);

/// Joins the records of all files, which are called so.
pub(super) fn join(
    records: Records<'_>,
    mut context: Context<'_>,
    files: &[&str],
) -> Result<Incoming, Wrong> {
    let (observed_at, observed_from) = observation(&mut context);
    let complete = extent::of(&records);
    let owners = owners::Owners::new(records.tenants, &records.organizations, &mut context);
    let mut jobs = jobs::Jobs::new(records.jobs, records.mentions, &owners, &mut context);
    jobs.attach(records.sessions, records.tasks, &owners, &mut context);
    let jobs = names::distinct(jobs, &mut context);
    let mut incoming = Incoming {
        tenants: owners.into_facts(),
        jobs: Vec::with_capacity(jobs.len()),
        told: Vec::with_capacity(jobs.len()),
        sessions: Vec::new(),
        replicas: Vec::new(),
        state: None,
        observed_at,
        observed_from,
        complete,
        unused: Vec::new(),
        guessed: Vec::new(),
    };
    let repositories = draft::Repositories::new(&records.repositories);
    for job in jobs {
        let draft = Draft::new(job, &repositories, observed_at, &mut context);
        incoming.jobs.push(draft.job);
        incoming.told.push(draft.told);
        incoming.sessions.extend(draft.sessions);
    }
    if let Some(wrong) = useless(&context, files, &incoming) {
        return Err(wrong);
    }
    let options = context.options;
    (incoming.unused, incoming.guessed) = context.notes.finish(files, options);
    Ok(incoming)
}

/// When the files show what was so, and where that comes from.
fn observation(context: &mut Context<'_>) -> (Instant, ObservedFrom) {
    let options = context.options;
    if let Some(at) = context.observed_at {
        return (at, ObservedFrom::File);
    }
    if let Some(at) = options.observed_at {
        return (at, ObservedFrom::Option);
    }
    if let Some(newest) = context.newest.filter(|newest| *newest + OLD < options.now) {
        let place = Place::new(0, Spot::new(0, List::File, 0));
        context.notes.guessed(place, "", Assumption::Old(newest.to_string()));
    }
    (options.now, ObservedFrom::Present)
}

/// The first file of which nothing was used in the end.
fn useless(context: &Context<'_>, files: &[&str], incoming: &Incoming) -> Option<Wrong> {
    let nothing = (0..files.len()).find(|file| context.left(*file) == 0);
    if let Some(file) = nothing {
        let (place, what) = context.notes.first_unused(file).unwrap_or_default();
        let what = format!("nothing can be used: {what}");
        return Some(Wrong { file: files[file].into(), place, what });
    }
    (incoming.jobs.is_empty() && incoming.tenants.is_empty()).then(|| Wrong {
        file: files.first().copied().unwrap_or_default().into(),
        place: String::new(),
        what: "there is no job and no tenant in it; add the listing of jobs".into(),
    })
}
