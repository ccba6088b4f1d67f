//! Merging: what all files of an import say, as jobs, tenants and sessions.

mod attach;
mod facts;
mod jobs;
mod sessions;
mod tasks;
mod tenants;

use std::collections::BTreeMap;

use crate::domain::{Instant, Span};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::imported::{Coverage, ImportError, Imported, ObservedFrom};
use crate::import::records::{JobSet, Page, Records};
use crate::import::warnings::Place;

/// If nothing in the files is newer than this, they may be old.
const OLD: Span = Span::from_secs(26 * 3600);

/// Merges the records of all files, which have these names.
pub fn merge(
    records: Records,
    mut context: Context<'_>,
    files: &[&str],
) -> Result<Imported, ImportError> {
    let (observed_at, observed_from) = observation(&mut context);
    let coverage = coverage(&records);
    let tenants = tenants::Tenants::new(records.tenants, records.organizations, &mut context);
    let mut jobs = jobs::Jobs::new(records.jobs, records.job_details, &tenants, &mut context);
    attach::attach(&mut jobs, records.sessions, records.tasks, &tenants, &mut context);
    let repositories = facts::Repositories::new(&records.repositories);
    let mut imported = Imported {
        tenants: tenants.into_facts(),
        jobs: Vec::new(),
        sessions: Vec::new(),
        replicas: Vec::new(),
        server: None,
        observed_at,
        observed_from,
        coverage,
        unused: Vec::new(),
        assumed: Vec::new(),
    };
    for job in jobs.into_named(&mut context) {
        let (job, sessions) = facts::facts(job, &repositories, observed_at, &mut context);
        imported.jobs.push(job);
        imported.sessions.extend(sessions);
    }
    if let Some(error) = useless(&context, files, &imported) {
        return Err(error);
    }
    (imported.unused, imported.assumed) = context.warnings.finish(files, context.options);
    Ok(imported)
}

fn observation(context: &mut Context<'_>) -> (Instant, ObservedFrom) {
    let options = context.options;
    if let Some(at) = context.observed_at {
        return (at, ObservedFrom::File);
    }
    if let Some(at) = options.observed_at {
        return (at, ObservedFrom::Option);
    }
    if let Some(newest) = context.newest.filter(|newest| *newest + OLD < options.now) {
        let assumption = Assumption::OldFiles { newest: newest.to_string() };
        context.assume(Place::file(0), "", assumption);
    }
    (options.now, ObservedFrom::Present)
}

/// Which jobs the pages of the listings hold.
fn coverage(records: &Records) -> Coverage {
    // Pages of one listing agree on their total.
    let mut listings: BTreeMap<(JobSet, &str, u64), u64> = BTreeMap::new();
    for Page { listing, jobs, total, count } in &records.pages {
        *listings.entry((*jobs, listing, *total)).or_default() += count;
    }
    if listings.is_empty() {
        return Coverage::Partial("no file lists jobs".into());
    }
    if records.single_jobs {
        return Coverage::Partial("a file holds single jobs, not a listing".into());
    }
    // A backup server lists its jobs twice, with their settings and with their states.
    let is_covered = |set: JobSet| {
        let mut of_set = listings.iter().filter(|((jobs, ..), _)| *jobs == set);
        set == JobSet::BackupServer && of_set.any(|((_, _, total), count)| count >= total)
    };
    let incomplete = |((jobs, _, total), count): &(&(JobSet, &str, u64), &u64)| {
        *count < total && !is_covered(*jobs)
    };
    match listings.iter().find(incomplete) {
        Some(((_, listing, total), count)) => {
            Coverage::Partial(format!("{listing}: {count} of {total}"))
        }
        None if records.lists_all_tenants => Coverage::AllTenants,
        None => Coverage::NamedTenants,
    }
}

/// The first file of which nothing was used in the end.
fn useless(context: &Context<'_>, files: &[&str], imported: &Imported) -> Option<ImportError> {
    if let Some(file) = context.used.iter().position(|used| *used == 0) {
        let (place, what) = context.warnings.first_unused(file).unwrap_or_default();
        return Some(ImportError {
            file: files[file].into(),
            place: place.into(),
            what: format!("nothing can be used: {what}"),
        });
    }
    (imported.jobs.is_empty() && imported.tenants.is_empty()).then(|| ImportError {
        file: files.first().copied().unwrap_or_default().into(),
        place: String::new(),
        what: "the file has neither jobs nor tenants; add the listing of jobs".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_add_up_to_a_listing() {
        #[track_caller]
        fn case(pages: &[(JobSet, &'static str, u64, u64)], whole: bool, want: &Coverage) {
            let page = |&(jobs, listing, total, count)| Page { listing, jobs, total, count };
            let pages = pages.iter().map(page).collect();
            let records = Records { pages, lists_all_tenants: whole, ..Records::default() };
            assert_eq!(&coverage(&records), want);
        }
        use JobSet::{BackupServer, ConsoleAgents, ConsoleServers};
        let part = |text: &str| Coverage::Partial(text.into());
        case(&[], true, &part("no file lists jobs"));
        let jobs = |total, count| (BackupServer, "jobs", total, count);
        let states = (BackupServer, "states of jobs", 3, 3);
        case(&[jobs(3, 3)], false, &Coverage::NamedTenants);
        case(&[jobs(3, 1), jobs(3, 2)], false, &Coverage::NamedTenants);
        case(&[jobs(3, 1)], false, &part("jobs: 1 of 3"));
        case(&[jobs(3, 1), states], false, &Coverage::NamedTenants);
        let servers = (ConsoleServers, "jobs of backup servers", 3, 3);
        let agents = |count| (ConsoleAgents, "jobs of backup agents", 9, count);
        case(&[servers, agents(9)], true, &Coverage::AllTenants);
        case(&[servers, agents(5)], true, &part("jobs of backup agents: 5 of 9"));
    }
}
