//! Merging: what all files of an import say, as jobs, tenants and sessions.

mod attach;
mod facts;
mod jobs;
mod sessions;
mod tasks;
mod tenants;

use std::collections::BTreeMap;

use hashbrown::HashSet;

use crate::domain::{Instant, Span};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::normalized;
use crate::import::decode::time::OLD;
use crate::import::imported::{
    ImportError, Imported, JobSet, ListedJobs, ListedSessions, ObservedFrom,
};
pub use crate::import::merge::tenants::with_id;
use crate::import::provider;
use crate::import::records::{Heartbeat, ListingPage, Records};
use crate::import::vspc;
use crate::import::warnings::Place;

/// Merges the records of all files, which have these names.
pub fn merge(
    mut records: Records,
    mut context: Context<'_>,
    files: &[&str],
) -> Result<Imported, ImportError> {
    let (observed_at, observed_from) = observation(&mut context);
    for Heartbeat { place, machine, at } in &records.heartbeats {
        if *at + SILENCE < observed_at {
            context.lose(place.file, &format!("says that {machine} did not report since {at}"));
        }
    }
    let unread = unread_pages(&records.pages);
    let listed_jobs = match unread.first() {
        // However many jobs the other pages have, there are more.
        Some(what) => ListedJobs::Partial(what.clone()),
        None => listed_jobs(&records),
    };
    let pages: Vec<String> = missing(&records.pages).into_iter().chain(unread).collect();
    let listings = records.pages.iter().filter_map(|page| page.jobs).collect();
    // A listing without a session says that none is running, unless there is more to say.
    let lists_nothing = records.lists_no_session
        && records.jobs.is_empty()
        && records.job_details.is_empty()
        && records.sessions.is_empty()
        && records.tasks.is_empty();
    let lists_only_sessions = !records.sessions.is_empty()
        && records.jobs.is_empty()
        && records.job_details.is_empty()
        && records.pages.iter().all(|page| page.jobs.is_none())
        // Jobs that ran in the last day are listed with a session of it.
        && context.newest.iter().flatten().any(|newest| *newest + OLD >= observed_at);
    let lists_sessions = records.lists_provider_sessions || lists_nothing;
    let listed_sessions = match (lists_sessions, lists_only_sessions) {
        (true, _) => ListedSessions::Running {
            is_counted: context.is_provider.iter().all(|is_counted| *is_counted),
        },
        (false, true) => ListedSessions::OfJobs,
        (false, false) => ListedSessions::None,
    };
    let tenants = tenants::Tenants::new(
        std::mem::take(&mut records.tenants),
        std::mem::take(&mut records.organizations),
        &mut context,
    );
    let repositories = facts::Repositories::new(&records.repositories);
    let mut listed = std::mem::take(&mut records.jobs);
    let mut details = std::mem::take(&mut records.job_details);
    // Rows of one job may name different repositories.
    for job in listed.iter_mut().map(|job| &mut **job).chain(&mut details) {
        repositories.locate(job, &mut context);
    }
    let mut jobs = jobs::Jobs::new(listed, details, &tenants, &mut context);
    let known = context.options.known_jobs.iter().map(String::as_str).chain(jobs.names());
    let known: HashSet<String> =
        known.map(normalized).filter(|name| provider::is_tool(name)).collect();
    provider::leave_out_tools(&mut records.provider_sessions, &known, &mut context);
    provider::leave_out_tools(&mut records.sessions, &known, &mut context);
    attach::attach_provider(&mut jobs, records.provider_sessions, &tenants, &mut context);
    attach::attach(&mut jobs, records.sessions, records.tasks, &tenants, &mut context);
    let mut imported = Imported {
        tenants: tenants.into_facts(),
        jobs: Vec::new(),
        sessions: Vec::new(),
        replicas: Vec::new(),
        server: None,
        observed_at,
        observed_from,
        listed_jobs,
        lost: Vec::new(),
        hides_running: false,
        listings,
        listed_sessions,
        is_document: false,
        is_declared_complete: false,
        unused: Vec::new(),
        assumed: Vec::new(),
    };
    let named = jobs.into_named(&mut context);
    imported.jobs.reserve_exact(named.len());
    for job in named {
        let (job, sessions) = facts::facts(job, observed_at, &mut context);
        imported.jobs.push(job);
        imported.sessions.extend(sessions);
    }
    useless(&context, files, &imported).check()?;
    imported.hides_running = context.hides_running;
    let of_files = std::mem::take(&mut context.lost);
    let of_files = of_files.into_iter().map(|(file, what)| format!("{} {what}", files[file]));
    imported.lost = pages.into_iter().chain(of_files).collect();
    (imported.unused, imported.assumed) = context.warnings.finish(files, context.options);
    Ok(imported)
}

/// How far the clock of a server may be ahead of this one.
const SKEW: Span = Span::from_secs(60);

/// How long ago a server or agent may have reported last. They report every few minutes; clocks may differ.
const SILENCE: Span = Span::from_secs(3600);

