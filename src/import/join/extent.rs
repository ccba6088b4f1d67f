//! Extent: how much of the jobs that exist the pages of listings hold.

use std::collections::BTreeMap;

use crate::import::incoming::Extent;
use crate::import::records::Records;

/// Whether the files list all jobs.
pub(super) fn of(records: &Records<'_>) -> Extent {
    // Pages of one listing agree on how many there are in all.
    let mut listings: BTreeMap<(&str, u64), u64> = BTreeMap::new();
    for (what, total, came) in &records.pages {
        *listings.entry((what, *total)).or_default() += came;
    }
    if listings.is_empty() {
        return Extent::Part("no file lists jobs".into());
    }
    if records.single {
        return Extent::Part("a file holds single jobs, not a listing".into());
    }
    let missing: Vec<_> = listings.iter().filter(|((_, total), came)| *came < total).collect();
    // A backup server lists its jobs twice, with their settings and with their states.
    let twice = |what: &&str| matches!(*what, "jobs" | "states of jobs");
    let whole = |((what, total), came): (&(&str, u64), &u64)| twice(what) && came >= total;
    let covered = listings.iter().any(whole);
    let missing = missing.into_iter().find(|((what, _), _)| !(covered && twice(what)));
    match missing {
        Some(((what, total), came)) => Extent::Part(format!("{what}: {came} of {total}")),
        None if records.whole => Extent::Everything,
        None => Extent::TheseTenants,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_add_up_to_a_listing() {
        #[track_caller]
        fn case(pages: &[(&'static str, u64, u64)], whole: bool, want: &Extent) {
            let records = Records { pages: pages.to_vec(), whole, ..Records::default() };
            assert_eq!(&of(&records), want);
        }
        let part = |text: &str| Extent::Part(text.into());
        case(&[], true, &part("no file lists jobs"));
        case(&[("jobs", 3, 3)], false, &Extent::TheseTenants);
        case(&[("jobs", 3, 1), ("jobs", 3, 2)], false, &Extent::TheseTenants);
        case(&[("jobs", 3, 1)], false, &part("jobs: 1 of 3"));
        case(&[("jobs", 3, 1), ("states of jobs", 3, 3)], false, &Extent::TheseTenants);
        let (servers, agents) = ("jobs of backup servers", "jobs of backup agents");
        case(&[(servers, 3, 3), (agents, 9, 9)], true, &Extent::Everything);
        case(&[(servers, 3, 3), (agents, 9, 5)], true, &part("jobs of backup agents: 5 of 9"));
    }
}