fn observation(context: &mut Context<'_>) -> (Instant, ObservedFrom) {
    let options = context.options;
    let (latest, from) = match options.observed_at {
        Some(at) => (at, ObservedFrom::Option),
        None => (options.begun, ObservedFrom::Present),
    };
    if let Some(told) = context.observed_at {
        // A time that is told only ever makes the observation earlier, and one in the future is none.
        let is_later = latest < told && told <= options.now + SKEW;
        return if is_later { (latest, from) } else { (told, ObservedFrom::File) };
    }
    for file in 0..context.newest.len() {
        if let Some(newest) = context.newest[file].filter(|newest| *newest + OLD < latest) {
            context.assume(Place::file(file), "", Assumption::OldFile { newest });
        }
    }
    (latest, from)
}

/// Whose jobs the pages of the listings hold completely.
fn listed_jobs(records: &Records) -> ListedJobs {
    // Pages of one listing agree on their total.
    let mut listings: BTreeMap<(JobSet, &str, u64), (u64, HashSet<u64>)> = BTreeMap::new();
    for ListingPage { listing, jobs, total, count, ids, .. } in &records.pages {
        let Some(jobs) = jobs else { continue };
        let found = listings.entry((*jobs, listing, total.unwrap_or(*count))).or_default();
        // Rows that came twice count once.
        let known = ids.iter().filter(|id| !found.1.insert(**id)).count() as u64;
        found.0 += count - known;
    }
    let listings: BTreeMap<(JobSet, &str, u64), u64> =
        listings.into_iter().map(|(key, (count, _))| (key, count)).collect();
    if listings.is_empty() {
        return ListedJobs::Partial("no file lists jobs".into());
    }
    if records.single_jobs {
        return ListedJobs::Partial("a file holds single jobs, not a listing".into());
    }
    // A backup server lists its jobs twice, with their settings and with their states.
    let is_complete = |set: JobSet| {
        let mut of_set = listings.iter().filter(|((jobs, ..), _)| *jobs == set);
        set == JobSet::BackupServer && of_set.any(|((_, _, total), count)| count >= total)
    };
    let incomplete = |((jobs, _, total), count): &(&(JobSet, &str, u64), &u64)| {
        *count < total && !is_complete(*jobs)
    };
    match listings.iter().find(incomplete) {
        Some(((_, listing, total), count)) => {
            ListedJobs::Partial(format!("{listing}: {count} of {total}"))
        }
        None if records.lists_all_tenants => ListedJobs::AllTenants,
        None => ListedJobs::NamedTenants,
    }
}

/// Listings of which pages are missing or repeated.
fn missing(pages: &[ListingPage]) -> Vec<String> {
    let mut listings: BTreeMap<(&str, u64), Vec<&ListingPage>> = BTreeMap::new();
    // Some servers tell the total on the first page only, which has a link to the next.
    let of_first: BTreeMap<&str, u64> = pages
        .iter()
        .filter_map(|page| Some((page.listing, page.total.filter(|_| page.next.is_some())?)))
        .collect();
    for page in pages {
        // A page that does not begin at the beginning tells that there are others.
        let total = page.total.or(page.offset.filter(|at| *at > 0).map(|at| at + page.count));
        let total = total.or_else(|| of_first.get(page.listing).copied());
        if let Some(total) = total {
            listings.entry((page.listing, total)).or_default().push(page);
        }
    }
    let mut lost = Vec::new();
    let totals: Vec<&str> = listings.keys().map(|(listing, _)| *listing).collect();
    let has_several = |listing: &str| totals.iter().filter(|each| **each == listing).count() > 1;
    for ((listing, total), pages) in listings {
        let rows: u64 = pages.iter().map(|page| page.count).sum();
        let ids = pages.iter().flat_map(|page| &page.ids).collect::<HashSet<_>>().len() as u64;
        let identified: u64 = pages.iter().map(|page| page.ids.len() as u64).sum();
        let offsets: HashSet<u64> = pages.iter().filter_map(|page| page.offset).collect();
        let is_first =
            |page: &&&ListingPage| page.offset.map_or(page.total.is_some(), |offset| offset == 0);
        let first_pages = pages.iter().filter(is_first).count() as u64;
        // Several servers may list as many jobs.
        let wanted = total * first_pages.max(1);
        let (different, is_repeated) = if identified == rows {
            (ids, ids < rows)
        } else {
            let repeats = offsets.len() < pages.iter().filter(|page| page.offset.is_some()).count();
            (rows, repeats && first_pages < 2)
        };
        let is_paged = pages.iter().all(|page| page.offset.is_some());
        if let Some(page) = pages.iter().find(|page| page.count > total) {
            let rows = page.count;
            lost.push(format!("a page of {listing} has {rows} rows, and says {total} in all"));
        } else if is_repeated {
            lost.push(format!("{different} of {total} {listing}: rows or pages are repeated"));
        } else if is_paged && different != wanted || !is_paged && different % total.max(1) != 0 {
            lost.push(format!("{different} of {wanted} {listing}"));
        } else if rows == 0 && total > 0 {
            lost.push(format!("0 of {total} {listing}"));
        } else if listing != vspc::SUBTYPES && (first_pages > 1 || has_several(listing)) {
            lost.push(format!("{listing} of several servers, or read several times"));
        }
    }
    lost
}

/// Listings with a link to a page that is not among the files.
fn unread_pages(pages: &[ListingPage]) -> Vec<String> {
    let mut listings: BTreeMap<&str, Vec<&ListingPage>> = BTreeMap::new();
    for page in pages {
        listings.entry(page.listing).or_default().push(page);
    }
    let mut unread = Vec::new();
    for (listing, pages) in listings {
        let all = pages.iter().filter_map(|page| page.pages).max().unwrap_or(0);
        let ids: HashSet<&[u64]> = pages.iter().map(|page| &page.ids[..]).collect();
        let different = if ids.contains(&[][..]) { pages.len() } else { ids.len() };
        if all > different as u64 {
            unread.push(format!("{different} of {all} pages of {listing}"));
        }
        let all = pages.iter().filter_map(|page| page.at_least).max().unwrap_or(0);
        let rows: u64 = pages.iter().map(|page| page.count).sum();
        let ids: HashSet<u64> = pages.iter().flat_map(|page| page.ids.iter().copied()).collect();
        let different = if ids.is_empty() { rows } else { rows.min(ids.len() as u64) };
        if all > different {
            unread.push(format!("{different} of {all} {listing}"));
        }
        let linking: Vec<&&ListingPage> = pages.iter().filter(|page| page.next.is_some()).collect();
        if linking.is_empty() {
            continue;
        }
        // All pages but the last have a link. If the links tell offsets, they count the rows so far.
        let last = pages.len() - linking.len();
        let rows: u64 = linking.iter().map(|page| page.count).sum();
        let offsets: Option<Vec<u64>> =
            linking.iter().map(|page| page.next.and_then(|next| next.offset)).collect();
        // Each subtype has a listing of its own.
        let is_one = listing != vspc::SUBTYPES;
        let is_short = |offsets: Vec<u64>| offsets.into_iter().max() != Some(rows);
        if last == 0 || is_one && offsets.is_some_and(is_short) {
            unread.push(format!("{listing}: a page has a link to another one, which is missing"));
        } else if is_one && last > 1 {
            unread.push(format!("{listing} of several servers, or read several times"));
        }
    }
    unread
}

/// Files of which nothing was used in the end.
fn useless(context: &Context<'_>, files: &[&str], imported: &Imported) -> ImportError {
    let mut error = ImportError::default();
    for (file, name) in files.iter().enumerate() {
        let is_left_out = context.foreign[file].is_some() || context.is_empty[file];
        if !context.is_used(file) && !is_left_out {
            let (place, what) = context.warnings.first_unused(file).unwrap_or_default();
            error.add(name, place, &format!("nothing can be used: {what}"));
        }
    }
    if error.problems.is_empty()
        && imported.jobs.is_empty()
        && imported.tenants.is_empty()
        && !imported.listed_sessions.are_running()
    {
        let what = "the file has neither jobs nor tenants; add the listing of jobs";
        error.add(files.first().copied().unwrap_or_default(), "", what);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_add_up_to_a_listing() {
        #[track_caller]
        fn case(pages: &[(JobSet, &'static str, u64, u64)], whole: bool, want: &ListedJobs) {
            let page = |&(jobs, listing, total, count)| ListingPage {
                at_least: None,
                pages: None,
                listing,
                jobs: Some(jobs),
                total: Some(total),
                offset: None,
                count,
                ids: Vec::new(),
                next: None,
            };
            let pages = pages.iter().map(page).collect();
            let records = Records { pages, lists_all_tenants: whole, ..Records::default() };
            assert_eq!(&listed_jobs(&records), want);
        }
        use JobSet::{BackupServer, ConsoleAgents, ConsoleServers};
        let part = |text: &str| ListedJobs::Partial(text.into());
        case(&[], true, &part("no file lists jobs"));
        let jobs = |total, count| (BackupServer, "jobs", total, count);
        let states = (BackupServer, "states of jobs", 3, 3);
        case(&[jobs(3, 3)], false, &ListedJobs::NamedTenants);
        case(&[jobs(3, 1), jobs(3, 2)], false, &ListedJobs::NamedTenants);
        case(&[jobs(3, 1)], false, &part("jobs: 1 of 3"));
        case(&[jobs(3, 1), states], false, &ListedJobs::NamedTenants);
        let servers = (ConsoleServers, "jobs of backup servers", 3, 3);
        let agents = |count| (ConsoleAgents, "jobs of backup agents", 9, count);
        case(&[servers, agents(9)], true, &ListedJobs::AllTenants);
        case(&[servers, agents(5)], true, &part("jobs of backup agents: 5 of 9"));
    }
}
